/** Moving numbers without changing them. */
import { bytes, storePart, wholeBytes } from "./lanes.as";

/** o[r] = table[indices[r]], rows of `n` numbers. */
export function takeRows(o: usize, table: usize, indices: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(o, table + bytes(load<i32>(indices) * n), bytes(n));
    indices += 4;
    o += bytes(n);
  }
}

/**
 * Four nested loops over [n0, n1, n2, n3]: o is contiguous, element (i, j, k, l) of a stands at a + 4 (i s0 + j s1 + k s2 + l s3).
 * A step of 0 repeats.
 */
export function copyStrided(o: usize, a: usize, n0: i32, n1: i32, n2: i32, n3: i32, s0: i32, s1: i32, s2: i32, s3: i32): void {
  for (let i = 0; i < n0; i++)
    for (let j = 0; j < n1; j++)
      for (let k = 0; k < n2; k++) {
        const from = a + bytes(i * s0 + j * s1 + k * s2);
        if (s3 === 1) memory.copy(o, from, bytes(n3));
        else for (let l = 0; l < n3; l++) store<f32>(o + bytes(l), load<f32>(from + bytes(l * s3)));
        o += bytes(n3);
      }
}

/** The way back: a[strided] += d[contiguous]. */
export function addStrided(a: usize, d: usize, n0: i32, n1: i32, n2: i32, n3: i32, s0: i32, s1: i32, s2: i32, s3: i32): void {
  const whole = wholeBytes(n3);
  for (let i = 0; i < n0; i++)
    for (let j = 0; j < n1; j++)
      for (let k = 0; k < n2; k++) {
        const to = a + bytes(i * s0 + j * s1 + k * s2);
        if (s3 === 1) {
          let l: usize = 0;
          for (; l < whole; l += 16) v128.store(to + l, f32x4.add(v128.load(to + l), v128.load(d + l)));
          if (n3 & 3) storePart(to + l, f32x4.add(v128.load(to + l), v128.load(d + l)), n3 & 3);
        } else
          for (let l = 0; l < n3; l++) {
            const at = to + bytes(l * s3);
            store<f32>(at, load<f32>(at) + load<f32>(d + bytes(l)));
          }
        d += bytes(n3);
      }
}
