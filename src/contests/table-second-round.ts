/** The second round over tables: trained as before, asked about rows that somebody else has written down. */
import type { Label } from "../base/estimator.ts";
import { checkRandom, type Random, seed, withRandom } from "../base/random.ts";
import { type Fold, take } from "../score/cross-validation.ts";
import type { Contestant, LabelledRows } from "../versus/head-to-head.ts";
import type { HeadToHead } from "./report.ts";
import type { CellsRow } from "./table-readers.ts";

/** Other words for the columns of the penguins. */
const RENAMED: Readonly<Record<string, string>> = { bill: "beak", depth: "height", flipper: "wing", mass: "weight" };

/** What happens to a row before it is asked about. */
export const ROUND_TWO = {
  "as trained": (row) => row,
  "a cell is missing": (row, random) => {
    checkRandom(random);
    const gone = random.int(Object.keys(row.cells).length);
    return withCells(row, (cells) => cells.filter((_, i) => i !== gone));
  },
  "columns in another order": (row) => withCells(row, (cells) => cells.toReversed()),
  "columns renamed": (row) => withCells(row, (cells) => cells.map(([column, value]) => [RENAMED[column] ?? column, value] as const)),
} as const satisfies Record<string, (row: CellsRow, random: Random) => CellsRow>;

type Entries = readonly (readonly [string, number | string])[];
const withCells = ({ who, cells }: CellsRow, change: (cells: Entries) => Entries): CellsRow => ({
  who,
  cells: Object.fromEntries(change(Object.entries(cells))),
});

/** How a row is asked about in the second round. */
export type RoundTwo = keyof typeof ROUND_TWO;

/** Right answers of one contestant to rows that were changed so. */
export interface RoundTwoEntry {
  name: string;
  change: RoundTwo;
  /** Of `asked`; absent where it refused to answer. */
  right?: number;
  asked: number;
  /** In its own words, where it refused to answer. */
  refused?: string;
}

/** The contest over penguins, with its second round. */
export interface TableContest extends HeadToHead {
  roundTwo: RoundTwoEntry[];
}

export interface RoundTwoOptions {
  random: Random;
  /** The seed that the models get, as `judge` gives it. Default 0. */
  start?: number;
}

/** Learns from the training rows of each fold as they are, and is asked about the test rows in each of the ways. */
export function roundTwo<L extends Label>(
  { name, input, create, folds: most }: Contestant<CellsRow, L>,
  { X, y }: LabelledRows<CellsRow, L>,
  folds: readonly Fold[],
  options: RoundTwoOptions,
): RoundTwoEntry[] {
  const { random, start = 0 } = withRandom(options);
  const own = folds.slice(0, most ?? folds.length);
  const entries = new Map<RoundTwo, RoundTwoEntry>();
  const ways = Object.keys(ROUND_TWO) as RoundTwo[];
  for (const change of ways) entries.set(change, { name, change, right: 0, asked: 0 });
  for (const [i, { train, test }] of own.entries()) {
    const model = create(seed(start + i));
    model.fit(take(X, train).map(input.read), take(y, train));
    for (const change of ways) {
      const entry = entries.get(change)!;
      entry.asked += test.length;
      // All contestants get rows with the same gaps.
      const asked = take(X, test).map((row) => input.read(ROUND_TWO[change](row, random)));
      try {
        const said = model.predict(asked);
        entry.right = (entry.right ?? 0) + said.filter((label, k) => label === y[test[k]!]).length;
      } catch (error) {
        entry.refused = (error as Error).message;
        delete entry.right;
      }
    }
  }
  return [...entries.values()];
}
