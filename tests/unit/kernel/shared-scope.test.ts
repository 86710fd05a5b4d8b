import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { open, run, texts, until } from "./kernel.ts";

const notebook = new URL("../../notebooks/shared-scope.ts", import.meta.url);
const api = '// %% api\nimport { live, slider } from "#notebook";\n';
const counter = "// %% counter\nlet clicks = 0;\nconst click = () => ++clicks;\n";

describe("cells that change and read each other's variables", () => {
  it("do what one module does that holds them all", async () => {
    const results = Object.values(await run(readFileSync(notebook, "utf8")));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(texts(results.at(-1)!)).toEqual(["shown: 3, 6"]);
    // The file throws where a value is another.
    await expect(import(notebook.href)).resolves.toBeDefined();
  });

  it("read what a function changed, and what it changed before they began", async () => {
    const { b, c } = await run(`${counter}// %% b\nclick();\nclick();\nclicks\n// %% c\nclicks`);
    expect([texts(b!), texts(c!)]).toEqual([["2"], ["2"]]);
  });

  it("read it in functions that a third cell calls", async () => {
    const { d } = await run(`${counter}// %% b\nconst twice = () => 2 * clicks;\n// %% d\nclick();\n[twice(), click(), twice()]`);
    expect(texts(d!)).toEqual(["[2, 2, 4]"]);
  });

  it("need no semicolons", async () => {
    const { b } = await run("// %% a\nlet f = () => 1\nconst set = (g: () => number) => { f = g }\n// %% b\nconst a = f\nset(() => 2)\nf()\nf()");
    expect(texts(b!)).toEqual(["2"]);
  });

  it.each(["__proto__", "constructor", "toString", "$", "_", "of", "async", "été", "read", "now", "name", "Map", "setTimeout"])(
    "may call them what they like: %s",
    async (name) => {
      const { b } = await run(
        `// %% a\nlet ${name} = 0;\nconst set = () => { ${name} = 5 };\n// %% b\nconst before = ${name};\nset();\n[before, ${name}]`,
      );
      expect(texts(b!)).toEqual(["[0, 5]"]);
    },
  );

  it('may begin with "use strict"', async () => {
    const { b } = await run(`${counter}// %% b\n"use strict";\nclick();\nclicks`);
    expect(texts(b!)).toEqual(["1"]);
  });
});

describe("a live value", () => {
  it("and what its generator counts belong to the same step", async () => {
    const count = "let steps = 0;\nconst value = live(function* () { while (steps < 40) yield 10 * ++steps; });";
    const { b } = await run(
      `${api}// %% a\n${count}\n// %% b\nif (value !== 10 * steps) throw new Error(\`\${value} at \${steps}\`);\n[value, steps]`,
    );
    expect(b!.error).toBeUndefined();
    expect(texts(b!)).toEqual(["[400, 40]"]);
  });

  it("gives way to what a function assigns to its name", async () => {
    const { b } = await run(
      `${api}// %% a\nlet value = live(function* () { yield 1; yield 2; });\nconst end = () => { value = 9; };\n// %% b\nconst before = value;\nend();\n[before, value]`,
    );
    // At each step the cell runs again, and the name stays what was assigned to it.
    expect(texts(b!).at(-1)).toBe("[9, 9]");
  });

  it("with two names is made once", async () => {
    const { b } = await run(
      `${api}// %% a\nlet made = 0;\nconst make = () => live(function* () { yield ++made; });\n// %% two\nconst [one, other] = Array(2).fill(make());\n// %% b\n[one, other, made]`,
    );
    expect(texts(b!)).toEqual(["[1, 1, 1]"]);
  });
});

describe("a variable that changed", () => {
  it("does not run again the cells that showed it; they show it as it is when they next run", async () => {
    const { run, runs, texts } = await open(`${counter}// %% shows\nclicks\n// %% clicks-twice\nclick();\nclick();`);
    await run("shows", "clicks-twice");
    expect(runs()).toEqual(["counter", "shows", "clicks-twice"]);
    expect(texts("shows")).toEqual(["0"]);
    await run("shows");
    expect(runs()).toEqual(["shows"]);
    expect(texts("shows")).toEqual(["2"]);
  });

  it("is another one when its cell runs again: who began before goes on with the one it had, until it runs again", async () => {
    const { run, edit, texts, state, shows } = await open(
      `${counter}// %% clock tags=["expensive"]\nconst clock = setInterval(() => console.log([click(), clicks].join(" ")), 5);`,
    );
    await run("clock");
    await shows("clock", "1 1\n2 2");
    edit("counter", "let clicks = 1000;\nconst click = () => ++clicks;");
    await run("counter");
    expect(state("clock")).toBe("stale");
    const lines = () => texts("clock").join("\n").split("\n");
    const before = lines().length;
    await until(() => lines().length > before + 2);
    // What is counted goes on where it was, and what is read is what is counted.
    expect(lines()).toEqual(lines().map((_, i) => `${i + 1} ${i + 1}`));
    await run("clock");
    await shows("clock", "1001 1001\n1002 1002");
  });

  it("is seen by a timer and by what goes on after an await", async () => {
    const { run, shows, texts } = await open(
      `${counter}// %% watches\nconst watch = setInterval(() => { if (clicks > 0) { console.log("timer", clicks); clearInterval(watch); } }, 1);\nvoid (async () => {\n  const before = clicks;\n  while (clicks === before) await new Promise((resolve) => setTimeout(resolve, 1));\n  console.log("await", clicks);\n})();\n// %% acts\nawait new Promise((resolve) => setTimeout(resolve, 20));\nclick();`,
    );
    await run("watches", "acts");
    await shows("watches", "await 1");
    await shows("watches", "timer 1");
    expect(texts("watches").join()).not.toContain(" 0");
  });

  it("is read as it was when the cell began where no function can change it", async () => {
    const { b } = await run("// %% a\nlet x = 1;\nx = 2;\nconst y = { z: 3 };\n// %% b\ny.z = 4;\n[x, y.z]");
    expect(texts(b!)).toEqual(["[2, 4]"]);
  });
});

describe("an error in a cell that reads a changing variable", () => {
  const a = '// %% a\nlet x: any, f: any = () => { throw new Error("far") };\nconst set = () => { x = f = 1; };\nconst k = x, g = f;\n';
  it.each([
    ["x()", 1, 1],
    ["  x (1);", 1, 3],
    ["const a = 1; x /* ( */ (a); x", 1, 14],
    ["x\n  (1)", 1, 1],
    ["[1, x, x(1)]", 1, 8],
    ["x<string>(1)", 1, 1],
    ["new x(3)", 1, 1],
    ["x.a", 1, 3],
    ["x\n  .a.b;", 2, 4],
    ["x?.a; [x, x]; x.a()", 1, 17],
    ["x[0]", 1, 2],
    ["const a = { x, b: x.c };", 1, 21],
    ["for (const a of x);", 1, 17],
    ["[...x]", 1, 5],
    ["const a = [x, x], { b } = x;", 1, 21],
    ["const t = `${x} ${x} ${x.a}`;", 1, 26],
    ["1 + x;\n  x || x.a; x", 2, 10],
    ["typeof x; null!.a", 1, 17],
    ["(() => x + x.a)()", 1, 14],
    ["await null;\nx; await x.a", 2, 12],
    ["class A { b = x; c = x.d }\nnew A()", 1, 24],
    ["((a = x.b) => a)()", 1, 9],
    ["x; 1 in x", 1, 6],
    ["x; nothing", 1, 4],
    ["x; f(1)", 1, 4],
    ["[x, f(f(1))]", 1, 7],
    ["x; f  \n (x)", 1, 4],
    ["x; f`a${x}`", 1, 5],
    ["x; f?.(1)", 1, 7],
    ["x; [1].map(f)", 1, 8],
    ["x; new f()", 1, 4],
    ["const run = () => { x; f(x) };\nrun()", 1, 24],
  ])("says what and where it is as any other: %j", async (text, line, column) => {
    const { b } = await run(`${a}// %% b\n${text}`);
    expect(b!.error).toMatchObject({ line, column });
    // The same with names that no function changes, which the cell is given as values.
    const { b: other } = await run(`${a}// %% b\n${text.replace(/\bx\b/g, "k").replace(/\bf\b/g, "g")}`);
    const message = other!.error!.message.replace(/\bk\b/g, "x").replace(/\bg\b/g, "f");
    expect(b!.error).toEqual({ ...other!.error, message });
  });

  it("is shown to the cell that catches it in the cell's own words", async () => {
    const { b } = await run(`${counter}// %% b\nimport { display } from "#notebook";\ntry { (clicks as any)(1) } catch (error) { display(error) }`);
    expect(texts(b!)).toEqual(["TypeError: clicks is not a function"]);
  });
});
