import * as Plot from "@observablehq/plot";
import { max } from "../base/max.ts";
import type { Stage } from "../lm/gpt-stages.ts";
import { COLOURS } from "./inside/chart-columns.ts";
import { withDefaults } from "./inside/chart-defaults.ts";

export interface StageMapOptions {
  /** The tokens that were read, one for each row. */
  read: readonly string[];
  /** All tokens in the order of their ids, for a stage that scores what may come next. */
  vocabulary: readonly string[];
}

const SIGNS: Record<string, string> = { "\n": "⏎", " ": "␣" };
const visible = (token: string) => SIGNS[token] ?? token;
/** More columns than these are named where they are strong. */
const MOST_NAMES = 30;
/** Columns between two names that do not run into each other. */
const APART = 4;

/**
 * A matrix of a transformer as cells: vermilion above zero, grey below, the stronger the colour the further from zero. A cross where a token may not look.
 * Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when the stage has not a row for each token that was read, or not a column for each that may come next.
 */
export function stageMap({ name, matrix, columns }: Stage, { read, vocabulary }: StageMapOptions): Plot.CompoundMark {
  const width = matrix[0]?.length ?? 0;
  if (read.length !== matrix.length)
    throw new RangeError(`stageMap: ${read.length} tokens were read, and "${name}" has ${matrix.length} rows. Give the tokens that the trace is of.`);
  if (columns === "vocabulary" && vocabulary.length !== width)
    throw new RangeError(`stageMap: the vocabulary has ${vocabulary.length} tokens, and "${name}" ${width} columns. Give the model's own.`);
  const rows = read.map((token, i) => `${i + 1} ${visible(token)}`);
  const labels = columns === "numbers" ? matrix[0]!.map((_, x) => x + 1) : columns === "tokens" ? rows : vocabulary.map(visible);
  const cells = matrix.flatMap((row, y) => row.map((value, x) => ({ row: rows[y]!, column: labels[x]!, value })));
  const looks = cells.filter(({ value }) => Number.isFinite(value));
  const strongest = looks.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  const most = Math.abs(strongest.value) || 1;
  const marks = Plot.marks(
    Plot.cell(looks, {
      x: "column",
      y: "row",
      fill: ({ value }) => COLOURS[value < 0 ? "data" : "lm"],
      fillOpacity: ({ value }) => Math.abs(value) / most,
      ...(cells.length <= 400 ? { tip: { format: { fillOpacity: false } }, channels: { value: { value: "value", label: "value" } } } : {}),
    } as Plot.CellOptions),
    Plot.text(
      cells.filter(({ value }) => !Number.isFinite(value)),
      { x: "column", y: "row", text: () => "×", fillOpacity: 0.5 },
    ),
  );
  const title = { numbers: "number", tokens: "token looked at", vocabulary: "next token" }[columns];
  return withDefaults("stageMap", marks, {
    height: { chosen: undefined, usual: "middle" },
    options: {
      marginLeft: 40,
      marginBottom: 40,
      padding: columns === "numbers" ? 0 : 0.04,
      x: {
        label: title,
        domain: labels,
        ticks: columns === "numbers" ? [1, width] : width > MOST_NAMES ? apart(strongColumns(matrix)).map((x) => labels[x]!) : labels,
        // Many tokens leave room for the token alone.
        ...(columns === "tokens" && width > 8 ? { tickFormat: (label: string) => label.slice(label.indexOf(" ") + 1) } : {}),
        tickSize: 0,
      },
      y: { label: "token read", labelAnchor: "top", domain: rows, tickSize: 0 },
    },
    says: () =>
      `Heat map of ${name}: ${matrix.length} rows, one for each token read, and ${width} columns. The strongest number, ${strongest.value.toFixed(2)}, is in row ${strongest.row}, column ${strongest.column}.`,
  });
}

/** Columns with a number worth a look, the strongest first. */
function strongColumns(matrix: Stage["matrix"]): number[] {
  const most = matrix[0]!.map((_, x) => max(matrix.map((row) => row[x]!)));
  const least = 0.2 * max(most);
  return most
    .map((_, x) => x)
    .filter((x) => most[x]! > least)
    .sort((a, b) => most[b]! - most[a]!);
}

/** Those that have room for a name beside those before them. */
function apart(columns: number[]): number[] {
  const kept: number[] = [];
  for (const x of columns) if (kept.every((other) => Math.abs(x - other) >= APART)) kept.push(x);
  return kept;
}
