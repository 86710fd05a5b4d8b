/**
 * Sums of more numbers than float32 can add up one after the other: why, says `kernels/sums.as.ts`. The kernels see to those that they
 * are asked for in one call; here are those that take many.
 */
import { allocate, clear, floats, recycle } from "./memory.ts";

/** A sum of more numbers than this is long, as in the kernels. */
export const LONG = 2048;
/** Where a sum is long, so many numbers may meet in float32. */
export const BLOCK = 64;

/** o[length] = Σ of the `count` rows at `a`, in double precision. */
export function sumOfRows(o: number, a: number, count: number, length: number): void {
  const f32 = floats();
  const sums = new Float64Array(length);
  for (let r = 0, at = a / 4; r < count; r++) for (let i = 0; i < length; i++) sums[i]! += f32[at++]!;
  f32.set(sums, o / 4);
}

/** o[length] = Σ of `count` contributions: `add` adds some, from `first` to before `end`, to what stands at `to`; at most `block` at a time. */
export function sumInBlocks(o: number, length: number, count: number, block: number, add: (to: number, first: number, end: number) => void): void {
  const blocks = Math.ceil(count / block) || 1;
  const room = blocks > 1 ? allocate(blocks * length) : o;
  clear(room, blocks * length);
  for (let i = 0; i < blocks; i++) add(room + 4 * i * length, i * block, Math.min(count, (i + 1) * block));
  if (blocks === 1) return;
  sumOfRows(o, room, blocks, length);
  recycle(room, blocks * length);
}
