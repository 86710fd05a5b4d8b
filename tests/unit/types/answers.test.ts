import { describe, expect, it } from "vitest";
import type { QuickFix } from "../../../src/components/notebook/types/messages.ts";
import { cursor, serviceOf } from "./service.ts";

const others = { data: 'import { penguins } from "#datasets/penguins";\nconst lengths = penguins.rows.map(({ billLength }) => billLength);' };

/** A service over two cells, the second with the cursor in it. */
function at(textWithCursor: string) {
  const { text, at } = cursor(textWithCursor);
  return { text, at, service: serviceOf({ ...others, here: text }) };
}

function completions(textWithCursor: string) {
  const { service, at: offset, text } = at(textWithCursor);
  const found = service.completions("here", offset);
  return { labels: found?.items.map(({ label }) => label) ?? [], items: found?.items ?? [], from: found?.from, text };
}

function applied(text: string, { changes }: QuickFix): string {
  return changes.toSorted((a, b) => b.from - a.from).reduce((all, { from, to, insert }) => all.slice(0, from) + insert + all.slice(to), text);
}

describe("completions", () => {
  it("are the members of a value that another cell made", () => {
    expect(completions("penguins.|").labels).toEqual(["featureNames", "features", "labels", "meta", "rows"]);
    expect(completions("penguins.rows[0]?.fl|").labels).toEqual(["flipperLength"]);
  });

  it("are names of other cells, before names that would have to be imported", () => {
    const { items } = completions("leng|");
    expect(items.find(({ label }) => label === "lengths")).toMatchObject({ kind: "constant" });
    expect(items.find(({ label }) => label === "lengths")!.boost).toBeGreaterThan(0);
  });

  it("offer what a module exports, with the line that imports it", () => {
    const found = completions("const n = 1;\nnew DecisionTr|");
    const tree = found.items.find(({ label }) => label === "DecisionTree")!;
    expect(tree).toMatchObject({ source: "#ml/decision-tree", kind: "class" });
    expect(applied(found.text, { label: "", changes: tree.changes! })).toBe(
      'import { DecisionTree } from "#ml/decision-tree";\nconst n = 1;\nnew DecisionTr',
    );
  });

  it("add to an import that is there, and below the last one else", () => {
    const extended = completions('import { gini } from "#ml/decision-tree";\nDecisionTr|');
    expect(applied(extended.text, { label: "", changes: extended.items.find(({ label }) => label === "DecisionTree")!.changes! })).toContain(
      'import { gini, DecisionTree } from "#ml/decision-tree";',
    );
    const below = completions('import { gini } from "#ml/decision-tree";\nPlo|');
    expect(applied(below.text, { label: "", changes: below.items.find(({ label }) => label === "Plot")!.changes! })).toContain(
      '"#ml/decision-tree";\nimport * as Plot from "@observablehq/plot";\n',
    );
  });

  it("offer no import for a name that is in scope, a member, or text", () => {
    expect(
      completions("penguin|")
        .items.filter(({ source }) => source)
        .map(({ label }) => label),
    ).not.toContain("penguins");
    expect(completions("penguins.se|").items.some(({ source }) => source)).toBe(false);
    expect(completions('"see|"').items).toEqual([]);
  });

  it("know the modules in an import, and what they export", () => {
    expect(completions('import { seed } from "#mod|"').labels).toContain("#base/random");
    expect(completions('import { | } from "#base/random";').labels).toEqual(expect.arrayContaining(["seed", "Random"]));
  });

  it("know the texts that an option takes", () => {
    expect(completions('const species: (typeof penguins.labels)[number] = "|"').labels).toEqual(["Adelie", "Chinstrap", "Gentoo"]);
  });

  it("write what a value that may be missing needs", () => {
    const item = completions("const first = penguins.rows.at(0);\nfirst.is|").items.find(({ label }) => label === "island")!;
    expect(item).toMatchObject({ insert: "?.island" });
  });

  it("show no name that was made up", () => {
    const service = serviceOf({ a: "const x = 1;", b: "const x = 2;", here: "x" });
    const labels = service.completions("here", 1)!.items.map(({ label }) => label);
    expect(labels).toContain("x");
    expect(labels.filter((label) => label.includes("$"))).toEqual([]);
  });

  it("say more of a name when asked", () => {
    const { service, at: offset } = at('import { table } from "#notebook";\ntab|');
    expect(service.completionInfo("here", offset, "table")).toMatchObject({
      code: expect.stringMatching(/^function table<Row extends object>\(rows: Iterable<Row>/),
      doc: expect.stringContaining("A table of the given rows"),
    });
  });
});

describe("what a name is", () => {
  it("is its type, with its documentation", () => {
    const { service, at: offset } = at(
      'import { DecisionTree } from "#ml/decision-tree";\nconst tree = new DecisionTree().f|it(penguins.features, penguins.labels);',
    );
    const info = service.hover("here", offset)!;
    expect(info.code).toContain("fit<Species>(X: DenseMatrix, y: readonly Species[]): DecisionTree<Species>");
    expect(info.doc).toContain("Grow the tree");
    expect(info.doc).toContain("@throws TypeError");
  });

  it("reaches into other cells, and says nothing of nothing", () => {
    const { service, at: offset } = at("len|gths");
    expect(service.hover("here", offset)).toMatchObject({ from: 0, to: 7, code: "const lengths: number[]" });
    expect(serviceOf({ a: "  " }).hover("a", 1)).toBeUndefined();
  });
});

describe("the call at the cursor", () => {
  it("is told with the parameter that is due", () => {
    const { service, at: offset } = at('import { table } from "#notebook";\ntable(penguins.rows, |');
    expect(service.signature("here", offset)).toMatchObject({
      parts: ["table(rows: Iterable<Penguin>, ", "options?: TableOptions<NoInfer<Penguin>> | undefined", "): Table"],
      doc: expect.stringContaining("A table of the given rows"),
      index: 1,
      count: 1,
    });
  });

  it("is none outside of brackets", () => {
    const { service, at: offset } = at("lengths.map(String)|");
    expect(service.signature("here", offset)).toBeUndefined();
  });
});

describe("quick fixes", () => {
  const fixes = (text: string) =>
    serviceOf({ ...others, here: text })
      .diagnostics("here")
      .flatMap(({ fixes }) => fixes);

  it("change a word to the one that was meant", () => {
    const text = "lengths.lenght";
    expect(fixes(text).map((fix) => [fix.label, applied(text, fix)])).toEqual([["Change to length", "lengths.length"]]);
    expect(applied("lenghts", fixes("lenghts")[0]!)).toBe("lengths");
  });

  it("change a module to the one that was meant", () => {
    const text = 'import { seed } from "#base/randon";';
    expect(applied(text, fixes(text)[0]!)).toBe('import { seed } from "#base/random";');
  });

  it("import a name from where it is", () => {
    const text = "seed(1)";
    expect(applied(text, fixes(text)[0]!)).toBe('import { seed } from "#base/random";\nseed(1)');
    expect(applied("Plot.dot([])", fixes("Plot.dot([])")[0]!)).toBe('import * as Plot from "@observablehq/plot";\nPlot.dot([])');
    expect(applied("let s: Species", fixes("let s: Species")[0]!)).toBe('import type { Species } from "#datasets/penguins";\nlet s: Species');
  });

  it("put in the await that is missing", () => {
    const text = "async function get() { return 1; }\nget().toFixed();";
    expect(applied(text, fixes(text)[0]!)).toContain("(await get()).toFixed();");
    const argument = "async function get() { return 1; }\nMath.sqrt(get());";
    expect(applied(argument, fixes(argument)[0]!)).toContain("Math.sqrt(await get());");
    expect(fixes("async function get() { return 1; }\nconst f = () => get().toFixed();")).toEqual([]);
  });
});

describe("messages", () => {
  it("are plain, and keep TypeScript's own text", () => {
    const [diagnostic] = serviceOf({ a: 'const n: number = "one";' }).diagnostics("a");
    expect(diagnostic).toMatchObject({
      message: "This is `string`, but `number` is wanted here.",
      original: "TS2322: Type 'string' is not assignable to type 'number'.",
    });
  });

  it.each([
    ["nothing", "No cell declares or imports `nothing`."],
    ["(1).size", "A value of type `1` has no `size`."],
    ["const o = { a: 1 };\no.b", "This object has no `b`."],
    ["declare function f(n: number): void;\nf()", "The function takes 1 argument, and here it gets 0."],
    ['declare function f(n: number): void;\nf("a")', "This argument is `string`, but the function wants `number`."],
    ["[1].find(Boolean).toFixed()", "This may be `undefined`. Check it first, or write `?.` before the member."],
    ["const c = 1;\nc = 2", "`c` is a `const`: it keeps its value. Declare it with `let` to change it."],
    ['import { grow } from "#ml/decision-tree";', '"#ml/decision-tree" does not export `grow`.'],
    ['import d3 from "d3";', '"d3" has no default export. Write import * as d3 from "d3".'],
    ['import GPT, { type GPTOptions } from "#lm/gpt";', '"#lm/gpt" has no default export. Write import { GPT } from "#lm/gpt".'],
    ["const f = (n) => n;", "The type of `n` is not known. Write it, as in `n: number`."],
    ["(1)()", "This is not a function, so it cannot be called."],
    ["const o: { a: number } = {};", "`a` is missing here: `{ a: number; }` needs it."],
    ['"a" * 2', "Only numbers can be calculated with, and what stands left of the sign is none."],
    ["const a: 1 | 2 = 1 as 1 | 2;\na === 3", "These can never be equal: `1 | 2` and `3`."],
    ["const x: { a: number } = { a: 1, b: 2 };", "This object has no `b`."],
  ])("%s", (text, message) => {
    const messages = serviceOf({ a: text })
      .diagnostics("a")
      .map((diagnostic) => diagnostic.message);
    expect(messages).toEqual([message]);
  });
});
