import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "playwright/test";
import { runInBrowser } from "../../scripts/browser-notebook.ts";
import { kernelBuild } from "../../src/build/build.ts";
import { withoutFiles } from "../../src/build/kept-outputs.ts";
import { prerender } from "../../src/build/prerender.ts";
import { runNotebook } from "../../src/kernel/node/node.ts";
import type { CellResult } from "../../src/kernel/session/run-all.ts";
import type { CellSource } from "../../src/notebook/types.ts";
import { gallery } from "../unit/dom/gallery.ts";
import { test } from "./fixtures.ts";
import { ELSEWHERE } from "./playwright.config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
// The chapters use only some of the models, and of what cells can do with each other's variables; the tests' own notebooks use all.
const folders = ["notebooks/", "tests/notebooks/"];
const notebooks = (await Promise.all(folders.map(async (folder) => (await readdir(root + folder)).map((name) => folder + name))))
  .flat()
  .filter((file) => file.endsWith(".ts"));

/** What no cell can do: some of it is there in Node or in a browser before the kernel takes it away. */
const refused = [
  'eval("1 + 1")',
  '(0, eval)("1 + 1")',
  'new Function("return 1")()',
  '(async () => {}).constructor("return 1")',
  '(function* () {}).constructor("yield 1")',
  'setTimeout("1 + 1", 10)',
  'globalThis.setInterval("1 + 1", 10)',
  "setTimeout(undefined, 10)",
  "process.env.HOME",
  'require("node:fs")',
  "global.x = 1",
  "__dirname",
  "setImmediate(() => {})",
  'new Worker("x.js")',
  "new SharedArrayBuffer(8)",
  'importScripts("x.js")',
  'new WebSocket("wss://example.org")',
  "new XMLHttpRequest()",
  'new EventSource("/")',
  'await fetch("https://example.org/")',
  'localStorage.setItem("a", "b")',
  'indexedDB.open("a")',
  'await caches.open("a")',
  "document.body",
  "window.x",
  "self.x = 1",
  "name",
  "location.href",
  "postMessage(1)",
  "requestAnimationFrame(() => {})",
  "alert(1)",
  "new FileReader()",
  "Temporal.Now.instant()",
  "crypto.randomUUID()",
  "new Float64Array(-1)",
  "(function f() { return 1 + f(); })()",
  'import everything from "d3";',
  'import { scaleLiner } from "d3";',
  'import _ from "lodash";',
  'await import("node:fs")',
  'await import("toString")',
  'import { toString } from "#notebook";',
  'import { weights } from "#notebook";\nawait weights("constructor")',
  "throw { code: 1 }",
];

test("what a page refuses the build refuses, in the same words and at the same place", async () => {
  const cells: CellSource[] = refused.map((text, i) => ({ name: `refused-${i}`, kind: "code", tags: [], text: `"first";\n${text}`, line: 1 }));
  const problems = (results: CellResult[]) => results.map(({ error }, i) => [refused[i], error]);
  const inNode = problems(await runNotebook(await kernelBuild(), cells));
  expect(inNode.filter(([, error]) => error === undefined)).toEqual([]);
  expect(problems(await runInBrowser(cells))).toEqual(inNode);
});

/** The drawings that other tests compare with jsdom's, each as a cell. */
async function galleryCells(): Promise<CellSource[]> {
  const cell = (name: string, text: string): CellSource => ({ name, kind: "code", tags: [], text, line: 1 });
  return [
    cell("gallery", await readFile(`${root}tests/unit/dom/gallery.ts`, "utf8")),
    cell("libraries", 'import * as Plot from "@observablehq/plot";\nimport * as d3 from "d3";'),
    ...Object.keys(gallery).map((name, i) => cell(`drawing-${i}`, `gallery[${JSON.stringify(name)}](Plot, d3)`)),
  ];
}

test("every drawing of the gallery is the same in Chromium as in Node", async () => {
  test.setTimeout(600_000);
  const cells = await galleryCells();
  const inNode = await runNotebook(await kernelBuild(), cells);
  const inBrowser = await runInBrowser(cells);
  // Engines differ in the last digits of exp, log and the like.
  const neat = (results: CellResult[]) =>
    results.map(({ cell, outputs, error }) =>
      JSON.stringify({ cell, outputs, error }).replace(/\d+\.\d{7,}/g, (digits) => Number(digits).toFixed(5)),
    );
  expect(inNode.filter(({ ok, outputs }) => ok && outputs.length > 0)).toHaveLength(Object.keys(gallery).length);
  const drawn = neat(inBrowser);
  for (const [i, drawing] of neat(inNode).entries()) expect(JSON.parse(drawn[i]!)).toEqual(JSON.parse(drawing));
});

test.describe("what the build shows is what the browser computes", () => {
  for (const file of notebooks)
    test(`every cell of ${file} gives the same output in Chromium as in the build`, async () => {
      // Chapters that train live take a minute or two on a busy machine.
      test.setTimeout(600_000);
      const { cells, results } = await prerender(root + file);
      const browser = await runInBrowser(cells, { reader: ELSEWHERE });
      for (const [i, { cell, ok, outputs, error }] of results.entries())
        expect({ cell, ok, outputs: rounded(browser[i]!.outputs), error: browser[i]!.error }).toEqual({
          cell: browser[i]!.cell,
          ok: browser[i]!.ok,
          outputs: rounded(outputs),
          error,
        });
    });
});

/**
 * Outputs as JSON. Engines differ in the last digits of exp, log and the like, which the data behind a table show, a fit adds up and a scale of logarithms
 * puts into a drawing, and a value without a format has all of them: 10 digits are held.
 */
const rounded = (outputs: CellResult["outputs"]): unknown =>
  JSON.parse(JSON.stringify(outputs, withoutFiles), (_, value) => {
    if (typeof value === "string")
      return value.replace(value.startsWith("<svg") ? /\d+\.\d+/g : /\d+\.\d{11,}/g, (number) => String(tenDigits(number)));
    return typeof value === "number" ? tenDigits(value) : value;
  });
const tenDigits = (number: number | string): number => Number(Number(number).toPrecision(10));
