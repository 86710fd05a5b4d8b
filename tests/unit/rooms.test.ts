import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The rooms of `src`. Each imports only from those before it. */
const ROOMS = [
  "tensor",
  "base",
  "score",
  "prep",
  "ml",
  "words",
  "lm",
  "sizes",
  "tune",
  "datasets",
  "versus",
  "contests",
  "charts",
  "checkpoints",
  "recorded",
  "notebook",
  "kernel/protocol",
  "kernel/session",
  "kernel/worker",
  "kernel/browser",
  "kernel/node",
  "components",
  "build",
  "content",
];
/** The two sides of the comparison know nothing of each other. */
const STRANGERS = [
  ["ml", "lm"],
  ["ml", "tune"],
];
/** Folders with fewer than three files, and why. */
const SMALL: Record<string, string> = {
  src: "Astro wants the description of the collections here",
  "src/lm/inside": "what cells are not offered of this room",
};
const MOST = 30;

const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(root.length).replaceAll("\\", "/"));
const readText = (file: string) => readFileSync(join(root, file), "utf8");

/** The room of a file. Components of Astro are put together with the pages: only what their scripts import reaches a browser. */
function roomOf(file: string): string | undefined {
  if (file.endsWith(".astro") || file === "src/content.config.ts") return "content";
  return ROOMS.find((room) => file.startsWith(`src/${room}/`));
}

/** The files that a text imports, types too. */
function importsOf(file: string, text = readText(file)): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName: specifier }) => {
    if (specifier === "#tensor") return "src/tensor/index.ts";
    if (specifier === "#notebook") return "src/kernel/protocol/api.ts";
    if (specifier.startsWith("#")) return `src/${specifier.slice(1)}.ts`;
    return specifier.startsWith(".") ? normalize(join(dirname(file), specifier.split("?")[0]!)).replaceAll("\\", "/") : [];
  });
}

const code = sources.filter((file) => /\.(?:ts|astro)$/.test(file));
const imports = code.flatMap((file) => importsOf(file).map((imported) => ({ file, imported, from: roomOf(file)!, to: roomOf(imported)! })));
const between = imports.filter(({ from, to }) => from !== to);

describe("the rooms of src", () => {
  it("hold every file", () => {
    expect(sources.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(imports.filter(({ to }) => to === undefined)).toEqual([]);
    expect(ROOMS.filter((room) => !sources.some((file) => roomOf(file) === room))).toEqual([]);
  });

  it("import only from those before them", () => {
    expect(between.length).toBeGreaterThan(200);
    expect(between.filter(({ from, to }) => ROOMS.indexOf(from) < ROOMS.indexOf(to))).toEqual([]);
  });

  it.each(STRANGERS)("%s and %s never import each other", (one, other) => {
    expect(between.filter(({ from, to }) => (from === one && to === other) || (from === other && to === one))).toEqual([]);
  });

  it("that reach a browser import nothing of src/build", () => {
    const scripts = code
      .filter((file) => file.endsWith(".astro"))
      .flatMap((file) => Array.from(readText(file).matchAll(/<script\b[^>]*>(.*?)<\/script>/gs), ([, script]) => importsOf(file, script)))
      .flat();
    expect(scripts.length).toBeGreaterThan(1);
    expect(
      [...scripts.map((imported) => ({ imported, to: roomOf(imported) })), ...between.filter(({ from }) => from !== "content")].filter(
        ({ to }) => to === "build",
      ),
    ).toEqual([]);
  });

  it("keep what is inside from cells", () => {
    for (const file of readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ts")))
      expect(readText(`notebooks/${file}`), file).not.toMatch(/["']#[\w-]+\/inside\/|["']\.{1,2}\//);
  });

  it("are neither crowded nor all but empty", () => {
    const counts = new Map<string, number>();
    for (const file of sources) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MOST)).toEqual([]);
    const small = [...counts].filter(([, count]) => count < 3).map(([folder]) => folder);
    expect(small.sort()).toEqual(Object.keys(SMALL).sort());
  });
});

describe("README", () => {
  const readme = readText("README.md");

  it("lists the rooms, each above those that it imports", () => {
    const rows = Array.from(readme.matchAll(/^\| (`src\/.*?) +\|/gm), ([, cell]) =>
      Array.from(cell!.matchAll(/`src\/([\w/]+)\/`/g), ([, room]) => room),
    );
    const order = [...ROOMS].reverse();
    expect(rows.flat()).toEqual(order.filter((room) => rows.flat().includes(room)));
    const listed = new Set(rows.flat());
    expect(ROOMS.filter((room) => !listed.has(room))).toEqual([]);
  });

  it("draws who imports whom: an arrow, or a way along several, for each import and for nothing else", () => {
    const diagram = /```mermaid\n(.*?)```/s.exec(readme)![1]!;
    const arrows = Array.from(diagram.matchAll(/^ *([\w/]+) --> ([\w/& ]+)$/gm), ([, from, to]) =>
      to!.split("&").map((one) => [from!, one.trim()] as const),
    ).flat();
    const below = (room: string): Set<string> => new Set(arrows.filter(([from]) => from === room).flatMap(([, to]) => [to, ...below(to)]));
    const real = new Set(between.map(({ from, to }) => `${from} → ${to}`));
    const notDrawn = [...real].filter((pair) => !below(pair.split(" → ")[0]!).has(pair.split(" → ")[1]!));
    expect(notDrawn).toEqual([]);
    const notReal = arrows.filter(([from, to]) => from !== "notebooks" && !real.has(`${from} → ${to}`));
    expect(notReal).toEqual([]);
  });
});
