import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readFile } from "../../../src/components/notebook/csv/read-file.ts";

/**
 * Files made by a writer that knows nothing of the reader, and read back. Each column comes with the values that it must have, or, where its texts would lose
 * something as numbers or dates, with the order to stay text and to be named in a note.
 */

type Value = string | number | boolean | Date | null;
interface Cell {
  /** As it stands in the file, before quotes. */
  text: string;
  value: Value;
}
interface Column {
  name: string;
  cells: Cell[];
  /** Must be typed as it is here; else it may also stay text, with a note. */
  sure: boolean;
  /** Must be named in a note as text, with the line of this cell. */
  odd?: number | undefined;
  /** Has words in it that stand for gaps, or is empty here and there. */
  gaps: number;
}

/** The same files each time; `CSV_SEED=2 npx vitest run …` makes others. */
const SEED = Number(process.env["CSV_SEED"] ?? 4180);
const ROWS = 8;
const digits = (min: number, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max })
    .map((all) => all.join(""))
    .map((text) => text.replace(/^0(?=\d)/, "7"));
const GAPS = ["", "?", "N/A", "NA", "null", "NULL", "NaN", "nan", "-", "–", "#DIV/0!", "#N/A", "#VALUE!", "n.a.", "none", ".", "  ", "<NA>"];

/** Numbers with up to 15 digits: IEEE 754 binary64 tells all of them apart. */
const numberCell = (sign: string): fc.Arbitrary<Cell> =>
  fc
    .tuple(fc.constantFrom("", "", "-"), digits(1, 7), fc.option(digits(1, 6)), fc.option(fc.constantFrom("e5", "E-3", "e+10")))
    .map(([minus, whole, part, power]) => {
      const text = `${minus}${whole}${part === null ? "" : `${sign}${part}`}${power ?? ""}`;
      return { text, value: Number(text.replace(",", ".")) };
    });

const dateCell: fc.Arbitrary<Cell> = fc
  .record({
    day: fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9998-12-31T00:00:00Z"), noInvalidDate: true }),
    form: fc.constantFrom("day", "minutes", "milliseconds"),
    between: fc.constantFrom("T", " "),
    zone: fc.constantFrom("", "Z", "+02:00", "-0530"),
  })
  .map(({ day, form, between, zone }) => {
    const iso = day.toISOString();
    if (form === "day") return { text: iso.slice(0, 10), value: new Date(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)) };
    const local = form === "minutes" ? iso.slice(0, 16) : iso.slice(0, 23);
    const away = { "": 0, Z: 0, "+02:00": 120, "-0530": -330 }[zone]!;
    return { text: local.replace("T", between) + zone, value: new Date(Date.parse(`${local}Z`) - away * 60_000) };
  });

const prose = fc.oneof(
  fc.constantFrom(
    "Ann",
    "Doe, J.",
    'say "hi"',
    "two\nlines",
    "two\r\nlines",
    "café",
    "a;b",
    "a|b",
    " x ",
    "Weight, kg",
    "x\ty",
    "Zoë",
    "日本",
    "=1+1",
  ),
  fc.string({ unit: "binary", maxLength: 8 }).map((text) => `x${text.replaceAll("\0", "")}`),
);
const tricky = fc.constantFrom("1", "007", "2020-01-01", "true", "Infinity", "5 %", "1,5", "-");

interface Kind {
  cells: fc.Arbitrary<Cell[]>;
  sure?: (cells: Cell[]) => boolean;
  /** The cell for which the column stays text. */
  odd?: (cells: Cell[]) => number;
}

const asText = (text: string): Cell => ({ text, value: text });
const many = (cell: fc.Arbitrary<Cell>) => fc.array(cell, { minLength: ROWS, maxLength: ROWS });
/** One cell among others of its kind, for which all of the column has to stay text. */
const withOdd = (cells: fc.Arbitrary<Cell[]>, odd: fc.Arbitrary<string>): Kind => ({
  cells: fc.tuple(cells, odd).map(([all, text]) => all.map((cell, i) => asText(i === 3 ? text : cell.text))),
  odd: () => 3,
});

/** 1.234 and 1,234 have two readings. */
const isSure = (cells: Cell[]) => cells.every(({ text }) => !/^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text));

const kinds: Record<string, Kind> = {
  numbers: { cells: many(numberCell(".")), sure: isSure },
  commas: { cells: many(numberCell(",")), sure: isSure },
  dates: { cells: many(dateCell) },
  booleans: { cells: many(fc.boolean().chain((value) => fc.constantFrom(`${value}`, `${value}`.toUpperCase()).map((text) => ({ text, value })))) },
  // Every other value is a text beyond doubt.
  texts: {
    cells: fc
      .array(fc.tuple(prose, tricky, fc.boolean()), { minLength: ROWS, maxLength: ROWS })
      .map((all) => all.map(([text, other, rare], i) => asText(rare && i % 4 === 1 ? other : text))),
  },
  // Two whole numbers next to each other, above 2⁵³: as numbers they would be one.
  ids: withOdd(
    many(digits(1, 9).map(asText)),
    fc.tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 2n ** 53n, max: 10n ** 20n })).map(([sign, id]) => `${sign}${id}`),
  ),
  codes: withOdd(many(digits(1, 5).map(asText)), fc.constantFrom("00123", "0049", "+4917012345678", "-01")),
  "too many digits": withOdd(many(numberCell(".")), fc.constantFrom("3.14159265358979323846", "1e400", "1e-400", "0.1234567890123456789")),
  "no numbers": withOdd(many(digits(1, 5).map(asText)), fc.constantFrom("abc", "0x1F", "1_000", "12 %", "$5", "seven")),
  "no dates": withOdd(
    many(dateCell),
    fc.constantFrom(
      "2023-02-30",
      "2023-02-29",
      "1900-02-29",
      "2023-04-31",
      "2023-01-01T25:00",
      "2020-01-01T24:00",
      "someday",
      "2020-01-01T10:00+99:00",
    ),
  ),
};

const WITHOUT_GAPS = new Set(["texts", "ids", "codes", "too many digits", "no numbers", "no dates"]);

const column = (separator: string, rows: number): fc.Arbitrary<Omit<Column, "name">> =>
  fc.constantFrom(...Object.keys(kinds).filter((kind) => !(kind === "commas" && separator === ","))).chain((kind) =>
    fc
      .tuple(kinds[kind]!.cells, fc.array(fc.option(fc.constantFrom(...GAPS), { freq: 3 }), { minLength: ROWS, maxLength: ROWS }), fc.boolean())
      .map(([cells, gaps, dense]) => {
        const typed = !WITHOUT_GAPS.has(kind);
        const cut = cells.slice(0, rows).map((cell, i) => {
          if (dense || gaps[i] === null || kinds[kind]!.odd || (!typed && i % 2 === 0)) return cell;
          return typed ? { text: gaps[i]!, value: null } : { text: gaps[i]!, value: gaps[i] === "" ? null : gaps[i]! };
        });
        const odd = kinds[kind]!.odd?.(cut);
        // Words for gaps alone are texts: there is nothing to say what they are gaps of.
        const hollow = typed && cut.every(({ value }) => value === null);
        const all = hollow ? cut.map(({ text }) => ({ text, value: text === "" ? null : text })) : cut;
        const present = all.filter(({ value }) => value !== null);
        return { cells: all, sure: kinds[kind]!.sure?.(present) ?? true, odd, gaps: all.filter(({ value }) => value === null).length };
      }),
  );

const NAMES = ["id", "Weight, kg", "Height; cm", "__proto__", "constructor", 'a "b"', "größe", "2021", "two\nlines", "", "n|m", "#", "x'y"];

interface Recipe {
  separator: string;
  columns: Column[];
  quotes: "as few" | "careful" | "all" | "some";
  some: boolean[];
  ends: readonly string[];
  lastEnd: boolean;
  bom: boolean;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  named: string | undefined;
  before: readonly string[];
}

const recipe: fc.Arbitrary<Recipe> = fc
  .record({ separator: fc.constantFrom(",", ";", "\t", "|"), width: fc.integer({ min: 1, max: 5 }), rows: fc.integer({ min: 4, max: ROWS }) })
  .chain(({ separator, width, rows }) =>
    fc.record({
      separator: fc.constant(separator),
      columns: fc
        .tuple(
          fc.shuffledSubarray(NAMES, { minLength: width, maxLength: width }),
          fc.array(column(separator, rows), { minLength: width, maxLength: width }),
        )
        .map(([names, all]) => all.map((column, i) => ({ ...column, name: width === 1 && /^\d*$/.test(names[i]!) ? "only" : names[i]! }))),
      quotes: fc.constantFrom("as few", "careful", "all", "some"),
      some: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      ends: fc.oneof(fc.constantFrom(["\n"], ["\r\n"], ["\r"]), fc.array(fc.constantFrom("\n", "\r\n", "\r"), { minLength: 3, maxLength: 3 })),
      lastEnd: fc.boolean(),
      bom: fc.boolean(),
      encoding: fc.constantFrom("utf-8", "utf-8", "utf-16le", "utf-16be", "windows-1252"),
      named: fc.option(fc.constantFrom("sep=*", '"sep=*"', "SEP=*", "Sep=*"), { nil: undefined, freq: 3 }),
      before: fc.constantFrom([], [], [""], ["", "  "], width > 1 ? ["# made by a machine"] : []),
    }),
  );

const SEPARATORS = [",", ";", "\t", "|"];

/** Without the letters that Windows-1252 lacks, where it is to be written in that. */
function fitted(made: Recipe): Recipe {
  if (made.encoding !== "windows-1252") return made;
  const western = (text: string) => text.replace(/[^\0-\x7f\xa0-\xff–]/gu, "é");
  const columns = made.columns.map((column) => ({
    ...column,
    cells: column.cells.map(({ text, value }) => ({ text: western(text), value: typeof value === "string" ? western(value) : value })),
  }));
  return { ...made, columns };
}

interface Written {
  text: string;
  /** On which each row begins. */
  lines: number[];
  /** On which the last value of all begins. */
  last: number;
}
/** Changes the fields of a file as they are to be written, the header's first. */
type Spoil = (fields: string[][], values: string[][]) => string[][];

/** The file. Where another sign parts it as evenly as its separator, nobody could tell which is meant: then the first line says it. */
function write({ separator, columns, quotes, some, ends, lastEnd, named, before }: Recipe, spoil: Spoil = (records) => records): Written {
  const own = columns.length === 1 ? SEPARATORS : [separator];
  let count = 0;
  const field = (text: string) => {
    const must = /["\r\n]/.test(text) || own.some((sign) => text.includes(sign)) || (columns.length === 1 && text.trim() === "");
    const may =
      quotes === "all" ||
      (quotes === "careful" && SEPARATORS.some((sign) => text.includes(sign))) ||
      (quotes === "some" && some[count++ % some.length]!);
    return must || may ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const table = [columns.map(({ name }) => name), ...columns[0]!.cells.map((_, i) => columns.map(({ cells }) => cells[i]!.text))];
  const fields = spoil(
    table.map((values) => values.map(field)),
    table,
  );
  const records = fields.map((values) => values.join(separator));
  const isAmbiguous = quotes === "as few" || quotes === "some" ? SEPARATORS.some((sign) => sign !== separator && cutsEvenly(records, sign)) : false;
  const sep = named ?? (isAmbiguous ? "sep=*" : undefined);
  const all = [...(sep === undefined ? [] : [sep.replace("*", separator)]), ...before, ...records];
  const breaks = all.map((_, i) => (i === all.length - 1 && !lastEnd ? "" : ends[i % ends.length]!));
  const begins = all.map((_, i) => all.slice(0, i).reduce((sum, line, j) => sum + line.length + breaks[j]!.length, 0));
  const text = all.map((line, i) => line + breaks[i]).join("");
  const lineAt = (index: number) => (text.slice(0, index).match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
  return { text, lines: begins.slice(-records.length + 1).map(lineAt), last: lineAt(text.lastIndexOf(fields.at(-1)!.at(-1)!)) };
}

/** Whether another sign, outside of quotes, also parts each record into as many values, and more than one. */
function cutsEvenly(records: string[], sign: string): boolean {
  const counts = records.map((record) => record.replace(/"(?:[^"]|"")*"/g, "").split(sign).length);
  return counts[0]! > 1 && counts.every((count) => count === counts[0]);
}

function encode(text: string, { encoding, bom }: Pick<Recipe, "encoding" | "bom">): { bytes: Uint8Array<ArrayBuffer>; guessed: boolean } {
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    const bytes = new Uint8Array(2 * text.length + 2);
    const view = new DataView(bytes.buffer);
    for (const [i, unit] of [0xfeff, ...text.split("").map((one) => one.charCodeAt(0))].entries())
      view.setUint16(2 * i, unit, encoding === "utf-16le");
    return { bytes, guessed: false };
  }
  if (encoding === "windows-1252") {
    const bytes = Uint8Array.from(text, (character) => (character === "–" ? 0x96 : character.charCodeAt(0)));
    // Pure ASCII is UTF-8 as well.
    if (Buffer.compare(Buffer.from(Buffer.from(bytes).toString("utf-8")), bytes) !== 0) return { bytes, guessed: true };
  }
  return { bytes: new TextEncoder().encode((bom ? "\ufeff" : "") + text) as Uint8Array<ArrayBuffer>, guessed: false };
}

/** What is wrong with a file, and what must be said of it; `{row}` stands for the line of its last row, `{last}` for that of its last value. */
const SPOILS: Record<string, { spoil: Spoil; complaint: string }> = {
  "a value less": { spoil: (fields) => [...fields.slice(0, -1), fields.at(-1)!.slice(1)], complaint: "line {row} has" },
  "a value more": { spoil: (fields) => [...fields.slice(0, -1), [...fields.at(-1)!, "x"]], complaint: "line {row} has" },
  "an open quote": {
    spoil: (fields, values) => [...fields.slice(0, -1), [...fields.at(-1)!.slice(0, -1), `"${values.at(-1)!.at(-1)!.replaceAll('"', "")}`]],
    complaint: "line {last}: a quote is opened and never closed",
  },
  "text after a quote": {
    spoil: (fields) => [...fields.slice(0, -1), [...fields.at(-1)!.slice(0, -1), '"a"b']],
    complaint: "line {last}: there is text after a closing quote",
  },
  "a name twice": { spoil: ([, ...rows]) => [rows[0]!.map(() => "twice"), ...rows], complaint: "two columns are called “twice”" },
  "a header alone": { spoil: ([header]) => [header!], complaint: "it has a header, but no rows" },
};

const seen: Record<string, number> = {};
const count = (what: string) => (seen[what] = (seen[what] ?? 0) + 1);

const read = (bytes: Uint8Array<ArrayBuffer>) => readFile(new File([bytes], "f.csv"), { accept: "csv" });

describe("a file that a program wrote", () => {
  it("is read back as it was made, and what stays text or is a gap is said", async () => {
    await fc.assert(
      fc.asyncProperty(recipe.map(fitted), async (made) => {
        const { text, lines } = write(made);
        const { bytes, guessed } = encode(text, made);
        const { content, notes } = await read(bytes);
        const rows = content as Record<string, Value>[];
        const names = made.columns.map(({ name }, i) => name || `column ${i + 1}`);
        expect(rows.length).toBe(lines.length);
        for (const [c, { cells, sure, odd, gaps }] of made.columns.entries()) {
          const name = names[c]!;
          const shown = name.replace(/\s+/g, " ");
          const found = rows.map((row) => Object.getOwnPropertyDescriptor(row, name)?.value as Value);
          const stays = notes.find((note) => note.includes(shown) && note.includes("stays text"));
          const asWritten = cells.map(({ text }) => (text === "" ? null : text));
          const grouped = notes.find((note) => note.includes(shown) && note.startsWith("Signs that group thousands"));
          if (!sure && stays) expect(found).toEqual(asWritten);
          else if (!sure && grouped)
            expect(found).toEqual(cells.map(({ text, value }) => (value === null ? null : Number(text.replace(/[.,](?=\d{3}$)/, "")))));
          else expect(found).toEqual(cells.map(({ value }) => value));
          if (odd !== undefined) expect(stays).toMatch(new RegExp(`in line ${lines[odd]}\\b`));
          if (gaps > 0 && !stays) expect(notes.find((note) => note.includes(shown) && note.includes(`has ${gaps} gap`))).toBeDefined();
          count(stays ? "stays text" : typeof found.find((value) => value !== null));
        }
        expect(notes.some((note) => note.includes("Windows-1252"))).toBe(guessed);
        count(guessed ? "windows-1252" : made.encoding === "windows-1252" ? "utf-8" : made.encoding);
        count(/^"?sep=/i.test(text) ? "separator named" : "separator guessed");
        count(made.separator);
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  it("is refused with line and reason where it is broken", async () => {
    const broken = fc.tuple(
      recipe.filter(({ columns }) => columns.length > 2),
      fc.constantFrom(...Object.keys(SPOILS)),
    );
    await fc.assert(
      fc.asyncProperty(broken, async ([made, how]) => {
        const { spoil, complaint } = SPOILS[how]!;
        const { text, lines, last } = write(made, spoil);
        const sentence = complaint.replace("{row}", `${lines.at(-1)}`).replace("{last}", `${last}`);
        await expect(read(encode(text, { encoding: "utf-8", bom: made.bom }).bytes)).rejects.toThrow(sentence);
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  afterAll(() => {
    // What the property has not met it does not hold.
    for (const what of [
      "stays text",
      "number",
      "object",
      "boolean",
      "string",
      "windows-1252",
      "utf-8",
      "utf-16le",
      "utf-16be",
      "separator named",
      "separator guessed",
      ...SEPARATORS,
    ])
      expect(seen[what], what).toBeGreaterThan(50);
  });
});
