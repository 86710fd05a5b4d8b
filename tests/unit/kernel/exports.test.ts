import { describe, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { type Documented, documentedDefault, readExports } from "../../../src/build/exports-build.ts";
import { firstSentence } from "../../../src/build/first-sentence.ts";
import { exampleOf, exportAnchor, IMPORT_ROOMS, importLine, isValue, modulesOf, summary } from "../../../src/build/import-rooms.ts";

const modules = await readExports();
const entries = modules.flatMap(({ specifier, exports }) => exports.map((entry) => ({ specifier, entry })));

function entry(specifier: string, name: string): Documented {
  const found = entries.find((one) => one.specifier === specifier && one.entry.name === name);
  if (!found) throw new Error(`${specifier} has no ${name}`);
  return found.entry;
}

const named = ({ options, members }: Documented, name: string) => [...options, ...members].find((member) => member.name === name);

describe("of what cells can import is read", () => {
  it("a class: its options with the code's defaults, its members, its source", () => {
    const tree = entry("#ml/decision-tree", "DecisionTree");
    expect(tree).toMatchObject({ kind: "class", signature: "new DecisionTree<L extends Label = Label>(options?: DecisionTreeOptions)", bare: true });
    expect(tree.options.map(({ signature, default: value }) => `${signature} = ${value}`)).toEqual([
      'criterion?: "gini" | "entropy" = "gini"',
      "maxDepth?: number = Infinity",
      "minSamplesSplit?: number = 2",
      "minSamplesLeaf?: number = 1",
      "ccpAlpha?: number = 0",
    ]);
    expect(tree.source).toMatch(/^L\. Breiman.*Classification and Regression Trees, 1984/);
    expect(tree.doc).toMatch(/^A classification tree \(CART\)/);
    expect(tree.doc).not.toContain("Breiman");
    expect(tree.throws).toEqual(["RangeError when an option is not in its range."]);
    expect(named(tree, "fit")).toEqual({
      name: "fit",
      signature: "fit<K extends L>(X: DenseMatrix, y: readonly K[]): DecisionTree<K>",
      doc: "Grow the tree from `X` `[samples][features]` and `y` `[samples]`.",
    });
    expect(tree.members.map(({ name }) => name)).toEqual(expect.arrayContaining(["predict", "depth", "featureImportances"]));
    expect(tree.members.filter(({ name }) => /^#|learnt|leaves/.test(name))).toEqual([]);
    expect(named({ ...tree, options: [] }, "criterion")).toBeUndefined();
  });

  it("what a member says by the interface that it keeps to", () => {
    expect(named(entry("#ml/decision-tree", "DecisionTree"), "predict")!.doc).not.toBe("");
  });

  it("what a class takes over from one that cells are not offered, and not what one says that has its own entry", () => {
    expect(named(entry("#ml/q-learning", "QLearning"), "promise")).toBeUndefined();
    expect(entry("#ml/q-learning", "QLearning").members.length).toBeGreaterThan(2);
    const gpt = entry("#lm/gpt", "GPT");
    expect(gpt.signature).toBe("new GPT(options: GPTOptions, random: Random) extends Module");
    expect(named(gpt, "stateDict")).toBeUndefined();
    expect(named(entry("#tensor", "Module"), "stateDict")).toBeDefined();
    expect(gpt.bare).toBe(false);
  });

  it("an interface", () => {
    const score = entry("#score/metrics", "ClassScore");
    expect(score).toMatchObject({ kind: "interface", signature: "interface ClassScore<L extends Label>", doc: "How well one class is found." });
    expect(named(score, "support")).toEqual({ name: "support", signature: "support: number", doc: "Rows of this class." });
  });

  it("an interface of options, which what takes them lists", () => {
    expect(entry("#ml/decision-tree", "DecisionTreeOptions").optionsOf).toBe("DecisionTree");
    expect(entry("#score/metrics", "F1Options").optionsOf).toBe("f1");
    expect(named(entry("#score/metrics", "f1"), "positive")!.signature).toBe("positive?: L");
  });

  it("a constant, with those of its properties of which something is said", () => {
    const penguins = entry("#datasets/penguins", "penguins");
    expect(penguins).toMatchObject({ kind: "constant", doc: "The 342 penguins of which all four measurements are known." });
    expect(named(penguins, "features")!.signature).toBe("features: number[][]");
  });

  it("a function, be it declared or a constant", () => {
    const accuracy = entry("#score/metrics", "accuracy");
    expect(accuracy.signature).toBe("accuracy<L extends Label>(truth: readonly L[], predicted: readonly L[]): number");
    expect(accuracy.throws).toEqual(["RangeError when the two lists are empty or differ in length."]);
    expect(entry("#tensor", "zeros")).toMatchObject({
      kind: "function",
      signature: expect.stringMatching(/^zeros\(shape: Shape, options\?: TensorOptions\)/),
    });
  });

  it("a parameter that is taken apart where it is declared, by the name of its type", () => {
    expect(entry("#ml/cnn", "LeNet").signature).toMatch(/^new LeNet\(imageSize: ImageSize, channels: readonly \[number, number\], /);
  });

  it("every module that the kernel offers, and all that each exports", async () => {
    const { manifest } = await kernelBuild();
    const values = Object.fromEntries(
      modules.map(({ specifier, exports }) => [
        specifier,
        exports
          .filter(isValue)
          .map(({ name }) => name)
          .sort(),
      ]),
    );
    expect(values).toEqual(Object.fromEntries(Object.entries(manifest.exports).map(([specifier, names]) => [specifier, [...names].sort()])));
  });

  it("every module once, on a page with anchors that differ", () => {
    const rooms = Object.keys(IMPORT_ROOMS).map((room) => modulesOf(room, modules));
    expect(
      rooms
        .flat()
        .map(({ specifier }) => specifier)
        .sort(),
    ).toEqual(modules.map(({ specifier }) => specifier).sort());
    for (const room of rooms) {
      const anchors = room.flatMap(({ specifier, exports }) => exports.map(({ name }) => exportAnchor(specifier, name)));
      expect(new Set(anchors).size).toBe(anchors.length);
    }
    expect(() => modulesOf("models", modules)).toThrow("there is no module for cells in models");
  });
});

describe("the code that shows an export", () => {
  it("makes what needs nothing, and names the rest", () => {
    expect(exampleOf("#score/metrics", entry("#score/metrics", "accuracy"))).toBe('import { accuracy } from "#score/metrics";\n\naccuracy');
    expect(exampleOf("#prep/standard-scaler", entry("#prep/standard-scaler", "StandardScaler"))).toBe(
      'import { StandardScaler } from "#prep/standard-scaler";\n\nnew StandardScaler()',
    );
  });

  it("is the docstring's own, where there is one", () => {
    expect(exampleOf("#ml/decision-tree", entry("#ml/decision-tree", "DecisionTree"))).toContain("penguins");
  });

  it("imports from a module what it has, or its types where it has nothing else", () => {
    const line = (specifier: string) => importLine(modules.find((module) => module.specifier === specifier)!);
    expect(line("#ml/decision-tree")).toBe('import { DecisionTree, entropy, gini, nodes, wayOf } from "#ml/decision-tree";');
    expect(line("#checkpoints/model-card")).toBe('import type { CurvePoint, ModelCard } from "#checkpoints/model-card";');
  });
});

describe("docstrings", () => {
  it.each(modules.map(({ specifier, exports }) => [specifier, exports] as const))("of all that %s exports begin with a sentence", (_, exports) => {
    expect(exports.filter((one) => !/\w.*[.:?]$/s.test(summary(one))).map(({ name }) => name)).toEqual([]);
  });

  /** What follows no publication, by module. All else in `ml`, `lm` and `score` names its source. */
  const HELPERS: Record<string, string[]> = {
    "#score/cross-validation": ["take"],
    "#score/metrics": ["accuracy", "confusionMatrix"],
    "#score/text-metrics": ["exactMatch"],
    "#ml/decision-tree": ["nodes", "wayOf"],
    "#ml/questions": ["ask", "countBy", "mostFrequent", "questions", "shares"],
    "#ml/k-means": ["nearest"],
    "#ml/slanted-border": ["slantedBorder"],
    "#ml/tiny-network": ["classesOf", "logLossOf", "lookInto", "scoresOf", "shareRight", "watchLoss"],
    "#ml/environment": ["act", "runPolicy"],
    "#ml/forecast": ["SeasonalNaiveWithDrift", "checkSeries", "deviation", "withInterval"],
    "#ml/many-agents": ["manyAgents"],
    "#ml/no-digits": ["noDigits"],
    "#ml/value-iteration": ["checkDiscount"],
    "#tune/categorical-policy": ["CategoricalPolicy"],
    "#tune/character-scorer": ["CharacterScorer"],
    "#lm/answer-probability": ["answerSteps"],
    "#lm/bert-file": ["bertConfig", "loadBERT", "saveBERT"],
    "#lm/character-tokenizer": ["CharacterTokenizer"],
    "#lm/speech-sentences": ["bagOfTokens", "gapsOf", "lowerSentences", "meanVectors", "sentenceRows", "splitByYear"],
    "#lm/t5-file": ["loadT5", "saveT5", "t5Config"],
    "#lm/loss-by-context": ["lossOfRepeats"],
    "#lm/gpt-file": ["gptConfig", "loadGPT", "saveGPT"],
    "#words/frequent-words": ["frequentWords"],
    "#tune/fine-tune": ["fineTune"],
    "#tune/gpt-policy": ["GPTPolicy"],
    "#lm/gpt-stages": ["stagesOf"],
    "#lm/gpt-trace": ["traceGPT"],
    "#tune/name-instructions": [
      "answerRequest",
      "answersTo",
      "countAnswers",
      "instructionBatch",
      "instructionRows",
      "nameInstructions",
      "obedience",
      "obeys",
      "readRequest",
      "requestText",
    ],
    "#tune/name-taste": ["goldTaste", "nameFeatures"],
    "#tune/request-base": ["heldBack", "inStyle", "nameStyle", "ownWords", "readyForRequests"],
    "#score/fact-check": ["markSummaries", "tallyMarks"],
    "#sizes/hosted-prices": ["costPerThousand"],
    "#sizes/scaling-laws": ["fitPowerLaw", "machineHours"],
    "#words/text-rank": ["contentWords", "leadSentences", "splitSentences"],
    "#lm/next-token-batches": ["askPlaces", "evaluateLoss", "randomBatch", "tokenLosses"],
    "#lm/sampling": ["distribution", "entropy", "greedy", "rivals", "sampleToken", "softmax"],
    "#lm/token-pieces": ["characterCount", "joinedPieces", "tokenPieces", "visibleSpaces"],
    "#lm/training-log": ["TrainingLog"],
    "#lm/transformer": ["checkSizes", "checkTokens", "collectWeights", "inUse", "initializeNormal", "pad"],
    "#lm/unseen-contexts": ["unseenContexts"],
    "#words/word-analogies": ["analogyQuestions", "scoreAnalogies"],
    "#words/word-company": ["commonWords", "positiveTable"],
    "#words/word-embeddings": ["wordsIn"],
    "#lm/word-tokenizer": ["WordTokenizer"],
    "#tune/speech-parts": ["inCharacters", "speechParts"],
  };

  it("of published methods name their source", () => {
    const without = modules
      .filter(({ specifier }) => /^#(?:ml|words|lm|sizes|tune|score)\//.test(specifier))
      .map(
        ({ specifier, exports }) =>
          [specifier, exports.filter(({ kind, source }) => /class|function/.test(kind) && !source).map(({ name }) => name)] as const,
      )
      .filter(([, names]) => names.length > 0);
    expect(Object.fromEntries(without.map(([specifier, names]) => [specifier, [...names].sort()]))).toEqual(HELPERS);
  });

  /** A value that can be compared, of an expression or of words. */
  const value = (text: string): string | undefined => {
    if (/^-?[\d._]+(?:e-?\d+)?$/.test(text)) return String(Number(text.replaceAll("_", "")));
    if (/^(["'`]).*\1$/.test(text)) return text.slice(1, -1);
    return /^(?:true|false|Infinity|\[[^a-z]*\])$/.test(text) ? text.replace(/\s/g, "") : undefined;
  };
  const both = entries.flatMap(({ specifier, entry: { name, options } }) =>
    options.flatMap((option) => {
      const [written, inCode] = [documentedDefault(option.doc), option.default].map((text) => text && value(text));
      return written && inCode ? [{ option: `${specifier} ${name} ${option.name}`, written, inCode }] : [];
    }),
  );

  it("give the defaults that the code has", () => {
    expect(both.length).toBeGreaterThan(100);
    expect(both.filter(({ written, inCode }) => written !== inCode)).toEqual([]);
  });

  it.each([
    ["Default 2.", "2"],
    ["Default 1,000. `converged` says.", "1000"],
    ["Default −100, as in PyTorch.", "-100"],
    ['Default "sqrt": the root.', '"sqrt"'],
    ["Default: `Infinity`: grow.", "Infinity"],
    ["Default .25.", ".25"],
    ["Default [8, 16].", "[8, 16]"],
    ["Default 4 `nEmbd`.", undefined],
    ["Default a tenth of the highest.", undefined],
    ["Default: 1 between whole numbers.", undefined],
  ])("say in words or as a value: %s", (doc, expected) => {
    expect(documentedDefault(doc)).toBe(expected);
  });

  it("have a first sentence, which no initial ends", () => {
    expect(firstSentence("As in A. Turing, e.g. here. Then more.")).toBe("As in A. Turing, e.g. here.");
    expect(firstSentence("One of 0.5 alone")).toBe("One of 0.5 alone");
  });
});
