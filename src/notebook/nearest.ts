/** The candidate that `name` was probably meant to be: at most two letters added, dropped, changed or swapped. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, name.length);
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate);
    if (distance > 0 && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * At most three candidates that `name` may stand for, the likeliest first: those with the same letters in whatever case and
 * with whatever signs between, or else those spelt most nearly so, or else those that it is a part of, or that are a part of it.
 */
export function nearestFew(name: string, candidates: Iterable<string>): string[] {
  const letters = lettersOf(name);
  const rated = Array.from(candidates, (candidate) => ({ candidate, distance: distanceOf(letters, lettersOf(candidate)) }));
  const least = Math.min(PART, ...rated.map(({ distance }) => Math.floor(distance)));
  return rated
    .filter(({ distance }) => Math.floor(distance) === least)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** How far apart two names are of which one is a part of the other; a fraction is added for what the longer has more. */
const PART = 3;
/** Fewer letters are a part of too many names. */
const MIN_PART = 3;

function distanceOf(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const distance = editDistance(a, b);
  if (distance < Math.min(PART, short.length)) return distance;
  return short.length >= MIN_PART && long.includes(short) ? PART + 1 - short.length / long.length : Infinity;
}

const lettersOf = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Letters added, dropped, changed, or swapped with their neighbour (optimal string alignment), one row of the table at a time. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (above[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row[b.length] ?? Infinity;
}
