import { compileCell } from "../../notebook/compile.ts";
import { CellError, type CellProblem, type CompiledCell, type ImportBinding, type NameUse } from "../../notebook/types.ts";

/** A cell as the session is given it: compiled, or with what is wrong with it and the names it last declared. */
export type SessionCell = {
  name: string;
  /** True when the text is not the chapter's: what was shown for the cells below it does not hold any more. */
  edited?: boolean;
  /** True when it is known to take long: it runs when the reader says so, not because something above it changed. */
  expensive?: boolean;
} & ({ compiled: CompiledCell } | { problem: CellProblem; defines: NameUse[]; imports: ImportBinding[] });

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
