import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { MLP, MLPClassifier, type MLPClassifierOptions } from "../../../src/ml/mlp.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { tensor } from "../../../src/tensor/index.ts";

const XOR = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const same = ["even", "odd", "odd", "even"] as const;
const moons = twoMoons({ random: seed(1) });

describe("by hand", () => {
  it("two hidden numbers are enough for exclusive or", () => {
    // Goodfellow, Bengio, Courville, Deep Learning, section 6.1: W all 1, c = (0, −1), w = (1, −2), b = 0.
    const model = new MLPClassifier({ random: seed(1), hidden: [2], epochs: 1 }).fit(XOR, same);
    model.network.loadStateDict({
      "layers.0.weight": tensor([
        [1, 1],
        [1, 1],
      ]),
      "layers.0.bias": tensor([0, -1]),
      "layers.1.weight": tensor([
        [0, 0],
        [1, -2],
      ]),
      "layers.1.bias": tensor([0.5, 0]),
    });
    expect(model.predict(XOR)).toEqual(same);
    // Scores ½ and 1: odd with probability 1 / (1 + exp(−½)). Scores ½ and 0: with 1 / (1 + exp ½).
    expect(model.predictProba(XOR).map(([, odd]) => odd)).toEqual([0.3775407, 0.6224593, 0.6224593, 0.3775407].map((p) => expect.closeTo(p, 6)));
  });

  it("the first step moves each weight by the rate against its slope, and weights, not biases, decay", () => {
    const options = { random: seed(3), hidden: [], epochs: 1, batchSize: Number.POSITIVE_INFINITY, lr: 0.01, weightDecay: 0.5 };
    const before = new MLP([1, 2], "relu", 0, seed(3)).layers[0]!;
    const after = new MLPClassifier(options).fit([[1], [2], [4]], ["a", "b", "b"]).network.layers[0]!;
    // Adam's first step is lr · sign(slope). Here b is the larger feature's class, and most rows': d loss / d(weight of b) < 0.
    const [w, b] = [before.weight, before.bias!].map((x) => x.toFloat32Array()) as [Float32Array, Float32Array];
    const p = ([1, 2, 4] as const).map((x) => 1 / (1 + Math.exp(x * (w[0]! - w[1]!) + b[0]! - b[1]!)));
    const slopeOfB = p.map((pB, i) => pB - (i > 0 ? 1 : 0));
    const signW = Math.sign(slopeOfB.reduce((sum, d, i) => sum + d * [1, 2, 4][i]!, 0));
    const signB = Math.sign(slopeOfB.reduce((sum, d) => sum + d, 0));
    expect([...after.weight.toFloat32Array()]).toEqual([w[0]! * 0.995 + 0.01 * signW, w[1]! * 0.995 - 0.01 * signW].map((v) => expect.closeTo(v, 5)));
    expect([...after.bias!.toFloat32Array()]).toEqual([b[0]! + 0.01 * signB, b[1]! - 0.01 * signB].map((v) => expect.closeTo(v, 5)));
  });

  it("the rate rises over the first twentieth of the steps and falls to a hundredth, or stays", () => {
    /** How far the biases go at most in each of 40 steps, in rates. */
    const strides = (schedule: "warmup-cosine" | "constant") => {
      const model = new MLPClassifier({ random: seed(1), hidden: [], lr: 0.01, batchSize: 4, epochs: 40, schedule });
      let before = new MLP([2, 2], "relu", 0, seed(1)).layers[0]!.bias!.toFloat32Array();
      return Array.from(
        model.fitSteps(
          [
            [0, 1],
            [1, 0],
            [1, 1],
            [2, 1],
          ],
          ["a", "b", "b", "b"],
        ),
        ({ network }) => {
          const after = network.layers[0]!.bias!.toFloat32Array();
          const stride = Math.max(...after.map((value, i) => Math.abs(value - before[i]!))) / 0.01;
          before = after;
          return stride;
        },
      );
    };
    // Two steps of warm-up: 1/3 and 2/3 of the rate. Adam's first step is the rate, later ones of a steady slope nearly.
    const [moving, steady] = [strides("warmup-cosine"), strides("constant")];
    expect(moving.slice(0, 3)).toEqual([1 / 3, 2 / 3, 1].map((share) => expect.closeTo(share, 1)));
    expect(moving[0]).toBeCloseTo(1 / 3, 3);
    expect(steady[0]).toBeCloseTo(1, 3);
    // The last step, 37/38 of the way down: .01 + .99 (1 + cos(37π/38)) / 2 = .0117 of the rate.
    expect(moving[39]! / steady[39]!).toBeLessThan(0.03);
  });

  it("has (inputs + 1) · outputs numbers in each layer", () => {
    const count = (hidden: number[]) =>
      new MLPClassifier({ random: seed(1), hidden, epochs: 1 }).fit([new Array(784).fill(0), new Array(784).fill(1)], [0, 1]).nParameters;
    expect(count([])).toBe(785 * 2);
    expect(count([128])).toBe(785 * 128 + 129 * 2);
    expect(count([16, 16])).toBe(785 * 16 + 17 * 16 + 17 * 2);
  });
});

describe("learning", () => {
  it("without hidden layers it is logistic regression", () => {
    // Two kinds of iris that overlap: otherwise weights would grow for ever.
    const rows = [...iris.labels.keys()].filter((i) => iris.labels[i] !== "setosa");
    const [petals, labels] = [rows.map((i) => iris.features[i]!.slice(2)), rows.map((i) => iris.labels[i]!)];
    const X = new StandardScaler().fit(petals).transform(petals);
    const theirs = new LogisticRegression({ C: 1e6, maxIter: 1000 }).fit(X, labels);
    const ours = new MLPClassifier({ random: seed(1), hidden: [], lr: 0.3, batchSize: 100, epochs: 1000, weightDecay: 0 }).fit(X, labels);
    expect(ours.classes).toEqual(theirs.classes);
    const [p, q] = [ours, theirs].map((model) => model.predictProba(X)) as [number[][], number[][]];
    expect(Math.max(...p.flatMap((row, i) => row.map((value, k) => Math.abs(value - q[i]![k]!))))).toBeLessThan(0.02);
  });

  it("without a bend, many layers are one: their scores are linear in the row", () => {
    const network = new MLP([2, 16, 16, 1], "identity", 0, seed(1));
    const score = (a: number, b: number) => network.forward(tensor([[a, b]])).item();
    for (const [a, b] of [
      [1, 2],
      [-3, 0.5],
    ] as const)
      expect(score(a, b)).toBeCloseTo(score(0, 0) + a * (score(1, 0) - score(0, 0)) + b * (score(0, 1) - score(0, 0)), 4);
  });

  it.each(["relu", "tanh", "gelu"] as const)("two hidden layers of 16 part the two moons, with %s", (activation) => {
    // A. Karpathy, micrograd, demo.ipynb: 100 points with noise .1, 2 × 16 ReLU, 337 parameters and 100 steps on all points: 100 %.
    const model = new MLPClassifier({ random: seed(1), hidden: [16, 16], activation, lr: 0.03, batchSize: 100, epochs: 100 });
    model.fit(moons.features, moons.labels);
    expect(model.score(moons.features, moons.labels)).toBe(1);
    // micrograd has one output where there is one for each class here.
    expect(model.nParameters).toBe(337 + 17);
    expect(
      new MLPClassifier({ random: seed(1), hidden: [], lr: 0.03, batchSize: 100, epochs: 100 })
        .fit(moons.features, moons.labels)
        .score(moons.features, moons.labels),
    ).toBeLessThan(0.95);
  });

  it("starts with a loss of about ln 2 for two classes, and tells loss and accuracy of each step", () => {
    const model = new MLPClassifier({ random: seed(1), hidden: [16], batchSize: 30, epochs: 3, lr: 0.02 }).fit(moons.features, moons.labels);
    // Batches of 30, 30, 30 and 10.
    expect(model).toMatchObject({ totalSteps: 12, nIter: 12, nFeatures: 2, classes: [0, 1] });
    expect([model.lossCurve.length, model.accuracyCurve.length]).toEqual([12, 12]);
    expect(Math.abs(model.lossCurve[0]! - Math.LN2)).toBeLessThan(0.15);
    expect(model.lossCurve.at(-1)!).toBeLessThan(model.lossCurve[0]!);
    for (const [i, share] of model.accuracyCurve.entries()) expect((share * (i % 4 === 3 ? 10 : 30)) % 1).toBeCloseTo(0, 9);
  });

  it("tells the loss and the accuracy of the batch as the model stood before the step", () => {
    const all = { hidden: [4], batchSize: Number.POSITIVE_INFINITY, lr: 0.1, schedule: "constant" } as const;
    const { lossCurve, accuracyCurve } = new MLPClassifier({ random: seed(5), ...all, epochs: 6 }).fit(moons.features, moons.labels);
    const five = new MLPClassifier({ random: seed(5), ...all, epochs: 5 }).fit(moons.features, moons.labels);
    const p = five.predictProba(moons.features);
    expect(lossCurve[5]).toBeCloseTo(-p.reduce((sum, row, i) => sum + Math.log(row[moons.labels[i]!]!), 0) / 100, 5);
    expect(accuracyCurve[5]).toBe(five.score(moons.features, moons.labels));
  });

  it("can be asked between two steps, which changes nothing", () => {
    const fresh = () => new MLPClassifier({ random: seed(2), hidden: [8], dropout: 0.2, batchSize: 25, epochs: 5, lr: 0.02 });
    const scores = Array.from(fresh().fitSteps(moons.features, moons.labels), (model) => model.score(moons.features, moons.labels));
    expect(scores).toHaveLength(20);
    const asked = fresh();
    for (const model of asked.fitSteps(moons.features, moons.labels)) model.predictProba(moons.features);
    expect(asked.predictProba(moons.features)).toEqual(fresh().fit(moons.features, moons.labels).predictProba(moons.features));
    expect(scores.at(-1)).toBe(asked.score(moons.features, moons.labels));
  });

  it("is the same for the same seed only, and forgets what it learnt before", () => {
    const options: Omit<MLPClassifierOptions, "random"> = { hidden: [8], dropout: 0.1, epochs: 3 };
    const learn = (n: number) => new MLPClassifier({ random: seed(n), ...options }).fit(moons.features, moons.labels).predictProba(moons.features);
    expect(learn(1)).toEqual(learn(1));
    expect(learn(1)).not.toEqual(learn(2));
    const again = new MLPClassifier({ random: seed(1), ...options });
    again.fit(moons.features, moons.labels);
    again.fit(XOR, same);
    expect(again).toMatchObject({ classes: ["even", "odd"], nIter: 3, totalSteps: 3 });
    expect(again.lossCurve).toHaveLength(3);
  });

  it("answers with probabilities, whatever the number of rows", () => {
    const many = twoMoons({ random: seed(4), samples: 600 });
    const model = new MLPClassifier({ random: seed(1), hidden: [8], epochs: 2 }).fit(many.features, many.labels);
    const p = model.predictProba(many.features);
    for (const row of p) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(model.predict(many.features)).toEqual(p.map(([a, b]) => (b! > a! ? 1 : 0)));
    // One row alone gives what it gives among others.
    for (const i of [0, 255, 256, 599]) expect(model.predictProba([many.features[i]!])[0]![0]).toBeCloseTo(p[i]![0]!, 6);
  });
});

describe("bad input", () => {
  const random = seed(1);
  const learn = (options: Partial<MLPClassifierOptions> = {}) => new MLPClassifier({ random, epochs: 2, hidden: [4], ...options }).fit(XOR, same);
  it.each([
    ["no source of random numbers", () => new MLPClassifier({} as MLPClassifierOptions), "random is missing"],
    ["half a hidden number", () => learn({ hidden: [16, 0.5] }), "hidden[1] is 0.5"],
    ["endless layers", () => learn({ hidden: [Number.POSITIVE_INFINITY] }), "hidden[0] is Infinity"],
    ["another activation", () => learn({ activation: "swish" as "relu" }), "activation is swish: it must be one of relu, tanh, gelu, identity"],
    ["no rate", () => learn({ lr: 0 }), "lr is 0"],
    ["another schedule", () => learn({ schedule: "step" as "constant" }), "schedule is step"],
    ["no batch", () => learn({ batchSize: 0 }), "batchSize is 0"],
    ["no end", () => learn({ epochs: Number.POSITIVE_INFINITY }), "epochs is Infinity"],
    ["growing weights", () => learn({ weightDecay: -1 }), "weightDecay is -1"],
    ["all dropped", () => learn({ dropout: 1 }), "dropout is 1"],
    ["no rows", () => new MLPClassifier({ random }).fit([], []), "X is empty"],
    ["NaN", () => new MLPClassifier({ random }).fit([[1], [Number.NaN]], [0, 1]), "X[1][0] is NaN"],
    ["too few labels", () => new MLPClassifier({ random }).fit(XOR, [1]), "X has 4 rows, y has 1 labels"],
    ["one class", () => new MLPClassifier({ random }).fit(XOR, ["a", "a", "a", "a"]), "y holds one class only, a"],
    ["prediction before fit", () => new MLPClassifier({ random }).predict(XOR), "call fit(X, y) first"],
    ["parameters before fit", () => new MLPClassifier({ random }).nParameters, "call fit(X, y) first"],
    ["other columns", () => learn().predict([[1]]), "X has 1 columns, the neural network learnt from 2"],
    ["steps that are too large", () => learn({ lr: 1e38, epochs: 20 }), /the loss is (NaN|Infinity) in step \d+, with lr 1e\+38: try a lower lr/],
    ["features beyond 32 bits", () => new MLPClassifier({ random }).fit([[1e39], [1]], [0, 1]), "scale the features"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });

  it("a model whose learning failed says that it knows nothing, and others go on", () => {
    const model = new MLPClassifier({ random, lr: 1e38, epochs: 20 });
    expect(() => model.fit(XOR, same)).toThrow("try a lower lr");
    expect(() => model.predict(XOR)).toThrow("has not learnt anything yet");
    expect(learn({ hidden: [16], epochs: 200, lr: 0.05, batchSize: 4 }).predict(XOR)).toEqual(same);
  });
});

it("digits: 7,996 learnt, 2,004 asked: softmax regression .901, 128 hidden numbers .938", () => {
  // scikit-learn 1.2.1 on 256 levels of grey: LogisticRegression(max_iter=300) .901, MLPClassifier((128,)) .938.
  const { train, test } = digits;
  const learn = (hidden: number[]) =>
    new MLPClassifier({ random: seed(1), hidden }).fit(train.features, train.labels).score(test.features, test.labels);
  expect(Math.abs(learn([]) - 0.901)).toBeLessThan(0.012);
  expect(learn([128])).toBeGreaterThan(0.938);
}, 600_000);
