import { describe, expect, it } from "vitest";
import { compileCell } from "../../../src/notebook/compile.ts";
import { asWritten, readLate } from "../../../src/notebook/late-reads.ts";
import { withoutInsertions } from "../../../src/notebook/position.ts";

/** A cell that reads `x` and `y` late. */
const late = (text: string, names = ["x", "y"]) => readLate(compileCell({ name: "cell", text }), new Set(names));

describe("a late read", () => {
  it.each([
    ["const a = x;", "const a = $now.x;"],
    ["const a = x + y * x;", "const a = $now.x + $now.y * $now.x;"],
    ["const f = () => x;", "const f = () => $now.x;"],
    ["const f = (a = x, { b = y } = {}) => a;", "const f = (a = $now.x, { b = $now.y } = {}) => a;"],
    ["const a = `${x} ${y}`;", "const a = `${$now.x} ${$now.y}`;"],
    ["const a = { x, y: x, [x]: 1, z: { y } };", "const a = { x: $now.x, y: $now.x, [$now.x]: 1, z: { y: $now.y } };"],
    ["const a = typeof x;", "const a = typeof $now.x;"],
    ["for (const a of x) {}", "for (const a of $now.x) {}"],
    ["for (x.a in y) {}", "for ($now.x.a in $now.y) {}"],
    [
      "class A extends x { [y] = x; static b = y; #c() { return x } }",
      "class A extends $now.x { [$now.y] = $now.x; static b = $now.y; #c() { return $now.x } }",
    ],
    ["const a = new x(y);", "const a = new $now.x($now.y);"],
    ["const a = new x.y.Z;", "const a = new $now.x.y.Z;"],
    ["{ x.a = 1; x.b++; delete x.c }", "{ $now.x.a = 1; $now.x.b++; delete $now.x.c }"],
    ["const a = x?.b ?? y[x];", "const a = $now.x?.b ?? $now.y[$now.x];"],
    ["const { a = x, [y]: b } = x;", "const { a = $now.x, [$now.y]: b } = $now.x;"],
    ["const a = [...x, , y];", "const a = [...$now.x, , $now.y];"],
    ["const a = async () => { await x; yield_(y) };", "const a = async () => { await $now.x; yield_($now.y) };"],
    ["const a = x as Y<typeof y>;", "const a = $now.x               ;"],
    ["export { x }; const a = x!;", ";             const a = $now.x ;"],
    ["const a = cl\\u{69}cks;", "const a = $now.cl\\u{69}cks;"],
  ])("is a property read at that moment: %j", (text, body) => {
    expect(late(text, ["x", "y", "clicks"]).body).toBe(body);
  });

  it.each([
    ["const a = x(1);", "const a = $read.x()(1);"],
    ["const a = b\nx()\nx()", "const a = b\n$read.x()()\nawait $show(($read.x()()))"],
    ["if (x()) x(); else x();", "if ($read.x()()) $read.x()(); else $read.x()();"],
    ["const a = x(x(y))(x);", "const a = $read.x()($read.x()($now.y))($now.x);"],
    ["const a = x /* ( */ (1);", "const a = $read.x /* ( */ ()(1);"],
    ["const a = x // (\n(1);", "const a = $read.x // (\n()(1);"],
    ["const a = x<T>(1);", "const a = $read.x   ()(1);"],
    ["const a = (x)(1);", "const a = ($read.x())(1);"],
    ["const a = x?.(1);", "const a = $read.x()?.(1);"],
    ["const a = x`b${y}`;", "const a = $read.x()`b${$now.y}`;"],
    ["const a = await x();", "const a = await $read.x()();"],
    ["const a = new (x())();", "const a = new ($read.x()())();"],
    ["const a = x.y(), b = new x();", "const a = $now.x.y(), b = new $now.x();"],
  ])("of what is called gives it no `this`: %j", (text, body) => {
    expect(late(text).body).toBe(body);
  });

  it.each([
    "const f = (x, { y }) => x + y;",
    "{ let x = 1; x; } { class y {} y; }",
    "const f = () => { var x; return () => x };",
    "try {} catch (x) { x }",
    "const f = function x() { return x };",
    "const a = { x: 1, y() {}, get z() { return this.x } }.x;",
    "a.x; a?.y; a.b.x();",
    "x: for (;;) break x;",
    "class A { x = 1; #y; m() { return this.#y } }",
    "const { x: a } = b;",
    'const a = "x"; /* y */',
    "let x: y; interface y { x: 1 }",
  ])("is not made of what only looks like one: %j", (text) => {
    const cell = compileCell({ name: "cell", text });
    expect(readLate(cell, new Set(["x", "y"]))).toEqual({ body: cell.body, insertions: cell.insertions });
  });

  it("is made of those names only that may change", () => {
    expect(late("const a = x + y;", ["y"]).body).toBe("const a = x + $now.y;");
    expect(late("const a = x + y;", []).body).toBe("const a = x + y;");
  });
});

describe("the place of an error in a cell with late reads", () => {
  /** For each character of the cell: the place that its place in the body is led back to. */
  function places(text: string, marks: string) {
    const { body, insertions } = late(text);
    return [...marks].map((mark) => withoutInsertions(placeOf(body, mark), insertions));
  }
  function placeOf(text: string, mark: string) {
    const before = text.slice(0, text.indexOf(mark)).split("\n");
    return { line: before.length, column: before.at(-1)!.length + 1 };
  }

  it.each([
    ["① = 1, x, ② = x, x; ③;", "①②③"],
    ["({ x, ①: x, y, ② });", "①②"],
    ["f(x)\n  x(x, ①)\n  .then(x)(②)", "①②"],
    ["x(①) + x?.(②) + x`③${y}④` + (x)(⑤);", "①②③④⑤"],
    ["y(①);\r\nx /* a\n */ (②, ③);\n④", "①②③④"],
  ])("is that of the character: %j", (text, marks) => {
    // Letters of other alphabets are names, so that each is a character to look for.
    const letters = text.replace(/[①-⑤]/g, (digit) => String.fromCharCode(0x3b1 + digit.charCodeAt(0) - 0x2460));
    const wanted = [...marks].map((digit) => placeOf(text, digit));
    expect(places(letters, [...marks].map((digit) => String.fromCharCode(0x3b1 + digit.charCodeAt(0) - 0x2460)).join(""))).toEqual(wanted);
  });

  it("within what was inserted is that of the name", () => {
    const { body, insertions } = late("a + x.b;\ny");
    expect(body).toBe("a + $now.x.b;\nawait $show(($now.y))");
    for (let column = 5; column <= 10; column++) expect(withoutInsertions({ line: 1, column }, insertions)).toEqual({ line: 1, column: 5 });
    expect(withoutInsertions({ line: 1, column: 12 }, insertions)).toEqual({ line: 1, column: 7 });
    for (let column = 1; column <= 19; column++) expect(withoutInsertions({ line: 2, column }, insertions)).toEqual({ line: 2, column: 1 });
  });

  it("at the bracket of a call is that of the name called, on whichever line", () => {
    const { body, insertions } = late("if (a)x // b\n  (c);");
    expect(body).toBe("if (a)$read.x // b\n  ()(c);");
    expect(withoutInsertions({ line: 2, column: 5 }, insertions)).toEqual({ line: 1, column: 7 });
    expect(withoutInsertions({ line: 2, column: 6 }, insertions)).toEqual({ line: 2, column: 4 });
  });
});

describe("an engine's message about a cell with late reads", () => {
  it.each([
    ["$read.f(...) is not a function", "f is not a function"], // V8
    ["$read.f() is not a function", "f is not a function"], // SpiderMonkey
    ["$read.f() is not a function. (In '$read.f()(1)', '$read.f()' is undefined)", "f is not a function. (In 'f(1)', 'f' is undefined)"], // JavaScriptCore
    ["$now.a$1.b is not a function", "a$1.b is not a function"],
    ["Cannot destructure property 'a' of '$now.été' as it is undefined.", "Cannot destructure property 'a' of 'été' as it is undefined."],
    ["$now is not defined", "$now is not defined"],
  ])("names names as the cell does: %s", (message, written) => {
    expect(asWritten(message)).toBe(written);
  });
});
