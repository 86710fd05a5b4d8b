import assets from "virtual:kernel";
import { Sandbox } from "../../kernel/sandbox.ts";
import { type CellStatus, type KernelStatus, Session, type SessionCell } from "../../kernel/session.ts";
import type { CompiledCell } from "../../notebook/types.ts";
import { CellView } from "./cell-view.ts";
import { NotebookTypes } from "./types/notebook-types.ts";

/** A cell as the build hands it to the page. */
export type PageCell = SessionCell & { text: string };

const notebooks = import.meta.glob<PageCell[]>("/notebooks/*.ts", { query: "?compiled", import: "default" });
const sandbox = new Sandbox(assets);

/** Ties a page's cells to a kernel: buttons and edits go down, states and outputs come up. */
export class NotebookController {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #views = new Map<string, CellView>();
  readonly #types = new NotebookTypes({ cells: () => [...this.#views].map(([name, { text }]) => ({ name, text })) });
  readonly #ready: Promise<void>;
  /** What each cell declared when it last compiled, so that those who read it know for whom they wait. */
  readonly #compiled = new Map<string, CompiledCell>();

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#session = new Session(sandbox.connect, {
      cell: (name, status) => this.#cellChanged(name, status),
      outputs: (name, bundles) => this.#views.get(name)?.showOutputs(bundles),
      kernel: (status) => this.#kernelChanged(status),
      view: (name) => this.#views.get(name)?.view ?? "wide",
    });
    const imports = (root.dataset["imports"] ?? "").split(" ").filter((specifier) => specifier.length > 0 && specifier !== "#notebook");
    // A frame of another origin may need a process of its own: that takes longest, so it begins first.
    this.#session.warm(imports);
    this.#ready = this.#load();
    sandbox.warm(imports);
    this.#ready.catch(() => this.#say("The notebook could not be loaded. Reload the page to try again."));
  }

  /** What a button or a click asks for. `at` is where in the window the code was clicked. */
  act(action: string, cell: string | undefined, at?: { x: number; y: number }): void {
    void this.#ready.then(() => {
      if (action === "run-all") void this.#run([...this.#views.keys()]);
      else if (action === "stop") void this.#session.stop();
      else if (cell && action === "run") void (this.#views.get(cell)?.running ? this.#session.stop() : this.#run([cell]));
      else if (cell && action === "edit") void this.#views.get(cell)?.edit(at);
    });
  }

  async #load(): Promise<void> {
    const load = notebooks[`/notebooks/${this.#root.dataset["notebook"]}.ts`];
    if (!load) throw new Error(`no notebook ${this.#root.dataset["notebook"]}`);
    const cells = await load();
    for (const cell of cells) {
      const element = this.#root.querySelector<HTMLElement>(`ml-cell[data-cell="${cell.name}"]`)!;
      this.#views.set(cell.name, new CellView(element, { text: cell.text, run: () => void this.#run([cell.name]), types: this.#types }));
      if ("compiled" in cell) this.#compiled.set(cell.name, cell.compiled);
    }
    this.#session.setCells(cells);
  }

  async #run(names: string[]): Promise<void> {
    await this.#compileEdits();
    await this.#session.run(names);
  }

  /** The compiler is loaded when there is a first edit: what the chapter has was compiled by the build. */
  async #compileEdits(): Promise<void> {
    const edited = [...this.#views].filter(([, view]) => view.edited);
    const compile = edited.length > 0 ? (await import("../../kernel/session-cell.ts")).sessionCell : undefined;
    const originals = await notebooks[`/notebooks/${this.#root.dataset["notebook"]}.ts`]!();
    this.#session.setCells(
      originals.map((original) => {
        const view = this.#views.get(original.name);
        if (!compile || !view?.edited) return original;
        const cell = compile(original.name, view.text, this.#compiled.get(original.name));
        if ("compiled" in cell) this.#compiled.set(original.name, cell.compiled);
        return { ...cell, edited: true };
      }),
    );
  }

  #cellChanged(name: string, status: CellStatus): void {
    const view = this.#views.get(name);
    view?.showStatus(status, this.#session.outputs(name));
    if (status.state === "failed") this.#say(`Cell ${name} failed: ${status.problem.message}`);
    if (status.state === "stopped") this.#say(stoppedSentence(name, status.kept));
  }

  #kernelChanged(status: KernelStatus): void {
    this.#root.dataset["kernel"] = status.state;
    this.#root.querySelector<HTMLButtonElement>('.notebook-bar button[data-action="stop"]')!.disabled =
      status.state !== "running" && status.state !== "stopping";
    const sentence = kernelSentence(status);
    if (sentence) this.#say(sentence);
  }

  #say(sentence: string): void {
    this.#root.querySelector(".kernel-state")!.textContent = sentence;
  }
}

function stoppedSentence(name: string, kept: boolean): string {
  if (kept) return `Cell ${name} was stopped. What it computed so far is kept.`;
  return `Cell ${name} did not give way, so the kernel was ended and its values are gone. Your text and the outputs shown are not; Run starts a new kernel.`;
}

function kernelSentence(status: KernelStatus): string | undefined {
  switch (status.state) {
    case "starting":
      return "The kernel is starting.";
    case "running":
      return `Running cell ${status.cell}.`;
    case "stopping":
      return "Stopping.";
    case "idle":
      return "The kernel is ready.";
    default:
      return status.why || undefined;
  }
}
