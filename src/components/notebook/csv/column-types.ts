import { type DecimalSign, dateText, isBoolean, isGap, looksLikeNumber, lossOf, mayBeNumber, type NumberText, numberText } from "../value-text.ts";

export type Value = string | number | boolean | Date | null;
export type ColumnType = "number" | "boolean" | "date" | "text";

/** What keeps a value, and its column with it, from being more than text. */
export type Obstacle =
  | "code"
  | "rounded"
  | "range"
  | "sign"
  | "program"
  | "unclear"
  | "mixed"
  | "decimal comma"
  | "no such date"
  | "too fine"
  | "other form"
  | "no number"
  | "no date"
  | "neither true nor false";

/** Values of a column that have something in common. */
export interface Finding<What> {
  what: What;
  count: number;
  /** The first of them, as it stands in the file, without the blanks around it. */
  example: string;
  /** The lines of the first few. */
  lines: number[];
}

export interface TypedColumn {
  name: string;
  type: ColumnType;
  values: Value[];
  /** Where a value is `null`, by the word that stood there; "" where nothing did. */
  gaps: Finding<string>[];
  /** Values of a column of text that nearly was one of numbers, dates or of true and false. */
  obstacles: Finding<Obstacle>[];
  /** How numbers were read, where that was not the only way: decimal commas, groups of thousands, points that might have been groups; and infinite ones. */
  readings: Finding<Reading>[];
}

export type Reading = "decimal comma" | "grouped" | "may be grouped" | "infinite";

interface RawColumn {
  name: string;
  values: readonly string[];
}

interface Options {
  /** Between the values of a line: next to commas, no other comma is a decimal one. */
  separator: string;
  /** On which line each value stands. */
  lines: readonly number[];
}

/**
 * What the columns of a table of texts hold. A column is of numbers, of dates or of booleans if all its values are, gaps apart, and if nothing of
 * what was written is lost; else it is of text, as it was written. A text is `null` only where it is empty.
 */
export function typedColumns(columns: readonly RawColumn[], { separator, lines }: Options): TypedColumn[] {
  const judged = columns.map(({ name, values }) => ({ name, values, ...kindOf(values) }));
  const numbers = judged.filter(({ kind, odd, decimals }) => kind === "number" && odd === 0 && !(decimals.point && decimals.comma));
  const isCertain = (sign: DecimalSign) => numbers.some(({ decimals }) => decimals.certain.has(sign));
  const file = { separator, point: isCertain("."), comma: isCertain(",") };
  return judged.map(({ name, values, kind, decimals }) => {
    const read = kind === "number" ? numberReader(decimals, file) : kind === "date" ? readDate : kind === "boolean" ? readBoolean : undefined;
    return { name, ...(read ? readColumn(values, { kind: kind as ColumnType, read, lines }) : textColumn(values, lines)) };
  });
}

/** What the numbers of a column say of their decimal sign. */
interface Decimals {
  /** Whether there are numbers that can be read with a decimal point alone, or with a decimal comma alone. */
  point: boolean;
  comma: boolean;
  /** Whether there are some that can be read with either, to other numbers: 1.234, and 1,234. */
  eitherPoint: boolean;
  eitherComma: boolean;
  /** Decimal signs of texts that can be nothing but numbers. */
  certain: Set<DecimalSign>;
  /** Signs that surely group thousands. */
  groups: Set<string>;
}

/** What most values of a column look like, at least half of them; and how many of the others there are. */
function kindOf(values: readonly string[]): { kind: ColumnType; odd: number; decimals: Decimals } {
  const counts = { number: 0, infinite: 0, date: 0, boolean: 0, text: 0 };
  const decimals: Decimals = { point: false, comma: false, eitherPoint: false, eitherComma: false, certain: new Set(), groups: new Set() };
  for (const value of values) {
    const text = value.trim();
    if (!isGap(text)) counts[familyOf(text, decimals)]++;
  }
  // "inf" alone may be a name.
  if (counts.number > 0) counts.number += counts.infinite;
  else counts.text += counts.infinite;
  const all = counts.number + counts.date + counts.boolean + counts.text;
  const kind = (["number", "date", "boolean"] as const).find((likely) => counts[likely] > 0 && 2 * counts[likely] >= all) ?? "text";
  return { kind, odd: all - counts[kind], decimals };
}

function familyOf(text: string, decimals: Decimals): ColumnType | "infinite" {
  if (!mayBeNumber(text)) return isBoolean(text) ? "boolean" : "text";
  const point = numberText(text, ".");
  const comma = hasSign(text) ? numberText(text, ",") : undefined;
  const number = point ?? comma;
  if (!number) return looksLikeNumber(text) ? "number" : dateText(text) ? "date" : "text";
  if (number.literal.endsWith("Infinity")) return "infinite";
  for (const read of [point, comma]) if (read?.group !== undefined && isSurelyGrouped(read)) decimals.groups.add(read.group);
  if (!/[.,]/.test(text)) return "number";
  if (point && comma) decimals[text.includes(".") ? "eitherPoint" : "eitherComma"] = true;
  else {
    decimals[point ? "point" : "comma"] = true;
    if (number.group === undefined || isSurelyGrouped(number)) decimals.certain.add(point ? "." : ",");
  }
  return "number";
}

/** With a sign in it that may be a decimal one, or group digits. */
const hasSign = (text: string) => /[.,'’\s]/.test(text);

/** Points may part the numbers of an address or of a version, and blanks those of a telephone. */
const isSurelyGrouped = ({ group, groups, fraction }: NumberText) => fraction || /['’]/.test(group!) || (group === "," && groups > 1);

interface Read {
  value: Value;
  reading?: Reading | undefined;
}
type Reader = (text: string) => Read | Obstacle;

function readColumn(
  values: readonly string[],
  { kind, read, lines }: { kind: ColumnType; read: Reader; lines: readonly number[] },
): Omit<TypedColumn, "name"> {
  const [gaps, obstacles, readings] = [new Findings<string>(), new Findings<Obstacle>(), new Findings<Reading>()];
  const found = values.map((value, i) => {
    const text = value.trim();
    const at = { example: text, line: lines[i]! };
    if (isGap(text)) {
      gaps.add(text, at);
      return null;
    }
    const result = read(text);
    if (typeof result === "string") {
      obstacles.add(result, at);
      return null;
    }
    if (result.reading) readings.add(result.reading, at);
    return result.value;
  });
  if (obstacles.all.length > 0) return { ...textColumn(values, lines), obstacles: obstacles.all };
  return { type: kind, values: found, gaps: gaps.all, obstacles: [], readings: readings.all };
}

function textColumn(values: readonly string[], lines: readonly number[]): Omit<TypedColumn, "name"> {
  const gaps = new Findings<string>();
  for (const [i, value] of values.entries()) if (value === "") gaps.add("", { example: "", line: lines[i]! });
  return { type: "text", values: values.map((value) => (value === "" ? null : value)), gaps: gaps.all, obstacles: [], readings: [] };
}

const readDate: Reader = (text) => {
  const date = dateText(text) ?? "no date";
  return typeof date === "string" ? date : { value: date };
};

const readBoolean: Reader = (text) => (isBoolean(text) ? { value: text.toLowerCase() === "true" } : "neither true nor false");

interface FileNumbers {
  separator: string;
  /** Whether another column of the file has decimal points, or commas, for sure. */
  point: boolean;
  comma: boolean;
}

/** How the numbers of one column are read: all in the same way. */
function numberReader({ point, comma, eitherPoint, eitherComma, groups }: Decimals, file: FileNumbers): Reader {
  const sure: DecimalSign | undefined = point ? "." : comma ? "," : undefined;
  const isMixed = point && comma;
  const decimal = sure ?? likelyDecimal({ eitherPoint, eitherComma }, file);
  const isGroup = (group: string) => groups.has(group) || (sure === undefined && group === "," && decimal === "." && eitherComma);
  return (text) => {
    if (decimal === undefined && /[.,]/.test(text)) return "unclear";
    const number = numberText(text, decimal ?? ".");
    if (!number)
      return numberText(text, decimal === "," ? "." : ",") ? (isMixed ? "mixed" : "decimal comma") : (looksLikeNumber(text) ?? "no number");
    if (isMixed && /[.,]/.test(text)) return "mixed";
    if (decimal === "," && file.separator === "," && text.includes(",")) return "decimal comma";
    if (number.group !== undefined && !isGroup(number.group)) return "unclear";
    const loss = lossOf(number.literal);
    return loss ?? { value: Number(number.literal), reading: readingOf(text, number, { decimal, sure, file }) };
  };
}

/** Where each number of a column can be read with either sign: what the rest of the file says, or what is usual. */
function likelyDecimal(
  { eitherPoint, eitherComma }: Pick<Decimals, "eitherPoint" | "eitherComma">,
  { separator, point, comma }: FileNumbers,
): DecimalSign | undefined {
  if (eitherPoint && eitherComma) return undefined;
  if (eitherPoint) return comma ? undefined : ".";
  if (!eitherComma) return ".";
  if (point !== comma) return point ? "." : ",";
  return separator === ";" && !point ? "," : undefined;
}

function readingOf(
  text: string,
  { group, literal }: NumberText,
  { decimal, sure, file }: { decimal: DecimalSign | undefined; sure: DecimalSign | undefined; file: FileNumbers },
): Reading | undefined {
  if (literal.endsWith("Infinity")) return "infinite";
  if (group !== undefined) return "grouped";
  if (decimal === "," && text.includes(",")) return "decimal comma";
  const isOpen = sure === undefined && text.includes(".") && file.separator === ";" && !file.point;
  return isOpen && numberText(text, ",") ? "may be grouped" : undefined;
}

const MOST_LINES = 3;

/** Counts, with the first lines of each. */
class Findings<What> {
  readonly #found = new Map<What, Finding<What>>();

  add(what: What, { example, line }: { example: string; line: number }): void {
    const found = this.#found.get(what) ?? { what, count: 0, example, lines: [] };
    found.count++;
    if (found.lines.length < MOST_LINES) found.lines.push(line);
    this.#found.set(what, found);
  }

  get all(): Finding<What>[] {
    return [...this.#found.values()];
  }
}
