import { type Random, withRandom } from "../base/random.ts";

/** What a user thinks of an item. */
export interface Rating {
  /** 0 to `users` − 1. */
  user: number;
  /** 0 to `items` − 1. */
  item: number;
  value: number;
}

/** What the ratings were made of. */
export interface RatingCauses {
  /** b: `[users]`. */
  userBias: number[];
  /** c: `[items]`. */
  itemBias: number[];
  /** p: `[users][rank]`. */
  userTaste: number[][];
  /** q: `[items][rank]`. */
  itemTaste: number[][];
}

export interface RatingsOptions {
  random: Random;
  /** Default 500. */
  users?: number;
  /** Default 300. */
  items?: number;
  /** Hidden tastes. Default 4. */
  rank?: number;
  /** Standard deviation of the noise that nobody can predict. Default 0.5. */
  noise?: number;
  /** The share of all pairs of user and item that is rated and known. Default 0.2. */
  seen?: number;
}

/** Standard deviations of what is drawn for each user and for each item: how kindly, and each taste. */
const BIAS = 0.44;
const TASTE = 0.61;

/**
 * Ratings whose causes are known. User u gives item i
 *
 *     3.5 + b_u + c_i + p_u · q_i + noise,
 *
 * with b and c normal of standard deviation 0.44, and p and q of `rank` normal numbers of standard deviation 0.61. Values are not
 * rounded or cut to five stars, so the best any model can do is an RMSE of `noise`.
 *
 * `causes` are b, c, p and q. `train` is the share `seen` of all pairs, drawn one by one; `test` is as many of the other pairs, or all of them where there are fewer.
 * @throws RangeError when a size is not a whole number above 0, or `seen` is not between 0 and 1.
 */
export function ratings(options: RatingsOptions): {
  users: number;
  items: number;
  train: Rating[];
  test: Rating[];
  causes: RatingCauses;
} {
  const { random, users = 500, items = 300, rank = 4, noise = 0.5, seen = 0.2 } = withRandom(options);
  for (const [name, size] of Object.entries({ users, items, rank }))
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`${name} is ${size}: it must be a whole number above 0`);
  if (!(seen > 0 && seen < 1)) throw new RangeError(`seen is ${seen}: it must be above 0 and below 1`);
  if (!(noise >= 0 && Number.isFinite(noise))) throw new RangeError(`noise is ${noise}: it must be 0 or more`);
  const draw = (count: number, deviation: number) => Array.from({ length: count }, () => deviation * random.normal());
  const [userBias, itemBias] = [draw(users, BIAS), draw(items, BIAS)];
  const userTaste = userBias.map(() => draw(rank, TASTE));
  const itemTaste = itemBias.map(() => draw(rank, TASTE));
  const all = userBias.flatMap((b, user) =>
    itemBias.map((c, item): Rating => {
      const match = userTaste[user]!.reduce((sum, p, k) => sum + p * itemTaste[item]![k]!, 0);
      return { user, item, value: 3.5 + b + c + match + noise * random.normal() };
    }),
  );
  const shuffled = random.shuffle(all);
  const known = Math.max(1, Math.round(seen * all.length));
  return {
    users,
    items,
    train: shuffled.slice(0, known),
    test: shuffled.slice(known, 2 * known),
    causes: { userBias, itemBias, userTaste, itemTaste },
  };
}

const FIRST =
  "Amber Borrowed Copper Crooked Distant Drowsy Eleventh Folded Gentle Hollow Inland Lacquered Misplaced Northern Paper Restless Rusted Salted Unsent Velvet";
const SECOND = "Almanac Bakery Cartographer Dovecote Elevator Ferryman Gasworks Hedgehog Isthmus Jukebox Kiosk Lodger Meridian Nocturne Orchard";

/** 300 titles of films that do not exist: each of twenty words with each of fifteen. */
export const inventedFilms: readonly string[] = SECOND.split(" ").flatMap((second) => FIRST.split(" ").map((first) => `${first} ${second}`));
