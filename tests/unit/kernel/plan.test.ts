/** What holds after whatever a reader does, in any order: the real session, over a kernel that answers when it is told to. No worker, no clock. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Random, seed } from "../../../src/base/random.ts";
import type { Connect, ExecRequest, FromKernel } from "../../../src/kernel/protocol/messages.ts";
import { neverRan, Planner } from "../../../src/kernel/session/plan.ts";
import { type CellStatus, Session, type SessionCell } from "../../../src/kernel/session/session.ts";
import { sessionCell } from "../../../src/kernel/session/session-cell.ts";
import { buildGraph, type Graph } from "../../../src/notebook/graph.ts";

const SEQUENCES = 200;
const ACTIONS = 25;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** What a cell gives is a function of its text, of its inputs and of what it reads: this one. */
function valueOf(body: string, values: object | undefined, reads: [string, string][]): string {
  let hash = 2166136261;
  // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
  for (const character of JSON.stringify([body, values ?? {}, reads])) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return (hash >>> 0).toString(16);
}

/** Names of cells in a text, such as `v3` and `w3`, but for the one that it declares. */
const readIn = (body: string) => (body.replace(/const \w+/, "").match(/\b[vw]\d\b/g) ?? []).filter((name, i, all) => all.indexOf(name) === i);

interface Standing {
  id: number;
  body: string;
  values: string;
  reads: string;
  /** Cell that is read → its run. */
  from: Map<string, number>;
  value: string;
}

/** Runs one cell at a time, and is done with it when `answer` is called. A cell whose text says `deaf` does not hear of Stop. */
class FakeKernel {
  /** What the present kernel holds. */
  standing = new Map<string, Standing>();
  /** What each cell's last run gave, in whatever kernel. */
  shown = new Map<string, Standing>();
  runs: string[] = [];
  /** What no kernel should be asked for. */
  wrong: string[] = [];
  answer: (() => void) | undefined;
  kill: (byCell: boolean) => void = () => {};

  readonly connect: Connect = (receive, died) => {
    this.standing = new Map();
    let running: number | undefined;
    let stopped = false;
    let deaf = false;
    const end = () => {
      running = undefined;
      this.answer = undefined;
      this.standing = new Map();
    };
    this.kill = (byCell) => {
      end();
      died("The kernel ended by itself.", byCell);
    };
    return {
      terminate: end,
      post: (message) => {
        if (message.type === "stop" && message.id === running) {
          stopped = true;
          if (!deaf) queueMicrotask(() => message.id === running && this.answer?.());
        }
        if (message.type !== "exec") return;
        if (running !== undefined) this.wrong.push(`${message.cell.name} runs while another does`);
        running = message.id;
        stopped = false;
        deaf = message.cell.body.includes("deaf");
        const done = this.#exec(message);
        this.answer = () => {
          running = undefined;
          this.answer = undefined;
          receive(done(stopped ? "stopped" : "done"));
        };
      },
    };
  };

  #exec({ id, cell: { name, body }, values, inputs }: ExecRequest): (how: "done" | "stopped") => FromKernel {
    this.runs.push(name);
    this.standing.delete(name);
    const reads = inputs.map(({ name: read, from }): [string, string] => {
      const source = this.standing.get(from);
      if (!source) this.wrong.push(`${name} runs without what it reads of ${from}`);
      return [read, source?.value ?? ""];
    });
    const from = new Map(inputs.map((input) => [input.from, this.standing.get(input.from)?.id ?? 0]));
    return (how) => {
      const missing = readIn(body).find((read) => !inputs.some((input) => input.name === read));
      const message = body.includes("fail") ? "fail" : missing && `${missing} is not defined`;
      if (message) return { type: "failed", id, problem: { name: "Error", message }, ms: 1 };
      const readMap = JSON.stringify(inputs.map((input) => [input.name, input.from]));
      const made = { id, body, values: JSON.stringify(values ?? {}), reads: readMap, from, value: valueOf(body, values, reads) };
      this.standing.set(name, made);
      this.shown.set(name, made);
      return { type: "done", id, how, ms: body.includes("long") ? 5000 : 1 };
    };
  }
}

type Clean = { value: string } | "failed" | "waiting";

/** A reader at a small notebook. `log` says what was done, for the one who looks for what went wrong. */
class Reader {
  readonly random: Random;
  readonly log: string[] = [];
  readonly kernel = new FakeKernel();
  readonly session = new Session(this.kernel.connect);
  readonly values = new Map<string, Record<string, unknown>>();
  cells: SessionCell[] = [];
  graph: Graph = buildGraph([]);
  /** When something last happened to a cell, and when its last run began. */
  #clock = 0;
  readonly #changed = new Map<string, number>();
  readonly #began = new Map<string, { at: number; above: string[] }>();
  #seen = 0;

  constructor(seedNumber: number) {
    this.random = seed(seedNumber);
    const count = 2 + this.random.int(6);
    for (let i = 0; i < count; i++) this.#put(`c${i}`, this.#text(i), false);
    this.#give();
  }

  /** Cell `i` declares `v<i>`, rarely `w<i>`, and reads mostly those before it. Half of the time cells stand in another order on the page. */
  #text(i: number): string {
    const { random } = this;
    const often = (share: number) => random.uniform() < share;
    if (often(0.04)) return "const = ;";
    const reads = Array.from({ length: 8 }, (_, k) => k).filter((k) => k !== i && (k < i ? often(0.35) : often(0.01)));
    const words = ["fail", "long", "deaf"].filter(() => often(0.07)).map((word) => `"${word}"`);
    const made = `[${[random.int(100), ...words, ...reads.map((k) => `v${k}`)].join(", ")}];`;
    return often(0.1) ? made : `const ${often(0.08) ? "w" : "v"}${i} = ${made}`;
  }

  #put(name: string, text: string, edited: boolean): void {
    this.log.push(`${name}: ${text}`);
    const before = this.cells.find((cell) => cell.name === name);
    const expensive = before ? before.expensive : this.random.uniform() < 0.15;
    const cell = { ...sessionCell(name, text, before && "compiled" in before ? before.compiled : undefined), edited, expensive };
    const place = before ? this.cells.indexOf(before) : this.random.int(this.cells.length + 1);
    this.cells = this.cells.toSpliced(place, before ? 1 : 0, cell);
    if (edited) this.#changed.set(name, ++this.#clock);
  }

  #give(): void {
    this.session.setCells(this.cells);
    this.graph = buildGraph(this.cells.map((cell) => ("compiled" in cell ? cell.compiled : { ...cell, references: [], assigns: [] })));
  }

  state = (name: string): CellStatus["state"] => this.session.status(name).state;

  async act(): Promise<void> {
    const { random, session } = this;
    const any = () => this.cells[random.int(this.cells.length)]!.name;
    const say = (what: string) => void this.log.push(what);
    const [edit, run, all, input, answer, stop, stopCell, cancel, remove, wait, kill] = [5, 6, 1, 4, 8, 1, 1, 1, 0.5, 1, 0.4];
    switch (random.choice([edit!, run!, all!, input!, answer!, stop!, stopCell!, cancel!, remove!, wait!, kill!])) {
      case 0: {
        const i = random.int(8);
        this.#put(`c${i}`, this.#text(i), true);
        this.#give();
        if (random.uniform() < 0.7) void session.run([`c${i}`]);
        say("… and given");
        break;
      }
      case 1: {
        const names = [any(), ...(random.uniform() < 0.3 ? [any()] : [])];
        say(`run ${names}`);
        for (const name of names) this.#changed.set(name, ++this.#clock);
        void session.run(names);
        break;
      }
      case 2:
        say("run all");
        for (const { name } of this.cells) this.#changed.set(name, ++this.#clock);
        void session.runAll();
        break;
      case 3: {
        const name = any();
        this.values.set(name, { ...this.values.get(name), k: this.#clock });
        this.#changed.set(name, ++this.#clock);
        say(`input of ${name}: ${JSON.stringify(this.values.get(name))}`);
        void session.setInput(name, "k", this.values.get(name)!.k);
        break;
      }
      case 4:
        say(`answer ${this.kernel.runs.at(-1)}`);
        this.kernel.answer?.();
        break;
      case 5:
        say("stop");
        void session.stop();
        break;
      case 6: {
        // The page offers it where a cell runs.
        const name = this.kernel.runs.at(-1);
        if (!name || !this.kernel.answer) break;
        say(`stop ${name}`);
        void session.stopCell(name);
        break;
      }
      case 7: {
        const name = any();
        say(`cancel ${name}`);
        session.cancel(name);
        break;
      }
      case 8: {
        if (this.cells.length < 3) break;
        const name = any();
        say(`remove ${name}`);
        this.cells = this.cells.filter((cell) => cell.name !== name);
        this.values.delete(name);
        this.kernel.shown.delete(name);
        this.#began.delete(name);
        for (const part of [name, ...this.graph.downstream(name)]) this.#changed.set(part, ++this.#clock);
        this.#give();
        break;
      }
      case 9:
        say("wait");
        await this.pass(400);
        break;
      default:
        say("the kernel dies");
        this.kernel.kill(random.uniform() < 0.5);
    }
    await this.pass(0);
  }

  /** Let time pass, and take note of the runs that began. */
  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    for (const name of this.kernel.runs.slice(this.#seen)) {
      this.#changed.set(name, ++this.#clock);
      this.#began.set(name, { at: this.#clock, above: this.graph.upstream(name) });
    }
    this.#seen = this.kernel.runs.length;
    expect(this.kernel.wrong).toEqual([]);
  }

  /** Until nothing runs. */
  async rest(): Promise<void> {
    for (let i = 0; i < 500; i++) {
      await this.pass(20);
      if (!this.session.running && !this.kernel.answer) return;
      this.kernel.answer?.();
    }
    throw new Error("it does not come to rest");
  }

  /** What each cell would give in a full run of the present text in a fresh kernel. */
  clean(): Map<string, Clean> {
    const clean = new Map<string, Clean>();
    for (const name of this.graph.order) {
      const cell = this.cells.find((other) => other.name === name)!;
      const reads = [...this.graph.reads.get(name)!];
      const given = reads.map(([, from]) => clean.get(from));
      if (!("compiled" in cell) || this.graph.problems.has(name)) clean.set(name, "failed");
      else if (given.some((value) => typeof value !== "object")) clean.set(name, "waiting");
      else if (cell.compiled.body.includes("fail") || readIn(cell.compiled.body).some((read) => !reads.some(([known]) => known === read)))
        clean.set(name, "failed");
      else {
        const known = reads.map(([read], i): [string, string] => [read, (given[i] as { value: string }).value]);
        clean.set(name, { value: valueOf(cell.compiled.body, this.values.get(name), known) });
      }
    }
    return clean;
  }

  /** True when this was made of the cell's present text, inputs and names. */
  present(name: string, made: Standing | undefined): made is Standing {
    const cell = this.cells.find((other) => other.name === name);
    return (
      made !== undefined &&
      cell !== undefined &&
      "compiled" in cell &&
      made.body === cell.compiled.body &&
      made.values === JSON.stringify(this.values.get(name) ?? {}) &&
      made.reads === JSON.stringify([...this.graph.reads.get(name)!])
    );
  }

  /** True when the kernel holds what a run of this cell would give, all the way up. */
  stands(name: string): boolean {
    const made = this.kernel.standing.get(name);
    return this.present(name, made) && [...made.from].every(([from, id]) => this.kernel.standing.get(from)?.id === id && this.stands(from));
  }

  /** True when something that this cell is made of has changed or was asked to run since it last ran, or has not run since it changed. */
  couldDiffer(name: string): boolean {
    const began = this.#began.get(name);
    const changedSince = (part: string, at = 0) => (this.#changed.get(part) ?? 0) > at;
    const parts = [name, ...this.graph.upstream(name), ...(began?.above ?? [])];
    return parts.some((part) => changedSince(part, began?.at) || changedSince(part, this.#began.get(part)?.at));
  }
}

/** Play a sequence for each of many seeds. What fails says its seed and what was done. */
async function always(sequence: (reader: Reader) => Promise<void>): Promise<void> {
  for (let n = 1; n <= SEQUENCES; n++) {
    const reader = new Reader(n);
    try {
      await sequence(reader);
    } catch (error) {
      throw new Error(`seed ${n}, after\n${reader.log.join("\n")}\n${(error as Error).message}`, { cause: error });
    } finally {
      reader.session.close();
      await reader.pass(400);
    }
  }
}

const played = (check: (reader: Reader) => void | Promise<void>) =>
  always(async (reader) => {
    for (let i = 0; i < ACTIONS; i++) {
      await reader.act();
      if (i % 5 < 4) continue;
      await reader.rest();
      reader.log.push("at rest");
      await check(reader);
    }
  });

const AT_REST: CellStatus["state"][] = ["idle", "done", "failed", "waiting", "stale", "stopped"];

describe("after any sequence of edits, runs, inputs, stops and ends of the kernel", () => {
  it("all comes to rest, each cell in a state that says what is shown", () =>
    played(({ cells, state, session, kernel }) => {
      for (const { name } of cells) {
        expect(AT_REST, name).toContain(state(name));
        if (state(name) === "done") expect(kernel.shown.has(name), `${name} is done, so it ran`).toBe(true);
        if (state(name) === "waiting") {
          const { on } = session.status(name) as { on: string };
          expect(["failed", "stopped", "stale", "idle", "done"], `${name} waits for ${on}, which does not wait itself`).toContain(state(on));
        }
      }
      expect(session.stoppable).toBe(false);
    }));

  it("a cell that is done shows what a full clean run would, when what it is made of is what last ran", () =>
    played((reader) => {
      const clean = reader.clean();
      for (const { name } of reader.cells) {
        const made = [name, ...reader.graph.upstream(name)];
        if (reader.state(name) !== "done" || !made.every((part) => reader.present(part, reader.kernel.shown.get(part)))) continue;
        expect({ value: reader.kernel.shown.get(name)!.value }, name).toEqual(clean.get(name));
      }
    }));

  it("a cell that is stale is made of something that has changed since, or was asked to run", () =>
    played((reader) => {
      for (const { name } of reader.cells) if (reader.state(name) === "stale") expect(reader.couldDiffer(name), name).toBe(true);
    }));

  it("a run takes no cell twice, and none that stands as it is, but for those asked for", () =>
    played(async (reader) => {
      const { random, cells, graph, kernel } = reader;
      const target = cells[random.int(cells.length)]!.name;
      const standing = new Set(cells.map(({ name }) => name).filter((name) => reader.stands(name)));
      const before = kernel.runs.length;
      reader.log.push(`run ${target}, from rest`);
      void reader.session.run([target]);
      await reader.rest();
      const ran = kernel.runs.slice(before);
      expect(ran, "each once").toEqual([...new Set(ran)]);
      const needless = ran.filter((name) => name !== target && standing.has(name) && !graph.upstream(name).some((above) => ran.includes(above)));
      expect(needless, "run though they stood").toEqual([]);
    }));

  it("a run of all takes each cell once at most, and gives what a clean run gives", () =>
    played(async (reader) => {
      const { kernel, session, cells, state } = reader;
      const before = kernel.runs.length;
      reader.log.push("run all, from rest");
      void session.runAll();
      await reader.rest();
      const ran = kernel.runs.slice(before);
      expect(ran, "each once").toEqual([...new Set(ran)]);
      const clean = reader.clean();
      for (const { name } of cells) {
        const wanted = clean.get(name)!;
        expect(state(name), name).toBe(typeof wanted === "object" ? "done" : wanted);
        if (typeof wanted === "object") expect(kernel.standing.get(name)?.value, name).toBe(wanted.value);
      }
    }));
});

it("a plan takes what reads a changed cell, though that is needed only by a cell that stands further down", () => {
  const texts = { edited: "const a = 2;", beside: "a + 1", asked: "const b = 1;", below: "[a, b]" };
  const cells = Object.entries(texts).map(([name, text]) => ({ ...sessionCell(name, text), edited: name === "edited" }));
  const graph = buildGraph(cells.flatMap((cell) => ("compiled" in cell ? cell.compiled : [])));
  const planner = new Planner(graph, new Map(cells.map((cell) => [cell.name, neverRan(cell)])));
  expect([...planner.forRun(["asked"]).run].sort()).toEqual(["asked", "below", "beside", "edited"]);
  expect([...planner.forRun(["beside"]).run].sort()).toEqual(["below", "beside", "asked", "edited"].sort());
});
