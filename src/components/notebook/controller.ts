import type { MimeBundle } from "../../kernel/protocol/mime.ts";
import type { CellStatus } from "../../kernel/session/session.ts";
import type { PageCell } from "../../notebook/changes.ts";
import { cellMarkup, lineCount } from "../cell-markup.ts";
import { CellView } from "./cell-view.ts";
import { COMMANDS, commandOf, isApple } from "./commands.ts";
import { DebouncedState } from "./debounce.ts";
import { NotebookDocument } from "./document.ts";
import { bringBackCommands } from "./edits/bring-back.ts";
import { keptKey } from "./edits/kept-key.ts";
import { ReaderEdits } from "./edits/reader-edits.ts";
import { Inputs } from "./inputs.ts";
import { loadRuns } from "./models/kept-runs.ts";
import type { BuiltCell, Notebook, NotebookCell } from "./notebook.ts";
import { Notices } from "./notices.ts";
import type { Offer } from "./palette.ts";
import { Runs } from "./runs.ts";
import { ReaderFiles } from "./save/reader-files.ts";
import { toggleCode } from "./show-code.ts";
import { NotebookTypes } from "./types/notebook-types.ts";

const notebooks = import.meta.glob<BuiltCell[]>("/notebooks/*.ts", { query: "?compiled", import: "default" });

/** A notebook on its page: it takes what the reader's hand asks for to the table of commands, and makes the page show what the document holds. */
export class NotebookController implements Notebook {
  readonly root: HTMLElement;
  readonly cells = new Map<string, NotebookCell>();
  readonly notices: Notices;
  readonly runs: Runs;
  readonly edits: ReaderEdits = new ReaderEdits(this);
  readonly files: ReaderFiles = new ReaderFiles(this);
  document!: NotebookDocument;
  readonly #types = new NotebookTypes({ cells: () => this.document.cells });
  readonly #inputs = new Inputs((...change) => this.#setInput(...change));
  readonly #ready: Promise<void>;

  constructor(root: HTMLElement) {
    this.root = root;
    this.notices = new Notices(root);
    this.runs = new Runs(this);
    // Before the hand that the page is loaded for keeps another.
    this.#ready = this.#load(loadRuns(root));
    this.runs.warm();
    root.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    this.#ready.catch(() => this.notices.say("The notebook could not be loaded. Reload the page to try again."));
  }

  get name(): string {
    return this.root.dataset["notebook"]!;
  }

  /** What a cell shows now; `undefined` while that is what the build put there. */
  outputsOf(cell: string): MimeBundle[] | undefined {
    return this.cells.get(cell)?.view.outputs;
  }

  /** What a hand did to an input. */
  input(event: Event): void {
    this.#inputs.handle(event);
  }

  #setInput(...change: Parameters<Runs["setInput"]>): void {
    this.#ready.then(
      () => this.runs.setInput(...change),
      () => {},
    );
  }

  act(action: string, cell: string | undefined, at?: { x: number; y: number }): void {
    void this.#ready.then(() => {
      // The button of a cell that runs says Stop, and does; keys and the list run what is written there now.
      const stops = action === "run" && cell !== undefined && this.cells.get(cell)?.view.running;
      this.#give(stops ? "stop-cell" : action, cell, at);
    });
  }

  #give(action: string, cellName: string | undefined, at?: { x: number; y: number }): void {
    // Some actions name what they are about: `keep CELL`.
    const [id, object] = action.split(/ (.*)/s) as [string, string?];
    const command = COMMANDS.find((candidate) => candidate.id === id);
    if (command?.of === "page") {
      if (command.offered?.(this) !== false) command.run(this, object ?? "", this.cells.get(cellName ?? ""));
      return;
    }
    const cell = this.cells.get(object ?? cellName ?? "");
    if (cell && command && command.offered?.(cell, this) !== false) command.run(cell, this, at);
  }

  #key(event: KeyboardEvent): void {
    const command = commandOf(event, isApple(navigator.platform));
    // Enter on a button, a link or in a field is theirs; the code itself answers to it (`element.ts`).
    if (!command || (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey)) return;
    // In an editor the same keys apply a fix while there is nothing to stop.
    if (command.id === "stop" && !this.runs.session.stoppable) return;
    const target = event.target as Element;
    const cell = target.closest<HTMLElement>("ml-cell")?.dataset["cell"];
    if (command.of === "cell" && (cell === undefined || !target.closest(".foot"))) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#ready.then(() => this.#give(command.id, cell));
  }

  showCode(): void {
    toggleCode(this.root);
  }

  async showCommands(cell: NotebookCell | undefined): Promise<void> {
    const loaded = await this.part(import("./palette.ts"));
    if (!loaded) return;
    const chosen = await loaded.palette(cell ? `Cell ${cell.name}` : "The notebook", this.#offers(cell));
    if (chosen) this.#give(chosen.id, cell?.name);
  }

  #offers(cell: NotebookCell | undefined): Offer[] {
    return COMMANDS.flatMap((command): Offer[] => {
      // The list does not list itself.
      if (command.title === undefined || command.id === "commands") return [];
      if (command.id === "bring-back") return bringBackCommands(command, this.document.asides()).map((each) => ({ command: each }));
      if (command.of === "cell" && !cell) return [];
      const offered = command.of === "cell" ? command.offered?.(cell!, this) : command.offered?.(this);
      const unless = command.of === "cell" ? command.unless?.(cell!, this) : command.unless?.(this);
      return offered === false ? [] : [{ command, ...(unless && { unless }) }];
    });
  }

  async part<T>(loading: Promise<T>): Promise<T | undefined> {
    try {
      return await loading;
    } catch {
      this.notices.say("A part of the notebook could not be loaded. Check the connection, then reload the page.");
      return undefined;
    }
  }

  async #load(kept: ReturnType<typeof loadRuns>): Promise<void> {
    const load = notebooks[`/notebooks/${this.name}.ts`];
    if (!load) throw new Error(`no notebook ${this.name}`);
    const chapter = await load();
    this.document = new NotebookDocument(
      chapter.map(({ name, text }) => ({ name, text })),
      {
        key: keptKey(import.meta.env.BASE_URL, this.name),
        events: {
          changed: () => this.#documentChanged(),
          problem: (sentence) => this.notices.show("problem", [sentence], ["Download .ts", "save-ts"]),
        },
      },
    );
    for (const built of chapter) {
      const element = this.root.querySelector<HTMLElement>(`ml-cell[data-cell="${built.name}"]`)!;
      this.#addCell(element, built.text, built);
    }
    this.runs.begin();
    const damaged = this.document.load();
    if (damaged) this.notices.damaged(damaged);
    for (const { cell, id, runs } of kept) this.runs.setInput(cell, id, runs, { later: true });
    if (!this.document.pristine) this.notices.say("Your edits from last time are here.");
    this.edits.askAboutOutdated();
    await this.edits.openLink();
    addEventListener("hashchange", () => void this.edits.openLink());
    addEventListener("beforeunload", (event) => this.document.unsaved && event.preventDefault());
  }

  #addCell(element: HTMLElement, text: string, built?: BuiltCell): NotebookCell {
    const name = element.dataset["cell"]!;
    const view = new CellView(element, {
      text,
      types: this.#types,
      shown: (output, bundle, node) => this.runs.pointer.shown(name, output, bundle, node),
      actions: { changed: (changed) => this.document.setText(name, changed), run: () => void this.runs.run([name]) },
    });
    const mark = new DebouncedState<CellStatus>((status) => view.showStatus(status, this.runs.session.outputs(name)));
    const cell: NotebookCell = { name, view, mark, built };
    this.cells.set(name, cell);
    return cell;
  }

  /** Make the page show what the document holds: texts, added cells, their order. */
  #documentChanged(): void {
    this.runs.cellsChanged();
    const names = new Set(this.document.cells.map(({ name }) => name));
    for (const [name, { view }] of this.cells) {
      if (names.has(name)) continue;
      view.remove();
      this.cells.delete(name);
      this.runs.session.remove(name);
    }
    let above: CellView | undefined;
    for (const cell of this.document.cells) {
      const { view } = this.cells.get(cell.name) ?? this.#addCell(this.#newElement(cell), cell.text);
      if (cell.added) this.#place(view.element, above?.element);
      void view.setText(cell.text);
      view.showOrigin(cell.added ? (this.document.chapter.length > 0 ? "added" : "") : cell.edited ? "edited" : "");
      above = view;
    }
    this.#types.changed();
    this.runs.countStale();
  }

  #newElement({ name, text }: PageCell): HTMLElement {
    const template = document.createElement("template");
    template.innerHTML = cellMarkup({ name, code: "", lines: lineCount(text), attributes: " data-open data-added" });
    const element = template.content.firstElementChild as HTMLElement;
    element.querySelector("code")!.textContent = text;
    return element;
  }

  /** Below the cell above it, or where the notebook begins. An element that stands right is not touched: it may hold the focus. */
  #place(element: HTMLElement, above: HTMLElement | undefined): void {
    if (above) {
      if (above.nextElementSibling !== element) above.after(element);
      return;
    }
    const first = this.root.querySelector(":scope > :is(ml-cell, .notebook-bar)")!;
    if (first === element || (first.matches(".notebook-bar") && first.nextElementSibling === element)) return;
    if (first.matches("ml-cell")) first.before(element);
    else first.after(element);
  }
}
