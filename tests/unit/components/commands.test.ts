import { readdirSync, readFileSync } from "node:fs";
import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap } from "@codemirror/commands";
import { lintKeymap } from "@codemirror/lint";
import { describe, expect, it } from "vitest";
import { COMMANDS, commandOf, keyText } from "../../../src/components/notebook/commands.ts";

const press = (keys: string) => {
  const parts = keys.split("+");
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return { key: parts.at(-1)!, shiftKey: has("Shift"), altKey: has("Alt"), ctrlKey: has("Control"), metaKey: has("Meta") };
};

describe("keys", () => {
  it.each([
    ["Shift+Enter", "run"],
    ["Control+Enter", "run"],
    ["Alt+Enter", "run-next"],
    ["Control+.", "stop"],
    ["Alt+PageDown", "next"],
    ["F2", "commands"],
  ])("%s is %s", (keys, id) => {
    expect(commandOf(press(keys), false)?.id).toBe(id);
  });

  it("with Command in the place of Control on Apple's machines, and not both", () => {
    expect(commandOf(press("Meta+Enter"), true)?.id).toBe("run");
    expect(commandOf(press("Control+Enter"), true)).toBeUndefined();
    expect(commandOf(press("Meta+Enter"), false)).toBeUndefined();
    expect(commandOf(press("Control+Alt+Enter"), false)).toBeUndefined();
  });

  it("that compose a character give no command", () => {
    expect(commandOf({ ...press("Alt+Enter"), isComposing: true }, false)).toBeUndefined();
    expect(commandOf({ ...press("Control+Enter"), getModifierState: (key) => key === "AltGraph" }, false)).toBeUndefined();
  });

  it("belong to one command each", () => {
    const all = COMMANDS.flatMap(({ keys }) => keys ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it("are none of the editor's, but for those that run a cell", () => {
    const theirs = new Set([...defaultKeymap, ...historyKeymap, ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap].map(({ key }) => key));
    const shared = COMMANDS.flatMap(({ id, keys }) =>
      (keys ?? []).filter((key) => theirs.has(key.replaceAll("+", "-"))).map((key) => `${id}: ${key}`),
    );
    // Control+Enter adds a blank line in CodeMirror; in notebooks it runs. Enter opens the editor, where it is not open.
    expect(shared).toEqual(["run: Mod+Enter", "edit: Enter"]);
  });

  it("are written as the keyboard has them", () => {
    const run = COMMANDS.find(({ id }) => id === "run")!;
    expect([keyText(run, false), keyText(run, true)]).toEqual(["Shift+Enter or Ctrl+Enter", "Shift+Enter or ⌘+Enter"]);
  });
});

describe("the table of commands", () => {
  const components = new URL("../../../src/components/", import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, components), "utf8");

  it("imports types alone, so that the build, which reads it for the manual, takes in nothing of the browser's", () => {
    const imports = Array.from(read("notebook/commands.ts").matchAll(/^(?:import|export) .*from .*$/gm), ([line]) => line);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((line) => !line.startsWith("import type "))).toEqual([]);
  });

  it("has each command once, and one for every button of the page, of its cells and of its notices", () => {
    const ids = COMMANDS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const texts = ["Notebook.astro", "cell-markup.ts", ...readdirSync(new URL("notebook/", components), { recursive: true })]
      .map((file) => String(file))
      .filter((file) => /\.(?:ts|astro)$/.test(file))
      .map((file) => read(file === "Notebook.astro" || file === "cell-markup.ts" ? file : `notebook/${file}`));
    // `data-action="run"`; `button("run", "Run cell", …)`; `this.#link("reset", …)`; `["Undo", "undo"]` and ["Keep mine", `keep ${name}`].
    const named = /data-action="([\w-]+)"|\bbutton\("([\w-]+)"|#link\("([\w-]+)"|\["[A-Z][\w .']*", ["`]([a-z-]+)(?: \$\{[\w.]+\})?["`]\]/g;
    const actions = new Set(texts.flatMap((text) => Array.from(text.matchAll(named), (match) => match.slice(1).find(Boolean)!)));
    expect([...actions]).toEqual(expect.arrayContaining(["add-last", "cancel", "compare-outdated", "run-link", "save-ts", "edit"]));
    expect([...actions].filter((action) => !ids.includes(action))).toEqual([]);
  });
});
