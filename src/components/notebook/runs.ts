import assets from "virtual:kernel";
import { Sandbox } from "../../kernel/browser/sandbox.ts";
import { type CellStatus, type KernelStatus, Session, type SessionCell } from "../../kernel/session/session.ts";
import type { PageCell } from "../../notebook/changes.ts";
import { DebouncedState } from "./debounce.ts";
import type { Notebook } from "./notebook.ts";
import { ChartPointer } from "./pointer.ts";
import { bringUpToDate, kernelSentence, stoppedSentence } from "./sentences.ts";

const sandbox = new Sandbox(assets);

type Compile = typeof import("../../kernel/session/session-cell.ts").sessionCell;

/** Ties a page's cells to a kernel: texts and values go down, states and outputs come up. */
export class Runs {
  readonly session: Session;
  readonly pointer: ChartPointer;
  readonly #notebook: Notebook;
  readonly #imports: string[];
  /** True while the session has other texts than the page. */
  #uncompiled = false;
  /** True while an input, not a button, began what runs: then marks that would flicker are held back. */
  #fromInput = false;
  readonly #kernelMark = new DebouncedState<KernelStatus>((status) => this.#showKernel(status));
  /** Values are handed on in the order in which they were chosen. */
  #handed = Promise.resolve();

  constructor(notebook: Notebook) {
    const { root, cells } = notebook;
    this.#notebook = notebook;
    this.session = new Session(sandbox.connect, {
      cell: (name, status) => this.#cellChanged(name, status),
      outputs: (name, bundles) => cells.get(name)?.view.showOutputs(bundles),
      kernel: (status) => this.#kernelChanged(status),
      view: (name) => cells.get(name)?.view.view ?? "wide",
      patch: (_, patch) => this.pointer.patch(patch),
    });
    this.pointer = new ChartPointer({ root, send: (cell, output, view, act) => this.session.point(cell, output, view, act) });
    this.#imports = (root.dataset["imports"] ?? "").split(" ").filter((specifier) => specifier.length > 0 && specifier !== "#notebook");
    // A frame of another origin may need a process of its own: that takes longest, so it begins first.
    this.session.warm(this.#imports);
  }

  /** Fetch what the chapter's cells import, before they run. */
  warm(): void {
    sandbox.warm(this.#imports);
  }

  /** Hand the session the chapter's cells as the build compiled them. */
  begin(): void {
    const built = [...this.#notebook.cells.values()].flatMap((cell) => cell.built ?? []);
    this.session.setCells(built);
    for (const { name, text } of built) this.#notebook.cells.get(name)!.given = text;
  }

  /** The page's cells are others now: they are compiled when something next runs. */
  cellsChanged(): void {
    this.#uncompiled = true;
  }

  async run(names: string[]): Promise<void> {
    if (names.length === 0 || !(await this.#compileEdits())) return;
    this.#fromInput = false;
    await this.session.run(names);
  }

  /** Give an input another value, and run what reads it. `later`: it changes nothing of what is shown, and is for the next run. */
  setInput(cell: string, id: string, value: unknown, { later = false } = {}): void {
    this.#handed = this.#handed.then(async () => {
      if (this.#uncompiled && !(await this.#compileEdits())) return;
      if (later) return this.session.keepInput(cell, id, value);
      if (!this.session.running) this.#fromInput = true;
      void this.session.setInput(cell, id, value);
    });
  }

  /** Cells whose outputs do not hold any more: what they read has changed, or they were edited and not run since. */
  stale(): string[] {
    const { document, cells } = this.#notebook;
    return document.cells
      .filter(({ name, text, added, edited }) => {
        const cell = cells.get(name);
        const state = cell?.view.status.state;
        if (state === "stale") return true;
        const ran = cell?.ran;
        return state !== "running" && state !== "queued" && text !== "" && (ran === undefined ? added || edited : ran !== text);
      })
      .map(({ name }) => name);
  }

  /** Say on the button how many cells are stale. */
  countStale(): void {
    const { root, document } = this.#notebook;
    const count = this.stale().length;
    const button = root.querySelector<HTMLButtonElement>('.notebook-bar [data-action="run-stale"]')!;
    // Unseen, it keeps its place: what is beside it does not move when it comes.
    button.disabled = count === 0;
    button.textContent = bringUpToDate(count);
    button.dataset["room"] = bringUpToDate(document.cells.length);
    button.setAttribute("aria-label", `${button.textContent}: run the cells whose outputs do not hold any more`);
  }

  /** The compiler is loaded when there is a first edit: what the chapter has was compiled by the build. False where it cannot be had. */
  async #compileEdits(): Promise<boolean> {
    const { document, cells } = this.#notebook;
    const own = document.cells.some(({ added, edited }) => added || edited);
    const compiler = own ? await this.#notebook.part(import("../../kernel/session/session-cell.ts")) : undefined;
    if (own && !compiler) return false;
    // Only now: the reader may have written on while the compiler was on its way.
    this.#uncompiled = false;
    for (const { name, text } of document.cells) cells.get(name)!.given = text;
    this.session.setCells(document.cells.map((cell) => this.#compiled(cell, compiler?.sessionCell)));
    return true;
  }

  #compiled({ name, text, added, edited }: PageCell, compile: Compile | undefined): SessionCell {
    const record = this.#notebook.cells.get(name)!;
    const { built, compiled: before } = record;
    if (!compile || (built && !added && !edited)) return built!;
    if (before?.text === text) return before.cell;
    const last = before?.last ?? (built && "compiled" in built ? built.compiled : undefined);
    const cell: SessionCell = { ...compile(name, text, last), edited: true, ...(built?.tags.includes("expensive") && { expensive: true }) };
    record.compiled = { text, cell, last: "compiled" in cell ? cell.compiled : last };
    return cell;
  }

  #cellChanged(name: string, status: CellStatus): void {
    const { cells, notices } = this.#notebook;
    const cell = cells.get(name);
    if (status.state === "running" && cell) {
      cell.ran = cell.given!;
      cell.view.begin();
    }
    const passes = status.state === "queued" || status.state === "running";
    if (this.#fromInput && passes) cell?.mark.debounce(status);
    else cell?.mark.set(status);
    this.#showStop();
    if (status.state === "failed") notices.say(`Cell ${name} failed.`);
    if (status.state === "stopped") notices.say(stoppedSentence(name, status.kept));
    this.countStale();
  }

  #kernelChanged(status: KernelStatus): void {
    if (this.#fromInput && status.state === "running") this.#kernelMark.debounce(status);
    else this.#kernelMark.set(status);
  }

  #showKernel(status: KernelStatus): void {
    const { root, notices } = this.#notebook;
    root.dataset["kernel"] = status.state;
    this.#showStop();
    if (status.state === "off") this.pointer.forget();
    const sentence = kernelSentence(status);
    if (sentence) notices.say(sentence);
  }

  #showStop(): void {
    this.#notebook.root.querySelector<HTMLButtonElement>('.notebook-bar button[data-action="stop"]')!.disabled = !this.session.stoppable;
  }
}
