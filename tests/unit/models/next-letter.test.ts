import { describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { Bigram } from "../../../src/lm/bigram.ts";
import { classifyLetters, compareByName, countLetters, type LetterLosses, letterContest, letterExamples } from "../../../src/versus/next-letter.ts";

const shuffled = seed(1).shuffle(names.list);
const [ask, learn] = [shuffled.slice(0, 100), shuffled.slice(100, 700)];

describe("the next letter as a task for classifiers", () => {
  it("has the letters before as features and each letter and each end as a label", () => {
    expect(letterExamples(["ann", "bo"], 2)).toEqual({
      features: [
        [".", "."],
        [".", "a"],
        ["a", "n"],
        ["n", "n"],
        [".", "."],
        [".", "b"],
        ["b", "o"],
      ],
      labels: ["a", "n", "n", ".", "b", "o", "."],
    });
  });

  it("is asked of counts at the same places, each letter after those of its own name alone", () => {
    const { losses, numbers } = countLetters(learn, ask, 1);
    expect(losses).toHaveLength(letterExamples(ask, 1).labels.length);
    // Of pairs and single letters, so many at most.
    expect(numbers).toBeGreaterThan(200);
    expect(numbers).toBeLessThanOrEqual(27 * 27 + 27);
    expect(mean([...losses])).toBeCloseTo(new Bigram({ smoothing: 0.5 }).fit(learn).nll(ask), 1);
    const [alone] = [countLetters(learn, ask.slice(1), 3)];
    expect(alone.losses).toEqual(countLetters(learn, ask, 3).losses.slice(ask[0]!.length + 1));
  });

  it("is learnt by a classifier on one letter about as well as by counting pairs: it is the same table", () => {
    const steps = [...classifyLetters(learn, ask, 1)];
    expect(steps.map(({ step }) => step).slice(0, 2)).toEqual([10, 20]);
    const { losses, numbers } = steps.at(-1)!;
    expect(numbers).toBe(27 * 28);
    expect(Math.abs(mean([...losses]) - mean([...countLetters(learn, ask, 1).losses]))).toBeLessThan(0.03);
    expect(mean([...losses])).toBeLessThan(mean([...steps[0]!.losses]));
  });
});

describe("the contest", () => {
  it("says of each model what it says by itself, and of the two that see the same by how much they differ", () => {
    const last = [...letterContest(learn, ask, 2, { random: seed(1) })].at(-1)!;
    const [one, two] = [1, 2].map((before) => countLetters(learn, ask, before)) as [LetterLosses, LetterLosses];
    const classified = [...classifyLetters(learn, ask, 2)].at(-1)!;
    expect(last.rows.map(({ model }) => model)).toEqual(["counts after one letter", "counts after 2 letters", "logistic regression on 2 letters"]);
    expect(last.rows.map(({ loss }) => loss)).toEqual([one, two, classified].map(({ losses }) => mean([...losses])));
    expect(last.rows.map((row) => row["numbers kept"])).toEqual([one, two, classified].map(({ numbers }) => numbers));
    expect(last.difference).toBeCloseTo(last.rows[2]!.loss - last.rows[1]!.loss, 12);
    expect(last.low).toBeLessThan(last.high);
  });
});

describe("two models compared name by name", () => {
  const [few, more] = [1, 2].map((before) => countLetters(learn, ask, before).losses) as [Float64Array, Float64Array];

  it("differ by the difference of their mean losses, with an interval around it", () => {
    const { difference, low, high } = compareByName(ask, more, few, { random: seed(1) });
    expect(difference).toBeCloseTo(mean([...more]) - mean([...few]), 12);
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    const narrow = compareByName(
      ask,
      few.map((loss) => loss + 0.1),
      few,
      { random: seed(1) },
    );
    // Always worse by the same: other names would say so, too.
    for (const value of Object.values(narrow)) expect(value).toBeCloseTo(0.1, 12);
  });

  it("must both have been asked about each letter", () => {
    expect(() => compareByName(["ann"], [1, 2, 3], [1, 2, 3, 4], { random: seed(1) })).toThrow("3 losses: the names and their ends are 4 letters");
  });
});
