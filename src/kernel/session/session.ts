import { buildGraph, type Graph } from "../../notebook/graph.ts";
import { readLate } from "../../notebook/late-reads.ts";
import type { CellProblem, CompiledCell } from "../../notebook/types.ts";
import type { ChartPart, Connect, FromKernel, KernelLink, PointerAct } from "../protocol/messages.ts";
import type { MimeBundle, View } from "../protocol/mime.ts";
import { explain } from "./explain.ts";
import { neverRan, type Plan, type PlanEntry, Planner } from "./plan.ts";
import type { SessionCell } from "./session-cell.ts";

export type { SessionCell };

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

interface Entry extends PlanEntry {
  status: CellStatus;
  /** What the status was before the cell was queued. */
  before: CellStatus;
  outputs: MimeBundle[];
  /** Its newest run: errors and outputs that come late name it. */
  lastId: number;
  /** An error of that run which no `await` saw, until the run is done. */
  late: CellProblem | undefined;
}

interface Running {
  id: number;
  cell: string;
  /** True while others see its present step: until then it has no next one, whatever its kernel says. */
  resting?: boolean;
  /** True when what it was made of has changed since it began: it is stale when it is done. */
  outdated?: boolean;
  finish: (how: "done" | "stopped" | "failed" | "lost") => void;
}

/**
 * Runs what a plan says, when it can: dependencies first, one cell at a time, what an edit touches again. Lives beside the
 * kernel (in the page, or in Node's main thread), so it answers whatever the cells do.
 */
export class Session {
  readonly #connect: Connect;
  readonly #events: SessionEvents;
  #link: KernelLink | undefined;
  #graph: Graph = buildGraph([]);
  #entries = new Map<string, Entry>();
  /** Of the present graph and entries. */
  #planner = new Planner(this.#graph, this.#entries);
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
    this.#planner = new Planner(this.#graph, this.#entries);
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
    this.#follow(this.#planner.afterRemoval(new Set(gone.keys())));
    void this.#end(this.#running.filter(({ cell }) => gone.has(cell)));
  }

  /** Run these cells, what they need and what depends on them. Resolves when nothing is left to run. */
  async run(targets: string[]): Promise<void> {
    const plan = this.#planner.forRun(targets);
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
    for (const { id, cell } of this.#running) if (this.#planner.isLive(cell)) this.#link?.post({ type: affected.has(cell) ? "stop" : "ask", id });
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve));
    void this.#pump();
    return idle;
  }

  /** An input of a cell has a value that makes nothing wrong of what the cell shows: it is there when the cell next runs. */
  keepInput(name: string, id: string, value: unknown): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const holds = entry.ranValues === entry.values;
    entry.values = { ...entry.values, [id]: value };
    if (holds) entry.ranValues = entry.values;
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
      if (this.#planner.hasValues(name)) this.#enqueue(cell);
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

  /** Queue what a plan runs, and mark what it makes out of date. */
  #follow({ run, stale }: Plan): void {
    for (const running of this.#running) if (stale.has(running.cell)) running.outdated = true;
    for (const name of stale) if (!this.#busy(name)) this.#set(name, { state: "stale" });
    for (const name of run) this.#enqueue(name);
  }

  /** Inputs that the reader changed, unless what they change is `held`: what an earlier value of them began is not done. */
  #takeInputs(held: (name: string) => boolean): void {
    for (const name of [...this.#touched]) {
      const { involved, ...plan } = this.#planner.forInput(name);
      if ([...involved].some(held)) continue;
      this.#touched.delete(name);
      this.#follow(plan);
      for (const cell of plan.run) this.#prompt.add(cell);
    }
  }

  #busy(name: string): boolean {
    return this.#queue.has(name) || this.#runs(name);
  }

  #runs(name: string): boolean {
    return this.#running.some(({ cell }) => cell === name);
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
    const outOfDate = this.#planner.outOfDate(names);
    for (const name of names) {
      const entry = this.#entries.get(name);
      if (entry?.status.state !== "queued") continue;
      this.#set(name, outOfDate.has(name) && entry.before.state !== "failed" ? { state: "stale" } : entry.before);
    }
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (;;) {
      this.#takeInputs((cell) => this.#busy(cell));
      const name = this.#planner.next(this.#queue);
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
    const problem = this.#planner.problem(name);
    if (problem) {
      entry.ranBody = undefined;
      return this.#set(name, { state: "failed", problem, ms: 0 });
    }
    const blocker = this.#planner.blocker(name);
    if (blocker !== undefined) {
      entry.ranBody = undefined;
      return this.#set(name, { state: "waiting", on: blocker });
    }
    await this.#exec(name, entry, (entry.cell as { compiled: CompiledCell }).compiled);
  }

  async #exec(name: string, entry: Entry, compiled: CompiledCell): Promise<"done" | "stopped" | "failed" | "lost"> {
    this.#link ??= this.#start();
    const id = ++this.#ids;
    this.#ticking.delete(entry.lastId);
    entry.lastId = id;
    entry.late = undefined;
    entry.outputs = [];
    entry.ranBody = undefined;
    Object.assign(entry, this.#planner.madeOf(name));
    const { values } = entry;
    entry.ranValues = values;
    // A dependent that looks at one step of a live value says nothing: its mark would flicker many times a second.
    if (this.#running.length === 0) {
      this.#set(name, { state: "running" });
      this.#events.kernel?.({ state: "running", cell: name });
    }
    const ended = new Promise<"done" | "stopped" | "failed" | "lost">((finish) => this.#running.push({ id, cell: name, finish }));
    const inputs = this.#planner.reads(name);
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
    if (how === "stopped" && !this.#planner.isSuperseded(name, this.#touched)) this.#follow(this.#planner.afterStop(name));
    return how;
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
      const { outdated } = running;
      const done: CellStatus = outdated ? { state: "stale" } : { state: "done", ms: message.ms };
      const ended: CellStatus = message.how === "stopped" ? { state: "stopped", kept: true } : done;
      const entry = this.#entries.get(running.cell);
      const late = entry?.late;
      if (entry && message.how === "done") entry.ms = message.ms;
      if (late || message.how === "done" || !this.#planner.isSuperseded(running.cell, this.#touched))
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
      if (!this.#planner.runsBetween(name, live.cell, { queue: this.#queue, prompt: this.#prompt })) continue;
      this.#queue.delete(name);
      await this.#runCell(name);
      if (!goesOn()) return;
    }
    for (const name of this.#planner.readersOfStep(live.cell, this.#queue)) {
      if (!goesOn()) return;
      await this.#runCell(name);
    }
    live.resting = false;
    if (this.#link === link) link?.post({ type: "continue", id: live.id });
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
    if (!why) this.#follow(this.#planner.forRun(this.#queue));
    else if (byCell) {
      const lost = runs.map(({ cell }) => cell);
      this.#follow(this.#planner.afterLoss(lost, this.#queue));
    } else this.#unqueue([...this.#queue]);
    this.#events.kernel?.({ state: "off", why });
  }

  #set(name: string, status: CellStatus): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.status = status;
    this.#events.cell?.(name, status);
  }
}

const newEntry = (cell: SessionCell): Entry => ({
  ...neverRan(cell),
  status: { state: "idle" },
  before: { state: "idle" },
  outputs: [],
  lastId: 0,
  late: undefined,
});
