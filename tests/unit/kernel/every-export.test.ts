import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { prerender } from "../../../src/build/prerender.ts";

/*
 * What works in Node and not in a page is seen where it is used in both: `tests/browser/parity.spec.ts` runs these notebooks. Here they
 * are held to be complete, so that a new export, or one of a new version of a library, is used, too.
 */

const { folder, manifest } = await kernelBuild();
const source = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const exportsOf = async (specifier: string) =>
  (await import(/* @vite-ignore */ pathToFileURL(`${folder}/modules/${manifest.specifiers[specifier]}`).href)) as Record<string, unknown>;

/** Whether a member of one of these objects stands in a text. */
const uses = (text: string, objects: string, name: string) => new RegExp(`\\b(?:${objects})\\s*\\.${name}\\b`).test(text);

describe("the notebook of all that d3 exports", async () => {
  const text = source("tests/notebooks/every-d3.ts");

  it.each(Object.keys(await exportsOf("d3")))("uses %s", (name) => {
    expect(uses(text, "d3|untyped", name)).toBe(true);
  });
});

describe("the notebook of all of Plot, or the gallery,", async () => {
  const texts = source("tests/notebooks/every-plot.ts") + source("tests/unit/dom/gallery.ts");

  it.each(Object.keys(await exportsOf("@observablehq/plot")))("uses %s", (name) => {
    expect(uses(texts, "Plot", name)).toBe(true);
  });

  /** Names that a file of Plot's compares an option with, or looks up. */
  const namesIn = (file: string, pattern: RegExp) => {
    const names = [...source(`node_modules/@observablehq/plot/src/${file}`).matchAll(pattern)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(3);
    return [...new Set(names)];
  };
  const CASE = /case "([\w-]+)":/g;
  const ENTRY = /^ {2}\["([\w-]+)", /gm;
  it.each([
    ["projection", namesIn("projection.js", CASE)],
    ["type of scale", namesIn("scales.js", CASE)],
    ["scheme of colours", namesIn("scales/schemes.js", ENTRY)],
    ["curve", namesIn("curve.js", ENTRY)],
    ["symbol", namesIn("symbol.js", ENTRY)],
    ["marker", namesIn("marker.js", CASE)],
    ["reducer", namesIn("transforms/group.js", CASE)],
    ["basis of normalizing", namesIn("transforms/normalize.js", CASE)],
    ["offset or order of stacks", namesIn("transforms/stack.js", CASE)],
    ["way to fill a raster", namesIn("marks/raster.js", CASE)],
    ["place of a tip", namesIn("marks/tip.js", CASE)],
    ["sweep of an arrow", namesIn("marks/arrow.js", /case "([+-][xy])":/g)],
  ])("uses every %s", (_, names) => {
    expect(names.filter((name) => !texts.includes(`"${name}"`))).toEqual([]);
  });
});

describe("the notebook of all that #tensor exports", async () => {
  const text = source("tests/notebooks/every-tensor.ts");
  const exported = Object.entries(await exportsOf("#tensor"));
  /** What classes do for themselves: optimisers call these in `step`. */
  const own = ["constructor", "update", "decay"];
  const methods = exported.flatMap(([, value]) => Object.getOwnPropertyNames((value as { prototype?: object }).prototype ?? {}));

  it.each(exported.map(([name]) => name))("uses %s", (name) => {
    expect(uses(text, "T", name)).toBe(true);
  });

  it.each([...new Set(methods)].filter((name) => !own.includes(name)))("uses the method or property %s", (name) => {
    expect(text).toMatch(new RegExp(`\\.${name}\\b`));
  });

  it("finds the methods of tensors, modules and optimisers", () => {
    expect(methods).toEqual(expect.arrayContaining(["matmul", "ndim", "stateDict", "zeroGrad"]));
  });
});

describe("the notebook of all that #charts exports", async () => {
  const text = source("tests/notebooks/every-chart.ts");

  it.each(Object.keys(await exportsOf("#charts")))("uses %s", (name) => {
    expect(uses(text, "C", name)).toBe(true);
  });
});

it.each(["every-chart", "every-d3", "every-plot", "every-tensor", "globals"])("%s runs in Node, and shows what each cell gives", async (name) => {
  const { cells, results } = await prerender(fileURLToPath(new URL(`../../notebooks/${name}.ts`, import.meta.url)));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  // The first cell gets things ready for the others, but for the globals.
  const silent = results.filter(({ outputs }) => outputs.length === 0).map(({ cell }) => cell);
  expect(silent).toEqual(name === "globals" ? [] : [cells[0]!.name]);
});
