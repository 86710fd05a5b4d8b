import { checkCount, checkSize } from "../base/check.ts";
import { solveInPlace } from "../base/linear-solve.ts";
import { type Random, withRandom } from "../base/random.ts";

/** Who a user is, or which item it is: a whole number or a text. */
export type Id = number | string;

/** Of the ids 1 and 2 any number, so that others can be asked about. */
type AnyOf<I extends Id> = I extends number ? number : string;

/** What a user thinks of an item. */
export interface RatedPair<U extends Id = Id, I extends Id = Id> {
  user: U;
  item: I;
  value: number;
}

export interface MatrixFactorizationOptions {
  /** Draws the first tastes of the items. */
  random: Random;
  /** k, hidden tastes of each user and item. Default 4; 0 leaves the mean and the biases alone. */
  factors?: number;
  /** λ, how much a taste or a bias must gain before it is believed. Default 1. */
  regularization?: number;
  /** Rounds of users and items in turn. Default 20. */
  iterations?: number;
}

/** A user who was not there at `fit`. */
export interface FoldedUser<I extends Id = Id> {
  /** b. */
  bias: number;
  /** p: `[factors]`. */
  factors: number[];
  /** The rating that the user would give an item. */
  predict(item: I): number;
  /** The items that the user is likely to rate highest, best first; `without`: items to leave out. */
  recommend(options?: { count?: number; without?: Iterable<I> }): { item: I; rating: number }[];
}

/** Where the fit stands after a round. */
export interface FactorizationStep {
  iteration: number;
  /** Root mean square error on the ratings that are learnt from. */
  rmse: number;
}

/**
 * Recommends by guessing ratings: r_ui ≈ μ + b_u + c_i + p_u · q_i, a mean, a bias of the user, one of the item, and how well their tastes match.
 * Nobody says what the tastes are: they are what makes the known ratings come out. With the items held fast, each user is a small ridge
 * regression, and the other way round: alternating least squares. Ids may be any whole numbers or texts: there is room for those that occur.
 *
 * Source: Y. Koren, R. Bell, C. Volinsky, Matrix factorization techniques for recommender systems, 2009, with biases, solved by ALS. A round takes
 * O(ratings · k² + (users + items) · k³).
 */
export class MatrixFactorization<U extends Id = number, I extends Id = number> {
  readonly factors: number;
  readonly regularization: number;
  readonly iterations: number;
  /** μ. */
  mean = Number.NaN;
  /** The users that have rated: numbers in rising order, then texts in alphabetical order. `[users]` */
  users: readonly U[] = [];
  /** The items that were rated, in the same order: `[items]`. */
  items: readonly I[] = [];
  /** b: `[users]`. */
  userBias: number[] = [];
  /** c: `[items]`. */
  itemBias: number[] = [];
  /** p: `[users][factors]`. */
  userFactors: number[][] = [];
  /** q: `[items][factors]`. */
  itemFactors: number[][] = [];
  readonly #random: Random;
  #userRows = new Map<Id, number>();
  #itemRows = new Map<Id, number>();

  /** @throws RangeError when an option is out of its range. */
  constructor(options: MatrixFactorizationOptions) {
    const { random, factors = 4, regularization = 1, iterations = 20 } = withRandom(options);
    checkCount(factors, "factors", 0);
    checkSize(iterations, "iterations");
    if (!(regularization > 0 && Number.isFinite(regularization))) throw new RangeError(`regularization is ${regularization}: it must be above 0`);
    this.factors = factors;
    this.regularization = regularization;
    this.iterations = iterations;
    this.#random = random;
  }

  /** Learn from known ratings. @throws TypeError, RangeError when there are none, or one has no whole number or text for user or item, or no finite value. */
  fit<V extends Id, J extends Id>(ratings: readonly RatedPair<V, J>[]): MatrixFactorization<AnyOf<V>, AnyOf<J>> {
    for (const _ of this.fitSteps(ratings));
    return this as unknown as MatrixFactorization<AnyOf<V>, AnyOf<J>>;
  }

  /** The same, round by round. */
  *fitSteps(ratings: readonly RatedPair[]): Generator<FactorizationStep, void, undefined> {
    checkRatings(ratings);
    this.mean = ratings.reduce((sum, { value }) => sum + value, 0) / ratings.length;
    this.users = distinct(ratings.map(({ user }) => user)) as U[];
    this.items = distinct(ratings.map(({ item }) => item)) as I[];
    this.#userRows = rowsOf(this.users);
    this.#itemRows = rowsOf(this.items);
    const known = ratings.map(({ user, item, value }) => ({ user: this.#userRows.get(user)!, item: this.#itemRows.get(item)!, value }));
    const users = group(known, this.users.length, "user", "item", this.mean);
    const items = group(known, this.items.length, "item", "user", this.mean);
    const draw = () => Array.from({ length: this.factors }, () => 0.1 * this.#random.normal());
    this.userBias = users.map(() => 0);
    this.itemBias = items.map(() => 0);
    this.userFactors = users.map(() => new Array<number>(this.factors).fill(0));
    this.itemFactors = items.map(draw);
    for (let iteration = 1; iteration <= this.iterations; iteration++) {
      this.#solve(users, this.userBias, this.userFactors, this.itemBias, this.itemFactors);
      this.#solve(items, this.itemBias, this.itemFactors, this.userBias, this.userFactors);
      yield { iteration, rmse: this.#rmse(known) };
    }
  }

  /** The rating of an item by a user. Of a user or an item that was never seen, only what is known counts: the mean and the other's bias. */
  predict(user: U, item: I): number {
    if (Number.isNaN(this.mean)) throw new Error("this model has not learnt anything yet: call fit(ratings) first");
    return this.#estimate(this.#userRows.get(user) ?? -1, this.#itemRows.get(item) ?? -1);
  }

  /** By rows; −1 for who or what was never seen. */
  #estimate(user: number, item: number): number {
    const p = this.userFactors[user];
    const q = this.itemFactors[item];
    let match = 0;
    if (p && q) for (let k = 0; k < p.length; k++) match += p[k]! * q[k]!;
    return this.mean + (this.userBias[user] ?? 0) + (this.itemBias[item] ?? 0) + match;
  }

  /** Root mean square error on these ratings, in their unit. @throws RangeError when there are none. */
  score(ratings: readonly RatedPair<U, I>[]): number {
    if (ratings.length === 0) throw new RangeError("there are no ratings: the error needs at least one");
    return Math.sqrt(ratings.reduce((sum, { user, item, value }) => sum + (value - this.predict(user, item)) ** 2, 0) / ratings.length);
  }

  #rmse(known: readonly KnownRating[]): number {
    return Math.sqrt(known.reduce((sum, { user, item, value }) => sum + (value - this.#estimate(user, item)) ** 2, 0) / known.length);
  }

  /** The items that the user is likely to rate highest, best first; `without`: items to leave out, such as those already rated. */
  recommend(user: U, { count = 10, without = [] as Iterable<I> } = {}): { item: I; rating: number }[] {
    return this.#best((item) => this.predict(user, item), count, without);
  }

  /**
   * A new user, from a few ratings: the items are held fast, and one ridge regression finds bias and tastes, as in a round of `fit`. Without ratings,
   * the mean and the biases of the items remain. What the model has learnt stays as it is.
   *
   * Source: B. Sarwar, G. Karypis, J. Konstan, J. Riedl, Incremental singular value decomposition algorithms for highly scalable recommender systems, 2002,
   * which calls it folding-in.
   * @throws Error before `fit`; RangeError where an item was not there at `fit`; TypeError at a value that is no finite number.
   */
  foldIn(known: readonly { item: I; value: number }[]): FoldedUser<I> {
    if (Number.isNaN(this.mean)) throw new Error("this model has not learnt anything yet: call fit(ratings) first");
    const others = known.map(({ item, value }, i) => {
      const row = this.#itemRows.get(item);
      if (row === undefined) throw new RangeError(`known[${i}].item is ${item}, which nobody had rated at fit`);
      if (!Number.isFinite(value)) throw new TypeError(`known[${i}].value is ${value}: it must be a finite number`);
      return row;
    });
    const bias = [0];
    const factors = [new Array<number>(this.factors).fill(0)];
    this.#solve([{ others, residuals: known.map(({ value }) => value - this.mean) }], bias, factors, this.itemBias, this.itemFactors);
    const p = factors[0]!;
    const predict = (item: I) => {
      const row = this.#itemRows.get(item) ?? -1;
      return this.#estimate(-1, row) + bias[0]! + (this.itemFactors[row]?.reduce((sum, q, k) => sum + p[k]! * q, 0) ?? 0);
    };
    return { bias: bias[0]!, factors: p, predict, recommend: ({ count = 10, without = [] } = {}) => this.#best(predict, count, without) };
  }

  /**
   * The items whose ratings would tell most about a new user, the most telling first: each is the one about whose rating, after those before it, least
   * is known.
   *
   * Source: V. Fedorov, Theory of Optimal Experiments, 1972: one after the other, for a D-optimal design.
   * @throws Error before `fit`; RangeError unless `count` is a whole number above 0.
   */
  askAbout(count: number): I[] {
    if (Number.isNaN(this.mean)) throw new Error("this model has not learnt anything yet: call fit(ratings) first");
    checkCount(count, "count", 1);
    const rows = this.itemFactors.map((q) => Float64Array.from([1, ...q]));
    const n = this.factors + 1;
    const A = Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (_, k) => (j === k ? this.regularization : 0)));
    const asked: number[] = [];
    const unknown = (x: Float64Array) =>
      solveInPlace(
        A.map((row) => row.slice()),
        x.slice(),
      ).reduce((sum, value, j) => sum + value * x[j]!, 0);
    while (asked.length < Math.min(count, rows.length)) {
      const left = rows.map((x, row) => ({ row, gain: asked.includes(row) ? -1 : unknown(x) }));
      const { row } = left.reduce((a, b) => (b.gain > a.gain ? b : a));
      asked.push(row);
      for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) A[j]![k]! += rows[row]![j]! * rows[row]![k]!;
    }
    return asked.map((row) => this.items[row]!);
  }

  #best(predict: (item: I) => number, count: number, without: Iterable<I>): { item: I; rating: number }[] {
    const left = new Set(without);
    return this.items
      .map((item) => ({ item, rating: predict(item) }))
      .filter(({ item }) => !left.has(item))
      .sort((a, b) => b.rating - a.rating)
      .slice(0, count);
  }

  /** One ridge regression for each member of one side: unknown are its bias and its tastes, known those of the other side. */
  #solve(sides: Group[], bias: number[], factors: number[][], otherBias: number[], otherFactors: number[][]): void {
    const n = this.factors + 1;
    const x = new Float64Array(n);
    x[0] = 1;
    for (const [i, { others, residuals }] of sides.entries()) {
      const A = Array.from({ length: n }, () => new Float64Array(n));
      const b = new Float64Array(n);
      for (let j = 0; j < n; j++) A[j]![j] = this.regularization;
      for (const [r, other] of others.entries()) {
        const q = otherFactors[other]!;
        for (let k = 1; k < n; k++) x[k] = q[k - 1]!;
        const target = residuals[r]! - otherBias[other]!;
        for (let j = 0; j < n; j++) {
          b[j]! += x[j]! * target;
          const row = A[j]!;
          for (let k = 0; k <= j; k++) row[k]! += x[j]! * x[k]!;
        }
      }
      const [solvedBias, ...solvedFactors] = solveInPlace(A, b);
      bias[i] = solvedBias!;
      factors[i] = solvedFactors;
    }
  }
}

/** What one user rated, or who rated one item. */
interface Group {
  others: number[];
  /** The values less the mean. */
  residuals: number[];
}

/** With rows for the ids. */
type KnownRating = RatedPair<number, number>;

function group(ratings: readonly KnownRating[], size: number, side: "user" | "item", other: "user" | "item", mean: number): Group[] {
  const groups = Array.from({ length: size }, (): Group => ({ others: [], residuals: [] }));
  for (const rating of ratings) {
    const { others, residuals } = groups[rating[side]]!;
    others.push(rating[other]);
    residuals.push(rating.value - mean);
  }
  return groups;
}

/** Each id once, numbers first. */
function distinct(ids: readonly Id[]): Id[] {
  return [...new Set(ids)].sort((a, b) => (typeof a === typeof b ? (a < b ? -1 : 1) : typeof a === "number" ? -1 : 1));
}

const rowsOf = (ids: readonly Id[]) => new Map(ids.map((id, row) => [id, row]));

function checkRatings(ratings: readonly RatedPair[]): void {
  if (ratings.length === 0) throw new RangeError("there are no ratings: give at least one");
  for (const [i, { user, item, value }] of ratings.entries()) {
    checkId(user, `ratings[${i}].user`);
    checkId(item, `ratings[${i}].item`);
    if (!Number.isFinite(value)) throw new TypeError(`ratings[${i}].value is ${value}: it must be a finite number`);
  }
}

function checkId(id: Id, name: string): void {
  if (typeof id === "string" || Number.isSafeInteger(id)) return;
  if (Number.isInteger(id))
    throw new RangeError(`${name} is ${id}: numbers beyond 2⁵³ are rounded, so that ids would be mixed up: give them as texts`);
  throw new RangeError(`${name} is ${id}: it must be a whole number or a text`);
}
