import type { Connect } from "../protocol/messages.ts";
import type { MimeBundle } from "../protocol/mime.ts";
import { type CellStatus, Session, type SessionCell } from "./session.ts";

/** What one cell gave. The same from every host. */
export interface CellResult {
  cell: string;
  ok: boolean;
  outputs: MimeBundle[];
  error?: { name: string; message: string; line?: number; column?: number; hint?: string };
  ms: number;
}

export interface RunOptions {
  /** Ends what does not end by itself. */
  limitMs?: number;
  /** Ends the run, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Told when a cell begins. */
  began?(cell: string): void;
  /** Told what a cell gave as soon as it is over. What its timers do after that stands in the results of the whole run. */
  ended?(result: CellResult): void;
}

/** Run all cells in a fresh kernel. */
export async function runAllCells(connect: Connect, cells: SessionCell[], { limitMs = 600_000, signal, began, ended }: RunOptions = {}) {
  signal?.throwIfAborted();
  const session = new Session(connect, {
    cell(name, { state }) {
      if (signal?.aborted) return;
      if (state === "running") began?.(name);
      if (OVER.has(state)) ended?.(cellResult(session, name));
    },
  });
  const close = () => session.close();
  signal?.addEventListener("abort", close);
  session.setCells(cells);
  const timer = setTimeout(() => void session.stop(), limitMs);
  await session.runAll();
  // Timers that throw are heard of a moment later.
  if (!signal?.aborted) await new Promise((resolve) => setTimeout(resolve, 20));
  clearTimeout(timer);
  signal?.removeEventListener("abort", close);
  signal?.throwIfAborted();
  const results = cells.map(({ name }) => cellResult(session, name));
  session.close();
  return results;
}

const OVER: ReadonlySet<CellStatus["state"]> = new Set(["done", "failed", "waiting", "stopped"]);

/** What the last run of a cell gave. */
export function cellResult(session: Session, cell: string): CellResult {
  const status = session.status(cell);
  const error = errorOf(status);
  const ms = "ms" in status ? Math.round(status.ms * 10) / 10 : 0;
  return { cell, ok: !error, outputs: session.outputs(cell), ...(error ? { error } : {}), ms };
}

function errorOf(status: CellStatus): CellResult["error"] {
  switch (status.state) {
    case "done":
      return undefined;
    case "failed":
      return status.problem;
    case "waiting":
      return { name: "WaitingError", message: `waits for cell ${status.on}, which has no value` };
    default:
      return { name: "StoppedError", message: "was stopped before it was done" };
  }
}
