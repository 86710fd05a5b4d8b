import type { MimeBundle, View } from "../../kernel/mime.ts";
import type { CellStatus } from "../../kernel/session.ts";
import { outputsHtml, problemHtml } from "../output.ts";
import type { Editor } from "./editor.ts";
import { layErrorStripe } from "./error-stripe.ts";
import { sanitize } from "./sanitize.ts";
import type { NotebookTypes } from "./types/notebook-types.ts";

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
  readonly #types: NotebookTypes;
  #editor: Promise<Editor> | undefined;
  #errorLine: number | undefined;
  #text: string;
  #status: CellStatus = { state: "idle" };
  /** The outputs that stand on the page, with their nodes; undefined while they are the build's. */
  #shown: { bundle: MimeBundle; node: Element }[] | undefined;
  #frame = 0;
  #renderedAt = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement, { text, run, types }: { text: string; run: () => void; types: NotebookTypes }) {
    this.#element = element;
    this.#name = element.dataset["cell"]!;
    this.#original = this.#text = text;
    this.#run = run;
    this.#types = types;
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
      types: { cell: this.#name, notebook: this.#types },
    });
    layErrorStripe(code, undefined);
    code.replaceWith(editor.element);
    editor.markLine(this.#errorLine);
    this.#find('[data-action="edit"]').hidden = true;
    return editor;
  }

  #changed(text: string): void {
    this.#text = text;
    this.#element.toggleAttribute("data-edited", this.edited);
    this.#describe();
  }

  showStatus(status: CellStatus, outputs: MimeBundle[]): void {
    this.#status = status;
    this.#element.dataset["state"] = status.state;
    const run = this.#find('[data-action="run"]');
    run.textContent = this.running ? "Stop" : "Run";
    run.setAttribute("aria-label", `${this.running ? "Stop" : "Run"} cell ${this.#name}`);
    const over = status.state === "done" || (status.state === "stopped" && status.kept) || (status.state === "failed" && outputs.length > 0);
    if (over) this.#render(outputs);
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
      const node = sanitize(outputsHtml([bundle])).firstElementChild ?? document.createElement("div");
      if (old) old.node.replaceWith(node);
      else output.append(node);
      return { bundle, node };
    });
    for (const { node } of before.slice(bundles.length)) node.remove();
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

  /** The line of an error, until the cell runs again. */
  #markLine(line: number | undefined): void {
    this.#errorLine = line;
    if (this.#editor)
      this.#editor.then(
        (editor) => editor.markLine(line),
        () => {},
      );
    else layErrorStripe(this.#find(".code pre"), line);
  }

  #find(selector: string, must?: true): HTMLElement;
  #find(selector: string, must: false): HTMLElement | null;
  #find(selector: string): HTMLElement | null {
    return this.#element.querySelector<HTMLElement>(selector);
  }
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
