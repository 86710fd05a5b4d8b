/** The budgets of lessons: what their sources tell is held by `tests/unit/content/lessons.test.ts`, what has to be seen is here, with a table of all. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { expect, type Page } from "playwright/test";
import { address, lessons } from "../../src/build/lesson-pages.ts";
import { BUDGETS, EXCEPTIONS, figuresOf, longestCells, type Measure } from "../unit/content/lesson.ts";
import { test } from "./fixtures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What can be measured of a page in a browser. */
const SEEN = ["height", "picture", "pictureOnPhone", "elements", "kilobytes"] as const;
type Seen = Record<(typeof SEEN)[number], number>;

/** The middle of the first picture on the page, in pixels from its top; endless where it has none. */
const firstPicture = (page: Page) =>
  page.evaluate(() => {
    const pictures = [...document.querySelectorAll("main :is(svg[role=img], .machine svg, .output canvas, .output img)")];
    const box = pictures.map((picture) => picture.getBoundingClientRect()).find(({ width, height }) => width > 100 && height > 50);
    return box ? Math.round(box.top + scrollY + box.height / 2) : Number.POSITIVE_INFINITY;
  });

async function measure(page: Page, path: string): Promise<Seen> {
  const url = address(path);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(url);
  const pictureOnPhone = await firstPicture(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url);
  const picture = await firstPicture(page);
  const [height, elements] = await page.evaluate(() => [document.documentElement.scrollHeight, document.querySelectorAll("*").length] as const);
  const kilobytes = Math.ceil(brotliCompressSync(readFileSync(`${root}dist/${url}index.html`)).length / 102.4) / 10;
  return { height, picture, pictureOnPhone, elements, kilobytes };
}

test("lessons keep to their budgets", async ({ page }) => {
  test.setTimeout(1_200_000);
  const columns: Exclude<Measure, "silentCells">[] = ["words", "sections", "cells", "openLines", "foldedLines", ...SEEN];
  const rows: string[][] = [];
  const over: string[] = [];
  const needless: string[] = [];
  for (const path of lessons) {
    const figures = figuresOf(readFileSync(root + path, "utf8"));
    const seen = await measure(page, path);
    const all = { ...figures, cells: figures.cells.length, ...longestCells(figures), ...seen };
    rows.push([address(path) || "/", ...columns.map((name) => `${all[name]}${all[name] > BUDGETS[name] ? " *" : ""}`)]);
    for (const name of SEEN) {
      const exception = EXCEPTIONS[path]?.[name];
      if (seen[name] > (exception?.[0] ?? BUDGETS[name])) over.push(`${path}, ${name}: ${seen[name]}`);
      if (exception && seen[name] <= BUDGETS[name]) needless.push(`${path}, ${name}: ${seen[name]}`);
    }
  }
  const head = ["lesson", ...columns.map((name) => `${name} ≤ ${BUDGETS[name]}`)];
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  mkdirSync(`${root}test-results`, { recursive: true });
  writeFileSync(
    `${root}test-results/budgets.md`,
    `${table}\n\n\\* more than the budget: tests/unit/content/lesson.ts has the exceptions and their reasons\n`,
  );
  console.log(table);
  expect(over).toEqual([]);
  expect(needless, "exceptions that are not needed").toEqual([]);
});
