import { describe, expect, it } from "vitest";
import { tablesInRegions, tablesOfCell } from "../../../src/components/tables.ts";

const table = (heads: string[], body = "") =>
  `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${body}</tbody></table>`;
const region = (name: string, content: string) => `<div class="table-region" role="region" aria-label="${name}" tabindex="0">${content}</div>`;

describe("tables in prose", () => {
  it("lie in regions that are named after the heads of their columns", () => {
    const [rows, units] = [table(["<code>time</code>", "A &amp; B"]), table(["column", "unit"])];
    expect(tablesInRegions(`<p>one</p>${rows}<p>two</p>${units}`)).toBe(
      `<p>one</p>${region("Table: time, A &amp; B", rows)}<p>two</p>${region("Table: column, unit", units)}`,
    );
  });

  it("have names that differ, and end where they end", () => {
    const [quoted, bare] = [table(['"x"', ""]), "<table><tr><td>1</td></tr></table>"];
    expect(tablesInRegions(quoted + quoted + bare)).toBe(
      region("Table: &quot;x&quot;", quoted) + region("Table 2: &quot;x&quot;", quoted) + region("Table", bare),
    );
  });

  it("share the region of the table in which they stand", () => {
    const nested = table(["outer"], `<tr><td>${table(["inner"])}</td></tr>`);
    expect(tablesInRegions(nested)).toBe(region("Table: outer", nested));
  });

  it("are left alone where they scroll by themselves", () => {
    const outputs = tablesOfCell(table(["a"]), "first");
    expect(tablesInRegions(outputs)).toBe(outputs);
  });
});

it("tables of a cell are in the tab order, named after the cell unless they have a caption", () => {
  expect(tablesOfCell('<table class="x"><caption>Six rows</caption></table><table><tr></tr></table>', 'a"b')).toBe(
    '<table tabindex="0" class="x"><caption>Six rows</caption></table><table tabindex="0" aria-label="Table of cell a&#34;b"><tr></tr></table>',
  );
});
