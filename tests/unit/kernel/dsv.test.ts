import * as d3 from "d3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvParse, dsvFormat, tsvParse } from "../../../src/kernel/worker/dsv.ts";

/** Two formats that ought to give the same. */
const formats = (delimiter: string) => [dsvFormat(delimiter), d3.dsvFormat(delimiter)] as const;

/** All that can be told apart: the keys in their order, and the list's own `columns`. */
const seen = (rows: { columns: string[] }) => JSON.stringify([rows, rows.columns]);

// At most one `__proto__`: with two, the code that d3 writes is none.
const name = fc.constantFrom("a", "b", "1", "0", "", " a", "é", 'say "a"', "constructor", "toString", "a\nb", "\u2028", "\\", "null");
const value = fc.oneof(fc.constantFrom("", "0", "1.5", "2020-01-02", "true", "NaN", "x,y", "x;y", "x\ty", '"', "a\r\nb"), fc.string());
const table = fc
  .tuple(fc.array(name, { maxLength: 6 }), fc.array(fc.array(value, { maxLength: 8 }), { maxLength: 6 }), fc.nat())
  .map(([names, rows, at]) => [at % 3 ? names : [...names, "__proto__"], ...rows]);

describe("reading a table gives what d3 gives", () => {
  it.each([",", "\t", ";", "|"])("from whatever it formats with %j", (delimiter) => {
    const [ours, theirs] = formats(delimiter);
    fc.assert(
      fc.property(table, (rows) => {
        const text = theirs.formatRows(rows);
        expect(seen(ours.parse(text))).toBe(seen(theirs.parse(text)));
        expect(seen(ours.parse(text, d3.autoType))).toBe(seen(theirs.parse(text, d3.autoType)));
      }),
      { numRuns: 500 },
    );
  });

  it("from any text", () => {
    const [ours, theirs] = formats(",");
    const loose = fc.array(fc.constantFrom("a", "b", ",", '"', "\n", "\r", "\r\n", " ", "1", "é"), { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(loose, (text) => {
        expect(seen(ours.parse(text))).toBe(seen(theirs.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it("to a row function: the same row, index and columns, with rows it leaves out left out", () => {
    const calls = ([parse, text]: readonly [typeof csvParse, string]) => {
      const given: unknown[] = [];
      const rows = parse(text, (row, index, columns) => {
        given.push({ ...row }, index, [...columns]);
        columns.push(`more ${index}`);
        return index === 1 ? null : { ...row, index };
      });
      return JSON.stringify([given, rows, rows.columns]);
    };
    const text = "a,b,a\n1,2,3\n\n4\n5,6,7,8\n";
    expect(calls([csvParse, text])).toBe(calls([d3.csvParse, text]));
  });

  // Worked by hand from https://d3js.org/d3-dsv#dsv_parse
  it("in columns and rows of texts", () => {
    const rows = csvParse("a,b\n1,2\n3\n");
    expect([...rows]).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "" },
    ]);
    expect(rows.columns).toEqual(["a", "b"]);
    expect(tsvParse("a\tb\n1\t2")[0]).toEqual({ a: "1", b: "2" });
    expect(csvParse("")).toEqual(Object.assign([], { columns: [] }));
  });

  it("in plain objects, whatever the columns are called", () => {
    const [row] = csvParse("__proto__,b\nx,1");
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Object.keys(row!)).toEqual(["b"]);
  });
});

it("all else of a format is d3's own", () => {
  const [ours, theirs] = formats(";");
  const rows = [{ a: 1, b: new Date(0) }, { b: "x;y" }];
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  expect(ours.format(rows as never)).toBe(theirs.format(rows as never));
});
