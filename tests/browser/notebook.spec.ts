import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

test.describe("running", () => {
  test("every output is there before anything runs, and with scripts off", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
    const page = await context.newPage();
    await page.goto("two-machines/");
    expect(await page.locator('ml-cell .output svg[role="img"]:visible').count()).toBeGreaterThan(4);
    await expect(page.getByText("computed when this site was built")).toBeVisible();
    await expect(page.locator('button[data-action="run"]:visible')).toHaveCount(0);
    await context.close();
  });

  test("Run all runs each cell and says how it went", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await page.locator('button[data-action="run-all"]').click();
    for (const cell of await page.locator("ml-cell").all()) await chapter.state(cell, "done");
    await expect(chapter.bar).toHaveText("The kernel is ready.");
  });

  test("an edit is run with Shift+Enter, and what depends on it follows", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const first = page.locator("ml-cell").first();
    const text = await first.locator(".code pre").innerText();
    await chapter.write(first, `${text.trimEnd()}\nconst added = 20;`);
    await chapter.try(chapter.scratch, "added + 22");
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
    await chapter.try(first, `${text.trimEnd()}\nconst added = 10;`);
    await expect(chapter.output(chapter.scratch)).toHaveText("32");
  });

  test("a variable that a function changes goes on from run to run, and begins anew with its cell", async ({ page }) => {
    // The numbers stand in the text beside these cells.
    const chapter = await Chapter.open(page, "reference/notebooks/");
    const clicked = chapter.cell("clicked-twice");
    await expect(chapter.output(clicked)).toHaveText("2");
    await chapter.run(clicked);
    await chapter.state(clicked, "done");
    await expect(chapter.output(clicked)).toHaveText("2");
    await chapter.run(clicked);
    await expect(chapter.output(clicked)).toHaveText("4");
    await chapter.run(chapter.cell("counter"));
    await expect(chapter.output(clicked)).toHaveText("2");
  });

  test("a live value stops at its next yield and keeps what it has", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const first = page.locator("ml-cell").first();
    const text = await first.locator(".code pre").innerText();
    await chapter.write(
      first,
      `${text.trimEnd()}\nimport { live as endless } from "#notebook";\nconst counter = endless(async function* () { for (let i = 0; ; i++) yield i; });`,
    );
    await chapter.write(chapter.scratch, "counter >= 0");
    await chapter.run(chapter.scratch);
    await chapter.state(first, "running");
    await expect(chapter.output(first)).toHaveText(/\d/);
    await expect(chapter.output(chapter.scratch)).toHaveText("true");
    await chapter.stop();
    await chapter.state(first, "stopped");
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("true");
    await expect(chapter.bar).not.toContainText("restart");
  });

  test("reset brings back the chapter's text", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const text = await chapter.scratch.locator(".code pre").innerText();
    await chapter.write(chapter.scratch, "gone");
    await expect(chapter.scratch.locator(".note")).toContainText("edited");
    await chapter.scratch.getByRole("button", { name: /^Reset/ }).click();
    await expect(chapter.scratch.locator(".cm-content")).toHaveText(text.trimEnd().replaceAll("\n", ""), { useInnerText: false });
    await expect(chapter.scratch.locator(".note")).not.toContainText("edited");
  });
});

test.describe("charts", () => {
  for (const width of [320, 390, 560, 600, 768, 1280, 1440, 1920])
    test(`at ${width} pixels each chart is drawn once, fits, and its text is 11 pixels or more`, LAYOUT, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await Chapter.open(page);
      const charts = await page.locator('ml-cell .output svg[role="img"]').evaluateAll((all) =>
        all.map((svg) => {
          const { width, right } = svg.getBoundingClientRect();
          const scale = width / Number(svg.getAttribute("width"));
          const sizes = [...svg.querySelectorAll("text")]
            .filter((text) => text.textContent !== "")
            .map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale);
          return { cell: svg.closest("ml-cell")?.getAttribute("data-cell"), shown: width > 0, right, smallest: Math.min(...sizes) };
        }),
      );
      const shown = charts.filter((chart) => chart.shown);
      expect(shown.length).toBe(new Set(charts.map(({ cell }) => cell)).size);
      for (const { cell, right, smallest } of shown) {
        expect(smallest, cell!).toBeGreaterThanOrEqual(10.99);
        expect(right, cell!).toBeLessThanOrEqual(width);
      }
    });

  for (const scheme of ["light", "dark"] as const)
    test(`a chart takes the page's colours in ${scheme} mode`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await Chapter.open(page);
      const [text, body] = await page.evaluate(() => [
        getComputedStyle(document.querySelector('ml-cell .output svg[role="img"] text')!).fill,
        getComputedStyle(document.querySelector("ml-cell .output")!).color,
      ]);
      expect(text).toBe(body);
    });
});

test.describe("keyboard", () => {
  test("Enter on the code opens the editor; Tab leaves it", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.scratch.locator(".code pre").focus();
    await page.keyboard.press("Enter");
    await expect(chapter.scratch.locator(".cm-content")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(chapter.scratch.locator(".cm-content")).not.toBeFocused();
  });

  test("every control of a cell has a name", async ({ page }) => {
    await Chapter.open(page);
    for (const button of await page.locator("ml-notebook button").all())
      expect((await button.getAttribute("aria-label")) ?? (await button.innerText())).not.toBe("");
  });
});
