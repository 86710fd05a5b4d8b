import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { foldedCode } from "../../../src/components/folded-code.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";
import { checkRegions, regionsOf, regionTitle } from "../../../src/notebook/regions.ts";

describe("regions of a cell", () => {
  it("go from their comment to their end, the outermost of those in one another", () => {
    const text =
      "a;\n  // #region drawing a chart \nb;\n//#region inner\nc;\n// #endregion\n// #endregion drawing\nd;\n// #region\ne;\n// #endregion";
    expect(regionsOf(text)).toEqual([
      { first: 2, last: 7, name: "drawing a chart" },
      { first: 9, last: 11, name: "" },
    ]);
    expect(regionsOf(text).map(regionTitle)).toEqual(["4 lines: drawing a chart", "1 line"]);
  });

  it("without an end are none, and neither are ends without one, nor words that look alike", () => {
    expect(regionsOf("// #region a\nb;")).toEqual([]);
    expect(regionsOf("// #endregion\n// #regional\nb; // #region\n// #endregion")).toEqual([]);
    expect(regionsOf("// #region a\n// #region b\nc;\n// #endregion")).toEqual([{ first: 2, last: 4, name: "b" }]);
  });

  it.each([
    ["// %% a\n1;\n\n// %% b\n2;\n  // #region x\n3;", { line: 6, column: 3, message: "a region of this cell does not end" }],
    ["// %% a\n\n\n// #endregion\n1;", { line: 4, column: 1, message: "a region ends here that did not begin in this cell" }],
    ["// %% a\n// #region x\n1;\n// %% b\n// #endregion", { line: 2, column: 1 }],
  ])("that do not end, or do not begin, are told to authors with line and column: %j", (file, place) => {
    expect(() => checkRegions(parseNotebook(file))).toThrow(expect.objectContaining({ ...place, hint: expect.stringMatching(/^Put a line /) }));
  });

  it("are no business of a markdown cell", () => {
    expect(() => checkRegions(parseNotebook("// %% a [markdown]\n// // #region\n"))).not.toThrow();
  });
});

describe("the code of a cell on a page", () => {
  const codeOf = (text: string) => new JSDOM(`<pre><code>${foldedCode(text)}</code></pre>`).window.document.querySelector("code")!;

  it("has its regions behind a line that says what they are, and is still its own text", () => {
    const text = 'a;\n// #region "x" < y\nb;\n// #endregion\nc;\n// #region\n`d\ne`;\n// #endregion';
    const code = codeOf(text);
    expect(code.textContent).toBe(text);
    const regions = [...code.querySelectorAll("details")];
    expect(regions.map((region) => region.querySelector("summary")!.dataset["title"])).toEqual(['1 line: "x" < y', "2 lines"]);
    expect(regions.map((region) => region.textContent)).toEqual(['// #region "x" < y\nb;\n// #endregion\n', "// #region\n`d\ne`;\n// #endregion"]);
  });

  it("has none where a region does not end", () => {
    expect(foldedCode("// #region a\nb;")).not.toContain("details");
  });
});
