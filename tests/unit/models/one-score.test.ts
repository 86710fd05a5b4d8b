import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { MLP } from "../../../src/ml/mlp.ts";
import { classesOf, logLossOf, logLossOnTape, lookInto, scoresOf, shareRight, watchLoss } from "../../../src/ml/tiny-network.ts";
import { Adam, tensor } from "../../../src/tensor/index.ts";

const rows = twoMoons({ random: seed(1), samples: 12 });
/** Weights (1, −1), bias ½: scores x − y + ½. */
function line() {
  const network = new MLP([2, 1], "relu", 0, seed(1));
  return network.loadStateDict({ "layers.0.weight": tensor([[1, -1]]), "layers.0.bias": tensor([0.5]) });
}
const some = {
  features: [
    [1, 0],
    [0, 2],
    [0, 0],
  ],
  labels: [1, 0, 0],
};

describe("a network with one score", () => {
  it("says 1 where the score is above 0", () => {
    expect(Array.from(scoresOf(line(), some.features))).toEqual([1.5, -1.5, 0.5]);
    expect(classesOf(line(), some.features)).toEqual([1, 0, 1]);
    expect(shareRight(line(), some)).toBeCloseTo(2 / 3, 12);
  });

  it("has the log loss that is computed by hand", () => {
    const byHand = (2 * Math.log(1 + Math.exp(-1.5)) + Math.log(1 + Math.exp(0.5))) / 3;
    expect(logLossOf(line(), some).item()).toBeCloseTo(byHand, 6);
  });

  it("has on the scalar tape the loss and the slopes that the engine finds", () => {
    for (const sizes of [
      [2, 1],
      [2, 5, 1],
      [2, 4, 3, 1],
    ]) {
      const network = new MLP(sizes, "relu", 0, seed(2));
      const loss = logLossOf(network, rows);
      loss.backward();
      const slopes = network.parameters().flatMap(({ grad }) => [...grad!.toFloat32Array()]);
      const byTape = logLossOnTape(network, rows);
      expect(byTape.loss).toBeCloseTo(loss.item(), 6);
      expect(byTape.slopes).toEqual(slopes.map((slope) => expect.closeTo(slope, 6)));
    }
  });

  it("tells what its neurons give out, and how large their gradients are", () => {
    const network = new MLP([2, 2, 1], "relu", 0, seed(1)).loadStateDict({
      "layers.0.weight": tensor([
        [1, 0],
        [0, -1],
      ]),
      "layers.0.bias": tensor([0, 0]),
      "layers.1.weight": tensor([[1, 1]]),
      "layers.1.bias": tensor([0]),
    });
    expect(lookInto(network, 0, some)).toEqual({ activations: [expect.closeTo(1 / 3, 6), 0], gradients: [0, 0] });
    logLossOf(network, some).backward();
    const { gradients } = lookInto(network, 0, some);
    // The second neuron is silent on all rows: it has no slope.
    expect(gradients[0]).toBeGreaterThan(0);
    expect(gradients[1]).toBe(0);
    expect(() => lookInto(network, 1, some)).toThrow("no hidden layer 1");
  });

  it("watches the loss while it falls", () => {
    const network = new MLP([2, 8, 1], "relu", 0, seed(1));
    const optimizer = new Adam(network.parameters(), { lr: 0.05 });
    function* training() {
      for (let step = 0; step < 50; step++) {
        yield step;
        logLossOf(network, rows).backward();
        optimizer.step();
      }
      yield 50;
    }
    const curve = watchLoss("Adam", training(), network, rows);
    expect(curve).toHaveLength(51);
    expect(curve[0]).toMatchObject({ curve: "Adam", step: 0 });
    expect(curve[50]!.loss).toBeLessThan(curve[0]!.loss / 2);
  });

  it("refuses what does not fit", () => {
    expect(() => scoresOf(new MLP([2, 2], "relu", 0, seed(1)), some.features)).toThrow("6 scores for 3 rows");
    expect(() => scoresOf(line(), [[1, 2], [1]])).toThrow("row 1 has 1 columns");
  });
});
