import type { Connect } from "./messages.ts";
import type { MimeBundle } from "./mime.ts";
import { type CellStatus, Session, type SessionCell } from "./session.ts";

/** What one cell gave. The same from every host. */
export interface CellResult {
  cell: string;
  ok: boolean;
  outputs: MimeBundle[];
  error?: { name: string; message: string; line?: number; column?: number; hint?: string };
  ms: number;
}

/** Run all cells in a fresh kernel. `limitMs` ends what does not end by itself. */
export async function runAllCells(connect: Connect, cells: SessionCell[], limitMs: number): Promise<CellResult[]> {
  const session = new Session(connect);
  session.setCells(cells);
  const timer = setTimeout(() => void session.stop(), limitMs);
  await session.runAll();
  // Timers that throw are heard of a moment later.
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearTimeout(timer);
  const results = cells.map(({ name }) => cellResult(session, name));
  session.close();
  return results;
}

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
