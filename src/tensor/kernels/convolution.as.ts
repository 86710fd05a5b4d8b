/** Convolution as a matrix product: the patches that the kernel sees become the columns of a matrix. */
import { bytes } from "./lanes.as";

/**
 * cols[c, i, j, y, x] = a[c, y·stride + i − padding, x·stride + j − padding], 0 outside: [channels, kh, kw, oh, ow] from one image
 * [channels, h, w].
 */
export function patches(cols: usize, a: usize, channels: i32, h: i32, w: i32, kh: i32, kw: i32, oh: i32, ow: i32, stride: i32, padding: i32): void {
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++) {
        for (let y = 0; y < oh; y++) {
          const row = y * stride + i - padding;
          if (row < 0 || row >= h) memory.fill(cols, 0, bytes(ow));
          else {
            const from = a + bytes((c * h + row) * w);
            // Where x·stride + j − padding lies inside the row.
            const first = max(0, (padding - j + stride - 1) / stride);
            const last = min(ow - 1, j - padding > w - 1 ? -1 : (w - 1 - j + padding) / stride);
            for (let x = 0; x < min(first, ow); x++) store<f32>(cols + bytes(x), 0);
            if (stride === 1) {
              if (last >= first) memory.copy(cols + bytes(first), from + bytes(first + j - padding), bytes(last - first + 1));
            } else for (let x = first; x <= last; x++) store<f32>(cols + bytes(x), load<f32>(from + bytes(x * stride + j - padding)));
            for (let x = max(first, last + 1); x < ow; x++) store<f32>(cols + bytes(x), 0);
          }
          cols += bytes(ow);
        }
      }
}

/** The way back: each patch's gradient is added to the pixel it was taken from. */
export function addPatches(
  da: usize,
  cols: usize,
  channels: i32,
  h: i32,
  w: i32,
  kh: i32,
  kw: i32,
  oh: i32,
  ow: i32,
  stride: i32,
  padding: i32,
): void {
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++) {
        for (let y = 0; y < oh; y++) {
          const row = y * stride + i - padding;
          if (row >= 0 && row < h) {
            const first = max(0, (padding - j + stride - 1) / stride);
            const last = min(ow - 1, j - padding > w - 1 ? -1 : (w - 1 - j + padding) / stride);
            const to = da + bytes((c * h + row) * w);
            let x = first;
            if (stride === 1)
              for (; x + 3 <= last; x += 4) {
                const at = to + bytes(x + j - padding);
                v128.store(at, f32x4.add(v128.load(at), v128.load(cols + bytes(x))));
              }
            for (; x <= last; x++) {
              const at = to + bytes(x * stride + j - padding);
              store<f32>(at, load<f32>(at) + load<f32>(cols + bytes(x)));
            }
          }
          cols += bytes(ow);
        }
      }
}

/** o[p, y, x] = the largest of a k × k window, and where in the plane it stood in `places`; the first one where several are equal. */
export function maxPool(o: usize, places: usize, a: usize, planes: i32, h: i32, w: i32, oh: i32, ow: i32, k: i32, stride: i32): void {
  for (let p = 0; p < planes; p++) {
    for (let y = 0; y < oh; y++)
      for (let x = 0; x < ow; x++) {
        let place = y * stride * w + x * stride;
        let best = load<f32>(a + bytes(place));
        for (let i = 0; i < k; i++)
          for (let j = i32(i === 0); j < k; j++) {
            const at = (y * stride + i) * w + x * stride + j;
            const value = load<f32>(a + bytes(at));
            // NaN wins, and stays: it must not vanish. Both are asked at once, for a jump would take longer.
            if (i32(value > best) | i32(!(value <= Infinity))) {
              best = value;
              place = at;
            }
          }
        store<f32>(o, best);
        store<i32>(places, place);
        o += 4;
        places += 4;
      }
    a += bytes(h * w);
  }
}
