import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { digits } from "../../../src/datasets/digits.ts";
import { CNNClassifier } from "../../../src/ml/cnn.ts";
import { loadDigitReader } from "../../../src/ml/digit-reader.ts";
import { MLPClassifier } from "../../../src/ml/mlp.ts";
import { saveSafetensors } from "../../../src/tensor/index.ts";

const some = Array.from({ length: 80 }, (_, i) => i * 87);
const X = some.map((i) => digits.learn.features[i]!);
const y = some.map((i) => digits.learn.labels[i]!);

describe("a network that reads digits", () => {
  it.each([
    ["CNN", new CNNClassifier<number>({ random: seed(3), channels: [2, 3], hidden: 8, epochs: 1 }), { channels: [2, 3], hidden: 8 }],
    ["MLP", new MLPClassifier<number>({ random: seed(3), hidden: [9, 7], epochs: 1 }), { hidden: [9, 7] }],
  ])("of the kind %s answers from its file as it did before", (model, trained, sizes) => {
    trained.fit(X, y);
    const file = saveSafetensors(trained.network.stateDict(), { metadata: { config: JSON.stringify({ model, ...sizes }) } });
    const loaded = loadDigitReader(file);
    expect(loaded.nParameters).toBe(trained.nParameters);
    expect(loaded.predictProba(X)).toEqual(trained.predictProba(X));
    expect(loaded.predict(X)).toEqual(trained.predict(X));
  });

  it("is not what another file holds", () => {
    expect(() => loadDigitReader(saveSafetensors({}))).toThrow("not of a network that reads digits");
    const { network } = new MLPClassifier<number>({ random: seed(3), hidden: [9], epochs: 1 }).fit(X, y);
    const file = saveSafetensors(network.stateDict(), { metadata: { config: JSON.stringify({ model: "MLP", hidden: [8] }) } });
    expect(() => loadDigitReader(file)).toThrow();
  });
});
