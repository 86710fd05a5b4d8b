import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

/** The rest of each page is looked at in site.spec.ts. */
async function clean(page: Page, state: string, where = "ml-notebook"): Promise<void> {
  await expect(page.locator(where)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(where).analyze();
  expect(
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) })),
    state,
  ).toEqual([]);
}

for (const scheme of ["light", "dark"] as const)
  test(`axe finds nothing in any state of a notebook in ${scheme} mode`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const chapter = await Chapter.open(page, "playground/");
    const first = page.locator("ml-cell").first();
    await chapter.write(first, 'const rows = [{ a: 1 }];\n// a comment, "text" and 12\nrows');
    await clean(page, "editor open");
    await chapter.try(first, "const x = nothing;");
    await chapter.state(first, "failed");
    await clean(page, "failed");
    await page.getByRole("button", { name: "Add a cell" }).click();
    await chapter.try(chapter.scratch, "x + 1");
    await chapter.state(chapter.scratch, "waiting");
    await clean(page, "waiting");
    await chapter.try(first, "const x = 1;\nawait new Promise((done) => setTimeout(done, 4000));\nx");
    await chapter.state(first, "running");
    await clean(page, "running and queued");
    await chapter.state(chapter.scratch, "done");
    await page.getByRole("button", { name: "Add a cell" }).click();
    await chapter.try(chapter.scratch, "const y = await new Promise<number>((done) => setTimeout(() => done(x), 2100));\ny");
    await chapter.state(chapter.scratch, "done");
    await chapter.try(first, "const x = 2;\nx");
    await chapter.state(chapter.scratch, "stale");
    await clean(page, "stale");
    await first.locator('button[data-action="commands"]').click();
    await clean(page, "commands", ".notebook-dialog");
    await page.keyboard.press("Escape");

    await Chapter.open(page, "reference/notebooks/");
    await chapter.write(chapter.scratch, '"mine"');
    await chapter.command(chapter.scratch, "Compare with the chapter");
    await clean(page, "comparison", ".notebook-dialog");
    await page.keyboard.press("Escape");
    await page.goto("playground/#edits=1.damaged");
    await expect(page.locator(".notebook-notice")).toBeVisible();
    await clean(page, "notice");
  });

test.describe("by keyboard alone", () => {
  test("a reader edits, runs, goes on, stops and asks for the commands", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const [first, second] = [page.locator("ml-cell").first(), page.locator("ml-cell").nth(1)];
    await first.locator(".code pre").focus();
    await page.keyboard.press("Enter");
    await expect(first.locator(".cm-content")).toBeFocused();
    await page.keyboard.press("Alt+Enter");
    await expect(second.locator(".code pre")).toBeFocused();
    await chapter.state(first, "done");
    await page.keyboard.press("Alt+PageDown");
    await expect(page.locator("ml-cell").nth(2).locator(".code pre")).toBeFocused();
    await page.keyboard.press("Alt+PageUp");
    await expect(second.locator(".code pre")).toBeFocused();
    await page.keyboard.press("F2");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("searchbox")).toBeFocused();
    await page.keyboard.type("add below");
    await page.keyboard.press("Enter");
    await expect(chapter.cell("added-1").locator(".cm-content")).toBeFocused();
    await page.keyboard.insertText("await new Promise(() => {})");
    await page.keyboard.press("ControlOrMeta+Enter");
    await chapter.state(chapter.cell("added-1"), "running");
    await page.keyboard.press("ControlOrMeta+.");
    await chapter.state(chapter.cell("added-1"), "stopped");
  });

  test("the list of commands gives the focus back when it is closed", async ({ page }) => {
    await Chapter.open(page);
    const code = page.locator("ml-cell .code pre").first();
    await code.focus();
    await page.keyboard.press("F2");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("dialog").getByRole("button", { name: "Run the cell", exact: false }).first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(code).toBeFocused();
  });
});

test("what happens is announced, once it has settled", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const status = page.locator(".notebook-bar [role=status]");
  await chapter.try(chapter.scratch, "nothing");
  await expect(status).toHaveText("The kernel is ready.");
  await expect(chapter.problem(chapter.scratch)).toContainText("nothing is not defined");
});

test("on a touch screen every control is at least 44 pixels high and wide, and code can be read at 390", LAYOUT, async ({ browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, baseURL: baseURL! });
  const page = await context.newPage();
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, "const mine = 1;\nmine");
  await chapter.state(chapter.scratch, "done");
  const small = await page.locator("ml-notebook button:visible").evaluateAll((buttons) =>
    buttons
      .map((button) => ({ name: button.getAttribute("aria-label") ?? button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 44 || box.height < 44))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
  );
  expect(small).toEqual([]);
  const code = chapter.scratch.locator(".cm-content");
  expect(Number.parseFloat(await code.evaluate((element) => getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(13);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});

for (const scheme of ["light", "dark"] as const)
  test(`at 390 pixels axe finds nothing on chapters and reference pages in ${scheme} mode`, scheme === "light" ? LAYOUT : {}, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of ["two-machines/", "playground/", "reference/notebooks/", "reference/glossary/", "reference/data/spam/"]) {
      await page.goto(path);
      const chapter = new Chapter(page);
      if (path === "two-machines/") await expect(chapter.output(chapter.scratch).locator("table").first()).toHaveAttribute("tabindex", "0");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ path, id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
    }
  });

test.describe("tables in prose", () => {
  /** Narrower than any of them. */
  const NARROW = { width: 160, height: 844 };
  const region = (page: Page) => page.getByRole("region", { name: "Table: To, press, on a Mac" });
  const scrolled = (page: Page) => region(page).evaluate(({ scrollLeft }) => scrollLeft);

  test("scroll by keyboard inside their own place, and are no stops where they fit", LAYOUT, async ({ page }) => {
    await page.setViewportSize({ width: 1920, height: 844 });
    await page.goto("reference/notebooks/");
    await expect(region(page)).not.toHaveAttribute("tabindex");
    await page.setViewportSize(NARROW);
    await expect(region(page)).toHaveAttribute("tabindex", "0");
    await region(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => scrolled(page)).toBeGreaterThan(0);
    // It stays a stop while it has the focus, and becomes none when it has not.
    await page.setViewportSize({ width: 1920, height: 844 });
    await expect(region(page)).toBeFocused();
  });

  test("have a name and a stop on every page before any script", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL!, viewport: NARROW });
    const page = await context.newPage();
    for (const path of ["map/", "language-models/pretraining/", "reference/notebooks/", "reference/data/spam/"]) {
      await page.goto(path);
      const bare = page.locator(".sl-markdown-content table:not([role=region][aria-label][tabindex='0'] table, ml-cell table[tabindex='0'])");
      await expect(bare, path).toHaveCount(0);
      const names = await page.getByRole("region", { name: /^Table/ }).evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
      expect(names.length, path).toBeGreaterThan(0);
      expect(new Set(names).size, path).toBe(names.length);
    }
    await page.goto("reference/notebooks/");
    await region(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() =>
        region(page)
          .locator("table")
          .boundingBox()
          .then((box) => box!.x),
      )
      .toBeLessThan((await region(page).boundingBox())!.x);
    await context.close();
  });
});

test("outputs wider than the page are scrolled by keyboard, and are no stops where they fit", LAYOUT, async ({ page }) => {
  const chapter = await Chapter.open(page, "playground/");
  const output = chapter.output(chapter.scratch);
  const table = output.locator("table");
  await page.setViewportSize({ width: 1920, height: 844 });
  const stops = () => output.evaluate((area) => [area, ...area.querySelectorAll("*")].filter((each) => (each as HTMLElement).tabIndex === 0).length);
  await chapter.try(
    chapter.scratch,
    'import { html, table } from "#notebook";\ntable([Object.fromEntries(Array.from({ length: 9 }, (_, i) => ["column" + i, i + 0.5]))])',
  );
  await expect(table).toBeVisible();
  expect(await stops()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(table).toHaveAttribute("tabindex", "0");
  await expect(output.getByRole("table", { name: /^Table of cell / })).toBeVisible();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.setViewportSize({ width: 1920, height: 844 });
  await expect(table).not.toHaveAttribute("tabindex");
  expect(await table.getAttribute("aria-label")).toBeNull();

  await page.setViewportSize({ width: 390, height: 844 });
  await chapter.try(chapter.scratch, 'import { html } from "#notebook";\nhtml`<div style="width: 60rem">wide</div>`');
  await expect(output).toHaveText("wide");
  await expect(output).toHaveAttribute("tabindex", "0");
});

test("print shows prose, code and charts in full width, and no buttons", LAYOUT, async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.write(chapter.scratch, `const long = "${"words and ".repeat(40)}";`);
  await page.setViewportSize({ width: 700, height: 1000 });
  await page.emulateMedia({ media: "print" });
  // What a question lets its reader choose from is part of the question.
  await expect(page.locator("ml-notebook button:visible:not(.guess .options *)")).toHaveCount(0);
  const cut = await page.locator("ml-cell :is(pre, .cm-scroller, .output, .output svg, .output table)").evaluateAll((all) =>
    all
      .filter((element) => element.getBoundingClientRect().width > 0)
      .filter((element) => element.getBoundingClientRect().right > 700 || (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0))
      .map((element) => `${element.className || element.localName} in ${element.closest("ml-cell")?.id}`),
  );
  expect(cut).toEqual([]);
});
