import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { Parser } from "acorn";
import { describe, expect, it } from "vitest";
import { blankTypes } from "../../../src/notebook/blank-types.ts";

const root = new URL("../../../", import.meta.url);

/** Snippets that Node strips: its answer is the expected one. */
const snippets = `
const a: number = 1;
let a: string, b: Map<string, Array<number>> = new Map<string, number[]>();
let x!: number
var { a, b: { c } }: { a: number; b: { c: 1 } } = d, [e, f = 1]: number[] = g;
type A = 1
type A<T, in U> = { [K in keyof T]?: T[K] } & U;
type A = \`a\${string}\`; type B = typeof import("b"); type C = unique symbol
type\\nX = 1
let type = 1; type\\nX
interface A extends B<C>, D { (): void; new (): A; x?: number; get y(): 1; [k: string]: unknown }
interface A { m<const T extends readonly string[]>(x: T): T }
interface A {}\\ninterface B {}
a\\ninterface B {}\\n\`x\`
const a = 1\\ntype A = 1\\n(b)
const a = 1\\ntype A = 1;\\n[1].map(x => x)
const a = 1\\ntype A = 1\\n/b/g.test(a)
const a = 1\\ninterface A {}\\n+b
if (a) type X = 1
if (a) type X = 1; else b()
while (a) interface X {}
switch (a) { case 1: type X = 1; default: interface Y {} }
function f() { type A = 1\\n return <T,>(x: T) => x }
declare const a: number, b: string
declare function f(): void\\n(1)
declare class A { x: number; f(): void }
declare enum A { X }
declare const enum A { X = 1 }
declare module "x" { export const a: number }
declare global { interface Window { a: 1 } }
declare namespace A { let x: 1 }
namespace A { type X = 1; interface Y {} }
namespace A.B { export type X = 1 }
function f(): void\\nfunction f(a?: number): void;\\nfunction f(a?: number) {}
export function f(): void\\nexport function f() {}
async function f(this: A): Promise<B>;\\nasync function f() {}
function f<T extends A = B, const U>(this: void, a: T, b?: U, ...c: number[]): asserts a is T {}
function f(this: number /* , */, a) {}
function f(this: number) {}
function f(this) {}
function f({ a }: { a: 1 } = { a: 1 }, [b]: [1], c: number = 1) {}
function* f<T>(): Generator<T> { yield 1 as any; yield }
const f = function <T>(this: void, a?: T): a is T {}
(x?) => x
(x?: number, y = 1 as number) => x
(x: number = 1, ...r: number[]): x is number => true
({ x }: { x: number }): number => x
x => x as any
(a, b: number,) => 1
async (x: number): Promise<void> => {}
async x => x!
const f = <T,>(x: T) => x
const f = <const T extends A>(x: T): T => x
const f = async <T>(x: T): Promise<T> => x
const f = (a):\\n number => a
const f = (a)\\n: number => a
const f = (): {\\n x: number } => a
const f = (a = (b), /* ) */ c): /* \\n */ number => a
const f = (...r: (() => void)[]):\\n void => {}
const f = async (a): Promise<\\nT> => a
const f = async <\\nT>(a: T) => a
function f() { return <\\n  T extends object,\\n>(a: T) => a }
function* f() { yield <T\\n>(a: T): Promise<\\nT> => a }
const f = async <T\\n>(a: T): Promise<\\nT> => a
const f = <\\nT,\\n>(a: T) => a
a ? (b) : c => d
a ? (b): c => d : e
a ? (b, c?: d): e => f : g
const a = b as any\\n(c)
const a = b as any\\n[c]
const a = b as any\\n\`c\`
const a = b as any // c\\n(d)
const a = b as any /*\\n*/ [d]
const a = b as any;\\n[c]
const a = b as any\\n+1
const a = (b) as any\\n(c)
const a = (b as any)\\n(c)
const a = b satisfies C\\n(d)
const a = b as const
foo(x as any\\n)
foo(x as any\\n, (y))
throw x as any\\n(foo)
x as any as\\nY
x as unknown as { [k: string]: (x: number) => void }
x = a as any as b, c
x = y as any < 3
for (const x of y as any[]) {}
for (const k in o as any) {}
for (let i: number = 0, n = a as number; i < n; i++) {}
for await (const x of y as any) {}
(x as any) = 1
(x satisfies T).y
(a as any)++; (a!)++; a!.b!++
[a as any, b!] = c
({ a: (b as any), c: d! } = e)
x! = 1
x!\\n[1]
x!\\n(1)
x = y!\\n
x = y! + !z
a?.b!.c
a?.b<T>()
a?.<T>()
a![0]!()!
f<T>(1)
f<T>\\n(1)
f<T>\`x\`
f(a<b, c>(d))
let a = b < c > (d)
a<b>>c
if (x < 3 && y > (4)) {}
a = b<c>\\nd
const a = b<c>;
new A<T>
new A<T>\\n(x)
new A<B<C<D>>>(x)
try {} catch (e: unknown) {}
try {} catch {} finally {}
using x = y as any
await using x = y as any
class A<T> extends B<T> implements C, D<E> {}
class A implements B {}
class A<in out T> extends (B) implements C {}
const a = class<T> extends B<T> implements C {}
const a = class implements B {}
abstract class A { abstract x: number; abstract f(): void\\n abstract get y(): number\\n z = 1 }
x\\nabstract class A {}
export abstract class A {}
class A { public x\\n private [y] = 1 }
class A { x = 1\\n private [y] = 1 }
class A { x\\n public *g() {} }
class A { x = 1\\n public *g() {} }
class A { x = 1\\n readonly get = 1; static x }
class A { static readonly\\n x = 1 }
class A { private\\n x }
class A { readonly = 1; declare = 2; static static = 3; public() {} }
class A { private static async *[x]() {} static readonly #y = 1 }
class A { private static x; protected readonly y }
class A extends B { override x = 1; public override f(): void {} }
class A { x?: 1\\n y!: 2\\n "z"?: 1 = 1\\n 0: number\\n [a]: 1\\n [(b)]?: 1\\n #c?: number }
class A { x: any\\n [y] = 1 }
class A { x: any\\n *g() {} }
class A { x = y as any\\n [z] = 1 }
class A { f?() {} g<T>(a: T): void {} get h(): number { return 1 } set h(v: number) {} }
class A { f(): void;\\n f() {} }
class A { constructor(x: 1); constructor(x, y?: 2) {} }
class A extends B { private constructor(x: number) { super() } }
class A { static { let a: number } declare x\\n }
class A { declare static readonly x: number; y }
class A { static x = <T,>(a: T): T => a; y = (): void => {} }
class A { get\\n x() {} }
import { type A, b } from "c"; import { type D } from "e"; import type F from "g"; import type { H } from "i"
import a, { type B } from "c"
import { type A, type B, c, } from "d"
import { type } from "a"; import { type as b } from "c"; import { type as as d } from "e"; 
import type from "f"
import type, { g } from "f"
import type * as a from "b"
import type a = require("b")
export type { A }; export { type B, c }; export type { D } from "e"; export type * from "f"
export type A = 1\\nfoo()
export interface A {}
export const a: number = 1
export declare const a: number
x = { get a(): number { return 1 }, set a(v: number) {}, async *g<T>(): any {}, b: c as d, e }
x = { async f<T>(a?: T) {} }
let é: string = "日本" as string, 𝒳: number
let a = "as any", b = \`\${c as string}\${d!}\`, e = /as any/
// as any
/* : number */ let a /* ! */ : /* n */ number /* m */ = 1
outer: for (const a of b as any) { continue outer }
const { a = 1 as number, ...b }: C = d
x ??= y as any; x ||= y!
let a = b ? c as D : e!
let a = typeof b as C, d = void (e as F), g = await (h as I)
`
  .trim()
  .split("\n")
  .map((line) => line.replaceAll("\\n", "\n"));

describe("blankTypes", () => {
  it.each(snippets)("means what Node's stripTypeScriptTypes makes of %j", (snippet) => {
    const blanked = blankTypes(snippet);
    expect(tree(blanked)).toEqual(tree(stripTypeScriptTypes(snippet, { mode: "strip" })));
    expect(lineLengths(blanked)).toEqual(lineLengths(snippet));
  });

  it.each(sources())("means what Node's stripTypeScriptTypes makes of %s", (file) => {
    const text = readFileSync(new URL(file, root), "utf8");
    const blanked = blankTypes(text);
    expect(tree(blanked)).toEqual(tree(stripTypeScriptTypes(text, { mode: "strip" })));
    expect(lineLengths(blanked)).toEqual(lineLengths(text));
  });

  it("leaves plain JavaScript as it is", () => {
    const script = readFileSync(new URL("node_modules/acorn/dist/acorn.mjs", root), "utf8");
    expect(blankTypes(script)).toBe(script);
  });

  // Node joins these lines; the semicolon keeps what TypeScript says.
  it.each([
    ["a declared field above a computed one", "class A { x = 1\n declare y: number\n [z] = 1 }", ["x", "z"]],
    ["an overload above a generator", "class A { x\n f(): void\n *f() {} }", ["x", "f"]],
    ["an index signature above a computed field", "class A { x\n [k: string]: any\n [z] = 1 }", ["x", "z"]],
    ["a private field named `in`", "class A { x = 1\n private in = 2 }", ["x", "in"]],
    ["a field named `get` above a method", "class A { get: number\n x() {} }", ["get", "x"]],
  ])("keeps apart %s", (_, snippet, members) => {
    const [declaration] = tree(blankTypes(snippet)).body;
    expect(declaration.body.body.map((member: { key: { name: string } }) => member.key.name)).toEqual(members);
  });

  // Node's answer to these is not the program that TypeScript means.
  it.each([
    ["const a = 1\ntype A = 1\n;[1].map(x => x)", "const a = 1; [1].map(x => x)"],
    ["const a = [1, 2] as const\n[b]", "const a = [1, 2]; [b]"],
    ["const f = async <T>\n(a: T) => a", "const f = async (a) => a"],
    ["import { a } from 'b'\nlabel: type X = 1", "import { a } from 'b'; label: ;"],
    ["const a = b\nnamespace A {}\n(c)", "const a = b; (c)"],
  ])("makes of %j what TypeScript means", (snippet, script) => {
    expect(tree(blankTypes(snippet))).toEqual(tree(script));
  });

  it.each([
    ["an enum", "let a\nenum A { X }", 2, 1, "`enum` does not work in a cell", "Use a union"],
    ["a constant enum", "export const enum A { X }", 1, 8, "`enum` does not work in a cell", "constant object"],
    ["a namespace with values", "namespace A { export const x = 1 }", 1, 1, "a namespace with values does not work in a cell", "constant object"],
    [
      "a parameter property",
      "class A {\n  constructor(private x: number) {} }",
      2,
      15,
      "a property declared in a constructor's brackets does not work in a cell",
      "Declare the field",
    ],
    ["import =", 'import a = require("b")', 1, 1, "`import … =` does not work in a cell", 'import … from "…"'],
    ["export =", "1\nexport = 1", 2, 1, "`export =` does not work in a cell", "Leave it out"],
    ["export as namespace", "export as namespace A", 1, 1, "`export as namespace` does not work in a cell", "Leave it out"],
    ["a type in angle brackets", "const a = <any>b", 1, 11, "a type in angle brackets before a value does not work in a cell", "`value as Type`"],
    ["a class decorator", "@a class A {}", 1, 1, "a decorator does not work in a cell", "Call the function"],
    ["a member decorator", "class A {\n @a x }", 2, 2, "a decorator does not work in a cell", "Call the function"],
    ["accessor", "class A { accessor x = 1 }", 1, 11, "`accessor` does not work in a cell", "`get` and a `set`"],
  ])("refuses %s, and says what to write", (_, snippet, line, column, message, hint) => {
    expect(() => blankTypes(snippet)).toThrow(
      expect.objectContaining({ name: "SyntaxError", message, line, column, hint: expect.stringContaining(hint) }),
    );
  });

  it("does not let a type stand where none belongs", () => {
    expect(() => tree(blankTypes("(x: number)"))).toThrow();
  });
});

/** TypeScript that stands in the repository: its own, and that of packages which ship theirs. */
function sources(): string[] {
  return ["src", "node_modules/zod/src/v4/core", "node_modules/dompurify/src", "node_modules/@jridgewell/trace-mapping/src"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !file.endsWith(".as.ts") && !file.endsWith(".test.ts"))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
  );
}

const ModuleParser = Parser.extend(
  (Base) =>
    class extends Base {
      checkLocalExport() {}
    },
);

/** The tree without its positions and empty statements. */
function tree(script: string) {
  const options = { ecmaVersion: "latest", sourceType: "module", allowSuperOutsideMethod: true } as const;
  return JSON.parse(
    JSON.stringify(ModuleParser.parse(script, options), (key, value) => {
      if (key === "start" || key === "end") return undefined;
      if (typeof value === "bigint") return `${value}n`;
      return Array.isArray(value) ? value.filter((node) => node?.type !== "EmptyStatement") : value;
    }),
  );
}

function lineLengths(text: string): number[] {
  return text.split(/\r\n|[\n\u2028\u2029]/).map((line) => line.length);
}
