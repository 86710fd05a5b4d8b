/** How long a reader who stops an endless loop waits until the next cell has run, and whether the page stood still meanwhile. */
import type { Browser } from "playwright";
import type { Benchmark } from "../scripts/benchmark.ts";

const ROUNDS = 7;
const LOOP_MS = 2000;
/** The chapter's last cell: no other reads it. */
const CELL = 'ml-cell[data-cell="pair"]';

const stop: Benchmark = {
  describe: "while (true) {}: from Stop to stopped, from Stop to the next output, and the longest task of the page during the loop.",
  async run({ say, browser, site }) {
    const url = `${await site()}two-machines/?code`;
    const rounds: Round[] = [];
    const chromium = await browser();
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push(await stopLoop(chromium, url));
      say(`round ${round} of ${ROUNDS}: usable after ${Math.round(rounds.at(-1)!.usable)} ms`);
    }
    return {
      unit: "ms",
      rows: [
        { name: "Stop to stopped", samples: rounds.map(({ stopped }) => stopped) },
        { name: "Stop to the next output", samples: rounds.map(({ usable }) => usable) },
        { name: "longest task in the loop", samples: rounds.map(({ longest }) => longest) },
      ],
      notes: [`The loop ran for ${LOOP_MS / 1000} s each time. Tasks under 50 ms are not reported by the browser and count as 0.`],
    };
  },
};

export default stop;

interface Round {
  stopped: number;
  usable: number;
  longest: number;
}

async function stopLoop(browser: Browser, url: string): Promise<Round> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const cell = page.locator(CELL);
    await cell.locator(".code pre").click();
    await cell.locator(".cm-content").focus();
    const run = async (text: string) => {
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
      await page.keyboard.press("Shift+Enter");
    };
    await run('"warm"');
    await cell.locator(".output", { hasText: /^warm$/ }).waitFor();
    await run("while (true) {}");
    await page.locator(`${CELL}[data-state="running"]`).waitFor();
    await page.waitForTimeout(300);
    const watch = await page.evaluateHandle(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
      return tasks;
    });
    await page.waitForTimeout(LOOP_MS);
    const longest = Math.max(0, ...(await watch.jsonValue()));
    // Timed in the page: Stop, and as soon as the cell is stopped, Run of a cell that needs nothing.
    const times = await page.evaluate(async (selector) => {
      const cell = document.querySelector<HTMLElement>(selector)!;
      const other = document.querySelector<HTMLElement>('ml-cell[data-cell="names-table"]')!;
      const until = async (element: HTMLElement, state: string) => {
        while (element.dataset["state"] !== state) await new Promise((resolve) => setTimeout(resolve, 2));
        return performance.now() - began;
      };
      const began = performance.now();
      document.querySelector<HTMLButtonElement>('.notebook-bar button[data-action="stop"]')!.click();
      const stopped = await until(cell, "stopped");
      other.querySelector<HTMLButtonElement>('button[data-action="run"]')!.click();
      return { stopped, usable: await until(other, "done") };
    }, CELL);
    return { ...times, longest };
  } finally {
    await context.close();
  }
}
