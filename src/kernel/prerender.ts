/** What a notebook shows before anything runs in the page: its outputs, made in Node, kept by content. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { CellSource } from "../notebook/types.ts";
import { cacheFolder, digest, type KernelBuild, kernelBuild } from "./build.ts";
import type { DownloadSpec } from "./downloads.ts";
import { DOWNLOAD } from "./mime.ts";
import { runNotebook, sessionCells } from "./node.ts";
import { readNotebook } from "./read-notebook.ts";
import type { CellResult } from "./run-all.ts";
import { EXPENSIVE_MS } from "./session.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Prerendered {
  cells: CellSource[];
  results: CellResult[];
  /** The modules that the cells import. */
  imports: string[];
}

/**
 * The cells of a notebook file with their outputs. Runs the notebook unless it, the modules it imports and the
 * kernel are what they were when it last ran.
 * @throws when a cell fails that is not tagged `raises-exception`, or one that is tagged does not.
 */
export async function prerender(file: string): Promise<Prerendered> {
  const name = relative(root, file);
  const { text, cells } = await readNotebook(file, name);
  const build = await kernelBuild();
  const imports = importsOf(cells);
  const cached = join(cacheFolder, "outputs", `${await key(text, imports, build)}.json`);
  const kept = await readFile(cached, "utf8").catch(() => undefined);
  if (kept !== undefined) return { cells, imports, results: JSON.parse(kept) as CellResult[] };
  const results = running.get(cached) ?? run(name, cells, cached).finally(() => running.delete(cached));
  running.set(cached, results);
  return { cells, imports, results: await results };
}

/** True for a cell that its author marks as expensive, or that took long when the build ran it: it runs when the reader says so. */
export const isExpensive = ({ tags }: CellSource, ms: number) => tags.includes("expensive") || ms >= EXPENSIVE_MS;

/** Notebooks that are being run: several pages may ask for one at a time. */
const running = new Map<string, Promise<CellResult[]>>();

async function run(name: string, cells: CellSource[], cached: string): Promise<CellResult[]> {
  const began = performance.now();
  const results = await runNotebook(cells);
  expectAsMarked(name, cells, results);
  const json = JSON.stringify(results, withoutFiles);
  await mkdir(dirname(cached), { recursive: true });
  await writeFile(`${cached}.${process.pid}`, json);
  await rename(`${cached}.${process.pid}`, cached);
  console.log(`[notebooks] ${name}: ${results.length} cells in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return JSON.parse(json) as CellResult[];
}

/** What is in files that cells offer: whoever wants one runs the cell. */
export const withoutFiles = (key: string, value: unknown) => (key === DOWNLOAD ? { ...(value as DownloadSpec), base64: undefined } : value);

function importsOf(cells: CellSource[]): string[] {
  const specifiers = sessionCells(cells).flatMap((cell) =>
    "compiled" in cell ? [...cell.compiled.imports.map(({ specifier }) => specifier), ...cell.compiled.dynamicImports] : [],
  );
  return [...new Set(specifiers)];
}

/** Everything that an output can depend on. File names of modules carry a hash of what is in them. */
async function key(text: string, imports: string[], { worker, manifest }: KernelBuild): Promise<string> {
  const files = new Set<string>();
  const visit = (file: string | undefined) => {
    if (file === undefined || files.has(file)) return;
    files.add(file);
    for (const { name } of manifest.files[file] ?? []) visit(name);
  };
  for (const specifier of imports) visit(manifest.specifiers[specifier]);
  return digest(JSON.stringify([text, worker, [...files].sort(), manifest.weights, await hostSources(), process.version]));
}

let sources: Promise<string> | undefined;

/** The code on this side of the kernel that takes part: what compiles and schedules. */
function hostSources(): Promise<string> {
  sources ??= (async () => {
    const texts: string[] = [];
    for (const room of ["src/notebook", "src/kernel"])
      for (const file of (await readdir(join(root, room))).sort())
        if (file.endsWith(".ts")) texts.push(await readFile(join(root, room, file), "utf8"));
    return digest(texts.join("\0"));
  })();
  return sources;
}

function expectAsMarked(notebook: string, cells: CellSource[], results: CellResult[]): void {
  const complaints = results.flatMap(({ cell, ok, error }) => {
    const source = cells.find(({ name }) => name === cell);
    const meant = source?.tags.includes("raises-exception") ?? false;
    if (ok && meant) return [`${notebook}: cell ${cell} is tagged raises-exception, but it ran`];
    if (ok || meant || !error) return [];
    const place = error.line === undefined ? "" : `:${error.line + (source?.line ?? 1) - 1}:${error.column}`;
    return [`${notebook}${place}: cell ${cell}: ${error.name}: ${error.message}${error.hint ? ` ${error.hint}` : ""}`];
  });
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
}
