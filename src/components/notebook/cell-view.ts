import { isControls, type MimeBundle, type View } from "../../kernel/protocol/mime.ts";
import type { CellResult } from "../../kernel/session/run-all.ts";
import type { CellStatus } from "../../kernel/session/session.ts";
import { codeLine, lineCount } from "../cell-markup.ts";
import { duration } from "../duration.ts";
import { problemHtml } from "../output.ts";
import type { Editor } from "./editor.ts";
import { layErrorStripe } from "./error-stripe.ts";
import { type OnShown, OutputArea } from "./output-area.ts";
import { sanitize } from "./sanitize.ts";
import { linkToCell } from "./sentences.ts";
import type { NotebookTypes } from "./types/notebook-types.ts";

/** What a cell says that its reader did. */
export interface CellActions {
  /** The text was changed in the editor. */
  changed(text: string): void;
  run(): void;
}

interface CellOptions {
  text: string;
  actions: CellActions;
  shown: OnShown;
  types: NotebookTypes;
}

/** One cell on the page: its text, its mark, its outputs. */
export class CellView {
  readonly element: HTMLElement;
  readonly name: string;
  readonly #actions: CellActions;
  readonly #types: NotebookTypes;
  #editor: Promise<Editor> | undefined;
  #errorLine: number | undefined;
  #text: string;
  /** What became of the text: the word that stands in the note, or none for the chapter's own. */
  #origin: "" | "edited" | "added" = "";
  /** What the build said there; it holds until the cell runs here. */
  readonly #firstNote: string;
  #status: CellStatus = { state: "idle" };
  readonly #output: OutputArea;

  constructor(element: HTMLElement, { text, actions, shown, types }: CellOptions) {
    this.element = element;
    this.name = element.dataset["cell"]!;
    this.#text = text;
    this.#actions = actions;
    this.#types = types;
    this.#output = new OutputArea(this.#find(".output"), shown);
    this.#firstNote = this.#note.textContent ?? "";
    for (const button of element.querySelectorAll<HTMLButtonElement>("button[data-action]")) button.hidden = false;
  }

  get text(): string {
    return this.#text;
  }

  /** Which drawing of a chart fits here. */
  get view(): View {
    return this.#output.view;
  }

  get status(): CellStatus {
    return this.#status;
  }

  /** What stands on the page, output by output; `undefined` while that is what the build put there. */
  get outputs(): MimeBundle[] | undefined {
    return this.#output.bundles;
  }

  /** What the cell gave; `undefined` while what it shows is the build's. */
  get result(): Pick<CellResult, "cell" | "outputs" | "error"> | undefined {
    const { outputs } = this;
    return outputs && { cell: this.name, outputs, ...(this.#status.state === "failed" && { error: this.#status.problem }) };
  }

  /** True while Stop has something to end: the cell, or timers that it began. */
  get running(): boolean {
    return this.#status.state === "running" || ticks(this.#status);
  }

  /** Put the editor in place of the code, with the cursor at the given point of the window. */
  async edit(at?: { x: number; y: number }): Promise<void> {
    this.#unfold();
    this.#editor ??= this.#open();
    this.#editor.catch(() => {
      this.#editor = undefined;
      this.#note.textContent = "the editor could not be loaded: check the connection, then try again";
    });
    (await this.#editor).focus(at);
  }

  /** Move the focus here: into the editor where it is open, else onto the code. */
  focus(): void {
    const folded = this.#find(".code:not([open]) > summary", false);
    const target = folded ?? this.#find(".cm-content", false) ?? this.#find(".code pre");
    target.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Show another text than the cell had: an edit from last time, the chapter's own again. */
  async setText(text: string): Promise<void> {
    if (text === this.#text) return;
    this.#text = text;
    this.#countLines();
    this.#markLine(undefined);
    const editor = await this.#editor;
    if (editor) return editor.setText(text);
    const code = this.#find(".code pre code");
    code.textContent = text;
    const { highlight } = await import("../highlight.ts");
    if (this.#text === text && code.isConnected) code.replaceChildren(sanitize(highlight(text)));
  }

  /** Take the cell off the page. */
  remove(): void {
    this.element.remove();
    void this.#editor?.then((editor) => editor.destroy());
  }

  showOrigin(origin: "" | "edited" | "added"): void {
    if (origin === this.#origin) return;
    this.#origin = origin;
    if (origin !== "") this.#unfold();
    this.element.toggleAttribute("data-edited", origin !== "");
    this.#describe();
  }

  #countLines(): void {
    this.#find(".code > summary").firstChild!.nodeValue = codeLine(lineCount(this.#text));
  }

  /** Show the code, where it is folded. */
  #unfold(): void {
    this.#find(".code").setAttribute("open", "");
  }

  async #open(): Promise<Editor> {
    const { Editor } = await import("./editor.ts");
    const code = this.#find(".code pre");
    const editor = new Editor({
      text: this.#text,
      label: `Code of cell ${this.name}. Escape, then Tab, leaves the editor.`,
      onChange: (text) => this.#changed(text),
      onRun: () => this.#actions.run(),
      folded: [...code.querySelectorAll<HTMLDetailsElement>("details.region")].flatMap(({ open }, index) => (open ? [] : [index])),
      types: { cell: this.name, notebook: this.#types },
    });
    layErrorStripe(code, undefined);
    code.replaceWith(editor.element);
    editor.markLine(this.#errorLine);
    // Paper does not unfold.
    addEventListener("beforeprint", () => editor.unfold());
    this.#find('[data-action="edit"]').hidden = true;
    return editor;
  }

  #changed(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#countLines();
    this.#actions.changed(text);
  }

  showStatus(status: CellStatus, outputs: MimeBundle[]): void {
    this.#status = status;
    this.element.dataset["state"] = status.state;
    const run = this.#find('[data-action="run"]');
    run.textContent = this.running ? "Stop" : "Run";
    run.setAttribute("aria-label", `${this.running ? "Stop" : "Run"} cell ${this.name}`);
    const over = status.state === "done" || (status.state === "stopped" && status.kept) || (status.state === "failed" && outputs.length > 0);
    if (status.state === "running") this.#output.hold();
    if (over) {
      this.#output.render(outputs, { complete: true });
      this.element.toggleAttribute("data-controls", isControls(outputs));
    }
    const problem = status.state === "failed" ? status.problem : undefined;
    const outdated = status.state === "waiting" || status.state === "stale" || (status.state === "failed" && outputs.length === 0);
    this.element.toggleAttribute("data-outdated", outdated && !this.#output.empty);
    if (status.state !== "queued" && status.state !== "running") {
      this.#find(".problem").replaceChildren(problem ? sanitize(problemHtml(problem)) : "");
      this.#markLine(problem?.line);
      this.#output.end();
    }
    this.#describe();
  }

  showOutputs(bundles: MimeBundle[]): void {
    // A cell that looks at the steps of a live value is queued all the while.
    if (this.#status.state === "running" || this.#status.state === "queued") this.#output.hold();
    this.#output.show(bundles);
  }

  /** A run begins. */
  begin(): void {
    this.#output.begin();
  }

  /**
   * The line beside the code's: what became of the run, what became of the text, and what can be done about either. It ends
   * at the right, so what changes most comes first: the rest stays where it is.
   */
  #describe(): void {
    const parts = stateWords(this.#status, this.#firstNote);
    if (this.element.hasAttribute("data-outdated") && this.#status.state !== "stale") parts.push("what is shown is from the last run that worked");
    if (this.#status.state === "queued") parts.push(this.#link("cancel", "cancel", `Cancel the queued run of cell ${this.name}`));
    if (this.#origin) parts.push(this.#origin);
    if (this.#origin === "edited") parts.push(this.#link("reset", "reset", `Reset cell ${this.name} to the chapter's text`));
    this.#note.replaceChildren(...parts.flatMap((part, i) => (i === 0 ? [part] : [" · ", part])));
  }

  get #note(): HTMLElement {
    return this.#find(".note > span");
  }

  #link(action: string, text: string, label: string): HTMLButtonElement {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link", textContent: text });
    button.dataset["action"] = action;
    button.setAttribute("aria-label", label);
    return button;
  }

  /** The line of an error, until the cell runs again. */
  #markLine(line: number | undefined): void {
    this.#errorLine = line;
    if (line !== undefined) this.#unfold();
    if (this.#editor)
      this.#editor.then(
        (editor) => editor.markLine(line),
        () => {},
      );
    else {
      const code = this.#find(".code pre");
      if (line !== undefined) openAt(code, line);
      layErrorStripe(code, line);
    }
  }

  #find(selector: string, must?: true): HTMLElement;
  #find(selector: string, must: false): HTMLElement | null;
  #find(selector: string): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(selector);
  }
}

/** Open the region in which a line is, counted from 1. */
function openAt(code: HTMLElement, line: number): void {
  const range = document.createRange();
  range.selectNodeContents(code);
  for (const region of code.querySelectorAll<HTMLDetailsElement>("details.region")) {
    range.setEndBefore(region);
    const first = range.toString().split("\n").length;
    if (line >= first && line < first + region.textContent.split("\n").length) region.open = true;
  }
}

const ticks = (status: CellStatus) => status.state === "done" && status.ticking === true;

function stateWords(status: CellStatus, firstNote: string): (string | Node)[] {
  switch (status.state) {
    case "idle":
      return firstNote ? [firstNote] : [];
    case "queued":
      return ["queued"];
    case "running":
      return ["running"];
    case "done":
      return [`done in ${duration(status.ms)}`, ...(ticks(status) ? ["its timers go on"] : [])];
    case "failed":
      return ["failed"];
    case "waiting":
      return [sentence("waits for ", linkToCell(status.on))];
    case "stale":
      return [sentence("out of date", why(": something it reads has changed"))];
    case "stopped":
      return [status.kept ? "stopped" : "stopped, kernel restarted"];
  }
}

function sentence(...parts: (string | Node)[]): HTMLElement {
  const span = document.createElement("span");
  span.append(...parts);
  return span;
}

/** Words that stand where there is room for them: a second line would move what is below. */
function why(words: string): HTMLElement {
  const span = sentence(words);
  span.className = "why";
  return span;
}
