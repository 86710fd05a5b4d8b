import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText, toCsv } from "../../../src/components/to-csv.ts";

describe("CSV", () => {
  it("has a header, every column of every row, and numbers with all their digits", () => {
    const rows = [{ a: 1 / 3, b: "x" }, { b: true, c: null }, { a: -1e-7 }];
    expect(toCsv(rows)).toBe("a,b,c\r\n0.3333333333333333,x,\r\n,true,\r\n-1e-7,,\r\n");
  });

  it("has the columns that it is told, in that order, and these alone where there are no rows", () => {
    expect(toCsv([{ 2020: 1, 2021: 2, name: "x" }], ["name", "2021", "2020"])).toBe("name,2021,2020\r\nx,2,1\r\n");
    expect(toCsv([], ["name", "age"])).toBe("name,age\r\n");
  });

  it("quotes what RFC 4180 has quoted, and what a spreadsheet may take for the end of a field", () => {
    expect(toCsv([{ a: "x;=1+1", b: "x\t=1" }])).toBe('a,b\r\n"x;=1+1","x\t=1"\r\n');
    expect(toCsv([{ "a,b": 'say "hi"', c: "two\nlines" }])).toBe('"a,b",c\r\n"say ""hi""","two\nlines"\r\n');
  });

  it("tells a row with one empty field from no row", () => {
    expect(toCsv([{ a: "" }, { a: null }])).toBe('a\r\n""\r\n""\r\n');
  });

  it("holds nothing that a spreadsheet would run", () => {
    const texts = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"];
    for (const text of texts) expect(toCsv([{ [text]: text }])).not.toMatch(/(?:^|,|\r\n)"?[=+\-@\t\r]/);
    expect(csvText([["-1.5", "+3", "-.5e-3", -2, "a=b"]])).toBe("-1.5,+3,-.5e-3,-2,a=b\r\n");
  });

  it("can be read back, whatever it holds", () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\r\n", '""', "")).filter((text) => !/^[=+\-@\t\r\n]/.test(text));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.array(field, { minLength: 4, maxLength: 4 }), { minLength: 1 }), (columns, lines) => {
        const cut = lines.map((line) => line.slice(0, columns));
        expect(parseCsv(csvText(cut))).toEqual(cut);
      }),
    );
  });
});

/** RFC 4180, section 2, letter by letter. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (let at = 0; at < text.length; ) {
    let field = "";
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        field += text[at];
      }
      at++;
    } else for (; text[at] !== "," && text[at] !== "\r"; at++) field += text[at];
    line.push(field);
    if (text[at] === ",") at++;
    else {
      expect(text.slice(at, at + 2)).toBe("\r\n");
      at += 2;
      lines.push(line);
      line = [];
    }
  }
  return lines;
}
