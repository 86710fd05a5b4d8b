import type { FreeRead } from "./names.ts";
import { positionAt } from "./position.ts";
import { skipTrivia } from "./trivia.ts";
import type { CompiledCell, Insertion, LateRead } from "./types.ts";

/**
 * For each read of a free name, what to insert for it to give the value of that moment: `x` becomes `$now.x`. What is called becomes
 * `$read.x()`, since a function called as `$now.x(…)` would have a `this`. `inBody` tells where a character of `script` stands in the body.
 */
export function findLateReads(reads: readonly FreeRead[], { script, inBody }: { script: string; inBody(offset: number): number }): LateRead[] {
  return reads.flatMap(({ name, form, start, end, line, column }) => {
    const place = { line, column };
    if (form !== "called") return [{ name, at: inBody(start), text: form === "shorthand" ? `${name}: $now.` : "$now.", ...place }];
    // V8 finds an error of a call at the name that is called, but of one such as this at its bracket: that is led back to the name.
    const bracket = skipTrivia(script, end);
    const called = script[bracket] === "(";
    const after = called ? bracket : end;
    const { line: lines, column: columns } = positionAt(script.slice(start, after), after - start);
    const afterPlace = { line: line + lines - 1, column: lines === 1 ? column + columns - 1 : columns };
    return [
      { name, at: inBody(start), text: "$read.", ...place },
      { name, at: inBody(after), text: "()", ...afterPlace, ...(called && { of: place }) },
    ];
  });
}

/** The cell, with every read of these names made late. */
export function readLate(
  { body, insertions, lateReads }: Pick<CompiledCell, "body" | "insertions" | "lateReads">,
  names: ReadonlySet<string>,
): Pick<CompiledCell, "body" | "insertions"> {
  let written = "";
  let done = 0;
  const added: Insertion[] = [];
  for (const { name, at, ...insertion } of lateReads) {
    if (!names.has(name)) continue;
    written += body.slice(done, at) + insertion.text;
    done = at;
    added.push(insertion);
  }
  return { body: written + body.slice(done), insertions: [...insertions, ...added].sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** A message of an engine, with names as the cell has them: engines quote the code that failed. */
export function asWritten(message: string): string {
  return message.replace(/\$now\.|\$read\.([$\p{ID_Continue}]+)\((?:\.\.\.)?\)/gu, "$1");
}
