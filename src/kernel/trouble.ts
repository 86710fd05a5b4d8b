import type { CellProblem, CompiledCell, Position } from "../notebook/types.ts";

/** Sentences for what readers run into most: the message the engine gives, and what to try. */
const HINTS: [RegExp, string][] = [
  [/\b(document|window) is not defined|Can't find variable: (document|window)/, "Cells run in a worker, away from the page. Make an element or a chart the cell's last expression, or pass it to display(…)."],
  [/\b(localStorage|sessionStorage) is not defined|Can't find variable: (localStorage|sessionStorage)/, "Cells have no storage. Keep values in variables: other cells can read them."],
  [/indexedDB|IDBFactory/, "Cells have no storage. Keep values in variables: other cells can read them."],
  [/failed to fetch|NetworkError|Load failed|Content Security Policy|XMLHttpRequest|WebSocket|The operation is insecure/i, "Cells have no network. Data comes from the modules under #datasets."],
  [/\bdisplay is not defined|Can't find variable: display/, 'Add import { display } from "#notebook" to a cell.'],
  [/\bPlot is not defined|Can't find variable: Plot/, 'Add import * as Plot from "@observablehq/plot" to a cell.'],
  [/\bd3 is not defined|Can't find variable: d3/, 'Add import * as d3 from "d3" to a cell.'],
  [/before initialization/, "Move the line below the one that declares the name."],
  [/Invalid array length|Array buffer allocation failed|out of memory/i, "Ask for less memory: a shorter array, a smaller batch or model."],
  [/Maximum call stack|too much recursion/, "A function calls itself without an end: check the case in which it stops."],
];

/** What a thrown value says about a cell, with the place in the cell's own text where the stack shows one. */
export function problemOf(thrown: unknown, place: { cell: Pick<CompiledCell, "shift">; url: string }): CellProblem {
  const isError = thrown instanceof Error || (typeof thrown === "object" && thrown !== null && "message" in thrown);
  const name = isError ? String((thrown as Error).name || "Error") : "Error";
  const message = isError ? String((thrown as Error).message) : `the cell threw ${preview(thrown)}`;
  const given = thrown as Partial<CellProblem>;
  const hint = (isError && typeof given.hint === "string" && given.hint) || HINTS.find(([pattern]) => pattern.test(`${name}: ${message}`))?.[1];
  const at = isError && typeof given.line === "number" && typeof given.column === "number" ? { line: given.line, column: given.column } : isError ? locate(thrown as Error, place) : undefined;
  return { name, message, ...at, ...(hint ? { hint } : {}) };
}

function preview(value: unknown): string {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    return "a value that cannot be shown";
  }
}

/** The innermost frame that lies in the cell. Its text begins on the second line of the function it was made into. */
function locate(error: Error, { cell, url }: { cell: Pick<CompiledCell, "shift">; url: string }): Position | undefined {
  const stack = typeof error.stack === "string" ? error.stack : "";
  const from = stack.indexOf(`${url}:`);
  if (from < 0) return undefined;
  const match = /^:(\d+):(\d+)/.exec(stack.slice(from + url.length));
  if (!match) return undefined;
  const line = Number(match[1]) - 1;
  const column = Number(match[2]);
  if (line < 1) return undefined;
  const { shift } = cell;
  const moved = shift && line === shift.line && column >= shift.column + shift.length;
  return { line, column: moved ? column - shift.length : column };
}
