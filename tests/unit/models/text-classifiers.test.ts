import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { LinearSvm } from "../../../src/ml/linear-svm.ts";
import { LogisticRegression } from "../../../src/ml/logistic-regression.ts";
import { MultinomialNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { CountVectorizer } from "../../../src/prep/count-vectorizer.ts";
import { TfidfVectorizer } from "../../../src/prep/tfidf.ts";
import { BagOfWordsClassifier } from "../../../src/versus/bag-of-words-classifier.ts";
import { GPTClassifier, withCharacters } from "../../../src/versus/gpt-classifier.ts";
import { GPTLikelihood } from "../../../src/versus/gpt-likelihood.ts";
import { LikelihoodClassifier } from "../../../src/versus/likelihood-classifier.ts";
import { MAIL_CHARACTERS } from "../../../src/versus/mail-characters.ts";
import { NGramLikelihood } from "../../../src/versus/n-gram-likelihood.ts";
import { leaveOneOut, logOdds } from "../../../src/versus/text-classifier.ts";

type Kind = "ham" | "spam";
const texts = ["meet me at noon", "cheap pills cheap", "lunch at noon then", "win cheap money", "notes of the meeting", "money money now"];
const labels: Kind[] = ["ham", "spam", "ham", "spam", "ham", "spam"];
const unread = ["cheap money xylophone", "the meeting at noon"];
const tiny = { blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 16 };

describe("bags of words", () => {
  const bayes = () => new BagOfWordsClassifier<Kind>(new CountVectorizer(), new MultinomialNaiveBayes<Kind>());
  const logistic = () => new BagOfWordsClassifier<Kind>(new TfidfVectorizer(), new LogisticRegression<Kind>({ C: 10 }));
  const svm = () => new BagOfWordsClassifier<Kind>(new TfidfVectorizer(), new LinearSvm<Kind>({ random: seed(1) }));

  it.each([
    ["naive Bayes", bayes],
    ["logistic regression", logistic],
    ["linear SVM", svm],
  ])("%s learns its words from the training texts only, and answers as its model does", (_, create) => {
    const model = create().fit(texts, labels);
    expect(model.vectorizer.vocabulary).toEqual([...new Set(texts.join(" ").match(/\w{2,}/g))].sort());
    expect(model.vectorizer.vocabulary).not.toContain("xylophone");
    const rows = model.vectorizer.transform([...texts, ...unread]);
    expect(model.predict([...texts, ...unread])).toEqual(model.model.predict(rows));
    expect(model.predict(unread)).toEqual(["spam", "ham"]);
  });

  it("score in log odds where the model gives probabilities", () => {
    for (const model of [bayes().fit(texts, labels), logistic().fit(texts, labels)]) {
      if (!("predictProba" in model.model)) throw new Error("this one gives none");
      const [[ham, spam]] = model.model.predictProba(model.vectorizer.transform([unread[0]!])) as [[number, number]];
      expect(logOdds(model, [unread[0]!], "spam")[0]).toBeCloseTo(Math.log(spam / ham), 8);
    }
  });

  it("count what they learnt: weights of words, how rare words are, and what stands before any word", () => {
    const words = new Set(texts.join(" ").match(/\w{2,}/g)).size;
    const utf8 = [...new Set(texts.join(" ").match(/\w{2,}/g))].join("\n").length;
    expect(bayes().fit(texts, labels).size()).toEqual({ parameters: 2 * words + 2, bytes: 4 * (2 * words + 2) + utf8 });
    expect(logistic().fit(texts, labels).size().parameters).toBe(2 * words + 1);
    expect(() => bayes().size()).toThrow("has not learnt anything yet");
  });
});

describe("likelihood by class", () => {
  it("adds the class's share to the likelihood of the text, as Bayes has it", () => {
    const sure = () => ({
      fit: () => undefined,
      logLikelihoods: (some: readonly string[]) => some.map(() => -10),
      size: () => ({ parameters: 3, bytes: 12 }),
      effort: () => ({ steps: 2, flat: true, setting: "" }),
    });
    const model = new LikelihoodClassifier<Kind>(sure).fit(["a", "b", "c", "d"], ["ham", "ham", "ham", "spam"]);
    expect(model.scores(["e"])).toEqual([[-10 + Math.log(0.75), -10 + Math.log(0.25)]]);
    expect(model.predict(["e"])).toEqual(["ham"]);
    expect(model.size()).toEqual({ parameters: 8, bytes: 32 });
    expect(model.effort()).toEqual({ steps: 4, flat: true, setting: "" });
  });

  it("lets each model read its own class only", () => {
    const read: string[][] = [];
    const create = () => ({
      fit: (some: readonly string[]) => void read.push([...some]),
      logLikelihoods: () => [],
      size: () => ({ parameters: 0, bytes: 0 }),
      effort: () => ({ steps: 0, flat: true, setting: "" }),
    });
    new LikelihoodClassifier<Kind>(create).fit(texts, labels);
    expect(read).toEqual([texts.filter((_, i) => labels[i] === "ham"), texts.filter((_, i) => labels[i] === "spam")]);
  });

  it("is, for a bigram model, what the formula of Witten and Bell says", () => {
    // "ab" between borders: after the border came "a" once, after "a" came "b", after "b" the border. Each context has one follower, seen once, so
    // P = (1 + 1 · P₀) / 2, and P₀ of each of the three is (1 + 3 / V) / (N + 3) with their counts 1, 1, 2 of N = 4.
    const model = new NGramLikelihood(2).fit(["ab"]);
    const V = MAIL_CHARACTERS.length;
    const P = [1, 1, 2].map((count) => (1 + (count + 3 / V) / (4 + 3)) / 2);
    expect(model.logLikelihoods(["ab"])[0]).toBeCloseTo(
      P.reduce((sum, p) => sum + Math.log(p), 0),
      10,
    );
  });

  it("reads a text in windows that overlap, so that each character but the first ones has half a window before it", () => {
    const random = seed(5);
    const model = new GPTLikelihood({ random, plan: { steps: 40, learningRates: [1e-2] }, batchSize: 8, ...tiny }).fit(texts);
    // Longer than two windows of 8. Each character with the 4 to 8 before it, by hand: windows of one row, the last half of each.
    const text = "lunch at noon then";
    const whole = model.logLikelihoods([text])[0]!;
    const begin = model.logLikelihoods(["lunch a"])[0]!;
    expect(whole).toBeLessThan(begin);
    const cut = ["lunch a", "t noon ", "then"].map((part) => model.logLikelihoods([part])[0]!).reduce((a, b) => a + b);
    expect(whole).not.toBeCloseTo(cut, 1);
  });

  it("reads any text, whatever its characters", () => {
    const model = new LikelihoodClassifier<Kind>(() => new NGramLikelihood(3)).fit(texts, labels);
    expect(model.predict(["", "日本 \0 😀", ...unread]).slice(2)).toEqual(["spam", "ham"]);
  });

  it("of a GPT tells apart what it has read, and does not hang on other texts beside", () => {
    const random = seed(5);
    const model = new LikelihoodClassifier<Kind>(
      () => new GPTLikelihood({ random, plan: { steps: 60, learningRates: [1e-2] }, batchSize: 8, ...tiny }),
    ).fit(texts, labels);
    expect(model.predict(texts)).toEqual(labels);
    const alone = model.scores([texts[0]!])[0]!;
    for (const [k, score] of model.scores([texts[1]!, texts[0]!])[1]!.entries()) expect(score).toBeCloseTo(alone[k]!, 4);
    expect(alone.every((score) => score < 0)).toBe(true);
  });
});

describe("a GPT with a head", () => {
  const create = (start: ConstructorParameters<typeof GPTClassifier>[0]["start"] = tiny) =>
    new GPTClassifier<Kind>({
      random: seed(2),
      start,
      characters: 32,
      plan: (count) => ({ steps: 10 * count, learningRates: [1e-2] }),
      batchSize: 6,
    });
  const pretrained = () => {
    const tokenizer = new CharacterTokenizer("ehmnot ");
    return { tokenizer, model: new GPT({ ...tiny, vocabSize: tokenizer.vocabularySize }, seed(9)).eval() };
  };

  it("learns to tell texts apart", () => {
    const model = create().fit(texts, labels);
    expect(model.predict(texts)).toEqual(labels);
    // Embeddings of 98 characters and 8 positions, one block of attention (4 · 16²), MLP (8 · 16²) and two norms, the last norm, the head.
    const parameters = 98 * 16 + 8 * 16 + 12 * 16 ** 2 + 4 * 16 + 2 * 16 + 2 * 16 + 2;
    expect(model.size()).toEqual({ parameters, bytes: 4 * parameters });
  });

  it.each([
    ["ends within a window", "noon"],
    ["fills its windows", "noon tea"],
  ])("sees the same in a text that %s, whatever stands beside it", (_, text) => {
    const model = create().fit(texts, labels);
    const alone = model.scores([text])[0]!;
    const beside = model.scores(["a much longer text than that one", text, "cheap"])[1]!;
    for (const [k, score] of beside.entries()) expect(score).toBeCloseTo(alone[k]!, 4);
  });

  it("reads no further than it says, and empty texts too", () => {
    const model = create().fit(texts, labels);
    const begin = "x".repeat(32);
    expect(model.scores([`${begin} cheap money`])).toEqual(model.scores([begin]));
    expect(model.predict([""])).toHaveLength(1);
  });

  it("begins with what the pretrained model knows, for characters old and new, and leaves that model as it was", () => {
    const start = pretrained();
    const before = start.model.stateDict()["wte.weight"]!.toArray();
    const { model, tokenizer } = withCharacters(start, MAIL_CHARACTERS, seed(1));
    const text = "the moon";
    const ours = model
      .eval()
      .hidden([tokenizer.encode(text)])
      .toFloat32Array();
    const theirs = start.model.hidden([start.tokenizer.encode(text)]).toFloat32Array();
    for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(theirs[i]!, 5);
    create(start).fit(texts, labels);
    expect(start.model.stateDict()["wte.weight"]!.toArray()).toEqual(before);
  });

  it("holds texts back to choose rate and step with, and says what its training took", () => {
    const plan = () => ({ steps: 20, learningRates: [1e-2, 1e-3], trial: 10, every: 5 });
    const model = new GPTClassifier<Kind>({ random: seed(2), start: tiny, plan, heldBack: () => 2, batchSize: 2 }).fit(texts, labels);
    expect(model.effort()).toMatchObject({ steps: 20, setting: expect.stringMatching(/^learning rate 0\.0/) });
    expect(model.effort().records![0]).toMatchObject({ allSteps: 30 });
    expect(model.effort().records![0]!.curve).toHaveLength(6);
    expect(create().fit(texts, labels).effort()).toMatchObject({ steps: 60, flat: undefined });
  });

  it("refuses what would never end, or train nothing", () => {
    const endless = Number.POSITIVE_INFINITY;
    const plan = { steps: endless, learningRates: [1e-2] };
    expect(() => new GPTClassifier<Kind>({ random: seed(2), start: tiny, batchSize: endless })).toThrow("batchSize is Infinity");
    expect(() => new GPTLikelihood({ random: seed(2), plan, ...tiny })).toThrow("steps is Infinity");
  });

  it("is the same again from the same seed", () => {
    expect(create().fit(texts, labels).scores(unread)).toEqual(create().fit(texts, labels).scores(unread));
  });
});

describe("leaving words out", () => {
  it("finds the word that decided, wherever it stands", () => {
    const model = new BagOfWordsClassifier<Kind>(new CountVectorizer(), new MultinomialNaiveBayes<Kind>()).fit(texts, labels);
    const effects = leaveOneOut(model, "Cheap lunch, cheap!", "spam");
    expect(effects.map(({ word }) => word)).toEqual(["cheap", "lunch"]);
    // ham 12 words, spam 9, 15 different ones: P(cheap) is 1/27 and 4/24, twice; P(lunch) is 2/27 and 1/24. Both classes are equally frequent.
    expect(effects[0]!.effect).toBeCloseTo(2 * Math.log(4 / 24 / (1 / 27)), 10);
    expect(effects[1]!.effect).toBeCloseTo(Math.log(1 / 24 / (2 / 27)), 10);
  });

  it("says which classes there are, when asked about another", () => {
    const model = new BagOfWordsClassifier<Kind>(new CountVectorizer(), new MultinomialNaiveBayes<Kind>()).fit(texts, labels);
    expect(() => leaveOneOut(model, "cheap", "eggs" as Kind, {})).toThrow("eggs is not among the classes: ham, spam");
  });
});
