import { describe, expect, it } from "vitest";
import { CONSOLE, HTML, JSON_TYPE, PNG, PROGRESS } from "../../../src/kernel/protocol/mime.ts";
import { open, run, runCell, texts, until, wait } from "./kernel.ts";

describe("a notebook runs", () => {
  it("in the order in which cells need each other, not in the file's", async () => {
    const { c, b, a } = await run("// %% c\nsum * 2\n// %% b\nconst sum = one + 1;\nsum\n// %% a\nconst one = 1;\none");
    expect([a, b, c].map((cell) => texts(cell!))).toEqual([["1"], ["2"], ["4"]]);
    expect([a, b, c].every((cell) => cell!.ok)).toBe(true);
  });

  it("with await at the top of a cell, its values awaited by those that read them", async () => {
    const { a, b } = await run("// %% a\nconst x = await new Promise<number>((resolve) => setTimeout(() => resolve(7), 5));\n// %% b\nx");
    expect(a!.outputs).toEqual([]);
    expect(texts(b!)).toEqual(["7"]);
  });

  it("after its types were taken out", async () => {
    const { cell } = await run(
      "// %% cell\ninterface P { x: number }\ntype Q = P;\nclass C<T> { private y: T; constructor(y: T) { this.y = y } get z(): T { return this.y } }\nconst p = { x: 1 } satisfies Q as P;\nnew C<number>(p.x!).z as unknown",
    );
    expect(cell).toMatchObject({ ok: true, outputs: [{ "text/plain": "1" }] });
  });

  it("in strict mode, whether a cell asks for it or not", async () => {
    const { a, b } = await run(
      '// %% a\n"use strict";\n(function () { return this })() === undefined\n// %% b\n(function () { return this })() === undefined',
    );
    expect([texts(a!), texts(b!)]).toEqual([["true"], ["true"]]);
  });

  it("with no process, require or Buffer, as in a browser", async () => {
    expect(texts(await runCell("[typeof process, typeof require, typeof Buffer, typeof module, typeof document]"))).toEqual([
      '["undefined", "undefined", "undefined", "undefined", "undefined"]',
    ]);
  });

  it("with what both Node and a browser's worker have", async () => {
    const { ok, outputs } = await runCell(
      'const packed = new Blob(["hello"]).stream().pipeThrough(new CompressionStream("gzip"));\nawait new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text()',
    );
    expect(ok).toBe(true);
    expect(texts({ outputs })).toEqual(["hello"]);
  });
});

describe("a cell shows", () => {
  it.each([
    ["1 + 1", ["2"]],
    ["1 + 1;", ["2"]],
    ["1 + 1 // two", ["2"]],
    ["(1, 2)", ["2"]],
    ['const x = 1\n"text"', ["text"]],
    ["Promise.resolve(3)", ["3"]],
    ["undefined", []],
    ["Promise.resolve()", []],
    ["null", ["null"]],
    ["const x = 1;", []],
    ["if (true) { 5 }", []],
    ["", []],
    ["// nothing", []],
  ])("the last expression of %j as %j", async (text, shown) => {
    expect(await runCell(text)).toMatchObject({ ok: true });
    expect(texts(await runCell(text))).toEqual(shown);
  });

  it("what display is given, before the last expression, also from functions and after an await", async () => {
    expect(texts(await runCell('const f = () => display("f");\ndisplay(1); f(); await null; display(undefined); "last"'))).toEqual([
      "1",
      "f",
      "undefined",
      "last",
    ]);
  });

  it("under itself what a function of another cell displays under that one", async () => {
    const { a, b } = await run('// %% a\nimport { display } from "#notebook";\nconst f = () => { display("from a"); return 1 };\n// %% b\nf()');
    expect(texts(b!)).toEqual(["1"]);
    expect(texts(a!)).toEqual(["from a"]);
  });

  it("what it writes to the console, in order, with levels, between its displays", async () => {
    const { outputs } = await runCell(
      'console.log("a", 1, { b: [2] }); console.log("c"); console.warn("w"); display("d"); console.error(new Error("e")); console.info("i"); console.debug("g")',
    );
    expect(outputs.map((bundle) => [(bundle[CONSOLE] as { level: string } | undefined)?.level, bundle["text/plain"]])).toEqual([
      ["log", "a 1 { b: [2] }\nc"],
      ["warn", "w"],
      [undefined, "d"],
      ["error", "Error: e"],
      ["info", "i"],
      ["debug", "g"],
    ]);
  });

  it("what the console's other functions say", async () => {
    const result = await runCell(
      'console.group("g"); console.log("in"); console.groupEnd(); console.assert(1 > 2, "small"); console.count(); console.count(); console.dir([1]); console.time("t"); console.clear(); console.table(5)',
    );
    expect(result.ok).toBe(true);
    expect(texts(result)).toEqual(["g\n  in", "Assertion failed: small", "default: 1\ndefault: 2\n[1]\n5"]);
  });

  it("rows as a table, the first of them, with the rest counted", async () => {
    const { outputs } = await runCell('table([{ n: 1, name: "<b>" }, { n: 22, name: null }, { n: 3, name: "c" }], { rows: 2, caption: "Three" })');
    expect(outputs[0]!["text/plain"]).toBe("Three\n n  name\n 1  <b>\n22\n… 1 more rows");
    expect(outputs[0]![HTML]).toContain("<caption>Three</caption>");
    expect(outputs[0]![HTML]).toContain("<td>&#60;b&#62;</td>");
    expect(outputs[0]![JSON_TYPE]).toHaveLength(3);
  });

  it("rows given to console.table, too", async () => {
    expect((await runCell("console.table([{ a: 1 }])")).outputs[0]![JSON_TYPE]).toEqual([{ a: 1 }]);
  });

  it("markup with its values escaped, but for markup in it", async () => {
    const { outputs } = await runCell(
      'const name = "<script>alert(1)</script>";\nhtml`<p title="${\'"\'}">${name} ${[html`<i>a</i>`, "&"]}${null}</p>`',
    );
    expect(outputs[0]![HTML]).toBe('<p title="&#34;">&#60;script&#62;alert(1)&#60;/script&#62; <i>a</i>&#38;</p>');
    expect(outputs[0]!["text/plain"]).toBe("<script>alert(1)</script> a&");
  });

  it("pixels as a picture", async () => {
    const { outputs } = await runCell('image({ width: 2, height: 1, data: [0, 255], scale: 3, alt: "black and white" })');
    // A PNG's first eight bytes, https://www.w3.org/TR/png-3/#3PNGsignature; its size stands at bytes 16 and 20.
    const bytes = Buffer.from(outputs[0]![PNG] as string, "base64");
    expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([6, 3]);
    expect(outputs[0]!["text/plain"]).toBe("black and white");
  });

  it("progress in place, one bar for each label, with numbers only", async () => {
    const { outputs, ok } = await runCell(
      'for (let i = 1; i <= 3; i++) { progress(i, 3); progress(i * 10, 30, "b") } progress(Symbol.iterator ? "4" : 0, 5, "c")',
    );
    expect(ok).toBe(true);
    expect(texts({ outputs })).toEqual(["3 of 3", "b: 30 of 30", "c: 4 of 5"]);
    expect(outputs.map((bundle) => bundle[PROGRESS])).toEqual([
      { value: 3, max: 3 },
      { value: 30, max: 30, label: "b" },
      { value: 4, max: 5, label: "c" },
    ]);
  });

  it("what a timer displays after the cell is done, until the cell runs again", async () => {
    const { run, shows, texts, edit } = await open('// %% a\nimport { display } from "#notebook";\nsetTimeout(() => display("late"), 30);\n"soon"');
    await run("a");
    expect(texts("a")).toEqual(["soon"]);
    edit("a", '"new"');
    await Promise.all([run("a"), new Promise((resolve) => setTimeout(resolve, 60))]);
    expect(texts("a")).toEqual(["new"]);
    edit("a", 'import { display } from "#notebook";\nsetTimeout(() => display("late"), 30);\n"soon"');
    await run("a");
    await shows("a", "late");
    expect(texts("a")).toEqual(["soon", "late"]);
  });
});

describe("a cell refuses, and says what it takes,", () => {
  it.each([
    ["table(5)", /array of objects/],
    ["table([1])", /array of objects/],
    ["image({ width: 2, height: 2, data: [1] })", /4 pixels; data has 1/],
    ["image({ width: 0, height: 2, data: [] })", /whole numbers/],
    ["image({ width: 1e5, height: 1e5, data: [] })", /8192/],
    ["live(5)", /generator function/],
    ["display(live(function* () {}))", /cannot be displayed/],
  ])("%s", async (text, message) => {
    const { ok, error } = await runCell(text);
    expect(ok).toBe(false);
    expect(error!.message).toMatch(message);
    expect(error).toMatchObject({ line: 1 });
  });
});

describe("a live value", () => {
  const api = '// %% api\nimport { display, live, progress } from "#notebook";\n';

  it("shows its last step, and those who read it see that", async () => {
    const { a, b } = await run(
      `${api}// %% b\nn * 10\n// %% a\nconst n = live(async function* () { for (let i = 1; i <= 5; i++) { yield i; await new Promise((r) => setTimeout(r, 10)) } });`,
    );
    expect([texts(a!), texts(b!)]).toEqual([["5"], ["50"]]);
  });

  it("shows and hands on its steps while it runs", async () => {
    const { run, heard } = await open(
      `${api}// %% a\nconst n = live(function* () { for (let i = 1; i <= 3; i++) { yield i; const t = performance.now(); while (performance.now() - t < 40); } });\n// %% b\nn`,
    );
    await run("a");
    const shown = heard.flatMap((message) => (message.type === "outputs" ? message.bundles.map((bundle) => bundle["text/plain"]) : []));
    // Both cells show the first step, long before the last: how many between depends on how busy the machine is.
    expect(shown.slice(0, 2)).toEqual(["1", "1"]);
    expect(shown.slice(-1)).toEqual(["3"]);
  });

  it("hands on to cells that were not asked for nothing", async () => {
    const { run, runs } = await open(`${api}// %% a\nconst n = live(function* () { yield 1; yield 2 });\n// %% b\nn\n// %% c\nn + 1`);
    await run("c");
    expect(new Set(runs())).toEqual(new Set(["a", "c"]));
  });

  it("is shown by what display is given before the yield, which the next step replaces", async () => {
    const { a } = await run(
      `${api}// %% a\ndisplay("before");\nconst n = live(function* () { for (let i = 0; i < 3; i++) { display("x" + i); display("y" + i); yield i } });`,
    );
    expect(texts(a!)).toEqual(["before", "x2", "y2"]);
  });

  it("keeps console lines and progress through its steps", async () => {
    const { a } = await run(
      `${api}// %% a\nconst n = live(function* () { for (let i = 1; i <= 3; i++) { console.log("line " + i); progress(i, 3); yield i } });`,
    );
    expect(texts(a!)).toEqual(["3", "line 1", "3 of 3", "line 2\nline 3"]);
  });

  it("shows nothing for a bare yield", async () => {
    const { a } = await run(`${api}// %% a\nlive(function* () { console.log("a"); yield; console.log("b"); yield; });`);
    expect(texts(a!)).toEqual(["a\nb"]);
  });

  it("without a name is followed where it is the last expression", async () => {
    expect(texts(await runCell("live(function* () { yield 1; yield 2 })"))).toEqual(["2"]);
  });

  it("is read by another live value when it is done", async () => {
    const { b, c } = await run(
      `${api}// %% a\nconst n = live(function* () { for (let i = 1; i <= 4; i++) { yield i; const t = performance.now(); while (performance.now() - t < 20); } });\n// %% b\nimport { live } from "#notebook";\nconst m = live(function* () { yield n; yield n * 2 });\n// %% c\nm + n`,
    );
    expect([texts(b!), texts(c!)]).toEqual([["8"], ["12"]]);
  });

  it("that fails leaves those who read it waiting, though it had values", async () => {
    const { a, b } = await run(`${api}// %% a\nconst n = live(function* () { yield 1; throw new Error("no more") });\n// %% b\nn`);
    expect(a!.error).toMatchObject({ message: "no more", line: 1, column: 46 });
    expect(b!.error).toMatchObject({ name: "WaitingError", message: "waits for cell a, which has no value" });
  });

  it("shows its last step, however fast 10,000 of them come, and however much each displays and logs", async () => {
    const { outputs } = await runCell("live(function* () { for (let i = 1; i <= 10_000; i++) yield i })");
    expect(texts({ outputs })).toEqual(["10000"]);
    const noisy = await runCell(
      'live(function* () { for (let i = 1; i <= 1000; i++) { console.log("x".repeat(1000)); for (let j = 0; j < 250; j++) display(i + "." + j); yield i } })',
    );
    expect(noisy.outputs.length).toBeLessThanOrEqual(202);
    expect(texts(noisy)[0]).toBe("1000.0");
    expect(texts(noisy).at(-1)).toMatch(/^… and \d+ more, not shown$/);
  });
});

describe("a step of a live value", () => {
  // Counts how often it is written down.
  const PROBE =
    'const probe = (i) => ({ nodeType: 1, localName: "p", namespaceURI: "", childNodes: [], getAttribute: () => null, get attributes() { globalThis.drawn = (globalThis.drawn ?? 0) + 1; return [{ name: "id", value: "n" + i }] } });';

  it("is drawn only where it is sent: of 10,000 few, and the last", async () => {
    const { a, b } = await run(
      `// %% api\nimport { live } from "#notebook";\n${PROBE}\n// %% a\nconst x = live(function* () { for (let i = 1; i <= 10_000; i++) yield probe(i) });\n// %% b\n[typeof x, globalThis.drawn]`,
    );
    expect(JSON.stringify(a!.outputs)).toContain("<p id=");
    const drawn = Number(/, (\d+)\]/.exec(texts(b!)[0]!)![1]);
    console.log(`10,000 steps, ${drawn} drawn`);
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThan(1000);
  });

  it("is shown as it was yielded, though the generator changes it after a while", async () => {
    const { run, heard } = await open(
      '// %% a\nimport { live } from "#notebook";\nconst busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };\nlive(function* () { const box = { n: 0, whole: true }; for (let i = 1; i <= 6; i++) { box.whole = false; busy(20); box.n = i; box.whole = true; yield box; } })',
    );
    await run("a");
    const shown = heard.flatMap((message) => (message.type === "outputs" ? message.bundles.map((bundle) => bundle["text/plain"]) : []));
    expect(shown.filter((text) => text.includes("false"))).toEqual([]);
    expect(shown.at(-1)).toContain("n: 6");
  });

  it("stands until the next one is there, and does not leave more than that one shows", async () => {
    const { run, heard, texts } = await open(
      '// %% a\nimport { display, live } from "#notebook";\nlive(function* () { for (let i = 3; i > 0; i--) { for (let j = 0; j < i; j++) display(i + "." + j); const end = performance.now() + 50; while (performance.now() < end); yield; } })',
    );
    await run("a");
    expect(texts("a")).toEqual(["1.0"]);
    // Nothing was taken away before something else stood there.
    const ends = heard.flatMap((message) => (message.type === "outputs" ? [message.from + message.bundles.length] : []));
    expect(Math.min(...ends.slice(ends.indexOf(3)))).toBe(1);
    expect(ends.at(-1)).toBe(1);
  });
});

describe("timers", () => {
  it("that go on after their cell is done are said to, and Stop ends them", async () => {
    const { run, session, texts } = await open('// %% a\nimport { display } from "#notebook";\nsetInterval(() => display("tick"), 10);');
    await run("a");
    await until(() => texts("a").length > 2);
    expect(session.status("a")).toMatchObject({ state: "done", ticking: true });
    await session.stop();
    await until(() => session.status("a").state === "done" && !("ticking" in session.status("a")));
    await wait(60);
    const { length } = texts("a");
    await wait(120);
    expect(texts("a")).toHaveLength(length);
  });

  it("are known by a number, by which another cell may end them: then nothing goes on", async () => {
    const { run, edit, texts, session } = await open("// %% a\nconst t = setInterval(() => {}, 5);\ntypeof t");
    await run("a");
    expect(texts("a")).toEqual(["number"]);
    await until(() => session.stoppable);
    edit("b", "clearInterval(t);\nclearTimeout(undefined);");
    await run("b");
    await until(() => !session.stoppable);
  });

  it("may be cleared by the cell, and called by names that a cell gives to something else", async () => {
    const { a, b } = await run(
      "// %% a\nlet n = 0;\nconst t = setInterval(() => n++, 5);\nawait new Promise((r) => setTimeout(r, 40));\nclearInterval(t);\nn > 0\n// %% b\n{ const setTimeout = 5; setTimeout }",
    );
    expect(texts(a!)).toEqual(["true"]);
    expect(b!.ok).toBe(true);
  });
});

describe("an import", () => {
  it("may be of a namespace, names, aliases, everything or nothing, and be shared with other cells", async () => {
    const { a, b, c } = await run(
      '// %% b\n[typeof d3.sum, typeof max, typeof smallest, typeof Plot.plot, typeof shown]\n// %% a\nimport * as d3 from "d3";\nimport { max, min as smallest } from "d3";\nimport * as Plot from "@observablehq/plot";\nimport { display as shown } from "#notebook";\nimport "d3";\nimport type { Axis } from "d3";\n// %% c\nconst { mean } = await import("d3");\nmean([1, 2, 3])',
    );
    expect(a).toMatchObject({ ok: true, outputs: [] });
    expect(texts(b!)).toEqual(['["function", "function", "function", "function", "function"]']);
    expect(texts(c!)).toEqual(["2"]);
  });

  it.each([
    ['import everything from "d3";', 'Write import * as everything from "d3".'],
    ['import { default as whole } from "@observablehq/plot";', 'Write import * as whole from "@observablehq/plot".'],
    ['import T from "#tensor";', 'Write import * as T from "#tensor".'],
    ['import max from "d3";', 'Write import { max } from "d3".'],
    ['import decisionTree from "#ml/decision-tree";', 'Write import { DecisionTree as decisionTree } from "#ml/decision-tree".'],
    ['import slider from "#notebook";', 'Write import { slider } from "#notebook".'],
  ])("of the default says that there is none, and what to write: %s", async (text, hint) => {
    const specifier = /from (".+")/.exec(text)![1];
    const { error } = await runCell(text);
    expect(error).toMatchObject({ name: "SyntaxError", message: `${specifier} has no default export`, hint, line: 1 });
  });

  it("of a name that does not exist names the one that was meant", async () => {
    expect((await runCell('const x = 1;\nimport { maxx } from "d3";')).error).toMatchObject({
      message: '"d3" does not export maxx',
      hint: "Did you mean max?",
      line: 2,
      column: 10,
    });
  });

  it("that is not offered says so, and what is meant or offered", async () => {
    expect((await runCell('import fs from "node:fs";')).error).toMatchObject({
      name: "ImportError",
      message: '"node:fs" is not offered here',
      hint: expect.stringContaining("#notebook"),
      line: 1,
      column: 8,
    });
    expect((await runCell('import { x } from "#notebok";')).error).toMatchObject({ hint: 'Did you mean "#notebook"?' });
  });

  it("that is not offered says so where import() was called, and can be caught", async () => {
    expect((await runCell('const a = 1;\nconst x = await import("lodash");')).error).toMatchObject({
      name: "ImportError",
      message: '"lodash" is not offered here',
      line: 2,
      column: 17,
    });
    expect(texts(await runCell('await import("lodash").catch((error) => error.message)'))).toEqual(['"lodash" is not offered here']);
  });

  it("in a cell that has a syntax error now is waited for", async () => {
    const { edit, run, session } = await open('// %% a\nimport { sum } from "d3";\n// %% b\nsum([1, 2])');
    await run("a", "b");
    edit("a", 'import { sum } from "d3";\nconst = 1;');
    await run("a");
    await run("b");
    expect(session.status("b")).toEqual({ state: "waiting", on: "a" });
    edit("a", 'import { sum } from "d3";');
    await run("a", "b");
    expect(session.status("b").state).toBe("done");
  });
});
