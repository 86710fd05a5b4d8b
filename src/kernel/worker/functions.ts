import type { DisplayOptions, Html, Picture, Table, TableOptions } from "../protocol/api.ts";
import { downloadSpec } from "../protocol/downloads.ts";
import type { ExecRequest } from "../protocol/messages.ts";
import { escapeHtml, type MimeBundle, PLAIN, PROGRESS } from "../protocol/mime.ts";
import { ENDED } from "./built-ins.ts";
import { KIND } from "./bundle.ts";
import { calledHere } from "./errors.ts";
import type { Host } from "./executor.ts";
import { inputFunctions } from "./input-functions.ts";
import { Live } from "./live.ts";
import type { Outputs } from "./outputs.ts";
import { checkFormat } from "./table-format.ts";

const { apply } = Reflect;

type Functions = Record<string, (...args: never[]) => unknown>;

/** The run of the cell that calls. */
export interface Caller {
  request: { cell: Pick<ExecRequest["cell"], "name"> } & Pick<ExecRequest, "values">;
  outputs: Outputs;
}

/**
 * What one run of a cell may import from `#notebook`: see `api.ts`, and each function's errors for what it refuses. `show` puts a value
 * below what the cell shows.
 */
export function notebookFunctions(
  { request, outputs }: Caller,
  host: Pick<Host, "weights" | "called">,
  show: (value: unknown, options?: DisplayOptions) => void,
): Functions {
  const bars = new ProgressBars(outputs);
  const functions = {
    display: show,
    live: (start: unknown) => {
      if (typeof start !== "function") throw new TypeError("live(…) takes a generator function: live(function* () { … yield … })");
      return new Live(start as () => Generator);
    },
    progress: bars.show,
    weights: (name: unknown) => weights(String(name), host, bars),
    table: (rows: Iterable<object>, options: TableOptions = {}) => checkedTable(rows, options),
    image: (pixels: Picture): Picture => tagged("image", checkedPicture(pixels)),
    download: (name: unknown, content: unknown) => tagged("download", downloadSpec(name, content)),
    html: (strings: TemplateStringsArray, ...values: unknown[]): Html =>
      tagged("html", { html: strings.reduce((text, part, i) => text + markup(values[i - 1]) + part) }),
    ...inputFunctions({ cell: request.cell.name, values: request.values ?? {}, show: (bundle) => outputs.add(bundle) }),
  };
  return watched(functions, host.called);
}

/** Functions for a cell to call: with a built-in that it has changed, of which `called` knows, they might never return. */
export function watched<T extends Functions>(functions: T, called: Host["called"]): T {
  const all = Object.entries(functions).map(([name, call]) => {
    const calls = (...args: never[]) => {
      if (!called()) throw ENDED;
      return apply(call, undefined, args);
    };
    return [name, Object.defineProperty(calls, "name", { value: name })];
  });
  return Object.fromEntries(all) as T;
}

function checkedTable(given: Iterable<object>, options: TableOptions): Table {
  const rows = tableRows(given);
  checkFormat(rows, options);
  return tableOf(rows, options);
}

/** A value that is shown as a table. */
export const tableOf = (rows: Table["rows"], options: TableOptions): Table => tagged("table", { rows, options });

/**
 * Each call gives bytes of its own: what one cell does with them is not another's business. The bar is there while they are on their way, and not where
 * they had been fetched before.
 */
async function weights(name: string, host: Pick<Host, "weights">, bars: ProgressBars): Promise<Uint8Array<ArrayBuffer>> {
  const kilobytes = (bytes: number) => Math.round(bytes / 1000);
  const label = `${name}, kB`;
  const told = (loaded: number, total: number) => loaded < total && bars.show(kilobytes(loaded), kilobytes(total), label);
  const bytes = await calledHere(host.weights(name, told));
  bars.takeAway(label);
  return bytes.slice();
}

/** One bar for each label, which stays in its place. */
class ProgressBars {
  readonly #outputs: Outputs;
  readonly #bars = new Map<string, MimeBundle>();

  constructor(outputs: Outputs) {
    this.#outputs = outputs;
  }

  readonly show = (value: number, max: number, label = ""): void => {
    if (![value, max].every((n) => Number.isFinite(Number(n))))
      throw new TypeError(`progress(…) takes two numbers, how far it is and of how many, not ${String(value)} and ${String(max)}`);
    const name = String(label);
    const bundle: MimeBundle = {
      [PLAIN]: `${name ? `${name}: ` : ""}${value} of ${max}`,
      [PROGRESS]: { value: Number(value), max: Number(max), ...(name ? { label: name } : {}) },
    };
    const index = this.#place(name);
    if (index < 0) this.#outputs.add(bundle);
    else this.#outputs.replace(index, bundle);
    this.#bars.set(name, bundle);
  };

  /** Nothing tells of a bar that is over, unless something was shown below it. */
  takeAway(label: string): void {
    const index = this.#place(label);
    if (index >= 0 && index === this.#outputs.bundles.length - 1) this.#outputs.remove(index, 1);
  }

  #place(label: string): number {
    const bar = this.#bars.get(label);
    return bar ? this.#outputs.bundles.indexOf(bar) : -1;
  }
}

const tagged = <T extends object>(kind: string, value: T): T => Object.defineProperty({ ...value }, KIND, { value: kind });

function tableRows(rows: Iterable<object>): Table["rows"] {
  const list = typeof rows === "object" && rows !== null && Symbol.iterator in rows ? [...rows] : undefined;
  if (list?.every((row) => typeof row === "object" && row !== null)) return list as Table["rows"];
  throw new TypeError("table(…) takes rows: an array of objects, such as [{ x: 1, y: 2 }]");
}

const MAX_SIDE = 8192;

function checkedPicture(picture: Picture): Picture {
  const { width, height, data, scale = 1 } = picture ?? {};
  const sides = [width, height, scale, width * scale, height * scale];
  if (!sides.every((side) => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE))
    throw new RangeError(
      `image(…) takes a width, height and scale that are whole numbers and make at most ${MAX_SIDE} pixels a side, not ${width} by ${height} at ${scale}`,
    );
  const pixels = width * height;
  if (![1, 4].some((channels) => data?.length === channels * pixels))
    throw new RangeError(`image(…) takes 1 or 4 numbers for each of its ${pixels} pixels; data has ${data?.length}`);
  return picture;
}

function markup(value: unknown): string {
  if (Array.isArray(value)) return value.map(markup).join("");
  if (typeof value === "object" && value !== null && (value as { [KIND]?: string })[KIND] === "html") return (value as Html).html;
  return escapeHtml(String(value ?? ""));
}
