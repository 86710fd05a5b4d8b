/**
 * A point where `f` is least nearby, found without gradients: a simplex of points crawls downhill, turning its worst corner over the others.
 *
 * Source: J. Nelder, R. Mead, A simplex method for function minimization, 1965. Reflection 1, expansion 2, contraction ½, shrinking ½.
 */
export function nelderMead(
  f: (point: number[]) => number,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-9, maxRounds = 500 } = {},
): number[] {
  const corner = (point: number[]) => ({ point, value: f(point) });
  const simplex = [[...start], ...start.map((_, j) => start.map((value, i) => (i === j ? value + step : value)))].map(corner);
  for (let round = 0; round < maxRounds; round++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0]!, simplex.at(-1)!];
    // A share of the value itself, whatever its unit.
    if (Math.abs(worst.value - best.value) <= tolerance * Math.abs(best.value)) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, j) => others.reduce((sum, { point }) => sum + point[j]!, 0) / others.length);
    const along = (factor: number) => corner(centre.map((value, j) => value + factor * (value - worst.point[j]!)));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const expanded = along(2);
      simplex[simplex.length - 1] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < others.at(-1)!.value) simplex[simplex.length - 1] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? 0.5 : -0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[simplex.length - 1] = contracted;
      else for (let i = 1; i < simplex.length; i++) simplex[i] = corner(simplex[i]!.point.map((value, j) => (value + best.point[j]!) / 2));
    }
  }
  return simplex.reduce((least, other) => (other.value < least.value ? other : least)).point;
}
