import bundleUrl from "virtual:cell-types";
import type { CellDiagnostic, CellText, FromService, QuestionKind, Questions, ToService } from "./messages.ts";

/** After the last change, this long until the service is asked what is wrong: about as long as the pause between two words. */
const SETTLE_MS = 100;

interface NotebookTypesOptions {
  /** The cells of the page as they are now, in order. */
  cells(): readonly CellText[];
}

/** An editor that wants to hear what is wrong with its cell. */
interface Listener {
  cell: string;
  show(diagnostics: CellDiagnostic[]): void;
}

/**
 * The types of a page's notebook: one language service, in a worker that is loaded at the first focus of an editor. Where it
 * cannot be loaded, questions are answered with `undefined`, and it is tried again at the next focus.
 */
export class NotebookTypes {
  readonly #cells: NotebookTypesOptions["cells"];
  readonly #listeners = new Set<Listener>();
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  /** Of each kind of question the last one asked, and the number of the newest that somebody wants to ask. */
  readonly #asked = new Map<QuestionKind, Promise<unknown>>();
  readonly #newest = new Map<QuestionKind, number>();
  #worker: Worker | undefined;
  #ready: Promise<boolean> | undefined;
  #sent: readonly CellText[] = [];
  #questions = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor({ cells }: NotebookTypesOptions) {
    this.#cells = cells;
  }

  /** Load the service, unless it is loaded or on its way. */
  wake(): void {
    this.#ready ??= this.#load();
  }

  /** A cell's text is another one, or the page's cells are. */
  changed(): void {
    if (!this.#ready) return;
    this.#round++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#diagnose(), SETTLE_MS);
  }

  /** Tell an editor what is wrong with its cell, again after each change of any cell. Returns how to end it. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#worker) this.changed();
    return () => void this.#listeners.delete(listener);
  }

  /**
   * What the service knows; `undefined` where it knows nothing or is not there. Of questions of one kind that come faster than they
   * are answered, only the newest is asked: who types on does not want to know any more what was at the last key.
   */
  async ask<K extends QuestionKind>(kind: K, ask: Questions[K]["ask"]): Promise<Questions[K]["answer"] | undefined> {
    const id = ++this.#questions;
    this.#newest.set(kind, id);
    if (!(await this.#ready)) return undefined;
    await this.#asked.get(kind);
    if (this.#newest.get(kind) !== id) return undefined;
    this.#sendCells();
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#asked.set(kind, answer);
    this.#post({ type: "ask", id, question: { kind, ...ask } as Extract<ToService, { type: "ask" }>["question"] });
    return (await answer) as Questions[K]["answer"] | undefined;
  }

  async #load(): Promise<boolean> {
    const worker = new Worker(new URL("./types-worker.ts", import.meta.url), { type: "module", name: "types" });
    this.#worker = worker;
    try {
      await new Promise<void>((resolve, reject) => {
        worker.addEventListener("error", () => this.#end(worker, reject));
        worker.addEventListener("message", ({ data }: MessageEvent<FromService>) => {
          if (data.type === "ready") resolve();
          else if (data.type === "broken") this.#end(worker, reject);
          else this.#settle(data.id, data.type === "answer" ? data.answer : undefined);
        });
        this.#post({ type: "start", url: bundleUrl });
      });
      this.changed();
      return true;
    } catch {
      return false;
    }
  }

  /** Nobody waits for ever, and the next focus finds nothing and tries again. */
  #end(worker: Worker, reject: () => void): void {
    reject();
    if (this.#worker !== worker) return;
    worker.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
    this.#sent = [];
    for (const id of [...this.#waiting.keys()]) this.#settle(id, undefined);
  }

  #settle(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #post(message: ToService): void {
    this.#worker?.postMessage(message);
  }

  #sendCells(): void {
    const cells = this.#cells();
    if (cells.length === this.#sent.length && cells.every(({ name, text }, i) => name === this.#sent[i]!.name && text === this.#sent[i]!.text))
      return;
    this.#sent = cells;
    this.#post({ type: "cells", cells });
  }

  /** One cell after the other, so that a question of the reader's waits for one of them at most. A change begins anew. */
  async #diagnose(): Promise<void> {
    const round = this.#round;
    const before = this.#sent;
    const isNews = ({ cell }: Listener) => before.find(({ name }) => name === cell)?.text !== this.#cells().find(({ name }) => name === cell)?.text;
    const changedFirst = [...this.#listeners].sort((a, b) => Number(isNews(b)) - Number(isNews(a)));
    for (const { cell, show } of changedFirst) {
      const diagnostics = await this.ask("diagnostics", { cell });
      if (round !== this.#round) return;
      if (diagnostics) show(diagnostics);
    }
  }
}
