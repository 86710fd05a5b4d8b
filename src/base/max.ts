/**
 * The largest of the values, or `least` where none is larger. Not `Math.max(...values)`: a call takes some 60,000 arguments at most, in a browser's worker.
 */
export function max(values: ArrayLike<number>, least = Number.NEGATIVE_INFINITY): number {
  let largest = least;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  return largest;
}

/** The place of the largest of the values, the first of equals; -1 of none. */
export function argMax(values: ArrayLike<number>): number {
  let place = values.length > 0 ? 0 : -1;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[place]!) place = i;
  return place;
}
