import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/components/notebook/parse-csv.ts";

const rows = (text: string) => parseCsv(text, "f.csv").rows;

describe("a CSV file", () => {
  it("is read as RFC 4180 has it: quotes, separators and line breaks within them", () => {
    expect(rows('name,said\r\n"Doe, J.","a ""b""\r\nc"\r\nX,\r\n')).toEqual([
      { name: "Doe, J.", said: 'a "b"\r\nc' },
      { name: "X", said: null },
    ]);
  });

  it.each([
    ["commas", "a,b\n1,2"],
    ["semicolons", "a;b\n1;2"],
    ["tabs", "a\tb\n1\t2"],
    ["a byte order mark", "\ufeffa,b\n1,2"],
    ["returns for line ends", "a,b\r1,2\r"],
    ["blank lines", "a,b\n\n1,2\n\n"],
  ])("with %s is read", (_, text) => {
    expect(rows(text)).toEqual([{ a: 1, b: 2 }]);
  });

  it("has columns of one type each", () => {
    expect(rows("n,code,yes,day,text\n1.5,007,true,2007-11-11,NA\nNA,100,FALSE,,x\n-2e3,1,true,2008-01-01,1\n")).toEqual([
      { n: 1.5, code: "007", yes: true, day: new Date("2007-11-11T00:00:00Z"), text: "NA" },
      { n: null, code: "100", yes: false, day: null, text: "x" },
      { n: -2000, code: "1", yes: true, day: new Date("2008-01-01T00:00:00Z"), text: "1" },
    ]);
  });

  it("with semicolons may have decimal commas, with commas not", () => {
    expect(rows("a;b\n1,5;x")).toEqual([{ a: 1.5, b: "x" }]);
    expect(rows('a,b\n"1,5",x')).toEqual([{ a: "1,5", b: "x" }]);
  });

  it("may leave a column unnamed, and name one like a part of every object", () => {
    expect(rows(",__proto__\n1,2")).toEqual([
      Object.fromEntries([
        ["column 1", 1],
        ["__proto__", 2],
      ]),
    ]);
  });

  it("holds no dates that there are not", () => {
    expect(rows("d\n2020-02-30\n2020-13-01")).toEqual([{ d: "2020-02-30" }, { d: "2020-13-01" }]);
  });

  it.each([
    ["\n", "it has no header"],
    ["1,2\n3,4", "the first line has only numbers (1, 2)"],
    ["a,a\n1,2", "two columns are called “a”"],
    ["a,b\n", "it has a header, but no rows"],
    ['a,b\n"x\ny",1\n3', "line 4 has 1 values, and the header names 2 columns"],
    ['a,b\n1,2\n3,"4\n', "line 3: a quote is opened and never closed"],
    ['a,b\n"1"x,2', "line 2: there is text after a closing quote"],
  ])("like %j is refused with its line and what to do", (text, sentence) => {
    expect(() => rows(text)).toThrow(`f.csv: ${sentence}`);
    expect(() => rows(text)).toThrow("then choose the file again");
  });
});
