import { color as parseColor } from "d3-color";
import { encodePng } from "./png.ts";

type Rgba = readonly [r: number, g: number, b: number, a: number];

/** As much of a 2D canvas as rasters, colour ramps and heat maps use, over an array of pixels. The same on every host. */
export function createCanvas(element: HTMLCanvasElement): HTMLCanvasElement {
  const context = new Context(element);
  const size = { width: 300, height: 150 };
  for (const side of ["width", "height"] as const) {
    Object.defineProperty(element, side, {
      get: () => size[side],
      set(value: unknown) {
        size[side] = Math.max(0, Math.floor(Number(value)) || 0);
        context.reset(size.width, size.height);
      },
    });
  }
  context.reset(size.width, size.height);
  return Object.assign(element, {
    getContext: (type: string) => (type === "2d" ? context : null),
    toDataURL: () => encodePng(size.width, size.height, context.pixels),
  }) as HTMLCanvasElement;
}

class Context {
  globalAlpha = 1;
  pixels = new Uint8ClampedArray(0);
  readonly canvas: HTMLCanvasElement;
  #width = 0;
  #height = 0;
  #fill: Rgba = [0, 0, 0, 1];
  #fillStyle = "#000000";

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  /** Transparent again, in this size. */
  reset(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.pixels = new Uint8ClampedArray(width * height * 4);
  }

  get fillStyle(): string {
    return this.#fillStyle;
  }

  /** What is no colour leaves the style as it was. */
  set fillStyle(style: unknown) {
    const color = parseColor(String(style))?.rgb();
    if (!color) return;
    this.#fillStyle = String(style);
    this.#fill = [color.r || 0, color.g || 0, color.b || 0, color.opacity];
  }

  clearRect(x: number, y: number, width: number, height: number): void {
    this.#each(x, y, width, height, (i) => this.pixels.fill(0, i, i + 4));
  }

  /** Painted over what is there. Sides fall on whole pixels. */
  fillRect(x: number, y: number, width: number, height: number): void {
    const [r, g, b, opacity] = this.#fill;
    const alpha = opacity * this.globalAlpha;
    if (!(alpha > 0)) return;
    const { pixels } = this;
    this.#each(x, y, width, height, (i) => {
      const below = ((pixels[i + 3] ?? 0) / 255) * (1 - alpha);
      const total = alpha + below;
      const over = (top: number, j: number) => (top * alpha + (pixels[i + j] ?? 0) * below) / total;
      pixels.set([over(r, 0), over(g, 1), over(b, 2), total * 255], i);
    });
  }

  createImageData(width: number, height: number): ImageData {
    return { width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: "srgb" } as ImageData;
  }

  getImageData(x: number, y: number, width: number, height: number): ImageData {
    const image = this.createImageData(width, height);
    this.#each(x, y, width, height, (i, column, row) => {
      image.data.set(this.pixels.subarray(i, i + 4), ((row - y) * width + column - x) * 4);
    });
    return image;
  }

  putImageData({ width, height, data }: ImageData, x: number, y: number): void {
    this.#each(x, y, width, height, (i, column, row) => {
      const j = ((row - y) * width + column - x) * 4;
      this.pixels.set(data.subarray(j, j + 4), i);
    });
  }

  #each(x: number, y: number, width: number, height: number, visit: (index: number, column: number, row: number) => void): void {
    const [left, right] = span(x, width, this.#width);
    const [top, bottom] = span(y, height, this.#height);
    for (let row = top; row < bottom; ++row) {
      for (let column = left; column < right; ++column) visit((row * this.#width + column) * 4, column, row);
    }
  }
}

/** From where to where, in whole pixels inside the canvas; a negative length goes the other way. */
function span(start: number, length: number, limit: number): [number, number] {
  const [from, to] = [Math.round(Math.min(start, start + length)), Math.round(Math.max(start, start + length))];
  return [Math.max(0, from), Math.min(limit, to)];
}
