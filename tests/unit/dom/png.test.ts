import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodePng } from "../../../src/kernel/worker/dom/png.ts";
import { loadDrawing } from "./bundle.ts";
import { generator } from "./gallery.ts";

describe("encodePng", () => {
  const few = Uint8ClampedArray.from({ length: 4 * 6 }, (_, i) => (i % 4 === 3 ? 255 : (i * 40) % 256));
  const transparent = few.map((value, i) => (i % 4 === 3 ? (i * 9) % 256 : value));
  const noise = (alpha: boolean) => {
    const random = generator(5);
    return Uint8ClampedArray.from({ length: 4 * 30 * 20 }, (_, i) => (i % 4 === 3 && !alpha ? 255 : random() * 256));
  };
  test.each([
    ["a palette", 3, 2, few, 3],
    ["a palette with transparency", 3, 2, transparent, 3],
    ["many colours", 30, 20, noise(false), 2],
    ["many colours and transparency", 30, 20, noise(true), 6],
  ] as const)("%s: every pixel reads back", (_, width, height, pixels, colorType) => {
    const image = decode(encodePng(width, height, pixels));
    expect(image).toMatchObject({ width, height, colorType });
    expect(image.rgba).toEqual([...pixels]);
  });

  test("a picture without pixels is the URL that browsers give", () => {
    expect(encodePng(0, 5, new Uint8ClampedArray())).toBe("data:,");
  });

  test("a smooth heat map of a whole chart stays under 200 kB, one of few colours under 10 kB", () => {
    const [width, height] = [580, 350];
    const paint = (color: (x: number, y: number) => number[]) =>
      Uint8ClampedArray.from({ length: width * height }, (_, i) => i).length &&
      new Uint8ClampedArray(Array.from({ length: width * height }, (_, i) => color(i % width, Math.floor(i / width))).flat());
    const smooth = paint((x, y) => [
      128 + 127 * Math.sin(x / 90),
      128 + 127 * Math.cos(y / 70),
      128 + 127 * Math.sin((x + y) / 110),
      255,
    ]) as Uint8ClampedArray;
    const regions = paint((x, y) =>
      Math.hypot(x - 200, y - 100) < 90 ? [0, 114, 178, 255] : x > y ? [213, 94, 0, 255] : [0, 158, 115, 255],
    ) as Uint8ClampedArray;
    expect(encodePng(width, height, smooth).length).toBeLessThan(200_000);
    expect(encodePng(width, height, regions).length).toBeLessThan(10_000);
  });
});

describe("pictures in charts", async () => {
  const { Plot, d3, document } = await loadDrawing();

  test("Plot.raster paints each value in its colour, the first row below", () => {
    const chart = Plot.raster([0, 1, 2, 3, 4, 5], { width: 3, height: 2 }).plot({ color: { scheme: "viridis" } });
    const { width, height, rgba } = decode(chart.querySelector("image")!.getAttribute("href")!);
    expect([width, height]).toEqual([3, 2]);
    const expected = [0, 1, 2, 3, 4, 5].flatMap((value) => {
      const { r, g, b } = d3.rgb(d3.interpolateViridis(value / 5));
      return [r, g, b, 255];
    });
    expect(rgba).toEqual(expected);
  });

  test("a legend's ramp runs through the scheme", () => {
    const { width, height, rgba } = decode(
      Plot.legend({ color: { domain: [0, 1], scheme: "magma" } } as never)
        .querySelector("image")!
        .getAttribute("href")!,
    );
    expect([width, height]).toEqual([256, 1]);
    for (const i of [0, 100, 255]) {
      const { r, g, b } = d3.rgb(d3.interpolateMagma(i / 255));
      expect(rgba.slice(4 * i, 4 * i + 4)).toEqual([r, g, b, 255]);
    }
  });

  test("a canvas fills, clears, blends and copies", () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 3, height: 1 });
    const context = canvas.getContext("2d")!;
    context.fillStyle = "rgb(200, 100, 0)";
    context.fillRect(0, 0, 3, 1);
    context.fillStyle = "nonsense";
    expect(context.fillStyle).toBe("rgb(200, 100, 0)");
    context.fillStyle = "rgba(0, 0, 200, 0.5)";
    context.fillRect(1, 0, 1, 1);
    context.clearRect(2, 0, 9, 9);
    const { rgba } = decode(canvas.toDataURL());
    expect(rgba).toEqual([200, 100, 0, 255, 100, 50, 100, 255, 0, 0, 0, 0]);
    const copy = context.getImageData(0, 0, 1, 1);
    context.putImageData(copy, 2, 0);
    expect(decode(canvas.toDataURL()).rgba.slice(8)).toEqual([200, 100, 0, 255]);
  });
});

/** An independent reader of PNGs (https://www.w3.org/TR/png-3/): filters 0 to 2, 8 bits a sample. */
function decode(url: string): { width: number; height: number; colorType: number; rgba: number[] } {
  const bytes = Buffer.from(url.replace("data:image/png;base64,", ""), "base64");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get("IHDR")!;
  const [width, height, colorType] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]!];
  const size = { 2: 3, 3: 1, 6: 4 }[colorType]!;
  const data = inflateSync(chunks.get("IDAT")!);
  const rows: number[][] = [];
  for (let y = 0; y < height; ++y) {
    const [type = 0, ...line] = data.subarray(y * (width * size + 1), (y + 1) * (width * size + 1));
    line.forEach((_, i) => {
      const before = type === 1 ? (line[i - size] ?? 0) : type === 2 ? (rows[y - 1]?.[i] ?? 0) : 0;
      line[i] = (line[i]! + before) & 255;
    });
    rows.push(line);
  }
  const samples = rows.flat();
  const rgba = Array.from({ length: width * height }, (_, i) => {
    if (colorType === 6) return samples.slice(4 * i, 4 * i + 4);
    if (colorType === 2) return [...samples.slice(3 * i, 3 * i + 3), 255];
    const index = samples[i]!;
    return [...chunks.get("PLTE")!.subarray(3 * index, 3 * index + 3), chunks.get("tRNS")?.[index] ?? 255];
  }).flat();
  return { width, height, colorType, rgba };
}
