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

/** A step that can be undone: what the reader had before it, and what it is called. */
interface Step {
  says: string;
  before: Changes;
}

const MAX_STEPS = 100;

/**
 * The notebook of a page as its reader has it: the chapter's cells with what the reader made of them. Typing is undone in
 * the editor; all else that the reader does to cells can be undone here.
 */
export class NotebookDocument {
  readonly chapter: readonly ChapterCell[];
  readonly #changed: () => void;
  #changes: Changes = noChanges;
  #undo: Step[] = [];
  #redo: Step[] = [];

  /** `changed` is called after each change, whoever made it. */
  constructor(chapter: readonly ChapterCell[], changed: () => void) {
    this.chapter = chapter;
    this.#changed = changed;
  }

  get changes(): Changes {
    return this.#changes;
  }

  get cells(): PageCell[] {
    return pageCells(this.chapter, this.#changes);
  }

  get pristine(): boolean {
    return isEmpty(this.#changes);
  }

  /** Edits made from a text that the chapter does not have any more. */
  get outdated(): Outdated[] {
    return outdated(this.chapter, this.#changes);
  }

  /** What `undo` would undo, in words. */
  get undoable(): string | undefined {
    return this.#undo.at(-1)?.says;
  }

  get redoable(): string | undefined {
    return this.#redo.at(-1)?.says;
  }

  /** Take over changes that were made elsewhere: kept ones, those of another tab. Not a step of its own. */
  adopt(changes: Changes): void {
    this.#changes = changes;
    this.#changed();
  }

  /** Typing. */
  setText(name: string, text: string): void {
    this.#changes = setText(this.#changes, this.chapter, name, text);
    this.#changed();
  }

  /** Put another notebook's cells, or a link's, in the place of what the reader has. */
  replace(changes: Changes, says: string): void {
    this.#step(says, changes);
  }

  /** Add a cell below `after`; `""` is the top of the page. Returns its name. */
  add(after: string, text = ""): string {
    const { changes, name } = addCell(this.#changes, this.chapter, { after, text });
    this.#step(`adding cell ${name}`, changes);
    return name;
  }

  move(name: string, direction: "up" | "down"): void {
    this.#step(`moving cell ${name} ${direction}`, moveCell(this.#changes, this.chapter, name, direction));
  }

  remove(name: string): void {
    this.#step(`deleting cell ${name}`, removeCell(this.#changes, this.chapter, name));
  }

  reset(name: string): void {
    this.#step(`resetting cell ${name}`, resetCell(this.#changes, this.chapter, name));
  }

  resetAll(): void {
    this.#step("resetting the page", noChanges);
  }

  /** Decide about an edit that the chapter has left behind. */
  rebase(name: string, decision: "keep" | "reset"): void {
    this.#step(decision === "keep" ? `keeping cell ${name}` : `resetting cell ${name}`, rebase(this.#changes, this.chapter, name, decision));
  }

  /** Returns what was undone, in words; undefined where there was nothing to undo. */
  undo(): string | undefined {
    return this.#back(this.#undo, this.#redo);
  }

  redo(): string | undefined {
    return this.#back(this.#redo, this.#undo);
  }

  #step(says: string, changes: Changes): void {
    if (changes === this.#changes) return;
    this.#undo = [...this.#undo, { says, before: this.#changes }].slice(-MAX_STEPS);
    this.#redo = [];
    this.#changes = changes;
    this.#changed();
  }

  #back(from: Step[], to: Step[]): string | undefined {
    const step = from.pop();
    if (!step) return undefined;
    to.push({ says: step.says, before: this.#changes });
    this.#changes = step.before;
    this.#changed();
    return step.says;
  }
}
