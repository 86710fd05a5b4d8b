import * as Plot from "@observablehq/plot";
import { COLOURS, type Column, numbersOf, rowsOf, type Side, sidesOf, titleOf, valuesOf } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted, numberText, ranked, TOLD } from "./inside/chart-words.ts";

export interface BarsOptions<R> {
  /** Numbers for bars that lie, or names for bars that stand. */
  x: Column<R, unknown>;
  /** Names for bars that lie, or numbers for bars that stand. */
  y: Column<R, unknown>;
  /** "ml", "neural", "lm", "data" or "ink", or a column that holds these. Default "data". */
  side?: Side | Column<R, string>;
  /** Which bars are drawn pale. Default none. */
  pale?: Column<R, boolean>;
  /** Write each value at the end of its bar. Default true for up to 12 bars that lie. */
  values?: boolean;
  /** How a value is written, there and in the text alternative. Default: three digits. */
  format?: (value: number) => string;
  /** Show the values at a pointer. Default false. */
  tip?: boolean;
  /** Default "low" for up to four bars that lie, else "middle". */
  height?: Height;
}

/**
 * One bar for each row, in the order of the rows. They lie where `y` holds names, and stand where `x` does. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no rows, or neither `x` nor `y` holds numbers.
 */
export function bars<R extends object>(rows: Iterable<R>, options: BarsOptions<R>): Plot.CompoundMark {
  const { x, y, side = "data", pale, format = numberText, tip = false, height } = options;
  const all = rowsOf("bars", rows);
  // What stands across may be numbers, too, such as years: bars stand unless only their lengths can be in x.
  const lie = !valuesOf("bars", "y", y, all).some((value) => typeof value === "number");
  const [length, name] = lie ? ([x, y] as const) : ([y, x] as const);
  const lengths = numbersOf("bars", lie ? "x" : "y", length as Column<R, number>, all);
  const names = valuesOf("bars", lie ? "y" : "x", name, all).map(String);
  const sides = sidesOf("bars", side, all);
  const faint = pale === undefined ? [] : valuesOf("bars", "pale", pale, all);
  const data = all.map((_, i) => ({
    name: names[i]!,
    value: lengths[i]!,
    side: sides[i]!,
    opacity: sides[i] === "neural" ? 0.2 : faint[i] ? 0.45 : 1,
  }));
  const values = options.values ?? (lie && data.length <= TOLD);
  const title = (column: unknown, axis: "x" | "y") => titleOf(column, axis);
  const hollow = sides.includes("neural");
  const channels = {
    fill: ({ side }: { side: Side }) => COLOURS[side],
    ...(pale === undefined && !hollow ? {} : { fillOpacity: "opacity" }),
    ...(hollow && { stroke: ({ side }: { side: Side }) => (side === "neural" ? COLOURS[side] : "none"), strokeDasharray: "4,3" }),
    tip,
  };
  const text = (some: typeof data, sign: 1 | -1) => {
    const shared = { text: ({ value }: { value: number }) => format(value), fill: "currentColor" };
    // A bar to the left ends among the names: its value stands on the other side of 0.
    if (lie) return Plot.text(some, { ...shared, x: sign > 0 ? "value" : () => 0, y: "name", textAnchor: "start", dx: 5 });
    return Plot.text(some, { ...shared, x: "name", y: "value", dy: -9 * sign });
  };
  const marks = Plot.marks(
    lie ? Plot.barX(data, { x: "value", y: "name", ...channels }) : Plot.barY(data, { x: "name", y: "value", ...channels }),
    values
      ? text(
          data.filter(({ value }) => value >= 0),
          1,
        )
      : null,
    values
      ? text(
          data.filter(({ value }) => value < 0),
          -1,
        )
      : null,
    lie ? Plot.ruleX([0]) : Plot.ruleY([0]),
  );
  const domain = [...new Set(names)];
  return withDefaults("bars", marks, {
    height: { chosen: height, usual: lie && domain.length <= 4 ? "low" : "middle" },
    options: lie
      ? { x: { label: title(x, "x"), grid: true, ticks: 5 }, y: { label: null, domain } }
      : { x: { label: title(x, "x"), domain }, y: { label: title(y, "y"), grid: true } },
    says(titleIn) {
      const what = titleIn(lie ? "x" : "y", title(length, lie ? "x" : "y"));
      const by = titleIn(lie ? "y" : "x", titleOf(name, ""));
      const items = data.map(({ name, value }) => ({ name, value, text: format(value) }));
      return `Bar chart of ${what}${by ? ` by ${by}` : ""}, ${counted(data.length, "bar")}: ${ranked(items)}.`;
    },
  });
}
