import type { ChartPart, PointerAct, PointerStep } from "../../kernel/protocol/messages.ts";
import type { MimeBundle, View } from "../../kernel/protocol/mime.ts";
import type { ChartPatch } from "../../kernel/session/session.ts";
import { sanitize } from "./sanitize.ts";

/** A chart on the page that answers the pointer. */
interface Chart {
  cell: string;
  /** Number of the output that it is, or stands in. */
  output: number;
  bundle: MimeBundle;
  view: View;
  svg: SVGSVGElement;
}

interface ChartPointerOptions {
  /** Hand an act to the kernel; false where none holds that chart. */
  send(cell: string, output: number, view: View, act: PointerAct): boolean;
  /** Where to put the live region in which data are said. */
  root: HTMLElement;
}

const KEYS: Record<string, PointerStep> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
  Escape: "out",
};
const HELP = "Arrow keys move from value to value, Home and End to the first and the last. Escape hides the value.";
/** So many acts wait for the kernel; older ones have nothing to add. */
const MAX_WAITING = 4;
/** A click or key that waited so long for a busy kernel is not meant any more. */
const STALE_MS = 1000;

/**
 * Carries the pointer and the keyboard from the charts of a page to the kernel that drew them, and back what is different
 * then. One message at a time: while the kernel is busy, charts do not answer, and nothing queues up.
 */
export class ChartPointer {
  readonly #send: ChartPointerOptions["send"];
  readonly #region: HTMLElement;
  readonly #charts = new Map<SVGSVGElement, Chart>();
  /** The chart of the message that has no answer yet. */
  #asked: Chart | undefined;
  #waiting: { chart: Chart; act: PointerAct; since: number }[] = [];
  /** Where the mouse was last, in the window, and over which chart. */
  #mouse: { chart: Chart; x: number; y: number } | undefined;
  /** The chart that a finger touched last: its tip stays until another place is touched. */
  #touched: Chart | undefined;

  constructor({ send, root }: ChartPointerOptions) {
    this.#send = send;
    this.#region = document.createElement("p");
    this.#region.className = "sr-only chart-value";
    this.#region.setAttribute("aria-live", "polite");
    root.append(this.#region);
    document.addEventListener("pointerdown", ({ target }) => this.#touchedElsewhere(target as Node), { capture: true, passive: true });
  }

  /** An output stands on the page, anew or in the place of another. */
  shown(cell: string, output: number, bundle: MimeBundle, node: Element): void {
    for (const [svg] of this.#charts) if (!svg.isConnected) this.#charts.delete(svg);
    for (const svg of node.querySelectorAll<SVGSVGElement>("svg[data-interactive]")) {
      const chart: Chart = { cell, output, bundle, view: svg.closest(".narrow") ? "narrow" : "wide", svg };
      this.#charts.set(svg, chart);
      this.#listen(chart, node as HTMLElement);
      this.#stay(chart);
    }
  }

  /** The kernel's answer. */
  patch({ bundle, parts, said }: ChartPatch): void {
    const chart = this.#asked;
    this.#asked = undefined;
    // A chart that was replaced meanwhile is another drawing.
    if (chart && chart.bundle === bundle && chart.svg.isConnected) for (const part of parts) swap(chart.svg, part);
    if (said !== undefined) this.#region.textContent = said;
    this.#next();
  }

  /** The kernel is gone, and with it what could answer. */
  forget(): void {
    this.#asked = undefined;
    this.#waiting = [];
    for (const { svg } of this.#charts.values()) mark(svg, "not run");
  }

  #listen(chart: Chart, node: HTMLElement): void {
    const { svg } = chart;
    svg.setAttribute("tabindex", "0");
    // A picture would keep the arrow keys from reaching it while a screen reader reads the page.
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-roledescription", "interactive chart");
    svg.setAttribute("aria-description", [svg.getAttribute("aria-description"), HELP].filter(Boolean).join(" "));
    node.dataset["reading"] = "run";
    for (const type of ["pointermove", "pointerdown", "pointerup", "click"] as const)
      svg.addEventListener(type, (event) => this.#pointed(chart, type, event as PointerEvent), { passive: true });
    svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.#leave(chart);
    });
    svg.addEventListener("keydown", (event) => this.#key(chart, event));
    svg.addEventListener("focus", () => mark(svg, svg.matches(":focus-visible") ? "keys" : "run"));
    svg.addEventListener("blur", () => {
      if (mark(svg, "run") === "keys") this.#ask(chart, { event: "step", to: "out" });
    });
  }

  #pointed(chart: Chart, event: Hand["event"], { clientX: x, clientY: y, pointerType, buttons, target }: PointerEvent): void {
    if (pointerType === "mouse") this.#mouse = { chart, x, y };
    else this.#touched = chart;
    this.#ask(chart, { event, ...within(chart.svg, x, y), pointerType, buttons, target: pathTo(chart.svg, target as Element) });
  }

  #leave(chart: Chart): void {
    if (this.#mouse?.chart === chart) this.#mouse = undefined;
    if (this.#touched === chart) this.#touched = undefined;
    this.#ask(chart, { event: "pointerleave", x: 0, y: 0, pointerType: "mouse", buttons: 0, target: [] });
  }

  #touchedElsewhere(target: Node): void {
    if (this.#touched && !this.#touched.svg.contains(target)) this.#leave(this.#touched);
  }

  #key(chart: Chart, event: KeyboardEvent): void {
    const to = KEYS[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey || event.target !== chart.svg) return;
    event.preventDefault();
    mark(chart.svg, "keys");
    this.#ask(chart, { event: "step", to });
  }

  /** A chart that was redrawn under a mouse that rests shows again what is there. */
  #stay(chart: Chart): void {
    const { chart: before, x, y } = this.#mouse ?? {};
    if (!before || before.cell !== chart.cell || before.output !== chart.output || before.view !== chart.view) return;
    this.#mouse = { chart, x: x!, y: y! };
    this.#ask(chart, { event: "pointermove", ...within(chart.svg, x!, y!), pointerType: "mouse", buttons: 0, target: [] });
  }

  #ask(chart: Chart, act: PointerAct): void {
    const same = (other: { chart: Chart; act: PointerAct }) => other.chart === chart && other.act.event === "pointermove";
    // The latest place is the one that counts; after a leave, none does.
    if (act.event === "pointerleave") this.#waiting = this.#waiting.filter((other) => !same(other));
    else if (act.event === "pointermove" && this.#waiting.at(-1) && same(this.#waiting.at(-1)!)) this.#waiting.pop();
    this.#waiting.push({ chart, act, since: performance.now() });
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#next();
  }

  #next(): void {
    while (!this.#asked && this.#waiting.length > 0) {
      const { chart, act, since } = this.#waiting.shift()!;
      const meant = act.event === "pointermove" || act.event === "pointerleave" || performance.now() - since < STALE_MS;
      if (!meant || !chart.svg.isConnected) continue;
      if (this.#send(chart.cell, chart.output, chart.view, act)) this.#asked = chart;
      else mark(chart.svg, "not run");
    }
  }
}

type Hand = Exclude<PointerAct, { event: "step" }>;

/** How the chart's output says that values can be read off it (`notebook.css`). Returns what it said before. */
function mark(svg: Element, reading: "not run" | "run" | "keys"): string | undefined {
  const output = svg.closest<HTMLElement>("[data-reading]");
  const before = output?.dataset["reading"];
  if (output) output.dataset["reading"] = reading;
  return before;
}

/** A point of the window in a chart's own coordinates. */
function within(svg: SVGSVGElement, x: number, y: number): { x: number; y: number } {
  const matrix = svg.getScreenCTM();
  if (!matrix) return { x: 0, y: 0 };
  const point = new DOMPoint(x, y).matrixTransform(matrix.inverse());
  return { x: point.x, y: point.y };
}

function pathTo(svg: Element, target: Element): number[] {
  const path: number[] = [];
  for (let element = target; element !== svg; element = element.parentElement) {
    if (!element.parentElement) return [];
    path.unshift([...element.parentElement.children].indexOf(element));
  }
  return path;
}

/** Put a part in its place. The svg itself stays what it is, so that focus and listeners do. */
function swap(svg: SVGSVGElement, { path, markup }: ChartPart): void {
  if (path.length === 0) {
    const whole = sanitize(markup).firstElementChild;
    if (whole) svg.replaceChildren(...whole.childNodes);
    for (const { name, value } of whole?.attributes ?? []) if (!/^(?:role|aria-)/.test(name)) svg.setAttribute(name, value);
    return;
  }
  let old: Element | undefined = svg;
  for (const place of path) old = old?.children[place];
  old?.replaceWith(sanitize(`<svg>${markup}</svg>`).firstElementChild?.firstElementChild ?? "");
}
