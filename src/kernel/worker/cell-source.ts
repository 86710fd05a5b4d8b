import type { CompiledCell } from "../../notebook/types.ts";

interface CellText extends Pick<CompiledCell, "body" | "reassigned"> {
  defines: readonly string[];
}

/** What a cell gets from others. */
interface Given {
  /** Names that it is given once, as values. */
  values: readonly string[];
  /** Names that it reads when it uses them, as `readLate` writes it. */
  late: readonly string[];
}

/**
 * The text of the function that a cell is made into: `($show, $mport, console, values, $read)`, where `$read` holds a function for
 * each late name. The cell's own text begins on the second line. It gives what the cell defines, by name: values, and functions that
 * read what may be assigned to later. Only those are functions: engines count slower with a variable that a function sees.
 */
export function cellSource({ body, defines, reassigned }: CellText, { values, late }: Given): string {
  const results = defines.map((name) => (reassigned.includes(name) ? `["${name}"]: () => ${name}` : name));
  const now = late.length > 0 ? ", $now = new $Now($read)" : "";
  // The first semicolon: a cell that begins with "use strict" would be refused in a function with such parameters.
  const made = `async function ($show, $mport, console, {${values.join(", ")}}, $read${now}) {;\n${body}\n;return {${results.join(", ")}};}`;
  if (late.length === 0) return made;
  // A class, made once: engines read through accessors several times faster where each run's object has the same ones.
  const accessors = late.map((name) => `get ["${name}"]() { return this.#read["${name}"](); }`);
  return `(($Now) => ${made})(class { #read; constructor(read) { this.#read = read; } ${accessors.join(" ")} })`;
}
