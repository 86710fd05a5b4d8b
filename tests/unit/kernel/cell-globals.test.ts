import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { CELL_GLOBALS } from "../../../src/kernel/worker/cell-globals.ts";
import { runCell, texts } from "./kernel.ts";

const declared = ["globals", "canvas"].flatMap((part) => {
  const types = readFileSync(new URL(`../../../src/build/cell-types/cell-${part}.d.ts`, import.meta.url), "utf8");
  return Array.from(types.matchAll(/^declare (?:var|const|function|namespace) (\w+)/gm), ([, name]) => name!);
});

/** All that the language itself has, in this Node. */
const language = runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[];

describe("the globals of a cell", () => {
  it("are all that the editor's types know", () => {
    expect(declared).toContain("structuredClone");
    expect(declared).toContain("OffscreenCanvas");
    expect(declared.filter((name) => !CELL_GLOBALS.has(name))).toEqual([]);
  });

  it("are all that the language has, but memory that workers share: no browser gives it to a sandboxed frame", () => {
    expect(language).toContain("Float16Array");
    expect(language.filter((name) => !CELL_GLOBALS.has(name))).toEqual(["SharedArrayBuffer"]);
  });

  it("are no others, but for what Node's own Response needs", async () => {
    const cell = await runCell('Object.getOwnPropertyNames(globalThis).join(" ")');
    const names = texts(cell)[0]!.split(" ");
    expect(names).toContain("structuredClone");
    expect(names.filter((name) => !CELL_GLOBALS.has(name))).toEqual(["Buffer"]);
  });
});

describe("code made from text is refused, in words, where it is asked for:", () => {
  it.each([
    ["eval", 'eval("1 + 1")'],
    ["eval", '(0, eval)("1 + 1")'],
    ["Function", 'new Function("a", "return a")'],
    ["Function", "Function()"],
    ["Function", '(() => 1).constructor("return 1")'],
    ["Function", '(class {}).constructor("return 1")'],
    ["Function", 'Reflect.construct(Function, ["return 1"])'],
    ["Function", 'new (class extends Function {})("return 1")'],
    ["Function", 'Object.getPrototypeOf((async () => {}).constructor)("return 1")'],
    ["AsyncFunction", '(async () => {}).constructor("return 1")'],
    ["GeneratorFunction", '(function* () {}).constructor("yield 1")'],
    ["AsyncGeneratorFunction", '(async function* () {}).constructor("yield 1")'],
    ["setTimeout", 'setTimeout("1 + 1", 1)'],
    ["setTimeout", 'globalThis.setTimeout("1 + 1")'],
    ["setInterval", 'setInterval("1 + 1", 1)'],
  ])("%s, by %s", async (maker, text) => {
    const { error } = await runCell(`"first";\n${text.replaceAll('"', "'")}`);
    expect(error).toMatchObject({ name: "EvalError", message: `${maker} would make code from text, and cells cannot do that`, line: 2 });
    expect(error!.hint).toContain(maker.startsWith("set") ? `${maker}(() => { … }, 1000)` : "as a function");
  });

  it.each(["nothing", "5", "{}"])("a timer that is given no function but %s says so, too", async (given) => {
    const { error } = await runCell(`const nothing = undefined;\nsetTimeout(${given}, 1)`);
    expect(error).toMatchObject({ name: "TypeError", message: expect.stringContaining("setTimeout takes a function, not "), line: 2 });
  });
});

it("functions are functions as ever", async () => {
  const cell = await runCell(
    "const f = (a, b) => a + b;\n" +
      "[f instanceof Function, f.constructor === Function, Function.prototype.call.call(f, null, 1, 2), f.bind(null, 1)(2), Function.name, Object.prototype.toString.call(f), eval(5)]",
  );
  expect(texts(cell)).toEqual(['[true, true, 3, 3, "Function", "[object Function]", 5]']);
});

it("a thing that only Node has is told apart from a name that is misspelt", async () => {
  const hints = async (text: string) => (await runCell(text)).error!.hint;
  expect(await hints("process.env")).toContain("nothing of Node");
  expect(await hints('require("fs")')).toContain("import");
  expect(await hints("__dirname")).toContain("no files");
  expect(await hints("module.exports = 1")).toContain("without exports");
  expect(await hints("new Worker('x')")).toContain("one worker");
  expect(await hints("alert(1)")).toContain("display(…)");
  expect(await hints("new FileReader()")).toContain("file(…)");
  expect(await hints("requestAnimationFrame(() => {})")).toContain("live(");
  expect(await hints("indexedDB.open('x')")).toContain("no storage");
});
