import type { Progress } from "../../kernel/protocol/mime.ts";
import { roughDuration } from "../duration.ts";

/** Put a node in another's place; what the reader scrolled, unfolded or focused in it stays so, where there is the like of it. */
export function replace(old: Element, node: Element): void {
  const unfolded = [...old.querySelectorAll("details")].map(({ open }) => open);
  for (const [i, details] of [...node.querySelectorAll("details")].entries()) details.open = unfolded[i] ?? details.open;
  const scrolled = [old, ...old.querySelectorAll("*")].filter(({ scrollLeft, scrollTop }) => scrollLeft !== 0 || scrollTop !== 0);
  const places = scrolled.map((element) => ({ path: pathTo(old, element), left: element.scrollLeft, top: element.scrollTop }));
  const holder = old.contains(document.activeElement) ? document.activeElement : null;
  const focused = holder && pathTo(old, holder);
  old.replaceWith(node);
  for (const { path, left, top } of places) at(node, path)?.scrollTo({ left, top, behavior: "instant" });
  const now = focused && at(node, focused);
  // What scrolls can hold the focus only once it is known to (`scrolling.ts`).
  if (now && holder?.hasAttribute("tabindex")) now.setAttribute("tabindex", "0");
  if (now) (now as HTMLElement).focus?.({ preventScroll: true });
}

function pathTo(root: Element, element: Element): number[] {
  const path: number[] = [];
  for (let up = element; up !== root; up = up.parentElement!) path.unshift([...up.parentElement!.children].indexOf(up));
  return path;
}

const at = (root: Element, path: number[]): Element | undefined => path.reduce<Element | undefined>((element, i) => element?.children[i], root);

const SETTLE_MS = 150;

/** Keeps an output area as high as it was while a run fills it anew, so that nothing below it moves. */
export class HeldHeight {
  readonly #area: HTMLElement;
  #held = false;

  constructor(area: HTMLElement) {
    this.#area = area;
  }

  hold(): void {
    if (this.#held) return;
    this.#held = true;
    const { height } = this.#area.getBoundingClientRect();
    this.#area.style.minHeight = `${height}px`;
  }

  /** The output is complete. Where it is less than before, the page closes up without a jump. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    const { style } = this.#area;
    const before = this.#area.getBoundingClientRect().height;
    style.minHeight = "";
    const after = this.#area.getBoundingClientRect().height;
    if (after >= before || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const frames = [{ minHeight: `${before}px` }, { minHeight: `${after}px` }];
    this.#area.animate(frames, { duration: SETTLE_MS, easing: "ease-out" });
  }
}

const TICK_MS = 1000;
/** A screen reader may read a bar whenever it changes: not more often than this. */
const SAY_EVERY_MS = 5000;
/** Before so much of the work is done, or so much time gone, what is left is anybody's guess. */
const GUESS_AFTER = { share: 0.02, ms: 1500 };

interface Bar {
  node: Element;
  progress: Progress;
  /** When it began, and with which value. */
  began: number;
  from: number;
  saidAt: number;
}

/** Says how long each progress bar of a cell has been at it, and how long it may take yet. */
export class ProgressClock {
  readonly #bars = new Map<string, Bar>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** A bar stands on the page, anew or with another value. */
  show(node: Element, progress: Progress): void {
    const name = progress.label ?? "";
    const before = this.#bars.get(name);
    const goesOn = before && progress.value >= before.progress.value && progress.max === before.progress.max;
    const start = goesOn ? before : { began: performance.now(), from: progress.value, saidAt: Number.NEGATIVE_INFINITY };
    const bar: Bar = { node, progress, began: start.began, from: start.from, saidAt: start.saidAt };
    this.#bars.set(name, bar);
    this.#say(bar);
    this.#timer ??= setInterval(() => {
      for (const each of this.#bars.values()) this.#say(each);
    }, TICK_MS);
  }

  /** The run is over: each bar says how long it took. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const bar of this.#bars.values()) this.#say(bar, { over: true });
    this.#bars.clear();
  }

  #say(bar: Bar, { over = false } = {}): void {
    const { node, progress, began, from } = bar;
    const now = performance.now();
    const words = progressWords(progress, { elapsedMs: now - began, from, over });
    node.querySelector("span")!.textContent = words;
    if (!over && now - bar.saidAt < SAY_EVERY_MS) return;
    bar.saidAt = now;
    node.querySelector("progress")!.setAttribute("aria-valuetext", words);
  }
}

/** "12 of 300 · 4 s, about 1 min left". A bar that is not over after a second says how long it has been; a guess comes later. */
export function progressWords(
  { value, max, label }: Progress,
  { elapsedMs, from, over }: { elapsedMs: number; from: number; over: boolean },
): string {
  const count = `${label ? `${label}: ` : ""}${value} of ${max}`;
  if (elapsedMs < TICK_MS) return count;
  const elapsed = `${count} · ${roughDuration(elapsedMs)}`;
  const share = (value - from) / (max - from);
  if (over || value >= max || !(share >= GUESS_AFTER.share) || elapsedMs < GUESS_AFTER.ms) return elapsed;
  return `${elapsed}, about ${roughDuration((elapsedMs / share) * (1 - share))} left`;
}
