import { describe, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { readTypes, typesBuild } from "../../../src/build/types-build.ts";
import { TypeService } from "../../../src/components/notebook/types/type-service.ts";
import { notOffered } from "../../../src/kernel/protocol/import-problems.ts";
import { currentName, moduleFile } from "../../../src/kernel/protocol/module-names.ts";
import { run } from "./kernel.ts";

/** All that cells could import from `#models/` in the versions of the site that had it. Readers' own cells hold these names: none may ever go. */
const MODELS = `
augment-images bag-of-words-classifier beam-search bert best-of-n bigram bpe categorical-policy character-scorer character-tokenizer check
clustering-metrics cnn column-units count-vectorizer criterion cross-validation decision-tree dot-products eigen environment estimator
fit-digit flat-tree forecast gpt gpt-classifier gpt-file gpt-likelihood gpt-policy gpt-scorer gpt-stages gpt-trace gradient-boosting
grid-worlds grow-tree head-to-head holt-winters intervals isolation-forest k-means k-nearest-neighbours kl-divergence labelled-table labels
lbfgs least-squares letters likelihood-classifier linear-regression linear-solve linear-svm logistic-regression lora mail-characters
map-of-ai matrix-factorization max mean metrics mlp n-gram n-gram-counts n-gram-likelihood naive-bayes neighbour-counts nelder-mead
neural-classifier next-token-batches normal-quantile one-hot-encoder parameter-count pca pipeline policy-gradient probability-metrics
q-learning random random-forest ranking-metrics regression-metrics regression-tree reward-model sampling sarsa scaling-laws smo softmax
spam-contestants sparse standard-scaler svm t5 tabular-agent text-classifier text-metrics text-rank tfidf train-test-split transformer
tree-node tree-picture tree-pruning tree-regions unseen-contexts value-iteration weight-decay word-embeddings word-tokenizer
`
  .trim()
  .split(/\s+/);
const FORMER = [...MODELS.map((name) => `#models/${name}`), "#datasets/head-to-head"];

const { manifest } = await kernelBuild();
const current = [...Object.keys(manifest.specifiers), ...Object.keys(manifest.inside)];

describe("names that modules once had", () => {
  it.each(FORMER)("%s", (former) => {
    expect(moduleFile(manifest, former)).toMatch(/\.js$/);
    expect(current).toContain(currentName(former, current));
  });

  it.each(["word-embeddings", "text-rank"])("#lm/%s, which is in #words now", (name) => {
    expect(currentName(`#lm/${name}`, current)).toBe(`#words/${name}`);
    expect(moduleFile(manifest, `#lm/${name}`)).toMatch(/\.js$/);
  });

  it.each(["parameter-count", "scaling-laws"])("#lm/%s, which is in #sizes now", (name) => {
    expect(currentName(`#lm/${name}`, current)).toBe(`#sizes/${name}`);
    expect(moduleFile(manifest, `#lm/${name}`)).toMatch(/\.js$/);
  });

  it.each("best-of-n categorical-policy character-scorer gpt-policy gpt-scorer lora policy-gradient reward-model".split(" "))(
    "#lm/%s, which is in #tune now",
    (name) => {
      expect(currentName(`#lm/${name}`, current)).toBe(`#tune/${name}`);
      expect(moduleFile(manifest, `#lm/${name}`)).toMatch(/\.js$/);
    },
  );

  it.each(["contest-card", "contest-views", "paired", "spam-contestants", "story-contest"])("#versus/%s, which is in #contests now", (name) => {
    expect(currentName(`#versus/${name}`, current)).toBe(`#contests/${name}`);
    expect(moduleFile(manifest, `#versus/${name}`)).toMatch(/\.js$/);
  });

  it("#versus/measured, which was recorded", () => {
    expect(moduleFile(manifest, "#versus/measured")).toBe(moduleFile(manifest, "#recorded/spam-contest"));
  });

  it("mean one module each", () => {
    const names = FORMER.map((former) => currentName(former, current));
    expect(new Set(names).size).toBe(FORMER.length);
    const last = current.filter((name) => /^#(?!datasets|checkpoints)\w+\//.test(name)).map((name) => name.split("/").at(-1));
    expect(new Set(last).size).toBe(last.length);
  });

  it("are of modules that never were", () => {
    expect(moduleFile(manifest, "#lm/never")).toBeUndefined();
    expect(moduleFile(manifest, "#models/penguins")).toBeUndefined();
    expect(moduleFile(manifest, "#models/")).toBeUndefined();
    expect(moduleFile(manifest, "#models/constructor")).toBeUndefined();
  });

  it("are neither listed nor proposed", () => {
    expect(Object.keys(manifest.specifiers).filter((name) => /^#models\/|\/inside\//.test(name))).toEqual([]);
    expect(Object.keys(manifest.exports).filter((name) => /^#models\/|\/inside\//.test(name))).toEqual([]);
    expect(notOffered("#models/decision-three", Object.keys(manifest.specifiers)).hint).toBe('Did you mean "#ml/decision-tree"?');
  });

  it("parts of a room cannot be imported by their place in it", () => {
    expect(Object.keys(manifest.inside)).toContain("#ml/inside/criterion");
    expect(moduleFile(manifest, "#ml/inside/criterion")).toBeUndefined();
  });
});

const CELLS = {
  imports: `import { DecisionTree } from "#models/decision-tree";
import { treePicture } from "#models/tree-picture";
import { gini } from "#models/criterion";
const { seed } = await import("#models/random");`,
  uses: `const tree = new DecisionTree().fit([[0], [1]], ["a", "b"]);
[tree.predict([[0.2]]), treePicture(tree).nodes.length, typeof gini, seed(1).int(10)]`,
};

it("cells that hold them run", async () => {
  const { imports, uses } = await run(`// %% imports\n${CELLS.imports}\n\n// %% uses\n${CELLS.uses}\n`);
  expect([imports, uses]).toMatchObject([{ ok: true }, { ok: true }]);
});

it("the editor knows their types, and proposes the names of now", async () => {
  const service = new TypeService(await readTypes(await typesBuild()));
  service.setCells(Object.entries({ ...CELLS, wrong: "tree.fit(1)", begun: 'import { x } from "#' }).map(([name, text]) => ({ name, text })));
  expect(service.diagnostics("imports")).toEqual([]);
  expect(service.diagnostics("uses")).toEqual([]);
  expect(service.diagnostics("wrong")).not.toEqual([]);
  const labels = service.completions("begun", 'import { x } from "#'.length)!.items.map(({ label }) => label);
  expect(labels).toContain("#ml/decision-tree");
  expect(labels.filter((label) => /^#models\/|\/inside\//.test(label))).toEqual([]);
});
