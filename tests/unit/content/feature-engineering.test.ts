import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { cpsWages } from "../../../src/datasets/cps-wages.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { judgeColumns, judgeColumnsOften } from "../../../src/prep/column-judge.ts";
import { DictVectorizer } from "../../../src/prep/dict-vectorizer.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { TargetEncoder } from "../../../src/prep/target-encoder.ts";
import { crossValScore, type Fold, kFold, take } from "../../../src/score/cross-validation.ts";
import { luckyColumns } from "../../../src/score/lucky-columns.ts";
import { mae, r2 } from "../../../src/score/regression-metrics.ts";
import { reference } from "../models/reference/load.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/feature-engineering.mdx";
const notebook = read("notebooks/feature-engineering.ts");
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("feature-engineering");
}, 120_000);

const linear = () => new LinearRegression();
const { rows, targets, features } = cpsWages;
const logs = targets.map(Math.log);
const jobs = [...new Set(rows.map(({ occupation }) => occupation))].sort();
const made = rows.map((row) => ({ ...row, "experience²": row.experience ** 2, number: jobs.indexOf(row.occupation) }));
const folds = kFold(rows.length, { random: seed(0) });
const two = ["education", "experience"];
const bent = [...two, "experience²"];

/** The rows of the table of steps: columns, target, and what cross_val_score(LinearRegression(), …, cv=KFold(5, shuffle=True, random_state=0)) has for them. */
const STEPS = {
  dollars: [two, targets, 0.187],
  logarithm: [two, logs, 0.194],
  bent: [bent, logs, 0.218],
  oneHot: [[...bent, "occupation"], logs, 0.273],
  number: [[...bent, "number"], logs, undefined],
} as const;
type Step = keyof typeof STEPS;
const often = Object.fromEntries(Object.entries(STEPS).map(([step, [columns, y]]) => [step, judgeColumnsOften(linear, made, y, columns)])) as Record<
  Step,
  ReturnType<typeof judgeColumnsOften>
>;
const three = (value: number) => value.toFixed(3);

/** The folds that scikit-learn 1.2.1 deals: `KFold(5, shuffle=True, random_state=0)`. */
const foldOf = [...(reference("folds")["KFold(5, shuffle=True, random_state=0), 534 rows"] as string)].map(Number);
const theirs: Fold[] = [0, 1, 2, 3, 4].map((fold) => ({
  train: [...foldOf.keys()].filter((row) => foldOf[row] !== fold),
  test: [...foldOf.keys()].filter((row) => foldOf[row] === fold),
}));
const onTheirs = (step: Step) => judgeColumns(linear, made, STEPS[step][1], STEPS[step][0], theirs).r2;

/** As cell `leak` has it. */
const random = seed(7);
const codes = rows.map(() => random.int(200));
const withCode = (sees: (train: number[]) => number[]) =>
  mean(
    folds.map(({ train, test }) => {
      const code = new TargetEncoder().fit(take(codes, sees(train)), take(logs, sees(train))).transform(codes);
      const X = features.map((row, i) => [...row, code[i]!]);
      return new LinearRegression().fit(take(X, train), take(logs, train)).score(take(X, test), take(logs, test));
    }),
  );
const [early, inside] = [withCode(() => [...rows.keys()]), withCode((train) => train)];
const without = judgeColumns(linear, rows, logs, two, folds).r2;
const scaledEarly = mean(crossValScore(() => new LinearRegression(), new StandardScaler().fitTransform(features), logs, folds));

const lucky = luckyColumns(linear, features, logs, { random: seed(0) });

/** How much one year more changes the prediction, in percent. */
const perYear = (columns: string[], some: typeof rows) =>
  new LinearRegression()
    .fit(
      new DictVectorizer(columns).fitTransform(some),
      some.map(({ wage }) => Math.log(wage)),
    )
    .coefficients.map((b) => (100 * (Math.exp(b) - 1)).toFixed(1));
const all = ["age", ...two];
const sums = rows.filter(({ age, education, experience }) => age === education + experience + 6);
const odd = rows.filter((row) => !sums.includes(row));

/** In how many of 1,000 draws of workers the squared errors of one step sum up to less than those of another. */
const drawsWon = (winner: Step, loser: Step) => {
  const squares = (step: Step) => rows.map((_, i) => mean(often[step].predicted.map((told) => (told[i]! - logs[i]!) ** 2)));
  const [a, b] = [squares(winner), squares(loser)];
  const draw = seed(0);
  return Array.from({ length: 1000 }, () => {
    let difference = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = draw.int(rows.length);
      difference += a[row]! - b[row]!;
    }
    return difference < 0;
  }).filter(Boolean).length;
};

holds(
  page,
  [
    ["learnsFrom: 534 workers of 1985, each with an hourly wage", [534, rows.length]],
    ["these are what employers paid in 1985"],
    [
      "Wages 4, 6, 11 have the mean 7: 9 + 1 + 16 = 26. Predictions 5, 6, 9 are off by 1 + 0 + 4 = 5. R² = 1 − 5/26 = 0.81",
      ["0.81", r2([4, 6, 11], [5, 6, 9]).toFixed(2)],
      [26, 9 + 1 + 16],
    ],
    ["1 is perfect, 0 is no better than the mean, and below 0 is worse", [1, r2([4, 6, 11], [4, 6, 11])], [0, r2([4, 6, 11], [7, 7, 7])]],
    ['the model takes "service" for four equal steps above "management"', [4, jobs.indexOf("service") - jobs.indexOf("management")]],
    ["six columns of 0 and 1 instead", [6, jobs.length]],
    [
      "With the occupations numbered 0 to 5, R² goes from 0.220 to 0.223. And with one-hot columns? 0.268",
      ["0.220 0.223 0.268", [often.bent, often.number, often.oneHot].map((step) => three(step.r2)).join(" ")],
    ],
    ["It is 0.268", ["0.268", three(often.oneHot.r2)]],
    // scikit-learn 1.2.1; tests/unit/models/chapter-numbers.test.ts has its means over a hundred shuffles, too.
    [
      "On five parts of its own, scikit-learn gets 0.187, 0.194, 0.218 and, one-hot, 0.273; on the same parts, so do we",
      [[0.187, 0.194, 0.218], (["dollars", "logarithm", "bent"] as const).map((step) => Number(three(onTheirs(step))))],
      [true, Math.abs(onTheirs("oneHot") - 0.2735) < 0.0001],
      // Our mean over shuffles is within what shuffling does.
      [
        true,
        (["dollars", "logarithm", "bent", "oneHot"] as const).every(
          (step) => often[step].lowest < STEPS[step][2] && STEPS[step][2] < often[step].highest,
        ),
      ],
    ],
    ["the 534 workers, twenty times dealt into the same five parts for all", [20, often.bent.predicted.length]],
    ["R² of 0, the mean"],
    ["one-hot has the lower sum in 989 of 1,000 draws against experience² alone", [989, drawsWon("oneHot", "bent")]],
    ["Give each worker one of 200 area codes", [true, notebook.includes("chance.int(200)")]],
    ["For 200 columns there are too few workers"],
    ["Without the codes, R² is 0.198", ["0.198", three(without)]],
    ["What does R² become? 0.46.", ["0.46", early.toFixed(2)]],
    [
      "It becomes 0.464. With two or three workers to a code",
      ["0.464", three(early)],
      [true, rows.length / new Set(codes).size > 2 && rows.length / new Set(codes).size < 3],
    ],
    ["the truth comes out: −0.160", ["-0.160", three(inside)]],
    ["Draw 200 columns by chance", [true, notebook.includes("tried: 200")]],
    [
      "With the 20 luckiest, R² rises from 0.245 to 0.358 on the rows they were chosen with. And on the rows put aside, where it was 0.138? it falls to 0.035",
      ["0.245 0.358", `${three(lucky[0]!.chosenWith)} ${three(lucky[20]!.chosenWith)}`],
      ["0.138 0.035", `${three(lucky[0]!.neverSeen)} ${three(lucky[20]!.neverSeen)}`],
    ],
    ["Of 200 columns some fit by chance"],
    [
      "Age alone: 0.9 % more. Beside education and experience: 4.1 % less. Leave one worker out: 3.7 % more",
      ["0.9 -4.1 3.7", [perYear(["age"], rows)[0], perYear(all, rows)[0], perYear(all, sums)[0]].join(" ")],
    ],
    [
      "In 533 of the 534 rows, age is education plus experience plus 6. One row decides: 18 years old, with 16 years of education",
      [533, sums.length],
      ["18 16", `${odd[0]!.age} ${odd[0]!.education}`],
    ],
    // F. Blau and L. Kahn 2017, abstract.
    ['Blau and Kahn (2017) conclude that research "strongly suggests that discrimination cannot be discounted"'],
    ["An R² near 1 is a reason to look for a leak"],
    // A. Singh and DJ Strouse 2024, abstract: "right-to-left tokenization (enforced by comma separating numbers at inference time) leads to largely improved performance".
    ["when commas made GPT-3.5 and GPT-4 cut numbers from the right, they added much better (Singh and Strouse 2024)"],
    // J. Li and others 2024, abstract.
    [
      "one with 7 billion numbers reached 64 % in MMLU, a test of knowledge: 6.6 points more than the best with open data before it, with 40 % less computing (Li et al. 2024)",
    ],
    // M. Sclar and others 2024, abstract: "performance differences of up to 76 accuracy points when evaluated using LLaMA-2-13B".
    ["moved the accuracy of LLaMA-2-13B by up to 76 points (Sclar et al. 2024)"],
    // J. Küken and others 2024, abstract: "four LLMs … biased toward simple operators, such as addition".
    ["four language models liked simple ones, such as sums, too much (Küken et al. 2024)"],
    // N. Abhyankar and others 2025, abstract: "LLM-FE consistently outperforms state-of-the-art baselines".
    ["Guided by validation scores, language models found columns that helped (Abhyankar et al. 2025)"],
    ["numbered 1 to 12, to a linear regression"],
    ["Twelve columns of 0 and 1 claim nothing of the kind"],
  ],
  [
    ["below 0 is worse", () => r2([4, 6, 11], [11, 6, 4]) < 0],
    ["A few very high ones outweigh all others, since errors are squared", () => squaresOfTop(targets, 0.1) > 0.5],
    [
      "experience pays at first and later no more",
      () => new LinearRegression().fit(new DictVectorizer(bent).fitTransform(made), logs).coefficients[2]! < 0,
    ],
    ["never reads the wage", () => three(scaledEarly) === three(without)],
    ["those that score best are kept", "definition: how the columns are chosen"],
    ["the choice of the highest was not", () => [0, 1, 2, 3, 4].every((n) => falls(n))],
    ["least squares, which are solved exactly", "construction: by Householder reflections"],
    ["lowest and highest of the twenty shuffles", "definition: what the interval is"],
    ["is the upper curve, the lower", () => lucky.every(({ chosenWith, neverSeen }) => chosenWith > neverSeen)],
    ["3.7 % more", () => Number(perYear(all, sums)[0]) > 0],
    ["4.1 % less", () => Number(perYear(all, rows)[0]) < 0],
    ["the best of many columns by score is not the best on new rows", () => falls(0)],
  ],
);

/** Of the spread of some values, what the highest of them make. */
function squaresOfTop(values: readonly number[], share: number): number {
  const average = mean(values);
  const top = values.toSorted((a, b) => b - a).slice(0, Math.round(share * values.length));
  const sum = (some: readonly number[]) => some.reduce((total, value) => total + (value - average) ** 2, 0);
  return sum(top) / sum(values);
}

/** Whether columns of chance make the score better that they are chosen with, and the one on other rows worse. */
function falls(n: number): boolean {
  const path = luckyColumns(linear, features, logs, { random: seed(n) });
  return path[20]!.chosenWith > path[0]!.chosenWith + 0.04 && path[20]!.neverSeen < path[0]!.neverSeen;
}

describe("what the cells show", () => {
  const after = (cell: string, phrase: string) => numbersAfter(shown[cell]!, phrase, /[-−]?\d+(?:\.\d+)?/g);

  it("the first score is that of scikit-learn's first step, and the ladder ours", () => {
    expect(after("score", "yours ")[0]).toBe(0.187);
    expect(after("ladder", "their logarithm").slice(0, 4)).toEqual(
      [often.logarithm.r2, often.logarithm.lowest, often.logarithm.highest]
        .map((value) => Number(three(value)))
        .concat(Number(mean(often.logarithm.predicted.map((told) => mae(targets, told.map(Math.exp)))).toFixed(2))),
    );
  });

  it("in dollars, too, the logarithm is off by less, and so is each step after it", () => {
    const off = (step: Step) => mean(often[step].predicted.map((told) => mae(targets, STEPS[step][1] === logs ? told.map(Math.exp) : told)));
    const order = (["dollars", "logarithm", "bent", "oneHot"] as const).map(off);
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    expect(after("ladder", "dollars")[3]).toBe(Number(order[0]!.toFixed(2)));
  });

  it("the sums by hand are the scores of the folds", () => {
    expect(numbersAfter(shown["r-squared"]!, "[")).toEqual(
      judgeColumns(linear, made, targets, two, folds).scores.map((score) => expect.closeTo(score, 12)),
    );
  });

  it("the leak, the luck and the signs are those of the prose", () => {
    expect(after("leak", "saw all rows ")[0]).toBe(0.464);
    expect(after("scaler", "saw all rows")[0]).toBe(0.198);
    expect(after("scaler", "saw the training rows")[0]).toBe(0.198);
    expect(after("luck", "chosen with (21 points) goes from ").slice(0, 2)).toEqual([0.245, 0.358]);
    expect(shown["signs"]).toMatch(/all three +−4\.1 %/);
  });
});
