import type { NotebookDocument } from "./document.ts";
import type { Notebook, NotebookCell } from "./notebook.ts";

/** What a command is called and which keys give it: all that a table of the keys, or a list of commands, shows. */
export interface CommandName {
  /** What buttons name in `data-action`; what the command is about may follow, as in `keep CELL`. */
  id: string;
  /** What the list of commands calls it. Without a title it is not in the list: a button or a notice offers it. */
  title?: string;
  /** Keys, as in `Shift+Enter`. `Mod` is Command on Apple's machines and Control elsewhere. They work inside the notebook only. */
  keys?: readonly string[];
}

/** Something that a reader can ask of a cell: the one that has the focus, or that the action names. */
export interface CellCommand extends CommandName {
  of: "cell";
  /** False where the cell can never do it: then it is not in the list. */
  offered?(cell: NotebookCell, notebook: Notebook): boolean;
  /** Why it cannot be done now; undefined where it can. */
  unless?(cell: NotebookCell, notebook: Notebook): string | undefined;
  /** `at` is where in the window the code was clicked. */
  run(cell: NotebookCell, notebook: Notebook, at?: { x: number; y: number }): void;
}

/** Something that a reader can ask of the page. */
export interface PageCommand extends CommandName {
  of: "page";
  offered?(notebook: Notebook): boolean;
  unless?(notebook: Notebook): string | undefined;
  /** `object` is what the action names, `cell` the one that it was given in. */
  run(notebook: Notebook, object: string, cell?: NotebookCell): void;
}

export type Command = CellCommand | PageCommand;

/**
 * All commands, in the order in which the list shows them. Keys stay clear of what browsers, screen readers and the editor's
 * own keymaps have: Alt+arrows move lines there, Control+Enter would add one. The build reads this table, too, for the manual:
 * so it imports types alone, and whatever a command does is reached through the notebook that it is given.
 */
export const COMMANDS: readonly Command[] = [
  {
    id: "run",
    of: "cell",
    title: "Run the cell",
    keys: ["Shift+Enter", "Mod+Enter"],
    run: (cell, { runs }) => void runs.run([cell.name]),
  },
  {
    id: "run-next",
    of: "cell",
    title: "Run the cell and go to the next",
    keys: ["Alt+Enter"],
    run(cell, notebook) {
      void notebook.runs.run([cell.name]);
      (beside(cell, 1, notebook) ?? cell).view.focus();
    },
  },
  {
    id: "run-above",
    of: "cell",
    title: "Run the cells above",
    run: (cell, { runs, document }) => void runs.run(namesOf(document).slice(0, namesOf(document).indexOf(cell.name))),
  },
  {
    id: "run-below",
    of: "cell",
    title: "Run this cell and those below",
    run: (cell, { runs, document }) => void runs.run(namesOf(document).slice(namesOf(document).indexOf(cell.name))),
  },
  { id: "stop-cell", of: "cell", run: (cell, { runs }) => void runs.session.stopCell(cell.name) },
  {
    id: "cancel",
    of: "cell",
    title: "Cancel the queued run",
    offered: ({ view }) => view.status.state === "queued",
    run: (cell, { runs }) => runs.session.cancel(cell.name),
  },
  { id: "edit", of: "cell", title: "Edit the cell", keys: ["Enter"], run: ({ view }, _, at) => void view.edit(at) },
  {
    id: "next",
    of: "cell",
    title: "Go to the next cell",
    keys: ["Alt+PageDown"],
    run: (cell, notebook) => (beside(cell, 1, notebook) ?? cell).view.focus(),
  },
  {
    id: "previous",
    of: "cell",
    title: "Go to the previous cell",
    keys: ["Alt+PageUp"],
    run: (cell, notebook) => (beside(cell, -1, notebook) ?? cell).view.focus(),
  },
  { id: "add", of: "cell", title: "Add a cell below", run: ({ name }, notebook) => addBelow(name, notebook) },
  { id: "add-last", of: "page", run: (notebook) => addBelow(namesOf(notebook.document).at(-1) ?? "", notebook) },
  { id: "move-up", of: "cell", title: "Move the cell up", offered: isAdded, run: (cell, notebook) => move(cell, "up", notebook) },
  { id: "move-down", of: "cell", title: "Move the cell down", offered: isAdded, run: (cell, notebook) => move(cell, "down", notebook) },
  {
    id: "delete",
    of: "cell",
    title: "Delete the cell",
    offered: isAdded,
    run(cell, notebook) {
      const next = beside(cell, 1, notebook) ?? beside(cell, -1, notebook);
      notebook.document.remove(cell.name);
      next?.view.focus();
      notebook.notices.say(`Cell ${cell.name} was deleted.`, ["Undo", "undo"]);
    },
  },
  {
    id: "compare",
    of: "cell",
    title: "Compare with the chapter",
    offered: isOfChapter,
    unless: notEdited,
    run: ({ name }, { edits }) => void edits.compare(name),
  },
  {
    id: "reset",
    of: "cell",
    title: "Reset the cell",
    offered: isOfChapter,
    unless: notEdited,
    run({ name, view }, { document, runs, notices }) {
      document.reset(name);
      view.focus();
      if (view.status.state !== "idle") void runs.run([name]);
      notices.say(`Cell ${name} is the chapter's again.`, ["Undo", "undo"]);
    },
  },
  // What the notice of a chapter that has changed asks about an edit, also of a cell that the chapter has no more.
  { id: "keep", of: "cell", run: ({ name }, { edits }) => edits.decide(name, "keep") },
  { id: "take", of: "cell", run: ({ name }, { edits }) => edits.decide(name, "reset") },
  { id: "compare-outdated", of: "cell", run: ({ name }, { edits }) => void edits.compare(name) },
  {
    id: "run-all",
    of: "page",
    title: "Run all",
    keys: ["Mod+Shift+Enter"],
    run: ({ runs, document }) => void runs.run(namesOf(document)),
  },
  {
    id: "run-stale",
    of: "page",
    title: "Bring the page up to date",
    unless: ({ runs }) => (runs.stale().length > 0 ? undefined : "it is"),
    run: ({ runs }) => void runs.run(runs.stale()),
  },
  {
    id: "stop",
    of: "page",
    title: "Stop",
    keys: ["Mod+."],
    unless: ({ runs }) => (runs.session.stoppable ? undefined : "nothing runs"),
    run: ({ runs }) => void runs.session.stop(),
  },
  {
    id: "undo",
    of: "page",
    title: "Undo",
    unless: ({ document }) => (document.undoable ? undefined : "nothing to undo"),
    run: ({ edits }) => edits.undo(),
  },
  {
    id: "redo",
    of: "page",
    title: "Redo",
    unless: ({ document }) => (document.redoable ? undefined : "nothing to redo"),
    run: ({ edits }) => edits.redo(),
  },
  {
    id: "reset-page",
    of: "page",
    title: "Reset the page",
    unless: ({ document, edits }) => (document.pristine && !edits.guessed ? "nothing changed" : undefined),
    run: ({ edits }) => edits.resetAll(),
  },
  { id: "reset-cells", of: "page", run: ({ edits }) => edits.resetCells() },
  // The list has one for each set of edits that was put aside (`edits/bring-back.ts`).
  { id: "bring-back", of: "page", title: "Bring back your edits from before the link", run: ({ edits }, aside) => edits.bringBack(aside) },
  { id: "copy-link", of: "page", title: "Copy a link", run: ({ edits }) => void edits.copyLink() },
  {
    id: "run-link",
    of: "page",
    run({ notices, runs }) {
      notices.take("link");
      void runs.run(runs.stale());
    },
  },
  { id: "dismiss", of: "page", run: ({ notices }) => notices.take("link") },
  { id: "save-ts", of: "page", title: "Download as TypeScript (.ts)", run: ({ files }) => void files.save("ts") },
  { id: "save-ipynb", of: "page", title: "Download as Jupyter notebook (.ipynb)", run: ({ files }) => void files.save("ipynb") },
  {
    id: "open",
    of: "page",
    title: "Open a file",
    offered: ({ root }) => root.hasAttribute("data-open"),
    run: ({ files }) => void files.open(),
  },
  { id: "show-code", of: "page", title: "Show all code, or fold it", run: (notebook) => notebook.showCode() },
  { id: "commands", of: "page", title: "Show all commands", keys: ["F2"], run: (notebook, _, cell) => void notebook.showCommands(cell) },
];

function namesOf(document: NotebookDocument): string[] {
  return document.cells.map(({ name }) => name);
}

/** The cell so many places below; undefined where the page has none there. */
function beside({ name }: NotebookCell, places: number, { document, cells }: Notebook): NotebookCell | undefined {
  const names = namesOf(document);
  return cells.get(names[names.indexOf(name) + places] ?? "");
}

function addBelow(after: string, { document, cells, notices }: Notebook): void {
  const name = document.add(after);
  notices.say(`Cell ${name} was added.`, ["Undo", "undo"]);
  void cells.get(name)?.view.edit();
}

function move({ name, view }: NotebookCell, direction: "up" | "down", { document }: Notebook): void {
  document.move(name, direction);
  view.focus();
}

function isAdded({ name }: NotebookCell, { document }: Notebook): boolean {
  return document.cell(name)?.added === true;
}

function isOfChapter(cell: NotebookCell, notebook: Notebook): boolean {
  return !isAdded(cell, notebook);
}

function notEdited({ name }: NotebookCell, { document }: Notebook): string | undefined {
  return document.cell(name)?.edited ? undefined : "not edited";
}

type KeyPress = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey"> &
  Partial<Pick<KeyboardEvent, "isComposing" | "getModifierState">>;

/** The command that a key press gives. One that is part of composing a character gives none. */
export function commandOf(event: KeyPress, apple: boolean): Command | undefined {
  if (event.isComposing || event.getModifierState?.("AltGraph")) return undefined;
  const pressed = [
    ...((apple ? event.metaKey : event.ctrlKey) ? ["Mod"] : []),
    ...((apple ? event.ctrlKey : event.metaKey) ? ["Other"] : []),
    ...(event.altKey ? ["Alt"] : []),
    ...(event.shiftKey ? ["Shift"] : []),
    event.key,
  ].join("+");
  return COMMANDS.find(({ keys }) => keys?.includes(pressed));
}

/** The keys in words, as they are printed on the reader's keyboard. */
export function keyText({ keys }: CommandName, apple: boolean): string {
  return (keys ?? []).map((key) => key.replace("Mod", apple ? "⌘" : "Ctrl").replace("Alt", apple ? "⌥" : "Alt")).join(" or ");
}

export const isApple = (platform: string): boolean => /mac|iphone|ipad/i.test(platform);
