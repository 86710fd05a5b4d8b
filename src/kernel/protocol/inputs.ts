/**
 * What the kernel and the page agree on about inputs: the spec that describes a control (`schema.ts` has its fields), and which
 * values fit it. Pure, and the same on both sides.
 */

import type { FileMark, InputSpec } from "./schema.ts";

export type { FileMark, InputSpec };

type Spec<K extends InputSpec["kind"]> = Extract<InputSpec, { kind: K }>;
export type SliderSpec = Spec<"slider">;
export type ChoiceSpec = Spec<"select" | "radio">;
export type FileSpec = Spec<"file">;
export type DrawingSpec = Spec<"drawing">;
export type RunsSpec = Spec<"runs">;
export type FileKind = FileSpec["accept"];

/** A chosen file as the page hands it to the kernel. */
export interface ChosenFile extends FileMark {
  accept: FileKind;
  content: unknown;
}

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
    case "runs":
      // What is kept is not what is shown: the function that makes the control knows both.
      return undefined;
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
    case "runs": {
      const { settings, points, drawn } = spec.value;
      return `${settings}, ${points.length} ${points.length === 1 ? "point" : "points"}; kept: ${drawn.join("; ") || "none"}`;
    }
    default:
      return String(spec.value);
  }
}

export const isFileKind = (value: unknown): value is FileKind => value === "csv" || value === "text" || value === "image" || value === "model";
export const isSide = (value: unknown): value is number => isCount(value) && value >= 1 && value <= MAX_PAD;
export const isRows = (value: unknown): value is number => isCount(value) && value >= 1 && value <= MAX_ROWS;
export const isGrey = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 255;
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
