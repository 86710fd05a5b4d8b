import { describe, expect, it } from "vitest";
import { type Tensor, tensor } from "#tensor";
import { type TrainingPlan, trainWatched } from "../../../src/versus/watched-training.ts";

/** A number that has to become 0; what is held back wants it to stop at `best`. */
function trainees({ best = 0, heldBack = true } = {}) {
  const made: Tensor[] = [];
  const create = () => {
    const weight = tensor([1], { requiresGrad: true });
    made.push(weight);
    return {
      parameters: [weight],
      loss: () => weight.mul(weight).sum(),
      ...(heldBack && { heldBack: () => Math.abs(weight.item() - best) + 1 }),
    };
  };
  return { made, create };
}
const plan = (changes: Partial<TrainingPlan> = {}): TrainingPlan => ({ learningRates: [0.05], steps: 40, every: 4, ...changes });

describe("training that is watched", () => {
  it("keeps the weights with which what was held back was told best", () => {
    const { create } = trainees({ best: 0.6 });
    const { trainee, record } = trainWatched(create, plan());
    const lowest = record.curve.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(record.kept).toBe(lowest.step);
    expect(record.kept).toBeLessThan(40);
    expect(Math.abs(trainee.parameters[0]!.item() - 0.6) + 1).toBeCloseTo(lowest.loss, 6);
  });

  it("goes on with the learning rate that did best in the trial, and counts the steps of all", () => {
    const { made, create } = trainees();
    const { trainee, record } = trainWatched(create, plan({ learningRates: [1e-4, 0.05], trial: 8 }));
    expect(record).toMatchObject({ learningRate: 0.05, steps: 40, allSteps: 48 });
    expect(trainee.parameters[0]).toBe(made[1]);
    expect(record.curve.filter(({ learningRate }) => learningRate === 1e-4).map(({ step }) => step)).toEqual([4, 8]);
    expect(record.curve.filter(({ learningRate }) => learningRate === 0.05)).toHaveLength(10);
  });

  it("says whether more steps would still have helped", () => {
    let loss = 1;
    const falling = () => ({ ...trainees().create(), heldBack: () => (loss *= 0.9) });
    expect(trainWatched(falling, plan()).record.flat).toBe(false);
    expect(trainWatched(trainees({ best: 0.9 }).create, plan()).record.flat).toBe(true);
  });

  it("takes the first rate and the last weights where nothing is held back", () => {
    const { made, create } = trainees({ heldBack: false });
    const { record } = trainWatched(create, plan({ learningRates: [0.01, 0.05] }));
    expect(made).toHaveLength(1);
    expect(record).toMatchObject({ learningRate: 0.01, allSteps: 40, kept: 40, curve: [], flat: undefined });
  });

  it("refuses what would never end", () => {
    expect(() => trainWatched(trainees().create, plan({ steps: Number.POSITIVE_INFINITY }))).toThrow("steps is Infinity");
    expect(() => trainWatched(trainees().create, plan({ learningRates: [0] }))).toThrow("learning rate is 0");
  });
});
