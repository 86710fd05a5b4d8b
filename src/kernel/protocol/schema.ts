/**
 * The schema of what comes out of a kernel: every message that may, with every field, in one place. Reader code lives beside the
 * kernel and can reach its port, so nothing that comes through is trusted: both hosts read each message here, once, and what
 * lies behind them relies on it. The types of messages, outputs and inputs are inferred from the schema. `mime.ts`,
 * `inputs.ts`, `downloads.ts` and `messages.ts` import them as types alone, so that no kernel and no page that nobody has
 * touched carries the schema.
 */
import * as v from "valibot";
import type { CellProblem } from "../../notebook/types.ts";
import { DOWNLOAD_NAME, MAX_DOWNLOAD_BYTES } from "./downloads.ts";
import { isGrey, isRows, isSide, MAX_LABEL, MAX_NOTE, MAX_NOTES, MAX_OPTIONS } from "./inputs.ts";
import {
  CONSOLE,
  DOWNLOAD,
  HTML,
  INPUT,
  JSON_TYPE,
  MAX_OUTPUT_CHARACTERS,
  MAX_OUTPUTS,
  MAX_TABLE_ROWS,
  narrow,
  PLAIN,
  PNG,
  PROGRESS,
  SVG,
  TABLE,
  VIEW,
} from "./mime.ts";
import { isRunPoint, isRunPoints, MAX_KEPT_RUNS, MAX_SETTINGS, type RunPoint } from "./runs.ts";

/** Parts of a chart in one answer, and how deep in it each may lie. */
const MAX_PARTS = 10_000;
const MAX_DEPTH = 1000;
/** Characters of one sentence about an error. */
const MAX_SENTENCE = 100_000;

const upTo = (max: number) => v.pipe(v.string(), v.maxLength(max));
const text = upTo(MAX_OUTPUT_CHARACTERS);
const label = upTo(MAX_LABEL);
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ms = v.pipe(number, v.minValue(0));

// Base64, whole and in the alphabet: it goes into an address, and is decoded without another look.
const base64 = v.pipe(
  text,
  v.regex(/^[A-Za-z0-9+/]*={0,2}$/),
  v.check(({ length }) => length % 4 === 0),
);
/** The signature and the header of a PNG take 33 bytes: the page reads the picture's width and height there. */
const png = v.pipe(base64, v.startsWith("iVBORw0KGgo"), v.minLength(44));

/** The rows of a table: numbers, texts, truths and gaps. Looked through by hand: there may be a hundred thousand. */
const rows = v.custom<RunPoint[]>((given) => Array.isArray(given) && given.length <= MAX_TABLE_ROWS && Array.from(given).every(isRunPoint));

/** How a file that the reader chose was read. What is in it goes to the kernel, and does not come back. */
const fileMark = v.strictObject({
  name: upTo(1000),
  /** Bytes. */
  size: number,
  /** What was found in it, such as "342 rows, 7 columns". */
  detail: label,
  /** How it was read, in sentences for the reader: what was taken for what, and what could not be. */
  notes: v.pipe(v.array(upTo(MAX_NOTE)), v.maxLength(MAX_NOTES)),
});

const shared = {
  /** Unique on a page, and made of letters, digits, `_`, `.` and `-` only. */
  id: v.pipe(v.string(), v.regex(/^[\w.-]{1,2000}$/)),
  label,
  /** A line under the control. */
  hint: v.optional(label),
};

const slider = v.pipe(
  v.strictObject({ kind: v.literal("slider"), ...shared, min: number, max: number, step: v.pipe(number, v.gtValue(0)), value: number }),
  v.check(({ min, max, value }) => min <= value && value <= max),
);

const numberField = v.strictObject({
  kind: v.literal("number"),
  ...shared,
  min: v.optional(number),
  max: v.optional(number),
  step: v.optional(number),
  value: number,
});

const choice = v.pipe(
  v.strictObject({
    kind: v.picklist(["select", "radio"]),
    ...shared,
    /** What the reader sees; what each stands for stays in the kernel. */
    options: v.pipe(v.array(text), v.maxLength(MAX_OPTIONS)),
    /** One of the options. */
    value: text,
  }),
  v.check(({ options, value }) => options.includes(value)),
);

const checkbox = v.strictObject({ kind: v.literal("checkbox"), ...shared, value: v.boolean() });

const textField = v.strictObject({
  kind: v.literal("text"),
  ...shared,
  placeholder: v.optional(label),
  /** Lines of a text field with several. */
  rows: v.optional(v.custom<number>(isRows)),
  /** As long as the reader has written it. */
  value: v.string(),
});

/** `value`: how often it was pressed. */
const button = v.strictObject({ kind: v.literal("button"), ...shared, value: count });

const file = v.strictObject({
  kind: v.literal("file"),
  ...shared,
  accept: v.picklist(["csv", "text", "image", "model"]),
  /** What a model must be, as its file's header says it, such as "GPT". */
  model: v.optional(label),
  /** Larger pictures are made smaller, so that their longer side has so many pixels. */
  maxSide: v.optional(count),
  /** Pictures come as one grey value for each pixel. */
  grey: v.optional(v.boolean()),
  /** Which file was chosen. What is in it is not repeated here. */
  value: v.nullable(fileMark),
});

const side = v.custom<number>(isSide);
const drawing = v.pipe(
  v.strictObject({
    kind: v.literal("drawing"),
    ...shared,
    width: side,
    height: side,
    /** The grey values as drawn, row by row, 0 to 255; null for a blank sheet. */
    value: v.nullable(v.array(v.custom<number>(isGrey))),
  }),
  v.check(({ width, height, value }) => value === null || value.length === width * height),
);

const settings = upTo(MAX_SETTINGS);
/** Runs that the reader keeps are in the page: what the kernel tells of them is what they are called. */
const runs = v.strictObject({
  kind: v.literal("runs"),
  ...shared,
  value: v.strictObject({
    /** What the present run was made with. */
    settings,
    /** The present run, as far as it has come. */
    points: v.custom<RunPoint[]>(isRunPoints),
    /** The kept runs that the cell was given beside it. */
    drawn: v.pipe(v.array(label), v.maxLength(MAX_KEPT_RUNS)),
  }),
});

const input = v.variant("kind", [slider, numberField, choice, checkbox, textField, button, file, drawing, runs]);

/** Without `base64` it has still to be made: the build keeps names and sizes only. */
const download = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.regex(DOWNLOAD_NAME)),
    /** Bytes. */
    size: v.pipe(count, v.maxValue(MAX_DOWNLOAD_BYTES)),
    base64: v.optional(base64),
  }),
  v.check(({ size, base64 }) => base64 === undefined || (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0) === size),
);

const progress = v.strictObject({ value: number, max: number, label: v.optional(text) });
const consoleLevel = v.picklist(["log", "info", "debug", "warn", "error"]);
const view = v.picklist(["wide", "narrow"]);

const mimeBundle = v.strictObject({
  [PLAIN]: text,
  [HTML]: v.optional(text),
  [SVG]: v.optional(text),
  [narrow(HTML)]: v.optional(text),
  [narrow(SVG)]: v.optional(text),
  [PNG]: v.optional(png),
  [JSON_TYPE]: v.optional(rows),
  [TABLE]: v.optional(v.strictObject({ rows: count })),
  [PROGRESS]: v.optional(progress),
  [CONSOLE]: v.optional(v.strictObject({ level: consoleLevel })),
  [INPUT]: v.optional(input),
  [DOWNLOAD]: v.optional(download),
  [VIEW]: v.optional(view),
});

const sentence = upTo(MAX_SENTENCE);
const problem = v.strictObject({
  name: sentence,
  message: sentence,
  hint: v.optional(sentence),
  line: v.optional(count),
  column: v.optional(count),
});

/** Part of a chart that is different now. */
const chartPart = v.strictObject({
  /** Which child element of which, from the svg down; none is the svg itself. */
  path: v.pipe(v.array(count), v.maxLength(MAX_DEPTH)),
  markup: text,
});

/** Names a run of a cell. */
const id = v.pipe(count, v.minValue(1));

const fromKernel = v.variant("type", [
  v.strictObject({ type: v.literal("ready") }),
  /** The kernel ends itself: a cell called `close()`. */
  v.strictObject({ type: v.literal("closed") }),
  /** Reader code changed a built-in that the kernel works with (`built-ins.ts`); `running` where a cell ran at the time. */
  v.strictObject({ type: v.literal("changed"), name: upTo(MAX_LABEL), running: v.boolean() }),
  /** The kernel wants a module that a cell imports. */
  v.strictObject({ type: v.literal("need"), specifier: text }),
  /** The kernel wants the weights of a shipped model. */
  v.strictObject({ type: v.literal("want"), name: text }),
  /** The outputs of run `id`, from number `from` on, are now these. */
  v.strictObject({
    type: v.literal("outputs"),
    id,
    from: v.pipe(count, v.maxValue(MAX_OUTPUTS)),
    // The last may say how many more there are.
    bundles: v.pipe(v.array(mimeBundle), v.maxLength(MAX_OUTPUTS + 1)),
  }),
  /** Timers of run `id` go on although it is done, or the last of them is over. */
  v.strictObject({ type: v.literal("ticking"), id, ticking: v.boolean() }),
  /** Answer to `pointer`: what is different now in that chart, and what the keyboard found, in words. */
  v.strictObject({
    type: v.literal("patch"),
    id,
    output: count,
    view,
    parts: v.pipe(v.array(chartPart), v.maxLength(MAX_PARTS)),
    said: v.optional(text),
  }),
  /** A live value has a new value: dependents may be run, then `continue` is due. */
  v.strictObject({ type: v.literal("step"), id }),
  v.strictObject({ type: v.literal("done"), id, how: v.picklist(["done", "stopped"]), ms }),
  v.strictObject({ type: v.literal("failed"), id, problem, ms }),
  /** A promise of run `id` was rejected, or a timer of it threw, after it was done. */
  v.strictObject({ type: v.literal("late"), id, problem }),
]);

/** What the sandboxed frame itself says. Reader code has no way to its window; it is read like all else. */
const fromFrame = v.variant("type", [
  v.strictObject({ type: v.literal("pong") }),
  /** The worker could not begin, or ended by itself. */
  v.strictObject({ type: v.literal("kernel-error"), message: v.optional(sentence) }),
]);

export type FromKernel = v.InferOutput<typeof fromKernel>;
export type FromFrame = v.InferOutput<typeof fromFrame>;
export type ChartPart = v.InferOutput<typeof chartPart>;
export type MimeBundle = v.InferOutput<typeof mimeBundle>;
export type Progress = v.InferOutput<typeof progress>;
export type ConsoleLevel = v.InferOutput<typeof consoleLevel>;
export type View = v.InferOutput<typeof view>;
export type InputSpec = v.InferOutput<typeof input>;
export type FileMark = v.InferOutput<typeof fileMark>;
export type DownloadSpec = v.InferOutput<typeof download>;

/** What `src/notebook` calls a problem is what comes through here: a field that one of them lacks is an error of types. */
type Same<A, B> = [Required<A>, Required<B>] extends [Required<B>, Required<A>] ? true : never;
true satisfies Same<v.InferOutput<typeof problem>, CellProblem>;

/** The message as the page may use it: a copy with the known fields alone. Undefined for what no kernel of ours sends. */
export const readMessage = (data: unknown): FromKernel | undefined => read(fromKernel, data);

export const readFromFrame = (data: unknown): FromFrame | undefined => read(fromFrame, data);

/** What both hosts say of a kernel that sent something else. */
export const FORGED = "A cell sent something that no notebook sends, so its kernel was ended.";

/** What both hosts say of a kernel with a changed built-in. */
export const changedBuiltIn = ({ name, running }: Extract<FromKernel, { type: "changed" }>): string =>
  `${running ? "The" : "A"} cell changed ${name}, which the kernel works with, so its kernel was ended.`;

function read<S extends v.GenericSchema>(schema: S, data: unknown): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, data, { abortEarly: true, abortPipeEarly: true });
  return result.success ? result.output : undefined;
}
