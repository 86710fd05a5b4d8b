/**
 * Pictures drawn in a cell, as the workers of browsers have them: Node has none of this, so that a cell which the build
 * runs has to do without. Read by the language service only, in place of lib.dom.d.ts.
 */

interface ImageDataSettings {
  colorSpace?: "srgb" | "display-p3";
}
/** The last line of a cell may be one: it is shown as a picture. In browsers only. */
declare var ImageData: {
  prototype: ImageData;
  new (width: number, height: number, settings?: ImageDataSettings): ImageData;
  new (data: Uint8ClampedArray<ArrayBuffer>, width: number, height?: number, settings?: ImageDataSettings): ImageData;
};

interface ImageBitmap {
  readonly height: number;
  readonly width: number;
  /** Let go of its memory. */
  close(): void;
}
declare var ImageBitmap: { prototype: ImageBitmap };
interface ImageBitmapOptions {
  imageOrientation?: "from-image" | "flipY";
  premultiplyAlpha?: "default" | "none" | "premultiply";
  resizeHeight?: number;
  resizeQuality?: "pixelated" | "low" | "medium" | "high";
  resizeWidth?: number;
}
/** A picture that can be drawn, of a file or of pixels. In browsers only. */
declare function createImageBitmap(source: CanvasImageSource | Blob | ImageData, options?: ImageBitmapOptions): Promise<ImageBitmap>;
declare function createImageBitmap(
  source: CanvasImageSource | Blob | ImageData,
  x: number,
  y: number,
  width: number,
  height: number,
  options?: ImageBitmapOptions,
): Promise<ImageBitmap>;

type CanvasImageSource = ImageBitmap | OffscreenCanvas;
type CanvasFillRule = "nonzero" | "evenodd";

interface CanvasGradient {
  /** @param offset from 0, the start, to 1, the end. */
  addColorStop(offset: number, color: string): void;
}
declare var CanvasGradient: { prototype: CanvasGradient };
interface CanvasPattern {
  setTransform(transform?: CanvasTransform): void;
}
declare var CanvasPattern: { prototype: CanvasPattern };
/** `x' = a x + c y + e`, `y' = b x + d y + f`. */
interface CanvasTransform {
  a?: number;
  b?: number;
  c?: number;
  d?: number;
  e?: number;
  f?: number;
}

interface Path2D extends CanvasPath {
  addPath(path: Path2D, transform?: CanvasTransform): void;
}
/** A path to draw several times. In browsers only. */
declare var Path2D: { prototype: Path2D; new (path?: Path2D | string): Path2D };

interface TextMetrics {
  readonly actualBoundingBoxAscent: number;
  readonly actualBoundingBoxDescent: number;
  readonly actualBoundingBoxLeft: number;
  readonly actualBoundingBoxRight: number;
  readonly fontBoundingBoxAscent: number;
  readonly fontBoundingBoxDescent: number;
  readonly width: number;
}
declare var TextMetrics: { prototype: TextMetrics };

interface OffscreenCanvas extends EventTarget {
  height: number;
  width: number;
  getContext(
    kind: "2d",
    options?: { alpha?: boolean; colorSpace?: "srgb" | "display-p3"; desynchronized?: boolean; willReadFrequently?: boolean },
  ): OffscreenCanvasRenderingContext2D | null;
  /** The picture as a file: PNG, unless `type` says another. */
  convertToBlob(options?: { type?: string; quality?: number }): Promise<Blob>;
  transferToImageBitmap(): ImageBitmap;
}
/** A canvas that is on no page: draw, then show `getImageData(…)` of its context. In browsers only. */
declare var OffscreenCanvas: { prototype: OffscreenCanvas; new (width: number, height: number): OffscreenCanvas };

interface OffscreenCanvasRenderingContext2D extends CanvasPath {
  readonly canvas: OffscreenCanvas;
  direction: "inherit" | "ltr" | "rtl";
  fillStyle: string | CanvasGradient | CanvasPattern;
  filter: string;
  font: string;
  globalAlpha: number;
  globalCompositeOperation: string;
  imageSmoothingEnabled: boolean;
  imageSmoothingQuality: "low" | "medium" | "high";
  lineCap: "butt" | "round" | "square";
  lineDashOffset: number;
  lineJoin: "bevel" | "miter" | "round";
  lineWidth: number;
  miterLimit: number;
  shadowBlur: number;
  shadowColor: string;
  shadowOffsetX: number;
  shadowOffsetY: number;
  strokeStyle: string | CanvasGradient | CanvasPattern;
  textAlign: "center" | "end" | "left" | "right" | "start";
  textBaseline: "alphabetic" | "bottom" | "hanging" | "ideographic" | "middle" | "top";
  beginPath(): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  clip(rule?: CanvasFillRule): void;
  clip(path: Path2D, rule?: CanvasFillRule): void;
  createConicGradient(startAngle: number, x: number, y: number): CanvasGradient;
  createImageData(width: number, height: number, settings?: ImageDataSettings): ImageData;
  createImageData(image: ImageData): ImageData;
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): CanvasGradient;
  createPattern(image: CanvasImageSource, repetition: string | null): CanvasPattern | null;
  createRadialGradient(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): CanvasGradient;
  drawImage(image: CanvasImageSource, x: number, y: number): void;
  drawImage(image: CanvasImageSource, x: number, y: number, width: number, height: number): void;
  drawImage(image: CanvasImageSource, sx: number, sy: number, sw: number, sh: number, x: number, y: number, width: number, height: number): void;
  fill(rule?: CanvasFillRule): void;
  fill(path: Path2D, rule?: CanvasFillRule): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
  getImageData(x: number, y: number, width: number, height: number, settings?: ImageDataSettings): ImageData;
  getLineDash(): number[];
  getTransform(): Required<CanvasTransform>;
  isPointInPath(x: number, y: number, rule?: CanvasFillRule): boolean;
  isPointInPath(path: Path2D, x: number, y: number, rule?: CanvasFillRule): boolean;
  isPointInStroke(x: number, y: number): boolean;
  isPointInStroke(path: Path2D, x: number, y: number): boolean;
  measureText(text: string): TextMetrics;
  putImageData(image: ImageData, x: number, y: number): void;
  putImageData(image: ImageData, x: number, y: number, dirtyX: number, dirtyY: number, dirtyWidth: number, dirtyHeight: number): void;
  reset(): void;
  resetTransform(): void;
  restore(): void;
  rotate(angle: number): void;
  roundRect(x: number, y: number, width: number, height: number, radii?: number | number[]): void;
  save(): void;
  scale(x: number, y: number): void;
  setLineDash(segments: number[]): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  setTransform(transform?: CanvasTransform): void;
  stroke(path?: Path2D): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  strokeText(text: string, x: number, y: number, maxWidth?: number): void;
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  translate(x: number, y: number): void;
}
declare var OffscreenCanvasRenderingContext2D: { prototype: OffscreenCanvasRenderingContext2D };
