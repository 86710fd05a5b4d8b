import { checkCount, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { argMax } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";
import { take } from "../score/cross-validation.ts";
import { type Competitor, type Effort, evenOrder, type ModelSize } from "./head-to-head.ts";
import { predictText } from "./text-classifier.ts";

/** What can be chosen among: a classifier of texts, or of rows of another kind. */
export interface RowClassifier<Row, L extends Label = Label> extends Competitor<Row, L> {
  /** The labels seen by `fit`, sorted. */
  readonly classes: readonly L[];
  /** How strongly each row speaks for each class: `[rows][classes]`. The highest wins. */
  scores(rows: readonly Row[]): number[][];
}

/** A classifier whose settings can be named. */
export interface Candidate<L extends Label, C extends RowClassifier<Row, L>, Row = string> {
  /** The setting in words: "C = 10". */
  setting: string;
  create(): C;
}

export interface ChosenClassifierOptions<L extends Label, C extends RowClassifier<Row, L>, Row = string> {
  random: Random;
  /** The first is the one taken where there are too few rows to choose with. */
  candidates: readonly Candidate<L, C, Row>[];
  /** Fewer rows than this are too few. Default 40. */
  atLeast?: number;
}

/**
 * Chooses the settings of a classifier within the rows that it is given: learns from four fifths of them with each, counts the mistakes on the last fifth, and learns
 * from all with the best. So no test row has a say in it.
 */
export class ChosenClassifier<L extends Label, C extends RowClassifier<Row, L>, Row = string> implements RowClassifier<Row, L> {
  /** What was chosen. */
  setting: string | undefined;
  /** The model with that setting. */
  model: C | undefined;
  readonly #options: Required<ChosenClassifierOptions<L, C, Row>>;

  /** @throws RangeError when there is no candidate. */
  constructor(options: ChosenClassifierOptions<L, C, Row>) {
    const { random, candidates, atLeast = 40 } = withRandom(options);
    if (candidates.length === 0) throw new RangeError("there are no candidates: give at least one");
    checkCount(atLeast, "atLeast", 2);
    this.#options = { random, candidates, atLeast };
  }

  get classes(): readonly L[] {
    return this.model?.classes ?? [];
  }

  fit(texts: readonly Row[], labels: readonly L[]): this {
    const { candidates, atLeast, random } = this.#options;
    let chosen = candidates[0]!;
    if (texts.length >= atLeast && candidates.length > 1) {
      const order = evenOrder([...texts.keys()], labels, random);
      const held = order.slice(0, Math.ceil(texts.length / 5));
      const rows = order.slice(held.length);
      const mistakes = candidates.map(({ create }) => {
        const model = create();
        model.fit(take(texts, rows), take(labels, rows));
        return model.predict(take(texts, held)).filter((label, i) => label !== labels[held[i]!]).length;
      });
      chosen = candidates[argMax(mistakes.map((count) => -count))]!;
    }
    this.setting = chosen.setting;
    this.model = chosen.create();
    this.model.fit(texts, labels);
    return this;
  }

  predict(texts: readonly Row[]): L[] {
    return predictText(this, texts);
  }

  scores(texts: readonly Row[]): number[][] {
    return this.#fitted().scores(texts);
  }

  size(): ModelSize {
    return this.#fitted().size();
  }

  effort(): Effort {
    return { ...this.#fitted().effort(), setting: this.setting! };
  }

  #fitted(): C {
    return fitted(this.model, "classifier", "fit(texts, labels)");
  }
}
