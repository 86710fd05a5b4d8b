/** How long a reader waits, on a page just opened, from the first press of Run to a chart. */
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import type { Benchmark } from "../scripts/benchmark.ts";
import { type Served, serve } from "../scripts/serve.ts";

const ROUNDS = 7;
/** How long a hand rests on a button before it presses. */
const HOVER_MS = 250;
const LIMIT_MS = 120_000;
const CHAPTER = "two-machines/";
/** Draws one chart, from data that the cells above it load. */
const CELL = 'ml-cell[data-cell="penguins-plot"]';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const run: Benchmark = {
  describe: "First Run, cold: from the click to a chart in our cell, and from a click to Pyodide's first 1+1.",
  async run({ say, browser, site }) {
    const chapter = `${await site()}${CHAPTER}`;
    const pyodide = await servePyodide();
    const ours: number[] = [];
    const hovered: number[] = [];
    const theirs: number[] = [];
    try {
      const chromium = await browser();
      // In turns, so that whatever else the machine does falls on both.
      for (let round = 1; round <= ROUNDS; round++) {
        ours.push(await clickToSign(chromium, { url: chapter, button: `${CELL} button[data-action="run"]`, sign: `${CELL} .output svg` }));
        hovered.push(
          await clickToSign(chromium, {
            url: chapter,
            button: `${CELL} button[data-action="run"]`,
            sign: `${CELL} .output svg`,
            hoverMs: HOVER_MS,
          }),
        );
        theirs.push(await clickToSign(chromium, { url: pyodide.url, button: "button", sign: "#result.done" }));
        say(
          `round ${round} of ${ROUNDS}: chart ${Math.round(ours.at(-1)!)} ms, after a rest on the button ${Math.round(hovered.at(-1)!)} ms, Pyodide ${Math.round(theirs.at(-1)!)} ms`,
        );
      }
    } finally {
      await pyodide.close();
    }
    return {
      unit: "ms",
      rows: [
        { name: "click to chart", samples: ours, base: true },
        { name: `click to chart, ${HOVER_MS} ms after the pointer came`, samples: hovered },
        { name: "Pyodide to 1+1", samples: theirs },
      ],
      notes: ["Each sample has a browser context of its own with an empty cache; all files come from this machine."],
    };
  },
};

export default run;

interface Trial {
  url: string;
  /** What is clicked. */
  button: string;
  /** What newly stands in the page when it is over. */
  sign: string;
  /** How long the pointer rests on the button first. Default 0: it is pressed at once. */
  hoverMs?: number;
}

/** Milliseconds from the click on the button to the sign, by the page's own clock. */
async function clickToSign(browser: Browser, { url, button, sign, hoverMs = 0 }: Trial): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    await page.locator(button).scrollIntoViewIfNeeded();
    const watch = await page.evaluateHandle(watchFor, { button, sign, limitMs: LIMIT_MS });
    if (hoverMs > 0) {
      await page.locator(button).hover();
      await page.waitForTimeout(hoverMs);
    }
    await page.locator(button).click();
    return await watch.evaluate(({ took }) => took);
  } finally {
    await context.close();
  }
}

/** Runs in the page. An element that stood there before the click is no sign. */
function watchFor({ button, sign, limitMs }: { button: string; sign: string; limitMs: number }): { took: Promise<number> } {
  const before = new Set(document.querySelectorAll(sign));
  let clicked: number | undefined;
  const note = ({ target, timeStamp }: Event) => {
    if ((target as Element).closest(button)) clicked ??= timeStamp;
  };
  addEventListener("click", note, { capture: true });
  const took = new Promise<number>((resolve, reject) => {
    setTimeout(() => reject(new Error(`no new ${sign} after ${limitMs} ms`)), limitMs);
    const look = () => {
      if (clicked === undefined || [...document.querySelectorAll(sign)].every((found) => before.has(found))) return;
      observer.disconnect();
      resolve(performance.now() - clicked);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
  });
  return { took };
}

const PYODIDE_PAGE = `<!doctype html><meta charset="utf-8"><title>Pyodide</title>
<button>Run</button><output id="result"></output>
<script type="module">
  document.querySelector("button").onclick = () => {
    const worker = new Worker("worker.mjs", { type: "module" });
    worker.onmessage = ({ data }) => {
      const result = document.querySelector("#result");
      result.textContent = data;
      if (data === 2) result.className = "done";
    };
  };
</script>`;

const PYODIDE_WORKER = `import { loadPyodide } from "./pyodide/pyodide.mjs";
const python = await loadPyodide();
postMessage(python.runPython("1+1"));`;

/** A page that starts Pyodide in a worker when its button is clicked. */
async function servePyodide(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-pyodide-"));
  await symlink(root("node_modules/pyodide"), join(folder, "pyodide"), "junction");
  await writeFile(join(folder, "index.html"), PYODIDE_PAGE);
  await writeFile(join(folder, "worker.mjs"), PYODIDE_WORKER);
  const { url, close } = await serve(folder);
  return { url, close: () => close().finally(() => rm(folder, { recursive: true })) };
}
