import { Module, type Tensor, tensor, zeros } from "#tensor";
import { checkSize } from "../base/check.ts";
import type { Scorer } from "./reward-model.ts";

/**
 * Scores an item by a weighted sum of its features: r(x) = w · φ(x). All weights are 0 at first, so that before any comparison no item is liked
 * better. Few weights can be learnt from few comparisons, and be read. Source: A. Ng, S. Russell, Algorithms for Inverse Reinforcement Learning,
 * 2000, section 4, for rewards that are linear in features.
 */
export class LinearScorer<Item> extends Module implements Scorer<Item> {
  /** w: [features] */
  readonly weights: Tensor;
  readonly #features: (item: Item) => readonly number[];

  /** `features` gives `count` numbers of an item, φ(x). @throws RangeError when `count` is not a whole number above 0. */
  constructor(count: number, features: (item: Item) => readonly number[]) {
    super();
    checkSize(count, "count");
    this.weights = zeros([count], { requiresGrad: true });
    this.#features = features;
  }

  /** items → [items]. @throws RangeError when an item has another number of features than there are weights. */
  forward(items: readonly Item[]): Tensor {
    const [count] = this.weights.shape as [number];
    const rows = items.map((item, i) => {
      const row = this.#features(item);
      if (row.length !== count) throw new RangeError(`item ${i} has ${row.length} features: there are ${count} weights`);
      return [...row];
    });
    return tensor(rows).matmul(this.weights.unsqueeze(1)).squeeze(-1);
  }
}
