import type { CellProblem, CompiledCell, ImportBinding } from "../../notebook/types.ts";
import type { ChartPart, FromKernel, View } from "./schema.ts";

/** What comes out of a kernel. */
export type { ChartPart, FromKernel };

/** What the kernel needs to run one cell once. */
export interface ExecRequest {
  type: "exec";
  /** Names this run of the cell; every message about it carries it. */
  id: number;
  cell: Pick<CompiledCell, "name" | "body" | "insertions" | "reassigned"> & { defines: string[] };
  /** Names of other cells that this one reads, with the cell that defines each; `late` if it does so when it uses them. */
  inputs: { name: string; from: string; late: boolean }[];
  /** Imports the cell needs, its own and those it shares with other cells. */
  imports: ImportBinding[];
  /** True when other cells read what this one defines: a live value then waits for them at each step shown. */
  hasDependents: boolean;
  /** What the reader has chosen in the cell's inputs, by the id of the input. Default: nothing. */
  values?: Readonly<Record<string, unknown>>;
  /** Which drawing of a chart is sent first. Default: wide. */
  view?: View;
}

export type ToKernel =
  | ExecRequest
  /** Load these modules: a cell will want them. */
  | { type: "preload"; specifiers: string[] }
  /** End run `id` at its next yield, or where it waits; of a run that is done, its timers. */
  | { type: "stop"; id: number }
  /** There is something else to run: live cell `id` is to say `step` at its next one, whether or not others read it. */
  | { type: "ask"; id: number }
  /** The dependents of live cell `id` have seen its value. */
  | { type: "continue"; id: number }
  /** The pointer or the keyboard on a chart, output number `output` of run `id`. Answered by one `patch`, always. */
  | { type: "pointer"; id: number; output: number; view: View; act: PointerAct }
  /** Answer to `need`: the module and all it imports, dependencies first; or why there is none. */
  | { type: "module"; specifier: string; files: ModuleFile[]; problem?: CellProblem }
  /** Answers to `want`: how far it is, any number of times; then once with the bytes, or with why there are none. */
  | { type: "weights"; name: string; loaded: number; total: number; bytes?: Uint8Array<ArrayBuffer> }
  | { type: "weights"; name: string; problem: CellProblem };

/** Where the keyboard goes in a chart; `out` lets go of it. */
export type PointerStep = "left" | "right" | "up" | "down" | "first" | "last" | "out";

export type PointerAct =
  | {
      event: "pointermove" | "pointerdown" | "pointerup" | "pointerleave" | "click";
      /** In the chart's own coordinates, those of its `viewBox`. */
      x: number;
      y: number;
      pointerType: string;
      buttons: number;
      /** The element under the pointer: which child element of which, from the svg down. */
      target: number[];
    }
  | { event: "step"; to: PointerStep };

/** One JavaScript file of a module, with the places where it names other files. */
export interface ModuleFile {
  name: string;
  text: string;
  imports: { name: string; start: number; end: number }[];
}

/** A connected kernel, wherever it runs. */
export interface KernelLink {
  /** What the modules that cells may import export. */
  exports?: Readonly<Record<string, readonly string[]>>;
  post(message: ToKernel): void;
  /** End it at once, whatever it does. */
  terminate(): void;
}

/**
 * Start a kernel. `receive` gets its messages; `died` is called once if it ends without being terminated, and told whether it
 * was ended for what a cell did: then others need not wait for the reader.
 * The Node host and the browser's sandbox are the two implementations.
 */
export type Connect = (receive: (message: FromKernel) => void, died: (why: string, byCell?: boolean) => void) => KernelLink;
