import { describe, expect, it } from "vitest";
import { bytes, inkHtml, inputHtml, shapeOf } from "../../../src/components/inputs.ts";
import { stroke } from "../../../src/components/notebook/stroke.ts";
import type { InputSpec } from "../../../src/kernel/protocol/inputs.ts";

const markup = `"'><script>alert(1)</script>`;
const shared = { id: "c.a", label: markup, hint: markup };
const HOSTILE: InputSpec[] = [
  { ...shared, kind: "slider", min: 0, max: 1, step: 0.1, value: 0 },
  { ...shared, kind: "number", value: 0 },
  { ...shared, kind: "select", options: [markup], value: markup },
  { ...shared, kind: "radio", options: [markup], value: markup },
  { ...shared, kind: "checkbox", value: true },
  { ...shared, kind: "text", placeholder: markup, value: markup },
  { ...shared, kind: "text", rows: 3, value: `</textarea>${markup}` },
  { ...shared, kind: "button", value: 0 },
  { ...shared, kind: "file", accept: "csv", value: { name: markup, size: 1, detail: markup, notes: [markup] } },
  { ...shared, kind: "drawing", width: 2, height: 1, value: [0, 128] },
  { ...shared, kind: "runs", value: { settings: markup, points: [{ [markup]: markup }], drawn: [markup] } },
];

describe("the markup of an input", () => {
  it.each(HOSTILE.map((spec) => [spec.kind, spec] as const))("of a %s holds its texts as texts", (_, spec) => {
    const html = inputHtml(spec);
    expect(html).not.toContain("<script");
    expect(html).not.toContain(markup[0] + markup[1]!);
    expect(html).toContain("&#60;script&#62;");
  });

  it.each(HOSTILE.map((spec) => [spec.kind, spec] as const))("of a %s is disabled until scripts answer", (_, spec) => {
    for (const [control] of inputHtml(spec).matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)) expect(control).toMatch(/\sdisabled\b/);
  });

  it("has one shape for all values, and another for other ends", () => {
    const slider = HOSTILE[0] as InputSpec & { kind: "slider" };
    expect(shapeOf({ ...slider, value: 1 })).toBe(shapeOf(slider));
    expect(shapeOf({ ...slider, max: 2 })).not.toBe(shapeOf(slider));
  });

  it("of a drawing has a path for each grey, in runs that end with the line", () => {
    expect(inkHtml([0, 9, 9, 9, 255, 0], 3)).toBe(
      '<path data-grey="9" fill-opacity="0.035" d="M1 0h2v1h-2zM0 1h1v1h-1z"/><path data-grey="255" fill-opacity="1.000" d="M1 1h1v1h-1z"/>',
    );
  });
});

describe("a size in bytes", () => {
  it("is said in the unit that fits", () => {
    expect([0, 999, 1500, 12_345, 10e6, 2.34e6].map(bytes)).toEqual(["0 bytes", "999 bytes", "1.5 KB", "12 KB", "10 MB", "2.3 MB"]);
  });
});

describe("a stroke", () => {
  it("is about two pixels wide on a sheet of 28, soft at its edges", () => {
    const pixels = new Uint8ClampedArray(28 * 28);
    stroke(pixels, { width: 28, height: 28 }, { x: 5, y: 14 }, { x: 20, y: 14 });
    const column = Array.from({ length: 28 }, (_, y) => pixels[28 * y + 12]!);
    // Pixels' middles lie 0.5, 1.5, … from the line: full to 0.5, nothing from 1.5 on.
    expect(column.flatMap((grey, y) => (grey > 0 ? [[y, grey]] : []))).toEqual([
      [13, 255],
      [14, 255],
    ]);
    const between = new Uint8ClampedArray(28 * 28);
    stroke(between, { width: 28, height: 28 }, { x: 5, y: 14.5 }, { x: 20, y: 14.5 });
    expect([13, 14, 15].map((y) => between[28 * y + 12])).toEqual([128, 255, 128]);
  });

  it("outside of the sheet leaves it blank", () => {
    const pixels = new Uint8ClampedArray(16);
    stroke(pixels, { width: 4, height: 4 }, { x: -9, y: -9 }, { x: -5, y: 20 });
    expect(pixels.some(Boolean)).toBe(false);
  });
});
