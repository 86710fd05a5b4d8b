import {
  addCell,
  type Changes,
  type ChapterCell,
  isEmpty,
  moveCell,
  noChanges,
  type Outdated,
  outdated,
  type PageCell,
  pageCells,
  rebase,
  removeCell,
  resetCell,
  setText,
} from "../../notebook/changes.ts";
import { History, type Step } from "../../notebook/history.ts";
import { mergeChanges } from "../../notebook/merge-changes.ts";
import { type Aside, isSame, KeptEdits, type Saved } from "./edits/kept-edits.ts";

export interface DocumentEvents {
  /** The cells of the page are others now. */
  changed(): void;
  /** Something the reader must hear of: edits cannot be kept, or what was kept cannot be read. */
  problem(sentence: string): void;
}

/**
 * The notebook of a page as its reader has it: the chapter's cells with what the reader made of them, kept in the browser
 * at each change. Typing is undone in the editor; all else that the reader does to cells can be undone here.
 */
export class NotebookDocument {
  readonly chapter: readonly ChapterCell[];
  readonly #events: DocumentEvents;
  readonly #kept: KeptEdits;
  readonly #history: History<Changes>;
  /** What a notebook without cells begins with: one that is empty. It counts as nothing until something stands in it. */
  readonly #blank: Changes;
  #cells: { of: Changes; cells: readonly PageCell[] } | undefined;
  /** Steps that showed other edits in the place of those on the page: neither may be lost when one is undone. */
  readonly #swaps = new WeakSet<Step>();
  /** Said once, not at each keystroke. */
  #problem = "";

  constructor(chapter: readonly ChapterCell[], { key, events }: { key: string; events: DocumentEvents }) {
    this.chapter = chapter;
    this.#blank = addCell(noChanges, chapter, { after: "" }).changes;
    this.#events = events;
    this.#history = new History(this.#filled(noChanges), { merge: mergeChanges, isSame });
    this.#kept = new KeptEdits(key, {
      onChange: (changes) => {
        this.#history.receive(this.#filled(changes));
        this.#events.changed();
      },
    });
  }

  /** Take up what this browser kept. Returns what could not be read, for the reader to have. */
  load(): string | undefined {
    const { changes, problem, damaged } = this.#kept.load();
    this.#history.receive(this.#filled(changes));
    this.#events.changed();
    if (problem && (damaged || !isEmpty(changes))) this.#events.problem(problem);
    return damaged;
  }

  get changes(): Changes {
    return this.#history.present;
  }

  /** The page's cells, in its order: worked out once for each state of the changes, since every keystroke asks several times. */
  get cells(): readonly PageCell[] {
    if (this.#cells?.of !== this.changes) this.#cells = { of: this.changes, cells: pageCells(this.chapter, this.changes) };
    return this.#cells.cells;
  }

  cell(name: string): PageCell | undefined {
    return this.cells.find((cell) => cell.name === name);
  }

  get pristine(): boolean {
    return isEmpty(this.changes) || this.changes === this.#blank;
  }

  /** True while something could not be kept: the browser then asks before the page is left. */
  get unsaved(): boolean {
    return this.#kept.unsaved && !this.pristine;
  }

  /** Edits made from a text that the chapter does not have any more. */
  get outdated(): Outdated[] {
    return outdated(this.chapter, this.changes);
  }

  get undoable(): string | undefined {
    return this.#history.lastDone?.label;
  }

  get redoable(): string | undefined {
    return this.#history.lastUndone?.label;
  }

  /** Typing. */
  setText(name: string, text: string): void {
    this.#history.receive(setText(this.changes, this.chapter, name, text));
    this.#save();
  }

  /** Add a cell below `after`; `""` is the top of the page. Returns its name. */
  add(after: string, text = ""): string {
    const { changes, name } = addCell(this.changes, this.chapter, { after, text });
    this.#step(`adding cell ${name}`, changes);
    return name;
  }

  /** Add cells at the end of the page, as one step. */
  append(texts: string[], says: string): void {
    let changes = this.pristine ? noChanges : this.changes;
    for (const text of texts) ({ changes } = addCell(changes, this.chapter, { after: pageCells(this.chapter, changes).at(-1)?.name ?? "", text }));
    this.#step(says, changes);
  }

  move(name: string, direction: "up" | "down"): void {
    this.#step(`moving cell ${name} ${direction}`, moveCell(this.changes, this.chapter, name, direction));
  }

  remove(name: string): void {
    this.#step(`deleting cell ${name}`, removeCell(this.changes, this.chapter, name));
  }

  reset(name: string): void {
    this.#step(`resetting cell ${name}`, resetCell(this.changes, this.chapter, name));
  }

  resetAll(): void {
    this.#step("resetting the page", noChanges);
  }

  /** Decide about an edit that the chapter has left behind. */
  rebase(name: string, decision: "keep" | "reset"): void {
    this.#step(decision === "keep" ? `keeping cell ${name}` : `resetting cell ${name}`, rebase(this.changes, this.chapter, name, decision));
  }

  /**
   * Show a link's changes. The reader's own are put aside first; they are returned where there were any. `shown` is false where that cannot be
   * done; why not is said as a problem.
   */
  replace(changes: Changes): { shown: boolean; aside?: Aside | undefined } {
    const saved = this.#kept.replace(changes);
    this.#took(saved);
    this.#events.changed();
    return { shown: saved.ok || saved.changes === changes, aside: saved.aside };
  }

  /** Show again what was put aside. Returns false where that cannot be done; why not is said as a problem. */
  bringBack(id: string): boolean {
    const saved = this.#kept.bringBack(id);
    const changes = this.#filled(saved.changes);
    const shown = changes !== this.changes;
    if (shown) this.#swaps.add(this.#history.record("bringing back what was put aside", changes));
    this.#took(saved);
    this.#events.changed();
    return shown;
  }

  /** What was put aside on this page, the latest first. */
  asides(): Aside[] {
    return this.#kept.asides();
  }

  /** Returns what was undone, in words, and whether that changed anything; undefined where there was nothing to undo. */
  undo(): { label: string; changed: boolean } | undefined {
    const step = this.#history.lastDone;
    return step && this.#take(step, () => this.#history.undo());
  }

  redo(): { label: string; changed: boolean } | undefined {
    const step = this.#history.lastUndone;
    return step && this.#take(step, () => this.#history.redo());
  }

  #take(step: Step, go: () => void): { label: string; changed: boolean } {
    const before = this.changes;
    go();
    this.#saveStep(step);
    return { label: step.label, changed: !isSame(before, this.changes) };
  }

  #filled(changes: Changes): Changes {
    return this.chapter.length === 0 && isEmpty(changes) ? this.#blank : changes;
  }

  #step(label: string, changes: Changes): void {
    if (changes === this.changes) return;
    this.#history.record(label, this.#filled(changes));
    this.#save();
  }

  #save(): void {
    this.#took(this.#kept.save(this.#own));
    this.#events.changed();
  }

  /** After a step was undone or done again. */
  #saveStep(step: Step | undefined): void {
    if (!step || !this.#swaps.has(step)) return this.#save();
    this.#took(this.#kept.replace(this.#own, "aside"));
    this.#events.changed();
  }

  get #own(): Changes {
    return this.pristine ? noChanges : this.changes;
  }

  #took(saved: Saved): void {
    if (saved.changes !== this.changes) this.#history.receive(this.#filled(saved.changes));
    const problem = saved.ok ? "" : saved.problem;
    if (problem && problem !== this.#problem) this.#events.problem(problem);
    this.#problem = problem;
  }
}
