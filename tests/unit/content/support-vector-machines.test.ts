import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { iris } from "../../../src/datasets/iris.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { twoMoons } from "../../../src/datasets/two-moons.ts";
import { Svm } from "../../../src/ml/svm.ts";
import { pipeline } from "../../../src/prep/pipeline.ts";
import { StandardScaler } from "../../../src/prep/standard-scaler.ts";
import { twoClouds } from "../../../src/prep/two-clouds.ts";
import { spamContest } from "../../../src/recorded/spam-contest.ts";
import { crossValScore, stratifiedKFold, take } from "../../../src/score/cross-validation.ts";
import { GridSearch } from "../../../src/score/grid-search.ts";
import { holds, numbersAfter, read, shownBy } from "./page.ts";

const page = "src/content/docs/machine-learning/support-vector-machines.mdx";
const notebook = read("notebooks/support-vector-machines.ts");
const { features, labels } = penguins;
let shown: Record<string, string>;
beforeAll(async () => {
  shown = await shownBy("support-vector-machines");
}, 120_000);

/** The border of the first cell with the ring at some place. */
const clouds = twoClouds({ random: seed(5) });
const hard = (X: number[][], y: string[]) => new Svm({ kernel: "linear", C: 1000, tolerance: 1e-9 }).fit(X, y);
const withRing = (ring: number[]) => hard([...clouds.X, ring], [...clouds.y, "right"]);
const line = (model: Svm) => [...model.coefficients[0]!, model.intercepts[0]!];
const first = withRing([5.6, 3]);
const apart = (a: Svm, b: Svm) => Math.max(...line(a).map((value, i) => Math.abs(value - line(b)[i]!)));
const widthOf = (model: Svm) => 2 / Math.hypot(...model.coefficients[0]!);

/** The bills of cell `soft`. */
const some = penguins.rows.filter(({ species }) => species !== "Gentoo");
const bills = new StandardScaler().fitTransform(some.map((row) => [row.billLength, row.billDepth]));
const species = some.map((row) => row.species);
const soft = (C: number) => new Svm({ kernel: "linear", C }).fit(bills, species);

const moons = twoMoons({ random: seed(1), samples: 200, noise: 0.2 });
const bent = (gamma: number) => new Svm({ gamma }).fit(moons.features, moons.labels);
const fresh = twoMoons({ random: seed(2), samples: 1000, noise: 0.2 });

const folds = stratifiedKFold(labels, { random: seed(0) });
const scaled = () => pipeline(new StandardScaler(), new Svm());
const inPipeline = mean(crossValScore(scaled, features, labels, folds));
const raw = mean(crossValScore(() => new Svm(), features, labels, folds));
const early = mean(crossValScore(() => new Svm(), new StandardScaler().fitTransform(features), labels, folds));
const massAlone = mean(
  crossValScore(
    () => new Svm(),
    features.map((row) => [row[3]!]),
    labels,
    folds,
  ),
);

/** As cell `choose` has it, shuffled in some way. */
const settings = [1, 10, 100].flatMap((C) => [0.01, 0.1, 1, 10].map((gamma) => ({ C, gamma })));
const trap = (n: number) => {
  const dice = seed(n);
  const sixty = [...new Set(labels)].flatMap((name) => dice.shuffle([...labels.keys()].filter((row) => labels[row] === name)).slice(0, 20));
  const [X, y] = [take(features, sixty), dice.shuffle(take(labels, sixty))];
  const search = () => new GridSearch(settings, (setting) => pipeline(new StandardScaler(), new Svm<string>(setting)));
  return { best: search().fit(X, y).bestScore, nested: mean(crossValScore(search, X, y, stratifiedKFold(y))) };
};
const traps = Array.from({ length: 6 }, (_, n) => trap(n));

const K = (gamma: number) => Math.exp(-gamma);
const hinge = (y: number, f: number) => Math.max(0, 1 - y * f);
const wrong = (id: string) => entryOf(spamContest.found, id).result.wrong;
const inFirst = new Set(spamContest.found.firstTest);

holds(
  page,
  [
    ["learnsFrom: 342 penguins", [342, labels.length]],
    [
      "The border is where the score is 0, the kerbs are where it is −1 and 1",
      [true, Math.abs(first.decisionFunction([[5.6, 3]])[0]![0]!) - 1 < 1e-6],
    ],
    ["the score where both coordinates are 0"],
    ["With w = (3, 4): ‖w‖ = √(9 + 16) = 5, so the street is 2 / 5 = 0.4 wide", [5, Math.hypot(3, 4)], [0.4, 2 / 5]],
    ["From kerb to kerb the score rises by 2"],
    ["(Cortes and Vapnik 1995)"],
    ["1 or −1, the class of row i"],
    ["Score 2 on the right side: no fine", [0, hinge(1, 2)]],
    ["Score 0.4: 1 − 0.4 = 0.6. Score 1 on the wrong side: 1 + 1 = 2", [0.6, hinge(1, 0.4)], [2, hinge(1, -1)]],
    ["(Boser, Guyon and Vapnik 1992)"],
    ["how much row i holds: 0 for all but the support vectors, at most C; how alike two rows are: 1 for the same, near 0 for far ones"],
    ["At a distance of 1: with γ = 1, K = 0.368; with γ = 3, K = 0.050", ["0.368", K(1).toFixed(3)], ["0.050", K(3).toFixed(3)]],
    [
      "**Set γ to 1000.** Every point becomes an island",
      [1, bent(1000).score(moons.features, moons.labels)],
      [200, bent(1000).supportVectors.length],
    ],
    ["names 98 of 100 penguins. How many in raw grams and millimetres? 73", [98, Math.round(100 * inPipeline)], [73, Math.round(100 * raw)]],
    ["73 of 100: it sees hardly anything but the mass", [true, Math.abs(massAlone - raw) < 0.03]],
    ["60 penguins, 20 of each species, with their species shuffled: a guess gets 33 of 100", [33, Math.round(100 / new Set(labels).size)]],
    ["What does the best of 12 settings score on the folds that chose it? 47 of 100", [12, settings.length], [47, Math.round(100 * traps[0]!.best)]],
    ["every K is near 0, and the answer"],
    ["2 does not mean"],
    ["342 penguins make 116,964 pairs", ["116,964", (342 ** 2).toLocaleString("en")]],
    ["With a linear kernel and C = 1, scikit-learn's own guide reports 0.98 for irises in 5 folds"],
    ["it gives 0.985 over four shuffles"],
    ["of more than 1,000 rows, 1,000 are taken", [true, notebook.includes("atMost: 1000")]],
    ["(Joachims 1998)"],
    [
      "with the same 192 characters of each email, the SVM was wrong 138 times and a pair of small n-gram models 128 times; with p = 0.44, that may be luck",
      [
        [138, 128],
        [wrong("linear SVM, 192").length, wrong("n-gram per class, 192").length],
      ],
      ["0.44", paired(spamContest.found, "linear SVM, 192", "n-gram per class, 192").p.toFixed(2)],
    ],
    [
      "A small GPT, fine-tuned, made 82 mistakes where the SVM made 28",
      [
        [82, 28],
        [wrong("GPT, fine-tuned, 192").length, wrong("linear SVM, 192").filter((row) => inFirst.has(row)).length],
      ],
      [true, paired(spamContest.found, "linear SVM, 192", "GPT, fine-tuned, 192").p < 0.001],
    ],
    // Y. Wahba and others 2022, abstract: "even fine-tuned, do not provide significant gain over the linear SVM classifier", "on the four datasets".
    ["On four sets of texts, fine-tuned language models brought no significant gain over a linear SVM ([Wahba, Madhavji and Steinbacher 2022]"],
    // M. Fernández-Delgado and others 2014, abstract: 179 classifiers, 121 data sets, "the difference is not statistically significant with the second best, the SVM with Gaussian kernel".
    ["On 121 tables, the SVM with the RBF kernel came second among 179 classifiers"],
    ["was not significant ([Fernández-Delgado et al. 2014]"],
    // N. Erickson and others 2025, abstract: boosted trees "are still strong contenders", "foundation models excel on smaller datasets"; section 2: 51 data sets.
    [
      "A newer benchmark of 51 tables finds boosted trees still strong, and pretrained models ahead on the smaller ones ([Erickson et al., June 2025]",
    ],
    ["Its fine is 0 before and after, and its α is 0"],
    ["The weights are w = (0, 0.5). How wide is the street? 4", [4, 2 / Math.hypot(0, 0.5)]],
    ["‖w‖ = 0.5, and 2 / 0.5 = 4", [4, 2 / 0.5]],
  ],
  [
    [
      "Only the examples at its kerb hold it",
      () => apart(first, hard(take([...clouds.X, [5.6, 3]], first.supportVectors), take([...clouds.y, "right"], first.supportVectors))) < 1e-3,
    ],
    ["looks for the border with the least J", "definition: what is minimised"],
    ["it sees hardly anything but the mass", () => Math.abs(massAlone - raw) < 0.03],
    ["so you try some and keep the best", "definition: how a hyperparameter is chosen"],
    ["The score of the best is", () => traps.every(({ best, nested }) => best > nested - 1e-9)],
    ["Rows that were", () => traps[0]!.nested < traps[0]!.best && traps[0]!.nested < 0.4],
    ["before you are pleased", "advice: a base line first"],
    ["choose C by their scores and report the best", "instruction: what is asked"],
    ["the line no longer depends on it", () => apart(withRing([8, 3]), withRing([9.5, 5])) < 1e-6],
  ],
);

describe("what the prose says of the cells", () => {
  it("a ring near the border pushes the street", () => {
    expect(apart(first, withRing([5.2, 3]))).toBeGreaterThan(0.01);
    expect(widthOf(withRing([5.2, 3]))).toBeLessThan(widthOf(first));
  });

  it("a small C buys a wide street that many hold, a large one a narrow street that few hold", () => {
    const all = [0.001, 0.01, 0.1, 1, 10, 100].map(soft);
    for (const [i, model] of all.entries()) {
      if (i === 0) continue;
      expect(model.supportVectors.length).toBeLessThanOrEqual(all[i - 1]!.supportVectors.length);
      expect(widthOf(model)).toBeLessThan(widthOf(all[i - 1]!));
    }
    expect(all[0]!.supportVectors.length).toBeGreaterThan(100);
    expect(all.at(-1)!.supportVectors.length).toBeLessThan(30);
  });

  it("iris and penguins score as in scikit-learn", () => {
    // scikit-learn's user guide, section 3.1.1: "0.98 accuracy with a standard deviation of 0.02", SVC(kernel="linear", C=1), cv=5.
    const ofIris = mean(crossValScore(() => new Svm({ kernel: "linear" }), iris.features, iris.labels, stratifiedKFold(iris.labels)));
    expect(ofIris).toBeCloseTo(0.98, 4);
    expect(numbersAfter(shown["references"]!, "iris")[0]).toBeCloseTo(ofIris, 3);
    // scikit-learn 1.2.1: make_pipeline(StandardScaler(), SVC(kernel="linear")), StratifiedKFold(5, shuffle=True), seeds 0 to 3: .9824 to .9854.
    expect(Math.abs(numbersAfter(shown["references"]!, "penguins")[0]! - 0.985)).toBeLessThanOrEqual(0.005);
  });

  it("the best setting looks better on what it was chosen with than on what it never saw, in every shuffle", () => {
    expect(numbersAfter(shown["choose"]!, "chosen with")[0]).toBeCloseTo(traps[0]!.best, 3);
    expect(numbersAfter(shown["choose"]!, "never seen")[0]).toBeCloseTo(traps[0]!.nested, 3);
    expect(traps.every(({ best, nested }) => best > nested - 1e-9)).toBe(true);
    expect(mean(traps.map(({ best, nested }) => best - nested))).toBeGreaterThan(0.05);
  });

  it("a scaler that has met the test rows changes nothing in three digits", () => {
    expect(early.toFixed(3)).toBe(inPipeline.toFixed(3));
  });

  it("γ of 1000 learns all by heart and is worse on fresh points", () => {
    expect(bent(1000).score(fresh.features, fresh.labels)).toBeLessThan(bent(1).score(fresh.features, fresh.labels) - 0.1);
    expect(new Svm({ kernel: "linear" }).fit(moons.features, moons.labels).score(moons.features, moons.labels)).toBeLessThan(0.9);
  });

  it("far away, the answer is one and the same", () => {
    const scaler = new StandardScaler().fit(features);
    const model = new Svm().fit(scaler.transform(features), labels);
    const far = [
      [800, 360, 3800, 120_000],
      [0, 0, 0, 0],
    ];
    expect(model.decisionFunction(scaler.transform(far))[0]).toEqual(model.intercepts.map((b) => expect.closeTo(b, 6)));
    expect(new Set(model.predict(scaler.transform(far))).size).toBe(1);
  });
});
