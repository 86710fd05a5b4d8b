import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "playwright/test";
import { runInBrowser } from "../../scripts/browser-notebook.ts";
import { prerender, withoutFiles } from "../../src/kernel/prerender.ts";
import { test } from "./fixtures.ts";
import { ELSEWHERE } from "./playwright.config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
// The chapters use only some of the models, and of what cells can do with each other's variables; the tests' own notebooks use all.
const folders = ["notebooks/", "tests/notebooks/"];
const notebooks = (await Promise.all(folders.map(async (folder) => (await readdir(root + folder)).map((name) => folder + name))))
  .flat()
  .filter((file) => file.endsWith(".ts"));

test.describe("what the build shows is what the browser computes", () => {
  for (const file of notebooks)
    test(`every cell of ${file} gives the same output in Chromium as in the build`, async () => {
      // Chapters that train live take a minute or two on a busy machine.
      test.setTimeout(600_000);
      const { cells, results } = await prerender(root + file);
      const browser = await runInBrowser(cells, { reader: ELSEWHERE });
      for (const [i, { cell, ok, outputs, error }] of results.entries())
        expect({ cell, ok, outputs: JSON.parse(JSON.stringify(browser[i]!.outputs, withoutFiles)), error: browser[i]!.error }).toEqual({
          cell: browser[i]!.cell,
          ok: browser[i]!.ok,
          outputs,
          error,
        });
    });
});
