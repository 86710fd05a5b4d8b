/** How often a second a cheap cell shows a new output while a reader drags its slider. */
import type { Browser } from "playwright";
import type { Benchmark } from "../scripts/benchmark.ts";

const ROUNDS = 5;
const DRAG_MS = 3000;
/** The chapter's last cell: no other reads it. */
const CELL = 'ml-cell[data-cell="pair"]';

const slider: Benchmark = {
  describe: "A slider over a cheap cell, dragged for 3 s: outputs a second, and the longest task of the page meanwhile.",
  async run({ say, browser, site }) {
    const url = `${await site()}two-machines/?code`;
    const rounds: Drag[] = [];
    const chromium = await browser();
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push(await drag(chromium, url));
      say(`round ${round} of ${ROUNDS}: ${rounds.at(-1)!.outputs.toFixed(1)} outputs a second`);
    }
    return {
      unit: "a second, or ms",
      rows: [
        { name: "positions of the thumb a second", samples: rounds.map(({ positions }) => positions) },
        { name: "outputs a second", samples: rounds.map(({ outputs }) => outputs) },
        { name: "longest task (ms)", samples: rounds.map(({ longest }) => longest) },
      ],
      notes: ["Tasks under 50 ms are not reported by the browser and count as 0."],
    };
  },
};

export default slider;

interface Drag {
  positions: number;
  outputs: number;
  longest: number;
}

async function drag(browser: Browser, url: string): Promise<Drag> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const cell = page.locator(CELL);
    await cell.locator(".code pre").click();
    await cell.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText('import { slider } from "#notebook";\nslider("N", { min: 0, max: 1e6 }) ** 2');
    await page.keyboard.press("Shift+Enter");
    await cell.locator('input[type="range"]').waitFor();
    // Moved in the page, once a frame: messages from outside would be slower than a hand.
    return await page.evaluate(
      async ({ selector, dragMs }) => {
        const cell = document.querySelector(selector)!;
        const thumb = cell.querySelector<HTMLInputElement>('input[type="range"]')!;
        const tasks: number[] = [0];
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
        let [positions, outputs, last] = [0, 0, ""];
        new MutationObserver(() => {
          const text = cell.querySelector(".out-text")?.textContent ?? "";
          if (text !== last) outputs++;
          last = text;
        }).observe(cell.querySelector(".output")!, { childList: true, subtree: true, characterData: true });
        const began = performance.now();
        while (performance.now() - began < dragMs) {
          await new Promise(requestAnimationFrame);
          thumb.value = String(++positions);
          thumb.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const seconds = (performance.now() - began) / 1000;
        return { positions: positions / seconds, outputs: outputs / seconds, longest: Math.max(...tasks) };
      },
      { selector: CELL, dragMs: DRAG_MS },
    );
  } finally {
    await context.close();
  }
}
