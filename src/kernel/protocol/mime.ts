import type { MimeBundle } from "./schema.ts";

/**
 * `MimeBundle`: one output of a cell in one or more forms, from MIME type to data, as in Jupyter. The richest form that the
 * reader's side knows is shown; `text/plain` is always there.
 */
export type { ConsoleLevel, MimeBundle, Progress, View } from "./schema.ts";

export const PLAIN = "text/plain";
export const HTML = "text/html";
/** A chart as drawn for a wide page; its text alternative is in `text/plain`. */
export const SVG = "image/svg+xml";
/** Base64, as in Jupyter. */
export const PNG = "image/png";
/** The rows of a table: an array of objects. */
export const JSON_TYPE = "application/json";
/** `{rows}`: how many rows a table has, where `application/json` holds only the first of them. */
export const TABLE = "application/vnd.ml-vs-llm.table+json";
/** `{value, max, label?}` */
export const PROGRESS = "application/vnd.ml-vs-llm.progress+json";
/** `{level}`: what was written to the console; the text is in `text/plain`. */
export const CONSOLE = "application/vnd.ml-vs-llm.console+json";

/** A control that gives a cell a value: an `InputSpec` (`inputs.ts`). */
export const INPUT = "application/vnd.ml-vs-llm.input+json";

/** Whether all that a cell shows is controls. */
export const isControls = (outputs: readonly MimeBundle[]): boolean => outputs.length > 0 && outputs.every((bundle) => INPUT in bundle);

/** A file for the reader to keep: a `DownloadSpec` (`downloads.ts`). */
export const DOWNLOAD = "application/vnd.ml-vs-llm.download+json";

/** A cell shows this many outputs; the rest is counted. */
export const MAX_OUTPUTS = 200;
/** More than this in one output is not sent to the page: nobody could look at it, and the page would freeze. */
export const MAX_OUTPUT_CHARACTERS = 4_000_000;
/** More rows of a table are not handed to the page. */
export const MAX_TABLE_ROWS = 10_000;

/** `wide` or `narrow`: of a chart that will be drawn for both widths only this drawing is there so far. */
export const VIEW = "application/vnd.ml-vs-llm.view";
/** The width, in CSS pixels, for which charts are drawn a second time: a phone. */
export const NARROW = 310;
/** The same output drawn for a phone: text keeps its size, the drawing is narrower. */
export const narrow = <T extends typeof SVG | typeof HTML>(type: T) => `${type};width=${NARROW}` as const;

/** `&`, `<`, `>` and quotes made safe for text and attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
