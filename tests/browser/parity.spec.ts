import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "playwright/test";
import { runInBrowser } from "../../scripts/browser-notebook.ts";
import { prerender, withoutFiles } from "../../src/kernel/prerender.ts";
import { test } from "./fixtures.ts";

const folder = fileURLToPath(new URL("../../notebooks/", import.meta.url));
const notebooks = (await readdir(folder)).filter((name) => name.endsWith(".ts"));

test.describe("what the build shows is what the browser computes", () => {
  for (const file of notebooks)
    test(`every cell of ${file} gives the same output in Chromium as in the build`, async () => {
      // Chapters that train live take a minute or two on a busy machine.
      test.setTimeout(600_000);
      const { cells, results } = await prerender(folder + file);
      const browser = await runInBrowser(cells);
      for (const [i, { cell, ok, outputs, error }] of results.entries())
        expect({ cell, ok, outputs: JSON.parse(JSON.stringify(browser[i]!.outputs, withoutFiles)), error: browser[i]!.error }).toEqual({
          cell: browser[i]!.cell,
          ok: browser[i]!.ok,
          outputs,
          error,
        });
    });
});
