/**
 * Runs notebooks while a site is being written. Who asks what a notebook shows is answered at once: with its outputs if
 * they are kept, else with those that its cells last had, and with what becomes of the run that begins.
 */

import type { RunState } from "../components/dev/messages.ts";
import { runNotebook } from "../kernel/node/node.ts";
import { readNotebook } from "../kernel/node/read-notebook.ts";
import type { CellResult, RunOptions } from "../kernel/session/run-all.ts";
import type { CellSource } from "../notebook/types.ts";
import { kernelBuild } from "./build.ts";
import * as keptOutputs from "./kept-outputs.ts";
import {
  type Complaint,
  codeCellsOf,
  complaintSentence,
  complaintsAbout,
  importsOf,
  notebookName,
  type Prerendered,
  shortName,
} from "./prerender.ts";
import { RunLog } from "./run-log.ts";
import { RunProgress } from "./run-progress.ts";

/** What a notebook shows now. */
export interface Snapshot extends Prerendered {
  /** Cells whose outputs are from an earlier run, of this text or of another. */
  older: string[];
  /** Cells that never ran. */
  missing: string[];
  run: RunState;
}

interface Options {
  read?: (file: string, name: string) => Promise<{ text: string; cells: CellSource[] }>;
  /** What all outputs of a notebook depend on, in one word. */
  key?: (text: string, imports: string[]) => Promise<string>;
  run?: (cells: CellSource[], options: RunOptions) => Promise<CellResult[]>;
  kept?: Pick<typeof keptOutputs, "readKept" | "keep" | "readLast" | "keepLast">;
  log?: RunLog;
  /** Told what went wrong, in a sentence that names file, line and column. */
  complain?: (sentence: string) => void;
}

interface Entry {
  file: string;
  name: string;
  /** False while its file cannot be read or cut into cells. */
  readable: boolean;
  text: string;
  cells: CellSource[];
  codeCells: string[];
  imports: string[];
  /** What cells last gave. */
  results: Map<string, CellResult>;
  /** Cells whose result is of the notebook as it is now. */
  fresh: Set<string>;
  key: string | undefined;
  /** Counts the times that the key was asked for: an answer to an earlier question is no answer. */
  turn: number;
  state: RunState["state"];
  /** The larger, the later somebody opened its page. */
  looked: number;
  progress: RunProgress | undefined;
  /** Ends its run. */
  abort: AbortController | undefined;
  ms: number | undefined;
  problems: Complaint[];
  /** What is wrong with the notebook's file, or with a module that it imports. */
  trouble: string | undefined;
  settled: (() => void)[];
}

/** One notebook runs at a time: first the one whose page was opened last. */
export class BackgroundRuns {
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<Entry>>();
  readonly #listeners: ((file: string) => void)[] = [];
  readonly #read: NonNullable<Options["read"]>;
  readonly #key: NonNullable<Options["key"]>;
  readonly #run: NonNullable<Options["run"]>;
  readonly #kept: NonNullable<Options["kept"]>;
  readonly #log: RunLog;
  readonly #complain: (sentence: string) => void;
  #running: Entry | undefined;
  #looks = 0;

  constructor(options: Options = {}) {
    this.#read = options.read ?? readNotebook;
    this.#key = options.key ?? (async (text, imports) => keptOutputs.outputsKey(text, imports, await kernelBuild()));
    this.#run = options.run ?? (async (cells, told) => runNotebook(await kernelBuild(), cells, told));
    this.#kept = options.kept ?? keptOutputs;
    this.#log = options.log ?? new RunLog();
    this.#complain = options.complain ?? ((sentence) => console.error(`[notebooks] ${sentence}`));
  }

  /** Be told whenever what a notebook shows, or how it stands, is different. */
  listen(listener: (file: string) => void): void {
    this.#listeners.push(listener);
  }

  /** A page of this notebook is opened: it runs before all others. Answers at once. @throws when the file cannot be read or cut into cells. */
  async open(file: string): Promise<Snapshot> {
    const entry = await this.#entry(file);
    entry.looked = ++this.#looks;
    this.#next();
    return this.#snapshot(entry);
  }

  /** What a notebook shows now. @throws as `open` does. */
  async snapshot(file: string): Promise<Snapshot> {
    return this.#snapshot(await this.#entry(file));
  }

  /** The same of a notebook that was opened, as it was last read; undefined for any other. */
  now(file: string): Snapshot | undefined {
    const entry = this.#entries.get(file);
    return entry && this.#snapshot(entry);
  }

  /** What a notebook shows when its run is over. @throws as `open` does. */
  async settled(file: string): Promise<Snapshot> {
    const entry = await this.#entry(file);
    if (!isOver(entry)) await new Promise<void>((resolve) => entry.settled.push(resolve));
    return this.#snapshot(entry);
  }

  /** A notebook's file is different now. Where nobody opened its page, nothing happens. */
  async fileChanged(file: string): Promise<void> {
    if (this.#entries.has(file)) await this.#entry(file).catch(() => {});
  }

  /** The kernel, or a module that cells may import, is different now. */
  kernelChanged(): void {
    for (const entry of this.#entries.values()) void this.#check(entry);
  }

  /** The notebook as its file is now. One that cannot be read keeps what it was, with a sentence. */
  #entry(file: string): Promise<Entry> {
    const before = this.#reading.get(file);
    const reading = (before ?? Promise.resolve()).then(
      () => this.#reread(file),
      () => this.#reread(file),
    );
    this.#reading.set(file, reading);
    return reading;
  }

  async #reread(file: string): Promise<Entry> {
    const name = notebookName(file);
    const known = this.#entries.get(file);
    const read = await this.#read(file, name).catch((error: Error) => {
      if (!known) throw error;
      return error;
    });
    if (read instanceof Error) {
      if (known!.trouble !== read.message) this.#fail(known!, read.message);
      known!.readable = false;
      return known!;
    }
    if (known?.readable && known.text === read.text) return known;
    const entry = known ?? newEntry(file, name, await this.#kept.readLast(name));
    entry.readable = true;
    entry.text = read.text;
    entry.cells = read.cells;
    entry.codeCells = codeCellsOf(read.cells);
    entry.imports = importsOf(read.cells);
    this.#entries.set(file, entry);
    this.#outdate(entry, undefined);
    void this.#check(entry);
    return entry;
  }

  /** All that it shows is from an earlier run. */
  #outdate(entry: Entry, key: string | undefined): void {
    entry.abort?.abort();
    entry.key = key;
    entry.fresh.clear();
    entry.problems = [];
    entry.trouble = undefined;
    entry.ms = undefined;
    entry.state = "checking";
    this.#changed(entry);
  }

  /** Find out what the outputs depend on, and run what is not kept. */
  async #check(entry: Entry): Promise<void> {
    const turn = ++entry.turn;
    try {
      const key = await this.#key(entry.text, entry.imports);
      if (turn !== entry.turn || key === entry.key) return;
      this.#outdate(entry, key);
      const kept = await this.#kept.readKept(key);
      if (turn !== entry.turn) return;
      if (kept || entry.codeCells.length === 0) return this.#finish(entry, kept ?? []);
      entry.state = "waiting";
      this.#changed(entry);
      this.#next();
    } catch (error) {
      if (turn === entry.turn) this.#fail(entry, `The modules that cells import cannot be built: ${(error as Error).message}`);
    }
  }

  /** Run the notebook whose page was opened last, of those that wait. One that runs meanwhile begins again after it. */
  #next(): void {
    const waiting = [...this.#entries.values()].filter(({ state }) => state === "waiting").sort((a, b) => b.looked - a.looked);
    const [first] = waiting;
    if (!first) return;
    const running = this.#running;
    if (!running) return void this.#runEntry(first);
    if (running.state !== "running" || running.looked > first.looked) return;
    running.abort?.abort();
    running.state = "waiting";
    this.#changed(running);
  }

  async #runEntry(entry: Entry): Promise<void> {
    this.#running = entry;
    const { cells, codeCells, name, key } = entry;
    const abort = new AbortController();
    const earlier = [...entry.results.values()];
    const progress = new RunProgress(codeCells, earlier);
    Object.assign(entry, { abort, progress, state: "running" });
    this.#log.expect();
    const told = this.#log.start(shortName(name), codeCells, earlier);
    this.#changed(entry);
    try {
      const results = await this.#run(cells, {
        signal: abort.signal,
        began: (cell) => {
          if (abort.signal.aborted) return;
          progress.began(cell);
          told.began(cell);
          this.#changed(entry);
        },
        ended: (result) => {
          if (abort.signal.aborted) return;
          progress.ended(result.cell);
          told.ended(result);
          this.#take(entry, [JSON.parse(JSON.stringify(result, keptOutputs.withoutFiles))]);
        },
      });
      const problems = complaintsAbout(cells, results);
      const kept = problems.length === 0 ? await this.#kept.keep(key!, name, results) : results;
      if (problems.length > 0) await this.#kept.keepLast(name, results);
      if (abort.signal.aborted) return;
      entry.ms = progress.place.ms;
      entry.problems = problems;
      for (const problem of problems) this.#complain(complaintSentence(name, cells, problem));
      told.done();
      this.#finish(entry, kept);
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(entry, `${name}: ${(error as Error).message}`);
    } finally {
      told.over();
      if (entry.abort === abort) entry.abort = undefined;
      this.#running = undefined;
      this.#next();
    }
  }

  #take(entry: Entry, results: CellResult[]): void {
    for (const result of results) {
      entry.results.set(result.cell, result);
      entry.fresh.add(result.cell);
    }
    this.#changed(entry);
  }

  #finish(entry: Entry, results: CellResult[]): void {
    entry.state = entry.problems.length > 0 ? "failed" : "done";
    this.#take(entry, results);
    this.#settle(entry);
  }

  #fail(entry: Entry, trouble: string): void {
    entry.abort?.abort();
    // Whatever mends it is looked at anew.
    entry.turn++;
    entry.key = undefined;
    entry.state = "failed";
    entry.trouble = trouble;
    this.#complain(trouble);
    this.#changed(entry);
    this.#settle(entry);
  }

  #settle(entry: Entry): void {
    for (const resolve of entry.settled.splice(0)) resolve();
  }

  #changed({ file }: Entry): void {
    for (const listener of this.#listeners) listener(file);
  }

  #snapshot(entry: Entry): Snapshot {
    const { cells, imports, codeCells, results, fresh, problems } = entry;
    const shown = codeCells.map((cell): CellResult => {
      const result = results.get(cell) ?? { cell, ok: true, outputs: NONE, ms: 0 };
      const problem = problems.find((complaint) => complaint.cell === cell)?.problem;
      if (fresh.has(cell)) return problem ? { ...result, error: problem } : result;
      const { error, ...rest } = result;
      // An error that nobody meant may be mended by now.
      return error && cells.some(({ name, tags }) => name === cell && tags.includes("raises-exception")) ? result : rest;
    });
    return {
      cells,
      imports,
      results: shown,
      older: codeCells.filter((cell) => results.has(cell) && !fresh.has(cell)),
      missing: codeCells.filter((cell) => !results.has(cell)),
      run: this.#state(entry),
    };
  }

  #state({ state, progress, codeCells, ms, trouble, problems, name, cells }: Entry): RunState {
    switch (state) {
      case "waiting":
        return { state, ...(this.#running && this.#running.name !== name && { behind: shortName(this.#running.name) }) };
      case "running":
        return { state, ...progress!.place };
      case "done":
        return { state, cells: codeCells.length, ...(ms !== undefined && { ms }) };
      case "failed": {
        if (trouble !== undefined) return { state, sentence: trouble, more: 0 };
        const [first, ...more] = problems;
        // What to try is said at the cell.
        const { hint, ...problem } = first!.problem;
        return { state, sentence: complaintSentence(name, cells, { ...first!, problem }), cell: first!.cell, more: more.length };
      }
      default:
        return { state };
    }
  }
}

const NONE: CellResult["outputs"] = [];
const isOver = ({ state }: Entry) => state === "done" || state === "failed";

function newEntry(file: string, name: string, last: CellResult[]): Entry {
  return {
    file,
    name,
    readable: true,
    text: "",
    cells: [],
    codeCells: [],
    imports: [],
    results: new Map(last.map((result) => [result.cell, result])),
    fresh: new Set(),
    key: undefined,
    turn: 0,
    state: "checking",
    looked: 0,
    progress: undefined,
    abort: undefined,
    ms: undefined,
    problems: [],
    trouble: undefined,
    settled: [],
  };
}
