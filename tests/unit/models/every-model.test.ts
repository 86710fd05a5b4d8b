import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { prerender } from "../../../src/build/prerender.ts";
import { Module } from "../../../src/tensor/index.ts";

const SOURCES = new URL("../../../src/", import.meta.url);
/** The rooms of modules that cells can import. What is `inside/` of them is trained as what extends it. */
const ROOMS = ["base", "score", "prep", "ml", "words", "lm", "sizes", "tune", "versus", "contests"];
const notebook = fileURLToPath(new URL("../../notebooks/every-model.ts", import.meta.url));
const text = readFileSync(notebook, "utf8");

/** What can be trained: it learns from data itself, or is a network whose parameters an optimiser moves. Base classes are trained as what extends them. */
async function trainable(module: string): Promise<string[]> {
  const exported: Record<string, unknown> = await import(new URL(`${module}.ts`, SOURCES).href);
  const classes = readFileSync(new URL(`${module}.ts`, SOURCES), "utf8").matchAll(/^export class (\w+)/gm);
  return Array.from(classes, ([, name]) => name!).filter((name) => {
    const { prototype } = exported[name] as { prototype: object };
    return prototype instanceof Module || ["fit", "fitSteps", "partialFit", "train", "trainSteps"].some((method) => method in prototype);
  });
}

/** The classes that the notebook imports from a module and makes an instance of. */
function used(module: string): string[] {
  const names = text.match(new RegExp(`import \\{([^}]*)\\} from "#${module}";`))?.[1] ?? "";
  return Array.from(names.matchAll(/(\w+)(?: as (\w+))?/g))
    .filter(([, name, local = name]) => new RegExp(`new ${local}\\b`).test(text))
    .map(([, name]) => name!);
}

describe("the notebook of every model", async () => {
  const modules = ROOMS.flatMap((room) => readdirSync(new URL(room, SOURCES)).map((file) => `${room}/${file}`))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length));
  const wanted = (await Promise.all(modules.map(async (module) => (await trainable(module)).map((name) => [name, module] as const)))).flat();

  it("finds models of all kinds in the sources", () => {
    const names = wanted.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["DecisionTree", "SeasonalNaive", "QLearning", "GPT", "LoRA", "NeighbourCounts"]));
    expect(names).not.toContain("TabularAgent");
  });

  it.each(wanted)("trains %s of %s", (name, module) => {
    expect(used(module)).toContain(name);
  });

  it("runs in Node, and shows what each model learnt", async () => {
    const { results } = await prerender(notebook);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    // These only get things ready for the others.
    expect(results.filter(({ outputs }) => outputs.length === 0).map(({ cell }) => cell)).toEqual([
      "helpers",
      "flowers",
      "moons",
      "mails",
      "pictures",
    ]);
  });
});
