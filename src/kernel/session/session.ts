import { buildGraph, type Graph } from "../../notebook/graph.ts";
import { readLate } from "../../notebook/late-reads.ts";
import type { CellProblem, CompiledCell, ImportBinding, NameUse } from "../../notebook/types.ts";
import type { ChartPart, Connect, FromKernel, KernelLink, PointerAct } from "../protocol/messages.ts";
import type { MimeBundle, View } from "../protocol/mime.ts";
import { EXPENSIVE_MS } from "./expensive.ts";
import { explain } from "./explain.ts";

/** A cell as the session is given it: compiled, or with what is wrong with it and the names it last declared. */
export type SessionCell = {
  name: string;
  /** True when the text is not the chapter's: what was shown for the cells below it does not hold any more. */
  edited?: boolean;
  /** True when it is known to take long: it runs when the reader says so, not because something above it changed. */
  expensive?: boolean;
} & ({ compiled: CompiledCell } | { problem: CellProblem; defines: NameUse[]; imports: ImportBinding[] });

export type CellStatus =
  /** Not run here; what the page shows comes from the build. */
  | { state: "idle" }
  | { state: "queued" }
  | { state: "running" }
  /** `ticking`: its timers go on, until Stop. */
  | { state: "done"; ms: number; ticking?: boolean }
  | { state: "failed"; problem: CellProblem; ms: number }
  /** Not run, because cell `on` has no value. */
  | { state: "waiting"; on: string }
  /** Something above it has changed since: what is shown does not hold any more. It waits for the reader to say run. */
  | { state: "stale" }
  /** `kept`: what the cell computed so far is there. Otherwise the kernel had to be restarted. */
  | { state: "stopped"; kept: boolean };

export type KernelStatus =
  | { state: "off"; why?: string }
  | { state: "starting" }
  | { state: "idle" }
  | { state: "running"; cell: string }
  | { state: "stopping" };

export interface SessionEvents {
  cell?(name: string, status: CellStatus): void;
  /** All outputs of the cell's present run so far. */
  outputs?(name: string, bundles: MimeBundle[]): void;
  kernel?(status: KernelStatus): void;
  /** Parts of a chart that are different now, in answer to `point`. */
  patch?(name: string, patch: ChartPatch): void;
  /** Which drawing of a chart the page shows for this cell: that one is sent first. */
  view?(name: string): View;
}

/** What is different now in a chart, and what the keyboard found in it, in words. */
export interface ChartPatch {
  view: View;
  /** The output that shows the chart; undefined where the cell shows something else by now. */
  bundle: MimeBundle | undefined;
  parts: ChartPart[];
  said?: string;
}

/** Code that has not given way after this long is ended with its kernel. */
export const STOP_PATIENCE_MS = 300;

interface Entry {
  cell: SessionCell;
  status: CellStatus;
  /** What the status was before the cell was queued. */
  before: CellStatus;
  outputs: MimeBundle[];
  /** Its newest run: errors and outputs that come late name it. */
  lastId: number;
  /** An error of that run which no `await` saw, until the run is done. */
  late: CellProblem | undefined;
  /** The text with which the values in the kernel were made; undefined while there are none. */
  ranBody: string | undefined;
  /** Counts the runs that gave values; dependents compare. */
  stamp: number;
  /** Provider → its stamp when this cell last ran. */
  inputs: Map<string, number>;
  /** What its names stood for then: cells that define them, imports. */
  bindings: string;
  /** What the reader set the cell's inputs to: control → value. */
  values: Record<string, unknown>;
  /** `values` when the cell last ran; another object when they have changed since. */
  ranValues: Record<string, unknown> | undefined;
  /** How long its last whole run took. */
  ms: number | undefined;
}

/** What a change leads to. */
interface Plan {
  run: Set<string>;
  /** Cells that what runs makes out of date, and that wait for the reader. */
  stale: Set<string>;
}

interface Running {
  id: number;
  cell: string;
  /** True while others see its present step: until then it has no next one, whatever its kernel says. */
  resting?: boolean;
  finish: (how: "done" | "stopped" | "failed" | "lost") => void;
}

/**
 * Decides what runs and when: dependencies first, one cell at a time, what an edit touches again. Runs beside the
 * kernel (in the page, or in Node's main thread), so it answers whatever the cells do.
 */
export class Session {
  readonly #connect: Connect;
  readonly #events: SessionEvents;
  #link: KernelLink | undefined;
  #graph: Graph = buildGraph([]);
  #entries = new Map<string, Entry>();
  #queue = new Set<string>();
  /** Cells of which the reader changed an input, and that have not been queued for it yet. */
  #touched = new Set<string>();
  /** Cells that were queued for an input: those that are still queued do not wait for a live cell to end. */
  #prompt = new Set<string>();
  /** The cells being run: one, or a live cell and the dependent that looks at its present step. */
  #running: Running[] = [];
  /** How often all was stopped. */
  #stops = 0;
  #ids = 0;
  /** The last run that was begun before the present kernel was. */
  #idsBefore = 0;
  /** Runs that are done but have timers that go on. */
  #ticking = new Set<number>();
  #preload: string[] = [];
  #pumping = false;
  /** What runs between two steps of a live cell. */
  #stepping: Promise<void> = Promise.resolve();
  #idle: (() => void)[] = [];

  constructor(connect: Connect, events: SessionEvents = {}) {
    this.#connect = connect;
    this.#events = events;
  }

  get running(): boolean {
    return this.#pumping;
  }

  /** True while there is anything to stop. */
  get stoppable(): boolean {
    return this.#pumping || this.#ticking.size > 0;
  }

  status(name: string): CellStatus {
    return this.#entries.get(name)?.status ?? { state: "idle" };
  }

  outputs(name: string): MimeBundle[] {
    return this.#entries.get(name)?.outputs ?? [];
  }

  /**
   * Tell the session what the cells are now, in the page's order. What ran stays, where the text is the same. What a cell runs that is
   * not there any more ends, its timers with it; what was made from its values does not hold any more.
   */
  setCells(cells: SessionCell[]): void {
    const before = this.#entries;
    this.#entries = new Map(
      cells.map((cell) => {
        const entry = before.get(cell.name);
        if (entry) entry.cell = cell;
        return [cell.name, entry ?? newEntry(cell)];
      }),
    );
    this.#graph = buildGraph(
      cells.map((cell) =>
        "compiled" in cell ? cell.compiled : { name: cell.name, defines: cell.defines, imports: cell.imports, references: [], assigns: [] },
      ),
    );
    const gone = new Map([...before].filter(([name]) => !this.#entries.has(name)));
    if (gone.size > 0) this.#forget(gone);
  }

  /** A cell is not on the page any more. */
  remove(name: string): void {
    this.setCells([...this.#entries.values()].map(({ cell }) => cell).filter((cell) => cell.name !== name));
  }

  #forget(gone: ReadonlyMap<string, Entry>): void {
    for (const [name, { lastId }] of gone) {
      this.#touched.delete(name);
      this.#queue.delete(name);
      if (this.#ticking.has(lastId)) this.#link?.post({ type: "stop", id: lastId });
    }
    const readers = [...this.#entries].filter(([, { inputs }]) => [...gone.keys()].some((name) => inputs.has(name))).map(([name]) => name);
    for (const name of new Set([...readers, ...readers.flatMap((name) => this.#graph.downstream(name))]))
      if (this.#ran(name) && !this.#busy(name)) this.#set(name, { state: "stale" });
    void this.#end(this.#running.filter(({ cell }) => gone.has(cell)));
  }

  /** Run these cells, what they need and what depends on them. Resolves when nothing is left to run. */
  async run(targets: string[]): Promise<void> {
    const plan = this.#plan(targets);
    const superseded = this.#running.filter(({ cell }) => plan.run.has(cell));
    this.#follow(plan);
    if (superseded.length > 0) await this.#end(superseded);
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve));
    void this.#pump();
    return idle;
  }

  /**
   * The reader set an input of a cell. The cell runs again with the new value, and what depends on it follows, once all that
   * an earlier value of it began is done: however fast values come, the page keeps showing results, and the last value wins.
   * A live cell that has nothing to do with it goes on, and lets these run between two of its steps.
   */
  setInput(name: string, id: string, value: unknown): Promise<void> {
    const entry = this.#entries.get(name);
    if (!entry) return Promise.resolve();
    entry.values = { ...entry.values, [id]: value };
    this.#touched.add(name);
    // A live value begins anew. Other code is left to finish: it may hold what took long to compute.
    const affected = new Set([name, ...this.#graph.downstream(name)]);
    for (const { id, cell } of this.#running) if (this.#isLive(cell)) this.#link?.post({ type: affected.has(cell) ? "stop" : "ask", id });
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve));
    void this.#pump();
    return idle;
  }

  runAll(): Promise<void> {
    return this.run([...this.#entries.keys()]);
  }

  /** Start the kernel before it is needed, with the modules that cells will want: the reader's hand is on a button. */
  warm(specifiers: string[] = []): void {
    if (this.#link) return;
    this.#preload = specifiers;
    this.#link = this.#start();
  }

  /**
   * What the pointer or the keyboard does to a chart, output number `output` of a cell. One `patch` answers, unless the
   * kernel ends first. False where no kernel holds that chart: its cell has not been run, or not since.
   */
  point(name: string, output: number, view: View, act: PointerAct): boolean {
    const id = this.#entries.get(name)?.lastId ?? 0;
    if (!this.#link || id <= this.#idsBefore) return false;
    this.#link.post({ type: "pointer", id, output, view, act });
    return true;
  }

  /** End what runs, and timers that go on, and forget what is queued. */
  async stop(): Promise<void> {
    this.#stops++;
    this.#touched.clear();
    this.#unqueue([...this.#queue]);
    for (const id of this.#ticking) this.#link?.post({ type: "stop", id });
    if (this.#running.length === 0) return;
    this.#events.kernel?.({ state: "stopping" });
    await this.#end([...this.#running]);
  }

  /** End what this cell runs, and let what is queued go on. */
  async stopCell(name: string): Promise<void> {
    this.#touched.delete(name);
    const id = this.#entries.get(name)?.lastId;
    if (id !== undefined && this.#ticking.has(id)) this.#link?.post({ type: "stop", id });
    const below = this.#graph.downstream(name).filter((cell) => this.#queue.delete(cell));
    const stops = this.#stops;
    await this.#end(this.#running.filter(({ cell }) => cell === name));
    // Meanwhile the reader may have stopped all.
    if (stops !== this.#stops) return this.#unqueue(below);
    // Without its values those that read it would only begin it anew.
    for (const cell of below) {
      if (this.#ran(name)) this.#enqueue(cell);
      else this.#set(cell, { state: "waiting", on: name });
    }
    void this.#pump();
  }

  /** Do not run this cell, nor those queued that need it. */
  cancel(name: string): void {
    this.#unqueue([name, ...this.#graph.downstream(name)].filter((cell) => this.#queue.has(cell)));
  }

  /** Stop, and let go of the kernel with all values. */
  close(): void {
    this.#touched.clear();
    this.#unqueue([...this.#queue]);
    this.#lose("");
  }

  // What has to run.

  /**
   * The targets, what they need and does not stand ready, and what depends on what changes. Of the last, cells that take long
   * are left to the reader, with all that depends on them.
   */
  #plan(targets: string[]): Plan {
    const run = new Set<string>();
    const stale = new Set<string>();
    /** Cells that will have other values than those below them have seen. */
    const changing = new Set(targets);
    const known = new Map<string, boolean>();
    const need = (name: string) => {
      if (run.has(name)) return;
      run.add(name);
      for (const above of this.#graph.upstream(name)) {
        if (run.has(above) || this.#fresh(above, known)) continue;
        if (this.#changed(above)) changing.add(above);
        need(above);
      }
    };
    for (const name of targets) if (this.#entries.has(name)) need(name);
    for (const name of this.#graph.order) {
      if (run.has(name)) {
        if (this.#providers(name).some((provider) => changing.has(provider))) changing.add(name);
        continue;
      }
      const providers = this.#providers(name);
      const waits = providers.some((provider) => stale.has(provider));
      const lost = () => [...this.#entries.get(name)!.inputs.keys()].some((source) => changing.has(source) || !this.#entries.has(source));
      if (!waits && !providers.some((provider) => changing.has(provider)) && !(lost() && this.#rebound(name))) continue;
      if (!waits && !this.#expensive(name)) {
        need(name);
        changing.add(name);
      } else if (waits || this.#ran(name) || this.#graph.upstream(name).some((above) => this.#differs(above))) {
        stale.add(name);
      }
    }
    return { run, stale };
  }

  /** Queue what a plan runs, and mark what it makes out of date. */
  #follow({ run, stale }: Plan): void {
    for (const name of stale) if (!this.#busy(name)) this.#set(name, { state: "stale" });
    for (const name of run) this.#enqueue(name);
  }

  /** Inputs that the reader changed, unless what they change is `held`: what an earlier value of them began is not done. */
  #takeInputs(held: (name: string) => boolean): void {
    for (const name of [...this.#touched]) {
      const affected = [name, ...this.#graph.downstream(name)];
      if (affected.some(held)) continue;
      // The reader moved a control, and did not ask for what takes long.
      const plan = this.#expensive(name) ? undefined : this.#plan([name]);
      if (plan && [...plan.run].some(held)) continue;
      this.#touched.delete(name);
      if (plan && ![...plan.run].some((cell) => cell !== name && this.#expensive(cell))) {
        this.#follow(plan);
        for (const cell of plan.run) this.#prompt.add(cell);
      } else for (const cell of affected) if (!this.#busy(cell)) this.#set(cell, { state: "stale" });
    }
  }

  /** True when the cell is about to run again for an input that the reader changed. */
  #superseded(name: string): boolean {
    return [...this.#touched].some((touched) => touched === name || this.#graph.downstream(touched).includes(name));
  }

  #busy(name: string): boolean {
    return this.#queue.has(name) || this.#runs(name);
  }

  #runs(name: string): boolean {
    return this.#running.some(({ cell }) => cell === name);
  }

  #expensive(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry?.cell.expensive === true || (entry?.ms ?? 0) >= EXPENSIVE_MS;
  }

  /**
   * True when the kernel holds values of this very text, made from the present values of what it reads. `known`: what was found of other cells,
   * for one question, or else each would be asked about once for every way that leads to it.
   */
  #fresh(name: string, known = new Map<string, boolean>()): boolean {
    const found = known.get(name);
    if (found !== undefined) return found;
    const entry = this.#entries.get(name);
    const isFresh =
      entry !== undefined &&
      "compiled" in entry.cell &&
      entry.ranBody === entry.cell.compiled.body &&
      entry.ranValues === entry.values &&
      !this.#rebound(name) &&
      this.#providers(name).every((provider) => this.#fresh(provider, known) && this.#entries.get(provider)?.stamp === entry.inputs.get(provider));
    known.set(name, isFresh);
    return isFresh;
  }

  /** True when running this cell may give something else than what the page shows for those below it. */
  #changed(name: string): boolean {
    const entry = this.#entries.get(name);
    if (!entry) return false;
    if (!("compiled" in entry.cell)) return true;
    return entry.ranBody === undefined ? this.#differs(name) : entry.ranBody !== entry.cell.compiled.body || entry.ranValues !== entry.values;
  }

  /** True when this cell is not what the build ran. */
  #differs(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry !== undefined && (entry.cell.edited === true || Object.keys(entry.values).length > 0);
  }

  #providers(name: string): string[] {
    return [...new Set(this.#graph.reads.get(name)?.values() ?? [])];
  }

  /** The cells whose values or whose imports it uses. */
  #sources(name: string): string[] {
    const importers = (this.#graph.importsOf.get(name) ?? []).map(({ owner }) => owner).filter((owner) => owner !== name);
    return [...new Set([...this.#providers(name), ...importers])];
  }

  #bindings(name: string): string {
    const imports = (this.#graph.importsOf.get(name) ?? []).map(({ specifier, imported, local }) => [specifier, imported, local]);
    return JSON.stringify([...(this.#graph.reads.get(name) ?? []), ...imports]);
  }

  /** True when a name of a cell that ran stands for something else now, or for nothing: another cell was renamed, deleted, or imports other things. */
  #rebound(name: string): boolean {
    return this.#ran(name) && this.#entries.get(name)!.bindings !== this.#bindings(name);
  }

  // Running.

  #enqueue(name: string): void {
    this.#queue.add(name);
    const entry = this.#entries.get(name);
    if (!entry || this.#runs(name)) return;
    if (entry.status.state !== "queued") entry.before = entry.status;
    this.#set(name, { state: "queued" });
  }

  #unqueue(names: string[]): void {
    for (const name of names) this.#queue.delete(name);
    const known = new Map<string, boolean>();
    for (const name of names) {
      const entry = this.#entries.get(name);
      if (entry?.status.state !== "queued") continue;
      const outOfDate = this.#ran(name)
        ? !this.#fresh(name, known)
        : this.#graph.upstream(name).some((above) => this.#ran(above) && this.#differs(above));
      this.#set(name, outOfDate && entry.before.state !== "failed" ? { state: "stale" } : entry.before);
    }
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (;;) {
      this.#takeInputs((cell) => this.#busy(cell));
      const name = this.#graph.order.find((cell) => this.#queue.has(cell)) ?? [...this.#queue][0];
      if (name === undefined) break;
      this.#queue.delete(name);
      await this.#runCell(name);
      // A live cell that was stopped may be over before what ran at its last step.
      await this.#stepping;
    }
    this.#pumping = false;
    this.#prompt.clear();
    this.#events.kernel?.({ state: this.#link ? "idle" : "off" });
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #runCell(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const problem = "problem" in entry.cell ? entry.cell.problem : this.#graph.problems.get(name);
    if (problem) {
      entry.ranBody = undefined;
      return this.#set(name, { state: "failed", problem, ms: 0 });
    }
    const blocker = this.#blocker(name);
    if (blocker !== undefined) {
      entry.ranBody = undefined;
      return this.#set(name, { state: "waiting", on: blocker });
    }
    await this.#exec(name, entry, (entry.cell as { compiled: CompiledCell }).compiled);
  }

  /** The first cell without which this one cannot run. */
  #blocker(name: string): string | undefined {
    const hasValue = (provider: string) => this.#entries.get(provider)?.ranBody !== undefined;
    const importer = (this.#graph.importsOf.get(name) ?? []).find(
      ({ owner }) => owner !== name && "problem" in (this.#entries.get(owner)?.cell ?? {}),
    );
    let blocker = this.#providers(name).find((provider) => !hasValue(provider)) ?? importer?.owner;
    for (let status = blocker && this.status(blocker); status && status.state === "waiting"; status = this.status(blocker)) blocker = status.on;
    return blocker;
  }

  async #exec(name: string, entry: Entry, compiled: CompiledCell): Promise<"done" | "stopped" | "failed" | "lost"> {
    this.#link ??= this.#start();
    const id = ++this.#ids;
    this.#ticking.delete(entry.lastId);
    entry.lastId = id;
    entry.late = undefined;
    entry.outputs = [];
    entry.ranBody = undefined;
    entry.inputs = new Map(this.#sources(name).map((source) => [source, this.#entries.get(source)?.stamp ?? 0]));
    entry.bindings = this.#bindings(name);
    const { values } = entry;
    entry.ranValues = values;
    // A dependent that looks at one step of a live value says nothing: its mark would flicker many times a second.
    if (this.#running.length === 0) {
      this.#set(name, { state: "running" });
      this.#events.kernel?.({ state: "running", cell: name });
    }
    const ended = new Promise<"done" | "stopped" | "failed" | "lost">((finish) => this.#running.push({ id, cell: name, finish }));
    const inputs = [...(this.#graph.reads.get(name) ?? [])].map(([input, from]) => ({ name: input, from, late: this.#reassigns(from, input) }));
    const late = new Set(inputs.filter((input) => input.late).map((input) => input.name));
    this.#link.post({
      type: "exec",
      id,
      cell: { name, ...readLate(compiled, late), defines: compiled.defines.map((use) => use.name), reassigned: compiled.reassigned },
      inputs,
      imports: this.#graph.importsOf.get(name) ?? [],
      hasDependents: this.#graph.downstream(name).length > 0,
      view: this.#events.view?.(name) ?? "wide",
      ...(Object.keys(values).length > 0 && { values }),
    });
    const how = await ended;
    this.#running = this.#running.filter((running) => running.id !== id);
    if (how === "done" || how === "stopped") {
      entry.ranBody = compiled.body;
      entry.stamp++;
    } else {
      // A live value that failed had values at its steps.
      entry.ranBody = undefined;
    }
    if (how === "stopped" && !this.#superseded(name)) this.#catchUp(name);
    return how;
  }

  /** True when a name of this cell may change after the cell is done. */
  #reassigns(name: string, variable: string): boolean {
    const cell = this.#entries.get(name)?.cell;
    return cell !== undefined && "compiled" in cell && cell.compiled.reassigned.includes(variable);
  }

  /** A live value that was stopped is what it was at its last step. Those who read it follow, but for what takes long: the reader said stop. */
  #catchUp(live: string): void {
    const waiting = new Set<string>();
    for (const name of this.#graph.downstream(live)) {
      if (!this.#ran(name)) continue;
      if (!this.#expensive(name) && !this.#providers(name).some((provider) => waiting.has(provider))) this.#enqueue(name);
      else {
        waiting.add(name);
        if (!this.#busy(name)) this.#set(name, { state: "stale" });
      }
    }
  }

  #ran(name: string): boolean {
    return this.#entries.get(name)?.ranBody !== undefined;
  }

  #receive(link: KernelLink, message: FromKernel): void {
    if (link !== this.#link) return;
    // A kernel that has nothing to do yet has time to load; else what runs comes first.
    if (message.type === "ready" && this.#running.length === 0) link.post({ type: "preload", specifiers: this.#preload });
    if (!("id" in message)) return;
    // A timer may show something, or fail, after its cell is done.
    if (message.type === "late") return this.#late(message.problem, message.id);
    if (message.type === "outputs") return this.#outputs(message);
    if (message.type === "ticking") return this.#tick(message);
    if (message.type === "patch") return this.#patch(message);
    const running = this.#running.find(({ id }) => id === message.id);
    if (!running) return;
    if (message.type === "step") {
      if (!running.resting) this.#stepping = this.#step(running);
    } else if (message.type === "done") {
      const ended: CellStatus = message.how === "stopped" ? { state: "stopped", kept: true } : { state: "done", ms: message.ms };
      const entry = this.#entries.get(running.cell);
      const late = entry?.late;
      if (entry && message.how === "done") entry.ms = message.ms;
      if (late || message.how === "done" || !this.#superseded(running.cell))
        this.#set(running.cell, late ? { state: "failed", problem: late, ms: message.ms } : ended);
      running.finish(message.how);
    } else if (message.type === "failed") {
      this.#set(running.cell, { state: "failed", problem: this.#explained(message.problem), ms: message.ms });
      running.finish("failed");
    }
  }

  #outputs({ id, from, bundles }: Extract<FromKernel, { type: "outputs" }>): void {
    for (const [name, entry] of this.#entries) {
      if (entry.lastId !== id) continue;
      entry.outputs = [...entry.outputs.slice(0, from), ...bundles];
      this.#events.outputs?.(name, entry.outputs);
    }
  }

  #tick({ id, ticking }: Extract<FromKernel, { type: "ticking" }>): void {
    if (ticking) this.#ticking.add(id);
    else if (!this.#ticking.delete(id)) return;
    for (const [name, { lastId, status }] of this.#entries)
      if (lastId === id && status.state === "done") this.#set(name, { state: "done", ms: status.ms, ...(ticking ? { ticking } : {}) });
  }

  #patch({ id, output, view, parts, said }: Extract<FromKernel, { type: "patch" }>): void {
    const [name = "", entry] = [...this.#entries].find(([, { lastId }]) => lastId === id) ?? [];
    this.#events.patch?.(name, { view, bundle: entry?.outputs[output], parts, ...(said ? { said } : {}) });
  }

  /** The values of the cell are there, but something it began went wrong. */
  #late(problem: CellProblem, id: number): void {
    for (const [name, entry] of this.#entries) {
      if (entry.lastId !== id) continue;
      entry.late ??= this.#explained(problem);
      const { status } = entry;
      const failed: CellStatus = { state: "failed", problem: entry.late, ms: "ms" in status ? status.ms : 0 };
      if (status.state === "queued") entry.before = failed;
      else if (status.state !== "running") this.#set(name, failed);
    }
  }

  /** A live cell has a new value: run what an input changed meanwhile, then those who read the value, then let it go on. */
  async #step(live: Running): Promise<void> {
    const link = this.#link;
    const entry = this.#entries.get(live.cell);
    if (!entry || !("compiled" in entry.cell)) return;
    live.resting = true;
    entry.ranBody = entry.cell.compiled.body;
    entry.stamp++;
    const goesOn = () => this.#link === link && this.#running.includes(live);
    this.#takeInputs((name) => this.#runs(name));
    for (const name of this.#graph.order) {
      if (!this.#runsBetween(name, live.cell)) continue;
      this.#queue.delete(name);
      await this.#runCell(name);
      if (!goesOn()) return;
    }
    for (const name of this.#readersOfStep(live.cell)) {
      if (!goesOn()) return;
      await this.#runCell(name);
    }
    live.resting = false;
    if (this.#link === link) link?.post({ type: "continue", id: live.id });
  }

  /** True for a cell that an input put into the queue and that can run now: it neither reads the live value nor goes on like it. */
  #runsBetween(name: string, live: string): boolean {
    if (!this.#queue.has(name) || !this.#prompt.has(name) || this.#isLive(name)) return false;
    const above = this.#graph.upstream(name);
    return !above.includes(live) && !above.some((cell) => this.#queue.has(cell));
  }

  /**
   * The cells below that look at each step of a live value: those that will run when it is done, and can run now.
   * The others keep what the reader sees of them.
   */
  #readersOfStep(live: string): string[] {
    const readers: string[] = [];
    for (const name of this.#graph.downstream(live)) {
      const waits = this.#graph.upstream(name).some((above) => this.#queue.has(above) && !readers.includes(above));
      if (this.#queue.has(name) && !this.#isLive(name) && !waits) readers.push(name);
    }
    return readers;
  }

  /** Live cells read another live value when it is done: begun anew at each of its steps they would never end. */
  #isLive(name: string): boolean {
    const cell = this.#entries.get(name)?.cell;
    const body = cell && "compiled" in cell ? cell.compiled.body : "";
    return (this.#graph.importsOf.get(name) ?? []).some(
      ({ specifier, imported, local }) =>
        specifier === "#notebook" &&
        (imported === "live" ? body.includes(local) : imported === "*" && local !== "" && body.includes(`${local}.live`)),
    );
  }

  #explained(problem: CellProblem): CellProblem {
    const cells = [...this.#entries.values()].map(({ cell }) => ("compiled" in cell ? cell.compiled : cell));
    const names = cells.flatMap(({ defines, imports }) => [...defines.map(({ name }) => name), ...imports.map(({ local }) => local)]).filter(Boolean);
    return explain(problem, { names, exports: this.#link?.exports ?? {} });
  }

  // The kernel's life.

  #start(): KernelLink {
    this.#events.kernel?.({ state: "starting" });
    this.#idsBefore = this.#ids;
    const link: KernelLink = this.#connect(
      (message) => this.#receive(link, message),
      (why, byCell) => {
        if (link === this.#link) this.#lose(why, byCell);
      },
    );
    return link;
  }

  /** Ask these runs to end; where code does not give way, end the kernel. */
  async #end(runs: Running[]): Promise<void> {
    const link = this.#link;
    if (!link || runs.length === 0) return;
    for (const { id } of runs) link.post({ type: "stop", id });
    const ended = () => runs.every((run) => !this.#running.includes(run));
    for (const until = performance.now() + STOP_PATIENCE_MS; performance.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (ended() || this.#link !== link) return;
    }
    this.#lose("");
  }

  /** The kernel is gone, and with it all values. `why` is empty where it was ended on purpose; `byCell`: what ran is to blame. */
  #lose(why: string, byCell = false): void {
    this.#link?.terminate();
    this.#link = undefined;
    for (const id of this.#ticking) this.#tick({ type: "ticking", id, ticking: false });
    for (const entry of this.#entries.values()) entry.ranBody = undefined;
    const runs = this.#running;
    this.#running = [];
    for (const { cell, finish } of runs) {
      const problem = {
        name: "KernelError",
        message: why,
        hint: "Everything the cells had computed is gone, your text is not. Run starts a new kernel.",
      };
      this.#set(cell, why ? { state: "failed", problem, ms: 0 } : { state: "stopped", kept: false });
      finish("lost");
    }
    if (!why) this.#follow(this.#plan([...this.#queue]));
    else if (byCell) this.#goOnWithout(runs.map(({ cell }) => cell));
    else this.#unqueue([...this.#queue]);
    this.#events.kernel?.({ state: "off", why });
  }

  /** In a fresh kernel: what is queued and does not read the lost cells, after all that it needs. What reads them waits for them. */
  #goOnWithout(lost: string[]): void {
    const below = new Set(lost.flatMap((name) => this.#graph.downstream(name)));
    for (const name of [...this.#queue]) if (!below.has(name)) for (const above of this.#graph.upstream(name)) this.#enqueue(above);
  }

  #set(name: string, status: CellStatus): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.status = status;
    this.#events.cell?.(name, status);
  }
}

const newEntry = (cell: SessionCell): Entry => ({
  cell,
  status: { state: "idle" },
  before: { state: "idle" },
  outputs: [],
  lastId: 0,
  late: undefined,
  ranBody: undefined,
  stamp: 0,
  inputs: new Map(),
  bindings: "",
  values: {},
  ranValues: undefined,
  ms: undefined,
});
