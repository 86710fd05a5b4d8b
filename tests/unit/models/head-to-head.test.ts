import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { mailKey } from "../../../src/contests/spam-contestants.ts";
import { spam } from "../../../src/datasets/spam.ts";
import { stratifiedKFold } from "../../../src/score/cross-validation.ts";
import { type Competitor, type Contestant, checkNoLeak, evenOrder, fewLabels, judge } from "../../../src/versus/head-to-head.ts";

type Answer = "even" | "odd";

/** Knows what it was taught by heart, and says "even" of all else; writes down what it is given. */
function spy(name = "spy") {
  const log: { learnt: number[]; asked: number[] }[] = [];
  const contestant: Contestant<number, Answer> = {
    name,
    side: "ml",
    input: { characters: 2, read: (row) => row },
    context: "nothing",
    tuned: "nothing",
    tunedOn: "no rows",
    create: (): Competitor<number, Answer> => {
      const seen = { learnt: [] as number[], asked: [] as number[] };
      log.push(seen);
      return {
        fit: (X) => void seen.learnt.push(...X),
        predict: (X) => {
          seen.asked.push(...X);
          return X.map(() => "even");
        },
        size: () => ({ parameters: seen.learnt.length, bytes: 4 * seen.learnt.length }),
        effort: () => ({ steps: 1, flat: true, setting: `${seen.learnt.length} rows` }),
      };
    },
  };
  return { contestant, log };
}

const X = Array.from({ length: 20 }, (_, i) => i);
const y = X.map((n): Answer => (n % 4 === 0 ? "odd" : "even"));
const folds = stratifiedKFold(y, { folds: 5, random: seed(0) });
const data = { X, y };

describe("judge", () => {
  it("counts what was wrong, over all folds", () => {
    const { result } = judge(spy().contestant, data, folds, { seed: 0 });
    // 5 of 20 are "odd", and it never says so.
    expect(result).toMatchObject({ folds: 5, labels: 16, tested: 20, accuracy: 0.75, size: { parameters: 16, bytes: 64 } });
    expect(result.wrong).toEqual([0, 4, 8, 12, 16]);
    expect(result.foldAccuracies).toEqual([0.75, 0.75, 0.75, 0.75, 0.75]);
    expect(result.classes).toMatchObject([
      { label: "even", precision: 0.75, recall: 1, support: 15 },
      { label: "odd", precision: 0, recall: 0, support: 5 },
    ]);
    // Wilson 1927, for 15 of 20: .5313 to .8881, as statsmodels' proportion_confint(15, 20, method="wilson").
    expect(result.interval.low).toBeCloseTo(0.5313, 4);
    expect(result.interval.high).toBeCloseTo(0.8881, 4);
  });

  it("lets a model learn from training rows only, and asks it about test rows only", () => {
    const { contestant, log } = spy();
    judge(contestant, data, folds, { seed: 0 });
    expect(log).toHaveLength(5);
    for (const [i, { learnt, asked }] of log.entries()) {
      expect(new Set(learnt)).toEqual(new Set(folds[i]!.train));
      expect(new Set(asked)).toEqual(new Set(folds[i]!.test));
    }
  });

  it("keeps times apart from results, so that those do not depend on the clock", () => {
    const slow = { now: 0 };
    const one = judge(spy().contestant, data, folds, { seed: 0, clock: () => slow.now++ });
    const other = judge(spy().contestant, data, folds, { seed: 0 });
    expect(one.result).toEqual(other.result);
    expect(one.timing).toEqual({ trainSeconds: 0.001, latency: { p50: 1, p95: 1 } });
  });

  it("gives each fold a seed of its own, the same for whoever comes before or after", () => {
    const drawn: number[] = [];
    const { contestant } = spy();
    const drawing = { ...contestant, create: (random: ReturnType<typeof seed>) => (drawn.push(random.int(1e6)), contestant.create(random)) };
    judge(drawing, data, folds, { seed: 7 });
    judge(drawing, data, folds, { seed: 7 });
    expect(drawn.slice(0, 5)).toEqual(drawn.slice(5));
    expect(new Set(drawn).size).toBe(5);
  });

  it("shows of each row what the contestant may see, and nothing else, and says how much that was", () => {
    const { contestant, log } = spy();
    const near = { ...contestant, input: { characters: 1, read: (row: number) => row % 10 } };
    const { result } = judge(near, data, folds, { seed: 0 });
    expect(log.flatMap(({ learnt, asked }) => [...learnt, ...asked]).every((row) => row < 10)).toBe(true);
    expect(result).toMatchObject({ characters: 1, context: "nothing", tuned: "nothing", effort: { steps: 1, flat: true } });
    expect(result.settings).toEqual(new Array(5).fill("16 rows"));
    fewLabels(near, data, folds[0]!, { seed: 0, labels: 8, draw: 0 });
    expect(log.at(-1)!.learnt.every((row) => row < 10)).toBe(true);
  });

  it("stops after the folds that a contestant has time for", () => {
    const { contestant, log } = spy();
    expect(judge({ ...contestant, folds: 2 }, data, folds, { seed: 0 }).result).toMatchObject({ folds: 2, tested: 8 });
    expect(log).toHaveLength(2);
  });

  it("refuses a test row that is also a training row, under any disguise that the key sees through", () => {
    const texts = ["Buy now", "hello", "buy  NOW", "bye"];
    const rows = { X: texts, y: ["a", "b", "a", "b"] };
    const contestant = spy().contestant as unknown as Contestant<string, string>;
    const fold = [{ train: [0, 1], test: [2, 3] }];
    expect(() => judge(contestant, rows, fold, { seed: 0, key: mailKey })).toThrow("fold 0: test row 2 is the same as training row 0");
    expect(() => judge(contestant, rows, fold, { seed: 0 })).not.toThrow();
  });
});

describe("learning curve", () => {
  it("gives all contestants the same few rows, the few among the more, and the same questions", () => {
    const [one, other] = [spy(), spy()];
    const asked = [0, 1].flatMap((draw) => [4, 8].map((labels) => ({ seed: 3, labels, draw })));
    const accuracies = asked.map((options) => fewLabels(one.contestant, data, folds[0]!, options));
    expect(accuracies.every((accuracy) => accuracy === 0.75)).toBe(true);
    for (const options of asked) fewLabels(other.contestant, data, folds[0]!, options);
    expect(other.log).toEqual(one.log);
    const [four, eight, fourAgain] = one.log.map(({ learnt }) => learnt);
    expect(four).toHaveLength(4);
    expect(eight).toHaveLength(8);
    expect(eight).toEqual(expect.arrayContaining(four!));
    expect(fourAgain).not.toEqual(four);
    for (const { learnt, asked } of one.log) {
      expect(asked).toEqual(folds[0]!.test);
      expect(learnt.filter((row) => folds[0]!.test.includes(row))).toEqual([]);
    }
  });

  it("draws each class in its share", () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i < 30 ? "spam" : "ham"));
    const order = evenOrder([...labels.keys()], labels, seed(1));
    expect(new Set(order).size).toBe(100);
    for (const n of [8, 10, 33, 50]) {
      const drawn = order.slice(0, n).filter((row) => labels[row] === "spam").length;
      expect(Math.abs(drawn - 0.3 * n)).toBeLessThanOrEqual(1);
    }
  });
});

describe("the mails", () => {
  const all = stratifiedKFold(spam.labels, { folds: 5, random: seed(0) });

  it("stand on one side of each fold only, white space and capitals aside", () => {
    const keys = spam.texts.map(mailKey);
    expect(() => checkNoLeak(keys, all)).not.toThrow();
    keys[all[0]!.test[0]!] = keys[all[0]!.train[0]!]!;
    expect(() => checkNoLeak(keys, all)).toThrow(/fold 0: test row/);
  });

  it("are each tested once", () => {
    expect(all.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...spam.texts.keys()]);
  });
});
