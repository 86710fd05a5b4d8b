import type { Graph } from "../../notebook/graph.ts";
import type { CellProblem } from "../../notebook/types.ts";
import type { ExecRequest } from "../protocol/messages.ts";
import { EXPENSIVE_MS } from "./expensive.ts";
import type { SessionCell } from "./session-cell.ts";

/** What is known of a cell: its text, and of its last run what tells whether that still holds. */
export interface PlanEntry {
  cell: SessionCell;
  /** `on`: where it waits, the cell it waits for. */
  status: { state: string; on?: string };
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

/** What is known of a cell that never ran here. */
export const neverRan = (cell: SessionCell): PlanEntry => ({
  cell,
  status: { state: "idle" },
  ranBody: undefined,
  stamp: 0,
  inputs: new Map(),
  bindings: "",
  values: {},
  ranValues: undefined,
  ms: undefined,
});

/** What a change leads to. */
export interface Plan {
  /** Cells that are to run. No cell is in both sets. */
  run: ReadonlySet<string>;
  /** Cells that what runs makes out of date, and that wait for the reader. */
  stale: ReadonlySet<string>;
}

/**
 * Answers what has to run and what does not hold any more, from the graph and what is known of each cell alone: it changes
 * nothing, and has no kernel and no clock. It reads `entries` anew for every question. For other cells make another one.
 */
export class Planner {
  readonly #graph: Graph;
  readonly #entries: ReadonlyMap<string, PlanEntry>;

  /** @param entries by name, one for each cell of `graph`. */
  constructor(graph: Graph, entries: ReadonlyMap<string, PlanEntry>) {
    this.#graph = graph;
    this.#entries = entries;
  }

  // What a change leads to.

  /**
   * The reader asks for these cells. They run, with what they need and does not stand ready, and what depends on what changes. Of the
   * last, cells that take long are left to the reader, with all that depends on them. Names of no cell are passed over.
   */
  forRun(targets: Iterable<string>): Plan {
    const asked = [...targets];
    const run = new Set<string>();
    const stale = new Set<string>();
    /** Cells that will have other values than those below them have seen. */
    const changing = new Set(asked);
    const known = new Map<string, boolean>();
    const need = (name: string) => {
      if (run.has(name)) return;
      run.add(name);
      for (const above of this.#graph.upstream(name)) {
        if (run.has(above) || this.#isFresh(above, known)) continue;
        if (this.#isChanged(above)) changing.add(above);
        need(above);
      }
    };
    for (const name of asked) if (this.#entries.has(name)) need(name);
    // What one cell needs may have changed too, and others read that, which stand before it in the order.
    for (let found = -1; found !== changing.size; ) {
      found = changing.size;
      for (const name of this.#graph.order) {
        if (run.has(name)) {
          if (this.#providers(name).some((provider) => changing.has(provider))) changing.add(name);
          continue;
        }
        const providers = this.#providers(name);
        const waits = providers.some((provider) => stale.has(provider));
        const lost = () => [...this.#entries.get(name)!.inputs.keys()].some((source) => changing.has(source) || !this.#entries.has(source));
        if (!waits && !providers.some((provider) => changing.has(provider)) && !(lost() && this.#isRebound(name))) continue;
        if (!waits && !this.#isExpensive(name)) {
          need(name);
          changing.add(name);
        } else if (waits || this.hasValues(name) || this.#graph.upstream(name).some((above) => this.#differs(above))) {
          stale.add(name);
        }
      }
    }
    return { run, stale };
  }

  /**
   * The reader set an input of this cell: it runs, with what depends on it, but for what has been made of the new value already. Where that
   * takes something that takes long, which the reader did not ask for, nothing runs and all of it is stale. `involved`: the cells that must
   * not be running or queued for this to be done now.
   */
  forInput(name: string): Plan & { involved: ReadonlySet<string> } {
    const known = new Map<string, boolean>();
    const entry = this.#entries.get(name);
    // It failed with the new value, and would again; what depends on it has been told.
    const failed = entry?.status.state === "failed" && entry.ranValues === entry.values;
    const outdated = (cells: Iterable<string>) => new Set(failed ? [] : [...cells].filter((cell) => !this.#isFresh(cell, known)));
    const affected = [name, ...this.#graph.downstream(name)];
    const asIs = { run: new Set<string>(), stale: outdated(affected) };
    if (this.#isExpensive(name)) return { ...asIs, involved: new Set(affected) };
    const plan = this.forRun([name]);
    const run = outdated(plan.run);
    const involved = new Set([...affected, ...plan.run]);
    if ([...run].some((cell) => cell !== name && this.#isExpensive(cell))) return { ...asIs, involved };
    return { run, stale: outdated(plan.stale), involved };
  }

  /** A live value was stopped, and is what it was at its last step. Those who read it follow, but for what takes long: the reader said stop. */
  afterStop(live: string): Plan {
    const run = new Set<string>();
    const stale = new Set<string>();
    for (const name of this.#graph.downstream(live)) {
      if (!this.hasValues(name)) continue;
      const waits = this.#isExpensive(name) || this.#providers(name).some((provider) => stale.has(provider));
      (waits ? stale : run).add(name);
    }
    return { run, stale };
  }

  /** The kernel ended for what these cells did. In another one `queued` goes on, but for what reads them, after all that it needs. */
  afterLoss(lost: Iterable<string>, queued: Iterable<string>): Plan {
    const below = new Set([...lost].flatMap((name) => this.#graph.downstream(name)));
    const needed = [...queued].filter((name) => !below.has(name)).flatMap((name) => this.#graph.upstream(name));
    return { run: new Set(needed), stale: new Set() };
  }

  /** These cells are not there any more, nor in the graph: what was made of their values, or of values made of those, is stale. */
  afterRemoval(gone: ReadonlySet<string>): Plan {
    const readers = [...this.#entries].filter(([, { inputs }]) => [...inputs.keys()].some((name) => gone.has(name))).map(([name]) => name);
    const affected = [...readers, ...readers.flatMap((name) => this.#graph.downstream(name))];
    return { run: new Set(), stale: new Set(affected.filter((name) => this.hasValues(name))) };
  }

  /** Those of these cells, which are not to run after all, for which what the page shows does not hold any more. */
  outOfDate(names: Iterable<string>): Set<string> {
    const known = new Map<string, boolean>();
    const holds = (name: string) =>
      this.hasValues(name) ? this.#isFresh(name, known) : !this.#graph.upstream(name).some((above) => this.hasValues(above) && this.#differs(above));
    return new Set([...names].filter((name) => !holds(name)));
  }

  /** True when the cell is about to run again, because the reader changed an input of one of the `touched` cells. */
  isSuperseded(name: string, touched: ReadonlySet<string>): boolean {
    return touched.has(name) || this.#graph.upstream(name).some((above) => touched.has(above));
  }

  // What runs next.

  /** The first that can run of what is queued. */
  next(queue: ReadonlySet<string>): string | undefined {
    return this.#graph.order.find((cell) => queue.has(cell)) ?? [...queue][0];
  }

  /**
   * Between two steps of a live cell: true for one of those that an input put into the queue (`prompt`) and that can run now. It neither reads
   * the live value nor goes on like it.
   */
  runsBetween(name: string, live: string, { queue, prompt }: { queue: ReadonlySet<string>; prompt: ReadonlySet<string> }): boolean {
    if (!queue.has(name) || !prompt.has(name) || this.isLive(name)) return false;
    const above = this.#graph.upstream(name);
    return !above.includes(live) && !above.some((cell) => queue.has(cell));
  }

  /**
   * The cells below that look at each step of a live value, in the order in which they run: those that will run when it is done, and can
   * run now. The others keep what the reader sees of them.
   */
  readersOfStep(live: string, queue: ReadonlySet<string>): string[] {
    const readers: string[] = [];
    for (const name of this.#graph.downstream(live)) {
      const waits = this.#graph.upstream(name).some((above) => queue.has(above) && !readers.includes(above));
      if (queue.has(name) && !this.isLive(name) && !waits) readers.push(name);
    }
    return readers;
  }

  // One cell and its run.

  /** What is wrong with the cell, so that it cannot run. */
  problem(name: string): CellProblem | undefined {
    const cell = this.#entries.get(name)?.cell;
    return cell && "problem" in cell ? cell.problem : this.#graph.problems.get(name);
  }

  /** The first cell without which this one cannot run: of a chain of cells that wait, the one for which all do. */
  blocker(name: string): string | undefined {
    const importer = (this.#graph.importsOf.get(name) ?? []).find(
      ({ owner }) => owner !== name && "problem" in (this.#entries.get(owner)?.cell ?? {}),
    );
    let blocker = this.#providers(name).find((provider) => !this.hasValues(provider)) ?? importer?.owner;
    for (let on = blocker; on !== undefined; on = this.#entries.get(on)?.status.on) blocker = on;
    return blocker;
  }

  /** What the cell reads of others, as the kernel wants it: `late` where a name may change after the cell that defines it is done. */
  reads(name: string): ExecRequest["inputs"] {
    return [...(this.#graph.reads.get(name) ?? [])].map(([input, from]) => {
      const cell = this.#entries.get(from)?.cell;
      return { name: input, from, late: cell !== undefined && "compiled" in cell && cell.compiled.reassigned.includes(input) };
    });
  }

  /** What a run that begins now is made of: to be kept with the cell, and compared later. */
  madeOf(name: string): Pick<PlanEntry, "inputs" | "bindings"> {
    const importers = (this.#graph.importsOf.get(name) ?? []).map(({ owner }) => owner).filter((owner) => owner !== name);
    // The cells whose values or whose imports it uses.
    const sources = [...this.#providers(name), ...importers];
    return { inputs: new Map(sources.map((source) => [source, this.#entries.get(source)?.stamp ?? 0])), bindings: this.#bindings(name) };
  }

  /** True when the kernel holds values of this cell. */
  hasValues(name: string): boolean {
    return this.#entries.get(name)?.ranBody !== undefined;
  }

  /** Live cells read another live value when it is done: begun anew at each of its steps they would never end. */
  isLive(name: string): boolean {
    const cell = this.#entries.get(name)?.cell;
    const body = cell && "compiled" in cell ? cell.compiled.body : "";
    return (this.#graph.importsOf.get(name) ?? []).some(
      ({ specifier, imported, local }) =>
        specifier === "#notebook" &&
        (imported === "live" ? body.includes(local) : imported === "*" && local !== "" && body.includes(`${local}.live`)),
    );
  }

  #isExpensive(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry?.cell.expensive === true || (entry?.ms ?? 0) >= EXPENSIVE_MS;
  }

  /**
   * True when the kernel holds values of this very text, made from the present values of what it reads. `known`: what was found of other cells,
   * for one question, or else each would be asked about once for every way that leads to it.
   */
  #isFresh(name: string, known: Map<string, boolean>): boolean {
    const found = known.get(name);
    if (found !== undefined) return found;
    const entry = this.#entries.get(name);
    const isFresh =
      entry !== undefined &&
      "compiled" in entry.cell &&
      entry.ranBody === entry.cell.compiled.body &&
      entry.ranValues === entry.values &&
      !this.#isRebound(name) &&
      this.#providers(name).every((provider) => this.#isFresh(provider, known) && this.#entries.get(provider)?.stamp === entry.inputs.get(provider));
    known.set(name, isFresh);
    return isFresh;
  }

  /** True when running this cell may give something else than what the page shows for those below it. */
  #isChanged(name: string): boolean {
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

  #bindings(name: string): string {
    const imports = (this.#graph.importsOf.get(name) ?? []).map(({ specifier, imported, local }) => [specifier, imported, local]);
    return JSON.stringify([...(this.#graph.reads.get(name) ?? []), ...imports]);
  }

  /** True when a name of a cell that ran stands for something else now, or for nothing: another cell was renamed, deleted, or imports other things. */
  #isRebound(name: string): boolean {
    return this.hasValues(name) && this.#entries.get(name)!.bindings !== this.#bindings(name);
  }
}
