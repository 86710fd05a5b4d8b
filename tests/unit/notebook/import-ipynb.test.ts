import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openNotebook } from "../../../src/kernel/node/read-notebook.ts";
import { importNotebook } from "../../../src/notebook/import-file.ts";
import type { NotebookError } from "../../../src/notebook/parse.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const open = (notebook: unknown) => importNotebook(bytes(JSON.stringify(notebook)));
const texts = (notebook: unknown) => open(notebook).map(({ kind, text }) => [kind, text]);

/** What is thrown for a file, of which only the text is known, and the name if given. */
function problem(text: string, name?: string) {
  try {
    importNotebook(bytes(text), name === undefined ? {} : { name });
  } catch (error) {
    const { message, line, column, hint } = error as NotebookError;
    return { message, line, column, hint };
  }
  throw new Error("nothing was thrown");
}

// The formats, and how each becomes the next: https://github.com/jupyter/nbformat, `convert.py` in nbformat/v2, v3 and v4.
describe("an older notebook of Jupyter's is read:", () => {
  const typescript = { name: "", kernelspec: { display_name: "Deno", language: "typescript", name: "deno" } };

  it("nbformat 3, with worksheets, `input` and cells for headings", () => {
    const code = { cell_type: "code", collapsed: false, language: "python", metadata: { tags: ["raises-exception"] }, outputs: [], prompt_number: 1 };
    const notebook = {
      metadata: typescript,
      nbformat: 3,
      nbformat_minor: 0,
      worksheets: [
        {
          metadata: {},
          cells: [
            { cell_type: "heading", level: 2, metadata: {}, source: ["Two\n", "lines"] },
            { cell_type: "markdown", metadata: {}, source: "plain" },
            { cell_type: "raw", metadata: {}, source: "left out" },
            { ...code, input: ["const x = 1;\r\n", "x"] },
          ],
        },
        { cells: [{ ...code, metadata: {}, input: "x + 1" }, "no cell"] },
      ],
    };
    expect(open(notebook)).toEqual([
      { name: "cell-1", kind: "markdown", tags: [], text: "## Two lines", line: 1 },
      { name: "cell-2", kind: "markdown", tags: [], text: "plain", line: 1 },
      { name: "cell-3", kind: "code", tags: ["raises-exception"], text: "const x = 1;\nx", line: 1 },
      { name: "cell-4", kind: "code", tags: [], text: "x + 1", line: 1 },
    ]);
  });

  it("nbformat 2, without metadata of cells", () => {
    const cells = [
      { cell_type: "markdown", source: "# T" },
      { cell_type: "html", source: "<b>h</b>" },
      { cell_type: "code", input: "1;", outputs: [] },
    ];
    expect(texts({ nbformat: 2, metadata: { language: "javascript" }, worksheets: [{ cells }] })).toEqual([
      ["markdown", "# T"],
      ["markdown", "<b>h</b>"],
      ["code", "1;"],
    ]);
  });

  it("nbformat 1, with `code` and `text`", () => {
    const cells = [
      { cell_type: "text", text: "words" },
      { cell_type: "code", code: "1;", prompt_number: 1 },
    ];
    expect(texts({ nbformat: 1, cells })).toEqual([
      ["markdown", "words"],
      ["code", "1;"],
    ]);
  });

  it("with no word on its format, by what it holds", () => {
    expect(texts({ cells: [{ cell_type: "code", source: ["1;\n", "2;"] }] })).toEqual([["code", "1;\n2;"]]);
    expect(texts({ worksheets: [{ cells: [{ cell_type: "code", input: "3;" }] }] })).toEqual([["code", "3;"]]);
  });

  it("and a later one of the same major version", () => {
    expect(texts({ nbformat: 4, nbformat_minor: 99, metadata: {}, cells: [{ cell_type: "code", source: "1;", novel: [] }] })).toEqual([
      ["code", "1;"],
    ]);
  });

  it("with a byte order mark and Windows line ends", () => {
    const text = JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source: "1;\r\n2;" }] }, undefined, 1).replaceAll("\n", "\r\n");
    expect(importNotebook(bytes(`\uFEFF${text}`))).toMatchObject([{ text: "1;\n2;" }]);
    expect(importNotebook(new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le")))).toMatchObject([{ text: "1;\n2;" }]);
  });
});

describe("a notebook that cannot be read says why, and what to do:", () => {
  it.each([5, 0, -1, "five", 4.5, null])("nbformat %j", (nbformat) => {
    const { message, hint } = problem(JSON.stringify({ nbformat, cells: [] }));
    expect(message).toBe(`not supported: a notebook of nbformat ${JSON.stringify(nbformat)}; this site reads 1 to 4`);
    expect(hint).toContain("--nbformat 4");
  });

  it.each([
    ["python", { metadata: { language_info: { name: "python" } } }],
    ["python", { metadata: { kernelspec: { name: "python3", display_name: "Python 3" } } }],
    ["ir", { metadata: { kernelspec: { name: "ir" } } }],
    ["julia", { metadata: { kernelspec: { name: "julia-1.10" } } }],
    ["Haskell", { nbformat: 3, metadata: { language: "Haskell" }, worksheets: [{ cells: [] }] }],
    ["python", { nbformat: 3, metadata: {}, worksheets: [{ cells: [{ cell_type: "code", language: "python", input: "print(1)" }] }] }],
  ])("one in %s", (language, notebook) => {
    const { message, hint } = problem(JSON.stringify({ nbformat: 4, cells: [], ...notebook }));
    expect(message).toBe(`the notebook is written in ${language}`);
    expect(hint).toContain("TypeScript");
    expect(hint).toContain("Your file stays as it is.");
  });

  it.each(["deno", "tslab", "jslab", "javascript", "nodejs", "xeus-javascript"])("but not one of the kernel %s, which says no language", (name) => {
    expect(texts({ nbformat: 4, metadata: { kernelspec: { name } }, cells: [{ cell_type: "code", source: "1" }] })).toEqual([["code", "1"]]);
  });

  it("JSON that breaks off, with the place", () => {
    const whole = JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source: "1" }] }, undefined, 1);
    const { message, line, hint } = problem(whole.slice(0, 60));
    expect(message).toContain("its JSON breaks off");
    expect(line).toBe(whole.slice(0, 60).split("\n").length);
    expect(hint).toBe("Save or download it once more.");
    for (const broken of [whole.replace('"code",', '"code"'), whole.replace('"code"', "co de")]) {
      const { line } = problem(broken);
      expect([5, 6]).toContain(line);
    }
  });

  it("a merge that was never settled", () => {
    const text = '{\n "cells": [],\n<<<<<<< ours\n "nbformat": 4\n=======\n "nbformat": 3\n>>>>>>> theirs\n}';
    expect(problem(text)).toMatchObject({ message: expect.stringContaining("merge"), line: 3 });
  });

  it("a web page that was saved under its name", () => {
    expect(problem("<!DOCTYPE html>\n<html>", "trees.ipynb")).toMatchObject({ message: "the file is a web page, not code" });
  });

  it("other JSON, and other texts that are called a notebook", () => {
    expect(problem('{ "name": "x", "version": "1.0.0" }').message).toBe("the file is JSON, but no notebook: it has no cells");
    expect(problem('{ "nbformat": 4, "cells": {} }').message).toBe("the file is JSON, but no notebook: it has no cells");
    expect(problem("[1, 2]", "a.ipynb").message).toBe("the file is no notebook");
    expect(problem("const x = 1;", "A.IPYNB").message).toContain("its JSON breaks off");
  });
});

describe("code is not taken for a notebook", () => {
  it.each(["{}", "[1, 2]", "{ const x = 1; }", '{ "use strict"; }', '{ "cells"; }', '"nbformat": 4'])("%s", (text) => {
    expect(importNotebook(bytes(text))).toMatchObject([{ kind: "code", text }]);
  });
});

describe("a first line for the terminal", () => {
  const line = "#!/usr/bin/env -S deno run";

  it("becomes a comment, so that every place stays true", () => {
    expect(importNotebook(bytes(`${line}\nconst x = 1;\nx`))).toEqual([
      { name: "cell-1", kind: "code", tags: [], text: `// ${line}\nconst x = 1;\nx`, line: 1 },
    ]);
    expect(importNotebook(bytes(`\uFEFF${line}\r\nx\r\n// %% a\r\n1`))).toMatchObject([
      { text: `// ${line}\nx`, line: 1 },
      { name: "a", text: "1", line: 4 },
    ]);
    expect(problem(`${line}\n\n// %% My tree`)).toMatchObject({ line: 3, column: 7 });
  });

  it("above cells is left out, as comments are there", () => {
    expect(importNotebook(bytes(`${line}\n// Trees\n\n// %% a\n1`))).toMatchObject([{ name: "a", text: "1", line: 5 }]);
  });
});

it("the command line opens what a page opens, and names the file and the place of what is wrong", async () => {
  const folder = await mkdtemp(join(tmpdir(), "open-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  expect(await openNotebook(await file("script.ts", "#!/usr/bin/env node\n1 + 1"))).toMatchObject([{ text: "// #!/usr/bin/env node\n1 + 1" }]);
  const old = { nbformat: 3, metadata: {}, worksheets: [{ cells: [{ cell_type: "code", input: "1" }] }] };
  expect(await openNotebook(await file("old.ipynb", JSON.stringify(old)))).toMatchObject([{ text: "1" }]);
  const broken = await file("broken.ipynb", '{\n "nbformat": 4,\n');
  await expect(openNotebook(broken)).rejects.toThrow(/broken\.ipynb:\d+:\d+: the notebook cannot be read.*\nSave or download/);
  await expect(openNotebook(join(folder, "none.ts"))).rejects.toThrow("none.ts cannot be read: there is no such file");
});
