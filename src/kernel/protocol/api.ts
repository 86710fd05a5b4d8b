/**
 * What a cell imports from `#notebook`. The kernel gives every cell its own
 * copies of these, so that what a cell shows stands under that cell; the bodies
 * here only say so to somebody who runs a notebook file by itself.
 */

export interface DisplayOptions {
  /** Text alternative of a picture or chart, for those who cannot see it. */
  alt?: string;
}

/** The columns of rows that need not all have the same; of rows of which nothing is known, any text. */
export type ColumnOf<Row extends object> = Row extends unknown ? ([keyof Row] extends [never] ? string : keyof Row & string) : never;

/**
 * How a column's values are written; the values themselves stay what they are, in downloads too.
 *
 * - `3`: numbers with so many digits after the point.
 * - `"%"`, `".1%"`: shares from 0 to 1 as a percentage, with none or so many digits after the point.
 * - `","`: large numbers, rounded to whole ones, with their thousands apart.
 * - a function: its text. It is not asked about `null` and `undefined`, which leave their place empty.
 */
export type ColumnFormat<Value = unknown> = number | "%" | `.${number}%` | "," | ((value: Value) => string);

type ValueOf<Row extends object, Column extends string> = Row extends unknown ? (Column extends keyof Row ? Row[Column] : never) : never;

export interface TableOptions<Row extends object = Record<string, unknown>> {
  /** Columns to show, in this order. Default: the keys of the rows. */
  columns?: ColumnOf<Row>[];
  /** How the values of columns are written: `{ loss: 3, share: "%" }`. Default: numbers with the digits they have. */
  format?: { [Column in ColumnOf<Row>]?: ColumnFormat<NonNullable<ValueOf<Row, Column>>> };
  /** A line that says what the table holds. */
  caption?: string;
  /** Rows shown before the rest is left out (the count says so). Default 10. */
  rows?: number;
}

/** Rows with named columns, shown as a table. Made by {@link table}. */
export interface Table {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly options: TableOptions;
}

/** A picture made of pixels. Made by {@link image}; an `ImageData` is one too. */
export interface Picture {
  width: number;
  height: number;
  /** Row by row: one grey value from 0 to 255 for each pixel, or four (red, green, blue, opacity). */
  data: ArrayLike<number>;
  /** Screen pixels for each pixel of the picture, a whole number. Default 1. */
  scale?: number;
  /** Text alternative, for those who cannot see it. */
  alt?: string;
}

/** Markup, shown as HTML after the page has sanitised it. Made by {@link html}. */
export interface Html {
  readonly html: string;
}

/** A file for the reader to keep. Made by {@link download}. */
export interface Download {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What every input can have. */
export interface InputOptions {
  /** A line under the control that helps the reader. */
  hint?: string;
}

export interface SliderOptions extends InputOptions {
  min: number;
  max: number;
  /** From one position to the next. Default: 1 between whole numbers that are further apart than that, else a hundredth of the range. */
  step?: number;
  /** Where it stands at first. Default: `min`. */
  value?: number;
}

export interface NumberOptions extends InputOptions {
  min?: number;
  max?: number;
  /** Values are `min` (or 0) plus whole multiples of it. Default: any number. */
  step?: number;
  /** Default: `min`, or 0. */
  value?: number;
}

export interface ChoiceOptions<T> extends InputOptions {
  /** The option chosen at first, as the value it stands for. Default: the first. */
  value?: T;
}

export interface CheckboxOptions extends InputOptions {
  /** Default: false. */
  value?: boolean;
}

export interface TextOptions extends InputOptions {
  /** Default: "". */
  value?: string;
  /** An example, shown while the field is empty. */
  placeholder?: string;
  /** A field of so many lines. Default: one line. */
  rows?: number;
}

/** A row of a CSV file: column → value. */
export type CsvRow = Record<string, string | number | boolean | Date | null>;

/** Options of {@link file}; `V` is the type of the value while there is no file. */
export interface FileOptions<V> extends InputOptions {
  /** The value until the reader has chosen a file. Default: undefined. */
  value?: V;
}

export interface CsvFileOptions<V> extends FileOptions<V> {
  accept: "csv";
}

/** Options of {@link file} for a text. */
export interface TextFileOptions<V> extends FileOptions<V> {
  accept: "text";
}

/** Options of {@link file} for a picture. */
export interface ImageFileOptions<V> extends FileOptions<V> {
  accept: "image";
  /** A larger picture is made smaller, so that its longer side has so many pixels. Default: 1024. */
  maxSide?: number;
  /** One grey value for each pixel in the place of four channels. Default: false. */
  grey?: boolean;
}

/** Options of {@link file} for a model. */
export interface ModelFileOptions<V> extends FileOptions<V> {
  accept: "model";
  /** What it must be, as the header of its file says: `saveGPT` writes "GPT". */
  model: string;
}

export interface DrawingOptions extends InputOptions {
  /** Pixels, at most 64. Default: 28, as in MNIST. */
  width?: number;
  height?: number;
  /** Move the drawing so that its centre of mass is in the middle, as MNIST's digits are. Default: false. */
  centre?: boolean;
  /** What is drawn at first: a grey picture of the same size. Default: nothing. */
  value?: Picture;
}

/** Options of {@link runs}. */
export interface RunsOptions extends InputOptions {
  /** What this run was made with: the values of the controls that it reads. They are written beside its curve. */
  settings: Readonly<Record<string, string | number | boolean>>;
}

/** A point of a run: `run` is what the run is called, by its settings; `kept` is true of an earlier one. */
export type RunRow<P> = P & { run: string; kept: boolean };

/**
 * Show a value under the cell, after what the cell showed before.
 * Anything can be shown: a chart, an element, an array, a Map, an error.
 */
export function display(value: unknown, options?: DisplayOptions): void {
  void options;
  return outside(value);
}

/**
 * A value that changes while it is computed. Each `yield` replaces what is shown under the cell and is
 * handed to the cells that read the name. Inside the generator, `display(…)` before a `yield`
 * says what to show instead of the yielded value.
 */
export function live<T>(values: () => AsyncGenerator<T, unknown, void> | Generator<T, unknown, void>): T {
  return outside(values);
}

/** Show how far a long computation is: `value` of `max`. One bar per label in a cell. */
export function progress(value: number, max: number, label?: string): void {
  return outside([value, max, label]);
}

/**
 * The weights of a model that is shipped with the site, as a safetensors file: `loadGPT(await weights("moby-dick-gpt"))`. Or one of the `vocabularies` of
 * `#lm/ranked-bpe`. They are loaded when a cell first asks, with a bar of their size and how far they are, and checked; reloading is left to the next run.
 * @throws Error when there are none of that name, they could not be loaded, or the file is damaged.
 */
export function weights(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return outside(name);
}

/**
 * A table of the given rows, for `display` or as a cell's last expression. Columns of numbers stand flush right.
 * @throws TypeError, RangeError when `rows` are no rows, `format` names a column that they do not have, or what it says cannot be written so.
 */
export function table<Row extends object>(rows: Iterable<Row>, options?: TableOptions<NoInfer<Row>>): Table {
  return outside([rows, options]);
}

/** A picture of the given pixels, for `display` or as a cell's last expression. */
export function image(pixels: Picture): Picture {
  return outside(pixels);
}

/** Markup with its values escaped: ``html`<b>${name}</b>` ``. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return outside([strings, values]);
}

/**
 * A file for the reader to keep, shown as a button with its name and size. Of at most 2.9 MB; its name ends in `.safetensors`, `.json`,
 * `.csv`, `.txt` or `.bin`. A model, as `saveGPT` makes it, can also be kept in the reader's browser: see {@link file}.
 */
export function download(name: string, content: string | Uint8Array): Download {
  return outside([name, content]);
}

/**
 * A slider. Like every input it returns its present value at once and draws its control under the cell; when the reader
 * moves it, the cell runs again with the new value, and what depends on the cell follows. A cell tells its inputs apart
 * by their labels. Where nobody can touch it, as in a terminal, it has the value it begins with.
 */
export function slider(label: string, options: SliderOptions): number {
  return outside([label, options]);
}

/** A field for a number. See {@link slider} for how inputs work. */
export function number(label: string, options?: NumberOptions): number {
  return outside([label, options]);
}

/** A menu of options: texts or numbers, or labels with what they stand for. Returns what the chosen one stands for. */
export function select<const T extends string | number>(label: string, choices: readonly T[], options?: ChoiceOptions<NoInfer<T>>): T;
export function select<const T>(
  label: string,
  choices: ReadonlyMap<string | number, T> | Readonly<Record<string, T>>,
  options?: ChoiceOptions<NoInfer<T>>,
): T;
export function select(label: string, choices: unknown, options?: unknown): never {
  return outside([label, choices, options]);
}

/** Like {@link select}, with all options in view. */
export function radio<const T extends string | number>(label: string, choices: readonly T[], options?: ChoiceOptions<NoInfer<T>>): T;
export function radio<const T>(
  label: string,
  choices: ReadonlyMap<string | number, T> | Readonly<Record<string, T>>,
  options?: ChoiceOptions<NoInfer<T>>,
): T;
export function radio(label: string, choices: unknown, options?: unknown): never {
  return outside([label, choices, options]);
}

/** A box that is checked or not. */
export function checkbox(label: string, options?: CheckboxOptions): boolean {
  return outside([label, options]);
}

/** A field for text. */
export function text(label: string, options?: TextOptions): string {
  return outside([label, options]);
}

/** A button. Returns how often it was pressed. */
export function button(label: string, options?: InputOptions): number {
  return outside([label, options]);
}

/**
 * A file of the reader's, read in the page and sent nowhere.
 *
 * - `csv`: its rows. The first line names the columns. Commas, semicolons, tabs and bars are told apart; a line `sep=;` before the header is obeyed.
 *   A column is of numbers, of booleans (`true`, `false`) or of dates (ISO 8601, such as 2007-11-11, in UTC where no zone is named) if all its values
 *   are, and if nothing of what is written would be lost. There, what is empty or a word for a gap (`NA`, `?`, `-`, `null`, `#N/A` and their like) is
 *   `null`. All else is text as it stands, in which `null` is only what is empty: also whole numbers above 2⁵³, codes with leading zeros, percentages.
 *   Next to semicolons, tabs and bars, a decimal comma is understood. What was taken for what is said beside the control.
 * - `text`: the text, from UTF-8, UTF-16 or Windows-1252.
 * - `image`: a {@link Picture} of red, green, blue and opacity, or of grey.
 * - `model`: the bytes of a safetensors file, such as `loadGPT` takes: one that the reader has, or one that was trained in a page of this site and is kept
 *   in this browser. A cell sees the one that is chosen, and no other.
 */
export function file<V = undefined>(label: string, options: CsvFileOptions<V>): CsvRow[] | V;
export function file<V = undefined>(label: string, options: TextFileOptions<V>): string | V;
export function file<V = undefined>(label: string, options: ImageFileOptions<V>): Picture | V;
export function file<V = undefined>(label: string, options: ModelFileOptions<V>): Uint8Array<ArrayBuffer> | V;
export function file(label: string, options: unknown): never {
  return outside([label, options]);
}

/** A pad to draw on with mouse, finger, pen or keys. Returns grey values from 0 (paper) to 255 (ink), row by row. */
export function drawing(label: string, options?: DrawingOptions): Picture {
  return outside([label, options]);
}

/**
 * The points of this run of a training, and after them those of the runs that the reader keeps. Under the cell stand buttons to keep this run and to
 * forget others. What is kept outlives other runs, edits of the cell, a restart of the kernel and a reload of the page. A kept run that is this one is
 * given once.
 *
 * It belongs in the cell that draws, not in the one that trains: to forget a run draws anew, and is not to train anew. At most 1,000 points a run and 5
 * runs; a number that is not finite becomes a gap.
 * @throws TypeError, RangeError when `points` or `settings` are none, or too many.
 * @example
 * import { curves } from "#charts";
 * import { slider } from "#notebook";
 * const rate = slider("Rate", { min: 0.1, max: 0.9, step: 0.2 });
 * const points = [0, 1, 2, 3, 4].map((step) => ({ step, loss: (1 - rate) ** step }));
 * curves(runs("Runs", points, { settings: { rate } }), { x: "step", y: "loss", stroke: "run", pale: "kept" }).plot();
 */
export function runs<P extends object>(label: string, points: Iterable<P>, options: RunsOptions): RunRow<P>[] {
  return outside([label, points, options]);
}

function outside(_: unknown): never {
  throw new Error("this is a notebook: run it with `npm run notebook -- FILE.ts`");
}
