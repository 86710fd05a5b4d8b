import type { Notebook } from "../notebook.ts";
import { count, linksTo } from "../sentences.ts";
import { makeLink, readLink } from "./share-link.ts";

/** What becomes of the reader's edits as a whole: undone, shared by a link, put aside for one, held against a chapter that has changed. */
export class ReaderEdits {
  readonly #notebook: Notebook;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  undo(): void {
    this.#undone(this.#notebook.document.undo(), "Undone");
  }

  redo(): void {
    this.#undone(this.#notebook.document.redo(), "Done again");
  }

  #undone(step: { label: string; changed: boolean } | undefined, how: string): void {
    const { notices } = this.#notebook;
    if (!step) notices.say("There is nothing to undo.");
    else if (step.changed) notices.say(`${how}: ${step.label}.`);
    else notices.say(`Not ${how.toLowerCase()}: ${step.label}. What was written there since stays.`);
  }

  /** True when the reader has answered a question of the page (`lesson/guess.ts`). */
  get guessed(): boolean {
    return this.#notebook.root.ownerDocument.querySelector("ml-guess[data-said]") !== null;
  }

  /** Back to the chapter, with all its questions open. */
  resetAll(): void {
    const { document, notices } = this.#notebook;
    const { guessed } = this;
    if (guessed) dispatchEvent(new Event("ml-reset"));
    if (document.pristine && guessed) notices.say("Your guesses are forgotten.");
    else this.resetCells(guessed ? " Your guesses are forgotten." : "");
  }

  resetCells(more = ""): void {
    const { document, notices } = this.#notebook;
    document.resetAll();
    notices.take("link");
    notices.take("outdated");
    notices.say(`The page is the chapter's again.${more}`, ["Undo", "undo"]);
  }

  bringBack(aside: string): void {
    const { document, notices } = this.#notebook;
    if (!document.bringBack(aside)) return;
    notices.take("link");
    this.askAboutOutdated();
    notices.say("What was put aside is back.", ["Undo", "undo"]);
  }

  async copyLink(): Promise<void> {
    const { document, notices, name: notebook } = this.#notebook;
    const made = await makeLink(location.href, document.changes, { notebook });
    if (!made.ok) return notices.show("link", [made.problem], ["Download .ts", "save-ts"], ["OK", "dismiss"]);
    const what = document.pristine ? "The page's address" : "A link with your edits";
    try {
      await navigator.clipboard.writeText(made.link);
      notices.say(`${what} is copied (${made.link.length.toLocaleString("en")} characters).`);
    } catch {
      notices.showLink(`${what}. This browser does not let a page copy it, so copy it from here:`, made.link);
    }
  }

  /** A link may carry somebody's changes. They are shown, and nothing runs until the reader says so. */
  async openLink(): Promise<void> {
    const { document, notices, name: notebook } = this.#notebook;
    const read = await readLink(location.hash, { notebook });
    if (read.kind === "none") return;
    const { shown, aside } = read.kind === "problem" ? { shown: true } : document.replace(read.changes);
    // The reader's own edits are more: where they cannot be put aside, the link stays in the address, to be tried again.
    if (!shown) return;
    // Once taken up, the changes are the reader's own: a reload must not undo what is done to them next.
    history.replaceState(history.state, "", location.pathname + location.search);
    if (read.kind === "problem") return notices.show("link", [read.problem], ["OK", "dismiss"]);
    const cells = document.cells.filter(({ added, edited }) => added || edited);
    const hidden =
      read.hidden.length > 0
        ? ` Careful: ${read.hidden.map((name) => `cell ${name}`).join(", ")} holds characters that cannot be seen. Do not run it unless you trust who sent it.`
        : "";
    notices.show(
      "link",
      [`This link changes ${count(cells.length, "cell")}: `, ...linksTo(cells.map(({ name }) => name)), `. Nothing of it has run.${hidden}`],
      ["Run them", "run-link"],
      ["Back to the chapter", "reset-cells"],
      ...(aside ? [["Back to your own edits", `bring-back ${aside.id}`] as const] : []),
    );
  }

  /** Edits that were made from an earlier text of the chapter: the reader decides what becomes of each. */
  askAboutOutdated(): void {
    const { document, notices } = this.#notebook;
    const [first, ...more] = document.outdated;
    if (!first) return notices.take("outdated");
    const rest = more.length > 0 ? ` So have ${count(more.length, "more cell")} of yours.` : "";
    const gone = first.kind === "gone" ? ` The chapter has no cell ${first.was} any more; your text of it stands here.` : "";
    notices.show(
      "outdated",
      ["The chapter has changed since you edited ", ...linksTo([first.name]), `.${gone}${rest}`],
      ["Keep mine", `keep ${first.name}`],
      ["Compare", `compare-outdated ${first.name}`],
      ["Take the chapter's", `take ${first.name}`],
    );
  }

  /** Decide about an edit that the chapter has left behind, and ask about the next. */
  decide(name: string, decision: "keep" | "reset"): void {
    const { document, notices } = this.#notebook;
    document.rebase(name, decision);
    this.askAboutOutdated();
    notices.say(`Cell ${name} is ${decision === "keep" ? "yours" : "the chapter's"}.`, ["Undo", "undo"]);
  }

  /** Show the reader's text of a cell against the chapter's, and do what the reader then decides. */
  async compare(name: string): Promise<void> {
    const { document } = this.#notebook;
    const cell = document.cell(name);
    const old = document.outdated.find((candidate) => candidate.name === name);
    if (!cell) return;
    const chapter = document.chapter.find((candidate) => candidate.name === name)?.text ?? old?.base ?? "";
    const loaded = await this.#notebook.part(import("./compare.ts"));
    const decision = await loaded?.compare({ name, chapter, mine: cell.text, isGone: old?.kind === "gone" });
    if (decision && old) this.decide(name, decision === "mine" ? "keep" : "reset");
    else if (decision === "chapter") this.#notebook.act("reset", name);
  }
}
