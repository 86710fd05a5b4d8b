import type { ConsoleLevel } from "../protocol/mime.ts";
import { inspect } from "./inspect.ts";

/** Where a cell's console writes to. */
interface Sink {
  log(level: ConsoleLevel, text: string): void;
  table(rows: Readonly<Record<string, unknown>>[]): void;
}

/** The console of one run of a cell: what it is told stands under the cell. */
export function cellConsole({ log: line, table }: Sink) {
  let indent = "";
  const print = (level: ConsoleLevel, values: readonly unknown[]) =>
    line(level, indent + values.map((value) => (typeof value === "string" ? value : inspect(value).text)).join(" "));
  const write =
    (level: ConsoleLevel) =>
    (...values: unknown[]) =>
      print(level, formatted(values));
  const log = write("log");
  const counts = new Map<string, number>();
  const began = new Map<string, number>();

  const group = (...values: unknown[]) => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };
  const timeLog = (label = "default", ...values: unknown[]) => {
    const start = began.get(label);
    if (start !== undefined) print("log", [`${label}: ${(performance.now() - start).toFixed(1)} ms`, ...values]);
  };

  return {
    log,
    info: write("info"),
    debug: write("debug"),
    warn: write("warn"),
    error: write("error"),
    dir: (value: unknown) => print("log", [value]),
    trace: log,
    table: (rows: unknown) => {
      if (Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null)) table(rows);
      else print("log", [rows]);
    },
    assert: (holds: unknown, ...values: unknown[]) => {
      if (holds) return;
      const [first, ...rest] = values;
      write("error")(...(typeof first === "string" ? [`Assertion failed: ${first}`, ...rest] : ["Assertion failed", ...values]));
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      print("log", [`${label}: ${counts.get(label)}`]);
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

/**
 * The values with those that the first text asks for put into it: `%s`, `%d`, `%i`, `%f`, `%o`, `%O`; `%c` takes a style, of which there is
 * none here. What is left over follows. https://console.spec.whatwg.org/#formatter; `%%` is a percent sign, as in every implementation.
 */
export function formatted(values: readonly unknown[]): unknown[] {
  const [first, ...rest] = values;
  if (typeof first !== "string" || rest.length === 0) return [...values];
  const text = first.replace(/%[sdifoOc%]/g, (specifier) => {
    if (specifier === "%%") return "%";
    return rest.length > 0 ? inPlace(specifier, rest.shift()) : specifier;
  });
  return [text, ...rest];
}

function inPlace(specifier: string, value: unknown): string {
  switch (specifier) {
    case "%s":
      return asText(value);
    case "%d":
    case "%i":
      return asNumber(value, (text) => Number.parseInt(text, 10));
    case "%f":
      return asNumber(value, Number.parseFloat);
    case "%c":
      return "";
    default:
      return typeof value === "string" ? JSON.stringify(value) : inspect(value).text;
  }
}

/** An object without a text of its own is shown as it is anywhere else. */
function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return inspect(value).text;
  }
}

function asNumber(value: unknown, parse: (text: string) => number): string {
  if (typeof value === "symbol") return "NaN";
  return inspect(parse(asText(value))).text;
}
