import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/parse.ts";
import { marked, problems, problemsOf, serviceOf, setCells } from "./service.ts";

const root = new URL("../../../", import.meta.url);
const notebooks = ["notebooks/", "tests/notebooks/"]
  .flatMap((folder) => readdirSync(new URL(folder, root)).map((file) => folder + file))
  .filter((file) => file.endsWith(".ts"));

describe("a notebook as one program", () => {
  it.each(notebooks)("%s has no mistakes", (file) => {
    const cells = parseNotebook(readFileSync(new URL(file, root), "utf8")).filter(({ kind }) => kind === "code");
    expect(problemsOf(Object.fromEntries(cells.map(({ name, text }) => [name, text])))).toEqual({});
  });

  it("knows the types of other cells' names", () => {
    const found = problemsOf({ a: "let count = 3;", b: 'count.toUpperCase(); const word: string = "x";', c: "word.toUpperCase();" });
    expect(found).toEqual({ b: ["A value of type `number` has no `toUpperCase`."] });
  });

  it("carries a narrowing of one cell into the next", () => {
    const maybe = "declare const maybe: string | undefined;";
    expect(problemsOf({ a: maybe, b: "maybe.length" })).toEqual({
      b: ["`maybe` may be `undefined`. Check it first, or write `?.` before the member."],
    });
    expect(problemsOf({ a: maybe, check: 'if (maybe === undefined) throw new Error("none");', b: "maybe.length" })).toEqual({});
  });

  it("ends at each cell the narrowings of a variable that a function changes: it may have been called", () => {
    const best = "let best: { score: number } | null = null;\nconst train = () => { best = { score: 1 }; };";
    expect(problemsOf({ a: best, b: "train();\nif (best) best.score.toFixed();" })).toEqual({});
    expect(problemsOf({ a: best, b: "best.score" })).toEqual({ b: [expect.stringContaining("may be `null`")] });
    const mode = 'let mode: "on" | "off" = "on";\nconst flip = () => { mode = "off"; };';
    expect(problemsOf({ a: mode, b: 'if (mode === "on") flip();', c: 'mode === "off"' })).toEqual({});
    expect(problemsOf({ a: mode, b: 'mode === "of"' })).toEqual({ b: [expect.stringContaining("can never be equal")] });
    // A cell that declares a name again is read in a module of its own.
    expect(problemsOf({ a: mode, b: "const y = 1;", c: 'const y = 2;\nmode === "off"' })).toEqual({
      c: [expect.stringContaining("`y` is declared in cell `b` already")],
    });
  });

  it("reads a live value as the value that it yields", () => {
    const live = 'import { live } from "#notebook";\nconst step = live(function* () { yield { loss: 1 }; });';
    expect(problemsOf({ a: live, b: "step.loss.toFixed(2)" })).toEqual({});
    expect(problemsOf({ a: live, b: "step.los" })).toEqual({ b: [expect.stringContaining("Did you mean `loss`?")] });
  });

  it("lets a cell read from one that stands below it", () => {
    expect(problemsOf({ plot: "rows.length + twice(2)", data: "const rows = [1]; function twice(n: number) { return 2 * n; }" })).toEqual({});
  });

  it("finds no fault with what cells may do that files may not", () => {
    const cells = {
      imports: 'const before = 1;\nimport { seed } from "#base/random";\nexport const random = seed(before);',
      waits: "const waited = await Promise.resolve(1);\nfor await (const n of [waited]) console.log(n);",
      shows: "waited + 1;\n[random.int(3)]",
      unused: "function never(unread: number) {}\nconst alone = 1;",
      ends: 'throw new Error("on purpose");',
      goesOn: "const after = waited;\nafter.toFixed()",
      comment: "// nothing",
      empty: "",
    };
    expect(problemsOf(cells)).toEqual({});
  });

  it("follows the cells as they change", () => {
    const service = serviceOf({ a: "const x = 1;", b: "x.toFixed()" });
    expect(problems(service, { a: "", b: "" })).toEqual({});
    setCells(service, { a: 'const x = "1";', b: "x.toFixed()" });
    expect(service.diagnostics("b").map(({ message }) => message)).toEqual([expect.stringContaining("`toFixed`")]);
    setCells(service, { b: "x.toFixed()" });
    expect(service.diagnostics("b").map(({ message }) => message)).toEqual(["No cell declares or imports `x`."]);
  });
});

describe("names declared twice", () => {
  it("are reported once, in the later cell, with the earlier one's name", () => {
    const cells = { first: "const x = 1;\nx.toFixed()", second: 'const y = 2;\nlet x = "a";\nx.toUpperCase()', third: "x.toFixed()" };
    const service = serviceOf(cells);
    expect(problems(service, cells)).toEqual({
      second: ["`x` is declared in cell `first` already. Give one of them another name: the cells of a page share one scope."],
    });
    const [diagnostic] = service.diagnostics("second");
    expect([diagnostic!.from, marked(cells.second, diagnostic!)]).toEqual([17, "x"]);
  });

  it.each([
    ["a function", "function f() { return 1; }"],
    ["a class", "class f {}"],
    ["a type", "type f = number;"],
    ["a destructured name", "const { f } = { f: 1 };"],
    ["an import", 'import { seed as f } from "#base/random";'],
  ])("%s", (_, text) => {
    expect(problemsOf({ a: text, b: text.replace("#base/random", "#lm/bigram").replace("seed", "Bigram") })).toEqual({
      b: [expect.stringContaining("`f` is declared in cell `a` already")],
    });
  });

  it("are none when both cells write the same import", () => {
    const line = 'import { seed } from "#base/random";\nimport * as Plot from "@observablehq/plot";\n';
    expect(problemsOf({ a: `${line}seed(1).int(2)`, b: `${line}seed(1).int(2)`, c: "seed(1).int(2)" })).toEqual({});
    expect(problemsOf({ a: line, b: `${line}seed("one")` })).toEqual({ b: [expect.stringContaining("the function wants `number`")] });
  });

  it("are none when one is an interface that goes on", () => {
    expect(problemsOf({ a: "interface Row { a: number }", b: "interface Row { b: number }", c: "const row: Row = { a: 1, b: 2 };" })).toEqual({});
  });
});

describe("a cell that cannot be read", () => {
  it("says so itself, and leaves the others alone", () => {
    const service = serviceOf({ a: "const rows = [1, 2];", b: "rows.length" });
    expect(problems(service, { a: "", b: "" })).toEqual({});
    const broken = { a: "const rows = [1, 2", b: "rows.length" };
    setCells(service, broken);
    expect(problems(service, broken)).toEqual({ a: ["The cell ends too early: a bracket or quote is not closed."] });
    expect(service.diagnostics("a")[0]!.original).toMatch(/^TS1005/);
  });

  it("still declares its names, when it never could be read", () => {
    expect(problemsOf({ a: "const rows = [1, 2", b: "rows.length" })).toEqual({ a: [expect.any(String)] });
  });

  it("does not swallow the cells after it", () => {
    const cells = { a: "function f() {", b: 'const n: number = "x";', c: "`unclosed", d: "n.toFixed()" };
    expect(Object.keys(problemsOf(cells))).toEqual(["a", "b", "c"]);
  });

  it("is told about what the notebook does not run, though TypeScript would", () => {
    expect(problemsOf({ a: "let n = 1;", b: "n = 2;" })).toEqual({
      b: [
        expect.stringMatching(
          /^`n` belongs to cell `a`: cell `b` can read it but not assign to it\. Write a function in cell `a` that assigns to it \(/,
        ),
      ],
    });
    expect(problemsOf({ a: "enum Kind { One }" })).toEqual({ a: [expect.stringMatching(/^`enum` does not work in a cell\. Use a union/)] });
    expect(Object.keys(problemsOf({ a: "const x = y;", b: "const y = x;" }))).toEqual(["a", "b"]);
  });
});

describe("what a cell has", () => {
  it.each(["document.title", "window.name", "localStorage.length", "fetch", "new XMLHttpRequest()", "process.env", "require", "self"])(
    "no %s",
    (code) => {
      expect(Object.keys(problemsOf({ a: code }))).toEqual(["a"]);
    },
  );

  it("names the page's parts for what they are", () => {
    expect(problemsOf({ a: "document.title" })).toEqual({ a: ["`document` is a part of the page: cells run away from it and have none."] });
  });

  it("elements of charts, though no page", () => {
    const cell =
      'import * as Plot from "@observablehq/plot";\nimport * as d3 from "d3";\nconst svg = Plot.dot([1]).plot();\nsvg.setAttribute("role", "img");\nd3.select(svg).append("g").attr("x", 1);';
    expect(problemsOf({ a: cell })).toEqual({});
  });

  it("pictures, drawn in a browser's worker", () => {
    const draw =
      'const canvas = new OffscreenCanvas(60, 40);\nconst context = canvas.getContext("2d", { willReadFrequently: true })!;\ncontext.fillStyle = "tomato";\ncontext.arc(20, 20, 9, 0, 7);\ncontext.fill();\ncontext.fillText("seven", 2, 12);';
    const cells = {
      draw,
      show: "const pixels: ImageData = context.getImageData(0, 0, canvas.width, canvas.height);\npixels",
      make: "const grey = new ImageData(2, 1);\ngrey.data.set([0, 0, 0, 255]);\ncontext.putImageData(grey, 0, 0);\ncontext.drawImage(await createImageBitmap(grey), 4, 4);",
    };
    expect(problemsOf(cells)).toEqual({});
    expect(problemsOf({ draw, b: "context.fillRectangle(0, 0, 9, 9);" })).toEqual({ b: [expect.stringContaining("no `fillRectangle`")] });
    expect(problemsOf({ draw, b: "canvas.toDataURL()" })).toEqual({ b: [expect.stringContaining("no `toDataURL`")] });
  });

  it("the strictness of the repository's notebooks, in which an item of an array is taken to be there", () => {
    expect(problemsOf({ a: "[1, 2].at(0).toFixed()" })).toEqual({ a: ["This may be `undefined`. Check it first, or write `?.` before the member."] });
    expect(problemsOf({ a: "[1, 2][0].toFixed()" })).toEqual({});
  });

  it("modules by their names alone", () => {
    expect(problemsOf({ a: 'import { gini } from "#ml/decision-three";' })).toEqual({
      a: ['"#ml/decision-three" is not offered here. Did you mean "#ml/decision-tree"?'],
    });
    expect(problemsOf({ a: 'import { readFile } from "node:fs";' })).toEqual({ a: [expect.stringContaining("Cells can import")] });
  });
});
