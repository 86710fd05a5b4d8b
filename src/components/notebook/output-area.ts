import { CONSOLE, type MimeBundle, PROGRESS, type View } from "../../kernel/protocol/mime.ts";
import { outputsHtml } from "../output.ts";
import { inputControl } from "./inputs.ts";
import { HeldHeight, ProgressClock, replace } from "./live.ts";
import { placeNodes } from "./place-nodes.ts";
import { sanitize } from "./sanitize.ts";
import { downloadControl } from "./save/download.ts";

/** Up to this width an output shows the narrow drawing (`@container` in notebook.css). */
const NARROW_CONTAINER_REM = 32.4;

/** Outputs that follow each other faster are shown in the next frame, the last of them alone. */
const RENDER_EVERY_MS = 33;

/** Told of each output that is put on the page: its number, what it shows, and where. */
export type OnShown = (output: number, bundle: MimeBundle, node: Element) => void;

/** An output on the page. `earlier`: it is from the run before this. */
interface Shown {
  bundle: MimeBundle | undefined;
  node: Element;
  earlier: boolean;
}

/** Where a cell's outputs stand. While a run fills it anew, nothing below it moves, and nothing that the reader holds is taken away. */
export class OutputArea {
  readonly #element: HTMLElement;
  readonly #onShown: OnShown;
  readonly #height: HeldHeight;
  readonly #clock = new ProgressClock();
  /** The outputs that stand on the page; undefined while they are the build's. */
  #shown: Shown[] | undefined;
  #frame = 0;
  #renderedAt = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement, onShown: OnShown) {
    this.#element = element;
    this.#onShown = onShown;
    this.#height = new HeldHeight(element);
  }

  /** What stands here, output by output; `undefined` while that is what the build put there. */
  get bundles(): MimeBundle[] | undefined {
    return this.#shown?.flatMap(({ bundle }) => bundle ?? []);
  }

  get empty(): boolean {
    return this.#element.childElementCount === 0;
  }

  /** Which drawing of a chart fits here: the same width as in the style sheet. */
  get view(): View {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return this.#element.clientWidth > NARROW_CONTAINER_REM * rem ? "wide" : "narrow";
  }

  /** A run begins: what stands here is from the one before, and makes room as the new outputs come. */
  begin(): void {
    for (const shown of this.#shown ?? []) shown.earlier = true;
  }

  /** From now on the area keeps its height. */
  hold(): void {
    this.#height.hold();
  }

  /** The run is over: the area closes up, and progress bars say how long they took. */
  end(): void {
    this.#clock.end();
    this.#height.release();
  }

  /** Show these soon: at most thirty times a second. */
  show(bundles: MimeBundle[]): void {
    cancelAnimationFrame(this.#frame);
    if (performance.now() - this.#renderedAt > RENDER_EVERY_MS) this.render(bundles);
    else this.#frame = requestAnimationFrame(() => this.render(bundles));
  }

  /**
   * Show these now. Outputs that did not change keep their nodes: what the reader unfolded stays unfolded. Until the run is
   * complete those of the run before stay below the new ones, so that nothing flickers.
   */
  render(bundles: MimeBundle[], { complete = false } = {}): void {
    cancelAnimationFrame(this.#frame);
    this.#renderedAt = performance.now();
    const before = this.#shown ?? [...this.#element.children].map((node): Shown => ({ bundle: undefined, node, earlier: true }));
    const free = new Set(before.map(({ node }) => node));
    const now: Shown[] = [];
    let at = 0;
    let nextStep = false;
    for (const [i, bundle] of bundles.entries()) {
      const above = PROGRESS in bundle ? aboveTheBar(before.slice(at)) : [];
      if (!complete) {
        now.push(...above);
        for (const { node } of above) free.delete(node);
      }
      at += above.length;
      const old = before[at++];
      const node = old?.bundle === bundle ? old.node : this.#node(bundle, old && free.has(old.node) ? old.node : undefined, free);
      free.delete(node);
      now.push({ bundle, node, earlier: false });
      if (old?.bundle === bundle) continue;
      if (bundle[PROGRESS]) this.#clock.show(node, bundle[PROGRESS]);
      this.#onShown(i, bundle, node);
      // A run that shows something else in the place of what it showed, as live values do, is at its next step.
      if (old?.earlier === false && !(PROGRESS in bundle || CONSOLE in bundle)) nextStep = true;
    }
    const left = complete || nextStep ? [] : before.slice(at).filter(({ earlier, node }) => earlier && free.has(node));
    this.#shown = [...now, ...left];
    placeNodes(
      this.#element,
      this.#shown.map(({ node }) => node),
    );
  }

  /** The node of an output, in the place of `old`. Controls and progress bars stay the same element, whatever they have come to. */
  #node(bundle: MimeBundle, old: Element | undefined, free: Set<Element>): Element {
    const control = inputControl(bundle, [...free]);
    if (control) return control;
    const file = downloadControl(bundle);
    if (file) return file;
    const made = sanitize(outputsHtml([bundle])).firstElementChild ?? document.createElement("div");
    if (old && made.className === "out-progress" && old.className === made.className) {
      for (const part of ["progress", "p"]) {
        const was = old.querySelector(part)!;
        for (const { name, value } of made.querySelector(part)!.attributes) was.setAttribute(name, value);
      }
      return old;
    }
    if (old && !old.matches(".out-input")) {
      free.delete(old);
      replace(old, made);
    }
    return made;
  }
}

/** What an earlier run shows above its progress bar: a run that says how far it is before it shows anything finds its bar below that. */
function aboveTheBar(before: readonly Shown[]): Shown[] {
  const bar = before.findIndex(({ node }) => node.matches(".out-progress"));
  const above = before.slice(0, Math.max(bar, 0));
  return above.every(({ earlier }) => earlier) ? above : [];
}
