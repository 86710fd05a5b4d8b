/**
 * The largest of the values, or `least` where none is larger. Not `Math.max(...values)`: a call takes some 60,000 arguments at most, in a browser's worker.
 */
export function max(values: ArrayLike<number>, least = Number.NEGATIVE_INFINITY): number {
  let largest = least;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  return largest;
}
