import { checkCount, fitted } from "../base/check.ts";
import type { Label } from "../base/estimator.ts";
import { argMax } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";
import { take } from "../score/cross-validation.ts";
import { type Competitor, type Effort, evenOrder, type ModelSize } from "./head-to-head.ts";

/** A classifier that can also say how sure it is: of texts, or of rows of another kind. */
export interface RowClassifier<Row, L extends Label = Label> extends Competitor<Row, L> {
  /** The labels seen by `fit`, sorted. */
  readonly classes: readonly L[];
  /** How strongly each row speaks for each class: `[rows][classes]`. The highest wins. */
  scores(rows: readonly Row[]): number[][];
}

/** One whose settings can be named. */
export interface Candidate<C> {
  /** The setting in words: "C = 10". */
  setting: string;
  create(): C;
}

export interface ChosenOptions<C> {
  random: Random;
  /** The first is the one taken where there are too few rows to choose with. */
  candidates: readonly Candidate<C>[];
  /** Fewer rows than this are too few. Default 40. */
  atLeast?: number;
}

/**
 * Chooses settings within the rows that it is given: learns from four fifths of them with each, counts the mistakes on the last fifth, and learns
 * from all with the best. So no test row has a say in it.
 */
export class ChosenCompetitor<L extends Label, C extends Competitor<Row, L>, Row = string> implements Competitor<Row, L> {
  /** What was chosen. */
  setting: string | undefined;
  /** The model with that setting. */
  model: C | undefined;
  readonly #options: Required<ChosenOptions<C>>;

  /** @throws RangeError when there is no candidate. */
  constructor(options: ChosenOptions<C>) {
    const { random, candidates, atLeast = 40 } = withRandom(options);
    if (candidates.length === 0) throw new RangeError("there are no candidates: give at least one");
    checkCount(atLeast, "atLeast", 2);
    this.#options = { random, candidates, atLeast };
  }

  fit(rows: readonly Row[], labels: readonly L[]): this {
    const { candidates, atLeast, random } = this.#options;
    let chosen = candidates[0]!;
    if (rows.length >= atLeast && candidates.length > 1) {
      const order = evenOrder([...rows.keys()], labels, random);
      const held = order.slice(0, Math.ceil(rows.length / 5));
      const learnt = order.slice(held.length);
      const mistakes = candidates.map(({ create }) => {
        const model = create();
        model.fit(take(rows, learnt), take(labels, learnt));
        return model.predict(take(rows, held)).filter((label, i) => label !== labels[held[i]!]).length;
      });
      chosen = candidates[argMax(mistakes.map((count) => -count))]!;
    }
    this.setting = chosen.setting;
    this.model = chosen.create();
    this.model.fit(rows, labels);
    return this;
  }

  predict(rows: readonly Row[]): L[] {
    return this.fitted().predict(rows);
  }

  size(): ModelSize {
    return this.fitted().size();
  }

  effort(): Effort {
    return { ...this.fitted().effort(), setting: this.setting! };
  }

  protected fitted(): C {
    return fitted(this.model, "classifier", "fit(rows, labels)");
  }
}

/** The same of classifiers that say how sure they are. */
export class ChosenClassifier<L extends Label, C extends RowClassifier<Row, L>, Row = string>
  extends ChosenCompetitor<L, C, Row>
  implements RowClassifier<Row, L>
{
  get classes(): readonly L[] {
    return this.model?.classes ?? [];
  }

  scores(rows: readonly Row[]): number[][] {
    return this.fitted().scores(rows);
  }
}
