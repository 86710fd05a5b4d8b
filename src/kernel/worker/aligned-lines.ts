/** Rows of texts as lines in which columns stand under each other: flush right where `right` says so, else flush left. */
export function alignedLines(rows: readonly (readonly string[])[], right: (column: number) => boolean): string[] {
  const widths = (rows[0] ?? []).map((_, i) => rows.reduce((widest, row) => Math.max(widest, row[i]!.length), 0));
  return rows.map((row) =>
    row
      .map((cell, i) => (right(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}
