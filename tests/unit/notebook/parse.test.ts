import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNotebook, NotebookError, parseNotebook } from "../../../src/notebook/parse.ts";
import type { CellSource } from "../../../src/notebook/types.ts";

describe("parseNotebook", () => {
  it("cuts a file at its markers, with name, kind, tags and place of each cell", () => {
    const file = [
      "// A notebook about trees.",
      "",
      "// %% fit",
      "",
      "const tree = 1;",
      "",
      "// %% about-trees [markdown]",
      "// # Trees",
      "//",
      "//   grow",
      '// %% tags=["raises-exception", "x]"]',
      "throw tree;",
      "",
    ].join("\n");
    expect(parseNotebook(file)).toEqual([
      { name: "fit", kind: "code", tags: [], text: "const tree = 1;", line: 5 },
      { name: "about-trees", kind: "markdown", tags: [], text: "# Trees\n\n  grow", line: 8 },
      { name: "cell-3", kind: "code", tags: ["raises-exception", "x]"], text: "throw tree;", line: 12 },
    ]);
  });

  it("reads files with Windows line ends and a byte order mark like any other", () => {
    expect(parseNotebook("\uFEFF// %% a\r\n\r\n1;\r\n2;\r\n")).toEqual([{ name: "a", kind: "code", tags: [], text: "1;\n2;", line: 3 }]);
  });

  it("finds no cells in an empty file or one of comments", () => {
    expect(parseNotebook("")).toEqual([]);
    expect(parseNotebook("#!/usr/bin/env node\n/* a\n b */ // c\n")).toEqual([]);
  });

  it("keeps a cell without text, at the line after its marker", () => {
    expect(parseNotebook("// %% a\n\n// %% b")).toMatchObject([
      { name: "a", text: "", line: 2 },
      { name: "b", text: "", line: 4 },
    ]);
  });

  it("takes only a marker at the beginning of a line for one", () => {
    expect(parseNotebook("// %% a\n  // %% b\n//%% c\n")).toHaveLength(1);
  });

  it.each([
    [
      "code above the first cell",
      "// hello\n/* x */  let a;\n// %% b",
      2,
      10,
      "code stands above the first cell",
      "Put a line `// %% name` above it.",
    ],
    ["a name that is not a word", "\n// %% My tree [markdown]", 2, 7, "`My tree` is not a name for a cell", "as in `train-tree`"],
    ["an unknown kind of cell", "// %% a [raw]", 1, 9, "`[raw]` is not a kind of cell", "[markdown]"],
    ["tags that are not texts", "// %% a tags=[1]", 1, 9, "the tags of a cell cannot be read", 'tags=["one", "two"]'],
    ["tags that are not JSON", "// %% a tags=[", 1, 9, "the tags of a cell cannot be read", 'tags=["one", "two"]'],
    [
      "code in a markdown cell",
      "// %% a [markdown]\n// b\nlet c;",
      3,
      1,
      "a markdown cell holds only lines that begin with `//`",
      "above it if it is code",
    ],
    ["two cells of one name", "// %% a\n\n// %% a", 3, 7, "two cells are named `a`, on lines 1 and 3", "another name"],
    ["a name that another cell has by its place", "// %% cell-2\n// %%", 2, 7, "two cells are named `cell-2`, on lines 1 and 2", "another name"],
  ])("refuses %s and says where", (_, file, line, column, message, hint) => {
    const error = errorOf(() => parseNotebook(file));
    expect(error).toBeInstanceOf(NotebookError);
    expect(error).toMatchObject({ line, column, message, hint: expect.stringContaining(hint) });
  });
});

describe("formatNotebook", () => {
  it("writes a notebook as a person would", () => {
    const cells: CellSource[] = [
      { name: "a", kind: "code", tags: ["x"], text: "1;", line: 2 },
      { name: "cell-2", kind: "markdown", tags: [], text: "# T\n\n%% b", line: 5 },
    ];
    expect(formatNotebook(cells)).toBe('// %% a tags=["x"]\n1;\n\n// %% [markdown]\n// # T\n//\n//%% b\n');
  });

  it("refuses a cell whose text holds a marker", () => {
    expect(() => formatNotebook([{ name: "a", kind: "code", tags: [], text: "1\n// %% b", line: 2 }])).toThrow(
      "a cell cannot hold a line that begins with `// %%`",
    );
  });

  it("gives back the same cells when parsed, each at its line", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("", "%% x", " // y", "//", "// %", "\t", "const a = `", "[markdown]"));
    const text = fc.array(line).map((lines) =>
      lines
        .join("\n")
        .replace(/[\r]/g, "")
        .replace(/^(\s*\n)+|(\n\s*)+$/g, ""),
    );
    const cell = fc.record({
      name: fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
      kind: fc.constantFrom("code" as const, "markdown" as const),
      tags: fc.array(fc.string()),
      text: text.filter((t) => t === "" || t.trim() !== "").filter((t) => !/^\/\/ %%/m.test(t)),
      line: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ({ name }) => name, maxLength: 6 }), (cells) => {
        const file = formatNotebook(cells);
        const parsed = parseNotebook(file);
        expect(parsed.map((c) => ({ ...c, line: 0 }))).toEqual(cells);
        for (const { text, kind, line } of parsed) {
          const first = text.split("\n")[0] ?? "";
          const written = file.split("\n")[line - 1] ?? "";
          expect(kind === "code" || text === "" ? written : written.replace(/^\/\/ ?/, "")).toBe(first);
        }
      }),
    );
  });
});

function errorOf(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
