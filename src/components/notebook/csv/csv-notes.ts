import type { ColumnType, Finding, Obstacle, Reading, TypedColumn } from "./column-types.ts";

/** So many columns have a sentence of their own of each kind. */
const MOST_SENTENCES = 5;
const MOST_NAMES = 6;
const MOST_WORDS = 4;
const LONGEST = 40;

const TYPES: Record<ColumnType, string> = {
  number: "Numbers",
  date: "Dates, in UTC where they name no zone",
  boolean: "True or false",
  text: "Text",
};

const OBSTACLES: Record<Obstacle, string> = {
  code: "codes and telephone numbers would lose zeros or a plus as numbers",
  rounded: "a number has no room for so many digits and would be rounded",
  range: "a number cannot be as large or as small as that",
  sign: "signs of currency or percent are no part of a number",
  program: "numbers are read in decimal digits only",
  unclear: "it is not clear whether its commas, points or blanks group digits",
  mixed: "some of its numbers have decimal points, and some decimal commas",
  "decimal comma": "where commas separate the values, a comma is no decimal sign",
  "no such date": "there is no such day or time",
  "too fine": "a date has no room for less than a millisecond",
  "other form": "dates are read in the form 2007-11-11 only",
  "no number": "not all of it is numbers",
  "no date": "not all of it is dates",
  "neither true nor false": "not all of it is true or false",
};

const READINGS: Record<Reading, (columns: string, example: string) => string> = {
  "decimal comma": (columns, example) => `Commas are decimal ones in ${columns}: ${example}.`,
  grouped: (columns, example) => `Signs that group thousands are left out in ${columns}: ${example}.`,
  "may be grouped": (columns, example) => `Points are taken for decimal ones in ${columns}, and might have grouped thousands: ${example}.`,
  infinite: (columns, example) => `Infinite numbers, which models cannot take, are in ${columns}: ${example}.`,
};

/** What a column would be if it were not for a few values that can be mended. */
const MENDED: Partial<Record<Obstacle, string>> = {
  "no number": "numbers",
  "no date": "dates",
  "no such date": "dates",
  "neither true nor false": "true and false",
};

/** What was taken for what, in sentences for the reader: types, then how numbers were read, what stayed text and why, and gaps. */
export function columnNotes(columns: readonly TypedColumn[]): string[] {
  const total = columns[0]?.values.length ?? 0;
  const readings = (Object.keys(READINGS) as Reading[]).flatMap((reading) => {
    const found = columns.flatMap(({ name, readings }) => readings.filter(({ what }) => what === reading).map((finding) => ({ name, finding })));
    return found.length === 0 ? [] : [READINGS[reading](listed(found.map(({ name }) => name)), where(found[0]!.finding))];
  });
  const obstacles = sentences(
    columns.filter(({ obstacles }) => obstacles.length > 0),
    (column) => obstaclesText(column, total),
    (names) => `So do ${names}, for reasons of this kind.`,
  );
  const gaps = sentences(
    columns.filter(({ gaps }) => gaps.length > 0),
    ({ name, gaps }) => `${quoted(name)} has ${gapsText(gaps, total)}.`,
    (names) => `There are gaps in ${names}, too.`,
  );
  return [typesNote(columns), ...readings, ...obstacles, ...gaps];
}

function typesNote(columns: readonly TypedColumn[]): string {
  const types = (Object.keys(TYPES) as ColumnType[]).flatMap((type) => {
    const names = columns.filter((column) => column.type === type).map(({ name }) => name);
    return names.length === 0 ? [] : [`${TYPES[type]}: ${listed(names)}`];
  });
  return `${types.join(". ")}.`;
}

function obstaclesText({ name, obstacles }: TypedColumn, total: number): string {
  const reasons = obstacles.map(
    (found) => `${OBSTACLES[found.what]} (${found.count.toLocaleString("en-US")} of ${counted(total, "value")}: ${where(found)})`,
  );
  const mended = obstacles.every(({ what }) => MENDED[what]) ? ` Mended or left empty, it would be read as ${MENDED[obstacles[0]!.what]}.` : "";
  return `${quoted(name)} stays text: ${reasons.join("; ")}.${mended}`;
}

function gapsText(gaps: TypedColumn["gaps"], total: number): string {
  const count = gaps.reduce((sum, gap) => sum + gap.count, 0);
  const shown = gaps.slice(0, MOST_WORDS).map((gap) => `${gap.what === "" ? "empty" : `“${clipped(gap.what)}”`} in ${linesText(gap)}`);
  const more = gaps.length > MOST_WORDS ? [`${gaps.length - MOST_WORDS} other words`] : [];
  return `${counted(count, "gap")} (null) in ${counted(total, "row")}: ${[...shown, ...more].join(", ")}`;
}

/** Of a kind, the first few in sentences of their own and all others in one. */
function sentences(columns: readonly TypedColumn[], sentence: (column: TypedColumn) => string, others: (names: string) => string): string[] {
  const shown = columns.slice(0, MOST_SENTENCES).map(sentence);
  const more = columns.slice(MOST_SENTENCES).map(({ name }) => name);
  return more.length === 0 ? shown : [...shown, others(listed(more))];
}

/** "“abc” in line 57, others in lines 60, 71 and more". */
function where({ count, example, lines: [first, ...others] }: Finding<unknown>): string {
  const rest = others.length === 0 ? "" : `, others in ${linesText({ count: count - 1, lines: others })}`;
  return `“${clipped(example)}” in line ${first}${rest}`;
}

/** "lines 3, 8, 12 and more". */
export const linesText = ({ count, lines }: { count: number; lines: readonly number[] }): string =>
  `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}${count > lines.length ? " and more" : ""}`;

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(quoted);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more.toLocaleString("en-US")} more` : shown.join(", ");
}

/** A name as it is where it is a word, else in quotes. */
const quoted = (name: string) => (/^[\p{L}\d_]+$/u.test(name) && name.length <= LONGEST ? name : `“${clipped(name)}”`);

/** In one line, and not too long for it. */
export function clipped(text: string): string {
  const line = text.replace(/\s+/gu, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}…` : line;
}

export const counted = (count: number, what: string): string => `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
