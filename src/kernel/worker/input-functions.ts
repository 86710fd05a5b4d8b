import { nearest } from "../../notebook/nearest.ts";
import type { Picture } from "../protocol/api.ts";
import {
  type ChoiceSpec,
  chosenFile,
  clamped,
  type FileSpec,
  type InputSpec,
  inputId,
  inputText,
  isFileKind,
  isGrey,
  isNumber,
  isRows,
  isSide,
  MAX_LABEL,
  MAX_OPTIONS,
  MAX_PAD,
  MAX_PICTURE,
  MAX_ROWS,
  MAX_TEXT,
  type RunsSpec,
  valueFor,
} from "../protocol/inputs.ts";
import { INPUT, type MimeBundle, PLAIN } from "../protocol/mime.ts";
import { isRunPoints, isSameRun, keptRuns, MAX_RUN_POINTS, MAX_SETTINGS, nameOfRun, type RunPoint } from "../protocol/runs.ts";
import { centredByMass } from "./centre.ts";
import { inspect } from "./inspect.ts";

interface Cell {
  cell: string;
  /** What the reader has chosen, by the id of the input. */
  values: Readonly<Record<string, unknown>>;
  show(bundle: MimeBundle): void;
}

type Options = Readonly<Record<string, unknown>>;

/** What one run of a cell calls to get its inputs. Each returns the present value and shows its control. */
export function inputFunctions({ cell, values, show }: Cell) {
  const labels = new Set<string>();

  /** What all inputs share. @throws where the label or the names of the options are not right. */
  const begin = (kind: InputSpec["kind"], label: unknown, options: Options, known: readonly string[]) => {
    if (typeof label !== "string" || label.trim() === "" || label.length > MAX_LABEL)
      throw new TypeError(`${kind}(…) takes a label first, a text of 1 to ${MAX_LABEL} characters, not ${shown(label)}`);
    if (labels.has(label)) throw new Error(`this cell has two inputs with the label ${shown(label)}: a cell tells its inputs apart by their labels`);
    const input = new Checked(kind, label, options, [...known, "hint"]);
    labels.add(label);
    const hint = input.text("hint", MAX_LABEL);
    return { input, shared: { id: inputId(cell, label), label, ...(hint === undefined ? {} : { hint }) } };
  };

  const draw = <S extends InputSpec>(spec: S): S["value"] => {
    const now = { ...spec, value: valueFor(spec, values[spec.id]) };
    show({ [PLAIN]: inputText(now), [INPUT]: now });
    return now.value;
  };

  const choice =
    (kind: ChoiceSpec["kind"]) =>
    (label: unknown, choices: unknown, options: Options = {}): unknown => {
      const { input, shared } = begin(kind, label, options, ["value"]);
      const offered = input.choices(choices);
      const labelsOfOptions = [...offered.keys()];
      const first = input.has("value") ? labelsOfOptions.find((option) => Object.is(offered.get(option), options["value"])) : labelsOfOptions[0];
      if (first === undefined)
        input.fail(
          RangeError,
          `value ${shown(options["value"])} is none of its options: ${[...offered.values()].slice(0, 12).map(shown).join(", ")}`,
        );
      return offered.get(draw({ kind, ...shared, options: labelsOfOptions, value: first! }));
    };

  return {
    slider: (label: unknown, options: Options = {}): number => {
      const { input, shared } = begin("slider", label, options, ["min", "max", "step", "value"]);
      const { min, max } = { min: input.number("min"), max: input.number("max") };
      if (min === undefined || max === undefined) input.fail(TypeError, "needs its ends: { min: 0, max: 10 }");
      const whole = Number.isInteger(min) && Number.isInteger(max) && max! - min! > 1;
      const range = input.range({ min: min!, max: max!, step: input.number("step") ?? (whole || min === max ? 1 : (max! - min!) / 100) });
      return draw({ kind: "slider", ...shared, ...range, value: clamped(input.inside(range) ?? range.min, range) });
    },

    number: (label: unknown, options: Options = {}): number => {
      const { input, shared } = begin("number", label, options, ["min", "max", "step", "value"]);
      const range = input.range({ min: input.number("min"), max: input.number("max"), step: input.number("step") });
      return draw({ kind: "number", ...shared, ...given(range), value: clamped(input.inside(range) ?? range.min ?? 0, range) });
    },

    select: choice("select"),
    radio: choice("radio"),

    checkbox: (label: unknown, options: Options = {}): boolean => {
      const { input, shared } = begin("checkbox", label, options, ["value"]);
      return draw({ kind: "checkbox", ...shared, value: input.boolean("value") ?? false });
    },

    text: (label: unknown, options: Options = {}): string => {
      const { input, shared } = begin("text", label, options, ["value", "placeholder", "rows"]);
      if (input.has("rows") && !isRows(options["rows"])) input.wrong("rows", `a whole number from 1 to ${MAX_ROWS}`);
      const { placeholder, rows } = { placeholder: input.text("placeholder", MAX_LABEL), rows: options["rows"] as number | undefined };
      return draw({ kind: "text", ...shared, ...given({ placeholder, rows }), value: input.text("value", MAX_TEXT) ?? "" });
    },

    button: (label: unknown, options: Options = {}): number => {
      const { shared } = begin("button", label, options, []);
      return draw({ kind: "button", ...shared, value: 0 });
    },

    file: (label: unknown, options: Options = {}): unknown => {
      const { input, shared } = begin("file", label, options, ["accept", "value", "maxSide", "grey", "model"]);
      const accept = options["accept"];
      if (!isFileKind(accept)) return input.wrong("accept", '"csv", "text", "image" or "model"');
      for (const name of ["maxSide", "grey"]) if (accept !== "image" && input.has(name)) input.fail(TypeError, `takes ${name} for images only`);
      if (accept !== "model" && input.has("model")) input.fail(TypeError, "takes model for models only");
      const model = input.text("model", MAX_LABEL);
      if (accept === "model" && model === undefined) input.fail(TypeError, 'needs the kind of model: { accept: "model", model: "GPT" }');
      const maxSide = input.number("maxSide");
      if (maxSide !== undefined && !(Number.isInteger(maxSide) && maxSide >= 1 && maxSide <= MAX_PICTURE))
        input.wrong("maxSide", `a whole number from 1 to ${MAX_PICTURE}`);
      const spec: FileSpec = { kind: "file", ...shared, accept, ...given({ maxSide, grey: input.boolean("grey"), model }), value: null };
      draw(spec);
      return chosenFile(spec, values[spec.id])?.content ?? options["value"];
    },

    drawing: (label: unknown, options: Options = {}): Picture => {
      const { input, shared } = begin("drawing", label, options, ["width", "height", "centre", "value"]);
      const { width = 28, height = 28 } = options;
      if (!isSide(width)) return input.wrong("width", `a whole number from 1 to ${MAX_PAD}`);
      if (!isSide(height)) return input.wrong("height", `a whole number from 1 to ${MAX_PAD}`);
      const value = input.has("value") ? input.grey(options["value"], { width, height }) : null;
      const pixels = draw({ kind: "drawing", ...shared, width, height, value }) ?? new Array<number>(width * height).fill(0);
      const picture = { width, height, data: Uint8ClampedArray.from(pixels) };
      return input.boolean("centre") ? centredByMass(picture) : picture;
    },

    runs: (label: unknown, points: unknown, options: Options = {}): object[] => {
      const { input, shared } = begin("runs", label, options, ["settings"]);
      const present = { settings: input.settings("settings"), points: input.points(points) };
      const kept = keptRuns(values[shared.id]);
      const others = kept.filter((run) => !isSameRun(run, present));
      const spec: RunsSpec = { kind: "runs", ...shared, value: { ...present, drawn: others.map(({ name }) => name) } };
      draw(spec);
      const name = kept.find((run) => isSameRun(run, present))?.name ?? nameOfRun(present, others);
      return [{ ...present, name, kept: false }, ...others.map((run) => ({ ...run, kept: true }))].flatMap(({ name, points, kept }) =>
        points.map((point) => ({ ...point, run: name, kept })),
      );
    },
  };
}

/** The options of one input. Every complaint names the input, the value that was wrong, and what would be right. */
class Checked {
  readonly #name: string;
  readonly #options: Options;

  constructor(kind: string, label: string, options: Options, known: readonly string[]) {
    this.#name = `${kind}(${shown(label)})`;
    this.#options = options;
    if (typeof options !== "object" || options === null) this.fail(TypeError, `takes its options as an object, not ${shown(options)}`);
    const unknown = Object.keys(options).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const close = nearest(unknown, known);
    this.fail(TypeError, `has no option ${unknown}. ${close ? `Did you mean ${close}?` : `It has ${known.join(", ")}.`}`);
  }

  has(name: string): boolean {
    return this.#options[name] !== undefined;
  }

  fail(Kind: typeof TypeError | typeof RangeError, what: string): never {
    throw new Kind(`${this.#name} ${what}`);
  }

  wrong(name: string, right: string): never {
    return this.fail(TypeError, `takes for ${name} ${right}, not ${shown(this.#options[name])}`);
  }

  number(name: string): number | undefined {
    const value = this.#options[name];
    return value === undefined || isNumber(value) ? value : this.wrong(name, "a finite number");
  }

  boolean(name: string): boolean | undefined {
    const value = this.#options[name];
    return value === undefined || typeof value === "boolean" ? value : this.wrong(name, "true or false");
  }

  text(name: string, max: number): string | undefined {
    const value = this.#options[name];
    if (value === undefined || (typeof value === "string" && value.length <= max)) return value;
    return this.wrong(name, `a text of at most ${max.toLocaleString("en-US")} characters`);
  }

  range<R extends { min?: number | undefined; max?: number | undefined; step?: number | undefined }>(range: R): R {
    const { min = -Infinity, max = Infinity, step } = range;
    if (min > max) this.fail(RangeError, `has a min of ${min}, which is more than its max of ${max}`);
    if (step !== undefined && step <= 0) this.wrong("step", "a number above 0");
    return range;
  }

  /** The value that the options give, which has to lie between the ends. */
  inside({ min = -Infinity, max = Infinity }: { min?: number | undefined; max?: number | undefined }): number | undefined {
    const value = this.number("value");
    if (value !== undefined && (value < min || value > max))
      this.fail(RangeError, `begins with ${value}, which is not between ${[min, max].map(end).join(" and ")}`);
    return value;
  }

  /** What the reader sees → what it stands for. */
  choices(given: unknown): Map<string, unknown> {
    const entries = entriesOf(given);
    if (!entries)
      return this.fail(
        TypeError,
        `takes its options as an array of texts or numbers, or as an object or Map from labels to values, not ${shown(given)}`,
      );
    if (entries.length === 0) this.fail(RangeError, "has no options to choose from");
    if (entries.length > MAX_OPTIONS) this.fail(RangeError, `has ${entries.length} options; ${MAX_OPTIONS} is the limit`);
    const choices = new Map<string, unknown>();
    for (const [label, value] of entries) {
      if (!["string", "number"].includes(typeof label)) this.fail(TypeError, `has the option ${shown(label)}, which is neither a text nor a number`);
      if (choices.has(String(label))) this.fail(RangeError, `has the option ${shown(label)} twice`);
      choices.set(String(label), value);
    }
    return choices;
  }

  /** Settings in words. */
  settings(name: string): string {
    const settings = this.#options[name];
    const known = typeof settings === "object" && settings !== null && !Array.isArray(settings) ? Object.entries(settings) : [];
    if (known.length === 0 || !known.every(([, value]) => isNumber(value) || typeof value === "string" || typeof value === "boolean"))
      this.wrong(name, "what this run was made with, as numbers, texts and truths by their names: { rate: 0.1, seed: 1 }");
    const words = known.map(([name, value]) => `${name} ${value}`).join(", ");
    if (words.length > MAX_SETTINGS)
      this.fail(RangeError, `has settings of ${words.length} characters, which are written beside its curve: ${MAX_SETTINGS} is the limit`);
    return words;
  }

  /** The points of a run, as a copy: the cell may add to them later. What is no number is a gap. */
  points(given: unknown): RunPoint[] {
    const rows = typeof given === "object" && given !== null && Symbol.iterator in given ? [...(given as Iterable<unknown>)] : [given];
    if (rows.length > MAX_RUN_POINTS) this.fail(RangeError, `has ${rows.length} points; ${MAX_RUN_POINTS} is the limit. Give it every tenth, or so`);
    const points = rows.map((row) =>
      typeof row === "object" && row !== null && !Array.isArray(row)
        ? Object.fromEntries(Object.entries(row).map(([name, value]) => [name, orGap(value)]))
        : row,
    );
    if (!isRunPoints(points)) this.fail(TypeError, "takes the points of the run second: an array of objects, such as [{ step: 1, loss: 0.5 }]");
    return points;
  }

  /** The grey values of a picture of this size; null where all are 0. */
  grey(given: unknown, { width, height }: { width: number; height: number }): number[] | null {
    const picture = (given ?? {}) as Partial<Picture>;
    const pixels = Array.from(picture.data ?? []);
    if (picture.width !== width || picture.height !== height || pixels.length !== width * height || !pixels.every(isGrey))
      this.fail(RangeError, `takes for value a picture of ${width} by ${height} grey values from 0 to 255`);
    return pixels.some((grey) => grey > 0) ? pixels : null;
  }
}

const orGap = (value: unknown) => (value === undefined || (typeof value === "number" && !Number.isFinite(value)) ? null : value);

function entriesOf(given: unknown): [unknown, unknown][] | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if (Array.isArray(given)) return given.map((option) => [option, option]);
  return given instanceof Map ? [...given] : Object.entries(given);
}

/** Without what is not given: a spec is JSON. */
const given = <T extends object>(fields: T) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

const end = (value: number) => (Number.isFinite(value) ? String(value) : value < 0 ? "any number" : "more");
const shown = (value: unknown) => {
  const { text } = inspect([value]);
  const inner = text.slice(1, -1).trim();
  return inner.length > 60 ? `${inner.slice(0, 60)}…` : inner;
};
