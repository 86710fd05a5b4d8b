import { describe, expect, it } from "vitest";
import { explain } from "../../../src/kernel/session/explain.ts";
import { run } from "./kernel.ts";

const around = { names: ["penguins", "tree"], exports: { "#lm/bigram": ["Bigram"], "#notebook": ["display", "slider"] } };
const unknown = (name: string) => explain({ name: "ReferenceError", message: `${name} is not defined` }, around).hint;

describe("a name that is not known gets what to try:", () => {
  it.each([
    ["another cell's name that is spelt nearly so", "pengiuns", "Did you mean penguins?"],
    ["the import, where a module exports it", "Bigram", 'Add import { Bigram } from "#lm/bigram" to a cell.'],
    ["a global", "Maht", "Did you mean Math?"],
    ["what a module exports nearly so", "Bigrm", 'Did you mean Bigram? Then add import { Bigram } from "#lm/bigram" to a cell.'],
    ["to declare it, where nothing is near", "zebra", "No cell declares zebra. Declare it with const zebra = …, or import it."],
  ])("%s", (_, name, hint) => {
    expect(unknown(name)).toBe(hint);
  });

  it("as WebKit says it, too", () => {
    expect(explain({ name: "ReferenceError", message: "Can't find variable: tre" }, around).hint).toBe("Did you mean tree?");
  });

  it("and no problem that has its hint, or is another, is touched", () => {
    const other = { name: "TypeError", message: "tre is broken" };
    expect(explain(other, around)).toBe(other);
    const hinted = { name: "ReferenceError", message: "document is not defined", hint: "no page" };
    expect(explain(hinted, around)).toBe(hinted);
  });
});

describe("the cells of a notebook", () => {
  it("know each other's names, and what can be imported", async () => {
    const { a, b, c } = await run("// %% a\nconst accuracy = 1;\n// %% b\nacuracy * 2\n// %% c\nnew DecisionTree({})\n");
    expect(a!.ok).toBe(true);
    expect(b!.error).toMatchObject({ line: 1, hint: "Did you mean accuracy?" });
    expect(c!.error!.hint).toBe('Add import { DecisionTree } from "#ml/decision-tree" to a cell.');
  });
});

describe("common mistakes get what to try:", () => {
  it.each([
    ["a property of nothing", "const nothing = undefined as any;\nnothing.length", "no value"],
    ["a call of what is no function", "const three = 3 as any;\nthree()", "Check the name"],
    ["a list that is none", "const [x] = 5 as any;", "A list is needed"],
    ["a new value for a constant", "const k = 1;\n(() => { k = 2; })();", "let instead of const"],
    ["a text that is no JSON", 'JSON.parse("{")', "not JSON"],
    ["shapes that do not fit", 'throw new RangeError("matmul: [2, 3] and [4, 5] do not fit");', "display(x.shape)"],
    ["too large an array", "new Array(-1)", "less memory"],
  ])("%s", async (_, text, part) => {
    const { cell } = await run(`// %% cell\n${text}\n`);
    expect(cell!.error?.hint).toContain(part);
  });
});
