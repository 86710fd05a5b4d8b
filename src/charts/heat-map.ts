import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { numberText, rangeOf } from "./inside/chart-words.ts";

export interface HeatMapOptions<R> {
  /** Across: names, in the order in which the rows bring them. */
  x: Column<R, unknown>;
  /** Down: names, in the order in which the rows bring them. */
  y: Column<R, unknown>;
  /** Amounts from 0 up, which give the strength of the colour. */
  value: Column<R, number>;
  /** "ml", "lm", "data" or "ink". Default "data". */
  side?: Side;
  /** Colour that grows with the root of the amounts shows small ones, too. Default "sqrt". */
  scale?: "sqrt" | "linear";
  /** Write each amount into its cell. Default false. */
  values?: boolean;
  /** How an amount is written. Default: three digits. */
  format?: (value: number) => string;
  /** Show the values at a pointer. Default false. */
  tip?: boolean;
  /** Default "high". */
  height?: Height;
}

/**
 * A table as cells, each the stronger in colour the larger its value. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or a value is below 0 or no number.
 */
export function heatMap<R extends object>(rows: Iterable<R>, options: HeatMapOptions<R>): Plot.CompoundMark {
  const { x, y, value, side = "data", scale = "sqrt", values = false, format = numberText, tip = false, height } = options;
  const all = rowsOf("heatMap", rows);
  const across = valuesOf("heatMap", "x", x, all).map(String);
  const down = valuesOf("heatMap", "y", y, all).map(String);
  const amounts = numbersOf("heatMap", "value", value, all);
  const wrong = amounts.find((amount) => !(amount >= 0));
  if (wrong !== undefined)
    throw new RangeError(`heatMap shows amounts from 0 up, and one is ${wrong}: show its size with Math.abs, or leave that row out.`);
  const [least, most] = rangeOf(amounts);
  const data = all.map((_, i) => {
    const share = most > 0 ? amounts[i]! / most : 0;
    return { x: across[i]!, y: down[i]!, amount: amounts[i]!, strength: scale === "sqrt" ? Math.sqrt(share) : share };
  });
  const marks = Plot.marks(
    Plot.cell(data, {
      x: { value: "x", label: titleOf(x, "x") },
      y: { value: "y", label: titleOf(y, "y") },
      fill: COLOURS[side],
      fillOpacity: "strength",
      ...(tip ? { channels: { [titleOf(value, "value")]: "amount" }, tip: { format: { fillOpacity: false } } } : {}),
    } as Plot.CellOptions),
    values
      ? Plot.text(data, {
          x: "x",
          y: "y",
          text: ({ amount }) => format(amount),
          fill: "currentColor",
          stroke: "var(--plot-background)",
          strokeWidth: 3,
        })
      : null,
  );
  const [columns, lines] = [[...new Set(across)], [...new Set(down)]];
  return withDefaults("heatMap", marks, {
    height: { chosen: height, usual: "high" },
    options: { padding: 0, x: { label: titleOf(x, "x"), domain: columns }, y: { label: titleOf(y, "y"), domain: lines } },
    says(title) {
      const [nameX, nameY] = [title("x", titleOf(x, "x")), title("y", titleOf(y, "y"))];
      const top = data.toSorted((a, b) => b.amount - a.amount).slice(0, 3);
      const told = top.map(({ x, y, amount }) => `${format(amount)} (${nameY} ${y}, ${nameX} ${x})`).join(", ");
      return `Heat map of ${titleOf(value, "values")}, ${columns.length} columns (${nameX}) by ${lines.length} rows (${nameY}), from ${format(least)} to ${format(most)}. Highest: ${told}.`;
    },
  });
}
