/** Who takes part in the contests over tables, and with which settings. Each chooses its own within the training rows that it is given. */
import { noGrad, tensor } from "#tensor";
import type { Label } from "../base/estimator.ts";
import { type Random, seed } from "../base/random.ts";
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

/** Characters that the longest row takes as a line. */
export const LINE = 60;

const input: TableContestant["input"] = { characters: LINE, read: ({ cells }) => ({ who: "", cells }) };
const WITHIN = "On a fifth of each fold's training rows, before learning from all of them";

interface Choice<L extends Label> {
  /** In words, and what it makes. The first is taken where there are too few rows to choose with. */
  [setting: string]: (random: Random) => RowClassifier<CellsRow, L>;
}

function chosenOf<L extends Label>(
  name: string,
  side: TableContestant["side"],
  context: string,
  tuned: string,
  choice: Choice<L>,
): TableContestant<L> {
  return {
    name,
    side,
    input,
    context,
    tuned,
    tunedOn: WITHIN,
    create: (random) =>
      new ChosenClassifier<L, RowClassifier<CellsRow, L>, CellsRow>({
        random,
        candidates: Object.entries(choice).map(([setting, make]) => ({ setting, create: () => make(random) })),
      }),
  };
}

const CELLS = "all cells of the row at once";

/** A decision tree; of depth 2, 3, 4, or as deep as it grows. */
export const tableTree = <L extends Label>(): TableContestant<L> =>
  chosenOf<L>("decision tree", "ml", CELLS, "depth out of any, 2, 3, 4", {
    "any depth": () => new NumberReader<L>(new DecisionTree<L>()),
    "depth 2": () => new NumberReader<L>(new DecisionTree<L>({ maxDepth: 2 })),
    "depth 3": () => new NumberReader<L>(new DecisionTree<L>({ maxDepth: 3 })),
    "depth 4": () => new NumberReader<L>(new DecisionTree<L>({ maxDepth: 4 })),
  });

const boosted = <L extends Label>(maxDepth: number, nTrees: number) =>
  new NumberReader<L>(new GradientBoostingClassifier<L>({ maxDepth, nTrees }));

/** Boosted trees, one for each class in each round. */
export const tableBoosting = <L extends Label>(): TableContestant<L> =>
  chosenOf<L>("boosted trees", "ml", CELLS, "depth and rounds out of 2 and 100, 2 and 30, 3 and 100, 1 and 100", {
    "depth 2, 100 rounds": () => boosted<L>(2, 100),
    "depth 2, 30 rounds": () => boosted<L>(2, 30),
    "depth 3, 100 rounds": () => boosted<L>(3, 100),
    "depth 1, 100 rounds": () => boosted<L>(1, 100),
  });

/** Logistic regression on columns brought to the same scale. */
export const tableLogistic = <L extends Label>(): TableContestant<L> =>
  chosenOf<L>("logistic regression", "ml", CELLS, "C out of 1, 0.1, 10, 100", {
    "C = 1": () => new NumberReader<L>(new LogisticRegression<L>({ C: 1 })),
    "C = 0.1": () => new NumberReader<L>(new LogisticRegression<L>({ C: 0.1 })),
    "C = 10": () => new NumberReader<L>(new LogisticRegression<L>({ C: 10 })),
    "C = 100": () => new NumberReader<L>(new LogisticRegression<L>({ C: 100 })),
  });

/** One n-gram model of characters for each class, which reads rows as lines. */
export const tableNGramsOf = <L extends Label>(order: number) => new LineReader<L>(new LikelihoodClassifier<L>(() => new NGramLikelihood(order)));

/** The same, with n chosen. */
export const tableNGrams = <L extends Label>(): TableContestant<L> =>
  chosenOf<L>("n-gram per class", "lm", "the n − 1 characters before each", "n out of 5, 3, 4, 7, 9", {
    "n = 5": () => tableNGramsOf<L>(5),
    "n = 3": () => tableNGramsOf<L>(3),
    "n = 4": () => tableNGramsOf<L>(4),
    "n = 7": () => tableNGramsOf<L>(7),
    "n = 9": () => tableNGramsOf<L>(9),
  });

/** Rows that each step of a network reads. */
const BATCH = 8;
const heldBack = (rows: number) => (rows < 100 ? 0 : Math.floor(rows / 6));

/** Steps of 8 rows, by how many rows there are to learn from. */
function plan(rows: number): TrainingPlan {
  const learningRates = [1e-3, 3e-4];
  if (rows < 80) return { learningRates: learningRates.slice(0, 1), steps: Math.min(120, 60 + rows) };
  if (rows < 200) return { learningRates: learningRates.slice(0, 1), steps: 200, every: 25 };
  return { learningRates, steps: 400, trial: 80, every: 40 };
}

const SHAPE = { nLayer: 4, nHead: 4, nEmbd: 128 };

/** A GPT that has read Moby-Dick, fine-tuned on rows as lines. `pretrained`: `moby-dick-gpt`. */
export const tableFineTuned = <L extends Label>(pretrained: CharacterGPT): TableContestant<L> => ({
  ...network<L>("GPT, fine-tuned", withContext(pretrained, LINE)),
  side: "lm",
});

/** The same network with random weights to begin with: it reads rows as lines, but never models text. */
export const tableFromScratch = <L extends Label>(): TableContestant<L> => ({
  ...network<L>("transformer from scratch", { ...SHAPE, blockSize: LINE }),
  side: "neural",
});

function network<L extends Label>(name: string, start: GPTClassifierOptions["start"]): Omit<TableContestant<L>, "side"> {
  return {
    name,
    input,
    context: "the characters before each; the mean over all",
    tuned: "learning rate out of 0.001, 0.0003, and when to stop",
    tunedOn: "On a sixth of each fold's training rows, which are held back from learning",
    create: (random) =>
      new LineReader<L>(new GPTClassifier<L>({ random, start, characters: LINE, plan, heldBack, batchSize: BATCH }), {
        tokensAStep: BATCH * LINE,
      }),
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
