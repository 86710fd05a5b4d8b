import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { inventedFilms, ratings } from "../../../src/datasets/ratings.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { MatrixFactorization } from "../../../src/ml/matrix-factorization.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/recommendation.mdx";
const notebook = read("notebooks/recommendation.ts");
/** The numbers with a point in a text. */
const numbersIn = (text: string) => Array.from(text.matchAll(/\d+\.\d+/g), ([digits]) => Number(digits));
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("recommendation");
}, 120_000);

type Known = ReturnType<typeof ratings>["train"];
const { train, test, causes } = ratings({ random: seed(1) });
const learn = (factors: number, known: Known) => new MatrixFactorization({ random: seed(1), factors, iterations: 6 }).fit(known);
const [model, biases] = [learn(4, train), learn(0, train)];
const rmse = (errors: readonly number[]) => Math.sqrt(mean(errors.map((error) => error ** 2)));
const three = (value: number) => value.toFixed(3);
const onMean = rmse(test.map(({ value }) => value - model.mean));

/** The same for the three seeds of the program that makes the ratings. */
const seeds = [1, 2, 3].map((n) => {
  const data = ratings({ random: seed(n) });
  const plain = learn(0, data.train);
  return {
    mean: rmse(data.test.map(({ value }) => value - plain.mean)),
    biases: plain.score(data.test),
    tastes: learn(4, data.train).score(data.test),
  };
});

/** Rounds of the fit: the error on what is learnt from. */
const rounds = [...new MatrixFactorization({ random: seed(1), iterations: 7 }).fitSteps(train)].map((step) => step.rmse);

const cut = 24_000;
const [learnt, held] = [train.slice(0, cut), train.slice(cut)];
const byTastes = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => {
  const some = learn(k, learnt);
  return { learnt: some.score(learnt), held: some.score(held) };
});

/** In how many of 1,000 draws of users tastes have the lower error. */
const drawsWon = () => {
  const difference = new Array<number>(500).fill(0);
  for (const { user, item, value } of test) difference[user]! += (value - model.predict(user, item)) ** 2 - (value - biases.predict(user, item)) ** 2;
  const draw = seed(0);
  return Array.from({ length: 1000 }, () => difference.reduce((sum, _) => sum + difference[draw.int(500)]!, 0) < 0).filter(Boolean).length;
};

const met = train.filter(({ user }) => user < 400);
const newcomers = Array.from({ length: 100 }, (_, i) => ({
  before: train.filter(({ user }) => user === 400 + i),
  after: test.filter(({ user }) => user === 400 + i),
}));
const veteran = learn(4, met);
const errorAfter = (given: number) =>
  rmse(
    newcomers.flatMap(({ before, after }) => {
      const me = veteran.foldIn(before.slice(0, given));
      return after.map(({ item, value }) => value - me.predict(item));
    }),
  );

const turned = [0, 1, 2, 3].map((k) => {
  const real = causes.itemTaste.map((q) => q[k]!);
  return {
    all: new LinearRegression().fit(model.itemFactors, real).score(model.itemFactors, real),
    best: Math.max(
      ...[0, 1, 2, 3].map((j) => {
        const one = model.itemFactors.map((q) => [q[j]!]);
        return new LinearRegression().fit(one, real).score(one, real);
      }),
    ),
  };
});

const meansAt = (seen: number) => {
  const data = ratings({ random: seed(1), seen });
  return { honest: learn(0, data.train).score(data.test), leaked: learn(0, [...data.train, ...data.test]).score(data.test) };
};

const much = ratings({ random: seed(1), seen: 0.6 });
const chance = seed(9);
const picked = much.train.filter(({ value }) => chance.uniform() < 1 / (1 + Math.exp(-2 * (value - 4.2))));
const [fromDrawn, fromPicked] = [learn(4, much.train.slice(0, picked.length)), learn(4, picked)].map((some) => some.score(much.test));

holds(
  page,
  [
    ["learnsFrom: 30,000 generated ratings", [30_000, train.length]],
    ["as in Koren et al. (2009)"],
    [
      "μ = 3.5, b = 0.2, c = −0.4, p = (1, −0.5), q = (0.8, 0.6): 3.5 + 0.2 − 0.4 + (0.8 − 0.3) = 3.8",
      [3.8, Number((3.5 + 0.2 - 0.4 + 1 * 0.8 - 0.5 * 0.6).toFixed(9))],
    ],
    ["on 30,000 other ratings", [30_000, test.length]],
    ["Nobody can come below 0.5: so much noise the program added to each", [true, read("src/datasets/ratings.ts").includes("noise = 0.5")]],
    // NumPy, on ratings made in the same way with its own generator; ours agree within 0.02, and with tastes lie between its error and the floor.
    [
      "A program in NumPy, on ratings of its own, got 1.101, 0.912 and 0.575",
      [true, Math.abs(mean(seeds.map((one) => one.mean)) - 1.101) < 0.02],
      [true, Math.abs(mean(seeds.map((one) => one.biases)) - 0.912) < 0.02],
      [true, seeds.every(({ tastes }) => tastes > 0.5 && tastes < 0.575)],
    ],
    ["the same 30,000 ratings, one draw. the same 30,000 known ratings"],
    [
      "six rounds each; the error on what is learnt from falls by less than 0.001 after the fifth",
      [true, notebook.includes("iterations: 6")],
      [true, rounds[4]! - rounds[6]! < 0.001 && rounds[4]! - rounds[6]! > 0],
    ],
    ["the price λ = 1 was left alone", [1, model.regularization]],
    ["1.105, always the mean", ["1.105", three(onMean)]],
    [
      "over three seeds of the program: 0.886 to 0.919 with biases, 0.534 to 0.540 with tastes",
      ["0.886 0.919", [Math.min, Math.max].map((end) => three(end(...seeds.map((one) => one.biases)))).join(" ")],
      ["0.534 0.540", [Math.min, Math.max].map((end) => three(end(...seeds.map((one) => one.tastes)))).join(" ")],
    ],
    ["bootstrap over the 500 users: tastes have the lower error in 1,000 of 1,000 draws", [1000, drawsWon()]],
    ["With 8 in the place of 4, what becomes of the error on others? it rises"],
    ["It rises from 0.551 to 0.598. The program used four tastes", ["0.551 0.598", `${three(byTastes[4]!.held)} ${three(byTastes[8]!.held)}`]],
    ["all four together explain each of the true ones to 0.98", [["0.98", "0.98", "0.98", "0.98"], turned.map(({ all }) => all.toFixed(2))]],
    ["Here a model learns from 400 users. The other 100 come in", [100, newcomers.length]],
    [
      "With no rating of a new user, the error is 1.05. After how many is it below 0.7? 12",
      [1.045, Number(three(errorAfter(0)))],
      [true, errorAfter(8) > 0.7 && errorAfter(12) < 0.7],
    ],
    ["It is 0.65 after twelve, and 0.80 after five", ["0.65 0.80", `${errorAfter(12).toFixed(2)} ${errorAfter(5).toFixed(2)}`]],
    ["the error on all films is 0.856, not 0.544", ["0.856 0.544", `${three(fromPicked!)} ${three(fromDrawn!)}`]],
    // S. Sanner and others 2023, abstract: "competitive recommendation performance for pure language-based preferences (no item preferences) in the near cold-start case".
    ["kept up with collaborative filtering that had a few ratings (Sanner et al. 2023)"],
    // C. Jiang and others 2025, abstract.
    ["and some suggest things that do not exist (Jiang et al. 2025)"],
    // D. Di Palma and others 2025, abstract: "all models exhibit some degree of memorization of MovieLens-1M, and recommendation performance is related to the extent of memorization".
    ["could recite parts of MovieLens-1M, the usual test set, and those that recite more recommend better (Di Palma et al. 2025)"],
    ["c and q are 0", [true, Math.abs(model.predict(0, 9999) - model.mean - model.userBias[0]!) < 1e-12]],
  ],
  [
    ["what any model could find at best", "construction: the noise is drawn anew for each rating, and depends on nothing"],
    ["what is liked most by all", "definition: the base line"],
    ["darker for more stars", "construction: it is the scale of the picture"],
    ["tastes have the lower error in 1,000 of 1,000 draws", () => drawsWon() === 1000],
    ["always the mean", "definition: the base line"],
    [
      "The more tastes, the lower the error on ratings that are learnt from",
      () => byTastes.every(({ learnt }, k) => k === 0 || learnt < byTastes[k - 1]!.learnt),
    ],
    ["A new film is worse off", "construction: without ratings its numbers are 0, and the model asks users alone"],
    ["The error looks lower and is not", () => [0.2, 0.05, 0.02].every((seen) => meansAt(seen).leaked < meansAt(seen).honest)],
    ["rate a film the likelier, the more they like it", "construction: the chance rises with the rating"],
    [
      "here it would have the numbers to go by, and no more",
      "construction: the titles are words put together by a program, and say nothing of the ratings",
    ],
    ["A prediction may pass five stars, since a sum knows no ceiling", () => Math.max(...numbersIn(shown["suggest"]!)) > 5],
    ["a star more than others do", "instruction: what is asked"],
  ],
);

describe("what the cells show", () => {
  it("the five films are those that the model would ask about, and no title stands twice", () => {
    const asked = model.askAbout(5);
    expect(notebook).toContain(`const asked = [${asked.join(", ")}];`);
    expect(new Set(inventedFilms).size).toBe(300);
  });

  it("the suggestions are the model's, and for everybody they are the films with the highest bias", () => {
    const asked = model.askAbout(5);
    const best = model.items.filter((item) => !asked.includes(item)).toSorted((a, b) => model.itemBias[b]! - model.itemBias[a]!);
    const [mine, all] = shown["suggest"]!.split("\n") as [string, string];
    for (const item of best.slice(0, 5)) expect(all).toContain(inventedFilms[item]);
    const you = model.foldIn(asked.map((item, i) => ({ item, value: [4, 2, 5, 3, 1][i]! })));
    for (const { item, rating } of you.recommend({ count: 5, without: asked })) expect(mine).toContain(`${inventedFilms[item]} ${rating.toFixed(1)}`);
  });

  it("the errors are those of the prose", () => {
    expect(numbersAfter(shown["errors-drawn"]!, "4 bars: mean μ ")[0]).toBe(Number(three(onMean)));
    expect(numbersAfter(shown["errors-drawn"]!, "biases b, c ")[0]).toBe(Number(three(biases.score(test))));
    expect(numbersAfter(shown["errors-drawn"]!, "tastes p·q ")[0]).toBe(Number(three(model.score(test))));
    expect(numbersAfter(shown["means"]!, "20 %").slice(0, 2)).toEqual(
      [meansAt(0.2).honest, meansAt(0.2).leaked].map((value) => Number(three(value))),
    );
    expect(numbersAfter(shown["picked"]!, "films they like")[3]).toBe(0.856);
  });
});
