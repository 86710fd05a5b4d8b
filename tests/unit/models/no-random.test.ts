import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { checkRandom, type Random, seed } from "../../../src/base/random.ts";
import * as languages from "../../../src/contests/language-contestants.ts";
import { type LossContest, pairedLosses } from "../../../src/contests/loss-report.ts";
import { NameGPT, type NameNetworkOptions, NameTransformer } from "../../../src/contests/name-models.ts";
import { gptBatch, untrainedGPT } from "../../../src/contests/next-character-contestants.ts";
import { characterDuel } from "../../../src/contests/next-character-live.ts";
import * as pictureRivals from "../../../src/contests/picture-contestants.ts";
import { changedPicture } from "../../../src/contests/picture-rounds.ts";
import { tokenTrainee } from "../../../src/contests/series-models.ts";
import { gpts, linearSvmOf } from "../../../src/contests/spam-contestants.ts";
import { PENGUIN_LINE, penguinTable, tableTree } from "../../../src/contests/table-contestants.ts";
import { ROUND_TWO, roundTwo } from "../../../src/contests/table-second-round.ts";
import { babi } from "../../../src/datasets/babi.ts";
import { cardPayments } from "../../../src/datasets/card-payments.ts";
import { madeUpSeries } from "../../../src/datasets/made-up-series.ts";
import { harderNumberSplit, numberPairs, numberSplit, numberWords } from "../../../src/datasets/number-words.ts";
import { ratings } from "../../../src/datasets/ratings.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { weatherReports } from "../../../src/datasets/weather-reports.ts";
import { AnswerPointer } from "../../../src/lm/answer-pointer.ts";
import { BERT } from "../../../src/lm/bert.ts";
import { Bigram } from "../../../src/lm/bigram.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { lossByContext, lossOfRepeats } from "../../../src/lm/loss-by-context.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { randomBatch } from "../../../src/lm/next-token-batches.ts";
import { sampleToken } from "../../../src/lm/sampling.ts";
import { gapsOf } from "../../../src/lm/speech-sentences.ts";
import { SummaryWriter } from "../../../src/lm/summary-writer.ts";
import { T5 } from "../../../src/lm/t5.ts";
import * as transformer from "../../../src/lm/transformer.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import { CNNClassifier, LeNet } from "../../../src/ml/cnn.ts";
import { act, runPolicy } from "../../../src/ml/environment.ts";
import { GradientBoostingClassifier, GradientBoostingRegressor } from "../../../src/ml/gradient-boosting.ts";
import { frozenLake } from "../../../src/ml/grid-worlds.ts";
import { TabularAgent } from "../../../src/ml/inside/tabular-agent.ts";
import { IsolationForest } from "../../../src/ml/isolation-forest.ts";
import { KMeans } from "../../../src/ml/k-means.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { MatrixFactorization } from "../../../src/ml/matrix-factorization.ts";
import { MLP, MLPClassifier } from "../../../src/ml/mlp.ts";
import { NeuralClassifier } from "../../../src/ml/neural-classifier.ts";
import { noDigits } from "../../../src/ml/no-digits.ts";
import { QLearning } from "../../../src/ml/q-learning.ts";
import { RandomForest } from "../../../src/ml/random-forest.ts";
import { Sarsa } from "../../../src/ml/sarsa.ts";
import { slantedBorder } from "../../../src/ml/slanted-border.ts";
import { TinyNetwork } from "../../../src/ml/tiny-network.ts";
import { augmentImages } from "../../../src/prep/augment-images.ts";
import { splitRows, trainTestSplit } from "../../../src/prep/train-test-split.ts";
import { twoClouds } from "../../../src/prep/two-clouds.ts";
import { kFold, stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { bootstrapInterval } from "../../../src/score/intervals.ts";
import { luckyColumns } from "../../../src/score/lucky-columns.ts";
import { permutationImportance } from "../../../src/score/permutation-importance.ts";
import { CategoricalPolicy } from "../../../src/tune/categorical-policy.ts";
import { CharacterScorer } from "../../../src/tune/character-scorer.ts";
import { fineTune } from "../../../src/tune/fine-tune.ts";
import { GPTPolicy } from "../../../src/tune/gpt-policy.ts";
import { GPTScorer } from "../../../src/tune/gpt-scorer.ts";
import { LoRA } from "../../../src/tune/lora.ts";
import { answerRequest, answersTo, INSTRUCTION_CHARACTERS, instructionBatch, nameInstructions } from "../../../src/tune/name-instructions.ts";
import { askTaste, goldTaste } from "../../../src/tune/name-taste.ts";
import { PolicyGradient } from "../../../src/tune/policy-gradient.ts";
import { readyForRequests } from "../../../src/tune/request-base.ts";
import { RewardModel } from "../../../src/tune/reward-model.ts";
import { ChosenClassifier, ChosenCompetitor } from "../../../src/versus/chosen-classifier.ts";
import { GPTClassifier, withCharacters } from "../../../src/versus/gpt-classifier.ts";
import { GPTLikelihood } from "../../../src/versus/gpt-likelihood.ts";
import { evenOrder } from "../../../src/versus/head-to-head.ts";
import { LetterPlaces } from "../../../src/versus/letter-places.ts";
import { compareByName, letterContest } from "../../../src/versus/next-letter.ts";
import type { PixelCompetitor } from "../../../src/versus/pixel-classifier.ts";
import * as pixels from "../../../src/versus/pixel-networks.ts";
import { repeatBatch, repeated } from "../../../src/versus/repeat-letters.ts";
import { repeatSideBySide } from "../../../src/versus/repeat-side-by-side.ts";
import { sortTask } from "../../../src/versus/sort-letters.ts";
import { drawStories, storiesAbout } from "../../../src/versus/story-reader.ts";
import { TRANSLATOR_SIZES, trainTranslator } from "../../../src/versus/translator.ts";
import { writeTexts } from "../../../src/versus/write-texts.ts";
import { SkipGram } from "../../../src/words/skip-gram.ts";

const twoLosses = { entries: ["a", "b"].map((id) => ({ id, result: { losses: [1, 2] } })) } as unknown as LossContest;
const blocks = { nHead: 1, nEmbd: 4 };
const shape = { ...blocks, nLayer: 1, vocabSize: 3, blockSize: 4 };
const t5 = { ...blocks, nLayer: 1, vocabSize: 3, sourceLength: 4, targetLength: 4, padToken: 0 };
const gpt = () => new GPT(shape, seed(1));
const requests = new CharacterTokenizer(INSTRUCTION_CHARACTERS);
const bert = (random: Random) => new BERT({ ...shape, maskToken: 0, padToken: 1 }, random);
const policy = new CategoricalPolicy([0.5, 0.5]);
class Neural extends NeuralClassifier<string, MLP> {
  protected build = () => new MLP([1, 2], "relu", 0, seed(1));
}
class Tabular extends TabularAgent {
  protected promise = () => 0;
}

const nameNetwork: Omit<NameNetworkOptions, "random"> = { nLayer: 1, nHead: 1, nEmbd: 4, plan: () => ({ learningRates: [0.01], steps: 1 }) };
/** Networks of names whose first weights can be asked for. */
class BareGPT extends NameGPT {
  override begin(logShares: readonly number[], random: Random) {
    return super.begin(logShares, random);
  }
}
class BareTransformer extends NameTransformer {
  override begin(logShares: readonly number[], random: Random) {
    return super.begin(logShares, random);
  }
}
const somePixels = [new Array<number>(64).fill(3), new Array<number>(64).fill(9)];
const pixelPlan = { plan: () => ({ learningRates: [0.01], steps: 1 }) };
const pixelShape = { ...blocks, nLayer: 1 };
const pixelCNN = { channels: [1, 1, 1] as const, hidden: 1 };

/** All that draws, each given `random`. */
const draws: Record<string, (random: Random) => unknown> = {
  "datasets/babi babi": (random) => babi({ random }),
  "datasets/card-payments cardPayments": (random) => cardPayments({ random }),
  "datasets/number-words numberPairs": (random) => numberPairs({ random }),
  "datasets/number-words numberWords.pairs": (random) => numberWords.pairs({ random }),
  "datasets/number-words numberSplit": (random) => numberSplit({ random }),
  "datasets/number-words numberWords.split": (random) => numberWords.split({ random }),
  "datasets/number-words harderNumberSplit": (random) => harderNumberSplit({ random }),
  "datasets/number-words numberWords.harderSplit": (random) => numberWords.harderSplit({ random }),
  "datasets/ratings ratings": (random) => ratings({ random }),
  "datasets/two-moons twoMoons": (random) => twoMoons({ random }),
  "contests/series-models tokenTrainee": (random) => tokenTrainee({ lag: 12, random, held: [], window: () => [] }),
  "datasets/made-up-series madeUpSeries": (random) => madeUpSeries({ random, months: 12 }),
  "datasets/weather-reports weatherReports": (random) => weatherReports({ random }),
  "prep/augment-images augmentImages": (random) => augmentImages(new Float32Array(4), { height: 2, width: 2 }, {}, random),
  "lm/answer-pointer new AnswerPointer": (random) => new AnswerPointer({ ...shape, maskToken: 0, padToken: 1 }, random),
  "lm/speech-sentences gapsOf": (random) => gapsOf([[3, 4]], 3, 1, random),
  "versus/translator trainTranslator": (random) => {
    const tokenizer = new WordTokenizer({ specials: ["[PAD]", "[START]", "[END]"], unknown: "[PAD]" }).fit(["one", "un"]);
    const sizes = { ...TRANSLATOR_SIZES, vocabSize: tokenizer.vocabularySize, nLayer: 1, nHead: 1, nEmbd: 4, nInner: 4 };
    trainTranslator({ model: new T5(sizes, seed(1)), tokenizer }, [{ english: "one", french: "un" }], { random, steps: 1, batchSize: 1 }).next();
  },
  "versus/story-reader drawStories": (random) => drawStories(random, 1, 2),
  "versus/story-reader storiesAbout": (random) => storiesAbout(true, { random, questions: 1 }),
  "lm/bert new BERT": bert,
  "lm/bert BERT.mask": (random) => bert(seed(1)).mask([[2]], random),
  "lm/bigram Bigram.sample": (random) => new Bigram().sample(random),
  "tune/categorical-policy CategoricalPolicy.sample": (random) => policy.sample(1, random),
  "tune/character-scorer new CharacterScorer": (random) => new CharacterScorer({ alphabet: "ab", random }),
  "ml/cnn new CNNClassifier": (random) => new CNNClassifier({ random }),
  "ml/cnn new LeNet": (random) => new LeNet({ height: 16, width: 16 }, [1, 1], 1, 2, 0, random),
  "score/cross-validation kFold": (random) => kFold(10, { random }),
  "score/cross-validation stratifiedKFold": (random) => stratifiedKFold(["a", "a", "a", "b", "b", "b"], { folds: 2, random }),
  "ml/environment act": (random) => act(frozenLake(), 0, 0, random),
  "ml/environment runPolicy": (random) => runPolicy(frozenLake(), new Array(16).fill(0), { random }),
  "lm/gpt new GPT": (random) => new GPT(shape, random),
  "lm/gpt GPT.generate": (random) => gpt().generate([0], random).next(),
  "lm/gpt GPT.generateSteps": (random) => gpt().generateSteps([0], random).next(),
  "versus/chosen-classifier new ChosenClassifier": (random) =>
    new ChosenClassifier({ random, candidates: [{ setting: "", create: () => linearSvmOf(1, seed(1)) }] }),
  "versus/gpt-classifier new GPTClassifier": (random) => new GPTClassifier({ random, start: shape }),
  "versus/gpt-classifier withCharacters": (random) => withCharacters({ model: gpt(), tokenizer: new CharacterTokenizer("abc") }, "abcd", random),
  "versus/gpt-likelihood new GPTLikelihood": (random) =>
    new GPTLikelihood({ ...blocks, nLayer: 1, blockSize: 4, plan: { learningRates: [0.1], steps: 1 }, random }),
  "tune/gpt-policy GPTPolicy.sample": (random) => new GPTPolicy(gpt(), { start: 0, end: 1 }).sample(1, random),
  "tune/gpt-scorer new GPTScorer": (random) => new GPTScorer(gpt(), random),
  "ml/gradient-boosting new GradientBoostingClassifier": (random) => new GradientBoostingClassifier({ subsample: { share: 0.5, random } }),
  "ml/gradient-boosting new GradientBoostingRegressor": (random) => new GradientBoostingRegressor({ subsample: { share: 0.5, random } }),
  "versus/head-to-head evenOrder": (random) => evenOrder([0, 1], ["a", "b"], random),
  "score/intervals bootstrapInterval": (random) => bootstrapInterval([1, 2], ([a]) => a!, { random }),
  "ml/isolation-forest new IsolationForest": (random) => new IsolationForest({ random }),
  "ml/k-means new KMeans": (random) => new KMeans({ clusters: 2, random }),
  "ml/linear-svm new LinearSvm": (random) => new LinearSvm({ random }),
  "tune/lora new LoRA": (random) => new LoRA(gpt(), { random, rank: 1 }),
  "ml/matrix-factorization new MatrixFactorization": (random) => new MatrixFactorization({ random }),
  "versus/write-texts writeTexts": (random) => writeTexts(gpt(), [0], { count: 1, length: 1, random }).next(),
  "versus/next-letter compareByName": (random) => compareByName(["a"], [1, 1], [1, 1], { random }),
  "versus/next-letter letterContest": (random) => letterContest(["ab"], ["a"], 1, { random }).next(),
  "ml/mlp new MLPClassifier": (random) => new MLPClassifier({ random }),
  "ml/mlp new MLP": (random) => new MLP([1, 2], "relu", 0, random),
  "lm/n-gram NGram.sample": (random) => new NGram({ order: 1 }).fit("ab").sample({ random, length: 2 }),
  "ml/neural-classifier new NeuralClassifier": (random) => new Neural({ random }),
  "lm/next-token-batches randomBatch": (random) => randomBatch([0, 1, 2], { batchSize: 1, blockSize: 1, random }),
  "tune/policy-gradient new PolicyGradient": (random) => new PolicyGradient({ random, reward: () => [0], reference: policy, beta: 0 }),
  "ml/q-learning new QLearning": (random) => new QLearning({ random }),
  "ml/random-forest new RandomForest": (random) => new RandomForest({ random }),
  "tune/fine-tune fineTune": (random) =>
    fineTune(gpt(), () => randomBatch([0, 1, 2], { batchSize: 1, blockSize: 1, random: seed(1) }), { random, steps: 1, rate: 0.1 }).next(),
  "tune/name-instructions answerRequest": (random) =>
    answerRequest({ model: new GPT({ ...shape, vocabSize: 30, blockSize: 20 }, seed(1)), tokenizer: requests }, "a", { random }),
  "tune/name-instructions answersTo": (random) =>
    answersTo(
      { model: new GPT({ ...shape, vocabSize: 30, blockSize: 28 }, seed(1)), tokenizer: requests },
      { kind: "begins", letters: "a" },
      { random, count: 1 },
    ),
  "tune/name-instructions instructionBatch": (random) =>
    instructionBatch([{ kind: "begins", letters: "a", answer: "anna" }], { tokenizer: requests, batchSize: 1, blockSize: 20, random }),
  "tune/name-instructions nameInstructions": (random) => nameInstructions(["anna"], { random, count: 1 }),
  "tune/name-taste askTaste": (random) => askTaste(goldTaste, { count: 1, draw: () => "anna", random }),
  "words/skip-gram new SkipGram": (random) => new SkipGram({ random }),
  "tune/request-base readyForRequests": (random) =>
    readyForRequests({ model: new GPT({ ...shape, vocabSize: 30, blockSize: 20 }, seed(1)), tokenizer: requests }, { random }),
  "tune/reward-model new RewardModel": (random) => new RewardModel(new CharacterScorer({ alphabet: "ab", random: seed(1) }), { random }),
  "lm/sampling sampleToken": (random) => sampleToken([0, 1], { random }),
  "ml/no-digits noDigits": (random) => noDigits(random),
  "lm/loss-by-context lossByContext": (random) => lossByContext(gpt(), [0, 1, 0, 1, 1], { lengths: [2], places: 1, random }),
  "lm/loss-by-context lossOfRepeats": (random) =>
    lossOfRepeats(new GPT({ ...shape, blockSize: 24 }, seed(1)), new Array(30).fill(1), { length: 11, texts: 1, random }),
  "versus/repeat-letters repeatBatch": (random) => repeatBatch(1, random),
  "versus/repeat-letters repeated": (random) => repeated(random),
  "versus/sort-letters sortTask": (random) => sortTask(random, { sets: 1, strings: 1 }),
  "ml/sarsa new Sarsa": (random) => new Sarsa({ random }),
  "ml/tiny-network TinyNetwork.start": (random) => new TinyNetwork([1, 1]).start(random),
  "ml/slanted-border slantedBorder": (random) => slantedBorder({ n: 1, angle: 0, random }),
  "prep/two-clouds twoClouds": (random) => twoClouds({ random }),
  "score/lucky-columns luckyColumns": (random) =>
    luckyColumns(
      () => new LinearRegression(),
      Array.from({ length: 30 }, (_, i) => [i]),
      Array.from({ length: 30 }, (_, i) => i * i),
      { random, tried: 2, kept: 1 },
    ),
  "score/permutation-importance permutationImportance": (random) => permutationImportance({ score: () => 1 }, [[1], [2]], [0, 1], { random }),
  "contests/language-contestants languageBayes.create": (random) => languages.languageBayes.create(random),
  "contests/language-contestants languageGPT.create": (random) => languages.languageGPT.create(random),
  "contests/language-contestants languageNGrams.create": (random) => languages.languageNGrams.create(random),
  "contests/language-contestants languageSvm.create": (random) => languages.languageSvm.create(random),
  "contests/language-contestants languageTransformer.create": (random) => languages.languageTransformer.create(random),
  "contests/language-contestants pieceSvm": (random) => languages.pieceSvm(1, random),
  "contests/language-contestants quickNameJudges": (random) => languages.quickNameJudges(random),
  "contests/name-models new NameGPT": (random) => new NameGPT({ random, ...nameNetwork }),
  "contests/name-models new NameTransformer": (random) => new NameTransformer({ random, ...nameNetwork }),
  "contests/name-models NameGPT.begin": (random) => new BareGPT({ random: seed(1), ...nameNetwork }).begin([0], random),
  "contests/name-models NameTransformer.begin": (random) => new BareTransformer({ random: seed(1), ...nameNetwork }).begin([0], random),
  "contests/spam-contestants linearSvmOf": (random) => linearSvmOf(1, random),
  "contests/next-character-contestants gptBatch": (random) => gptBatch(new Array<number>(66).fill(0), random),
  "contests/next-character-contestants untrainedGPT": (random) => untrainedGPT("small", random),
  "contests/next-character-live characterDuel": (random) => characterDuel({ items: 1, order: 1, size: "small", random }).next(),
  "versus/repeat-side-by-side repeatSideBySide": (random) => repeatSideBySide([], { random, steps: 1, rows: 1, rate: () => 0.01 }).next(),
  "versus/letter-places new LetterPlaces": (random) => new LetterPlaces({ characters: 2, before: 1 }, random),
  "contests/picture-contestants largeCNN.create": (random) => pictureRivals.largeCNN.create(random),
  "contests/picture-contestants neighboursOfPictures.create": (random) => pictureRivals.neighboursOfPictures.create(random),
  "contests/picture-contestants scratchTransformer.create": (random) => pictureRivals.scratchTransformer.create(random),
  "contests/picture-contestants smallCNN.create": (random) => pictureRivals.smallCNN.create(random),
  "contests/picture-contestants svmOfPictures.create": (random) => pictureRivals.svmOfPictures.create(random),
  "contests/picture-rounds changedPicture": (random) => changedPicture(new Array<number>(784).fill(0), "noisy", random),
  "versus/chosen-classifier new ChosenCompetitor": (random) =>
    new ChosenCompetitor<number, PixelCompetitor, readonly number[]>({
      random,
      candidates: [{ setting: "", create: () => pictureRivals.smallCNN.create(seed(1)) }],
    }),
  "versus/pixel-networks completePicture": (random) => pixels.completePicture(pixels.pixelGPT(pixelShape, seed(1)), somePixels[0]!, random),
  "versus/pixel-networks learnPixels": (random) => pixels.learnPixels(somePixels, { shape: pixelShape, random, steps: 1 }).next(),
  "versus/pixel-networks new PixelCNN": (random) => new pixels.PixelCNN({ random, ...pixelPlan, shape: pixelCNN }),
  "versus/pixel-networks new PixelTransformer": (random) => new pixels.PixelTransformer({ random, ...pixelPlan, start: pixelShape }),
  "versus/pixel-networks new SmallCNN": (random) => new pixels.SmallCNN(pixelCNN, random),
  "versus/pixel-networks pixelGPT": (random) => pixels.pixelGPT(pixelShape, random),
  "versus/pixel-networks pretrainOnPixels": (random) => pixels.pretrainOnPixels(somePixels, { random, ...pixelPlan, shape: pixelShape }),
  "contests/loss-report pairedLosses": (random) => pairedLosses(twoLosses, "a", "b", { random }),
  "contests/table-second-round ROUND_TWO.a cell is missing": (random) => ROUND_TWO["a cell is missing"](penguinTable.X[0]!, random),
  "contests/table-second-round roundTwo": (random) => roundTwo(tableTree<string>(PENGUIN_LINE), penguinTable, [], { random }),
  "lm/summary-writer new SummaryWriter": (random) => new SummaryWriter({ random }),
  "lm/t5 new T5": (random) => new T5(t5, random),
  "ml/inside/tabular-agent new TabularAgent": (random) => new Tabular({ random }),
  "prep/train-test-split splitRows": (random) => splitRows([1, 2, 3, 4], [1, 2, 3, 4], { random }),
  "prep/train-test-split trainTestSplit": (random) => trainTestSplit([1, 2, 3, 4], [1, 2, 3, 4], { random }),
  "lm/transformer initialize": (random) => transformer.initialize(gpt(), shape, 1, random),
  "lm/transformer initializeNormal": (random) => transformer.initializeNormal(gpt(), () => 1, random),
  "lm/transformer new Block": (random) => new transformer.Block(blocks, random),
  "lm/transformer new CrossAttention": (random) => new transformer.CrossAttention(blocks, random),
  "lm/transformer new MLP": (random) => new transformer.MLP(blocks, random),
  "lm/transformer new SelfAttention": (random) => new transformer.SelfAttention(blocks, random),
};

describe("whatever draws says what to write where its source of random numbers is missing", () => {
  it.each(Object.entries(draws))("%s", (_, call) => {
    expect(() => call(seed(1))).not.toThrow();
    const given = (random: unknown) => () => call(random as Random);
    // Where drawing is optional, nothing given means none.
    if (!/[kK]Fold|subsample/.test(call.toString())) expect(given(undefined)).toThrow(/random is missing: give seed\(1\)/);
    expect(given(Math.random)).toThrow(/random is a function: give seed\(1\)/);
    expect(given(42)).toThrow(/random is 42: give seed\(42\).*import { seed } from "#base\/random"/);
    expect(given({})).toThrow(/random is no source of random numbers: give seed\(1\)/);
  });

  it("without options at all, too", () => {
    expect(() => new RandomForest(undefined as never)).toThrow("random is missing: give seed(1)");
    expect(() => twoMoons(undefined as never)).toThrow("random is missing: give seed(1)");
    expect(() => trainTestSplit([1, 2], [1, 2], undefined as never)).toThrow("random is missing: give seed(1)");
    expect(() =>
      gpts(192)
        .create(undefined as never)
        .fit(["a", "b"], ["ham", "spam"]),
    ).toThrow("random is missing: give seed(1)");
  });

  it("names the option, and shows what else was given", () => {
    expect(() => checkRandom("seed", "subsample.random")).toThrow("subsample.random is seed: give seed(1)");
    expect(() => checkRandom(0.5)).toThrow("random is 0.5: give seed(1)");
    expect(() => checkRandom(null)).toThrow("random is missing");
  });

  it("are all there: every function, class and method that takes a source of random numbers", () => {
    expect(Object.keys(draws).sort()).toEqual(takersOfRandom().sort());
  }, 120_000);
});

/** What the types say takes a `Random`: as a parameter, or within options. */
function takersOfRandom(): string[] {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const files = ["base", "score", "prep", "ml", "words", "lm", "sizes", "tune", "versus", "contests", "datasets"].flatMap((room) =>
    readdirSync(`${root}src/${room}`, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${root}src/${room}/${name}`),
  );
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config, ts.sys, root);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const parts = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);
  const isRandom = (type: ts.Type) => parts(type).some(({ symbol }) => symbol?.name === "Random");
  const holdsRandom = (type: ts.Type, depth: number): boolean =>
    parts(type).some(
      (part) =>
        isRandom(part) ||
        // What has drawn, such as a model, is no options.
        (depth > 0 &&
          !((part.symbol?.flags ?? 0) & ts.SymbolFlags.Class) &&
          !(part.flags & ts.TypeFlags.TypeParameter) &&
          optionsOf(part).some((option) => holdsRandom(option, depth - 1))),
    );
  const optionsOf = (type: ts.Type) =>
    ["random", "subsample"].flatMap((name) => type.getProperty(name) ?? []).map((option) => checker.getTypeOfSymbol(option));
  const takes = (signatures: readonly ts.Signature[]) =>
    signatures.some(({ parameters }) => parameters.some((parameter) => holdsRandom(checker.getTypeOfSymbol(parameter), 2)));
  const methods = (type: ts.Type | undefined) =>
    (type?.getProperties() ?? []).filter(
      (property) =>
        property.valueDeclaration?.getSourceFile().fileName.startsWith(`${root}src/`) && takes(checker.getTypeOfSymbol(property).getCallSignatures()),
    );
  return files
    .flatMap((file) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
      const own = module
        ? checker.getExportsOfModule(module).filter(({ flags, valueDeclaration }) => valueDeclaration && !(flags & ts.SymbolFlags.Alias))
        : [];
      return own.flatMap((symbol) => {
        const type = checker.getTypeOfSymbol(symbol);
        const made = type.getConstructSignatures();
        const names = methods(made[0]?.getReturnType() ?? type).map(({ name }) => `${symbol.name}.${name}`);
        if (takes(type.getCallSignatures())) names.push(symbol.name);
        if (takes(made)) names.push(`new ${symbol.name}`);
        return names.map((name) => `${file.slice(root.length + "src/".length, -".ts".length)} ${name}`);
      });
    })
    .filter((name) => !/^base\/random (checkRandom|withRandom)$/.test(name));
}
