import { CONSOLE, type MimeBundle, PROGRESS, type View } from "../../kernel/mime.ts";
import type { CellStatus } from "../../kernel/session.ts";
import { outputsHtml, problemHtml } from "../output.ts";
import type { Editor } from "./editor.ts";
import { inputControl } from "./inputs.ts";
import { placeNodes } from "./place-nodes.ts";
import { sanitize } from "./sanitize.ts";

/** Up to this width an output shows the narrow drawing (`@container` in notebook.css). */
const NARROW_CONTAINER_REM = 32.4;

/** Outputs that follow each other faster are shown in the next frame, the last of them alone. */
const RENDER_EVERY_MS = 33;

/** One cell on the page: its text, its mark, its outputs. */
export class CellView {
  readonly #element: HTMLElement;
  readonly #name: string;
  readonly #original: string;
  readonly #run: () => void;
  #editor: Promise<Editor> | undefined;
  #text: string;
  #status: CellStatus = { state: "idle" };
  /** The outputs that stand on the page; undefined while they are the build's. */
  #shown: Shown[] | undefined;
  #frame = 0;
  #renderedAt = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement, { text, run }: { text: string; run: () => void }) {
    this.#element = element;
    this.#name = element.dataset["cell"]!;
    this.#original = this.#text = text;
    this.#run = run;
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

  get running(): boolean {
    return this.#status.state === "running";
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
    if (over) this.#render(outputs, { complete: true });
    const problem = status.state === "failed" ? status.problem : undefined;
    if (status.state !== "queued" && status.state !== "running") {
      this.#find(".problem").replaceChildren(problem ? sanitize(problemHtml(problem)) : "");
      this.#markLine(problem?.line);
      this.#element.toggleAttribute("data-outdated", status.state === "waiting" || (status.state === "failed" && outputs.length === 0));
    }
    this.#describe();
  }

  showOutputs(bundles: MimeBundle[]): void {
    cancelAnimationFrame(this.#frame);
    if (performance.now() - this.#renderedAt > RENDER_EVERY_MS) this.#render(bundles);
    else this.#frame = requestAnimationFrame(() => this.#render(bundles));
  }

  /** A run begins: what stands here is from the one before, and makes room as the new outputs come. */
  begin(): void {
    for (const shown of this.#shown ?? []) shown.earlier = true;
  }

  /**
   * Outputs that did not change keep their nodes: what the reader unfolded stays unfolded. Until the run is complete those
   * of the run before stay below the new ones, so that the page does not jump.
   */
  #render(bundles: MimeBundle[], { complete = false } = {}): void {
    cancelAnimationFrame(this.#frame);
    this.#renderedAt = performance.now();
    const output = this.#find(".output");
    const before = this.#shown ?? [...output.children].map((node): Shown => ({ bundle: undefined, node, earlier: true }));
    const free = new Set(before.map(({ node }) => node));
    const now = bundles.map((bundle, i): Shown => {
      const old = before[i];
      const same = old?.bundle === bundle;
      const node = same ? old.node : (inputControl(bundle, [...free]) ?? sanitize(outputsHtml([bundle])).firstElementChild);
      if (node) free.delete(node);
      return { bundle, node: node ?? document.createElement("div"), earlier: false };
    });
    // A run that shows something else in the place of what it showed, as live values do, is at its next step.
    const nextStep = now.some(
      ({ bundle }, i) => before[i]?.earlier === false && before[i].bundle !== bundle && !(PROGRESS in bundle! || CONSOLE in bundle!),
    );
    const left = complete || nextStep ? [] : before.slice(bundles.length).filter(({ earlier, node }) => earlier && free.has(node));
    this.#shown = [...now, ...left];
    placeNodes(
      output,
      this.#shown.map(({ node }) => node),
    );
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

/** An output on the page. `earlier`: it is from the run before this. */
interface Shown {
  bundle: MimeBundle | undefined;
  node: Element;
  earlier: boolean;
}

function stateWords(status: CellStatus): string {
  switch (status.state) {
    case "queued":
      return "queued";
    case "running":
      return "running";
    case "done":
      return `done in ${duration(status.ms)}`;
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
