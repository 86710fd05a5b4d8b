import { describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/moby-dick-gpt.ts";
import { lossEntryOf } from "../../../src/contests/loss-report.ts";
import * as book from "../../../src/contests/next-character-contestants.ts";
import { characterDuel } from "../../../src/contests/next-character-live.ts";
import { characterCosts, characterCurves, inPicture, trainingPoints } from "../../../src/contests/next-character-views.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { NGram } from "../../../src/lm/n-gram.ts";
import { nextCharacterContest } from "../../../src/recorded/next-character-contest.ts";
import { judgeLosses } from "../../../src/versus/judge-losses.ts";

const MINUTES = 60_000;
const report = nextCharacterContest.found;
const { train, watched, exam } = book.passages;

describe("the passages", () => {
  it("are pieces of the book in its order, each with what stands before it", () => {
    expect([train.length, watched.length, exam.length]).toEqual([952, 20, 60]);
    for (const passage of exam) {
      expect([passage.before.length, passage.text.length]).toEqual([book.LOOK_BACK, book.PASSAGE]);
      expect(mobyDick.text).toContain(passage.before + passage.text);
    }
    expect(book.passagesOf("x".repeat(2500), "y")).toEqual([
      { before: "y", text: "x".repeat(1000) },
      { before: "x".repeat(256), text: "x".repeat(1000) },
    ]);
  });

  it("of the exam and of what is chosen with are not those that are learnt from, nor near copies of them", () => {
    const known = mobyDick.train;
    const pieces = (text: string) => Array.from({ length: Math.floor(text.length / 50) }, (_, i) => text.slice(50 * i, 50 * i + 50));
    // A piece of 50 characters that stands in what was read: there is none, so no passage is a copy.
    for (const { text } of [...exam, ...watched]) expect(pieces(text).filter((piece) => known.includes(piece))).toEqual([]);
    const examined = new Set(exam.map(({ text }) => text));
    expect([...train, ...watched].filter(({ text }) => examined.has(text))).toEqual([]);
    // In the order of the book: all that is learnt from comes first.
    expect(mobyDick.text.indexOf(exam[0]!.text)).toBeGreaterThanOrEqual(train.length * book.PASSAGE);
  });
});

describe("what is chosen", () => {
  const few = train.slice(0, 20);
  // Of one character only: whoever chose with it would choose otherwise.
  const poison = exam.map(() => ({ before: "e".repeat(book.LOOK_BACK), text: "e".repeat(book.PASSAGE) }));
  const settingOf = (contestant: book.CharacterContestant, asked: readonly book.Passage[]) =>
    judgeLosses(contestant, { train: few, exam: asked }, { seed: 0, latencyItems: 0 }).result.effort;

  it("does not change with what the exam asks", () => {
    for (const make of [book.kneserNey, book.letterPerceptron])
      expect(settingOf(make(watched.slice(0, 3)), poison.slice(0, 3))).toEqual(settingOf(make(watched.slice(0, 3)), exam.slice(0, 3)));
  });

  it("changes with what it is chosen with", () => {
    expect(settingOf(book.kneserNey(watched.slice(0, 3)), exam.slice(0, 1)).setting).not.toBe(
      settingOf(book.kneserNey(poison.slice(0, 3)), exam.slice(0, 1)).setting,
    );
  });
});

describe("the contestants", () => {
  it(
    "that count come out again from the seed, passage by passage",
    () => {
      for (const contestant of [book.nGramOf(3), book.nGramOf(5), book.kneserNey()]) {
        const { result } = judgeLosses(contestant, { train, exam }, { seed: report.seed, latencyItems: 0 });
        expect(JSON.parse(JSON.stringify(result))).toEqual(lossEntryOf(report, contestant.name).result);
      }
    },
    5 * MINUTES,
  );

  it(
    "that learn come out again, too, where that is quick",
    () => {
      const contestant = book.letterRegression();
      const { result } = judgeLosses(contestant, { train: train.slice(0, 8), exam }, { seed: report.seed, latencyItems: 0 });
      const before = lossEntryOf(report, contestant.name).curve.find(({ items }) => items === 8)!;
      expect(result.mean).toBeCloseTo(before.means[0]!, 3);
    },
    5 * MINUTES,
  );

  it("see the same five characters where they are compared at the same context", () => {
    const model = book.untrainedGPT("small", seed(1));
    const { before, text } = exam[0]!;
    const other = { before: "z".repeat(before.length - book.IN_SIGHT) + before.slice(-book.IN_SIGHT), text: text.slice(0, 1) };
    expect(book.gptBitsInSight(model, other, book.IN_SIGHT)).toBeCloseTo(book.gptBitsInSight(model, { before, text: other.text }, book.IN_SIGHT), 6);
    expect(book.gptBits(model, other)).not.toBeCloseTo(book.gptBits(model, { before, text: other.text }), 6);
    // A table of six counts sees as many.
    const counts = new NGram({ order: book.IN_SIGHT + 1, vocabulary: book.BOOK_CHARACTERS }).fit(train[0]!.text);
    expect(book.countedBits(counts, other)).toBe(book.countedBits(counts, { before, text: other.text }));
  });

  it("of the shipped GPT carries what its card says", () => {
    const { result } = lossEntryOf(report, "GPT, large");
    expect(result.effort.steps).toBe(card.steps);
    expect(result.effort.flops).toBe(6 * card.parameters * card.steps * card.batchSize * 256);
    // The card's exam is all of the ninth tenth, in nats; this one asks every other passage.
    expect(result.interval.low).toBeLessThan(card.exam! / Math.LN2);
    expect(result.interval.high).toBeGreaterThan(card.exam! / Math.LN2);
  });

  it("needs what a GPT looks back on to stand before a passage", () => {
    const model = book.untrainedGPT("small", seed(1));
    expect(() => book.gptBits(model, { before: "short", text: "text" })).toThrow("5 characters stand before the passage: this GPT looks back on 64");
  });
});

describe("what pages draw of it", () => {
  it("is each contestant's cost, curve and training", () => {
    const costs = characterCosts(report);
    expect(costs.find(({ name }) => name === "5-gram")).toMatchObject({ learnt: false, side: "lm", operations: 5 * 952_000 });
    expect(costs.find(({ name }) => name === "perceptron")).toMatchObject({ learnt: true, side: "neural" });
    const curve = characterCurves(inPicture(report)).filter(({ name }) => name === "3-gram");
    expect(curve.map(({ read }) => read)).toEqual([8000, 32_000, 128_000, 384_000, 952_000]);
    expect(curve[0]!.bits).toBe(mean(lossEntryOf(report, "3-gram").curve[0]!.means));
    const points = trainingPoints(report, card);
    expect(new Set(points.map(({ name }) => name))).toEqual(new Set(["GPT, small", "GPT, medium", "GPT, large"]));
    const last = points.at(-1)!;
    expect(last.operations).toBe(lossEntryOf(report, "GPT, large").result.effort.flops);
    expect(last.bits).toBeCloseTo(card.curve.at(-1)!.validation / Math.LN2, 9);
  });
});

describe("characterDuel", () => {
  it(
    "counts as the contest does, learns, and ends with both in the exam",
    () => {
      const states = [...characterDuel({ items: 8, order: 3, size: "small", random: seed(1) })];
      const last = states.at(-1)!;
      expect(last.step).toBe(last.of);
      expect(last.points.at(-1)!.bits).toBeLessThan(last.points[0]!.bits);
      const [counted, learnt] = last.exam!.rows;
      const asked = exam.filter((_, i) => i % 3 === 0);
      const { result } = judgeLosses(book.nGramOf(3), { train: train.slice(0, 8), exam: asked }, { seed: 0, latencyItems: 0 });
      expect(counted!.bits).toBeCloseTo(result.mean, 9);
      expect(last.exam!.more.difference).toBeCloseTo(learnt!.bits - counted!.bits, 9);
    },
    5 * MINUTES,
  );
});
