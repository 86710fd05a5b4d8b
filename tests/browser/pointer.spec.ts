import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

const DOTS =
  'Plot.dot([{ a: 1, b: 1 }, { a: 5, b: 8 }, { a: 9, b: 3 }], { x: "a", y: "b", r: 5, tip: true }).plot({ ariaLabel: "Three dots", height: 300 })';

/** A cell that shows a chart, and its drawing on the page. */
async function shown(page: Page, code = DOTS): Promise<{ chapter: Chapter; chart: Locator; tip: Locator }> {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, code);
  await chapter.state(chapter.scratch, "done");
  const chart = chapter.output(chapter.scratch).locator("svg[data-interactive]").filter({ visible: true });
  await chart.scrollIntoViewIfNeeded();
  return { chapter, chart, tip: chart.locator('[aria-label="tip"]') };
}

/** The middle of a chart's nth dot, in the window. */
async function dot(chart: Locator, n: number): Promise<{ x: number; y: number }> {
  // At once: a live chart is another one a moment later.
  return chart.evaluate((svg, n) => {
    const { x, y, width, height } = svg.querySelectorAll("circle")[n]!.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, n);
}

for (const [view, width] of [
  ["wide", 1280],
  ["narrow", 390],
] as const)
  test.describe(`the ${view} drawing of a chart`, () => {
    test.use({ viewport: { width, height: 844 } });

    test("shows and hides the tip of what the mouse is on; a click holds it", async ({ page }) => {
      const { chart, tip } = await shown(page);
      expect(await chart.locator("xpath=..").getAttribute("class")).toBe(view);
      const [first, second] = [await dot(chart, 0), await dot(chart, 1)];
      await page.mouse.move(first.x + 3, first.y);
      await expect(tip).toHaveText("​a 1​b 1");
      await page.mouse.move(second.x, second.y);
      await expect(tip).toHaveText("​a 5​b 8");
      await page.mouse.move(5, 5);
      await expect(tip).toHaveText("");
      await page.mouse.move(second.x, second.y);
      await page.mouse.click(second.x, second.y);
      await page.mouse.move(first.x, first.y);
      await page.waitForTimeout(100);
      await expect(tip).toHaveText("​a 5​b 8");
      await page.mouse.click(first.x, first.y);
      await page.mouse.move(first.x + 1, first.y);
      await expect(tip).toHaveText("​a 1​b 1");
    });
  });

test.describe("by touch", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a tap shows the tip, another place takes it away, and a swipe up scrolls the page", async ({ page }) => {
    const { chart, tip } = await shown(page);
    const { x, y } = await dot(chart, 1);
    await page.touchscreen.tap(x, y);
    await expect(tip).toHaveText("​a 5​b 8");
    await page
      .locator("h1")
      .first()
      .evaluate((heading) => heading.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" })));
    await expect(tip).toHaveText("");
    const before = await page.evaluate(() => scrollY);
    const touch = await page.context().newCDPSession(page);
    const drag = (type: "touchStart" | "touchMove" | "touchEnd", at?: { x: number; y: number }) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
    await drag("touchStart", { x, y });
    for (let by = 20; by <= 200; by += 20) await drag("touchMove", { x, y: y + by });
    await drag("touchEnd");
    await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(before - 50);
  });

  test("a finger that goes sideways reads one value after the other", async ({ page }) => {
    const { chart, tip } = await shown(page);
    const [from, to] = [await dot(chart, 0), await dot(chart, 2)];
    const before = await page.evaluate(() => scrollY);
    const touch = await page.context().newCDPSession(page);
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [from] });
    await expect(tip).toHaveText("​a 1​b 1");
    for (let part = 1; part <= 10; part++) {
      const at = { x: from.x + ((to.x - from.x) * part) / 10, y: from.y + ((to.y - from.y) * part) / 10 };
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [at] });
    }
    await expect(tip).toHaveText("​a 9​b 3");
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await expect(tip).toHaveText("​a 9​b 3");
  });
});

test.describe("by keyboard", () => {
  test("arrow keys go from value to value and say each; Escape hides it; Tab leaves", async ({ page }) => {
    const { chart, tip } = await shown(page);
    await chart.focus();
    await expect(chart).toHaveAttribute("role", "application");
    await expect(chart).toHaveAccessibleName("Three dots");
    await expect(chart).toHaveAccessibleDescription(/Arrow keys move from value to value/);
    const said = page.locator(".chart-value");
    await expect(said).toHaveAttribute("aria-live", "polite");
    for (const [key, words] of [
      ["ArrowRight", "a 1, b 1"],
      ["ArrowRight", "a 5, b 8"],
      ["ArrowUp", "a 5, b 8"],
      ["ArrowDown", "a 9, b 3"],
      ["ArrowDown", "a 1, b 1"],
      ["End", "a 9, b 3"],
      ["Home", "a 1, b 1"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(said, key).toHaveText(words);
      await expect.poll(() => tip.innerHTML(), key).toContain(words.slice(-1));
    }
    await expect(chart).toBeFocused();
    const { violations } = await new AxeBuilder({ page }).include("ml-cell:has(.editor) .output").setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]!.html.slice(0, 200)])).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(tip).toHaveText("");
    await expect(chart).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(tip).not.toHaveText("");
    await page.keyboard.press("Tab");
    await expect(chart).not.toBeFocused();
    await expect(tip).toHaveText("");
  });
});

test("charts in figures, with facets and crosshairs, answer", async ({ page }) => {
  const { chart } = await shown(
    page,
    'Plot.plot({ title: "T", color: { legend: true }, height: 300, marks: [Plot.dot([{ a: 1, f: "p" }, { a: 2, f: "q" }], { x: "a", y: "a", fx: "f", stroke: "f", r: 5, tip: true }), Plot.crosshair([{ a: 1, f: "p" }, { a: 2, f: "q" }], { x: "a", y: "a", fx: "f" })] })',
  );
  for (const [n, facet] of ["p", "q"].entries()) {
    const { x, y } = await dot(chart, n);
    await page.mouse.move(x, y);
    await expect(chart.locator('[aria-label="tip"]')).toContainText(`f ${facet}`);
    await expect(chart.locator('[aria-label="crosshair text"]').first()).toContainText(String(n + 1));
  }
});

test("a chart that has not been run here says what to do, to the mouse and to the keyboard", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const output = chapter.output(chapter.cell("penguins-plot"));
  const hint = () =>
    output.locator("[data-reading]").evaluate((element) => {
      const { content, visibility } = getComputedStyle(element, "::after");
      return visibility === "visible" ? content : "";
    });
  const chart = output.locator("svg[data-interactive]").filter({ visible: true });
  await expect.poll(hint).toBe("");
  await chart.hover();
  await expect.poll(hint).toContain("Run the cell to read values off this chart");
  await page.mouse.move(0, 0);
  await expect.poll(hint).toBe("");
  await chart.focus();
  await expect.poll(hint).toContain("Run the cell");
  await expect(chart).toHaveAccessibleDescription("Run the cell to read values off this chart.");
  await expect(chart).toHaveRole("img");
});

test("the chapter's scatter plot answers once its cell has run, and not any more when the kernel is gone", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const cell = chapter.cell("penguins-plot");
  await chapter.run(cell);
  await chapter.state(cell, "done");
  const chart = chapter.output(cell).locator("svg[data-interactive]").filter({ visible: true });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".chart-value")).toContainText("bill length (mm)");
  await chapter.try(chapter.scratch, "while (true) {}");
  await chapter.state(chapter.scratch, "running");
  await chart.hover();
  await chapter.stop();
  await chapter.state(chapter.scratch, "stopped");
  await expect(chapter.output(cell).locator("[data-reading]")).toHaveAttribute("data-reading", "not run");
});

test("a chart that a live value redraws keeps its tip under a mouse that rests, and is answered in time", async ({ page }) => {
  const { chapter } = await shown(page);
  await chapter.try(
    chapter.scratch,
    'import { live } from "#notebook";\nlive(async function* () { for (let i = 0; i < 200; i++) { yield Plot.dot([[0, 0], [5, 5], [9, i]], { r: 5, tip: true }).plot({ height: 300, y: { domain: [0, 200] } }); await new Promise((resolve) => setTimeout(resolve, 20)) } })',
  );
  await chapter.state(chapter.scratch, "running");
  await chapter.output(chapter.scratch).scrollIntoViewIfNeeded();
  const chart = chapter.output(chapter.scratch).locator("svg[data-interactive]").filter({ visible: true });
  // The chart of the run before stands until the first of this one.
  await expect(chart).not.toHaveAttribute("aria-label", "Three dots");
  // The types' note under the code may move the chart from under the mouse: then the hand follows.
  await expect(async () => {
    const { x, y } = await dot(chart, 1);
    await page.mouse.move(x, y);
    await expect(chart.locator('[aria-label="tip"]')).toContainText("x 5", { timeout: 1000 });
  }).toPass();
  await page.waitForTimeout(500);
  await expect(chart.locator('[aria-label="tip"]')).toContainText("x 5");
  await chapter.state(chapter.scratch, "done");
  await expect(chart.locator('[aria-label="tip"]')).toContainText("x 5");
});

test("from a move to the tip takes a few milliseconds, also among 5,000 dots", async ({ page }) => {
  for (const count of [300, 5000]) {
    const { chart } = await shown(
      page,
      `Plot.dot(Array.from({ length: ${count} }, (_, i) => ({ a: i % 71, b: (i * 37) % 97 })), { x: "a", y: "b", tip: true }).plot({ height: 400 })`,
    );
    const times = await chart.evaluate(async (svg) => {
      const { left, top, width, height } = svg.getBoundingClientRect();
      const times: number[] = [];
      for (let i = 0; i < 60; i++) {
        const changed = new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            resolve();
          });
          observer.observe(svg, { childList: true, subtree: true });
        });
        const began = performance.now();
        const at = { clientX: left + 60 + ((i * 97) % (width - 80)), clientY: top + 40 + ((i * 53) % (height - 80)) };
        svg.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse", ...at }));
        await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 300))]);
        times.push(performance.now() - began);
      }
      return times.sort((a, b) => a - b);
    });
    console.log(`move to tip, ${count} dots: median ${times[30]!.toFixed(1)} ms, p95 ${times[56]!.toFixed(1)} ms`);
    await expect(chart.locator('[aria-label="tip"] text')).toHaveCount(1);
  }
});
