import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentWithTab } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { describe, expect, it } from "vitest";
import {
  ariaKeys,
  type Command,
  commandFor,
  commands,
  isAvailable,
  keyText,
  matches,
  type Need,
  platformOf,
} from "../../../src/components/notebook/commands.ts";

const byId = (id: string): Command => commands.find((command) => command.id === id)!;
const everything = new Set<Need>(["cell", "added", "edited", "running", "queued", "stale", "changed", "undoable", "playground"]);

/** A key press: `Control+Shift+Enter`, in the words of `KeyboardEvent`. */
function press(keys: string, { code = "", composing = false, altGraph = false } = {}): KeyboardEvent {
  const modifiers = keys.split("+");
  const key = modifiers.pop()!;
  const held = (name: string) => modifiers.includes(name);
  return {
    key,
    code,
    altKey: held("Alt"),
    shiftKey: held("Shift"),
    ctrlKey: held("Control"),
    metaKey: held("Meta"),
    isComposing: composing,
    getModifierState: (name: string) => name === "AltGraph" && altGraph,
  } as KeyboardEvent;
}

describe("the notebook's commands", () => {
  it("have an id, a title and keys of their own", () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(["mac", "other"] as const)("take no key of CodeMirror's on %s but the one to run, and those that wait for it", (platform) => {
    const normal = (key: string) =>
      key
        .replace("Mod", platform === "mac" ? "Cmd" : "Ctrl")
        .split(/-(?!$)/)
        .sort()
        .join("-");
    const bindings = [...defaultKeymap, ...historyKeymap, ...completionKeymap, ...closeBracketsKeymap, ...lintKeymap, ...foldKeymap, indentWithTab];
    const taken = bindings.flatMap((binding) => {
      const keys = platform === "mac" ? [binding.mac ?? binding.key] : [binding.linux ?? binding.key, binding.win ?? binding.key];
      return keys.flatMap((key) => (key ? [normal(key), ...(binding.shift ? [normal(`Shift-${key}`)] : [])] : []));
    });
    const shared = commands.flatMap((command) => command.keys).filter((key) => taken.includes(normal(key)));
    // CodeMirror has Shift-Enter for a new line too.
    expect(shared).toEqual(["Shift-Enter", "Mod-Enter", "Enter", "Escape"]);
  });

  it("are available when what they need is so", () => {
    expect(isAvailable(byId("run-all"), new Set())).toBe(true);
    expect(isAvailable(byId("delete"), new Set(["cell"]))).toBe(false);
    expect(isAvailable(byId("delete"), new Set(["cell", "added"]))).toBe(true);
  });
});

describe("a key press", () => {
  it.each([
    ["Shift+Enter", "run", "run"],
    ["Control+Enter", "run", undefined],
    ["Meta+Enter", undefined, "run"],
    ["Alt+Enter", "run-and-next", "run-and-next"],
    ["Control+Shift+Enter", "run-all", undefined],
    ["Meta+Shift+Enter", undefined, "run-all"],
    ["Alt+Shift+Enter", "run-stale", "run-stale"],
    ["Control+Alt+Enter", "add-below", undefined],
    ["Control+Shift+.", "stop", undefined],
    ["Alt+PageDown", "next-cell", "next-cell"],
    ["Alt+PageUp", "previous-cell", "previous-cell"],
    ["Alt+Shift+PageUp", "move-up", "move-up"],
    ["F2", "commands", "commands"],
    ["Enter", undefined, undefined],
    ["Escape", undefined, undefined],
    ["a", undefined, undefined],
    ["Control+Shift+Alt+Enter", undefined, undefined],
  ])("of %s is %s, on a Mac %s", (keys, other, mac) => {
    expect(commandFor(press(keys), { state: everything, platform: "other" })).toBe(other);
    expect(commandFor(press(keys), { state: everything, platform: "mac" })).toBe(mac);
  });

  it("finds a full stop that Shift makes another character", () => {
    expect(matches(byId("stop"), press("Control+Shift+>", { code: "Period" }), "other")).toBe(true);
    expect(matches(byId("stop"), press("Meta+Shift+:", { code: "Period" }), "mac")).toBe(true);
    expect(matches(byId("stop"), press("Control+Shift+<", { code: "Comma" }), "other")).toBe(false);
  });

  it("that composes a character, or holds AltGr, is none", () => {
    expect(matches(byId("run"), press("Shift+Enter", { composing: true }), "other")).toBe(false);
    expect(matches(byId("add-below"), press("Control+Alt+Enter", { altGraph: true }), "other")).toBe(false);
  });

  it("of Enter edits on the code, and of Escape leaves the editor", () => {
    expect(commandFor(press("Enter"), { state: new Set(["cell", "code"]), platform: "other" })).toBe("edit");
    expect(commandFor(press("Enter"), { state: new Set(["cell", "editor"]), platform: "other" })).toBe(undefined);
    expect(commandFor(press("Escape"), { state: new Set(["cell", "editor"]), platform: "other" })).toBe("leave-editor");
  });
});

describe("a command's keys", () => {
  it.each([
    ["run", "Shift+Enter", "⇧↩"],
    ["run-all", "Ctrl+Shift+Enter", "⇧⌘↩"],
    ["add-below", "Ctrl+Alt+Enter", "⌥⌘↩"],
    ["move-down", "Alt+Shift+Page Down", "⌥⇧⇟"],
    ["leave-editor", "Esc", "Esc"],
    ["delete", "", ""],
  ])("of %s read %j, on a Mac %j", (id, other, mac) => {
    expect([keyText(byId(id), "other"), keyText(byId(id), "mac")]).toEqual([other, mac]);
  });

  it("are told to assistive technology in its own words", () => {
    expect(ariaKeys(byId("run"), "mac")).toBe("Shift+Enter Meta+Enter");
    expect(ariaKeys(byId("add-below"), "other")).toBe("Control+Alt+Enter");
    expect(ariaKeys(byId("delete"), "other")).toBe("");
  });

  it("are a Mac's on what Apple makes", () => {
    expect(platformOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15")).toBe("mac");
    expect(platformOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36")).toBe("other");
  });
});
