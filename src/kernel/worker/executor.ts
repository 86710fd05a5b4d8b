import { CellError, type ImportBinding } from "../../notebook/types.ts";
import type { DisplayOptions, Html, Picture, Table, TableOptions } from "../protocol/api.ts";
import { downloadSpec } from "../protocol/downloads.ts";
import { notExported } from "../protocol/import-problems.ts";
import type { ExecRequest, ToKernel } from "../protocol/messages.ts";
import { escapeHtml, type MimeBundle, PLAIN, PROGRESS, type View } from "../protocol/mime.ts";
import type { Watch } from "./built-ins.ts";
import { type BundleOptions, KIND, toBundle, toFirstBundle } from "./bundle.ts";
import { cellSource } from "./cell-source.ts";
import { cellConsole } from "./console.ts";
import { problemOf, stackOf } from "./errors.ts";
import { inputFunctions } from "./input-functions.ts";
import { Outputs } from "./outputs.ts";
import { type Drawn, type Hand, point } from "./pointer.ts";
import { checkFormat } from "./table-format.ts";
import { type CellTimers, cellTimers } from "./timers.ts";

export type Namespace = Readonly<Record<string, unknown>>;
/** What `cellSource` writes. */
export type CellFunction = (...args: unknown[]) => Promise<Readonly<Record<string, unknown>>>;

/** What differs between Node and the browser's worker. */
export interface Host extends Pick<Watch, "post" | "intact" | "called"> {
  /** Make a function of JavaScript text. `url` is how stack traces will name it. */
  evaluate(source: string, cell: string): Promise<{ run: CellFunction; url: string }>;
  /** The namespace of a module that cells may import. */
  load(specifier: string): Promise<Namespace>;
  /** The weights of a shipped model, and on the way there how many bytes of how many have come. */
  weights(name: string, progress: (loaded: number, total: number) => void): Promise<Uint8Array<ArrayBuffer>>;
  /** Lets messages in: a promise alone would not. */
  pause(): Promise<void>;
}

interface Run {
  id: number;
  request: ExecRequest;
  outputs: Outputs;
  url: string;
  console: ReturnType<typeof cellConsole>;
  /** Charts of which one drawing was sent so far, each with what makes the whole output. */
  unfinished: WeakMap<MimeBundle, () => MimeBundle>;
  timers: CellTimers;
  /** Its values are there, or it failed; its timers may go on. */
  over: boolean;
  stopped: boolean;
  stop: () => void;
  resume?: () => void;
  /** Something else waits for its next step. */
  asked: boolean;
  /**
   * While a live value runs: where its outputs stand, how many this step has and the one before it had, how many more than fit,
   * and whether the next one begins a new step.
   */
  step?: { at: number; count: number; before: number; dropped: number; fresh: boolean };
  /** The chart that the pointer is on. */
  hand?: { output: number } & Hand;
}

/** A generator made by `live(…)`: the kernel, not the cell, takes its values. */
class Live {
  readonly start: () => AsyncGenerator | Generator;
  /** Its newest value: what other cells see in its place. */
  step: unknown;
  constructor(start: () => AsyncGenerator | Generator) {
    this.start = start;
  }
}

/** Between two steps of a live value the kernel listens for messages at least this often. */
const LISTEN_EVERY_MS = 16;
const STEP_EVERY_MS = 33;

/** For what is left of a kernel that is to be ended. */
const NEVER = new Promise<never>(() => {});
const ENDED = new Error("this kernel is being ended");
const { apply } = Reflect;

/** Runs cells, one at a time as asked, and keeps what they define. Lives where reader code lives: in the worker. */
export class Executor {
  readonly #host: Host;
  /** Cell → what reads its names, as they are in its newest run. */
  readonly #names = new Map<string, Map<string, () => unknown>>();
  readonly #runs = new Map<number, Run>();
  /** Cell → its newest run: what an older one still says is dropped. */
  readonly #newest = new Map<string, number>();
  /** Cell → the function made of its newest text. */
  readonly #functions = new Map<string, { source: string; made: Awaited<ReturnType<Host["evaluate"]>> }>();
  /** Charts that answer the pointer, under the outputs that show them. They go with the run that made them. */
  readonly #drawings = new WeakMap<MimeBundle, Map<View, Drawn>>();

  constructor(host: Host) {
    this.#host = host;
    // V8 keeps ten frames: a cell that calls into a library would not be among them.
    Error.stackTraceLimit = 100;
  }

  receive(message: ToKernel): void {
    if (message.type === "exec") void this.#exec(message);
    else if (message.type === "stop") this.#runs.get(message.id)?.stop();
    else if (message.type === "ask") this.#ask(message.id);
    else if (message.type === "continue") this.#runs.get(message.id)?.resume?.();
    else if (message.type === "pointer") this.#point(message);
    // What cannot be loaded is said when a cell wants it.
    else if (message.type === "preload") for (const specifier of message.specifiers) this.#host.load(specifier).catch(() => {});
  }

  /** An error that no cell caught: a rejected promise nobody waits for, a timer that threw. */
  uncaught(thrown: unknown): void {
    const stack = stackOf(thrown);
    const runs = [...this.#runs.values()];
    // The outermost frame: the cell that began it, not the one whose function it called.
    const depth = ({ url }: Run) => (url ? stack.lastIndexOf(`${url}:`) : -1);
    const run = runs.toSorted((a, b) => depth(a) - depth(b)).at(-1);
    if (run) this.#host.post({ type: "late", id: run.id, problem: problemOf(thrown, { cell: run.request.cell, url: run.url }) });
  }

  async #exec(request: ExecRequest): Promise<void> {
    const { id, cell } = request;
    const before = this.#newest.get(cell.name);
    if (before !== undefined) {
      this.#runs.get(before)?.timers.clear();
      this.#runs.delete(before);
    }
    this.#newest.set(cell.name, id);
    const run = this.#begin(request);
    const began = performance.now();
    const ms = () => performance.now() - began;
    try {
      const how = await this.#run(run);
      this.#complete(run);
      await this.#host.pause(); // promises rejected with nobody to wait for them are heard of before the cell is called done
      this.#flush();
      if (how === "stopped") run.timers.clear();
      this.#host.post({ type: "done", id, how, ms: ms() });
    } catch (thrown) {
      this.#complete(run);
      this.#flush();
      run.timers.clear();
      this.#host.post({ type: "failed", id, problem: problemOf(thrown, { cell, url: run.url }), ms: ms() });
    }
    run.over = true;
    this.#ticking(run);
  }

  /** What is about to be replaced, or belongs to an older run, has nothing to say any more. */
  #point({ id, output, view, act }: Extract<ToKernel, { type: "pointer" }>): void {
    const run = this.#runs.get(id);
    const bundle = run?.outputs.sent(output);
    const drawings = bundle && this.#drawings.get(bundle);
    const drawing = drawings?.get(view) ?? drawings?.values().next().value;
    this.#host.post({ type: "patch", id, output, view, ...(drawing ? point(drawing, act) : { parts: [] }) });
    if (!run || act.event === "click" || act.event === "pointerup") return;
    // The next drawing of a live chart is to be under the pointer from the start.
    if (act.event === "step") run.hand = drawing?.at && { output, view, x: drawing.at[0], y: drawing.at[1], pointerType: "mouse" };
    else run.hand = act.event === "pointerleave" ? undefined : { output, view, x: act.x, y: act.y, pointerType: act.pointerType };
  }

  /** What all cells have shown: a function of one may have been called by another. */
  #flush(): void {
    for (const { outputs } of this.#runs.values()) outputs.flush();
  }

  #begin(request: ExecRequest): Run {
    const { id, cell } = request;
    const outputs = new Outputs((from, bundles) => {
      if (this.#newest.get(cell.name) === id) this.#host.post({ type: "outputs", id, from, bundles });
    });
    const run: Run = {
      id,
      request,
      outputs,
      url: "",
      console: this.#watched(
        cellConsole({
          log: (level, text) => outputs.log(level, text),
          table: (rows) => this.#show(run, tagged("table", { rows, options: { rows: 100 } })),
        }),
      ),
      unfinished: new WeakMap(),
      timers: cellTimers(() => run.over && this.#ticking(run)),
      over: false,
      asked: false,
      stopped: false,
      stop: () => {
        run.stopped = true;
        run.resume?.();
        // While the cell runs, it may be waiting for one of them.
        if (run.over) run.timers.clear();
      },
    };
    this.#runs.set(id, run);
    return run;
  }

  /** Say that timers go on after their cell is done, or that the last is over. */
  #ticking({ id, timers }: Run): void {
    if (this.#runs.has(id)) this.#host.post({ type: "ticking", id, ticking: timers.pending });
  }

  async #run(run: Run): Promise<"done" | "stopped"> {
    const { cell, inputs, imports } = run.request;
    const api = this.#api(run);
    // Any name may be a key, `__proto__` too.
    const scope: Record<string, unknown> = Object.create(null);
    const late: Record<string, (() => unknown) | undefined> = Object.create(null);
    for (const { name, from, late: isLate } of inputs) {
      const read = this.#names.get(from)?.get(name);
      if (isLate) late[name] = read;
      else scope[name] = read?.();
    }
    // All are asked for at once; the first that is not there is the error.
    for (const { specifier } of imports) void this.#load(specifier, api).catch(() => {});
    for (const binding of imports) {
      const value = await this.#import(binding, api);
      if (binding.local) scope[binding.local] = value;
    }
    let shown: Live | undefined;
    const show = async (value: unknown) => {
      const last = await value;
      if (!this.#host.intact()) await NEVER;
      if (last instanceof Live) shown = last;
      else if (last !== undefined) this.#show(run, last, { last: true });
    };
    const mport = (specifier: unknown) => this.#importLater(String(specifier), api);
    // A cell may call something of its own by such a name.
    for (const [name, timer] of Object.entries(run.timers.names)) if (!(name in scope) && !cell.defines.includes(name)) scope[name] = timer;
    const source = cellSource(cell, { values: Object.keys(scope), late: Object.keys(late) });
    const { run: call, url } = await this.#evaluate(source, cell.name);
    run.url = url;
    let result: Awaited<ReturnType<CellFunction>>;
    try {
      result = await call(show, mport, run.console, scope, late);
    } finally {
      // Before anything else is done with the kernel's own means.
      if (!this.#host.intact()) await NEVER;
    }
    const names = new Map(cell.defines.map((name) => [name, readerOf(result, name, cell)]));
    this.#names.set(cell.name, names);
    const lives = new Set<Live>();
    for (const [name, read] of names) {
      const value = read();
      if (!(value instanceof Live)) continue;
      lives.add(value);
      names.set(name, () => stepOf(read()));
    }
    if (shown) lives.add(shown);
    for (const live of lives) await this.#follow(run, live);
    return run.stopped ? "stopped" : "done";
  }

  /** The text of a cell that an input runs again, many times a second, is the same each time: so is the function made of it. */
  async #evaluate(source: string, cell: string): ReturnType<Host["evaluate"]> {
    const before = this.#functions.get(cell);
    if (before?.source === source) return before.made;
    const made = await this.#host.evaluate(source, cell);
    this.#functions.set(cell, { source, made });
    return made;
  }

  /**
   * Take the values of a generator, show each and hand it on, until it ends or the run is stopped. What is shown is drawn
   * when it is sent, at most 30 times a second, and nearly always while the generator rests at its yield: an object that
   * is changed after it was yielded is shown as it was. Where a step takes longer than the one before it, and for
   * what the generator does after its last yield, it is shown as it is by then.
   */
  async #follow(run: Run, live: Live): Promise<void> {
    if (run.stopped) return;
    run.step = { at: run.outputs.bundles.length, count: 0, before: 0, dropped: 0, fresh: true };
    const generator = live.start();
    let stepDue = 0;
    let listenedAt = performance.now();
    let took = 0;
    try {
      for (;;) {
        run.step.fresh = true;
        const began = performance.now();
        if (began + took >= run.outputs.due) run.outputs.draw();
        const next = await generator.next();
        if (!this.#host.called()) await NEVER;
        if (next.done) break;
        if (run.step.fresh && next.value !== undefined) this.#show(run, next.value);
        trim(run);
        live.step = next.value;
        const now = performance.now();
        took = now - began;
        if (now >= stepDue) {
          await this.#step(run);
          // Those who read the value get at most half of the time, however long they take.
          stepDue = performance.now() + Math.max(STEP_EVERY_MS, performance.now() - now);
        }
        if (performance.now() - listenedAt >= LISTEN_EVERY_MS) {
          await this.#host.pause();
          listenedAt = performance.now();
        }
        if (run.stopped) {
          await generator.return?.(undefined);
          break;
        }
      }
    } finally {
      trim(run);
      delete run.step;
    }
  }

  #ask(id: number): void {
    const run = this.#runs.get(id);
    if (run) run.asked = true;
  }

  /**
   * Let the cells that read a live value see it, and others run that have been asked for. The last value is theirs anyway:
   * they run when this cell is done.
   */
  async #step(run: Run): Promise<void> {
    if (!(run.request.hasDependents || run.asked) || run.stopped) return;
    run.asked = false;
    run.outputs.flush();
    const resumed = new Promise<void>((resolve) => {
      run.resume = resolve;
    });
    this.#host.post({ type: "step", id: run.id });
    await resumed;
  }

  /** Show a value below what the cell shows. Within a live value, the first output of a step replaces the step before. */
  #show(run: Run, value: unknown, { last, ...options }: DisplayOptions & { last?: boolean } = {}): void {
    const { outputs, step, request } = run;
    if (value instanceof Live) throw new TypeError("live(…) cannot be displayed: give it a name, const x = live(…), or make it the cell's last line");
    if (step?.fresh) {
      if (step.dropped > 0) outputs.count(-step.dropped);
      Object.assign(step, { before: step.count, count: 0, dropped: 0, fresh: false });
    }
    const again = step && step.count < step.before;
    // What is not shown is not drawn either.
    if (outputs.full && !again) {
      if (step) step.dropped++;
      return outputs.count(1);
    }
    const index = step ? step.at + step.count++ : outputs.bundles.length;
    const scope = `${request.cell.name}-${index + 1}`;
    const draw = <T extends MimeBundle | undefined>(make: (options: BundleOptions) => T) =>
      this.#draw(make, { ...options, ...(run.hand?.output === index ? { hand: run.hand } : {}) });
    const whole = () => draw((options) => toBundle(value, scope, options));
    const first = () => {
      const bundle = draw((options) => toFirstBundle(value, scope, { ...options, view: request.view ?? "wide" }));
      if (bundle) run.unfinished.set(bundle, whole);
      return bundle ?? whole();
    };
    // A step is most often replaced before it is sent, or else before anyone asks for its other drawing. After the last
    // expression there is nothing that could change what it shows: its other drawing can wait until the cell is done.
    if (again) outputs.replace(index, first);
    else outputs.insert(index, step ? first : last ? first() : whole());
  }

  /** Make a bundle, and keep the drawings in it that answer the pointer. */
  #draw<T extends MimeBundle | undefined>(make: (options: BundleOptions) => T, options: BundleOptions): T {
    const drawings = new Map<View, Drawn>();
    const bundle = make({ ...options, interactive: (view, drawing) => void drawings.set(view, drawing) });
    if (bundle && drawings.size > 0) this.#drawings.set(bundle, drawings);
    return bundle;
  }

  /** Give charts of which one drawing was sent the other. */
  #complete({ outputs, unfinished }: Run): void {
    const drawn = outputs.draw().map((bundle) => unfinished.get(bundle));
    if (drawn.some(Boolean)) outputs.flush();
    for (const [i, whole] of drawn.entries()) if (whole) outputs.replace(i, whole());
  }

  #api(run: Run): Namespace {
    const bars = new Map<string, MimeBundle>();
    const progress = (value: number, max: number, label = "") => {
      if (![value, max].every((n) => Number.isFinite(Number(n))))
        throw new TypeError(`progress(…) takes two numbers, how far it is and of how many, not ${String(value)} and ${String(max)}`);
      const name = String(label);
      const bundle: MimeBundle = {
        [PLAIN]: `${name ? `${name}: ` : ""}${value} of ${max}`,
        [PROGRESS]: { value: Number(value), max: Number(max), ...(name ? { label: name } : {}) },
      };
      const before = bars.get(name);
      const index = before ? run.outputs.bundles.indexOf(before) : -1;
      if (index < 0) run.outputs.add(bundle);
      else run.outputs.replace(index, bundle);
      bars.set(name, bundle);
    };
    return this.#watched({
      display: (value: unknown, options?: DisplayOptions) => this.#show(run, value, options),
      live: (start: unknown) => {
        if (typeof start !== "function") throw new TypeError("live(…) takes a generator function: live(function* () { … yield … })");
        return new Live(start as () => Generator);
      },
      progress,
      weights: (name: unknown) => this.#weights(String(name), progress),
      table: (rows: Iterable<object>, options: TableOptions = {}): Table => tagged("table", tableOf(rows, options)),
      image: (pixels: Picture): Picture => tagged("image", checkedPicture(pixels)),
      download: (name: unknown, content: unknown) => tagged("download", downloadSpec(name, content)),
      html: (strings: TemplateStringsArray, ...values: unknown[]): Html =>
        tagged("html", { html: strings.reduce((text, part, i) => text + markup(values[i - 1]) + part) }),
      ...inputFunctions({ cell: run.request.cell.name, values: run.request.values ?? {}, show: (bundle) => run.outputs.add(bundle) }),
    });
  }

  /** Functions for a cell to call: with a built-in that it has changed they might never return. */
  #watched<T extends Record<string, (...args: never[]) => unknown>>(functions: T): T {
    const { called } = this.#host;
    const watched = Object.entries(functions).map(([name, call]) => {
      const calls = (...args: never[]) => {
        if (!called()) throw ENDED;
        return apply(call, undefined, args);
      };
      return [name, Object.defineProperty(calls, "name", { value: name })];
    });
    return Object.fromEntries(watched) as T;
  }

  async #import(binding: ImportBinding, api: Namespace): Promise<unknown> {
    const { specifier, imported, local, line, column } = binding;
    const module = await this.#load(specifier, api).catch((thrown) => {
      const { name, message, hint } = problemOf(thrown);
      throw new CellError(message, { line, column, name, hint });
    });
    if (imported === "*" || local === "") return module;
    if (Object.hasOwn(module, imported)) return module[imported];
    throw notExported(binding, Object.keys(module));
  }

  /** `import(…)` in a cell. */
  #importLater(specifier: string, api: Namespace): Promise<Namespace> {
    return calledHere(this.#load(specifier, api));
  }

  /** Each call gives bytes of its own: what one cell does with them is not another's business. */
  async #weights(name: string, progress: (value: number, max: number, label: string) => void): Promise<Uint8Array<ArrayBuffer>> {
    const kilobytes = (bytes: number) => Math.round(bytes / 1000);
    const told = (loaded: number, total: number) => progress(kilobytes(loaded), kilobytes(total), `${name}, kB`);
    const bytes = await calledHere(this.#host.weights(name, told));
    told(bytes.length, bytes.length);
    return bytes.slice();
  }

  #load(specifier: string, api: Namespace): Promise<Namespace> {
    return specifier === "#notebook" ? Promise.resolve(api) : this.#host.load(specifier);
  }
}

/** What reads a name in the result of a cell's function. */
function readerOf(result: Readonly<Record<string, unknown>>, name: string, { reassigned }: ExecRequest["cell"]): () => unknown {
  return reassigned.includes(name) ? (result[name] as () => unknown) : () => result[name];
}

const stepOf = (value: unknown) => (value instanceof Live ? value.step : value);

/** Where what was asked for failed, the reason was found elsewhere: the error is given the place of the call. */
function calledHere<T>(answer: Promise<T>): Promise<T> {
  const { stack } = new Error();
  return answer.catch((thrown) => {
    const { name, message, hint } = problemOf(thrown);
    throw Object.defineProperty(Object.assign(new Error(message), { name, hint }), "stack", { value: stack });
  });
}

/** A step is over: what the one before it had more goes. Until then it stood, so that nothing on the page came and went. */
function trim({ outputs, step }: Run): void {
  if (!step || step.fresh || step.count >= step.before) return;
  outputs.remove(step.at + step.count, step.before - step.count);
  outputs.count(0);
  step.before = step.count;
}

const tagged = <T extends object>(kind: string, value: T): T => Object.defineProperty({ ...value }, KIND, { value: kind });

function tableOf(given: Iterable<object>, options: TableOptions): Table {
  const rows = tableRows(given);
  checkFormat(rows, options);
  return { rows, options };
}

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
