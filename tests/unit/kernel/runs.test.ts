import { describe, expect, it } from "vitest";
import { type InputSpec, inputId } from "../../../src/kernel/protocol/inputs.ts";
import { INPUT, type MimeBundle, PLAIN } from "../../../src/kernel/protocol/mime.ts";
import { isSameRun, type KeptRun, keptRuns, MAX_KEPT_RUNS, nameOfRun, type Run, withRun } from "../../../src/kernel/protocol/runs.ts";
import { readMessage } from "../../../src/kernel/protocol/schema.ts";
import { inputFunctions } from "../../../src/kernel/worker/input-functions.ts";
import { open, run, until } from "./kernel.ts";

const runOf = (settings: string, ...losses: number[]): Run => ({ settings, points: losses.map((loss, step) => ({ step, loss })) });
const keep = (...runs: Run[]): KeptRun[] => runs.reduce<KeptRun[]>((kept, one) => withRun(kept, one)!, []);
const names = (kept: readonly KeptRun[] | undefined) => kept?.map(({ name }) => name);

describe("runs that are kept", () => {
  it("are the same when one is the other, further along", () => {
    expect(isSameRun(runOf("rate 1", 3, 2, 1), runOf("rate 1", 3, 2))).toBe(true);
    expect(isSameRun(runOf("rate 1", 3, 2), runOf("rate 1", 3, 2.5))).toBe(false);
    expect(isSameRun(runOf("rate 1", 3, 2), runOf("rate 2", 3, 2))).toBe(false);
    expect(isSameRun(runOf("rate 1"), runOf("rate 1", 3))).toBe(false);
    const [one] = runOf("a", 3).points;
    expect(isSameRun({ settings: "a", points: [one!] }, { settings: "a", points: [{ ...one, more: 1 }] })).toBe(false);
  });

  it("are called by their settings, with a number where another has the same", () => {
    const kept = keep(runOf("rate 1", 3), runOf("rate 2", 3), runOf("rate 1", 4), runOf("rate 1", 5));
    expect(names(kept)).toEqual(["rate 1", "rate 2", "rate 1 (2)", "rate 1 (3)"]);
    expect(nameOfRun(runOf("rate 2", 9), kept)).toBe("rate 2 (2)");
  });

  it("are there once, as far as they came", () => {
    const kept = keep(runOf("rate 1", 3, 2), runOf("rate 2", 3), runOf("rate 1", 3, 2, 1), runOf("rate 1", 3));
    expect(kept.map(({ name, points }) => [name, points.length])).toEqual([
      ["rate 1", 3],
      ["rate 2", 1],
    ]);
  });

  it("are five at most", () => {
    const five = keep(...[1, 2, 3, 4, 5].map((rate) => runOf(`rate ${rate}`, 1)));
    expect(five.length).toBe(MAX_KEPT_RUNS);
    expect(withRun(five, runOf("rate 6", 1))).toBeUndefined();
    expect(names(withRun(five, runOf("rate 5", 1, 0)))).toEqual(names(five));
  });

  it("are read as far as they are such runs", () => {
    const good = { name: "a", settings: "a", points: [{ step: 1, loss: null }] };
    expect(keptRuns([good, { ...good, points: [[1]] }, { ...good, points: "no" }, { ...good, name: 1 }, null, 5])).toEqual([good]);
    for (const value of [undefined, null, 5, "no", good]) expect(keptRuns(value)).toEqual([]);
  });
});

/** What `runs(…)` gives to a cell called "c" and shows below it, where these are kept. */
function ask(points: unknown, options: unknown, kept: unknown = undefined) {
  const shown: MimeBundle[] = [];
  const values = { [inputId("c", "Runs")]: kept };
  const { runs } = inputFunctions({ cell: "c", values, show: (bundle) => void shown.push(bundle) });
  const rows = runs("Runs", points, options as Record<string, unknown>);
  return { rows, spec: shown[0]![INPUT] as Extract<InputSpec, { kind: "runs" }>, text: shown[0]![PLAIN], shown };
}

describe("runs(…)", () => {
  const points = [
    { step: 0, loss: 3 },
    { step: 1, loss: 2 },
  ];

  it("gives the points of this run, by its settings", () => {
    const { rows, spec, text, shown } = ask(points, { settings: { rate: 0.1, rule: "Adam", warm: true } });
    expect(rows).toEqual(points.map((point) => ({ ...point, run: "rate 0.1, rule Adam, warm true", kept: false })));
    expect(spec.value).toEqual({ settings: "rate 0.1, rule Adam, warm true", points, drawn: [] });
    expect(text).toBe("Runs: rate 0.1, rule Adam, warm true, 2 points; kept: none");
    expect(readMessage({ type: "outputs", id: 1, from: 0, bundles: shown })).toBeDefined();
  });

  it("gives those of kept runs after them", () => {
    const { rows, spec } = ask(points, { settings: { rate: 1 } }, keep(runOf("rate 2", 5), runOf("rate 1", 4)));
    expect(rows.map((row) => Object.values(row))).toEqual([
      [0, 3, "rate 1 (2)", false],
      [1, 2, "rate 1 (2)", false],
      [0, 5, "rate 2", true],
      [0, 4, "rate 1", true],
    ]);
    expect(spec.value.drawn).toEqual(["rate 2", "rate 1"]);
  });

  it("gives a kept run that is this one once, by the name that it has", () => {
    const { rows, spec } = ask(points, { settings: { rate: 1 } }, keep(runOf("rate 1", 9), runOf("rate 1", 3, 2, 1)));
    expect(rows.map((row) => Object.values(row))).toEqual([
      [0, 3, "rate 1 (2)", false],
      [1, 2, "rate 1 (2)", false],
      [0, 9, "rate 1", true],
    ]);
    expect(spec.value.drawn).toEqual(["rate 1"]);
  });

  it("gives kept runs alone before the first point, and a gap for what is no number", () => {
    expect(ask([], { settings: { rate: 1 } }, keep(runOf("rate 2", 5))).rows).toEqual([{ step: 0, loss: 5, run: "rate 2", kept: true }]);
    const diverged = ask([{ step: 1, loss: Number.NaN, extra: undefined }], { settings: { rate: 1 } });
    expect(diverged.rows).toEqual([{ step: 1, loss: null, extra: null, run: "rate 1", kept: false }]);
  });

  it("takes a copy: what a training adds later is not in it", () => {
    const growing = [...points];
    const { spec } = ask(growing, { settings: { rate: 1 } });
    growing.push({ step: 2, loss: 1 });
    growing[0]!.loss = 9;
    expect(spec.value.points).toEqual([{ step: 0, loss: 3 }, points[1]]);
    points[0]!.loss = 3;
  });

  it.each([
    ["a number", 5, { settings: { rate: 1 } }, 'runs("Runs") takes the points of the run second'],
    ["lists", [[1]], { settings: { rate: 1 } }, "an array of objects"],
    ["nested points", [{ step: { a: 1 } }], { settings: { rate: 1 } }, "an array of objects"],
    ["too many points", new Array(1001).fill({ step: 1 }), { settings: { rate: 1 } }, "has 1001 points; 1000 is the limit"],
    ["no options", [], {}, "takes for settings what this run was made with"],
    ["no settings", [], { settings: {} }, "takes for settings"],
    ["lists for settings", [], { settings: { sizes: [1] } }, "takes for settings"],
    ["long settings", [], { settings: { text: "x".repeat(200) } }, "120 is the limit"],
    ["a slip in a name", [], { seting: {} }, "has no option seting. Did you mean settings?"],
  ])("of %s is refused", (_, given, options, sentence) => {
    expect(() => ask(given, options)).toThrow(sentence);
  });
});

const NOTEBOOK = `// %% rate
import { live, runs, slider } from "#notebook";
const rate = slider("Rate", { min: 1, max: 9 });
// %% train tags=["expensive"]
let points = [];
const training = live(function* () { points = []; for (let step = 0; step < 3; step++) { points.push({ step, loss: rate * (3 - step) }); yield step; } });
// %% draw
void training;
runs("Runs", points, { settings: { rate } }).map(({ run, kept, loss }) => \`\${run}\${kept ? " kept" : ""} \${loss}\`).join("; ")`;
const RATE = inputId("rate", "Rate");
const RUNS = inputId("draw", "Runs");

describe("a run that the reader keeps", () => {
  const present = (session: Awaited<ReturnType<typeof open>>["session"]): Run => {
    const { settings, points } = (session.outputs("draw")[0]![INPUT] as Extract<InputSpec, { kind: "runs" }>).value;
    return { settings, points };
  };

  it("runs nothing and makes nothing out of date", async () => {
    const { session, run, runs, state } = await open(NOTEBOOK);
    await run("train");
    expect(state("draw")).toBe("done");
    runs();
    session.keepInput("draw", RUNS, keep(present(session)));
    expect([runs(), state("train"), state("draw")]).toEqual([[], "done", "done"]);
    // Nor later, when something else runs.
    await run("draw");
    expect(runs()).toEqual(["draw"]);
  });

  it("is given beside the next run, until it is forgotten, which trains nothing", async () => {
    const { session, run, runs, texts, state } = await open(NOTEBOOK);
    await run("train");
    const kept = keep(present(session));
    session.keepInput("draw", RUNS, kept);
    await session.setInput("rate", RATE, 2);
    expect([state("train"), state("draw")]).toEqual(["stale", "stale"]);
    await run("train");
    expect(texts("draw").at(-1)).toBe("rate 2 6; rate 2 4; rate 2 2; rate 1 kept 3; rate 1 kept 2; rate 1 kept 1");
    runs();
    await session.setInput("draw", RUNS, []);
    expect(runs()).toEqual(["draw"]);
    expect(texts("draw").at(-1)).toBe("rate 2 6; rate 2 4; rate 2 2");
    expect(state("train")).toBe("done");
  });

  it("outlives an edit of the cell and a restart of the kernel", async () => {
    const { session, run, edit, kill, texts } = await open(NOTEBOOK);
    await run("train");
    session.keepInput("draw", RUNS, keep(present(session)));
    await session.setInput("rate", RATE, 2);
    kill();
    edit("draw", 'void training;\nconst all = runs("Runs", points, { settings: { rate } });\nall.length');
    await run("draw");
    expect(texts("draw").at(-1)).toBe("6");
  });

  it("may be one that still goes on", async () => {
    const { session, run, texts } = await open(
      NOTEBOOK.replace("yield step;", "yield step; if (step === 1) yield* wait();").replace(
        "for (let",
        "const wait = function* () { const end = performance.now() + 300; while (performance.now() < end) yield 1; }; for (let",
      ),
    );
    const running = run("train");
    await until(() => texts("draw").at(-1) === "rate 1 3; rate 1 2");
    const kept = keep(present(session));
    session.keepInput("draw", RUNS, kept);
    await running;
    expect(texts("draw").at(-1)).toBe("rate 1 3; rate 1 2; rate 1 1");
    expect(keep(kept[0]!, present(session)).map(({ points }) => points.length)).toEqual([3]);
  });
});

it("a complaint stands at its place in the cell", async () => {
  const { c } = await run('// %% c\nimport { runs } from "#notebook";\nruns("R", 5, { settings: { rate: 1 } });');
  expect(c!.error).toMatchObject({ name: "TypeError", message: expect.stringContaining("points of the run second"), line: 2 });
});
