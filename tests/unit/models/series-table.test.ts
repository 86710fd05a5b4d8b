import { describe, expect, it } from "vitest";
import { likelySeries, seriesTable } from "../../../src/prep/series-table.ts";

const columns = { date: "month", value: "sold" };
const day = (date: Date) => date.toISOString().slice(0, 10);

describe("a table as a series", () => {
  it("takes dates, years and months as text, and puts them in order", () => {
    const { dates, values } = seriesTable(
      [
        { month: "2020-03", sold: 3 },
        { month: new Date("2020-01-31"), sold: 1 },
        { month: 2021, sold: 4 },
        { month: "2020-02-29", sold: 2 },
      ],
      columns,
    );
    expect(dates.map(day)).toEqual(["2020-01-31", "2020-02-29", "2020-03-01", "2021-01-01"]);
    expect(values).toEqual([1, 2, 3, 4]);
  });

  it("says where a step is missing, and takes months as they are", () => {
    const months = ["2020-01", "2020-02", "2020-03", "2020-05", "2020-06"].map((month, sold) => ({ month, sold }));
    expect(seriesTable(months, columns).uneven).toEqual(["from 2020-03-01 to 2020-05-01, row 4"]);
    expect(seriesTable(months.slice(0, 3), columns).uneven).toEqual([]);
  });

  it.each([
    ["no rows", [], "the table has no rows: its first line names the columns"],
    ["another column", [{ day: 1 }], 'there is no column "month": the table has day'],
    [
      "a date that is none",
      [
        { month: "2020-01", sold: 1 },
        { month: "soon", sold: 2 },
      ],
      'row 2, column "month": "soon" is no date. Write it as 2020-04-30',
    ],
    ["a day that no month has", [{ month: "2021-02-29", sold: 1 }], 'row 1, column "month": "2021-02-29" is no date'],
    ["a word for a number", [{ month: "2020-01", sold: "1,5" }], 'row 1, column "sold": "1,5" is no number. Write a number there, with a point'],
    ["an empty place", [{ month: "2020-01", sold: null }], 'row 1, column "sold": an empty place is no number'],
    [
      "a date twice",
      [
        { month: "2020-01", sold: 1 },
        { month: "2020-01-01", sold: 2 },
      ],
      'row 2, column "month": 2020-01-01 stands in row 1, too',
    ],
  ])("refuses %s, with the row and the column", (_, rows, message) => {
    expect(() => seriesTable(rows, columns)).toThrow(message);
  });

  it("reads numbers that a word in their column has made text, and names the word", () => {
    const rows = ["12", " 1.5", "-3e2", "many"].map((sold, i) => ({ month: `2020-0${i + 1}`, sold }));
    expect(seriesTable(rows.slice(0, 3), columns).values).toEqual([12, 1.5, -300]);
    expect(() => seriesTable(rows, columns)).toThrow('row 4, column "sold": "many" is no number');
    expect(likelySeries(rows)).toEqual({ date: "month", value: "sold" });
  });

  it("refuses one column for both", () => {
    expect(() => seriesTable([{ a: 2020 }], { date: "a", value: "a" })).toThrow('"a" cannot be both the time and the value');
  });
});

it("the likely columns are the first with dates and the first other with numbers", () => {
  expect(likelySeries([{ shop: "north", n: 3, day: "2020-01-02" }])).toEqual({ date: "day", value: "n" });
  expect(likelySeries([{ year: 1990, people: 12 }])).toEqual({ date: "year", value: "people" });
  expect(likelySeries([])).toEqual({ date: undefined, value: undefined });
});
