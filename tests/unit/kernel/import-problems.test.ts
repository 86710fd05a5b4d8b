import { describe, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { notExported, notOffered } from "../../../src/kernel/protocol/import-problems.ts";

const { manifest } = await kernelBuild();
const hint = (specifier: string) => notOffered(specifier, Object.keys(manifest.specifiers)).hint!;

describe("a module that is not offered gets the few that may be meant:", () => {
  it.each([
    ["#notebok", 'Did you mean "#notebook"?'],
    ["#ml/decision-three", 'Did you mean "#ml/decision-tree"?'],
    ["#ml/DecisionTree", 'Did you mean "#ml/decision-tree"?'],
    ["#ml/decision_tree.ts", 'Did you mean "#ml/decision-tree"?'],
    ["ml/decision-tree", 'Did you mean "#ml/decision-tree"?'],
    ["#model/pca", 'Did you mean "#ml/pca"?'],
    ["#lm/pca", 'Did you mean "#ml/pca"?'],
    ["penguins", 'Did you mean "#datasets/penguins"?'],
    ["tensor", 'Did you mean "#tensor"?'],
    ["D3", 'Did you mean "d3"?'],
    ["npm:d3@7.9", 'Did you mean "d3"?'],
    ["d3-array", 'Did you mean "d3"? All of it is there.'],
    ["plot", 'Did you mean "@observablehq/plot"?'],
    ["https://cdn.jsdelivr.net/npm/@observablehq/plot/+esm", 'Did you mean "@observablehq/plot"?'],
  ])("%s", (specifier, expected) => {
    expect(hint(specifier)).toBe(expected);
  });

  it("at most three of them", () => {
    expect(hint("#lm/gpt-x").match(/"/g)!.length).toBeLessThanOrEqual(6);
    expect(hint("policy").match(/"/g)!.length).toBe(6);
  });

  it.each([
    ["lodash", "Cells cannot install packages."],
    ["@scope/x", "Cells cannot install packages."],
    ["react-dom/client", "Cells cannot install packages."],
    ["d3-sankey", "Cells cannot install packages."],
    ["npm:zod@3", "Cells cannot install packages."],
    ["node:fs", "Cells have nothing of Node."],
    ["fs/promises", "Cells have nothing of Node."],
    ["./helper.ts", "Cells have no files beside them, but each can read what another declares."],
    ["../data.json", "Cells have no files beside them, but each can read what another declares."],
    ["https://example.org/x.js", "Cells have no network."],
    ["data:text/javascript,1", "Cells have no network."],
    ["constructor", "Cells cannot install packages."],
    ["", "Cells cannot install packages."],
  ])("or, where none is near, a sentence on what there is: %s", (specifier, first) => {
    expect(hint(specifier)).toBe(
      `${first} Cells can import #notebook, @observablehq/plot, d3, #charts, #tensor and what is under #base/, #score/, #prep/, #ml/, #words/, #lm/, #sizes/, #tune/, #versus/, #contests/, #datasets/, #checkpoints/ and #recorded/. ` +
        'The page "What cells can import" lists all of it.',
    );
  });

  it("and a name that is a whole program is cut", () => {
    expect(notOffered(`data:text/javascript,${"x".repeat(5000)}`, []).message.length).toBeLessThan(150);
  });
});

describe("a name that a module does not export gets the few that may be meant:", () => {
  const exported = ["max", "scaleLinear", "scaleLog", "scaleLogit", "selection", ...Array.from("abcdefgh", (letter) => letter.repeat(9))];
  const said = (imported: string, names: readonly string[] = exported) =>
    notExported({ specifier: "d3", imported, local: imported, line: 2, column: 5 }, names);

  it.each([
    ["scaleLiner", "Did you mean scaleLinear?"],
    ["scalelinear", "Did you mean scaleLinear?"],
    ["maxx", "Did you mean max?"],
    ["scaleLo", "Did you mean scaleLog?"],
    ["scale", "Did you mean scaleLog, scaleLogit or scaleLinear?"],
    ["Selection", "Did you mean selection? If Selection is a type, write import type."],
  ])("%s", (imported, hint) => {
    expect(said(imported)).toMatchObject({ message: `"d3" does not export ${imported}`, hint, line: 2, column: 5 });
  });

  it("or all, where they are few", () => {
    expect(said("zebra", ["Bigram", "Trigram"]).hint).toBe("It exports Bigram and Trigram.");
    expect(said("zebra", []).hint).toBe("It exports types alone.");
  });

  it("or else where to find them, never hundreds of names", () => {
    expect(said("zebra").hint).toBe('It exports 13 names: after import * as d3 from "d3", the editor lists them when you type d3 and a dot.');
    expect(said("Zebra").hint).toContain("If Zebra is a type, write import type.");
  });
});

describe("an import of the default says what to write instead:", () => {
  it.each([
    ["d3", "d3", ["max", "min"], "Write import * as d3 from"],
    ["Plot", "@observablehq/plot", ["dot", "plot"], "Write import * as Plot from"],
    ["tensor", "#tensor", ["Tensor", "tensor"], "Write import { tensor } from"],
    ["DecisionTree", "#ml/decision-tree", ["DecisionTree"], "Write import { DecisionTree } from"],
    ["decisionTree", "#ml/decision-tree", ["DecisionTree"], "Write import { DecisionTree as decisionTree } from"],
  ])("%s of %s", (local, specifier, exported, start) => {
    const problem = notExported({ specifier, imported: "default", local, line: 1, column: 8 }, exported);
    expect(problem).toMatchObject({ message: `"${specifier}" has no default export`, hint: `${start} "${specifier}".` });
  });
});
