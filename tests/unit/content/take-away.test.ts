import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { prerender } from "../../../src/build/prerender.ts";
import { runNotebook } from "../../../src/kernel/node/node.ts";
import { readNotebook } from "../../../src/kernel/node/read-notebook.ts";
import type { CellResult } from "../../../src/kernel/session/run-all.ts";
import type { CellSource } from "../../../src/notebook/types.ts";
import { nbformatErrors } from "../notebook/nbformat.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "take-away-"));
  await promisify(execFile)(process.execPath, ["scripts/export.ts", "--out", folder], {
    cwd: root,
    env: { ...process.env, SITE_URL: "https://example.org", BASE_PATH: "/site" },
  });
  files = await readdir(folder);
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

/** The notebook of the repository from which an exported file was made. */
async function original(file: string): Promise<string> {
  const names = (await readdir(join(root, "notebooks"))).filter((name) => name.endsWith(".ts")).map((name) => name.replace(/\.ts$/, ""));
  return names.filter((name) => file.startsWith(name)).sort((a, b) => b.length - a.length)[0]!;
}
const shown = (results: CellResult[]) => JSON.parse(JSON.stringify(results.map(({ ms: _, ...result }) => result)));

it("every chapter's .ipynb is valid, names Deno and holds prose, code and outputs", async () => {
  const notebooks = files.filter((file) => file.endsWith(".ipynb"));
  expect(notebooks.length).toBeGreaterThan(1);
  for (const file of notebooks) {
    const text = await readFile(join(folder, file), "utf8");
    expect(nbformatErrors(text), file).toEqual([]);
    const { cells, metadata } = JSON.parse(text) as {
      cells: { cell_type: string; source: string[]; outputs?: unknown[]; metadata: { name?: string } }[];
      metadata: { kernelspec: { name: string } };
    };
    expect(metadata.kernelspec.name, file).toBe("deno");
    expect(cells[0]!.source[0], file).toMatch(/^# /);
    const { results } = await prerender(join(root, "notebooks", `${await original(file)}.ts`));
    expect(cells.filter(({ cell_type }) => cell_type === "code").map(({ metadata, outputs }) => [metadata.name, outputs!.length])).toEqual(
      results.map(({ cell, outputs, error }) => [cell, outputs.length + (error ? 1 : 0)]),
    );
    expect(JSON.stringify(cells.map(({ outputs }) => outputs)).includes("var(--"), file).toBe(false);
    const prose = cells.filter(({ cell_type }) => cell_type === "markdown").flatMap(({ source }) => source);
    expect(prose.join("").match(/\]\((?!https?:|mailto:)[^)]*\)/g), file).toBeNull();
  }
});

const code = (cells: CellSource[]) => cells.filter(({ kind }) => kind === "code").map(({ name, text }) => [name, text.trim()]);

it("every chapter's .ts holds the chapter's cells, so that it runs as the chapter does", async () => {
  const notebooks = files.filter((file) => file.endsWith(".ts"));
  expect(notebooks.length).toBe(files.length / 2);
  for (const file of notebooks) {
    const { cells } = await readNotebook(join(folder, file));
    const chapter = await prerender(join(root, "notebooks", `${await original(file)}.ts`));
    expect(code(cells), file).toEqual(code(chapter.cells));
  }
});

it("a chapter's .ts runs and shows what the chapter shows", { timeout: 600_000 }, async () => {
  const file = files.find((name) => name.startsWith("two-machines") && name.endsWith(".ts"))!;
  const { cells } = await readNotebook(join(folder, file));
  const { results } = await prerender(join(root, "notebooks/two-machines.ts"));
  expect(shown(await runNotebook(await kernelBuild(), cells))).toEqual(shown(results));
});
