import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

const IMPORT = 'import { display as show, live as alive, progress as bar } from "#notebook";\n';
const SLEEP = "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));\n";

test("a live value redraws at most 30 times a second, and its last value is always shown", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.write(
    chapter.scratch,
    `${IMPORT}alive(function* () { const end = performance.now() + 2000; let i = 0; while (performance.now() < end) yield "step " + ++i; yield "the last, after " + (i > 1000 ? "many" : i); })`,
  );
  await page.evaluate(() => {
    const times: number[] = [];
    const output = [...document.querySelectorAll("ml-cell .output")].at(-1)!;
    new MutationObserver(() => times.push(performance.now())).observe(output, { childList: true, subtree: true, characterData: true });
    Object.assign(globalThis, { times });
  });
  await page.keyboard.press("Shift+Enter");
  await chapter.state(chapter.scratch, "done");
  await expect(chapter.output(chapter.scratch)).toHaveText("the last, after many");
  const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times);
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  console.log(`${times.length} redraws in ${seconds.toFixed(1)} s`);
  expect(times.length).toBeGreaterThan(5);
  expect(times.length).toBeLessThanOrEqual(30 * seconds + 3);
});

test("what runs is never greyed out", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, `${IMPORT}${SLEEP}alive(async function* () { for (let i = 0; ; i++) { yield i; await sleep(100); } })`);
  await chapter.state(chapter.scratch, "running");
  const output = chapter.output(chapter.scratch);
  await expect(output).toHaveText(/\d/);
  expect(await output.evaluate((element) => getComputedStyle(element).opacity)).toBe("1");
  await chapter.stop();
});

for (const width of [1280, 390])
  test(`at ${width} pixels nothing moves while all cells run`, LAYOUT, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await Chapter.open(page);
    const heights = () =>
      page.locator("ml-cell .output").evaluateAll((all) => all.map((output) => Math.round(output.getBoundingClientRect().height)));
    const before = await heights();
    await page.evaluate(() => {
      const shifts: { value: number; where: string[] }[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
        })[])
          shifts.push({
            value: entry.value,
            where: entry.sources.map(
              ({ node, previousRect, currentRect }) =>
                `${(node as Element)?.className || node?.nodeName} ${previousRect.y}+${previousRect.height} to ${currentRect.y}+${currentRect.height}`,
            ),
          });
      }).observe({ type: "layout-shift" });
      Object.assign(globalThis, { shifts });
    });
    await page.locator('button[data-action="run-all"]').click();
    for (const cell of await page.locator("ml-cell").all()) {
      await expect(cell).toHaveAttribute("data-state", "done");
      // The cells further down run while they are looked at.
      await cell.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    }
    await page.waitForTimeout(400);
    expect(await heights()).toEqual(before);
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: object[] }).shifts)).toEqual([]);
  });

/**
 * Watch, frame by frame, whether any button of the notebook, or what stands between its cells, moves, down to the cell named.
 * Returns what did.
 */
async function watchPlaces(page: Page, last: string): Promise<() => Promise<string[]>> {
  await page.evaluate((last) => {
    const first = new Map<string, DOMRect>();
    const moved = new Set<string>();
    const look = () => {
      const bar = document.querySelector(".notebook-bar")!.getBoundingClientRect();
      const end = document.querySelector(`ml-cell[data-cell="${last}"] .note`)!;
      for (const element of document.querySelectorAll("ml-notebook :is(button[data-action], .hand, .note, h2), ml-notebook > p")) {
        const { x, y, width, height } = element.getBoundingClientRect();
        if (width === 0 || end.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) continue;
        // A bar that sticks to the window's top moves over the page, and its buttons with it.
        const inBar = element.closest(".notebook-bar") !== null;
        const now = inBar ? new DOMRect(x - bar.x, y - bar.y, width, height) : new DOMRect(x + scrollX, y + scrollY, width, height);
        const { action = element.className || element.textContent!.slice(0, 30) } = (element as HTMLElement).dataset;
        const what = `${action} of ${element.closest<HTMLElement>("ml-cell")?.dataset["cell"] ?? "the page"}`;
        const before = first.get(what);
        if (!before) first.set(what, now);
        else if ((["x", "y", "width", "height"] as const).some((side) => Math.abs(now[side] - before[side]) > 0.5))
          moved.add(`${what}: ${[before, now].map((box) => [box.x, box.y, box.width, box.height].map(Math.round).join(" ")).join(" → ")}`);
      }
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { moved });
  }, last);
  return () => page.evaluate(() => [...(globalThis as unknown as { moved: Set<string> }).moved]);
}

for (const [what, device] of [
  ["at 1280 pixels", { viewport: { width: 1280, height: 844 } }],
  ["on a phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const)
  test.describe(what, () => {
    test.use(device);

    test("no button moves for words that change beside it or above it", LAYOUT, async ({ page }) => {
      const chapter = await Chapter.open(page, "reference/notebooks/");
      const long = chapter.cell("takes-long");
      const bringUp = page.locator('.notebook-bar [data-action="run-stale"]');
      // The cells below show a mistake: what it says comes and goes.
      const moved = await watchPlaces(page, "takes-long");
      await page.locator('button[data-action="run-all"]').click();
      await chapter.state(long, "done");
      await chapter.state(chapter.scratch, "done");
      expect(await moved(), "Run all").toEqual([]);
      await page.getByRole("slider", { name: "Points" }).fill("200");
      await chapter.state(long, "stale");
      await expect(bringUp).toHaveText("Bring up to date (1)");
      await bringUp.click();
      await expect(bringUp).toBeHidden();
      await chapter.state(long, "done");
      expect(await moved(), "out of date, and brought up to date").toEqual([]);
      await chapter.try(chapter.scratch, `${SLEEP}for (;;) await sleep(20);`);
      await chapter.state(chapter.scratch, "running");
      await chapter.stop();
      await chapter.state(chapter.scratch, "stopped");
      expect(await moved(), "Stop").toEqual([]);
    });
  });

test("an output keeps its height until the run is over, then closes up", LAYOUT, async ({ page }) => {
  const chapter = await Chapter.open(page);
  const output = chapter.output(chapter.scratch);
  const height = () => output.evaluate((element) => element.getBoundingClientRect().height);
  await chapter.try(chapter.scratch, 'Array.from({ length: 30 }, (_, i) => "line " + i).join("\\n")');
  await chapter.state(chapter.scratch, "done");
  const tall = await height();
  expect(tall).toBeGreaterThan(400);
  await chapter.try(chapter.scratch, `${SLEEP}console.log("first");\nawait sleep(5000);\n"last"`);
  await expect(output).toHaveText("first");
  expect(await height()).toBeCloseTo(tall, 0);
  await chapter.state(chapter.scratch, "done");
  await expect.poll(height).toBeLessThan(100);
});

test("a run that says how far it is before its first value leaves the earlier one above its bar", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const output = chapter.output(chapter.scratch);
  const parts = () => output.evaluate((element) => [...element.children].map(({ textContent }) => textContent!.split(":")[0]));
  const code = (first: string) =>
    `${IMPORT}${SLEEP}alive(async function* () { bar(1, 2, "${first}"); await sleep(4000); yield "the ${first} value"; });`;
  await chapter.try(chapter.scratch, code("first"));
  await chapter.state(chapter.scratch, "done");
  expect(await parts()).toEqual(["the first value", "first"]);
  await chapter.try(chapter.scratch, code("second"));
  await expect(output).toContainText("second");
  expect(await parts()).toEqual(["the first value", "second"]);
  await chapter.state(chapter.scratch, "done");
  expect(await parts()).toEqual(["the second value", "second"]);
});

test("a table that is redrawn keeps where it was scrolled to, and what was unfolded stays unfolded", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const columns = Array.from({ length: 40 }, (_, i) => `column${i}: i + ${i}`).join(", ");
  await chapter.try(
    chapter.scratch,
    `${IMPORT}${SLEEP}import { table as rows } from "#notebook";\nalive(async function* () { for (let i = 0; i < 40; i++) { show(rows([{ ${columns} }])); show({ step: i, deep: { er: { still: { more: [i] } } } }); yield; await sleep(50); } })`,
  );
  const output = chapter.output(chapter.scratch);
  await output.locator("summary").first().waitFor();
  await output.evaluate((element) => {
    element.querySelector("table")!.scrollLeft = 200;
    element.querySelector("details")!.open = !element.querySelector("details")!.open;
    element.querySelector("summary")!.focus();
  });
  const kept = () =>
    output.evaluate((element) => [
      element.querySelector("table")!.scrollLeft,
      element.querySelector("details")!.open,
      document.activeElement === element.querySelector("summary"),
    ]);
  const [, open] = await kept();
  await chapter.state(chapter.scratch, "done");
  expect(await kept()).toEqual([200, open, true]);
});

test("progress says how long it has taken and may take, and in the end how long it took", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, `${IMPORT}${SLEEP}for (let i = 1; i <= 60; i++) { bar(i, 60, "steps"); await sleep(200); }`);
  const output = chapter.output(chapter.scratch);
  const words = output.locator(".out-progress span");
  // Times come after a second; on a busy machine that may be over by now.
  await expect(words).toHaveText(/^steps: \d+ of 60( · .*)?$/);
  await page.evaluate(() => {
    const said: string[] = [];
    const bar = [...document.querySelectorAll("ml-cell .out-progress progress")].at(-1)!;
    new MutationObserver(() => said.push(bar.getAttribute("aria-valuetext")!)).observe(bar, { attributeFilter: ["aria-valuetext"] });
    Object.assign(globalThis, { said, bar });
  });
  await expect(words).toHaveText(/^steps: \d+ of 60 · \d+ s, about \d+ s left$/);
  const { violations } = await new AxeBuilder({ page }).include("ml-cell:has(.editor) .output").setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]!.html.slice(0, 200)])).toEqual([]);
  await chapter.state(chapter.scratch, "done");
  await expect(words).toHaveText(/^steps: 60 of 60 · \d+ s$/);
  // The bar was one and the same all the while, and was said rarely.
  const { same, said } = await page.evaluate(() => {
    const { bar, said } = globalThis as unknown as { bar: Element; said: string[] };
    return { same: bar.isConnected, said };
  });
  expect(same).toBe(true);
  // Every five seconds of twelve, or of as many as a busy machine makes of them, and at the end.
  const seconds = Number(/(\d+) s$/.exec(said.at(-1)!)?.[1]);
  expect(said.length).toBeGreaterThan(1);
  expect(said.length).toBeLessThanOrEqual(seconds / 5 + 2);
  expect(said.at(-1)).toMatch(/^steps: 60 of 60/);
});

test("a timer that goes on after its cell is done is said to, and Stop ends it", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, `${IMPORT}let n = 0;\nsetInterval(() => show(++n), 50);\n"begun"`);
  await expect(chapter.scratch.locator(".note")).toContainText("its timers go on");
  await expect(chapter.output(chapter.scratch)).toContainText("3");
  // By key: what is shown every 50 ms pushes the button down, and a press of the pointer that comes before the page has been scrolled back may miss it.
  await chapter.scratch.getByRole("button", { name: /^Stop/ }).press("Enter");
  await expect(chapter.scratch.locator(".note")).not.toContainText("its timers go on");
  const before = await chapter.output(chapter.scratch).innerText();
  await page.waitForTimeout(300);
  expect(await chapter.output(chapter.scratch).innerText()).toBe(before);
  await expect(chapter.scratch.getByRole("button", { name: /^Run/ })).toBeVisible();
});

test("an edit of a cell whose timers go on is run by the key that runs cells", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, `${IMPORT}setInterval(() => show("old"), 50);\n"begun"`);
  await expect(chapter.scratch.locator(".note")).toContainText("its timers go on");
  await chapter.try(chapter.scratch, '"new"');
  await expect(chapter.output(chapter.scratch)).toHaveText("new");
  await expect(chapter.scratch.locator(".note")).not.toContainText("its timers go on");
});
