import { CellError, type ImportBinding } from "../../notebook/types.ts";
import type { DisplayOptions } from "../protocol/api.ts";
import { notExported } from "../protocol/import-problems.ts";
import type { ExecRequest, ToKernel } from "../protocol/messages.ts";
import type { MimeBundle, View } from "../protocol/mime.ts";
import { NEVER, type Watch } from "./built-ins.ts";
import { type BundleOptions, toBundle, toFirstBundle } from "./bundle.ts";
import { cellSource } from "./cell-source.ts";
import { cellConsole } from "./console.ts";
import { calledHere, problemOf, stackOf } from "./errors.ts";
import { notebookFunctions, tableOf, watched } from "./functions.ts";
import { follow, Live, type LiveRun, nextPlace, stepOf } from "./live.ts";
import { Outputs } from "./outputs.ts";
import { type Drawn, type Hand, point } from "./pointer.ts";
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

interface Run extends LiveRun {
  readonly request: ExecRequest;
  url: string;
  console: ReturnType<typeof cellConsole>;
  /** Charts of which one drawing was sent so far, each with what makes the whole output. */
  unfinished: WeakMap<MimeBundle, () => MimeBundle>;
  timers: CellTimers;
  /** Its values are there, or it failed; its timers may go on. */
  over: boolean;
  stop: () => void;
  /** The chart that the pointer is on. */
  hand?: { output: number } & Hand;
}

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
      console: watched(
        cellConsole({
          log: (level, text) => outputs.log(level, text),
          table: (rows) => this.#show(run, tableOf(rows, { rows: 100 })),
        }),
        this.#host.called,
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
    const api = notebookFunctions(run, this.#host, (value, options) => this.#show(run, value, options));
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
    const mport = (specifier: unknown) => calledHere(this.#load(String(specifier), api));
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
    for (const live of lives) await follow(run, live, this.#host, (value) => this.#show(run, value));
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

  #ask(id: number): void {
    const run = this.#runs.get(id);
    if (run) run.asked = true;
  }

  /** Show a value below what the cell shows. */
  #show(run: Run, value: unknown, { last, ...options }: DisplayOptions & { last?: boolean } = {}): void {
    const { outputs, step, request } = run;
    if (value instanceof Live) throw new TypeError("live(…) cannot be displayed: give it a name, const x = live(…), or make it the cell's last line");
    const place = nextPlace(run);
    // What is not shown is not drawn either.
    if (!place) return;
    const { index, again } = place;
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

  #load(specifier: string, api: Namespace): Promise<Namespace> {
    return specifier === "#notebook" ? Promise.resolve(api) : this.#host.load(specifier);
  }
}

/** What reads a name in the result of a cell's function. */
function readerOf(result: Readonly<Record<string, unknown>>, name: string, { reassigned }: ExecRequest["cell"]): () => unknown {
  return reassigned.includes(name) ? (result[name] as () => unknown) : () => result[name];
}
