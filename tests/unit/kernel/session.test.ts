import { describe, expect, it } from "vitest";
import { inputId } from "../../../src/kernel/protocol/inputs.ts";
import { open, until, wait } from "./kernel.ts";

const four = "// %% a\nconst x = 1;\n// %% b\nconst y = x + 1;\ny\n// %% c\ny * 10\n// %% other\n7";

describe("a run", () => {
  it("takes what a cell needs and what depends on it, and nothing else", async () => {
    const { run, runs, state } = await open(four);
    await run("b");
    expect(runs()).toEqual(["a", "b", "c"]);
    expect(state("other")).toBe("idle");
    await run("b");
    expect(runs()).toEqual(["b", "c"]);
    await run("other");
    expect(runs()).toEqual(["other"]);
  });

  it("takes every cell once, in order, when all are asked for", async () => {
    const { session, runs } = await open(four);
    await session.runAll();
    expect(runs()).toEqual(["a", "b", "c", "other"]);
  });

  it("takes an edited cell and those below it, and leaves the rest", async () => {
    const { session, run, runs, edit, texts } = await open(four);
    await session.runAll();
    runs();
    edit("b", "const y = x + 2;\ny");
    await run("b");
    expect(runs()).toEqual(["b", "c"]);
    expect([texts("b"), texts("c"), texts("other")]).toEqual([["3"], ["30"], ["7"]]);
  });

  it("first takes an edited cell above that was not run yet, and all below that one", async () => {
    const { session, run, runs, edit, texts } = await open(`${four}\n// %% d\nx + 0.5`);
    await session.runAll();
    runs();
    edit("a", "const x = 5;");
    await run("c");
    expect(new Set(runs())).toEqual(new Set(["a", "b", "c", "d"]));
    expect([texts("c"), texts("d")]).toEqual([["60"], ["5.5"]]);
  });

  it("takes the upstream of an unedited page without what hangs beside it", async () => {
    const { run, runs } = await open(`${four}\n// %% d\nx + 0.5`);
    await run("c");
    expect(runs()).toEqual(["a", "b", "c"]);
  });

  it("of independent cells is queued while another is running", async () => {
    const { run, runs, state, texts } = await open("// %% a\nawait new Promise((r) => setTimeout(r, 60));\n1\n// %% b\n2");
    const first = run("a");
    const second = run("b");
    await until(() => state("a") === "running");
    expect(state("b")).toBe("queued");
    await Promise.all([first, second]);
    expect(runs()).toEqual(["a", "b"]);
    expect([texts("a"), texts("b")]).toEqual([["1"], ["2"]]);
  });

  it("of a cell that does not exist does nothing", async () => {
    const { run, kernels } = await open(four);
    await run("none");
    expect(kernels()).toBe(0);
  });
});

describe("a failed cell", () => {
  it("leaves those below it waiting for the cell that failed, not the one between, until it is mended", async () => {
    const { session, run, edit, texts, state } = await open(four);
    edit("a", "const x = nothing;");
    await session.runAll();
    expect(state("a")).toBe("failed");
    expect(session.status("b")).toEqual({ state: "waiting", on: "a" });
    expect(session.status("c")).toEqual({ state: "waiting", on: "a" });
    expect(texts("other")).toEqual(["7"]);
    edit("a", "const x = 2;");
    await run("a");
    expect([texts("b"), texts("c")]).toEqual([["3"], ["30"]]);
  });

  it("by its syntax leaves those below it waiting too, and keeps no old values", async () => {
    const { session, run, edit, runs } = await open(four);
    await session.runAll();
    runs();
    edit("a", "const x = ;");
    await run("c");
    expect(runs()).toEqual([]);
    expect(session.status("a")).toMatchObject({ state: "failed", problem: { line: 1, column: 11 } });
    expect(session.status("c")).toEqual({ state: "waiting", on: "a" });
  });

  it("in a cycle is right again when the cycle is cut", async () => {
    const { session, run, edit, texts } = await open("// %% a\nconst x = 1;\n// %% b\nconst y = x;\ny");
    await session.runAll();
    edit("a", "const x = y;");
    await run("a");
    expect([session.status("a"), session.status("b")]).toMatchObject([{ state: "failed" }, { state: "failed" }]);
    edit("a", "const x = 3;");
    await run("a");
    expect(texts("b")).toEqual(["3"]);
  });
});

describe("stop", () => {
  const training =
    '// %% api\nimport { live } from "#notebook";\n// %% train\nconst n = live(async function* () { try { for (let i = 1; ; i++) { yield i; await new Promise((r) => setTimeout(r, 1)) } } finally { console.log("put away") } });\n// %% read\nn > 3\n// %% beside\n"beside"';

  it("ends a live value at its next step: what it is can be read by others", async () => {
    const { session, run, texts, kernels, state } = await open(training);
    const running = run("train");
    await until(() => Number(texts("train")[0]) > 10);
    await session.stop();
    await running;
    expect(session.status("train")).toEqual({ state: "stopped", kept: true });
    expect(texts("train")[1]).toBe("put away");
    await run("read");
    expect([state("read"), texts("read"), kernels()]).toEqual(["done", ["true"], 1]);
  });

  it("lets those who read a live value see what it is in the end", async () => {
    const { session, texts } = await open(training.replace("n > 3", "n"));
    const running = session.runAll();
    await until(() => Number(texts("train")[0]) > 10 && texts("read").length > 0);
    await session.stop();
    await running;
    expect(texts("read")[0]).toBe(texts("train")[0]);
  });

  it("ends a loop that never gives way with its kernel; other cells keep what they show", async () => {
    const { session, run, texts, kernels, state } = await open(
      "// %% a\nconst x = 1;\nx\n// %% b\nx + 1\n// %% loop\nwhile (true) {}\n// %% after\n3",
    );
    await run("a");
    const running = session.runAll();
    await until(() => state("loop") === "running");
    await session.stop();
    await running;
    expect(session.status("loop")).toEqual({ state: "stopped", kept: false });
    expect([state("a"), state("b"), state("after"), texts("a"), texts("b")]).toEqual(["done", "done", "idle", ["1"], ["2"]]);
    await run("b");
    expect([texts("b"), kernels()]).toEqual([["2"], 2]);
  });

  it("ends a cell that waits for what never comes", async () => {
    const { session, run, state, texts } = await open("// %% a\nawait new Promise(() => {});\n// %% b\n2");
    const running = run("a");
    await until(() => state("a") === "running");
    await session.stop();
    await running;
    expect(state("a")).toBe("stopped");
    await run("b");
    expect(texts("b")).toEqual(["2"]);
  });

  it("clears the queue and gives queued cells the state they had", async () => {
    const { session, run, state, runs } = await open("// %% a\nawait new Promise((r) => setTimeout(r, 100));\n// %% b\nnothing\n// %% c\n3");
    await run("b");
    const running = Promise.all([run("a"), run("b", "c")]);
    await until(() => state("a") === "running");
    expect([state("b"), state("c")]).toEqual(["queued", "queued"]);
    runs();
    await session.stop();
    await running;
    expect([state("b"), state("c"), runs()]).toEqual(["failed", "idle", []]);
  });

  it("does nothing where nothing runs, and may be asked for twice", async () => {
    const { session, run, state, kernels } = await open("// %% a\nfor (;;);\n// %% b\n2");
    await session.stop();
    const running = run("a");
    await until(() => state("a") === "running");
    await Promise.all([session.stop(), session.stop()]);
    await running;
    await session.stop();
    await run("b");
    expect([state("a"), state("b"), kernels()]).toEqual(["stopped", "done", 2]);
  });
});

describe("running a cell again", () => {
  it("while it runs ends the old run; what that one still shows is dropped", async () => {
    const { run, edit, texts, state } = await open(
      '// %% a\nimport { display } from "#notebook";\nfor (let i = 0; i < 10; i++) { display("old"); await new Promise((r) => setTimeout(r, 20)); }\n"old end"',
    );
    const first = run("a");
    await until(() => texts("a").length > 0);
    edit("a", '"new"');
    await Promise.all([first, run("a")]);
    await wait(60);
    expect([state("a"), texts("a")]).toEqual(["done", ["new"]]);
  });

  it("while it loops without end replaces its kernel", async () => {
    const { run, edit, texts, state, kernels } = await open("// %% x\nconst x = 2;\n// %% a\nfor (;;) x;");
    const first = run("a");
    await until(() => state("a") === "running");
    edit("a", "x + 1");
    await Promise.all([first, run("a")]);
    expect([state("a"), texts("a"), kernels()]).toEqual(["done", ["3"], 2]);
  });

  it("while a live value above it runs leaves that running", async () => {
    const { session, run, texts, state, edit } = await open(
      '// %% a\nimport { live } from "#notebook";\nconst n = live(async function* () { for (let i = 1; i <= 12; i++) { yield i; await new Promise((r) => setTimeout(r, 15)) } });\n// %% b\nn',
    );
    const first = run("a");
    await until(() => texts("b").length > 0);
    edit("b", "n * 100");
    await Promise.all([first, run("b")]);
    expect([texts("a"), texts("b"), state("a")]).toEqual([["12"], ["1200"], "done"]);
    expect(session.running).toBe(false);
  });
});

describe("a kernel that dies", () => {
  it("of too little memory fails the cell with a sentence; the next run works", async () => {
    const { session, run, texts, state } = await open(
      "// %% x\nconst x = 1;\n// %% a\nconst all = []; for (;;) all.push({ x: [all.length] });\n// %% b\nx + 1",
      { heapMb: 32 },
    );
    await session.runAll();
    expect(session.status("a")).toMatchObject({
      state: "failed",
      problem: {
        name: "KernelError",
        message: expect.stringMatching(/^The kernel ended by itself.*memory/),
        hint: expect.stringContaining("Run starts a new kernel"),
      },
    });
    await run("b");
    expect([state("b"), texts("b")]).toEqual(["done", ["2"]]);
  });

  it("while nothing runs is replaced at the next run, which computes again what it needs", async () => {
    const { run, kill, runs, texts, kernels } = await open(four);
    await run("a");
    runs();
    kill();
    await run("c");
    expect([runs(), texts("c"), kernels()]).toEqual([["a", "b", "c"], ["20"], 2]);
  });

  it("gives queued cells the state they had", async () => {
    const { session, kill, state } = await open("// %% a\nawait new Promise(() => {});\n// %% b\n2");
    const running = session.runAll();
    await until(() => state("a") === "running");
    kill();
    await running;
    expect([state("a"), state("b")]).toEqual(["failed", "idle"]);
  });
});

it("close ends what runs and lets go of the kernel", async () => {
  const { session, run, state } = await open("// %% a\nfor (;;);");
  const running = run("a");
  await until(() => state("a") === "running");
  session.close();
  await running;
  expect([state("a"), session.running]).toEqual(["stopped", false]);
});

describe("an expensive cell", () => {
  const chain = '// %% a\nconst x = 1;\n// %% train tags=["expensive"]\nconst model = x * 10;\nmodel\n// %% read\nmodel + 1\n// %% beside\nx + 1';

  it("runs when the reader says so, and is stale when something above it changes", async () => {
    const { session, run, runs, edit, state, texts } = await open(chain);
    await session.runAll();
    expect(runs()).toEqual(["a", "train", "read", "beside"]);
    edit("a", "const x = 2;");
    await run("a");
    expect(runs()).toEqual(["a", "beside"]);
    expect([state("train"), state("read"), state("beside")]).toEqual(["stale", "stale", "done"]);
    expect([texts("train"), texts("read"), texts("beside")]).toEqual([["10"], ["11"], ["3"]]);
    await run("train", "read");
    expect(runs()).toEqual(["train", "read"]);
    expect([texts("train"), texts("read"), state("train"), state("read")]).toEqual([["20"], ["21"], "done", "done"]);
  });

  it("is not stale when what is above it ran for the first time and is the chapter's", async () => {
    const { run, runs, state } = await open(chain);
    await run("a");
    expect(runs()).toEqual(["a", "beside"]);
    expect([state("train"), state("read")]).toEqual(["idle", "idle"]);
  });

  it("is stale when an edited cell above it runs, though it never ran here", async () => {
    const { run, edit, state } = await open(chain);
    edit("a", "const x = 3;");
    await run("a");
    expect([state("train"), state("read")]).toEqual(["stale", "stale"]);
    await run("train", "read");
    expect([state("train"), state("read")]).toEqual(["done", "done"]);
  });

  it("runs when a cell that needs it is asked for", async () => {
    const { run, runs } = await open(chain);
    await run("read");
    expect(runs()).toEqual(["a", "train", "read"]);
  });
});

describe("a queued cell", () => {
  const slow = "// %% a\nawait new Promise((r) => setTimeout(r, 80));\n// %% b\nconst y = 1;\ny\n// %% c\ny + 1\n// %% d\n4";

  it("is cancelled with those that need it, and the rest goes on", async () => {
    const { session, runs, state } = await open(slow);
    const all = session.runAll();
    await until(() => state("a") === "running");
    session.cancel("b");
    await all;
    expect(runs()).toEqual(["a", "d"]);
    expect([state("b"), state("c")]).toEqual(["idle", "idle"]);
  });

  it("is stale when it is cancelled and what it read has changed", async () => {
    const { session, edit, run, state } = await open(`${slow}\n// %% e\nawait new Promise((r) => setTimeout(r, 80)); y + 2`);
    await session.runAll();
    edit("b", "const y = 5;\nawait new Promise((r) => setTimeout(r, 80));\ny");
    const running = run("b");
    await until(() => state("b") === "running" && state("c") === "queued");
    session.cancel("c");
    await running;
    expect([state("c"), state("e")]).toEqual(["stale", "done"]);
  });
});

describe("stopping one cell", () => {
  it("leaves those that need it waiting, and the rest of the queue goes on", async () => {
    const { session, state } = await open("// %% a\nconst x = await new Promise(() => {});\n// %% b\nx\n// %% c\n3");
    const all = session.runAll();
    await until(() => state("a") === "running");
    await session.stopCell("a");
    await all;
    await until(() => state("c") === "done");
    expect(session.status("a")).toEqual({ state: "stopped", kept: false });
    expect(session.status("b")).toEqual({ state: "waiting", on: "a" });
  });

  it("that is live lets those that read it see what it is in the end", async () => {
    const { session, state, texts } = await open(
      '// %% api\nimport { live } from "#notebook";\n// %% a\nconst n = live(async function* () { for (let i = 1; ; i++) { yield i; await new Promise((r) => setTimeout(r, 1)) } });\n// %% b\nn > 3',
    );
    const all = session.runAll();
    await until(() => Number(texts("a")[0]) > 10);
    await session.stopCell("a");
    await all;
    await until(() => state("b") === "done");
    expect([session.status("a"), texts("b")]).toEqual([{ state: "stopped", kept: true }, ["true"]]);
  });
});

/** A live cell that counts without end. */
const counting = (everyMs: number) => `// %% counting
import { live } from "#notebook";
const i = live(async function* () { for (let i = 0; ; i++) { yield i; await new Promise((r) => setTimeout(r, ${everyMs})); } });
`;

describe("a deleted cell", () => {
  it("that runs is ended, and others run on", async () => {
    const { run, remove, state, texts, kernels } = await open("// %% slow\nawait new Promise(() => {});\n// %% other\n2");
    void run("slow");
    await until(() => state("slow") === "running");
    remove("slow");
    await run("other");
    expect([state("other"), texts("other"), kernels()]).toEqual(["done", ["2"], 2]);
  });

  it("that is live is ended at its next step, and its kernel goes on", async () => {
    const { run, remove, state, texts, shows, kernels } = await open(`${counting(5)}// %% reader\ni\n// %% other\n2`);
    void run("counting", "reader");
    await shows("reader", "1");
    remove("counting");
    await run("other");
    expect([state("other"), texts("other"), kernels()]).toEqual(["done", ["2"], 1]);
  });

  it("leaves its timers and its inputs to no cell that takes its name", async () => {
    const { session, run, remove, edit, state, texts, shows } = await open(
      '// %% mine\nimport { display, slider } from "#notebook";\nlet n = 0;\nsetInterval(() => display(`tick ${++n}`), 10);\nconst s = slider("S", { min: 0, max: 9 });\ndisplay(`s is ${s}`);',
    );
    await run("mine");
    await session.setInput("mine", inputId("mine", "S"), 7);
    await shows("mine", "s is 7");
    await shows("mine", "tick 2");
    remove("mine");
    await until(() => !session.stoppable);
    edit("mine", 'import { slider } from "#notebook";\nslider("S", { min: 0, max: 9 }) + 1');
    expect([state("mine"), texts("mine")]).toEqual(["idle", []]);
    await wait(50);
    expect(texts("mine")).toEqual([]);
    await run("mine");
    expect(texts("mine").at(-1)).toBe("1");
  });

  it("makes those that read it stale, and they say what is missing when they run", async () => {
    const { session, run, remove, state } = await open(four);
    await session.runAll();
    remove("a");
    expect([state("b"), state("c"), state("other")]).toEqual(["stale", "stale", "done"]);
    await run("b", "c");
    expect(session.status("b")).toMatchObject({ state: "failed", problem: { message: "x is not defined" } });
    expect(session.status("c")).toEqual({ state: "waiting", on: "b" });
  });
});

describe("a name that stands for something else", () => {
  it("since it was renamed where it is declared, fails those that read it", async () => {
    const { session, run, edit, state } = await open(four);
    await session.runAll();
    edit("a", "const z = 1;");
    await run("a");
    expect(session.status("b")).toMatchObject({ state: "failed", problem: { message: "x is not defined" } });
    expect(state("c")).toBe("waiting");
  });

  it("since another cell declares it, runs those that read it again", async () => {
    const { session, run, edit, texts } = await open(four);
    await session.runAll();
    edit("a", "");
    edit("other", "const x = 7;");
    await run("a", "other");
    expect([texts("b"), texts("c")]).toEqual([["8"], ["80"]]);
  });

  it("since the import was changed that brings it in, runs those that borrow it again", async () => {
    const { session, run, edit, texts } = await open('// %% imports\nimport { mean as of } from "#base/mean";\n// %% borrows\nof.name');
    await session.runAll();
    edit("imports", 'import { accuracy as of } from "#score/metrics";');
    await run("imports");
    expect(texts("borrows")).toEqual(["accuracy"]);
  });

  it("does not keep what is not touched by it from standing as it is", async () => {
    const { session, run, runs, edit } = await open(four);
    await session.runAll();
    runs();
    edit("a", "const z = 1;");
    await run("other");
    expect(runs()).toEqual(["other"]);
  });
});

it("asks of many cells that read many others in no time what has to run", async () => {
  const cells = Array.from({ length: 40 }, (_, i) => `// %% c${i}\nconst v${i} = ${[1, 2, 3].map((k) => (i >= k ? `v${i - k}` : "1")).join(" + ")};`);
  const { session, run, runs } = await open(cells.join("\n"));
  await session.runAll();
  runs();
  // Asked about once for every way that leads to it, the first cell would keep this test for years.
  await run("c39");
  expect(runs()).toEqual(["c39"]);
});

describe("stopping all", () => {
  it("leaves to the reader what takes long and reads a live value, and what depends on that", async () => {
    const { session, run, runs, shows, state } = await open(
      `${counting(5)}// %% quick\ni\n// %% long tags=["expensive"]\nconst twice = 2 * i;\ntwice\n// %% below\ntwice + 1`,
    );
    void run("counting", "long", "below");
    await shows("below", "3");
    runs();
    await session.stop();
    await until(() => !session.running);
    expect([state("counting"), state("quick"), state("long"), state("below")]).toEqual(["stopped", "done", "stale", "stale"]);
  });

  it("while one cell is being stopped leaves nothing to run", async () => {
    const { session, run, runs, shows, state } = await open(
      `${counting(50)}// %% again\nimport { live as too } from "#notebook";\nconst j = too(async function* () { for (let j = i; ; j++) { yield j; await new Promise((r) => setTimeout(r, 5)); } });`,
    );
    void run("counting", "again");
    await shows("counting", "1");
    runs();
    const one = session.stopCell("counting");
    await session.stop();
    await one;
    await until(() => !session.running);
    expect([runs(), state("counting")]).toEqual([[], "stopped"]);
    expect(session.stoppable).toBe(false);
  });
});

it("an input of a live value that came in by a namespace begins it anew", async () => {
  const { session, run, shows } = await open(
    '// %% a\nimport * as nb from "#notebook";\nconst k = nb.slider("K", { min: 0, max: 9 });\nconst x = nb.live(async function* () { for (;;) { yield `k is ${k}`; await new Promise((r) => setTimeout(r, 5)); } });',
  );
  void run("a");
  await shows("a", "k is 0");
  void session.setInput("a", inputId("a", "K"), 7);
  await shows("a", "k is 7");
  await session.stop();
});
