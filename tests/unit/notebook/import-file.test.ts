import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importNotebook, MAX_FILE_BYTES } from "../../../src/notebook/import-file.ts";
import { NotebookError, parseNotebook } from "../../../src/notebook/parse.ts";

const open = (text: string) => importNotebook(new TextEncoder().encode(text));
const jupyter = (cells: unknown[], metadata: unknown = {}) => JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });

describe("a file that a reader opens", () => {
  it("is read as a notebook where it has cells", () => {
    const text = "// Trees\n\n// %% fit\n1;\n\n// %% [markdown]\n// # T\n";
    expect(open(text)).toEqual(parseNotebook(text));
  });

  it("is one cell where it has no markers", () => {
    expect(open("// hello\nconst x = 1;\n")).toEqual([{ name: "cell-1", kind: "code", tags: [], text: "// hello\nconst x = 1;", line: 1 }]);
    expect(open("// only a comment")).toMatchObject([{ text: "// only a comment" }]);
  });

  it("keeps code above its first marker in a cell of its own, each cell at its line", () => {
    expect(open('import x from "x";\n\n// %% a\n1;')).toMatchObject([
      { name: "cell-1", text: 'import x from "x";', line: 1 },
      { name: "a", text: "1;", line: 4 },
    ]);
  });

  it("may have a byte order mark, Windows line ends or be UTF-16", () => {
    expect(open("\uFEFF// %% a\r\n1;\r\n2;")).toMatchObject([{ name: "a", text: "1;\n2;" }]);
    expect(importNotebook(new Uint8Array(Buffer.from("\uFEFF// %% é\n", "utf16le").subarray(0, 14)))).toHaveLength(1);
    expect(importNotebook(new Uint8Array(Buffer.from("\uFEFFconst é = 1;", "utf16le")))).toMatchObject([{ text: "const é = 1;" }]);
  });

  it.each([
    ["empty", new Uint8Array(), "the file is empty"],
    ["blank", new TextEncoder().encode(" \n\t"), "the file is empty"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "the file is not text"],
    ["full of zeros", new Uint8Array(100), "the file is not text"],
    ["too large", new Uint8Array(MAX_FILE_BYTES + 100_000), "the file is too large: 5.1 MB, and 5 MB is the limit"],
    ["a Python notebook", new TextEncoder().encode(jupyter([], { language_info: { name: "python" } })), "the notebook is written in python"],
    ["of two cells of one name", new TextEncoder().encode("0;\n// %% a\n// %% a"), "two cells are named `a`, on lines 2 and 3"],
  ])("gives a sentence when it is %s", (_, bytes, message) => {
    expect(() => importNotebook(bytes)).toThrow(NotebookError);
    expect(() => importNotebook(bytes)).toThrow(message);
  });

  it("says a place in the reader's file, not in ours", () => {
    const place = (text: string) => {
      try {
        open(text);
      } catch (error) {
        const { line, column, hint } = error as NotebookError;
        return { line, column, hint };
      }
      throw new Error("nothing was thrown");
    };
    expect(place("0;\n\n// %% My tree")).toEqual({ line: 3, column: 7, hint: "Use letters, digits, `-` and `_`, as in `train-tree`." });
  });

  it("may be a notebook of Jupyter's: its code and its Markdown are taken", () => {
    const text = jupyter(
      [
        { cell_type: "markdown", source: ["# T\n", "x"] },
        { cell_type: "raw", source: "no" },
        { cell_type: "code", source: "1;", metadata: { name: "fit", tags: ["raises-exception", 3] } },
        { cell_type: "code", source: "2;", metadata: { name: "fit" } },
        { cell_type: "code", source: "3;", metadata: { name: "cell-1" } },
      ],
      { kernelspec: { language: "typescript" } },
    );
    expect(open(text)).toEqual([
      { name: "cell-1-2", kind: "markdown", tags: [], text: "# T\nx", line: 1 },
      { name: "fit", kind: "code", tags: ["raises-exception"], text: "1;", line: 1 },
      { name: "fit-2", kind: "code", tags: [], text: "2;", line: 1 },
      { name: "cell-1", kind: "code", tags: [], text: "3;", line: 1 },
    ]);
  });

  it("gives cells of different names or a NotebookError, whatever it holds", () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map((text) => new TextEncoder().encode(text)),
      fc.array(fc.constantFrom("// %% a", "// %%", "code();", "// %% a b", "", "{", "}")).map((lines) => new TextEncoder().encode(lines.join("\n"))),
      fc
        .tuple(
          fc.array(fc.oneof(fc.anything(), fc.record({ cell_type: fc.constant("code"), source: fc.anything(), metadata: fc.anything() }))),
          fc.anything(),
        )
        .map(([cells, metadata]) => new TextEncoder().encode(safeJson({ nbformat: 4, cells, metadata }))),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        try {
          const cells = importNotebook(bytes);
          expect(new Set(cells.map(({ name }) => name)).size).toBe(cells.length);
          for (const { name, text } of cells) expect([/^[A-Za-z0-9_-]+$/.test(name), typeof text]).toEqual([true, "string"]);
        } catch (error) {
          expect(error).toBeInstanceOf(NotebookError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  } catch {
    return "{}";
  }
}
