/**
 * What a cell imports from `#notebook`. The kernel gives every cell its own
 * copies of these, so that what a cell shows stands under that cell; the bodies
 * here only say so to somebody who runs a notebook file by itself.
 */

export interface DisplayOptions {
  /** Text alternative of a picture or chart, for those who cannot see it. */
  alt?: string;
}

export interface TableOptions {
  /** Columns to show, in this order. Default: the keys of the rows. */
  columns?: string[];
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

/** A table of the given rows, for `display` or as a cell's last expression. */
export function table(rows: Iterable<object>, options?: TableOptions): Table {
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

function outside(_: unknown): never {
  throw new Error("this is a notebook: run it with `npm run notebook -- FILE.ts`");
}
