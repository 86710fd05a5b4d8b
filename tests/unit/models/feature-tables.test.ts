import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { cpsWages } from "../../../src/datasets/cps-wages.ts";
import { LinearRegression } from "../../../src/ml/linear-regression.ts";
import { judgeColumns, judgeColumnsOften } from "../../../src/prep/column-judge.ts";
import { DictVectorizer } from "../../../src/prep/dict-vectorizer.ts";
import { OneHotEncoder } from "../../../src/prep/one-hot-encoder.ts";
import { likelyTarget, regressionTable } from "../../../src/prep/regression-table.ts";
import { TargetEncoder } from "../../../src/prep/target-encoder.ts";
import { crossValPredict, crossValScore, kFold, take } from "../../../src/score/cross-validation.ts";
import { luckyColumns } from "../../../src/score/lucky-columns.ts";
import { r2 } from "../../../src/score/regression-metrics.ts";

describe("rows with names", () => {
  it("become numbers as in scikit-learn's user guide", () => {
    // scikit-learn, User guide, section "Loading features from dicts": its measurements, with the columns in this order.
    const measurements = [
      { city: "Dubai", temperature: 33 },
      { city: "London", temperature: 12 },
      { city: "San Francisco", temperature: 18 },
    ];
    const vectorizer = new DictVectorizer(["city", "temperature"]);
    expect(vectorizer.fitTransform(measurements)).toEqual([
      [1, 0, 0, 33],
      [0, 1, 0, 12],
      [0, 0, 1, 18],
    ]);
    expect(vectorizer.featureNames).toEqual(["city=Dubai", "city=London", "city=San Francisco", "temperature"]);
    expect(vectorizer.transform([{ city: "Paris", temperature: 20 }])).toEqual([[0, 0, 0, 20]]);
  });

  it("are coded as by OneHotEncoder, yes and no as 1 and 0", () => {
    const { rows } = cpsWages;
    expect(new DictVectorizer(["occupation"]).fitTransform(rows)).toEqual(
      new OneHotEncoder().fitTransform(rows.map(({ occupation }) => [occupation])),
    );
    expect(new DictVectorizer(["union"]).fitTransform(rows.slice(0, 40)).flat()).toEqual(rows.slice(0, 40).map(({ union }) => (union ? 1 : 0)));
  });

  it.each([
    ["a hole", () => new DictVectorizer(["a"]).fit([{ a: 1 }, { a: null }]), 'row 1, column "a" is null'],
    ["a column that is not there", () => new DictVectorizer(["b"]).fit([{ a: 1 }]), 'column "b" is undefined'],
    ["names among numbers", () => new DictVectorizer(["a"]).fit([{ a: 1 }, { a: "x" }]), "1 names and 1 numbers"],
    ["a name where numbers were", () => new DictVectorizer(["a"]).fit([{ a: 1 }]).transform([{ a: "x" }]), "at fit it held numbers"],
    ["a column twice", () => new DictVectorizer(["a", "a"]), "asked for twice"],
    ["no rows", () => new DictVectorizer(["a"]).fit([]), "there are no rows"],
    ["use before fit", () => new DictVectorizer(["a"]).transform([{ a: 1 }]), "fit(X)"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("the mean of each category", () => {
  it("by hand: three workers of a, one of b", () => {
    const encoder = new TargetEncoder().fit(["a", "a", "a", "b"], [1, 2, 3, 6]);
    expect(encoder.mean).toBe(3);
    expect(encoder.transform(["a", "b", "never seen"])).toEqual([2, 6, 3]);
  });

  it("is drawn to the mean of all, the rarer the more", () => {
    // (1 + 2 + 3 + 1 · 3) / 4 and (6 + 1 · 3) / 2.
    expect(new TargetEncoder({ smoothing: 1 }).fit(["a", "a", "a", "b"], [1, 2, 3, 6]).transform(["a", "b"])).toEqual([2.25, 4.5]);
  });

  it.each([
    ["less than no rows", () => new TargetEncoder({ smoothing: -1 }), "smoothing is -1"],
    ["another length", () => new TargetEncoder().fit(["a"], [1, 2]), "2"],
    ["a hole", () => new TargetEncoder().fit(["a"], [Number.NaN]), "y[0] is NaN"],
    ["use before fit", () => new TargetEncoder().transform(["a"]), "fit(X, y)"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("a table of the reader's", () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    rent: 500 + 13 * i,
    rooms: (i % 4) + 1,
    town: i % 2 ? "Bern" : "Basel",
    street: `Street ${i}`,
    note: null as unknown,
  }));

  it("says what it can use, and why not the rest", () => {
    const { columns, leftOut, y, incompleteRows } = regressionTable([...rows, { ...rows[0]!, town: "" }], "rent");
    expect(columns).toEqual(["rooms", "town"]);
    expect(leftOut).toEqual([
      { column: "street", why: "has 30 different texts" },
      { column: "note", why: "is empty in 31 of 31 rows" },
    ]);
    expect(y).toHaveLength(30);
    expect(incompleteRows).toBe(1);
    expect(likelyTarget(rows)).toBe("rent");
  });

  it.each([
    ["a text in the target", rows.with(6, { ...rows[6]!, rent: "much" as never }), "rent", 'row 7, column "rent" is "much"'],
    ["an unknown target", rows, "price", `there is no column "price": the table has rent, rooms, town, street, note`],
    ["a text in a feature", rows.with(2, { ...rows[2]!, rooms: "two" as never }), "rent", 'row 3, column "rooms" is a text, "two", among numbers'],
    ["a number among texts", rows.with(4, { ...rows[4]!, town: 8 as never }), "rent", 'row 5, column "town" is a number, "8", among texts'],
    ["too few rows", rows.slice(0, 19), "rent", "19 of 19 rows"],
    ["a target that never varies", rows.map((row) => ({ ...row, rent: 1 })), "rent", "there is nothing to predict"],
    ["no rows", [], "rent", "the table has no rows"],
    ["one column", rows.map(({ rent }) => ({ rent })), "rent", '"rent" is the only column'],
    ["nothing to use", rows.map(({ rent, street }) => ({ rent, street })), "rent", "street has 30 different texts"],
  ])("%s is refused, with the place", (_, table, target, message) => {
    expect(() => regressionTable(table, target)).toThrow(message);
  });
});

describe("predictions by folds", () => {
  const { features, targets } = cpsWages;
  const folds = kFold(targets.length, { random: seed(1) });
  const fresh = () => new LinearRegression();

  it("are those that the scores of the folds are made of", () => {
    const told = crossValPredict(fresh, features, targets, folds);
    expect(told).toHaveLength(534);
    expect(folds.map(({ test }) => r2(take(targets, test), take(told, test)))).toEqual(crossValScore(fresh, features, targets, folds));
  });

  it("need each row in one test set", () => {
    expect(() => crossValPredict(fresh, features, targets, folds.slice(1))).toThrow("in no test set");
    expect(() => crossValPredict(fresh, features, targets, [...folds, folds[0]!])).toThrow("tested twice");
  });
});

describe("columns, judged", () => {
  const { features, targets, rows } = cpsWages;
  const fresh = () => new LinearRegression();

  it("score as their numbers do, and without any the mean is predicted", () => {
    const folds = kFold(rows.length, { random: seed(1) });
    const { scores, predicted } = judgeColumns(fresh, rows, targets, ["education", "experience"], folds);
    expect(scores).toEqual(crossValScore(fresh, features, targets, folds).map((score) => expect.closeTo(score, 12)));
    expect(predicted).toHaveLength(534);
    const none = judgeColumns(fresh, rows, targets, [], folds);
    expect(none.r2).toBeLessThan(0);
    expect(new Set(none.predicted).size).toBe(5);
  });

  it("score differently in each shuffle", () => {
    const { r2, lowest, highest, predicted } = judgeColumnsOften(fresh, rows, targets, ["education"], 4);
    expect(predicted).toHaveLength(4);
    expect(lowest).toBeLessThan(r2);
    expect(highest).toBeGreaterThan(r2);
  });

  it("of pure chance look better the more are chosen, and are not", () => {
    const path = luckyColumns(fresh, features, targets, { random: seed(1), tried: 60, kept: 10 });
    expect(path.map(({ columns }) => columns)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(path[10]!.chosenWith).toBeGreaterThan(path[0]!.chosenWith);
    expect(path[10]!.neverSeen).toBeLessThan(path[0]!.neverSeen);
    expect(() => luckyColumns(fresh, features, targets, { random: seed(1), tried: 5, kept: 6 })).toThrow("kept is 6, but 5 columns are tried");
  });
});
