/**
 * What the text of one value may stand for, and what would be lost by taking it for that. Nothing here depends on the language
 * or the time zone of the machine.
 */

/** The sign between whole and fraction. */
export type DecimalSign = "." | ",";

/** Signs that group thousands: a comma or a point, blanks of four widths, apostrophes. */
const GROUPS = { ".": "[,'’ \\u00a0\\u202f\\u2009]", ",": "[.'’ \\u00a0\\u202f\\u2009]" };
const PLAIN = {
  ".": /^[-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i,
  ",": /^[-+−]?(?:\d+|\d*,\d+)(?:e[-+]?\d+)?$/i,
};
const GROUPED = {
  ".": new RegExp(`^[-+−]?[1-9]\\d{0,2}(${GROUPS["."]})\\d{3}(?:\\1\\d{3})*(?:\\.\\d+)?$`),
  ",": new RegExp(`^[-+−]?[1-9]\\d{0,2}(${GROUPS[","]})\\d{3}(?:\\1\\d{3})*(?:,\\d+)?$`),
};
const INFINITE = /^[-+−]?(?:inf|infinity|∞)$/i;

/** Up to 15 digits are never rounded (IEEE 754, binary64), and most numbers of most files are like these. */
const isShort = (text: string) => text.length <= 15 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);

export interface NumberText {
  /** As JavaScript writes numbers: no groups, a decimal point. */
  literal: string;
  /** The sign that groups its thousands. */
  group?: string;
  /** Whether it has a fraction as well as groups, or several groups: such a text is hardly anything but a number. */
  fraction: boolean;
  groups: number;
}

/** A text read as a number with that decimal sign, if it can be. */
export function numberText(text: string, decimal: DecimalSign): NumberText | undefined {
  if (PLAIN[decimal].test(text)) return { literal: literalOf(text, decimal), fraction: text.includes(decimal), groups: 0 };
  const group = GROUPED[decimal].exec(text)?.[1];
  if (group !== undefined) {
    const parts = text.split(group);
    return { literal: literalOf(parts.join(""), decimal), group, fraction: text.includes(decimal), groups: parts.length - 1 };
  }
  if (!INFINITE.test(text)) return undefined;
  return { literal: /^[-−]/.test(text) ? "-Infinity" : "Infinity", fraction: false, groups: 0 };
}

const literalOf = (text: string, decimal: DecimalSign) => (decimal === "." ? text : text.replace(",", ".")).replace("−", "-");

/** What a number would lose of a text, by the text's kind. */
export type NumberLoss = "code" | "rounded" | "range";

/** Why a literal has to stay text; undefined where a number holds all of it. */
export function lossOf(literal: string): NumberLoss | undefined {
  if (isShort(literal) || literal.endsWith("Infinity")) return undefined;
  // Postcodes, article numbers, telephones: their zeros and their plus would be lost. A telephone number has at least 7 digits here.
  if (/^[-+]?0\d/.test(literal) || /^\+\d{7,}$/.test(literal)) return "code";
  const number = Number(literal);
  const isWhole = /^[-+]?\d+(?:\.0*)?$/.test(literal);
  if (isWhole) return Number.isSafeInteger(number) ? undefined : "rounded";
  if (String(number) === literal) return undefined;
  if (literal.length > LONGEST) return "rounded";
  const digits = significant(literal);
  if (!Number.isFinite(number) || (number === 0 && digits !== "")) return "range";
  if (digits.length <= 15 && Math.abs(number) >= 2 ** -1022) return undefined;
  // A double written to as many digits has the same ones, if it holds them.
  return digits.length > 100 || (digits !== "" && significant(number.toPrecision(digits.length)) !== digits) ? "rounded" : undefined;
}

/** The digits that count: none for 0. */
const significant = (literal: string) =>
  literal
    .replace(/e.*/i, "")
    .replace(/[-+.]/g, "")
    .replace(/^0+|0+$/g, "");

/** More characters than any number or date needs: longer texts are not looked at, for some would take without end. */
const LONGEST = 400;

/** Whether a text has to be looked at more closely, as a number or a date: most texts begin like neither. */
export const mayBeNumber = (text: string): boolean => text.length <= LONGEST && /^[-+−.,\d\p{Sc}∞i]/iu.test(text);

/** What keeps a text from being a number that people read as one, and JavaScript does not. */
export type NumberLook = "sign" | "program";

export function looksLikeNumber(text: string): NumberLook | undefined {
  if (!mayBeNumber(text)) return undefined;
  if (/[\p{Sc}%‰]/u.test(text)) {
    const bare = text.replace(/^([-+−]?)\s*\p{Sc}\s*/u, "$1").replace(/\s*[\p{Sc}%‰]$/u, "");
    return (numberText(bare, ".") ?? numberText(bare, ",")) ? "sign" : undefined;
  }
  return /^[-+]?(?:0x[\da-f]+|0b[01]+|0o[0-7]+|\d+(?:_\d+)+(?:\.\d+)?)$/i.test(text) ? "program" : undefined;
}

const ISO = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: ?(Z|UTC|[-+]\d{2}(?::?\d{2})?))?)?)?$/i;
/** 31.12.2020, 12/31/20, 2020/12/31, 2020-1-5: a time may follow. */
const OTHER_DATE = /^(?:\d{1,2}([./])\d{1,2}\1\d{4}|\d{1,2}\/\d{1,2}\/\d{2}|\d{4}([./-])\d{1,2}\2\d{1,2})(?:[T ,]+[\d:. apmzutc+-]+)?$/i;

/** What keeps a text that looks like a date from being one. */
export type DateLoss = "no such date" | "too fine" | "other form";

/**
 * A date as ISO 8601 writes it, with a blank in the place of the T if need be. Without a time it is midnight, without a zone UTC.
 * Months have their days, and days 24 hours: JavaScript's own reader makes 2 March of 30 February.
 */
export function dateText(text: string): Date | DateLoss | undefined {
  if (text.length > LONGEST) return undefined;
  const match = ISO.exec(text);
  if (!match) return OTHER_DATE.test(text) ? "other form" : undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? (i < 4 ? 1 : 0))) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [, , , , , , , fraction = "", zone = ""] = match;
  const away = offset(zone);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59 || away === undefined)
    return match[3] === undefined ? undefined : "no such date";
  if (/[1-9]/.test(fraction.slice(3))) return "too fine";
  date.setUTCHours(hour, minute - away, second, Number(fraction.slice(0, 3).padEnd(3, "0")));
  return date;
}

/** Minutes east of Greenwich; undefined where there is no such zone. */
function offset(zone: string): number | undefined {
  if (!/^[-+]/.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone[0] === "-" ? -1 : 1) * (60 * hours + minutes);
}

export const isBoolean = (text: string) => /^(?:true|false)$/i.test(text);

const GAP_WORDS = new Set(
  "na,n/a,n.a.,n.a,n. a.,<na>,nan,-nan,+nan,null,(null),<null>,none,nil,nat,\\n,missing,unknown,undefined,not available,k.a.,k. a.".split(","),
);

/**
 * Whether a text says that there is no value, as long as the values around it are numbers, dates or of true and false: words and signs of
 * programs and of people, and the errors of spreadsheets in any language, such as `#DIV/0!` and `#NV`.
 */
export function isGap(text: string): boolean {
  if (text === "") return true;
  if (startsWithDigit(text) || text.length > 40) return false;
  return GAP_WORDS.has(text.toLowerCase()) || /^[?.*_/–—−-]+$/.test(text) || /^#[¡¿]?\p{Lu}[\p{Lu}\d/_. ]*[!?]?$/u.test(text);
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
