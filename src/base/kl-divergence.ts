/**
 * KL(p ‖ q) = Σ p ln (p / q), in nats: how surprised q is by what p does, beyond p itself. 0 where they are equal, `Infinity` where q holds
 * impossible what p does not; KL(q ‖ p) is another number. S. Kullback, R. Leibler, On information and sufficiency, 1951.
 * @throws RangeError when their lengths differ.
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) throw new RangeError(`${p.length} probabilities stand against ${q.length}: there must be as many`);
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i]! > 0) sum += p[i]! * Math.log(p[i]! / q[i]!);
  return sum;
}
