/** How long a reader who begins to edit waits for TypeScript, and whether typing waits for it. */
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import type { Benchmark } from "../scripts/benchmark.ts";
import { serve } from "../scripts/serve.ts";

const ROUNDS = 5;
const EDITS = 10;
/** A fast typist's, for as long as the service loads and first checks. */
const KEYS = 80;
const KEY_EVERY_MS = 50;
/** Shorter ones are not reported by the browser and count as this. */
const SHORTEST_EVENT_MS = 16;
const LIMIT_MS = 60_000;
/** The chapter's last cell: no other reads it, and it reads most others. */
const CELL = 'ml-cell[data-cell="pair"]';
const MARK = `${CELL} .cm-lintRange`;

const editor: Benchmark = {
  describe: "Types while editing: first diagnostics after the first focus, cold; after an edit; and from a key to the paint while the service works.",
  async run({ say, browser }) {
    const site = await serve(fileURLToPath(new URL("../dist", import.meta.url)));
    const url = `${site.url}two-machines/`;
    const first: number[] = [];
    const edits: number[] = [];
    const slowest: number[] = [];
    try {
      const chromium = await browser();
      for (let round = 1; round <= ROUNDS; round++) {
        const diagnosed = await inNewContext(chromium, url, diagnose);
        first.push(diagnosed.first);
        edits.push(...diagnosed.edits);
        const typed = await inNewContext(chromium, url, typeOn);
        slowest.push(Math.max(...typed));
        say(`round ${round} of ${ROUNDS}: first ${Math.round(diagnosed.first)} ms, slowest key ${slowest.at(-1)} ms`);
      }
    } finally {
      await site.close();
    }
    return {
      unit: "ms",
      rows: [
        { name: "first focus to first diagnostics", samples: first },
        { name: "edit to its diagnostics", samples: edits },
        { name: "key to paint, the slowest of each round", samples: slowest },
      ],
      notes: [
        "Each sample of the first row has a browser context of its own with an empty cache; all files come from this machine.",
        `Keys are typed every ${KEY_EVERY_MS} ms from the first focus on. Those that took under ${SHORTEST_EVENT_MS} ms count as ${SHORTEST_EVENT_MS}; the browser rounds to 8 ms.`,
      ],
    };
  },
};

export default editor;

async function inNewContext<T>(browser: Browser, url: string, measure: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    return await measure(page);
  } finally {
    await context.close();
  }
}

/** Opens the editor with a mistake in it at once, then makes others. */
async function diagnose(page: Page): Promise<{ first: number; edits: number[] }> {
  await page.evaluate(watchMarks, { editor: `${CELL} .cm-content`, mark: MARK });
  await openEditor(page);
  await replaceAll(page, 'const wrong: number = "";');
  const first = await nextMark(page, "focus");
  const edits: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    await page.waitForTimeout(300);
    await replaceAll(page, `const wrong${i}: number = penguins.labels;`);
    edits.push(await nextMark(page, "input"));
  }
  return { first, edits };
}

interface Marks {
  /** When the editor was first focused, and last changed. */
  focus: number;
  input: number;
  /** When a mistake was last marked. */
  marked: number;
}

/** Runs in the page. */
function watchMarks({ editor, mark }: { editor: string; mark: string }): void {
  const marks: Marks = { focus: 0, input: 0, marked: 0 };
  Object.assign(window, { marks });
  const inEditor = ({ target }: Event) => (target as Element).closest?.(editor);
  addEventListener("focusin", (event) => inEditor(event) && (marks.focus ||= event.timeStamp), { capture: true });
  addEventListener("beforeinput", (event) => inEditor(event) && Object.assign(marks, { input: event.timeStamp, marked: 0 }), { capture: true });
  let shown = "";
  new MutationObserver(() => {
    const now = document.querySelector(mark)?.textContent ?? "";
    if (now !== shown && now !== "") marks.marked = performance.now();
    shown = now;
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
}

async function nextMark(page: Page, since: "focus" | "input"): Promise<number> {
  const took = await page.waitForFunction(
    (from) => {
      const { marks } = window as unknown as { marks: Marks };
      return marks.marked > marks.input && marks.marked - marks[from];
    },
    since,
    { timeout: LIMIT_MS },
  );
  return (await took.jsonValue()) as number;
}

/** Milliseconds from each key to the paint that shows it, by the browser's own account. */
async function typeOn(page: Page): Promise<number[]> {
  const watch = await page.evaluateHandle(() => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) =>
      durations.push(...list.getEntries().flatMap(({ name, duration }) => (name === "keydown" ? [duration] : []))),
    );
    observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    return durations;
  });
  await openEditor(page);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  const before = await watch.evaluate((durations) => durations.length);
  const text = "const answer = penguins.rows.map((row) => row.billLength); ";
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(text[i % text.length]!);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await page.waitForTimeout(500);
  const slow = (await watch.jsonValue()).slice(before);
  return [...slow, ...Array<number>(Math.max(0, KEYS - slow.length)).fill(SHORTEST_EVENT_MS)];
}

async function openEditor(page: Page): Promise<void> {
  await page.locator(`${CELL} .code pre`).click();
  await page.locator(`${CELL} .cm-content`).waitFor();
}

async function replaceAll(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
