/** Sizes and layouts of tensors: pure functions. A shape lists the sizes of the dimensions, `[2, 3]` is 2 rows of 3. */
export type Shape = readonly number[];

/** How many numbers. */
export function lengthOf(shape: Shape): number {
  let n = 1;
  for (const size of shape) n *= size;
  return n;
}

/** How far apart neighbours in each dimension are when rows follow each other without gaps: [2, 3, 4] → [12, 4, 1]. */
export function rowMajor(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= shape[d]!;
  }
  return strides;
}

export function isRowMajor(shape: Shape, strides: Shape): boolean {
  // Of nothing, each layout is as good.
  if (shape.includes(0)) return true;
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] !== 1 && strides[d] !== step) return false;
    step *= shape[d]!;
  }
  return true;
}

export const sameShape = (a: Shape, b: Shape) => a.length === b.length && a.every((size, d) => size === b[d]);

/** As messages write it: `[2, 3]`. */
export const show = (shape: Shape) => `[${shape.join(", ")}]`;

/** @throws RangeError unless all sizes are whole numbers of 0 or more. */
export function checkShape(name: string, shape: Shape): void {
  if (!Array.isArray(shape)) throw new TypeError(`${name}: the shape is ${shape}: give an array such as [2, 3]`);
  for (const size of shape) if (!Number.isInteger(size) || size < 0) throw new RangeError(`${name}: ${show(shape)} holds ${size}, which is no size`);
}

/** A dimension counted from the front; −1 is the last. @throws RangeError when there is none such. */
export function dimension(name: string, shape: Shape, dim: number): number {
  const d = dim < 0 ? dim + shape.length : dim;
  if (!Number.isInteger(d) || d < 0 || d >= shape.length)
    throw new RangeError(`${name}: ${show(shape)} has no dimension ${dim}; it has ${shape.length}, counted from 0`);
  return d;
}

/**
 * The shape of what comes of both: sizes are compared from the last dimension, and a size of 1 stretches to the other's.
 * @throws RangeError with both shapes when they do not fit.
 */
export function broadcast(name: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let d = 1; d <= rank; d++) {
    const m = a[a.length - d] ?? 1;
    const n = b[b.length - d] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new RangeError(`${name}: ${show(a)} and ${show(b)} do not fit: ${m} ≠ ${n}`);
    shape[rank - d] = m === 1 ? n : m;
  }
  return shape;
}

/** Replace one −1 by what is left. @throws RangeError when the new shape does not hold as many numbers as the old. */
export function resolve(name: string, from: Shape, to: Shape): number[] {
  const length = lengthOf(from);
  const open = to.indexOf(-1);
  const known = lengthOf(to.filter((size) => size !== -1));
  const shape = [...to];
  if (open >= 0 && known === 0 && length === 0) throw new RangeError(`${name}: in ${show(to)}, -1 may be any size; say which`);
  if (open >= 0 && known > 0) shape[open] = length / known;
  if (shape.some((size) => !Number.isInteger(size) || size < 0) || lengthOf(shape) !== length)
    throw new RangeError(`${name}: ${show(from)} holds ${length} numbers, which do not fit into ${show(to)}`);
  return shape;
}

/** Strides under which the same numbers, left where they are, have another shape; undefined where they would have to move. */
export function viewStrides(shape: Shape, strides: Shape, to: Shape): number[] | undefined {
  if (isRowMajor(shape, strides)) return rowMajor(to);
  const result = new Array<number>(to.length);
  let d = to.length - 1;
  // Runs of dimensions that lie without gaps may be cut anew; go through them from the last.
  for (let end = shape.length - 1; end >= 0; ) {
    let start = end;
    let n = shape[end]!;
    while (start > 0 && (shape[start - 1] === 1 || strides[start - 1] === n * strides[end]!)) n *= shape[--start]!;
    let step = strides[end]!;
    let filled = 1;
    while (d >= 0 && (filled < n || to[d] === 1)) {
      result[d] = step;
      step *= to[d]!;
      filled *= to[d]!;
      d--;
    }
    if (filled !== n) return undefined;
    end = start - 1;
  }
  return d < 0 ? result : undefined;
}

/** The same layout with as few dimensions as can be: what lies without gaps becomes one. */
export function collapse(shape: Shape, strides: Shape): { shape: number[]; strides: number[] } {
  const result = { shape: [] as number[], strides: [] as number[] };
  for (let d = 0; d < shape.length; d++) {
    const last = result.shape.length - 1;
    if (shape[d] === 1) continue;
    if (last >= 0 && result.strides[last] === shape[d]! * strides[d]!) {
      result.shape[last]! *= shape[d]!;
      result.strides[last] = strides[d]!;
    } else {
      result.shape.push(shape[d]!);
      result.strides.push(strides[d]!);
    }
  }
  return result;
}

/** Calls `visit` with where each index of `shape` lies under `strides`, in order. */
export function eachOffset(shape: Shape, strides: Shape, visit: (offset: number, i: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const n = lengthOf(shape);
  let offset = 0;
  for (let i = 0; i < n; i++) {
    visit(offset, i);
    for (let d = shape.length - 1; d >= 0; d--) {
      offset += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      offset -= shape[d]! * strides[d]!;
      index[d] = 0;
    }
  }
}
