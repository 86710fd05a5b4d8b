import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportIpynb, type JupyterRun } from "../../../src/notebook/export-ipynb.ts";
import { importNotebook } from "../../../src/notebook/import-file.ts";
import type { FileCell } from "../../../src/notebook/types.ts";
import { nbformatErrors } from "./nbformat.ts";

const options = { title: "T", source: "https://example.org/t/", licence: "MIT" };

describe("exportIpynb", () => {
  it("names Deno's kernel, the title, the source and the licence", () => {
    expect(JSON.parse(exportIpynb([], options))).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
        language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x.typescript" },
        title: "T",
        source: "https://example.org/t/",
        license: "MIT",
      },
    });
  });

  it("keeps each cell's name, tags, text and run", () => {
    const cells: FileCell[] = [
      { name: "cell-1", kind: "markdown", tags: [], text: "# T\n\ntext" },
      { name: "fit", kind: "code", tags: ["raises-exception"], text: "1;\n2;" },
      { name: "later", kind: "code", tags: [], text: "" },
    ];
    const outputs: JupyterRun["outputs"] = [{ output_type: "stream", name: "stdout", text: ["hi\n"] }];
    const text = exportIpynb(cells, { ...options, runs: new Map([["fit", { outputs, order: 1 }]]) });
    expect(JSON.parse(text).cells).toEqual([
      { cell_type: "markdown", id: "cell-1", metadata: {}, source: ["# T\n", "\n", "text"] },
      { cell_type: "code", id: "fit", metadata: { name: "fit", tags: ["raises-exception"] }, source: ["1;\n", "2;"], execution_count: 1, outputs },
      { cell_type: "code", id: "later", metadata: { name: "later" }, source: [], execution_count: null, outputs: [] },
    ]);
    expect(nbformatErrors(text)).toEqual([]);
  });

  it("is told from a file that is not valid", () => {
    const text = exportIpynb([{ name: "a", kind: "code", tags: [], text: "" }], options);
    expect(nbformatErrors(text.replace('"execution_count": null,', ""))).not.toEqual([]);
    expect(nbformatErrors(text.replace('"id": "a"', '"id": "a b"'))).not.toEqual([]);
  });

  it("is valid for any cells, and read back gives them", () => {
    const cell = fc.record({
      name: fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/), fc.stringMatching(/^x{60}[a-z]{0,20}$/)),
      kind: fc.constantFrom("code" as const, "markdown" as const),
      tags: fc.array(fc.oneof(fc.string(), fc.constantFrom("", "a,b", "a b", "\n"))),
      text: fc.string().map((text) => text.replaceAll("\r", "")),
    });
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ({ name }) => name, maxLength: 6 }), (cells) => {
        const text = exportIpynb(cells, options);
        expect(nbformatErrors(text)).toEqual([]);
        const back = importNotebook(new TextEncoder().encode(text));
        expect(back.map(({ kind, text }) => ({ kind, text }))).toEqual(cells.map(({ kind, text }) => ({ kind, text })));
        const named = (cells: FileCell[]) => cells.filter(({ kind }) => kind === "code").map(({ name }) => name);
        expect(named(back)).toEqual(named(cells));
      }),
      { numRuns: 300 },
    );
  });
});
