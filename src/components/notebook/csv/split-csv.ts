export interface CsvRecord {
  /** Where it begins in the file, from 1. */
  line: number;
  values: string[];
  /** Nothing but blanks stands there. A pair of quotes is an empty value, and not nothing. */
  blank: boolean;
  /** A quote stands within a value that is not in quotes: a sign that it was cut in the wrong place. */
  stray: boolean;
}

export interface SplitCsv {
  records: CsvRecord[];
  /** Where quotes are not as RFC 4180 has them: nothing after it can be trusted. */
  problem?: { line: number; what: string };
}

interface SplitOptions {
  /** Where the table begins in the text, and on which line. */
  from?: number;
  line?: number;
  /** Stop after so many records. */
  most?: number;
}

const QUOTE = 0x22;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/**
 * A text cut into records and values as RFC 4180 has it. Lines may end with `\n`, `\r\n` or `\r`; a quote that does not begin
 * its value is a character like others. Without a separator (""), each record has one value.
 *
 * Own code, since what must be said to the reader is what the libraries do not tell: the line on which a record of several lines
 * begins, and where a quote was opened that is never closed.
 */
export function splitCsv(text: string, separator: string, { from = 0, line = 1, most = Infinity }: SplitOptions = {}): SplitCsv {
  const between = separator === "" ? -1 : separator.charCodeAt(0);
  const records: CsvRecord[] = [];
  for (let at = from; at < text.length && records.length < most; ) {
    const record: CsvRecord = { line, values: [], blank: false, stray: false };
    let code = between;
    let quoted = false;
    while (code === between) {
      quoted = text.charCodeAt(at) === QUOTE;
      const end = quoted ? closingQuote(text, at) : endOfValue(text, at, between);
      if (end < 0) return { records, problem: { line, what: "a quote is opened and never closed" } };
      const inner = quoted ? text.slice(at + 1, end) : text.slice(at, end);
      if (quoted) line += breaksIn(inner);
      const hasQuote = inner.includes('"');
      record.stray ||= hasQuote && !quoted;
      record.values.push(hasQuote && quoted ? inner.replaceAll('""', '"') : inner);
      at = quoted ? end + 1 : end;
      if (quoted && at < text.length && endOfValue(text, at, between) !== at)
        return { records, problem: { line, what: "there is text after a closing quote" } };
      code = text.charCodeAt(at);
      at++;
    }
    if (code === RETURN && text.charCodeAt(at) === NEWLINE) at++;
    line++;
    record.blank = !quoted && record.values.length === 1 && record.values[0]!.trim() === "";
    records.push(record);
  }
  return { records };
}

function endOfValue(text: string, from: number, between: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === between || code === NEWLINE || code === RETURN) break;
  }
  return at;
}

/** The quote that is not one of two; -1 where there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

const breaksIn = (text: string) => (/[\r\n]/.test(text) ? text.split(/\r\n|\r|\n/).length - 1 : 0);
