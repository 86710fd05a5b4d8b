/**
 * The value that a standard normal number stays below with probability `p`: `normalQuantile(0.975)` is 1.96. Found where the distribution function is `p`,
 * to 12 digits.
 * @throws RangeError unless `p` is above 0 and below 1.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p is ${p}: it must be above 0 and below 1`);
  if (p < 0.5) return -normalQuantile(1 - p);
  let [low, high] = [0, 40];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The probability of more than x ≥ 0: near 0 by the Taylor series of the distribution function, beyond by its continued fraction
 * (Abramowitz and Stegun, 26.2.10 and 26.2.14).
 */
function upperTail(x: number): number {
  const density = Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let term = x;
    let sum = 0;
    for (let n = 1; Math.abs(term) > 1e-18; n++) {
      sum += term;
      term *= x ** 2 / (2 * n + 1);
    }
    return 0.5 - density * sum;
  }
  let fraction = x;
  for (let n = 100; n > 0; n--) fraction = x + n / fraction;
  return density / fraction;
}
