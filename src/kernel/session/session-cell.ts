import { compileCell } from "../../notebook/compile.ts";
import { CellError, type CompiledCell } from "../../notebook/types.ts";
import type { SessionCell } from "./session.ts";

/**
 * Compile a cell for the session. Where that fails, `last` (the cell when it last compiled) tells
 * which names the others wait for.
 */
export function sessionCell(name: string, text: string, last?: CompiledCell): SessionCell {
  try {
    return { name, compiled: compileCell({ name, text }) };
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const { name: kind, message, line, column, hint } = error;
    const problem = { name: kind, message, line, column, ...(hint ? { hint } : {}) };
    return { name, problem, defines: last?.defines ?? [], imports: last?.imports ?? [] };
  }
}
