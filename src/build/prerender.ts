/** What a notebook shows before anything runs in the page: its outputs, made in Node, kept by content. */
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runNotebook, sessionCells } from "../kernel/node/node.ts";
import { readNotebook } from "../kernel/node/read-notebook.ts";
import type { CellResult } from "../kernel/session/run-all.ts";
import type { CellProblem, CellSource } from "../notebook/types.ts";
import { kernelBuild } from "./build.ts";
import { keep, outputsKey, readKept, readLast } from "./kept-outputs.ts";
import { RunLog } from "./run-log.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Prerendered {
  cells: CellSource[];
  /** Of each code cell, in their order. */
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
  const name = notebookName(file);
  const { text, cells } = await readNotebook(file, name);
  const imports = importsOf(cells);
  const key = await outputsKey(text, imports, await kernelBuild());
  const kept = await readKept(key);
  if (kept) return { cells, imports, results: kept };
  const results = running.get(key) ?? run(name, cells, key).finally(() => running.delete(key));
  running.set(key, results);
  return { cells, imports, results: await results };
}

/** What messages call a notebook file: its path in the repository. */
export const notebookName = (file: string): string => relative(root, file).replaceAll("\\", "/");

/** The modules that cells import. */
export function importsOf(cells: CellSource[]): string[] {
  const specifiers = sessionCells(cells).flatMap((cell) =>
    "compiled" in cell ? [...cell.compiled.imports.map(({ specifier }) => specifier), ...cell.compiled.dynamicImports] : [],
  );
  return [...new Set(specifiers)];
}

/** The names of the cells that run. */
export const codeCellsOf = (cells: CellSource[]): string[] => sessionCells(cells).map(({ name }) => name);

/** Notebooks that are being run: several pages may ask for one at a time. */
const running = new Map<string, Promise<CellResult[]>>();
const log = new RunLog();

/** As many notebooks run side by side as there are cores: more would only make every cell look slow. */
let free = availableParallelism();
const waiting: (() => void)[] = [];

async function run(name: string, cells: CellSource[], key: string): Promise<CellResult[]> {
  log.expect();
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free--;
  const earlier = await readLast(name);
  const told = log.start(shortName(name), codeCellsOf(cells), earlier);
  try {
    const results = await runNotebook(await kernelBuild(), cells, told);
    const complaints = complaintsAbout(cells, results).map((complaint) => complaintSentence(name, cells, complaint));
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    const kept = await keep(key, name, results);
    told.done();
    return kept;
  } finally {
    told.over();
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

/** What the log calls a notebook. */
export const shortName = (name: string): string => name.replace(/^notebooks\/(.*)\.ts$/, "$1");

/** A cell that did not do as its tags say. */
export interface Complaint {
  cell: string;
  problem: CellProblem;
  /** It ran, and was to fail. */
  ran?: true;
}

/** The cells that failed and are not tagged `raises-exception`, and those that are tagged and did not fail. */
export function complaintsAbout(cells: CellSource[], results: CellResult[]): Complaint[] {
  return results.flatMap(({ cell, ok, error }): Complaint[] => {
    const meant = cells.find(({ name }) => name === cell)?.tags.includes("raises-exception") ?? false;
    if (ok && meant) return [{ cell, ran: true, problem: { name: "Error", message: "the cell is tagged raises-exception, but it ran" } }];
    return ok || meant || !error ? [] : [{ cell, problem: error }];
  });
}

/** What is wrong, where in the notebook's file, and what to try. */
export function complaintSentence(notebook: string, cells: CellSource[], { cell, problem, ran }: Complaint): string {
  if (ran) return `${notebook}: cell ${cell} is tagged raises-exception, but it ran`;
  const first = cells.find(({ name }) => name === cell)?.line ?? 1;
  const place = problem.line === undefined ? "" : `:${problem.line + first - 1}:${problem.column}`;
  return `${notebook}${place}: cell ${cell}: ${problem.name}: ${problem.message}${problem.hint ? ` ${problem.hint}` : ""}`;
}
