import { describe, expect, it } from "vitest";
import { BackgroundRuns, type Snapshot } from "../../../src/build/background.ts";
import { RunLog } from "../../../src/build/run-log.ts";
import { PLAIN } from "../../../src/kernel/protocol/mime.ts";
import type { CellResult, RunOptions } from "../../../src/kernel/session/run-all.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";
import type { CellSource } from "../../../src/notebook/types.ts";

const THREE = "// %% a\n1\n// %% b\n2\n// %% c\n3";

/** A run that goes on when the test says so. */
interface FakeRun {
  cells: CellSource[];
  options: RunOptions;
  /** Let the next cell give this. */
  give(text: string, more?: Partial<CellResult>): void;
  /** Let all cells that are left give this, and end. */
  end(text: string): Promise<void>;
}

/** Notebooks that are texts, of which nothing runs by itself. */
function bench(files: Record<string, string>) {
  const runs: FakeRun[] = [];
  const kept = new Map<string, CellResult[]>();
  const last = new Map<string, CellResult[]>();
  const complaints: string[] = [];
  let modules = 1;
  const start = () =>
    new BackgroundRuns({
      read: async (file) => {
        const text = files[file]!;
        return { text, cells: parseNotebook(text) };
      },
      key: async (text) => {
        await new Promise((resolve) => setTimeout(resolve));
        if (modules < 0) throw new Error("src/ml/x.ts:1:1: oops");
        return `${modules} ${text}`;
      },
      kept: {
        readKept: async (key) => kept.get(key),
        keep: async (key, name, results) => {
          kept.set(key, results);
          last.set(name, results);
          return results;
        },
        readLast: async (name) => last.get(name) ?? [],
        keepLast: async (name, results) => void last.set(name, results),
      },
      run: (cells, options) =>
        new Promise((resolve, reject) => {
          options.signal!.addEventListener("abort", () => reject(options.signal!.reason));
          const names = cells.map(({ name }) => name);
          const results: CellResult[] = [];
          options.began!(names[0]!);
          const run: FakeRun = {
            cells,
            options,
            give(text, more) {
              const result = { cell: names[results.length]!, ok: true, outputs: [{ [PLAIN]: text }], ms: 10, ...more };
              results.push(result);
              options.ended!(result);
              if (results.length < names.length) options.began!(names[results.length]!);
            },
            async end(text) {
              while (results.length < names.length) run.give(text);
              resolve(results);
              await settle();
            },
          };
          runs.push(run);
        }),
      log: new RunLog({ write: () => {} }),
      complain: (sentence) => complaints.push(sentence),
    });
  return {
    runs,
    complaints,
    last,
    start,
    background: start(),
    modulesChange: (broken = false) => {
      modules = broken ? -1 : Math.abs(modules) + 1;
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
/** What is shown of each cell, with a mark: `~` from an earlier run, `!` with an error, `-` nothing yet. */
const shown = ({ results, older, missing }: Snapshot) =>
  results
    .map(({ cell, outputs, error }) => (missing.includes(cell) ? "-" : `${outputs[0]?.[PLAIN]}${older.includes(cell) ? "~" : ""}${error ? "!" : ""}`))
    .join(" ");

describe("a page that is opened", () => {
  it("gets its cells at once, and their outputs one by one", async () => {
    const { background, runs } = bench({ "/x": THREE });
    const heard: string[] = [];
    background.listen(async () => heard.push(shown(background.now("/x")!)));
    const first = await background.open("/x");
    expect([shown(first), first.run.state, first.cells.map(({ text }) => text)]).toEqual(["- - -", "checking", ["1", "2", "3"]]);
    await settle();
    expect(background.now("/x")!.run).toMatchObject({ state: "running", cell: "a", number: 1, of: 3 });
    runs[0]!.give("A");
    expect(background.now("/x")!.run).toMatchObject({ state: "running", cell: "b", number: 2, of: 3 });
    await runs[0]!.end("Z");
    expect(background.now("/x")!.run).toMatchObject({ state: "done", cells: 3, ms: expect.any(Number) });
    expect([...new Set(heard)]).toEqual(["- - -", "A - -", "A Z -", "A Z Z"]);
  });

  it("gets kept outputs, and nothing runs", async () => {
    const { background, runs, start } = bench({ "/x": THREE });
    await background.open("/x");
    await settle();
    await runs[0]!.end("A");
    const other = start();
    await other.open("/x");
    const settled = await other.settled("/x");
    expect([shown(settled), settled.run, runs.length]).toEqual(["A A A", { state: "done", cells: 3 }, 1]);
  });

  it("gets the outputs that its cells last had, marked, where the notebook is another by now", async () => {
    const files = { "/x": THREE };
    const { background, runs, start } = bench(files);
    await background.open("/x");
    await settle();
    await runs[0]!.end("A");
    files["/x"] = `${THREE}4\n// %% d\n5`;
    const other = start();
    expect(shown(await other.open("/x"))).toBe("A~ A~ A~ -");
    await settle();
    runs[1]!.give("B");
    expect(shown(other.now("/x")!)).toBe("B A~ A~ -");
    // By the times of the run before, as long as every cell has one.
    expect(other.now("/x")!.run).not.toHaveProperty("leftMs");
  });

  it("says how long is left, by the times of the run before", async () => {
    const files = { "/x": THREE };
    const { background, runs } = bench(files);
    await background.open("/x");
    await settle();
    await runs[0]!.end("A");
    files["/x"] = THREE.replace("1", "10");
    await background.fileChanged("/x");
    await settle();
    runs[1]!.give("B");
    const { run } = background.now("/x")!;
    expect(run.state === "running" && run.leftMs).toBeLessThanOrEqual(20);
    expect(run.state === "running" && run.leftMs).toBeGreaterThanOrEqual(10);
  });

  it("comes first: what runs for another page begins again after it", async () => {
    const { background, runs } = bench({ "/x": THREE, "/y": THREE });
    await background.open("/x");
    await settle();
    runs[0]!.give("A");
    await background.open("/y");
    await settle();
    expect([runs.length, runs[0]!.options.signal!.aborted, background.now("/y")!.run.state]).toEqual([2, true, "running"]);
    expect(background.now("/x")!.run.state).toBe("waiting");
    await runs[1]!.end("Y");
    await settle();
    expect(background.now("/x")!.run).toMatchObject({ state: "running", number: 1 });
    await runs[2]!.end("X");
    expect(shown(background.now("/x")!)).toBe("X X X");
  });

  it("without cells has nothing to wait for", async () => {
    const { background, runs } = bench({ "/x": "" });
    await background.open("/x");
    expect([(await background.settled("/x")).run, runs.length]).toEqual([{ state: "done", cells: 0 }, 0]);
  });

  it("fails where its notebook cannot be cut into cells", async () => {
    await expect(bench({ "/x": "// %% a\n1\n// %% a\n2" }).background.open("/x")).rejects.toThrow("a");
  });
});

describe("a notebook that is edited", () => {
  it("ends the run of its text before, and marks what that gave", async () => {
    const files = { "/x": THREE };
    const { background, runs } = bench(files);
    await background.open("/x");
    await settle();
    runs[0]!.give("A");
    files["/x"] = THREE.replace("1", "10");
    await background.fileChanged("/x");
    expect(runs[0]!.options.signal!.aborted).toBe(true);
    expect([shown(background.now("/x")!), background.now("/x")!.cells[0]!.text]).toEqual(["A~ - -", "10"]);
    await settle();
    // Whatever the run before still says is of no notebook that there is.
    runs[0]!.give("old");
    await runs[1]!.end("B");
    expect(shown(background.now("/x")!)).toBe("B B B");
  });

  it("keeps what it was while it cannot be read, with a sentence, and goes on when it can", async () => {
    const files = { "/x": THREE };
    const { background, runs } = bench(files);
    await background.open("/x");
    await settle();
    await runs[0]!.end("A");
    files["/x"] = "// %% a\n1\n// %% a\n2";
    await background.fileChanged("/x");
    expect([shown(background.now("/x")!), background.now("/x")!.run]).toEqual(["A A A", { state: "failed", sentence: expect.any(String), more: 0 }]);
    files["/x"] = THREE;
    await background.fileChanged("/x");
    await settle();
    expect([shown(background.now("/x")!), background.now("/x")!.run.state, runs.length]).toEqual(["A A A", "done", 1]);
  });

  it("runs again when a module that it imports is another, and not when it is the same", async () => {
    const { background, runs, modulesChange } = bench({ "/x": THREE });
    await background.open("/x");
    await settle();
    background.kernelChanged();
    await settle();
    expect(runs.map(({ options }) => options.signal!.aborted)).toEqual([false]);
    await runs[0]!.end("A");
    modulesChange();
    background.kernelChanged();
    await settle();
    expect([shown(background.now("/x")!), runs.length]).toEqual(["A~ A~ A~", 2]);
  });

  it("says so where the modules cannot be built", async () => {
    const { background, complaints, modulesChange } = bench({ "/x": THREE });
    modulesChange(true);
    await background.open("/x");
    expect((await background.settled("/x")).run).toMatchObject({ state: "failed", sentence: expect.stringContaining("src/ml/x.ts:1:1: oops") });
    expect(complaints.length).toBe(1);
    modulesChange();
    background.kernelChanged();
    await settle();
    expect(background.now("/x")!.run.state).toBe("running");
  });
});

describe("a cell that fails", () => {
  const error = { name: "TypeError", message: "no such thing", line: 1, column: 3 };

  it("shows its error, which is said in a sentence with its place in the file; the other cells show what they gave", async () => {
    const { background, runs, complaints, last } = bench({ "/x": THREE });
    await background.open("/x");
    await settle();
    runs[0]!.give("A");
    runs[0]!.give("B", { ok: false, error });
    await runs[0]!.end("C");
    const { run } = background.now("/x")!;
    expect(shown(background.now("/x")!)).toBe("A B! C");
    expect(run).toEqual({ state: "failed", cell: "b", more: 0, sentence: expect.stringMatching(/x:4:3: cell b: TypeError: no such thing$/) });
    expect(complaints).toEqual([run.state === "failed" && run.sentence]);
    expect([...last.values()][0]!.length).toBe(3);
  });

  it("was to fail: that is no failure, and to run would be one", async () => {
    const { background, runs } = bench({ "/x": '// %% a tags=["raises-exception"]\n1\n// %% b tags=["raises-exception"]\n2' });
    await background.open("/x");
    await settle();
    runs[0]!.give("A", { ok: false, error });
    await runs[0]!.end("B");
    const { run, results } = background.now("/x")!;
    expect(run).toMatchObject({ state: "failed", cell: "b", sentence: expect.stringContaining("cell b is tagged raises-exception, but it ran") });
    expect(results.map((result) => result.error?.message)).toEqual(["no such thing", "the cell is tagged raises-exception, but it ran"]);
  });

  it("does not keep its error when the notebook is another: it may be mended", async () => {
    const files = { "/x": THREE };
    const { background, runs } = bench(files);
    await background.open("/x");
    await settle();
    runs[0]!.give("A", { ok: false, error });
    await runs[0]!.end("B");
    files["/x"] = THREE.replace("1", "10");
    await background.fileChanged("/x");
    expect(shown(background.now("/x")!)).toBe("A~ B~ B~");
  });
});
