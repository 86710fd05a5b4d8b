/** Something that a reader can ask of a notebook. */
export interface Command {
  /** What buttons name in `data-action`, and the controller does. */
  id: string;
  /** What the list of commands calls it. */
  title: string;
  /** Keys, as in `Shift+Enter`. `Mod` is Command on Apple's machines and Control elsewhere. They work inside the notebook only. */
  keys?: readonly string[];
  /** What it is about: one cell, or the page. */
  of: "cell" | "page";
}

/**
 * All commands, in the order in which the list shows them. Keys stay clear of what browsers, screen readers and the editor's
 * own keymaps have: Alt+arrows move lines there, Control+Enter would add one.
 */
export const COMMANDS: readonly Command[] = [
  { id: "run", title: "Run the cell", keys: ["Shift+Enter", "Mod+Enter"], of: "cell" },
  { id: "run-next", title: "Run the cell and go to the next", keys: ["Alt+Enter"], of: "cell" },
  { id: "run-above", title: "Run the cells above", of: "cell" },
  { id: "run-below", title: "Run this cell and those below", of: "cell" },
  { id: "cancel", title: "Cancel the queued run", of: "cell" },
  { id: "edit", title: "Edit the cell", keys: ["Enter"], of: "cell" },
  { id: "next", title: "Go to the next cell", keys: ["Alt+PageDown"], of: "cell" },
  { id: "previous", title: "Go to the previous cell", keys: ["Alt+PageUp"], of: "cell" },
  { id: "add", title: "Add a cell below", of: "cell" },
  { id: "move-up", title: "Move the cell up", of: "cell" },
  { id: "move-down", title: "Move the cell down", of: "cell" },
  { id: "delete", title: "Delete the cell", of: "cell" },
  { id: "compare", title: "Compare with the chapter", of: "cell" },
  { id: "reset", title: "Reset the cell", of: "cell" },
  { id: "run-all", title: "Run all", keys: ["Mod+Shift+Enter"], of: "page" },
  { id: "run-stale", title: "Bring the page up to date", of: "page" },
  { id: "stop", title: "Stop", keys: ["Mod+."], of: "page" },
  { id: "undo", title: "Undo", of: "page" },
  { id: "redo", title: "Redo", of: "page" },
  { id: "reset-page", title: "Reset the page", of: "page" },
  { id: "bring-back", title: "Bring back your edits from before the link", of: "page" },
  { id: "copy-link", title: "Copy a link", of: "page" },
  { id: "save-ts", title: "Download as TypeScript (.ts)", of: "page" },
  { id: "save-ipynb", title: "Download as Jupyter notebook (.ipynb)", of: "page" },
  { id: "open", title: "Open a file", of: "page" },
  { id: "commands", title: "Show all commands", keys: ["F2"], of: "page" },
];

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
export function keyText({ keys }: Command, apple: boolean): string {
  return (keys ?? []).map((key) => key.replace("Mod", apple ? "⌘" : "Ctrl").replace("Alt", apple ? "⌥" : "Alt")).join(" or ");
}

export const isApple = (platform: string): boolean => /mac|iphone|ipad/i.test(platform);
