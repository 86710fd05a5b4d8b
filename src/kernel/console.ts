import { inspect } from "./inspect.ts";
import type { ConsoleLevel } from "./mime.ts";

/** Where a cell's console writes to. */
interface Sink {
  log(level: ConsoleLevel, text: string): void;
  table(rows: Readonly<Record<string, unknown>>[]): void;
}

/** The console of one run of a cell: what it is told stands under the cell. */
export function cellConsole({ log: line, table }: Sink) {
  let indent = "";
  const write =
    (level: ConsoleLevel) =>
    (...values: unknown[]) =>
      line(level, indent + values.map((value) => (typeof value === "string" ? value : inspect(value).text)).join(" "));
  const log = write("log");
  const counts = new Map<string, number>();
  const began = new Map<string, number>();

  const group = (...values: unknown[]) => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };
  const timeLog = (label = "default", ...values: unknown[]) => {
    const start = began.get(label);
    if (start !== undefined) log(`${label}: ${(performance.now() - start).toFixed(1)} ms`, ...values);
  };

  return {
    log,
    info: write("info"),
    debug: write("debug"),
    warn: write("warn"),
    error: write("error"),
    dir: (value: unknown) => log(value),
    trace: log,
    table: (rows: unknown) => {
      if (Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null)) table(rows);
      else log(rows);
    },
    assert: (holds: unknown, ...values: unknown[]) => {
      if (!holds) write("error")("Assertion failed", ...values);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    time: (label = "default") => void began.set(label, performance.now()),
    timeLog,
    timeEnd: (label = "default") => {
      timeLog(label);
      began.delete(label);
    },
    clear: () => {},
  };
}
