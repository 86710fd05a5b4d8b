import { asWritten } from "../../notebook/late-reads.ts";
import { withoutInsertions } from "../../notebook/position.ts";
import { CellError, type CellProblem, type CompiledCell, type Position } from "../../notebook/types.ts";
import { inspect } from "./inspect.ts";

/** An error for a name that nothing has, as Chromium and Firefox say it, and as WebKit does. */
const absent = (names: string) => new RegExp(`^ReferenceError: (?:(?:${names}) is not defined|Can't find variable: (?:${names}))$`);

/** Sentences for what readers run into most: the message the engine gives, and what to try. */
const HINTS: [RegExp, string][] = [
  [
    absent("document|window|self|DOMParser|HTMLElement|SVGElement|Image|getComputedStyle|matchMedia"),
    "Cells run in a worker, away from the page. Make an element or a chart the cell's last expression, or pass it to display(…).",
  ],
  [absent("alert"), "Cells run in a worker, away from the page. Show it with display(…) or console.log(…)."],
  [absent("prompt|confirm"), 'Cells run in a worker, away from the page. Ask with an input, such as text("Name") of "#notebook".'],
  [
    absent("requestAnimationFrame|cancelAnimationFrame"),
    "Cells run in a worker, away from the page. Show what moves with live(function* () { … }) or setInterval(…).",
  ],
  [absent("localStorage|sessionStorage|indexedDB|caches|cookieStore"), "Cells have no storage. Keep values in variables: other cells can read them."],
  [
    absent("XMLHttpRequest|WebSocket|WebSocketStream|EventSource|WebTransport|RTCPeerConnection"),
    "Cells have no network. Data comes from the modules under #datasets.",
  ],
  [absent("FileReader"), 'A reader\'s file comes from an input: file(…) of "#notebook". A Blob is read by its text() and arrayBuffer().'],
  [absent("Worker|SharedWorker|SharedArrayBuffer|BroadcastChannel"), "All cells of a page run in one worker, and have no other."],
  [absent("require|importScripts"), 'Cells are modules: write import { … } from "…" or await import("…").'],
  [absent("module|exports"), "Cells are modules, and share their names without exports: other cells can read what this one declares."],
  [absent("Buffer"), "Cells have nothing of Node. Bytes are a Uint8Array; TextEncoder and TextDecoder make them of text, and text of them."],
  [absent("global"), "Cells have nothing of Node. The global object is called globalThis."],
  [absent("setImmediate|clearImmediate"), "Cells have nothing of Node. Write setTimeout(…) or queueMicrotask(…)."],
  [
    absent("process|__dirname|__filename|Deno|Bun"),
    "Cells run in the browser of whoever reads them, with nothing of Node: no files, no environment and no arguments.",
  ],
  [/failed to fetch|NetworkError|Load failed/i, "Cells have no network. Data comes from the modules under #datasets."],
  [/\bPlot is not defined|Can't find variable: Plot/, 'Add import * as Plot from "@observablehq/plot" to a cell.'],
  [/\bd3 is not defined|Can't find variable: d3/, 'Add import * as d3 from "d3" to a cell.'],
  [/before initialization/, "Move the line below the one that declares the name."],
  [
    /Cannot (?:read|set) properties of (?:undefined|null)|(?:undefined|null) is not an object|can't access property|can't convert (?:undefined|null)/i,
    "What stands before the dot or bracket has no value. Show it with display(…) on the line above to see why.",
  ],
  [/is not a function/, "Check the name, and what it belongs to: show that with display(…) on the line above."],
  [/is not iterable|is not a function or its return value is not iterable/, "A list is needed here: an array, a Set, a Map or a text."],
  [
    /Assignment to constant variable|invalid assignment to const|Attempted to assign to readonly property/,
    "Declare the name with let instead of const.",
  ],
  [/is not a constructor/, "Only a class can follow new: check the name and its import."],
  [
    /is not valid JSON|in JSON at position|JSON\.parse|JSON Parse error/,
    "The text is not JSON. Show its first characters with display(text.slice(0, 100)).",
  ],
  [/do(?:es)? not fit/i, "Show the shape of each with display(x.shape), then change the one that is not as you expect."],
  [
    /Invalid array length|Invalid typed array length|Array buffer allocation failed|out of memory/i,
    "Ask for less memory: a shorter array, a smaller batch or model.",
  ],
  [
    /Maximum call stack|too much recursion/,
    "A function calls itself without an end, or a list of more than some 60,000 values was spread into one call, as in Math.max(...values): use a loop or d3.max.",
  ],
];

const MAX_MESSAGE = 2_000;

/** The cell that threw, and how stack traces name it. */
interface Thrower {
  cell: Pick<CompiledCell, "insertions">;
  url: string;
}

/** The stack trace of a thrown value, empty if it has none. */
export const stackOf = (thrown: unknown): string => textOf(propertyOf(thrown, "stack")) ?? "";

/** What a thrown value says, with the place in the text of the cell `thrower` where the stack shows one. */
export function problemOf(thrown: unknown, thrower?: Thrower): CellProblem {
  // Whatever is thrown, a run has to end: its properties may be getters that throw again.
  const read = (key: string) => propertyOf(thrown, key);
  const isError = typeof thrown === "object" && thrown !== null && typeof read("message") === "string";
  const message = isError ? asWritten(read("message") as string) : `the cell threw ${shown(thrown)}`;
  const name = (isError && textOf(read("name"))) || "Error";
  const causes = isError ? causesOf(read("cause")) : "";
  const hint = (isError && textOf(read("hint"))) || hintFor(`${name}: ${message}`);
  // Only this project's errors say their place: in others a `line` may be one of data, or of the engine's own counting.
  const own = isCellError(thrown) ? { line: thrown.line, column: thrown.column } : undefined;
  const place = own ?? (thrower && locate(stackOf(thrown), thrower));
  return { name: shortened(name), message: shortened(message + causes), ...place, ...(hint ? { hint: shortened(hint) } : {}) };
}

function propertyOf(thrown: unknown, key: string): unknown {
  try {
    return (thrown as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function isCellError(thrown: unknown): thrown is CellError {
  try {
    return thrown instanceof CellError;
  } catch {
    return false;
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const shortened = (text: string) => (text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text);

function causesOf(cause: unknown): string {
  return cause === undefined ? "" : ` (because of ${shown(cause)})`;
}

/** A value as it looks in a list: strings in quotes. */
const shown = (value: unknown) => inspect([value]).text.slice(1, -1).trim();

function hintFor(problem: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(problem))?.[1];
}

/** The innermost frame that lies in the cell. Its text begins on the second line of the function it was made into. */
function locate(stack: string, { cell: { insertions }, url }: Thrower): Position | undefined {
  const from = url ? stack.indexOf(`${url}:`) : -1;
  const match = from < 0 ? null : /^:(\d+):(\d+)/.exec(stack.slice(from + url.length));
  if (!match) return undefined;
  const line = Number(match[1]) - 1;
  return line < 1 ? undefined : withoutInsertions({ line, column: Number(match[2]) }, insertions);
}

/** Where what was asked for failed, the reason was found elsewhere: the error is given the place of the call. */
export function calledHere<T>(answer: Promise<T>): Promise<T> {
  const { stack } = new Error();
  return answer.catch((thrown) => {
    const { name, message, hint } = problemOf(thrown);
    throw Object.defineProperty(Object.assign(new Error(message), { name, hint }), "stack", { value: stack });
  });
}
