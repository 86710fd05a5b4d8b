import { zlibSync } from "fflate";

/** A PNG as a data URL. Few colours make a palette, no transparency saves a channel: both shrink what a page carries. */
export function encodePng(width: number, height: number, rgba: Uint8ClampedArray): string {
  // No PNG is empty; browsers say so too.
  if (width === 0 || height === 0) return "data:,";
  const { colorType, bytesPerPixel, pixels, palette, transparency } = reduce(rgba);
  const header = new Uint8Array([...uint32(width), ...uint32(height), 8, colorType, 0, 0, 0]);
  const data = zlibSync(filter(pixels, width * bytesPerPixel, palette ? 0 : bytesPerPixel));
  const chunks = [
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    ...(transparency ? [chunk("tRNS", transparency)] : []),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array()),
  ];
  return `data:image/png;base64,${base64([Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10), ...chunks.flat()])}`;
}

interface Pixels {
  /** 2: RGB, 3: palette, 6: RGBA. */
  colorType: 2 | 3 | 6;
  bytesPerPixel: number;
  pixels: Uint8Array;
  palette?: Uint8Array;
  transparency?: Uint8Array;
}

function reduce(rgba: Uint8ClampedArray): Pixels {
  const n = rgba.length / 4;
  const words = new Uint32Array(rgba.slice().buffer);
  const indexes = new Map<number, number>();
  const pixels = new Uint8Array(n);
  let opaque = true;
  for (let i = 0; i < n; ++i) {
    if (rgba[4 * i + 3] !== 255) opaque = false;
    if (indexes.size > 256) continue;
    const word = words[i] ?? 0;
    let index = indexes.get(word);
    if (index === undefined) indexes.set(word, (index = indexes.size));
    pixels[i] = index;
  }
  if (indexes.size <= 256) {
    const colors = new Uint8Array(Uint32Array.from(indexes.keys()).buffer);
    const palette = colors.filter((_, i) => i % 4 !== 3);
    const transparency = colors.filter((_, i) => i % 4 === 3);
    return { colorType: 3, bytesPerPixel: 1, pixels, palette, ...(opaque ? {} : { transparency }) };
  }
  if (opaque) return { colorType: 2, bytesPerPixel: 3, pixels: Uint8Array.from(rgba.filter((_, i) => i % 4 !== 3)) };
  return { colorType: 6, bytesPerPixel: 4, pixels: Uint8Array.from(rgba) };
}

/** Each row as its difference from the pixel before or above, whichever is smaller; 0 bytes per pixel: as it is. */
function filter(pixels: Uint8Array, stride: number, bytesPerPixel: number): Uint8Array {
  const rows = pixels.length / stride;
  const out = new Uint8Array(rows * (stride + 1));
  const left = new Uint8Array(stride);
  const above = new Uint8Array(stride);
  for (let row = 0; row < rows; ++row) {
    const start = row * stride;
    const to = row * (stride + 1);
    let [sumLeft, sumAbove] = [0, 0];
    for (let i = 0; bytesPerPixel && i < stride; ++i) {
      const value = pixels[start + i] ?? 0;
      left[i] = value - (i < bytesPerPixel ? 0 : (pixels[start + i - bytesPerPixel] ?? 0));
      above[i] = value - (row === 0 ? 0 : (pixels[start + i - stride] ?? 0));
      sumLeft += Math.abs(((left[i] ?? 0) << 24) >> 24);
      sumAbove += Math.abs(((above[i] ?? 0) << 24) >> 24);
    }
    const type = bytesPerPixel === 0 ? 0 : sumLeft <= sumAbove ? 1 : 2;
    out[to] = type;
    out.set(type === 0 ? pixels.subarray(start, start + stride) : type === 1 ? left : above, to + 1);
  }
  return out;
}

function chunk(type: string, body: Uint8Array): Uint8Array[] {
  const typed = new Uint8Array(body.length + 4);
  typed.set([...type].map((c) => c.charCodeAt(0)));
  typed.set(body, 4);
  return [uint32(body.length), typed, uint32(crc32(typed))];
}

let crcTable: Uint32Array | undefined;

function crc32(bytes: Uint8Array): number {
  crcTable ??= new Uint32Array(256).map((_, n) => {
    for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  let crc = ~0;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function uint32(n: number): Uint8Array {
  return Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
}

function base64(parts: Uint8Array[]): string {
  let binary = "";
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 8192) binary += String.fromCharCode(...part.subarray(i, i + 8192));
  }
  return btoa(binary);
}
