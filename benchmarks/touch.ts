/** How long a reader waits from touching a page's first control to its new picture: every lesson, and the home page. */
import type { Browser, Page } from "playwright";
import { type Benchmark, quantile, type Row } from "../scripts/benchmark.ts";
import { address, lessons } from "../src/build/lesson-pages.ts";

const ROUNDS = 5;
/** Touches of a page after its first. */
const WARM_TOUCHES = 5;
/** Milliseconds. */
const TARGETS = { cold: 1000, warm: 100 };
const LIMIT_MS = 60_000;
const BUSY = "ml-cell:is([data-state=running], [data-state=queued])";
/** So long after a run a page is left alone before it is touched again. */
const SETTLE_MS = 300;

/** A control, and where what it changes is shown. */
interface Touched {
  page: string;
  /** The field, or what holds it; the first on the page is touched. */
  control: string;
  /** The pictures that may answer it. */
  pictures: string;
  /** Milliseconds that the first touch may take. */
  cold: number;
  /** Whether a kernel starts for it. */
  kernel: boolean;
}

const TOUCHED: Touched[] = [
  ...["#home-penguin", "#home-name"].map((control) => ({
    page: "",
    control,
    pictures: `:has(> .control ${control}) > :is(svg, .measured, .answer)`,
    cold: TARGETS.warm,
    kernel: false,
  })),
  ...lessons.map((path) => ({
    page: address(path),
    control: "ml-cell .out-input",
    // A control is no picture, and how far a run has come is none either.
    pictures: "ml-cell .output > :not(.out-input, .out-progress, .out-console)",
    cold: TARGETS.cold,
    kernel: true,
  })),
];

const touch: Benchmark = {
  describe: "From touching a page's first control to its new picture: the first touch of a page just opened (cold), and later ones (warm).",
  async run({ say, browser, site }) {
    const url = await site();
    const chromium = await browser();
    const taken = TOUCHED.map(() => ({ cold: [] as number[], warm: [] as number[] }));
    // In turns, so that whatever else the machine does falls on all pages.
    for (let round = 1; round <= ROUNDS; round++)
      for (const [i, touched] of TOUCHED.entries()) {
        const [cold, ...warm] = await touches(chromium, url, touched);
        taken[i]!.cold.push(cold!);
        taken[i]!.warm.push(...warm);
        say(`round ${round} of ${ROUNDS}, ${nameOf(touched)}: cold ${Math.round(cold!)} ms, warm ${warm.map(Math.round).join(" ")} ms`);
      }
    const late: string[] = [];
    const rows = TOUCHED.flatMap((touched, i) =>
      (["cold", "warm"] as const).map((kind): Row => {
        const target = kind === "cold" ? touched.cold : TARGETS.warm;
        const name = `${nameOf(touched)}, ${kind}, ≤ ${target}`;
        const samples = taken[i]![kind];
        if (quantile(samples, 0.5) > target) late.push(name);
        return { name, samples };
      }),
    );
    return {
      unit: "ms",
      rows,
      notes: [
        late.length === 0 ? "All medians keep to their targets." : `Later than their targets: ${late.join("; ")}.`,
        "By the page's own clock, to the end of the frame that shows the new picture. Each cold sample has a browser context of its own with an empty cache; its touch starts the kernel. All files come from this machine.",
        "The home page answers without a kernel: this fails where it starts one.",
      ],
    };
  },
};

export default touch;

const nameOf = ({ page, control }: Touched) => (page === "" ? `home, ${control}` : page);

/** Milliseconds of the first touch of a page just opened, then of the later ones. */
async function touches(browser: Browser, site: string, { page: path, control, pictures, kernel }: Touched): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const started: string[] = [];
    page.on("worker", (worker) => started.push(worker.url()));
    page.on("frameattached", (frame) => started.push(`a frame ${frame.name()}`));
    await page.goto(site + path, { waitUntil: "networkidle" });
    if (started.length > 0) throw new Error(`starts ${started.join(", ")} before anyone touches it`);
    // Until the page's scripts are there, its controls say that they do not work.
    await page.waitForFunction((control) => !document.querySelector(`${control}:disabled, ${control} :disabled`), control, { timeout: LIMIT_MS });
    const took: number[] = [];
    for (let nth = 0; nth <= WARM_TOUCHES; nth++) {
      const answer = await page.evaluateHandle(touchOnce, { control, pictures, nth, limitMs: LIMIT_MS });
      took.push(await answer.evaluate(({ took }) => took));
      await settled(page);
      if (!(await answer.evaluate(({ stays }) => stays()))) throw new Error(`the first answer to touch ${nth} was not the last`);
    }
    if (kernel !== started.length > 0) throw new Error(`started ${started.join(", ") || "no kernel"}`);
    return took;
  } catch (error) {
    throw new Error(`${path || "home"}: ${(error as Error).message}`);
  } finally {
    await context.close();
  }
}

/** Nothing runs any more, and nothing that ran has yet to be shown. What reads a control's cell begins a moment after the cell itself is done. */
async function settled(page: Page): Promise<void> {
  do {
    await page.waitForFunction((selector) => !document.querySelector(selector), BUSY, { timeout: LIMIT_MS });
    await page.waitForTimeout(SETTLE_MS);
  } while (await page.locator(BUSY).count());
}

interface Touch {
  control: string;
  pictures: string;
  /** Which touch of the page this is: each sets another value. */
  nth: number;
  limitMs: number;
}

/** Runs in the page: sets another value, and waits for the first picture that differs from all before, and for its frame. */
function touchOnce({ control, pictures, nth, limitMs }: Touch): Promise<{ took: number; stays(): boolean }> {
  const root = document.querySelector(control);
  const field = root?.matches("input") ? root : root?.querySelector("input[type=checkbox], input:not(:checked), select, textarea");
  // What is drawn in a picture, without its names and styles: the drawing for this width comes first, and then all of them in one.
  const drawn = (picture: Element) =>
    [...picture.querySelectorAll("*")]
      .filter(({ localName }) => localName !== "style")
      .map((part) => [...["d", "x1", "cx", "width"].map((name) => part.getAttribute(name)), part.childElementCount === 0 && part.textContent].join())
      .join("\n");
  const before = new Set([...document.querySelectorAll(pictures)].map(({ outerHTML }) => outerHTML));
  const events = ["input"];
  let change: (() => void) | undefined;
  if (field instanceof HTMLSelectElement) {
    events.push("change");
    change = () => {
      field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
    };
  } else if (field instanceof HTMLInputElement && field.type === "range") {
    const [min, max] = [Number(field.min), Number(field.max)];
    const places = [1, 0, 0.5, 0.25, 0.75, 0.1];
    change = () => {
      const value = field.value;
      for (let i = nth; field.value === value; i++) field.valueAsNumber = min + places[i % places.length]! * (max - min);
    };
  } else if (field instanceof HTMLInputElement && field.type === "radio") {
    events.push("change");
    change = () => {
      field.checked = true;
    };
  } else if (field instanceof HTMLInputElement && field.type === "checkbox") {
    events.push("change");
    change = () => {
      field.checked = !field.checked;
    };
  } else if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text")) {
    const last = /\d(?=\D*$)|[a-z](?=\W*$)/i;
    const letters = "aeiourstln";
    // A text stays of its kind, numbers or a request: only its last digit or letter is another.
    change = () => {
      const other = (sign: string) => (/\d/.test(sign) ? String((Number(sign) + 3) % 10) : letters[(letters.indexOf(sign) + 1) % letters.length]!);
      field.value = last.test(field.value) ? field.value.replace(last, other) : letters[nth]!;
    };
  }
  if (!change) throw new Error(`nothing to touch at ${control}: a slider, a choice, a box to tick, a menu or a text field`);
  if ((field as HTMLInputElement).disabled) throw new Error(`${control} is disabled`);
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no new picture after ${limitMs} ms`)), limitMs);
    // What changes while a frame is made is on the screen at its end, and not one frame later. A beat that is asked for a frame ahead comes before the page's own.
    let inFrame = false;
    let answered = false;
    const { port1: ends, port2: frame } = new MessageChannel();
    ends.onmessage = () => {
      inFrame = false;
    };
    const beat = () => {
      inFrame = true;
      frame.postMessage(undefined);
      if (!answered) requestAnimationFrame(beat);
    };
    requestAnimationFrame(beat);
    const observer = new MutationObserver((records) => {
      const touched = records.flatMap(({ target, addedNodes }) => [(target as Element).closest?.(pictures), ...addedNodes]);
      const picture = touched.find((node): node is Element => node instanceof Element && node.matches(pictures) && !before.has(node.outerHTML));
      if (!picture) return;
      observer.disconnect();
      answered = true;
      const stays = () => {
        const first = drawn(picture);
        return [...document.querySelectorAll(pictures)].some((last) => drawn(last).includes(first));
      };
      const shown = () => setTimeout(() => resolve({ took: performance.now() - began, stays }));
      if (inFrame) shown();
      else requestAnimationFrame(shown);
    });
    observer.observe(document.querySelector("main")!, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
    change();
    const began = performance.now();
    for (const type of events) field!.dispatchEvent(new Event(type, { bubbles: true }));
  });
}
