import { describe, expect, it } from "vitest";
import { compileCell } from "../../../src/notebook/compile.ts";
import type { CompiledCell, NameUse } from "../../../src/notebook/types.ts";

const compile = (text: string) => compileCell({ name: "cell", text });
const namesOf = (uses: NameUse[] = []) => uses.map(({ name }) => name);

describe("what compileCell shows", () => {
  it.each([
    ["1 + 1", "await $show((1 + 1))"],
    ["a; // b", "await $show((a)); // b"],
    ["a // b;", "await $show((a)) // b;"],
    ["(a, b);", "await $show(((a, b)));"],
    ["a /* ; */ ;", "await $show((a /* ; */ ));"],
    ["a // b\n;", "await $show((a // b\n));"],
    ["(a as B)", "await $show(((a     )))"],
    ["a as B\n(c)", "a ;   \nawait $show(((c)))"],
    ["const a = 1\n++b", "const a = 1\nawait $show((++b))"],
    ['"text"', 'await $show(("text"))'],
    ["a\ntype B = 1;\nexport { a };;\nimport 'c'", `await $show((a\n));${" ".repeat(10)}\n;${" ".repeat(12)};\n;${" ".repeat(9)}`],
    ["await a", "await $show((await a))"],
    ["async () => { await a }", "await $show((async () => { await a }))"],
    ["`a${b}`", "await $show((`a${b}`))"],
    ["/;/", "await $show((/;/))"],
  ])("wraps the last expression of %j", (text, body) => {
    expect(compile(text).body).toBe(body);
  });

  it.each(["const a = 1", "if (a) b;", "", "// a", "function f() {}", "for (;;) break", "{ a }"])("shows nothing of %j", (text) => {
    const { body, insertions } = compile(text);
    expect(body).toBe(text);
    expect(insertions).toEqual([]);
  });

  it("says what moved the columns of the shown line", () => {
    const { body, insertions } = compile("const a = 1;\n  f(a)");
    expect(insertions).toEqual([{ line: 2, column: 3, text: "await $show((" }]);
    expect(body.split("\n")[1]?.slice(2 + "await $show((".length)).toBe("f(a)))");
  });
});

describe("what compileCell finds", () => {
  it("lists top-level declarations with their places, nested `var`s included", () => {
    const text =
      "const a = 1, { b, c: { d = 1 }, ...e } = x\nexport let [f, , g] = y;\nfunction h() { var no }\nclass I { static { var no } }\nif (a) { var j; let no; function no2() {} }\nfor (var k of []) {}\nfor (const no of []) {}\ntry {} catch (no) {}";
    expect(namesOf(compile(text).defines)).toEqual(["a", "b", "d", "e", "f", "g", "h", "I", "j", "k"]);
    expect(compile(text).defines.slice(4, 6)).toEqual([
      { name: "f", line: 2, column: 13 },
      { name: "g", line: 2, column: 18 },
    ]);
  });

  it.each([
    ["a.b.c; d[e]", ["a", "d", "e"]],
    ["({ a, b: c, [d]: e, f() {}, get g() { return h } })", ["a", "c", "d", "e", "h"]],
    ["class A extends B { c = d; [e] = f; static #g = h; static { i } #j() { return this.#g } }", ["B", "d", "e", "f", "h", "i"]],
    ["const A = class B { c = B }; B", ["B"]],
    ["const f = function g() { return g }; g", ["g"]],
    ["(a, { b, c: [d] } = e, ...f) => a + b + d + f + g", ["e", "g"]],
    ["(a = b) => { var b = 1; return b }", ["b"]],
    ["function f() { return arguments[0] }", []],
    ["{ let a = 1; a } a", ["a"]],
    ["{ function a() {} a() } a", ["a"]],
    ["function f() { if (x) { var a } return a } a", ["x", "a"]],
    ["try { a } catch { b } finally { c }", ["a", "b", "c"]],
    ["try {} catch ({ a = b }) { a }", ["b"]],
    ["l: for (const a of b) { if (a) continue l; break l }", ["b"]],
    ["switch (a) { case b: let a; default: a }", ["a", "b"]],
    ["for (let i = a; i < b; i++) i; i", ["a", "b", "i"]],
    ["a?.b?.[c]?.(d); e ?? f", ["a", "c", "d", "e", "f"]],
    ["typeof a; void b; `${c}`; d`${e}`", ["a", "b", "c", "d", "e"]],
    ["const a = b as C<typeof d>; new E<F>()", ["b", "E"]],
    ["interface A { b: C } type D = E; let f: G; f", []],
    ["function f() { return new.target }", []],
    ["import { a as b, type c } from 'd'; b; a", ["a"]],
    ["const a = 1; a; () => a; export { a }", []],
    ["a; a; b(a)", ["a", "b"]],
    ["export { a }", []],
    ["undefined; globalThis.a", ["undefined", "globalThis"]],
    ["const { [a]: b = c } = d", ["a", "c", "d"]],
  ])("reads what %j leaves free", (text, references) => {
    expect(namesOf(compile(text).references)).toEqual(references);
  });

  it("gives the first use of each name", () => {
    expect(compile("let a = () => b;\n  b; c").references).toEqual([
      { name: "b", line: 1, column: 15 },
      { name: "c", line: 2, column: 6 },
    ]);
  });

  it.each([
    ["a = 1", ["a"], []],
    ["a += 1; b ||= c; d++; --e", ["a", "b", "d", "e"], ["a", "b", "c", "d", "e"]],
    ["[a, b.c, ...d] = e; ({ f, g: h = i, [j]: k.l, ...m } = n)", ["a", "d", "f", "h", "m"], ["b", "e", "i", "j", "k", "n"]],
    ["for (a of b); for (c in d); for ([e] of f);", ["a", "c", "e"], ["b", "d", "f"]],
    ["let a; a = 1; { a = 2 } () => { a = 3; let b; b = 1 }", [], []],
    ["() => { a = 1 }; (a as any) = 2; b! += 1", ["a", "b"], ["b"]],
  ])("finds what %j assigns and reads", (text, assigns, references) => {
    const cell = compile(text);
    expect(namesOf(cell.assigns)).toEqual(assigns);
    expect(namesOf(cell.references)).toEqual(references);
  });

  it.each([
    ["let a = 0; const f = () => ++a", ["a"]],
    ["let a, b, c, d, e; function f() { a = 1; b += 1; c ||= 1; d--; --e }", ["a", "b", "c", "d", "e"]],
    ["let { a, b: [c], ...d } = e; const f = () => { [a, { x: c = 1 }] = g; ({ y: d } = g) }", ["a", "c", "d"]],
    ["let [a] = b; async () => { for await (a of c); }; () => { for (a in c); }", ["a"]],
    ["if (b) var a; const f = () => { a = 1 }", ["a"]],
    ["function f() {} class A {} const g = () => { f = A = 1 }", ["f", "A"]],
    ["let a, b, c, d; class A { m() { a = 1 } static n() { b = 1 } get o() { return c = 1 } constructor() { d = 1 } }", ["a", "b", "c", "d"]],
    ["let a, b; class A { field = ++a; static fixed = ++b }", ["a"]],
    ["let a; ({ m() { a = 1 }, set n(v) { a = v } })", ["a"]],
    ["let a; const b = live(function* () { yield a = 1 })", ["a"]],
    ["let a; (async () => { await 1; a = 2 })()", ["a"]],
    ["let a; const f = (b = (a = 1)) => b", ["a"]],
    ["let a; const f = () => () => { { if (b) a = 1 } }", ["a"]],
    ["export let a; export const f = () => { a = 1 }", ["a"]],
  ])("says which names of %j may change after the cell is done", (text, reassigned) => {
    expect(compile(text).reassigned).toEqual(reassigned);
  });

  it.each([
    "let a = 1; a = 2; a++; for (a of b); { a = 3 } try { [a] = c } catch {}",
    "let a; class A { static { a = 1 } static b = (a = 2) }",
    "let a; const f = () => { let a; a = 1 }",
    "let a; const f = (a) => { a = 1 }",
    "let a; const f = () => a; f(a)",
    "const a = {}; const f = () => { a.b = 1; a[c]++ }",
    "const a = function a() { a = 1 }",
  ])("finds none of these in %j", (text) => {
    expect(compile(text).reassigned).toEqual([]);
  });

  it("records imports and blanks them", () => {
    const cell = compile(
      'import a, { b as c, "d-e" as f, type G } from "x";\nimport * as h from "y"; import "z"\nimport { type I } from "w"\nimport type J from "v"\n[c, f]',
    );
    expect(cell.imports).toEqual([
      { local: "a", imported: "default", specifier: "x", line: 1, column: 8 },
      { local: "c", imported: "b", specifier: "x", line: 1, column: 18 },
      { local: "f", imported: "d-e", specifier: "x", line: 1, column: 30 },
      { local: "h", imported: "*", specifier: "y", line: 2, column: 13 },
      { local: "", imported: "", specifier: "z", line: 2, column: 25 },
      { local: "", imported: "", specifier: "w", line: 3, column: 1 },
    ]);
    expect(cell.body.replaceAll(/[;\s]/g, "")).toBe("await$show(([c,f]))");
    expect(cell.references).toEqual([]);
  });

  it("keeps a statement apart from the one after a blanked import", () => {
    expect(compile("const a = b\nimport 'c'\n[d].map(e)").body).toBe("const a = b\n;         \nawait $show(([d].map(e)))");
  });

  it("blanks `export` before a declaration", () => {
    expect(compile("export const a = 1; export async function f() {} export class B {}").body).toBe(
      "       const a = 1;        async function f() {}        class B {}",
    );
  });

  it("renames dynamic imports and records the ones that are known", () => {
    const { body, dynamicImports } = compile('const a = await import("x"), b = () => import(`y`), c = import(a.b, {}), d = "import(z)"');
    expect(body).toBe('const a = await $mport("x"), b = () => $mport(`y`), c = $mport(a.b, {}), d = "import(z)"');
    expect(dynamicImports).toEqual(["x", "y"]);
  });

  it("finds reads of a live value in its own cell, in nested functions too", () => {
    const text = "export const loss: number = live(async function* () { yield 1 }), other = f();\nconst g = () => loss + other;\nloss";
    expect(compile(text).liveReads).toEqual([{ name: "loss", line: 2, column: 17 }]);
  });

  it.each([
    "const a = live(b)",
    "const a = live(b); { const a = 1; a }",
    "const a = lively(b); a",
    "const live = (x) => x; const a = live(1); a",
    "const a = b.live(1); a",
    "const a = live(b); let c = 1; c",
  ])("finds no such read in %j", (text) => {
    expect(compile(text).liveReads).toBeUndefined();
  });
});

describe("what compileCell makes", () => {
  it("runs as the body of a strict async function", async () => {
    const cell = compile(
      "const a: number = await Promise.resolve(2);\nfor await (const x of [a]) b.push(x as number);\nlet c = { a }\n;(c.a satisfies number) + 1 // the end",
    );
    const shown: unknown[] = [];
    const b: number[] = [];
    expect(await run(cell, { show: (value) => shown.push(value), given: { b } })).toEqual({ a: 2, c: { a: 2 } });
    expect(shown).toEqual([3]);
    expect(b).toEqual([2]);
  });

  it("hands dynamic imports to the kernel", async () => {
    const shown: unknown[] = [];
    await run(compile('import("x")'), { show: (value) => shown.push(value), load: (specifier) => specifier.toUpperCase() });
    expect(shown).toEqual(["X"]);
  });

  it("keeps every line where it was", () => {
    const text = "import a from 'b'\r\n\r\nconst c: {\r\n  d: 1 } = a as any\r\n\u2028e";
    expect(compile(text).body.match(/\r\n|\u2028/g)).toEqual(text.match(/\r\n|\u2028/g));
  });
});

describe("what compileCell refuses", () => {
  it.each([
    ["a bracket that is never closed", "f(1,\n  [2", 2, 5, "the cell ends too early: a bracket or quote is not closed", undefined],
    [
      "a block that is never closed, before a comment",
      "if (a) {\n// b",
      2,
      5,
      "the cell ends too early: a bracket or quote is not closed",
      undefined,
    ],
    ["a token out of place", "const a = 1\nconst = 2", 2, 7, "`=` is not expected here", "missing comma, bracket or quote"],
    ["a hashbang", "#!/bin/sh", 1, 2, "`!` has no meaning in code", "for a terminal"],
    ["a keyword out of place", "f(a\nconst b = 1", 2, 1, "`const` is not expected here", "missing comma, bracket or quote"],
    ["a quote that is never closed", 'let a;\nlet b = "c', 2, 9, "this text is never closed", "same line"],
    ["a backtick that is never closed", "let b = `c", 1, 10, "this template text is never closed", "backtick"],
    ["a comment that is never closed", "a /* b", 1, 3, "this comment is never closed", "*/"],
    ["a curly quote", "let a = “b”", 1, 9, "“ is not a quote that code understands", "Use \" or '"],
    ["return at the top level", "a;\n  return a", 2, 3, "`return` only works inside a function", "end the cell with it"],
    ["with", "with (a) {}", 1, 1, "`with` is not allowed in modules", "before each property"],
    ["a name declared twice", "let a = 1\nconst b = 2, a = 3", 2, 14, "`a` is declared twice in this cell", "another name"],
    ["a name imported and declared", "import { a } from 'b'\nlet a", 2, 5, "`a` is declared twice in this cell", "another name"],
    ["a type declared twice", "type A = 1\ntype A = 2", 2, 6, "`A` is declared twice in this cell", "another name"],
    ["break outside a loop", "break", 1, 1, "`break` only works inside a loop", undefined],
    ["await in a plain function", "function f() { await a }", 1, 16, "`await` only works inside an async function", "Write `async`"],
    ["an assignment to a value", "1 = a", 1, 1, "only a name or a property can be assigned to", "==="],
    ["an import in a block", "{ import 'a' }", 1, 3, "`import` and `export` only work at the top level of a cell", "await import"],
    ["tags", "const a = <b>c</b>", 1, 17, "tags such as `<b>` are not code here", "as text"],
    ["a self-closing tag", "f(<br />)", 1, 7, "tags such as `<b>` are not code here", "as text"],
    ["an enum", "enum A {}", 1, 1, "`enum` does not work in a cell", "constant object"],
    ["a default export", "a\nexport default b", 2, 1, "cells share their names without `export`", "const name = …"],
    ["export from", "export { a } from 'b'", 1, 1, "cells share their names without `export`", "import { name }"],
    ["export all", "export * from 'b'", 1, 1, "cells share their names without `export`", "import { name }"],
    ["import.meta", "const a = import.meta.url", 1, 11, "`import.meta` does not exist in a cell", "in full"],
    ["import attributes", "import a from 'b' with { type: 'json' }", 1, 26, "an import in a cell cannot have attributes", "with"],
    ["a declaration of $show", "const a = ($show) => 1", 1, 12, "`$show` is a name that cells keep for themselves", "another name"],
    ["a declaration of $mport2", "let $mport2", 1, 5, "`$mport2` is a name that cells keep for themselves", "another name"],
    ["a declaration of $now", "let $now", 1, 5, "`$now` is a name that cells keep for themselves", "another name"],
    ["a declaration of $read", "() => { class $read {} }", 1, 15, "`$read` is a name that cells keep for themselves", "another name"],
    ["an assignment to $mport", "$mport = 1", 1, 1, "`$mport` is a name that cells keep for themselves", "another name"],
    ["a console of the reader's", "const console = 1", 1, 7, "every cell has a `console` of its own", "another name"],
    ["arguments at the top level", "(() => arguments)()", 1, 8, "`arguments` only exists inside a function", undefined],
    ["a modifier on a parameter", "let a;\nfunction f(public b) {}", 2, 12, "`public` is a word that the language keeps for itself", "another name"],
    [
      "a modifier on a method's parameter",
      "class A {\n  f(private b) {}\n}",
      2,
      5,
      "a property declared in a constructor's brackets does not work in a cell",
      "Declare the field",
    ],
    [
      "modifiers in the wrong order",
      "let a;\nclass A {\n  static private b\n}",
      3,
      10,
      "'private' modifier must precede 'static' modifier.",
      undefined,
    ],
    [
      "a modifier of a type's member",
      "let a;\ninterface A {\n  private b: 1 }",
      3,
      3,
      "'private' modifier cannot appear on a type member.",
      undefined,
    ],
  ])("%s", (_, text, line, column, message, hint) => {
    expect(() => compile(text)).toThrow(
      expect.objectContaining({ name: "SyntaxError", message, line, column, ...(hint && { hint: expect.stringContaining(hint) }) }),
    );
  });

  it.each(["a = 1", "a++", "({ a } = b)", "for (a of b);", "() => { a ||= 1 }"])("an assignment to an import, as in %j", (text) => {
    const error = { name: "TypeError", message: "`a` is imported and cannot be assigned to", line: 2, hint: "Assign to a `let` of another name." };
    expect(() => compile(`import { a } from "x";\n${text}`)).toThrow(expect.objectContaining(error));
  });

  it("but not an assignment to a local name that hides an import", () => {
    expect(() => compile('import { a } from "x"; { let a; a = 1 }')).not.toThrow();
  });

  it("nothing of what JavaScript allows and the TypeScript parser misreads", () => {
    expect(compile("a ? (b) : c => d").body).toBe("await $show((a ? (b) : c => d))");
  });
});

interface Host {
  show?: (value: unknown) => void;
  load?: (specifier: string) => unknown;
  given?: Record<string, unknown>;
}

/** Runs a body as the kernel does. */
function run({ body, defines }: CompiledCell, { show = () => {}, load = () => {}, given = {} }: Host): Promise<unknown> {
  const source = `"use strict"; return async function ($show, $mport, console, { ${Object.keys(given)} }) {\n${body}\n;return { ${namesOf(defines)} }}`;
  return new Function(source)()(
    async (value: unknown) => show(await value),
    async (specifier: string) => load(specifier),
    console,
    given,
  );
}
