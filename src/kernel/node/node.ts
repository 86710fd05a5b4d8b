/** Runs whole notebooks in Node: for the build, the command line and the tests. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { CellSource } from "../../notebook/types.ts";
import type { KernelBuild } from "../protocol/manifest.ts";
import type { Connect } from "../protocol/messages.ts";
import { changedBuiltIn, FORGED, readMessage } from "../protocol/schema.ts";
import { type CellResult, type RunOptions, runAllCells } from "../session/run-all.ts";
import type { SessionCell } from "../session/session.ts";
import { sessionCell } from "../session/session-cell.ts";

/**
 * The stack of a worker in Chromium 156, a sixth of Node's own, measured by how many arguments a call takes: 63,781 there, 63,171 here.
 * So what calls itself too deep for a page is seen in the build.
 */
const STACK_MB = 0.69;

/** Connects to a kernel in a worker thread. `heapMb` is the memory it may use; Node's own limit if not given. */
export function connectNode({ folder, nodeWorker, weights, manifest }: KernelBuild, { heapMb }: { heapMb?: number } = {}): Connect {
  return (receive, died) => {
    // What modules write to the console goes nowhere, as in the page: standard output is the command line's own.
    const worker = new Worker(join(folder, nodeWorker), {
      workerData: { folder, weights, manifest },
      stdout: true,
      stderr: true,
      resourceLimits: { stackSizeMb: STACK_MB, ...(heapMb ? { maxOldGenerationSizeMb: heapMb } : {}) },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    let over = false;
    const end = (why?: string, byCell?: boolean) => {
      if (over) return;
      over = true;
      void worker.terminate();
      if (why !== undefined) died(why, byCell);
    };
    worker.on("message", (data) => {
      if (over) return;
      const message = readMessage(data);
      if (!message) end(FORGED, true);
      else if (message.type === "changed") end(changedBuiltIn(message), true);
      else receive(message);
    });
    worker.on("messageerror", () => end(FORGED, true));
    worker.on("error", (error) => end(`The kernel ended by itself: ${error.message}`));
    worker.on("exit", () => end("The kernel ended by itself."));
    return { exports: manifest.exports, post: (message) => over || worker.postMessage(message), terminate: () => end() };
  };
}

/** The code cells of a notebook, compiled: once, for all who ask about the same cells. */
export function sessionCells(cells: CellSource[]): SessionCell[] {
  const known = compiled.get(cells) ?? cells.filter(({ kind }) => kind === "code").map(({ name, text }) => sessionCell(name, text));
  compiled.set(cells, known);
  return known;
}

const compiled = new WeakMap<CellSource[], SessionCell[]>();

/** Run all cells of a notebook in a fresh kernel. */
export function runNotebook(build: KernelBuild, cells: CellSource[], options: RunOptions = {}): Promise<CellResult[]> {
  return runAllCells(connectNode(build), sessionCells(cells), options);
}
