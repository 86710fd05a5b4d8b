import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "playwright/test";
import { IMPORT_ROOMS } from "../../src/build/import-rooms.ts";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { UNDER_A_PATH } from "./playwright.config.ts";

const MOST_ELEMENTS = 8000;
const MOST_BYTES = 40_000;
/** Rooms whose pages are larger, and why. */
const LARGER: Record<string, [bytes: number, why: string]> = {
  contests: [52_000, "the contestants of seven contests, each with its settings"],
};

test.describe("what cells can import", () => {
  test("is listed on one page, and each name leads to its entry", async ({ page }) => {
    await page.goto("reference/imports/");
    await page.getByRole("main").getByRole("link", { name: "DecisionTree", exact: true }).click();
    await expect(page).toHaveURL(/reference\/imports\/ml\/#decision-tree\.DecisionTree$/);
    await expect(page.getByRole("heading", { name: "DecisionTree class" })).toBeInViewport();
  });

  test("has signature, options with defaults, source and members, and its modules stand in the table of contents", async ({ page }) => {
    await page.goto("reference/imports/ml/");
    const entry = page.locator('.export[data-name="DecisionTree"]');
    await expect(entry).toContainText("new DecisionTree<L extends Label = Label>(options?: DecisionTreeOptions)");
    await expect(entry).toContainText("maxDepth?: number = Infinity");
    await expect(entry).toContainText("Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984");
    await expect(entry).toContainText("predict(X: DenseMatrix): L[]");
    const contents = page.getByRole("navigation", { name: "On this page" });
    await contents.getByRole("link", { name: "#ml/k-means" }).click();
    await expect(page.getByRole("heading", { name: "#ml/k-means" })).toBeInViewport();
  });

  for (const room of Object.keys(IMPORT_ROOMS))
    test(`on the page ${room} is all there without scripts, and light`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
      const page = await context.newPage();
      await page.goto(`reference/imports/${room}/`);
      expect(await page.locator("*").count()).toBeLessThanOrEqual(MOST_ELEMENTS);
      const html = readFileSync(new URL(`../../dist/reference/imports/${room}/index.html`, import.meta.url));
      expect(brotliCompressSync(html).length).toBeLessThanOrEqual(LARGER[room]?.[0] ?? MOST_BYTES);
      await expect(page.locator(".export").first()).toBeVisible();
      await expect(page.getByRole("main").getByRole("searchbox")).toBeHidden();
      await context.close();
    });

  test("is found by the site's search", async ({ page }) => {
    await page.goto("");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("DecisionTree");
    await expect(page.getByRole("dialog").locator('a[href*="reference/imports/ml/"]').first()).toBeVisible();
  });

  test("is narrowed to names by keyboard, and the number of them is announced", async ({ page }) => {
    await page.goto("reference/imports/ml/");
    const field = page.getByRole("searchbox", { name: "Find a name" });
    await field.focus();
    await page.keyboard.type("decisiontree");
    const status = page.getByRole("main").getByRole("status");
    await expect(status).toHaveText("2 names");
    await expect(page.locator(".export:visible")).toHaveCount(2);
    await expect(page.getByRole("heading", { name: "#ml/k-means" })).toBeHidden();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "DecisionTree", exact: true }).first()).toBeFocused();
    await field.fill("no such name");
    await expect(status).toContainText("No name on this page");
    // A link to what is left out brings it back.
    await page.evaluate(() => (location.hash = "k-means.KMeans"));
    await expect(page.getByRole("heading", { name: "KMeans class" })).toBeInViewport();
    await expect(field).toHaveValue("");
  });

  for (const [where, root] of [
    ["the root of a host", ""],
    ["a path of a host", UNDER_A_PATH],
  ] as const)
    test(`opens in the Playground with its example and runs, under ${where}`, async ({ page }) => {
      await page.goto(`${root}reference/imports/ml/`);
      await page.getByRole("link", { name: "Open DecisionTree in the Playground" }).click();
      await expect(page.locator("ml-notebook")).toBeVisible();
      const chapter = new Chapter(page);
      const cell = chapter.cell("example");
      await expect(cell.locator(".code pre")).toContainText('import { DecisionTree } from "#ml/decision-tree";');
      await cell.locator('button[data-action="run"]').click();
      await chapter.state(cell, "done");
      await expect(cell).toContainText("flipper length (mm)");
    });

  for (const scheme of ["light", "dark"] as const)
    test(`has nothing that axe finds while it is narrowed, in ${scheme} mode`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.goto("reference/imports/ml/");
      await page.getByRole("searchbox", { name: "Find a name" }).fill("tree");
      await expect(page.getByRole("main").getByRole("status")).toContainText("names");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
    });
});
