/** What the tests of the kernel share: run a notebook's text, or open a session on it and act as a reader would. */
import { onTestFinished } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { connectNode, runNotebook } from "../../../src/kernel/node/node.ts";
import type { FromKernel, ToKernel } from "../../../src/kernel/protocol/messages.ts";
import { type MimeBundle, PLAIN } from "../../../src/kernel/protocol/mime.ts";
import { type CellResult, cellResult } from "../../../src/kernel/session/run-all.ts";
import { type CellStatus, Session, type SessionCell } from "../../../src/kernel/session/session.ts";
import { sessionCell } from "../../../src/kernel/session/session-cell.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";

/** The results of a whole notebook, by cell. */
export async function run(text: string): Promise<Record<string, CellResult>> {
  const results = await runNotebook(await kernelBuild(), parseNotebook(text), { limitMs: 10_000 });
  return Object.fromEntries(results.map((result) => [result.cell, result]));
}

let shared: Session | undefined;

/** The result of one cell, which has `#notebook` imported. Runs in the kernel that ran the cells before: quick. */
export async function runCell(text: string): Promise<CellResult> {
  shared ??= new Session(connectNode(await kernelBuild()));
  shared.setCells([sessionCell("api", 'import { display, html, image, live, progress, table } from "#notebook";'), sessionCell("cell", text)]);
  const limit = setTimeout(() => void shared!.stop(), 10_000);
  await shared.run(["cell"]);
  await wait(10); // timers that throw are heard of a moment later
  clearTimeout(limit);
  return cellResult(shared, "cell");
}

/** What a cell shows, as text. */
export const texts = ({ outputs }: { outputs: readonly MimeBundle[] }) => outputs.map((bundle) => bundle[PLAIN]);

export interface TestSession {
  session: Session;
  /** Change the text of a cell, or add one, as the page's editor does. */
  edit(cell: string, text: string): void;
  /** Delete a cell. */
  remove(cell: string): void;
  run(...cells: string[]): Promise<void>;
  texts(cell: string): string[];
  state(cell: string): CellStatus["state"];
  /** The runs of cells since this was last asked, in order. */
  runs(): string[];
  /** Resolves when the cell shows, among others, this text. */
  shows(cell: string, text: string): Promise<void>;
  /** All that kernels have said, and how many there were. */
  heard: FromKernel[];
  kernels(): number;
  /** End the present kernel as if it had died. */
  kill(): void;
}

export async function open(text: string, { heapMb }: { heapMb?: number } = {}): Promise<TestSession> {
  const connect = connectNode(await kernelBuild(), { heapMb });
  const heard: FromKernel[] = [];
  let started: string[] = [];
  let kernels = 0;
  let kill = () => {};
  const session = new Session((receive, died) => {
    kernels++;
    const link = connect((message) => {
      heard.push(message);
      receive(message);
    }, died);
    kill = () => {
      link.terminate();
      died("The kernel ended by itself.");
    };
    const post = (message: ToKernel) => {
      if (message.type === "exec") started.push(message.cell.name);
      link.post(message);
    };
    return { ...link, post };
  });
  onTestFinished(() => session.close());

  let cells: SessionCell[] = parseNotebook(text).map(({ name, text, tags }) => ({
    ...sessionCell(name, text),
    expensive: tags.includes("expensive"),
  }));
  session.setCells(cells);
  const shown = (cell: string) => texts({ outputs: session.outputs(cell) });
  return {
    session,
    heard,
    texts: shown,
    run: (...names) => session.run(names),
    state: (cell) => session.status(cell).state,
    kernels: () => kernels,
    kill: () => kill(),
    edit(name, text) {
      const before = cells.find((cell) => cell.name === name);
      const cell = {
        ...sessionCell(name, text, before && "compiled" in before ? before.compiled : undefined),
        edited: true,
        expensive: before?.expensive,
      };
      cells = before ? cells.map((other) => (other === before ? cell : other)) : [...cells, cell];
      session.setCells(cells);
    },
    remove(name) {
      cells = cells.filter((cell) => cell.name !== name);
      session.setCells(cells);
    },
    runs() {
      const now = started;
      started = [];
      return now;
    },
    shows: (cell, text) => until(() => shown(cell).some((line) => line.includes(text))),
  };
}

export async function until(holds: () => boolean, patienceMs = 60_000): Promise<void> {
  for (const end = performance.now() + patienceMs; !holds(); await wait(5)) {
    if (performance.now() > end) throw new Error(`not so after ${patienceMs} ms: ${holds}`);
  }
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
