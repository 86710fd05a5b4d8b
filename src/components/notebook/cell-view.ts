import { type MimeBundle, PROGRESS, type Progress, type View } from "../../kernel/mime.ts";
import type { CellStatus } from "../../kernel/session.ts";
import { outputsHtml, problemHtml } from "../output.ts";
import type { Editor } from "./editor.ts";
import { HeldHeight, ProgressClock, replace } from "./live.ts";
import { sanitize } from "./sanitize.ts";

/** Up to this width an output shows the narrow drawing (`@container` in notebook.css). */
const NARROW_CONTAINER_REM = 32.4;

/** Outputs that follow each other faster are shown in the next frame, the last of them alone. */
const RENDER_EVERY_MS = 33;

interface CellViewOptions {
  text: string;
  run(): void;
  /** Told of each output that is put on the page: its number, what it shows, and where. */
  shown(output: number, bundle: MimeBundle, node: Element): void;
}

/** One cell on the page: its text, its mark, its outputs. */
export class CellView {
  readonly #element: HTMLElement;
  readonly #name: string;
  readonly #original: string;
  readonly #run: () => void;
  readonly #onShown: CellViewOptions["shown"];
  readonly #height: HeldHeight;
  readonly #clock = new ProgressClock();
  #editor: Promise<Editor> | undefined;
  #text: string;
  #status: CellStatus = { state: "idle" };
  /** The outputs that stand on the page, with their nodes; undefined while they are the build's. */
  #shown: { bundle: MimeBundle; node: Element }[] | undefined;
  #frame = 0;
  #renderedAt = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement, { text, run, shown }: CellViewOptions) {
    this.#element = element;
    this.#name = element.dataset["cell"]!;
    this.#original = this.#text = text;
    this.#run = run;
    this.#onShown = shown;
    this.#height = new HeldHeight(this.#find(".output"));
  }

  get text(): string {
    return this.#text;
  }

  get edited(): boolean {
    return this.#text !== this.#original;
  }

  /** Which drawing of a chart fits here: the same width as in the style sheet. */
  get view(): View {
    return this.#find(".output").clientWidth > NARROW_CONTAINER_REM * parseFloat(getComputedStyle(document.documentElement).fontSize)
      ? "wide"
      : "narrow";
  }

  /** True while Stop has something to end: the cell, or timers that it began. */
  get running(): boolean {
    return this.#status.state === "running" || ticks(this.#status);
  }

  /** Put the editor in place of the code, with the cursor at the given point of the window. */
  async edit(at?: { x: number; y: number }): Promise<void> {
    this.#editor ??= this.#open();
    this.#editor.catch(() => {
      this.#editor = undefined;
      this.#note("the editor could not be loaded: check the connection");
    });
    (await this.#editor).focus(at);
  }

  async #open(): Promise<Editor> {
    const { Editor } = await import("./editor.ts");
    const code = this.#find(".code pre");
    const editor = new Editor({
      text: this.#text,
      label: `Code of cell ${this.#name}. Escape, then Tab, leaves the editor.`,
      onChange: (text) => this.#changed(text),
      onRun: this.#run,
    });
    code.replaceWith(editor.element);
    this.#find('[data-action="edit"]').hidden = true;
    return editor;
  }

  #changed(text: string): void {
    this.#text = text;
    this.#element.toggleAttribute("data-edited", this.edited);
    this.#markLine(undefined);
    this.#describe();
  }

  showStatus(status: CellStatus, outputs: MimeBundle[]): void {
    this.#status = status;
    this.#element.dataset["state"] = status.state;
    const run = this.#find('[data-action="run"]');
    run.textContent = this.running ? "Stop" : "Run";
    run.setAttribute("aria-label", `${this.running ? "Stop" : "Run"} cell ${this.#name}`);
    const over = status.state === "done" || (status.state === "stopped" && status.kept) || (status.state === "failed" && outputs.length > 0);
    if (status.state === "running") this.#height.hold();
    if (over) this.#render(outputs);
    const problem = status.state === "failed" ? status.problem : undefined;
    if (status.state !== "queued" && status.state !== "running") {
      this.#find(".problem").replaceChildren(problem ? sanitize(problemHtml(problem)) : "");
      this.#markLine(problem?.line);
      this.#element.toggleAttribute("data-outdated", status.state === "waiting" || (status.state === "failed" && outputs.length === 0));
      this.#clock.end();
      this.#height.release();
    }
    this.#describe();
  }

  showOutputs(bundles: MimeBundle[]): void {
    cancelAnimationFrame(this.#frame);
    // A cell that looks at the steps of a live value is queued all the while.
    if (this.#status.state === "running" || this.#status.state === "queued") this.#height.hold();
    if (performance.now() - this.#renderedAt > RENDER_EVERY_MS) this.#render(bundles);
    else this.#frame = requestAnimationFrame(() => this.#render(bundles));
  }

  /** Outputs that did not change keep their nodes: what the reader unfolded stays unfolded. */
  #render(bundles: MimeBundle[]): void {
    cancelAnimationFrame(this.#frame);
    this.#renderedAt = performance.now();
    const output = this.#find(".output");
    if (!this.#shown) output.replaceChildren();
    const before = this.#shown ?? [];
    this.#shown = bundles.map((bundle, i) => {
      const old = before[i];
      if (old?.bundle === bundle) return old;
      const made = sanitize(outputsHtml([bundle])).firstElementChild ?? document.createElement("div");
      const node = this.#place(made, old);
      if (PROGRESS in bundle) this.#clock.show(node, bundle[PROGRESS] as Progress);
      this.#onShown(i, bundle, node);
      return { bundle, node };
    });
    for (const { node } of before.slice(bundles.length)) node.remove();
  }

  /** Puts an output where it belongs. A progress bar stays the same element, whatever it has come to. */
  #place(made: Element, old: { bundle: MimeBundle; node: Element } | undefined): Element {
    if (!old) this.#find(".output").append(made);
    else if (made.className === "out-progress" && old.node.className === made.className) {
      const [bar, was] = [made.querySelector("progress")!, old.node.querySelector("progress")!];
      for (const { name, value } of bar.attributes) was.setAttribute(name, value);
      return old.node;
    } else replace(old.node, made);
    return made;
  }

  #describe(): void {
    const words = [this.edited ? "edited" : "", stateWords(this.#status)].filter(Boolean);
    this.#note(words.join(" · "));
    if (!this.edited) return;
    const reset = document.createElement("button");
    reset.type = "button";
    reset.className = "link";
    reset.textContent = "reset";
    reset.setAttribute("aria-label", `Reset cell ${this.#name} to the chapter's text`);
    reset.addEventListener("click", () => void this.#reset());
    this.#find(".note").append(" · ", reset);
  }

  async #reset(): Promise<void> {
    const editor = await this.#editor;
    editor?.setText(this.#original);
    editor?.focus();
    if (this.#status.state !== "idle") this.#run();
  }

  #note(text: string): void {
    this.#find(".note").textContent = text;
  }

  #markLine(line: number | undefined): void {
    this.#find(".code .error-line", false)?.remove();
    if (line === undefined) return;
    const mark = document.createElement("div");
    mark.className = "error-line";
    mark.style.setProperty("--line", String(line - 1));
    this.#find(".code").append(mark);
  }

  #find(selector: string, must?: true): HTMLElement;
  #find(selector: string, must: false): HTMLElement | null;
  #find(selector: string): HTMLElement | null {
    return this.#element.querySelector<HTMLElement>(selector);
  }
}

const ticks = (status: CellStatus) => status.state === "done" && status.ticking === true;

function stateWords(status: CellStatus): string {
  switch (status.state) {
    case "queued":
      return "queued";
    case "running":
      return "running";
    case "done":
      return `done in ${duration(status.ms)}${ticks(status) ? " · its timers go on" : ""}`;
    case "failed":
      return "failed";
    case "waiting":
      return `waits for cell ${status.on}`;
    case "stopped":
      return status.kept ? "stopped" : "stopped, kernel restarted";
    default:
      return "";
  }
}

const duration = (ms: number) => (ms < 1 ? "under 1 ms" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
