/** Who takes part in the contests over tables, and with which settings. Each chooses its own within the training rows that it is given. */
import { noGrad, tensor } from "#tensor";
import type { Label } from "../base/estimator.ts";
import { seed } from "../base/random.ts";
import { cpsWages } from "../datasets/cps-wages.ts";
import { penguins, type Species } from "../datasets/penguins.ts";
import { GPT } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import { DecisionTree } from "../ml/decision-tree.ts";
import { GradientBoostingClassifier } from "../ml/gradient-boosting.ts";
import { LogisticRegression } from "../ml/logistic-regression.ts";
import { ChosenClassifier, type RowClassifier } from "../versus/chosen-classifier.ts";
import { GPTClassifier, type GPTClassifierOptions } from "../versus/gpt-classifier.ts";
import type { Contestant, LabelledRows } from "../versus/head-to-head.ts";
import { LikelihoodClassifier } from "../versus/likelihood-classifier.ts";
import { NGramLikelihood } from "../versus/n-gram-likelihood.ts";
import type { TrainingPlan } from "../versus/watched-training.ts";
import { type CellsRow, LineReader, NumberReader } from "./table-readers.ts";

/** Three thirds of the hourly wage, in dollars of 1985: below 6, from 6 to below 10, from 10. Fixed beforehand, in round numbers. */
export type WageThird = "low" | "middle" | "high";
/** A contestant that reads rows of a table. */
export type TableContestant<L extends Label = Label> = Contestant<CellsRow, L, RowClassifier<CellsRow, L>>;

/** Dollars an hour at which the middle and the upper third begin. */
export const WAGE_STEPS = [6, 10] as const;

/** The 342 penguins, with the four columns that all contestants read. */
export const penguinTable: LabelledRows<CellsRow, Species> = {
  X: penguins.rows.map((row) => ({
    who: JSON.stringify(row),
    cells: { bill: row.billLength, depth: row.billDepth, flipper: row.flipperLength, mass: row.bodyMass },
  })),
  y: penguins.labels,
};

/** The 534 workers, with five columns. Age follows from two of them; gender and race are left out, as in the lesson on features. */
export const wageTable: LabelledRows<CellsRow, WageThird> = {
  X: cpsWages.rows.map((row) => ({
    who: JSON.stringify(row),
    cells: {
      school: row.education,
      work: row.experience,
      job: row.occupation,
      union: row.union ? "yes" : "no",
      south: row.south ? "yes" : "no",
    },
  })),
  y: cpsWages.rows.map(({ wage }) => (wage < WAGE_STEPS[0] ? "low" : wage < WAGE_STEPS[1] ? "middle" : "high")),
};

/** Two rows are the same that are about the same one. */
export const rowKey = ({ who }: CellsRow): string => who;

/** Characters that the longest row takes as a line, and a few more. */
export const PENGUIN_LINE = 48;
/** The same of the workers. */
export const WAGE_LINE = 60;

const reading = (characters: number): TableContestant["input"] => ({ characters, read: ({ cells }) => ({ who: "", cells }) });
const WITHIN = "On a fifth of each fold's training rows, before learning from all of them";
const CELLS = "all cells of the row at once";
const BEFORE = "the n − 1 characters before each";

/** In words, and what it makes. The first is taken where there are too few rows to choose with. */
type Choice<L extends Label> = Readonly<Record<string, () => RowClassifier<CellsRow, L>>>;

type Start = Pick<TableContestant, "name" | "side" | "context" | "tuned">;

const chosenOf = <L extends Label>(start: Start, characters: number, choice: Choice<L>): TableContestant<L> => ({
  ...start,
  input: reading(characters),
  tunedOn: WITHIN,
  create: (random) =>
    new ChosenClassifier<L, RowClassifier<CellsRow, L>, CellsRow>({
      random,
      candidates: Object.entries(choice).map(([setting, create]) => ({ setting, create })),
    }),
});

const tree = <L extends Label>(maxDepth?: number) => new NumberReader<L>(new DecisionTree<L>({ ...(maxDepth && { maxDepth }) }));

/** A decision tree, as deep as it grows, or of depth 2, 3 or 4. `characters`: of a row as a line, for all that take part. */
export const tableTree = <L extends Label>(characters: number): TableContestant<L> =>
  chosenOf<L>({ name: "decision tree", side: "ml", context: CELLS, tuned: "depth out of any, 2, 3, 4" }, characters, {
    "any depth": () => tree(),
    "depth 2": () => tree(2),
    "depth 3": () => tree(3),
    "depth 4": () => tree(4),
  });

const boosted = <L extends Label>(maxDepth: number, nTrees: number) => new NumberReader<L>(new GradientBoostingClassifier<L>({ maxDepth, nTrees }));

/** Boosted trees, one for each class in each round. */
export const tableBoosting = <L extends Label>(characters: number): TableContestant<L> =>
  chosenOf<L>(
    { name: "boosted trees", side: "ml", context: CELLS, tuned: "depth and rounds out of 2 and 100, 2 and 30, 3 and 100, 1 and 100" },
    characters,
    {
      "depth 2, 100 rounds": () => boosted(2, 100),
      "depth 2, 30 rounds": () => boosted(2, 30),
      "depth 3, 100 rounds": () => boosted(3, 100),
      "depth 1, 100 rounds": () => boosted(1, 100),
    },
  );

const logistic = <L extends Label>(C: number) => new NumberReader<L>(new LogisticRegression<L>({ C }));

/** Logistic regression on columns brought to the same scale. */
export const tableLogistic = <L extends Label>(characters: number): TableContestant<L> =>
  chosenOf<L>({ name: "logistic regression", side: "ml", context: CELLS, tuned: "C out of 1, 0.1, 10, 100" }, characters, {
    "C = 1": () => logistic(1),
    "C = 0.1": () => logistic(0.1),
    "C = 10": () => logistic(10),
    "C = 100": () => logistic(100),
  });

/** One n-gram model of characters for each class, which reads rows as lines. */
export const tableNGramsOf = <L extends Label>(order: number) =>
  new LineReader<L, LikelihoodClassifier<L>>(new LikelihoodClassifier<L>(() => new NGramLikelihood(order)));

/** The same, with n chosen. */
export const tableNGrams = <L extends Label>(characters: number): TableContestant<L> =>
  chosenOf<L>({ name: "n-gram per class", side: "lm", context: BEFORE, tuned: "n out of 5, 3, 4, 7" }, characters, {
    "n = 5": () => tableNGramsOf(5),
    "n = 3": () => tableNGramsOf(3),
    "n = 4": () => tableNGramsOf(4),
    "n = 7": () => tableNGramsOf(7),
  });

/** Rows that each step of a network reads. */
const BATCH = 8;
const heldBack = (rows: number) => (rows < 100 ? 0 : Math.floor(rows / 6));

/** Steps of 8 rows, by how many rows there are to learn from. */
const planOf =
  (learningRates: readonly number[], most: number) =>
  (rows: number): TrainingPlan => {
    if (rows < 200) return { learningRates: learningRates.slice(0, 1), steps: Math.min(most / 2, 60 + rows) };
    return { learningRates, steps: most, trial: Math.min(120, most / 5), every: Math.min(60, most / 10) };
  };

/**
 * A GPT that has read Moby-Dick, fine-tuned on rows as lines. `pretrained`: `moby-dick-gpt`. It takes part in the first fold only.
 * @param steps after which its loss on rows held back had become flat, or what there was time for.
 */
export const tableFineTuned = <L extends Label>(pretrained: CharacterGPT, characters: number, steps: number): TableContestant<L> => ({
  ...network<L>("GPT, fine-tuned", withContext(pretrained, characters), [1e-3, 3e-4], steps, characters),
  side: "lm",
  folds: 1,
});

/** A small transformer with random weights to begin with: it reads rows as lines, but never models text. */
export const tableFromScratch = <L extends Label>(characters: number): TableContestant<L> => ({
  ...network<L>("transformer from scratch", { nLayer: 2, nHead: 4, nEmbd: 64, blockSize: characters }, [3e-3, 1e-3], 1000, characters),
  side: "neural",
});

function network<L extends Label>(
  name: string,
  start: GPTClassifierOptions["start"],
  learningRates: readonly number[],
  steps: number,
  characters: number,
): Omit<TableContestant<L>, "side"> {
  const plan = planOf(learningRates, steps);
  return {
    name,
    input: reading(characters),
    context: "the characters before each; the mean over all",
    tuned: `learning rate out of ${learningRates.join(", ")}, and when to stop`,
    tunedOn: "On a sixth of each fold's training rows, which are held back from learning",
    create: (random) =>
      new LineReader<L>(new GPTClassifier<L>({ random, start, characters, plan, heldBack, batchSize: BATCH }), { tokensAStep: BATCH * characters }),
  };
}

/** The same GPT with a shorter context, as its first positions were: rows need no more. */
export function withContext({ model, tokenizer }: CharacterGPT, blockSize: number): CharacterGPT {
  const { "wpe.weight": positions, ...rest } = model.stateDict();
  const width = model.options.nEmbd;
  // The first weights are replaced at once: any seed will do.
  const shorter = new GPT({ ...model.options, blockSize, dropout: 0 }, seed(0));
  const kept = positions!.toFloat32Array().slice(0, blockSize * width);
  noGrad(() => shorter.loadStateDict({ ...rest, "wpe.weight": tensor(kept).view(blockSize, width) }));
  return { model: shorter.eval(), tokenizer };
}

/** Whom the page compares over penguins, by name and characters of a line. */
export const TABLE_PAIRS: readonly (readonly [string, string])[] = [
  ["logistic regression, 48", "decision tree, 48"],
  ["logistic regression, 48", "transformer from scratch, 48"],
  ["decision tree, 48", "transformer from scratch, 48"],
  ["logistic regression, 48", "n-gram per class, 48"],
  ["n-gram per class, 48", "transformer from scratch, 48"],
  ["logistic regression, 48", "GPT, fine-tuned, 48"],
];

/** Whom the page compares over wages. */
export const WAGE_PAIRS: readonly (readonly [string, string])[] = [
  ["decision tree, 60", "boosted trees, 60"],
  ["boosted trees, 60", "n-gram per class, 60"],
  ["boosted trees, 60", "transformer from scratch, 60"],
];
