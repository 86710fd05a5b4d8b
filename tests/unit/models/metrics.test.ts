import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { adjustedRandIndex } from "../../../src/score/clustering-metrics.ts";
import { bootstrapInterval, wilsonInterval } from "../../../src/score/intervals.ts";
import { markedShare } from "../../../src/score/marked-share.ts";
import { accuracy, classScores, f1 } from "../../../src/score/metrics.ts";
import { bitsPerCharacter, brierScore, calibration, logLoss } from "../../../src/score/probability-metrics.ts";
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from "../../../src/score/ranking-metrics.ts";
import { mae, r2, rmse } from "../../../src/score/regression-metrics.ts";
import { exactMatch, rougeL, rougeN } from "../../../src/score/text-metrics.ts";
import { farthest, reference } from "./reference/load.ts";

const sk = reference("metrics");
const positive = 1;

describe("against scikit-learn", () => {
  it("precision, recall and F1 of each class", () => {
    const scores = classScores<number>(sk.classes, sk.guesses);
    for (const figure of ["precision", "recall", "f1"] as const)
      expect(
        farthest(
          scores.map((score) => score[figure]),
          sk[figure],
        ),
      ).toBeLessThan(1e-12);
    expect(f1(sk.classes, sk.guesses)).toBeCloseTo(sk.macroF1, 12);
    expect(f1(sk.classes, sk.guesses, { positive: 2 })).toBeCloseTo(sk.f1[2], 12);
  });

  it("ROC AUC and average precision, with ties", () => {
    expect(rocAuc(sk.truth, sk.scores, { positive })).toBeCloseTo(sk.rocAuc, 12);
    expect(averagePrecision(sk.truth, sk.scores, { positive })).toBeCloseTo(sk.averagePrecision, 12);
  });

  it("adjusted Rand index, R², RMSE, MAE, log loss and Brier score", () => {
    expect(adjustedRandIndex(sk.classes, sk.guesses)).toBeCloseTo(sk.ari, 12);
    expect(r2(sk.numbers, sk.estimates)).toBeCloseTo(sk.r2, 12);
    expect(rmse(sk.numbers, sk.estimates)).toBeCloseTo(sk.rmse, 12);
    expect(mae(sk.numbers, sk.estimates)).toBeCloseTo(sk.mae, 12);
    expect(logLoss(sk.classes, sk.probabilities, [0, 1, 2])).toBeCloseTo(sk.logLoss, 9);
    expect(brierScore(sk.truth, sk.scores, { positive })).toBeCloseTo(sk.brier, 12);
  });
});

describe("by hand", () => {
  it("a ROC curve has one point for each score that occurs", () => {
    expect(rocCurve(["p", "n", "p", "n"], [0.9, 0.5, 0.5, 0.1], { positive: "p" })).toEqual([
      { threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 },
      { threshold: 0.9, falsePositiveRate: 0, truePositiveRate: 0.5 },
      { threshold: 0.5, falsePositiveRate: 0.5, truePositiveRate: 1 },
      { threshold: 0.1, falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
    // Of the four pairs, three are in order and one is a tie: 3.5 / 4.
    expect(rocAuc(["p", "n", "p", "n"], [0.9, 0.5, 0.5, 0.1], { positive: "p" })).toBe(0.875);
    expect(precisionRecallCurve(["p", "n"], [1, 2], { positive: "p" })).toEqual([
      { threshold: 2, precision: 0, recall: 0 },
      { threshold: 1, precision: 0.5, recall: 1 },
    ]);
  });

  it("ROC AUC is the share of pairs in order, for any scores", () => {
    const rows = fc.array(fc.record({ label: fc.constantFrom("p", "n"), score: fc.integer({ min: 0, max: 5 }) }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(rows, (drawn) => {
        const [p, n] = [drawn.filter(({ label }) => label === "p"), drawn.filter(({ label }) => label === "n")];
        fc.pre(p.length > 0 && n.length > 0);
        const inOrder = p.flatMap((a) => n.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)));
        const mean = inOrder.reduce<number>((sum, x) => sum + x, 0) / inOrder.length;
        const [truth, scores] = [drawn.map(({ label }) => label), drawn.map(({ score }) => score)];
        expect(rocAuc(truth, scores, { positive: "p" })).toBeCloseTo(mean, 12);
      }),
    );
  });

  it("a class that is never called has precision 0, one that is not there recall 0", () => {
    expect(classScores(["a", "a"], ["b", "b"])).toEqual([
      { label: "a", precision: 0, recall: 0, f1: 0, support: 2 },
      { label: "b", precision: 0, recall: 0, f1: 0, support: 0 },
    ]);
  });

  it("the adjusted Rand index does not ask what groups are called", () => {
    expect(adjustedRandIndex(["a", "a", "b"], [7, 7, 3])).toBe(1);
    expect(adjustedRandIndex(["a"], ["b"])).toBe(1);
    // Hubert and Arabie's formula: (1 − 2·2/6) / (2 − 2·2/6) with pairs 0, 2, 2 of 6 is −.5.
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  });

  it("R² is 0 for the mean, and 1 or 0 where nothing varies", () => {
    expect(r2([1, 3], [2, 2])).toBe(0);
    expect(r2([2, 2], [2, 2])).toBe(1);
    expect(r2([2, 2], [2, 3])).toBe(0);
  });

  it("log loss of knowing nothing is ln(classes), and one wrong certainty stays finite", () => {
    expect(logLoss(["a"], [[0.25, 0.25, 0.25, 0.25]], ["a", "b", "c", "d"])).toBeCloseTo(Math.log(4), 12);
    expect(logLoss(["a"], [[0, 1]], ["a", "b"])).toBeCloseTo(-Math.log(2 ** -52), 9);
    // 10 tokens at ln 2 nats over 5 characters: 2 bits each.
    expect(bitsPerCharacter(10 * Math.LN2, 5)).toBeCloseTo(2, 12);
  });

  it("calibration compares what was said with what came", () => {
    expect(calibration(["p", "n", "p", "p"], [0.1, 0.2, 0.9, 1], { positive: "p", bins: 2 })).toEqual([
      { from: 0, to: 0.5, predicted: expect.closeTo(0.15, 12), observed: 0.5, samples: 2 },
      { from: 0.5, to: 1, predicted: 0.95, observed: 1, samples: 2 },
    ]);
  });

  it("ROUGE of Lin's example: police killed the gunman", () => {
    // C.-Y. Lin, 2004, section 3.1: S1 "police killed the gunman", S2 "police kill the gunman": ROUGE-L 3/4; S3 "the gunman kill police": 2/4.
    expect(rougeL("police killed the gunman", "police kill the gunman").f1).toBe(0.75);
    expect(rougeL("police killed the gunman", "the gunman kill police").f1).toBe(0.5);
    // Both share the one run "the gunman" of three.
    expect(rougeN("police killed the gunman", "police kill the gunman", 2).recall).toBeCloseTo(1 / 3, 12);
    expect(rougeN("police killed the gunman", "the gunman kill police", 2).recall).toBeCloseTo(1 / 3, 12);
    expect(rougeN("The cat, the cat!", "the the the", 1)).toEqual({ precision: 2 / 3, recall: 2 / 4, f1: 4 / 7 });
    expect(rougeL("", "a")).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(exactMatch(["a", "b"], ["a", "B"])).toBe(0.5);
  });

  it("Wilson's interval of 10 of 10 and 0 of 10", () => {
    // L. Brown, T. Cai, A. DasGupta, Interval estimation for a binomial proportion, 2001: 10/10 gives n/(n + z²) = .7225 to 1.
    expect(wilsonInterval(10, 10)).toEqual({ low: expect.closeTo(0.7225, 4), high: 1 });
    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) });
    expect(wilsonInterval(50, 100)).toEqual({ low: expect.closeTo(0.4038, 4), high: expect.closeTo(0.5962, 4) });
  });

  it("of marks is that of the right ones", () => {
    expect(markedShare("1101")).toEqual({ right: 0.75, asked: 4, ...wilsonInterval(3, 4) });
    expect(markedShare("0".repeat(10))).toEqual({ right: 0, asked: 10, low: 0, high: expect.closeTo(0.2775, 4) });
    expect(() => markedShare("")).toThrow('give "1" for each right answer');
    expect(() => markedShare("1x0")).toThrow('marks are "1x0"');
  });

  it("the bootstrap's interval of a mean is about ± 1.96 standard errors, the same for the same seed", () => {
    const random = seed(3);
    const items = Array.from({ length: 400 }, () => random.normal());
    const mean = (sample: readonly number[]) => sample.reduce((a, b) => a + b, 0) / sample.length;
    const interval = () => bootstrapInterval(items, mean, { random: seed(1) });
    expect(interval().high - interval().low).toBeCloseTo((2 * 1.96) / 20, 1);
    expect(interval()).toEqual(interval());
  });
});

describe("bad input is refused in words", () => {
  it.each([
    ["lists of different lengths", () => accuracy(["a"], []), "1 true labels, 0 predicted ones"],
    ["no numbers", () => rmse([], []), "no numbers"],
    ["positives only", () => rocAuc(["p"], [1], { positive: "p" }), "needs rows of both kinds"],
    ["no positives", () => averagePrecision(["n"], [1], { positive: "p" }), "no label is p"],
    ["a score that is none", () => rocAuc(["p", "n"], [1, Number.NaN], { positive: "p" }), "scores[1] is NaN"],
    ["a class of nobody", () => f1(["a"], ["a"], { positive: "z" }), "z is not among the labels: a"],
    ["an unseen label", () => logLoss(["z"], [[1]], ["a"]), "z is none of the classes: a"],
    ["probabilities that do not sum to 1", () => logLoss(["a"], [[0.5, 0.2]], ["a", "b"]), "probabilities[0] sums to 0.7"],
    ["probabilities of other classes", () => logLoss(["a"], [[1]], ["a", "b"]), "probabilities[0] has 1 numbers: there are 2 classes"],
    ["a probability above 1", () => calibration(["p"], [2], { positive: "p" }), "probabilities[0] is 2"],
    ["more successes than trials", () => wilsonInterval(3, 2), "successes is 3: there were 2 trials only"],
    ["nothing to draw from", () => bootstrapInterval([], () => 0, { random: seed(1) }), "no items"],
    ["runs of no words", () => rougeN("a", "a", 0), "n is 0"],
    ["a text without characters", () => bitsPerCharacter(1, 0), "characters is 0"],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
