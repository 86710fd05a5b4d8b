/** How long a reader who begins to edit waits for TypeScript, and whether typing waits for it. */
import type { Browser, Page } from "playwright";
import { type Benchmark, quantile } from "../scripts/benchmark.ts";

const ROUNDS = 5;
const EDITS = 10;
/** A fast typist's, for as long as the service loads and first checks. */
const KEYS = 80;
const KEY_EVERY_MS = 50;
const LIMIT_MS = 60_000;
/** The chapter's last cell: no other reads it, and it reads most others. */
const CELL = 'ml-cell[data-cell="pair"]';
const MARK = `${CELL} .cm-lintRange`;

const editor: Benchmark = {
  describe: "Types while editing: first diagnostics after the first focus, cold; after an edit; and from a key to the paint while the service works.",
  async run({ say, browser, site }) {
    const url = `${await site()}two-machines/?code`;
    const first: number[] = [];
    const edits: number[] = [];
    const typing = { service: [] as number[][], alone: [] as number[][] };
    const chromium = await browser();
    for (let round = 1; round <= ROUNDS; round++) {
      const diagnosed = await inNewContext(chromium, url, diagnose);
      first.push(diagnosed.first);
      edits.push(...diagnosed.edits);
      // In turns, so that whatever else the machine does falls on both.
      typing.service.push(await inNewContext(chromium, url, typeOn));
      typing.alone.push(await inNewContext(chromium, url, typeOn, { withoutService: true }));
      say(`round ${round} of ${ROUNDS}: first ${Math.round(diagnosed.first)} ms, slowest key ${Math.round(Math.max(...typing.service.at(-1)!))} ms`);
    }
    return {
      unit: "ms",
      rows: [
        { name: "first focus to first diagnostics", samples: first },
        { name: "edit to its diagnostics", samples: edits },
        { name: "key to paint, median of each round", samples: typing.service.map((keys) => quantile(keys, 0.5)) },
        { name: "… without the service", samples: typing.alone.map((keys) => quantile(keys, 0.5)) },
        { name: "key to paint, slowest of each round", samples: typing.service.map((keys) => Math.max(...keys)) },
        { name: "… without the service", samples: typing.alone.map((keys) => Math.max(...keys)) },
      ],
      notes: [
        "Each sample of the first row has a browser context of its own with an empty cache; all files come from this machine.",
        `Keys are typed every ${KEY_EVERY_MS} ms from the first focus on, ${KEYS} a round; timed from the key to the end of the page's work on the frame that shows it.`,
      ],
    };
  },
};

export default editor;

interface Conditions {
  /** The service cannot be loaded. Default false. */
  withoutService?: boolean;
}

async function inNewContext<T>(browser: Browser, url: string, measure: (page: Page) => Promise<T>, { withoutService }: Conditions = {}): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (withoutService) await page.route(/types-worker/, (route) => route.abort());
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

/**
 * Milliseconds from each key to the end of the frame that shows it. Not by the browser's own event timing: without a screen, it says
 * of many frames never or much later that they were shown.
 */
async function typeOn(page: Page): Promise<number[]> {
  await openEditor(page);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  const watch = await page.evaluateHandle(() => {
    const took: number[] = [];
    const { port1, port2 } = new MessageChannel();
    const pressed: number[] = [];
    port1.onmessage = () => took.push(...pressed.splice(0).map((at) => performance.now() - at));
    const note = ({ timeStamp }: KeyboardEvent) => {
      requestAnimationFrame(() => {
        pressed.push(timeStamp);
        port2.postMessage(null);
      });
    };
    addEventListener("keydown", note, { capture: true });
    return took;
  });
  const text = "const answer = penguins.rows.map((row) => row.billLength); ";
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(text[i % text.length]!);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await page.waitForTimeout(500);
  return watch.jsonValue();
}

async function openEditor(page: Page): Promise<void> {
  await page.locator(`${CELL} .code pre`).click();
  await page.locator(`${CELL} .cm-content`).waitFor();
}

async function replaceAll(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
