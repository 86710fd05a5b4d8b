import { describe, expect, it } from "vitest";
import { labelledTable, likelyLabel, type TableRow } from "../../../src/prep/labelled-table.ts";

const rows = (n: number, row: (i: number) => TableRow) => Array.from({ length: n }, (_, i) => row(i));
const good = rows(30, (i) => ({ kind: i % 2 ? "odd" : "even", size: i, heavy: i > 9, note: `row ${i}`, seen: new Date(2020, 0, i + 1) }));

describe("a table with a label", () => {
  it("takes numbers and yes or no as features, and says why the rest is left out", () => {
    const { X, y, featureNames, leftOut, incompleteRows } = labelledTable(good, "kind");
    expect(featureNames).toEqual(["size", "heavy"]);
    expect(X[12]).toEqual([12, 1]);
    expect(y.slice(0, 2)).toEqual(["even", "odd"]);
    expect(leftOut).toEqual([
      { column: "note", why: "holds text" },
      { column: "seen", why: "holds dates" },
    ]);
    expect(incompleteRows).toBe(0);
  });

  it("leaves out rows with a gap in a feature or in the label, and counts them", () => {
    const gaps = good.map((row, i) => (i === 3 ? { ...row, size: null } : i === 4 ? { ...row, kind: null } : i === 5 ? { ...row, note: null } : row));
    const { X, incompleteRows } = labelledTable(gaps, "kind");
    expect([X.length, incompleteRows]).toEqual([28, 2]);
  });

  it("leaves out a column that is empty more often than not, and keeps the rows", () => {
    const { X, leftOut } = labelledTable(
      good.map((row, i) => ({ ...row, rare: i < 5 ? i : null })),
      "kind",
    );
    expect(X).toHaveLength(30);
    expect(leftOut).toContainEqual({ column: "rare", why: "25 of 30 values are missing" });
  });

  it("names the row and the column of a slip among numbers, and what to do", () => {
    const slip = good.map((row, i) => ({ ...row, weight: i === 6 ? "1o" : String(i) }));
    expect(labelledTable(slip, "kind").leftOut).toContainEqual({
      column: "weight",
      why: 'row 7 holds "1o", which is no number: mend it, or leave it empty',
    });
  });

  it("says which label is too rare for folds", () => {
    const rare = good.map((row, i) => (i === 4 ? { ...row, kind: "odd one" } : row));
    expect(labelledTable(rare, "kind").y).toContain("odd one");
    expect(() => labelledTable(rare, "kind", { perLabel: 5 })).toThrow(
      '"kind" is odd one in 1 row: give at least 5 of each value, or leave those rows out of the file',
    );
  });

  it("takes so many rows at most, spread evenly, and says what a model that never looks would reach", () => {
    const { X, baseLine } = labelledTable(good, "kind", { atMost: 10 });
    expect(X.map(([size]) => size)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(baseLine).toBe(0.5);
  });

  it("takes a label of a few numbers or of yes and no", () => {
    expect(
      labelledTable(
        rows(30, (i) => ({ grade: i % 3, size: i })),
        "grade",
      ).y.slice(0, 3),
    ).toEqual(["0", "1", "2"]);
    expect(labelledTable(good, "heavy").y[0]).toBe("false");
  });
});

describe("a label of dates", () => {
  it("is in UTC, whatever the machine's zone", () => {
    const days = rows(30, (i) => ({ day: new Date(Date.UTC(2020, 0, 1 + (i % 2))), size: i }));
    expect(labelledTable(days, "day").y.slice(0, 2)).toEqual(["2020-01-01T00:00:00.000Z", "2020-01-02T00:00:00.000Z"]);
  });
});

describe("the label that is likely meant", () => {
  it("is the first column of a few texts, not of names or numbers", () => {
    expect(likelyLabel(good.map((row) => ({ id: row["note"], size: row["size"], kind: row["kind"] })))).toBe("kind");
  });

  it("is the last column where there is none such, and none where there are no rows", () => {
    expect(likelyLabel(rows(30, (i) => ({ size: i, grade: i % 3 })))).toBe("grade");
    expect(likelyLabel([])).toBeUndefined();
  });
});

describe("a table that nothing can be learnt from", () => {
  it.each([
    ["no rows", [], "kind", "the table has no rows"],
    ["no such column", good, "sort", 'there is no column "sort": the table has kind, size, heavy, note, seen'],
    ["too few rows", good.slice(0, 19), "kind", "19 of 19 rows have a kind and all of size, heavy: give at least 20"],
    ["no columns of numbers", rows(30, (i) => ({ kind: i % 2, note: "text" })), "kind", 'no column but "kind" can be learnt from (note holds text)'],
    ["one column", rows(30, (i) => ({ kind: i % 2 })), "kind", '"kind" is the only column'],
    ["one class", rows(30, (i) => ({ kind: "same", size: i })), "kind", '"kind" is same in all 30 rows'],
    ["a label that is a measurement", rows(30, (i) => ({ kind: 1, size: i })), "size", '"size" has 30 different values in 30 rows'],
  ])("%s is refused in words", (_, table, label, message) => {
    expect(() => labelledTable(table, label)).toThrow(message);
  });
});
