import { nearest } from "../../notebook/nearest.ts";
import type { CellProblem } from "../../notebook/types.ts";

/** What surrounds a cell: whoever runs it knows this, the cell does not. */
export interface Surroundings {
  /** Names that the cells of the notebook declare or import. */
  names: Iterable<string>;
  /** Module → what it exports, of the modules that cells may import. */
  exports: Readonly<Record<string, readonly string[]>>;
}

/** An unknown name, as Chromium and Firefox say it, and as WebKit does. */
const UNKNOWN = /^(?:(\S+) is not defined|Can't find variable: (\S+))$/;

/** Globals that readers misspell. */
const GLOBALS = [
  "Array",
  "console",
  "Date",
  "Infinity",
  "JSON",
  "Map",
  "Math",
  "NaN",
  "Number",
  "Object",
  "performance",
  "Set",
  "String",
  "undefined",
];

/** The problem with what to try, where the name that is not known stands near one that is. */
export function explain(problem: CellProblem, { names, exports }: Surroundings): CellProblem {
  const match = UNKNOWN.exec(problem.message);
  if (problem.hint || !match) return problem;
  const unknown = (match[1] ?? match[2])!;
  const owner = Object.keys(exports).find((specifier) => exports[specifier]!.includes(unknown));
  if (owner) return { ...problem, hint: `Add import { ${unknown} } from "${owner}" to a cell.` };
  const near = nearest(unknown, [...names]) ?? nearest(unknown, GLOBALS);
  if (near) return { ...problem, hint: `Did you mean ${near}?` };
  for (const [specifier, exported] of Object.entries(exports)) {
    const meant = nearest(unknown, exported);
    if (meant) return { ...problem, hint: `Did you mean ${meant}? Then add import { ${meant} } from "${specifier}" to a cell.` };
  }
  return { ...problem, hint: `No cell declares ${unknown}. Declare it with const ${unknown} = …, or import it.` };
}
