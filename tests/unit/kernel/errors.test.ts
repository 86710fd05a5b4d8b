import { describe, expect, it } from "vitest";
import { problemOf } from "../../../src/kernel/worker/errors.ts";
import { open, run, runCell, texts } from "./kernel.ts";

/** The error of a cell of this text, and the text that stands at its place. */
async function errorOf(text: string) {
  const { ok, error } = await runCell(text);
  expect(ok).toBe(false);
  const at = error!.line === undefined ? undefined : text.split("\n")[error!.line - 1]!.slice(error!.column! - 1);
  return { ...error!, at };
}

describe("an error says what it is and where, to the column:", () => {
  it.each([
    ["on the first line", 'throw new TypeError("no");', 'new TypeError("no");'],
    ["on a later one", 'const a = 1;\n\nfunction f() {\n    throw new Error("no");\n}\nf();', 'new Error("no");'],
    ["in the last expression", "const a = null;\na.b", "b"],
    ["in a last expression that is indented", "const a = null;\n  a.b;", "b;"],
    ["at the very start of it", "nothing", "nothing"],
    ["on later lines of it", "[\n  1,\n  nothing,\n]", "nothing,"],
    ["beside it on its line", "const a = null; a.b; 1", "b; 1"],
    ["behind it on its line", "const f = (x: null) => x.y; f(null)", "y; f(null)"],
    [
      "after types",
      "const a: Map<string, number> = (null as any as Map<string, number>); const b = <T,>(x: T): T => x; b<string>(a.size as never);",
      "size as never);",
    ],
    [
      "in a class with types",
      "class A<T extends object> { private readonly x!: T; m(): number { return (this.x as any).y } }\nnew A<{ y: 1 }>().m()",
      "y } }",
    ],
    ["after an await", "await null;\nawait Promise.reject(new Error('x'))", "new Error('x'))"],
    ["in an async function of its own", "async function f() {\n  await null;\n  null!.x;\n}\nawait f();", "x;"],
    ["in a function that a library calls", 'const { max } = await import("d3");\nmax([1], (d) => d.x.y);', "y);"],
    ["in a library, where it was called", 'const d3 = await import("d3");\nd3.scaleLinear().range(null);', "range(null);"],
    [
      "deep in a library",
      'const Plot = await import("@observablehq/plot");\nPlot.plot({ projection: "none such" });',
      'plot({ projection: "none such" });',
    ],
    ["of a syntax that engines know only when they run it", "const a = 1;\nnew RegExp('(');", "new RegExp('(');"],
    ["in what is given to display", "display(1);\ndisplay({ get [Symbol.toStringTag]() { return 1 } }, nothing);", "nothing);"],
    ["of a cell that assigns to a constant", "const a = 1;\n(() => { a = 2; })();", undefined],
  ])("%s", async (_, text, at) => {
    const error = await errorOf(text);
    if (at !== undefined) expect(error.at).toBe(at);
    else expect(error).toMatchObject({ line: 2 });
  });

  it("of a syntax error", async () => {
    expect(await errorOf("const a = 1;\nconst b = ;")).toMatchObject({ name: "SyntaxError", at: ";" });
  });

  it("of a function of another cell, where this cell called it", async () => {
    const { a, b } = await run('// %% a\nfunction f() {\n  throw new RangeError("far");\n}\n// %% b\nconst x = 1;\nf();\n');
    expect(a!.ok).toBe(true);
    expect(b!.error).toMatchObject({ name: "RangeError", message: "far", line: 2, column: 1 });
  });

  it("of a function of another cell, however deep it is called", async () => {
    const { b } = await run("// %% a\nconst f = (n: number): number => n > 0 ? f(n - 1) : null!.x;\n// %% b\n1 + f(50)");
    expect(b!.error).toMatchObject({ name: "TypeError", line: 1, column: 5 });
  });

  it("of an undefined name", async () => {
    expect(await errorOf("1 + nothing")).toMatchObject({ name: "ReferenceError", message: "nothing is not defined", at: "nothing" });
  });

  it("of a function that calls itself without end", async () => {
    const error = await errorOf("const f = () => f();\nf();");
    expect(error).toMatchObject({ name: "RangeError", hint: expect.stringContaining("calls itself") });
    expect(error.line).toBe(1);
  });

  it("with its cause", async () => {
    expect((await errorOf('throw new Error("outer", { cause: new TypeError("inner") })')).message).toBe("outer (because of TypeError: inner)");
  });

  it("whose line and column are of something else", async () => {
    expect(await errorOf('throw Object.assign(new SyntaxError("bad CSV"), { line: 900, column: 3 })')).toMatchObject({ line: 1 });
  });
});

describe("a cell may throw anything:", () => {
  it.each([
    ['"text"', 'the cell threw "text"'],
    ["null", "the cell threw null"],
    ["undefined", "the cell threw undefined"],
    ["{ code: 1, list: [2] }", "the cell threw { code: 1, list: [2] }"],
    ["{ message: 'm', name: 'N' }", "m"],
    ["Object.create(null)", "the cell threw {}"],
    ["Symbol('s')", "the cell threw Symbol(s)"],
    ["() => 1", "the cell threw ƒ (anonymous)()"],
    ["{ get message() { throw 1 } }", "the cell threw { message: (getter) }"],
    ["Object.assign(new Error('x'), { message: Symbol('y') })", "the cell threw"],
    [
      "new Proxy({}, { get() { throw 1 }, has() { throw 1 }, getPrototypeOf() { throw 1 }, ownKeys() { throw 1 } })",
      "the cell threw [cannot be shown]",
    ],
  ])("%s", async (thrown, message) => {
    const error = await errorOf(`throw ${thrown};`);
    expect(error.message).toContain(message);
  });

  it("a very long message is cut", async () => {
    expect((await errorOf('throw new Error("x".repeat(5e7))')).message.length).toBeLessThan(3000);
  });

  it("an error of any prototype gives text", () => {
    expect(problemOf(Object.assign(new Error("m"), { name: 5, stack: 6, hint: {} }))).toEqual({ name: "Error", message: "m" });
  });
});

describe("an error that nobody waits for", () => {
  it.each([
    ["a rejected promise", 'Promise.reject(new Error("alone"));\n1', 16],
    ["a rejected promise of a cell that goes on", 'Promise.reject(new Error("alone"));\nawait new Promise((r) => setTimeout(r, 30));\n1', 16],
    ["an async function", '(async () => { await null; throw new Error("alone") })();\n1', 34],
    ["a timer", 'setTimeout(() => { throw new Error("alone") }, 1);\n1', 26],
    ["a microtask", 'queueMicrotask(() => { throw new Error("alone") });\n1', 30],
  ])("is shown at its cell: %s", async (_, text, column) => {
    const result = await runCell(text);
    expect(result).toMatchObject({ ok: false, error: { message: "alone", line: 1, column } });
    expect(texts(result)).toEqual(["1"]);
  });

  it("is shown at the cell that called, though the function is of another one", async () => {
    const { a, b } = await run('// %% a\nconst f = () => { throw new Error("far") };\n// %% b\nsetTimeout(() => f(), 1);');
    expect(a!.ok).toBe(true);
    expect(b!.error).toMatchObject({ message: "far", line: 1, column: 18 });
  });

  it("is shown at the cell that began it, though another one runs by then", async () => {
    const { a, b } = await run('// %% a\nsetTimeout(() => { throw new Error("of a") }, 10);\n// %% b\nawait new Promise((r) => setTimeout(r, 40));');
    expect(a!.error).toMatchObject({ message: "of a", line: 1, column: 26 });
    expect(b!.ok).toBe(true);
  });

  it("keeps the values of its cell, and goes when the cell next succeeds", async () => {
    const { run, edit, state, texts, shows } = await open('// %% a\nconst x = 1;\nPromise.reject("alone");\nx\n// %% b\nx + 1');
    await run("a");
    await shows("b", "2");
    expect(state("a")).toBe("failed");
    edit("a", "const x = 2;");
    await run("a");
    expect([state("a"), state("b"), texts("b")]).toEqual(["done", "done", ["3"]]);
  });
});

describe("a mistake between cells", () => {
  it("is a name declared twice: both cells say so, others run", async () => {
    const { a, b, c } = await run("// %% a\nconst x = 1;\n// %% b\nlet y = 1,\n  x = 2;\n// %% c\n5");
    expect(a!.error).toMatchObject({ message: "`x` is declared in cells `a` and `b`", line: 1, column: 7 });
    expect(b!.error).toMatchObject({ message: "`x` is declared in cells `a` and `b`", line: 2, column: 3 });
    expect(c!.ok).toBe(true);
  });

  it("is a cycle: each cell of it says so, those below wait", async () => {
    const { a, b, c } = await run("// %% a\nconst x = y;\n// %% b\nconst y = x;\n// %% c\ny");
    expect(a!.error!.message).toBe("these cells wait for each other: `a` needs `y` from `b`, which needs `x` from `a`");
    expect(b!.error).toMatchObject({ line: 1, column: 11 });
    expect(c!.error).toMatchObject({ name: "WaitingError" });
  });

  it("is an assignment to another cell's name", async () => {
    const { a, b } = await run("// %% a\nlet x = 1;\n// %% b\nx = 2;");
    expect(a!.ok).toBe(true);
    expect(b!.error).toMatchObject({
      name: "TypeError",
      message: "`x` belongs to cell `a`: cell `b` can read it but not assign to it",
      line: 1,
      column: 1,
    });
  });
});

describe("a hint is given for", () => {
  it.each([
    ["document.body", "away from the page"],
    ["window.alert(1)", "away from the page"],
    ["localStorage.getItem('a')", "no storage"],
    ["await fetch('/x')", "no network"],
    ["new WebSocket('ws://x')", "no network"],
    ["new XMLHttpRequest()", "no network"],
    ["Plot.plot()", '"@observablehq/plot"'],
    ["d3.sum([])", 'from "d3"'],
    ["new Array(-1)", "Ask for less memory"],
    ["new Float64Array(1e12)", "Ask for less memory"],
    ["x; const x = 1;", "Move the line"],
  ])("%s", async (text, hint) => {
    const error = await errorOf(text);
    expect(error.hint).toContain(hint);
    expect(error.line).toBe(1);
  });

  it.each(["display", "live", "table", "html", "image", "progress"])("%s, where it is not imported", async (name) => {
    const { cell } = await run(`// %% cell\n${name}(1)`);
    expect(cell!.error!.hint).toBe(`Add import { ${name} } from "#notebook" to a cell.`);
  });
});
