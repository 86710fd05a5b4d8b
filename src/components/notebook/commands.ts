/** What has to be so for a command to do anything. */
export type Need =
  /** A cell has the focus, or holds it. */
  | "cell"
  /** That cell is one that the reader added. */
  | "added"
  /** That cell is the chapter's, with the reader's text. */
  | "edited"
  /** The focus is on the code of that cell, outside an editor. */
  | "code"
  /** The focus is in the editor of that cell. */
  | "editor"
  | "running"
  | "queued"
  | "stale"
  /** The page is not as the chapter has it. */
  | "changed"
  /** There is a step to take back. */
  | "undoable"
  /** The page is the Playground. */
  | "playground";

export interface Command {
  id: string;
  /** As the palette names it. */
  title: string;
  /** As CodeMirror writes keys: `Mod` is ⌘ on a Mac, Ctrl elsewhere. The first is the one that is shown. */
  keys: readonly string[];
  needs: readonly Need[];
}

export type Platform = "mac" | "other";

/**
 * All that can be done to a notebook, in the palette's order. Few have keys: the palette is one key away. The keys
 * keep to Enter, Page Up and Down and the full stop with modifiers, because letters with modifiers belong to browsers
 * and screen readers, and arrows with Alt to browsers, JAWS and CodeMirror. CodeMirror has none of them but four:
 * `Shift-Enter` and `Mod-Enter` run in place of its new lines, `Enter` edits only outside an editor, and `Escape`
 * leaves one only when CodeMirror has nothing to close or unselect.
 */
export const commands = [
  { id: "run", title: "Run cell", keys: ["Shift-Enter", "Mod-Enter"], needs: ["cell"] },
  { id: "run-and-next", title: "Run cell and go to the next", keys: ["Alt-Enter"], needs: ["cell"] },
  { id: "run-all", title: "Run all cells", keys: ["Mod-Shift-Enter"], needs: [] },
  { id: "run-above", title: "Run cells above", keys: [], needs: ["cell"] },
  { id: "run-below", title: "Run cell and those below", keys: [], needs: ["cell"] },
  { id: "run-stale", title: "Run stale cells", keys: ["Alt-Shift-Enter"], needs: ["stale"] },
  { id: "stop", title: "Stop", keys: ["Mod-Shift-."], needs: ["running"] },
  { id: "cancel-queued", title: "Cancel queued cells", keys: [], needs: ["queued"] },
  { id: "next-cell", title: "Go to next cell", keys: ["Alt-PageDown"], needs: [] },
  { id: "previous-cell", title: "Go to previous cell", keys: ["Alt-PageUp"], needs: [] },
  { id: "edit", title: "Edit cell", keys: ["Enter"], needs: ["cell", "code"] },
  { id: "leave-editor", title: "Leave the editor", keys: ["Escape"], needs: ["cell", "editor"] },
  { id: "add-below", title: "Add cell below", keys: ["Mod-Alt-Enter"], needs: [] },
  { id: "move-up", title: "Move added cell up", keys: ["Alt-Shift-PageUp"], needs: ["cell", "added"] },
  { id: "move-down", title: "Move added cell down", keys: ["Alt-Shift-PageDown"], needs: ["cell", "added"] },
  { id: "delete", title: "Delete added cell", keys: [], needs: ["cell", "added"] },
  { id: "reset", title: "Reset cell to the chapter's text", keys: [], needs: ["cell", "edited"] },
  { id: "reset-page", title: "Reset page to the chapter", keys: [], needs: ["changed"] },
  { id: "undo", title: "Undo the last change of cells", keys: [], needs: ["undoable"] },
  { id: "copy-link", title: "Copy link with your edits", keys: [], needs: [] },
  { id: "download-ts", title: "Download notebook as .ts", keys: [], needs: [] },
  { id: "download-ipynb", title: "Download notebook as .ipynb", keys: [], needs: [] },
  { id: "open-ts", title: "Open a .ts file", keys: [], needs: ["playground"] },
  { id: "commands", title: "Show commands", keys: ["F2"], needs: [] },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]["id"];

/** True when the command can do something now. */
export function isAvailable({ needs }: Command, state: ReadonlySet<Need>): boolean {
  return needs.every((need) => state.has(need));
}

/** The available command whose key was pressed. */
export function commandFor(event: KeyboardEvent, { state, platform }: { state: ReadonlySet<Need>; platform: Platform }): CommandId | undefined {
  return commands.find((command) => isAvailable(command, state) && matches(command, event, platform))?.id;
}

/** True when the event is one of the command's keys, and no part of composing a character. */
export function matches({ keys }: Command, event: KeyboardEvent, platform: Platform): boolean {
  if (event.isComposing || event.getModifierState("AltGraph")) return false;
  return keys.some((key) => {
    const { name, alt, shift, control, meta } = parts(key, platform);
    // With Shift, a full stop is another character in most layouts.
    const pressed = event.key === name || (name === "." && event.code === "Period");
    return pressed && event.altKey === alt && event.shiftKey === shift && event.ctrlKey === control && event.metaKey === meta;
  });
}

/** The command's first key as keyboards have it, such as `Ctrl+Shift+Enter` or `⇧⌘↩`; empty where it has none. */
export function keyText({ keys: [key] }: Command, platform: Platform): string {
  if (key === undefined) return "";
  const { name, alt, shift, control, meta } = parts(key, platform);
  if (platform === "mac") return `${alt ? "⌥" : ""}${shift ? "⇧" : ""}${meta ? "⌘" : ""}${MAC_NAMES[name] ?? name}`;
  return [control && "Ctrl", alt && "Alt", shift && "Shift", NAMES[name] ?? name].filter(Boolean).join("+");
}

/** The command's keys for `aria-keyshortcuts`; empty where it has none. */
export function ariaKeys({ keys }: Command, platform: Platform): string {
  return keys
    .map((key) => parts(key, platform))
    .map(({ name, alt, shift, control, meta }) =>
      [control && "Control", alt && "Alt", shift && "Shift", meta && "Meta", name].filter(Boolean).join("+"),
    )
    .join(" ");
}

export const platformOf = (userAgent: string): Platform => (/Mac|iPhone|iPad/.test(userAgent) ? "mac" : "other");

const MAC_NAMES: Record<string, string> = { Enter: "↩", Escape: "Esc", PageUp: "⇞", PageDown: "⇟" };

const NAMES: Record<string, string> = { Escape: "Esc", PageUp: "Page Up", PageDown: "Page Down" };

function parts(key: string, platform: Platform) {
  const modifiers = key.split("-");
  const name = modifiers.pop()!;
  const mod = modifiers.includes("Mod");
  return {
    name,
    alt: modifiers.includes("Alt"),
    shift: modifiers.includes("Shift"),
    control: mod && platform === "other",
    meta: mod && platform === "mac",
  };
}
