import { dateText, isBoolean, isGap, numberText } from "../value-text.ts";
import { type CsvRecord, type SplitCsv, splitCsv } from "./split-csv.ts";

export interface CsvLayout {
  /** "" where each line is one value. */
  separator: string;
  /** Where the table begins, behind a line such as `sep=;`. */
  from: number;
  line: number;
  /** How the separator was found: named by the file, or guessed from its lines. */
  named: boolean;
}

/** Signs that part values. The likelier one first: where lines can be cut at two of them, the commas are those of decimals and of prose. */
export const SEPARATORS = ["\t", ";", "|", ","];
/** A guess looks at so many lines. */
const LOOKED_AT = 200;

/** A first line that names the separator, as Excel reads and writes it: `sep=;`, all of it or the sign in quotes or not, also `sep=\t`. */
const NAMED = /^\s*["']?sep=["']?(\\t|[^"'\r\n]{1,20}?)?["']{0,2}[,;\t| ]*(?:\r\n|\r|\n|$)/i;

/**
 * How the values of a file are told apart.
 * @throws RangeError where the file names a separator that is none.
 */
export function csvLayout(text: string): CsvLayout {
  const match = NAMED.exec(text);
  const from = match?.[0].length ?? 0;
  const line = 1 + (match ? breaksIn(match[0]) : 0);
  const named = match?.[1] === "\\t" ? "\t" : (match?.[1] ?? "");
  if (named.length > 1) throw new RangeError(`the first line names “${named}” as the separator, which has to be one character`);
  return named === "" ? { separator: guess(text, { from, line }), from, line, named: false } : { separator: named, from, line, named: true };
}

const breaksIn = (text: string) => text.split(/\r\n|\r|\n/).length - 1;

export interface CsvTable {
  header: CsvRecord | undefined;
  /** All that follow the header, blank ones as well. */
  records: CsvRecord[];
  /** Lines before the header that are left out, since they begin with `#` and do not have the table's columns. */
  comments: CsvRecord[];
}

/** The header and what follows it: blank lines and comments may come before. */
export function csvTable(records: CsvRecord[]): CsvTable {
  const isEmpty = ({ blank, values }: CsvRecord) => blank || (values.length > 1 && values.every((value) => value.trim() === ""));
  const isComment = ({ values }: CsvRecord) => values[0]!.startsWith("#");
  const filled = records.filter((record) => !isEmpty(record));
  // A header may begin with # as well: then it has as many columns as what follows.
  const first = filled.find((record) => !isComment(record)) ?? filled.at(-1);
  if (!first) return { header: undefined, records: [], comments: [] };
  const at = records.findIndex((record) => !isEmpty(record) && record.values.length === first.values.length);
  return { header: records[at]!, records: records.slice(at + 1), comments: records.slice(0, at).filter((record) => !isEmpty(record)) };
}

interface Cut {
  separator: string;
  header: CsvRecord | undefined;
  rows: CsvRecord[];
  /** Up to here its quotes are right. */
  sound: boolean;
}

/** What cuts the lines of a file into as many values as its header has names, and into the likeliest ones. */
function guess(text: string, at: Pick<CsvLayout, "from" | "line">): string {
  const cuts = SEPARATORS.map((separator) => cutOf(separator, splitCsv(text, separator, { ...at, most: LOOKED_AT })));
  const possible = cuts.filter((cut) => widthOf(cut) > 1 && !isProse(cut));
  if (possible.length === 0) return oneColumn(cuts);
  const scores = possible.map((cut) => ({ separator: cut.separator, score: score(cut) }));
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).separator;
}

function cutOf(separator: string, { records, problem }: SplitCsv): Cut {
  const { header, records: all } = csvTable(records);
  return { separator, header, rows: all.filter(({ blank }) => !blank), sound: problem === undefined };
}

const widthOf = ({ header }: Cut) => header?.values.length ?? 0;

/** How many rows fit the header, and how many of their values are more than text: what is cut in the wrong place seldom is. */
function score({ header, rows, sound }: Cut): number {
  const fitting = rows.filter(({ values, stray }) => values.length === header!.values.length && !stray && !header!.stray);
  return share(fitting.length, rows.length + Number(!sound)) * (1 + typed(fitting));
}

/** Commas between the words of one name, as in "Weight, kg": no row has any. */
const isProse = ({ header, rows }: Cut) =>
  rows.length > 0 && rows.every(({ values }) => values.length === 1) && header!.values.slice(1).every((name) => name.startsWith(" "));

/**
 * The header names one column. Where all lines have more values than that, they are cut all the same, for the reader to be told. Where only some
 * do, or where they are decimals with a comma, the signs belong to the values.
 */
function oneColumn(cuts: Cut[]): string {
  const cut = cuts.find(
    ({ rows: [first, ...others] }) => first && first.values.length > 1 && others.every(({ values }) => values.length === first.values.length),
  );
  if (!cut) return "";
  const lines = cut.rows.map(({ values }) => values.join(cut.separator).trim());
  return cut.separator === "," && lines.every((line) => numberText(line, ",") || isGap(line)) ? "" : cut.separator;
}

/** Of the values, those that are more than text. */
function typed(rows: CsvRecord[]): number {
  const values = rows.flatMap(({ values }) => values).map((value) => value.trim());
  const known = values.filter(
    (value) => isGap(value) || isBoolean(value) || numberText(value, ".") || numberText(value, ",") || dateText(value) instanceof Date,
  );
  return share(known.length, values.length);
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
