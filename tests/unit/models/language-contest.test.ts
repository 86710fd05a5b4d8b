import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import {
  languageBayes,
  languageGPT,
  languageNGrams,
  languageSvm,
  languageTransformer,
  type NameContestant,
  nameNGrams,
  pieceBayes,
  withoutCapitals,
} from "../../../src/contests/language-contestants.ts";
import { CAPITAL, LATIN, NameGPT, NameLikelihood, NameTransformer, spelt } from "../../../src/contests/name-models.ts";
import {
  letterSurprise,
  mistakeMap,
  mistakesAmong,
  NAME_LENGTHS,
  pairedAmong,
  pieceVotes,
  rowsOfLength,
  takenFor,
  topThree,
} from "../../../src/contests/name-views.ts";
import { entryOf } from "../../../src/contests/paired.ts";
import { languageNames } from "../../../src/datasets/language-names.ts";
import { languageContest } from "../../../src/recorded/language-contest.ts";
import { stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { checkNoLeak, evenOrder, judge } from "../../../src/versus/head-to-head.ts";

const MINUTES = 60_000;
const { names, labels } = languageNames;
const report = languageContest.found;
const folds = stratifiedKFold(labels, { folds: 5, random: seed(report.seed) });
const few = evenOrder(folds[0]!.train, labels, seed(3)).slice(0, 300);
const [X, y] = [take(names, few), take(labels, few)];
const asked = take(names, folds[0]!.test.slice(0, 100));
const data = { X: names, y: labels };
const tiny = { nLayer: 1, nHead: 2, nEmbd: 16, plan: () => ({ learningRates: [0.01], steps: 40 }), batchSize: 6 };

describe("a name as all read it", () => {
  it("has spaces around each word and marks before capitals", () => {
    expect(spelt("Nord-Korea", 40)).toBe(" ^nord-^korea ");
    expect(spelt("Papua Ny Guinea", 40)).toBe(" ^papua  ^ny  ^guinea ");
    expect(spelt("İran", 40)).toContain(CAPITAL);
  });

  it("ends after so many letters, and is made of known letters, but for one in thousands", () => {
    expect(spelt("Deutschland", 7)).toBe(" ^deutsch ");
    const known = new Set(LATIN);
    const all = names.flatMap((name) => Array.from(spelt(name, 40)));
    expect(all.filter((letter) => !known.has(letter)).length / all.length).toBeLessThan(0.001);
  });
});

describe("models of names", () => {
  const finnish = ["saksa", "suomi", "ruotsi", "ranska", "espanja", "kreikka"];
  const polish = ["niemcy", "polska", "szwecja", "francja", "hiszpania", "grecja"];
  const known = [...finnish, ...polish];
  const theirs = known.map((_, i) => (i < 6 ? "fi" : "pl"));

  it("an n-gram gives a name the product of the probabilities of its letters and its end", () => {
    const model = new NameLikelihood(2).fit(finnish);
    expect(model.losses("suomi")).toHaveLength(6);
    expect(model.logLikelihoods(["suomi"])[0]).toBeCloseTo(-model.losses("suomi").reduce((sum, loss) => sum + loss, 0), 10);
    expect(model.logLikelihoods(["suomi"])[0]).toBeGreaterThan(model.logLikelihoods(["szwed"])[0]!);
    expect(Number.isFinite(model.logLikelihoods(["日本"])[0])).toBe(true);
  });

  it.each([
    ["the transformer", NameTransformer],
    ["the GPT", NameGPT],
  ])("%s learns names, counts its numbers, and gives the same from the same seed", (_, Network) => {
    const model = new Network<string>({ random: seed(1), ...tiny }).fit(known, theirs);
    expect(model.predict(known)).toEqual(theirs);
    expect(model.scores(["suomi", "x".repeat(99)])).toEqual(
      new Network<string>({ random: seed(1), ...tiny }).fit(known, theirs).scores(["suomi", "x".repeat(99)]),
    );
    // One at a time, or many of unlike length together: padding changes nothing.
    const together = model.scores([...known, "x".repeat(50)]);
    for (const [i, name] of known.entries()) for (const k of [0, 1]) expect(model.scores([name])[0]![k]).toBeCloseTo(together[i]![k]!, 3);
    expect(model.effort().flops).toBeGreaterThan(0);
    expect(() => new Network<string>({ random: seed(1), ...tiny }).predict(known)).toThrow("has not learnt anything yet");
  });

  it("the GPT says how probable a name is in a language: Bayes' rule over the languages", () => {
    const model = new NameGPT<string>({ random: seed(1), ...tiny }).fit(known, theirs);
    for (const row of model.scores(known)) for (const score of row) expect(score).toBeLessThan(Math.log(0.5));
  });
});

describe("what is drawn of names", () => {
  it("counts mistakes among some rows", () => {
    const entries = [{ result: { name: "a", side: "ml", wrong: [1, 2, 3] } }] as never;
    expect(mistakesAmong(entries, [0, 1, 2, 9])[0]).toMatchObject({ name: "a", mistakes: 50 });
  });

  it("says who is taken for whom, the most frequent first", () => {
    expect(takenFor(["da", "da", "nb", "sv"], ["nb", "nb", "da", "sv"])).toEqual([
      { is: "da", said: "nb", times: 2 },
      { is: "nb", said: "da", times: 1 },
    ]);
  });

  it("draws mistakes as a map of all pairs, in which nobody is taken for himself", () => {
    const map = mistakeMap(["da", "da", "nb", "sv"], ["nb", "nb", "da", "sv"]);
    expect(map).toHaveLength(400);
    expect(map.filter(({ names }) => names > 0)).toEqual([
      { "the name is": "Danish", "it says": "nb", names: 2 },
      { "the name is": "Norwegian", "it says": "da", names: 1 },
    ]);
  });

  it("takes the rows of a length, and tests two on them alone", () => {
    const some = ["Peru", "Suomi", "Deutschland", "Papua-Neuguinea"];
    expect(Object.keys(NAME_LENGTHS).map((length) => rowsOfLength(some, [0, 1, 2, 3], length))).toEqual([[0, 1, 2, 3], [0, 1], [2], [3]]);
    expect(() => rowsOfLength(some, [0], "long")).toThrow('there is no length "long"');
    const entry = (wrong: number[]) => ({ result: { wrong } }) as never;
    expect(pairedAmong(entry([0, 1, 2]), entry([2, 3]), [0, 2, 3])).toMatchObject({ onlyFirst: 1, onlySecond: 1, both: 1 });
  });

  it("adds up letter by letter to the surprise of the whole name", () => {
    const model = nameNGrams(2).fit(
      X.map((name) => spelt(name, 40)),
      y,
    );
    const rows = letterSurprise(model, "Papua Ny", ["fi"], 40);
    expect(rows.map(({ letter }) => letter)).toEqual(["1 P", "2 a", "3 p", "4 u", "5 a", "6 ␣", "7 N", "8 y", "end"]);
    const whole = (model.models[model.classes.indexOf("fi")] as NameLikelihood).losses(spelt("Papua Ny", 40)).slice(1);
    expect(rows.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(whole.reduce((sum, loss) => sum + loss, 0) / Math.LN2, 8);
    expect(topThree(model, spelt("Papua Ny", 40))).toHaveLength(3);
  });

  it("says for which language a piece speaks, by how often it stands there against the mean", () => {
    const votes = pieceVotes(pieceBayes(1).fit(["aa", "bb"], ["x", "y"]), "aa", 40);
    expect(votes[0]).toMatchObject({ language: "x" });
    expect(votes.every(({ times }) => times >= 1)).toBe(true);
  });
});

describe("the contest over languages", () => {
  it("has no name on both sides of a fold, and asks about each name once", () => {
    expect(() => checkNoLeak(names, folds, (name) => name)).not.toThrow();
    expect(folds.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual(names.map((_, row) => row));
    expect(report.firstTest).toEqual(folds[0]!.test);
    const [{ train, test }] = folds as [(typeof folds)[0]];
    expect(() => checkNoLeak(names, [{ train: [...train, test[0]!], test }], (name) => name)).toThrow("same as training row");
  });

  it("gives all the same input", () => {
    const all: NameContestant[] = [languageBayes, languageSvm, languageNGrams, languageTransformer, languageGPT];
    for (const { input } of all) expect(input.read("Île Bouvet")).toBe(" ^île  ^bouvet ");
    expect(withoutCapitals(languageBayes).input.read("Île Bouvet")).toBe(" île  bouvet ");
  });

  it.each([
    ["naive Bayes", languageBayes],
    ["n-gram per language", languageNGrams],
  ])("%s chooses its setting from training names alone", (_, contestant) => {
    const learntFrom = (truth: readonly string[]) => {
      const model = contestant.create(seed(0));
      model.fit(X.map(contestant.input.read), truth);
      return { setting: model.effort().setting, answers: model.predict(asked.map(contestant.input.read)) };
    };
    const once = learntFrom(y);
    // What test names are called is never looked at: other answers to them change nothing, and other training labels do.
    expect(learntFrom([...y])).toEqual(once);
    expect(learntFrom(y.toReversed()).answers).not.toEqual(once.answers);
  });

  it("changes no setting and no prediction where the labels of all test names are poisoned", () => {
    const poisoned = labels.map((label, row) => (folds[0]!.test.includes(row) ? "xx" : label));
    const { result } = judge({ ...languageBayes, folds: 1 }, { X: names, y: poisoned }, folds, { seed: report.seed, key: (name) => name });
    expect(result.settings[0]).toBe(entryOf(report, "naive Bayes, 40").result.settings[0]);
    expect(result.accuracy).toBe(0);
  });

  it.each([
    ["naive Bayes, 40", languageBayes],
    ["n-gram per language, 40", languageNGrams],
  ])(
    "%s comes out again from its seed",
    (id, contestant) => {
      const { result } = judge({ ...contestant, folds: 1 }, data, folds, { seed: report.seed, key: (name) => name });
      const before = entryOf(report, id).result;
      expect(result.foldAccuracies[0]).toBe(before.foldAccuracies[0]);
      expect(result.size).toEqual(before.size);
      expect(result.effort).toEqual(before.effort);
      const first = new Set(report.firstTest);
      expect(result.wrong).toEqual(before.wrong.filter((row) => first.has(row)));
    },
    2 * MINUTES,
  );

  it("comes near the reference of naive Bayes", () => {
    // scikit-learn 1.2.1, 0.749, on 9,631 names, with a vectoriser and an alpha that were not written down: the page says so.
    expect(Math.abs(entryOf(report, "naive Bayes, 40").result.accuracy - 0.749)).toBeLessThanOrEqual(0.02);
  });
});
