/**
 * What the kernel and the page agree on about inputs: the spec that describes a control, and which values fit it.
 * Pure, and the same on both sides.
 */

interface Shared {
  /** Unique on a page, and made of letters, digits, `_`, `.` and `-` only. */
  id: string;
  label: string;
  /** A line under the control. */
  hint?: string;
}

export interface SliderSpec extends Shared {
  kind: "slider";
  min: number;
  max: number;
  step: number;
  value: number;
}

export interface NumberSpec extends Shared {
  kind: "number";
  min?: number;
  max?: number;
  step?: number;
  value: number;
}

export interface ChoiceSpec extends Shared {
  kind: "select" | "radio";
  /** What the reader sees; what each stands for stays in the kernel. */
  options: string[];
  /** One of the options. */
  value: string;
}

export interface CheckboxSpec extends Shared {
  kind: "checkbox";
  value: boolean;
}

export interface TextSpec extends Shared {
  kind: "text";
  placeholder?: string;
  /** Lines of a text field with several. */
  rows?: number;
  value: string;
}

export interface ButtonSpec extends Shared {
  kind: "button";
  /** How often it was pressed. */
  value: number;
}

export type FileKind = "csv" | "text" | "image";

export interface FileSpec extends Shared {
  kind: "file";
  accept: FileKind;
  /** Larger pictures are made smaller, so that their longer side has so many pixels. */
  maxSide?: number;
  /** Pictures come as one grey value for each pixel. */
  grey?: boolean;
  /** Which file was chosen. What is in it is not repeated here. */
  value: FileMark | null;
}

export interface FileMark {
  name: string;
  /** Bytes. */
  size: number;
  /** What was found in it, such as "342 rows, 7 columns". */
  detail: string;
  /** How it was read, in sentences for the reader: what was taken for what, and what could not be. */
  notes: string[];
}

/** A chosen file as the page hands it to the kernel. */
export interface ChosenFile extends FileMark {
  accept: FileKind;
  content: unknown;
}

export interface DrawingSpec extends Shared {
  kind: "drawing";
  width: number;
  height: number;
  /** The grey values as drawn, row by row, 0 to 255; null for a blank sheet. */
  value: number[] | null;
}

export type InputSpec = SliderSpec | NumberSpec | ChoiceSpec | CheckboxSpec | TextSpec | ButtonSpec | FileSpec | DrawingSpec;

export const MAX_LABEL = 200;
export const MAX_OPTIONS = 1000;
export const MAX_TEXT = 100_000;
export const MAX_ROWS = 40;
/** Sentences about a file, and characters of each. */
export const MAX_NOTES = 40;
export const MAX_NOTE = 2000;
/** Pixels on a side of a drawing. */
export const MAX_PAD = 64;
/** Pixels on the longer side of a picture from a file. */
export const MAX_PICTURE = 4096;

/** Names an input by its cell and its label, in characters that are good for an `id` in a page. */
export const inputId = (cell: string, label: string): string => `${plain(cell)}.${plain(label)}`;
const plain = (text: string) => text.replace(/[^a-zA-Z0-9-]/gu, (character) => `_${character.codePointAt(0)!.toString(16)}_`);

/** The value of an input: what the reader has chosen, `kept`, as far as it fits the spec, else the spec's own. */
export function valueFor<S extends InputSpec>(spec: S, kept: unknown): S["value"] {
  const value = fitting(spec, kept);
  return value === undefined ? spec.value : value;
}

function fitting(spec: InputSpec, kept: unknown): InputSpec["value"] | undefined {
  switch (spec.kind) {
    case "slider":
    case "number":
      return isNumber(kept) ? clamped(kept, spec) : undefined;
    case "select":
    case "radio":
      return typeof kept === "string" && spec.options.includes(kept) ? kept : undefined;
    case "checkbox":
      return typeof kept === "boolean" ? kept : undefined;
    case "text":
      return typeof kept === "string" ? kept : undefined;
    case "button":
      return isCount(kept) ? kept : undefined;
    case "file":
      return chosenFile(spec, kept) && markOf(kept as ChosenFile);
    case "drawing":
      return drawn(spec, kept);
  }
}

/** The file that the reader has chosen, if it is of the kind that the spec takes. */
export function chosenFile({ accept }: Pick<FileSpec, "accept">, kept: unknown): ChosenFile | undefined {
  if (!isRecord(kept) || kept["accept"] !== accept || typeof kept["name"] !== "string") return undefined;
  return kept as unknown as ChosenFile;
}

const markOf = ({ name, size, detail, notes }: FileMark): FileMark => ({ name, size, detail, notes });

function drawn({ width, height }: DrawingSpec, kept: unknown): number[] | null | undefined {
  if (!isRecord(kept) || kept["width"] !== width || kept["height"] !== height) return undefined;
  const pixels = Array.from((kept["data"] ?? []) as ArrayLike<number>);
  if (pixels.length !== width * height || !pixels.every(isGrey)) return undefined;
  return pixels.some((grey) => grey > 0) ? pixels : null;
}

/** A number as a control can hold it: on a step, between the ends. */
export function clamped(value: number, { min = -Infinity, max = Infinity, step }: { min?: number; max?: number; step?: number }): number {
  const inside = Math.min(max, Math.max(min, value));
  if (step === undefined) return inside;
  const base = Number.isFinite(min) ? min : 0;
  const places = Math.min(12, Math.max(decimals(step), decimals(base)));
  const at = (steps: number) => Number((base + steps * step).toFixed(places));
  const steps = Math.round((inside - base) / step);
  return at(steps) > max ? at(steps - 1) : at(steps);
}

/** How many digits a number has after the point. */
export function decimals(value: number): number {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}

/** A slider's value with as many decimals as all its values have. */
export const sliderText = (value: number, { min, step }: Pick<SliderSpec, "min" | "step">): string =>
  value.toFixed(Math.min(12, Math.max(decimals(step), decimals(min))));

/** What an input says in a terminal. */
export function inputText(spec: InputSpec): string {
  return `${spec.label}: ${valueText(spec)}`;
}

function valueText(spec: InputSpec): string {
  switch (spec.kind) {
    case "slider":
      return sliderText(spec.value, spec);
    case "checkbox":
      return spec.value ? "yes" : "no";
    case "file":
      return spec.value ? `${spec.value.name} (${spec.value.detail})` : "no file";
    case "drawing":
      return spec.value ? `a drawing of ${spec.width} by ${spec.height} pixels` : "nothing drawn";
    default:
      return String(spec.value);
  }
}

/**
 * A spec that the page may draw, or undefined. A bundle can be made by reader code: nothing of it is trusted, and no
 * field is taken that is not known here.
 */
export function checkedSpec(given: unknown): InputSpec | undefined {
  if (!isRecord(given)) return undefined;
  const { id, label, hint } = given;
  if (typeof id !== "string" || !/^[\w.-]{1,2000}$/.test(id) || !isText(label, MAX_LABEL) || !isOptional(hint, (text) => isText(text, MAX_LABEL)))
    return undefined;
  const fields = checkedFields(given);
  return fields && ({ id, label, ...(hint === undefined ? {} : { hint }), ...fields } as InputSpec);
}

function checkedFields(given: Record<string, unknown>): Omit<InputSpec, keyof Shared> | undefined {
  const { kind, value, min, max, step, options, placeholder, rows, accept, maxSide, grey, width, height } = given;
  switch (kind) {
    case "slider":
      return isNumber(min) && isNumber(max) && isNumber(step) && isNumber(value) && step > 0 && min <= value && value <= max
        ? ({ kind, min, max, step, value } as Omit<SliderSpec, keyof Shared>)
        : undefined;
    case "number":
      return isNumber(value) && [min, max, step].every((end) => isOptional(end, isNumber))
        ? ({ kind, min, max, step, value } as Omit<NumberSpec, keyof Shared>)
        : undefined;
    case "select":
    case "radio": {
      if (!Array.isArray(options) || options.length > MAX_OPTIONS || !options.every((option) => isText(option, MAX_TEXT))) return undefined;
      return options.includes(value as string) ? ({ kind, options: [...options], value } as Omit<ChoiceSpec, keyof Shared>) : undefined;
    }
    case "checkbox":
      return typeof value === "boolean" ? ({ kind, value } as Omit<CheckboxSpec, keyof Shared>) : undefined;
    case "text":
      return isText(value, Infinity) && isOptional(placeholder, (text) => isText(text, MAX_LABEL)) && isOptional(rows, isRows)
        ? ({ kind, placeholder, rows, value } as Omit<TextSpec, keyof Shared>)
        : undefined;
    case "button":
      return isCount(value) ? ({ kind, value } as Omit<ButtonSpec, keyof Shared>) : undefined;
    case "file":
      return isFileKind(accept) &&
        isOptional(maxSide, isNumber) &&
        isOptional(grey, (is) => typeof is === "boolean") &&
        (value === null || isMark(value))
        ? ({ kind, accept, maxSide, grey, value: value && markOf(value as FileMark) } as Omit<FileSpec, keyof Shared>)
        : undefined;
    case "drawing":
      return isSide(width) && isSide(height) && (value === null || (Array.isArray(value) && value.length === width * height && value.every(isGrey)))
        ? ({ kind, width, height, value: value && [...(value as number[])] } as Omit<DrawingSpec, keyof Shared>)
        : undefined;
    default:
      return undefined;
  }
}

export const isFileKind = (value: unknown): value is FileKind => value === "csv" || value === "text" || value === "image";
export const isSide = (value: unknown): value is number => isCount(value) && value >= 1 && value <= MAX_PAD;
export const isRows = (value: unknown): value is number => isCount(value) && value >= 1 && value <= MAX_ROWS;
export const isGrey = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 255;
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown, max: number): value is string => typeof value === "string" && value.length <= max;
const isOptional = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isMark = (value: unknown): boolean =>
  isRecord(value) && isText(value["name"], 1000) && isNumber(value["size"]) && isText(value["detail"], MAX_LABEL) && isNotes(value["notes"]);
const isNotes = (value: unknown): boolean => Array.isArray(value) && value.length <= MAX_NOTES && value.every((note) => isText(note, MAX_NOTE));
