import { describe, expect, it } from "vitest";
import { readFile } from "../../../src/components/notebook/csv/read-file.ts";
import { clamped, inputId, sliderText } from "../../../src/kernel/protocol/inputs.ts";
import { INPUT, type MimeBundle, PLAIN } from "../../../src/kernel/protocol/mime.ts";
import { readMessage } from "../../../src/kernel/protocol/schema.ts";
import { centredByMass } from "../../../src/kernel/worker/centre.ts";
import { inputFunctions } from "../../../src/kernel/worker/input-functions.ts";
import { open, run, texts, until } from "./kernel.ts";

/** The functions of one run of a cell called "c", and what it has shown. */
function cell(chosen: Record<string, unknown> = {}) {
  const shown: MimeBundle[] = [];
  const values = Object.fromEntries(Object.entries(chosen).map(([label, value]) => [inputId("c", label), value]));
  return { ...inputFunctions({ cell: "c", values, show: (bundle) => void shown.push(bundle) }), shown };
}

const says = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
};

describe("an input that nobody has touched", () => {
  it.each([
    ["slider", (c: Cell) => c.slider("a", { min: 2, max: 9 }), 2, "a: 2"],
    ["slider between 0 and 1", (c: Cell) => c.slider("a", { min: 0, max: 1, value: 0.5 }), 0.5, "a: 0.50"],
    ["number", (c: Cell) => c.number("a"), 0, "a: 0"],
    ["number below 0", (c: Cell) => c.number("a", { max: -4 }), -4, "a: -4"],
    ["select", (c: Cell) => c.select("a", ["x", "y"]), "x", "a: x"],
    ["select by labels", (c: Cell) => c.select("a", { one: 1, two: 2 }, { value: 2 }), 2, "a: two"],
    ["radio of a Map", (c: Cell) => c.radio("a", new Map([["none", null]])), null, "a: none"],
    ["checkbox", (c: Cell) => c.checkbox("a"), false, "a: no"],
    ["text", (c: Cell) => c.text("a"), "", "a: "],
    ["button", (c: Cell) => c.button("a"), 0, "a: 0"],
    ["file", (c: Cell) => c.file("a", { accept: "csv" }), undefined, "a: no file"],
    ["file with a value", (c: Cell) => c.file("a", { accept: "text", value: "t" }), "t", "a: no file"],
  ])("%s has the value it begins with, and says so in a terminal", (_, ask, value, text) => {
    const c = cell();
    expect(ask(c)).toBe(value);
    expect(c.shown.map((bundle) => bundle[PLAIN])).toEqual([text]);
    expect(c.shown[0]![INPUT]).toMatchObject({ label: "a" });
    expect(readMessage({ type: "outputs", id: 1, from: 0, bundles: c.shown })).toBeDefined();
  });

  it("drawing is a blank sheet of MNIST's size, or what it is given", () => {
    expect(cell().drawing("a")).toEqual({ width: 28, height: 28, data: new Uint8ClampedArray(784) });
    const value = { width: 2, height: 1, data: [0, 9] };
    expect(cell().drawing("a", { width: 2, height: 1, value })).toEqual({ ...value, data: Uint8ClampedArray.from([0, 9]) });
  });
});

type Cell = ReturnType<typeof cell>;

describe("what the reader has chosen", () => {
  it.each([
    ["slider", (c: Cell) => c.slider("a", { min: 0, max: 9 }), 4, 4],
    ["slider off its steps", (c: Cell) => c.slider("a", { min: 0, max: 1, step: 0.1 }), 0.33, 0.3],
    ["slider past its end", (c: Cell) => c.slider("a", { min: 0, max: 3 }), 8, 3],
    ["slider that was a text before", (c: Cell) => c.slider("a", { min: 0, max: 3, value: 2 }), "8", 2],
    ["number", (c: Cell) => c.number("a"), -1.5, -1.5],
    ["number that is none", (c: Cell) => c.number("a", { value: 7 }), Number.NaN, 7],
    ["select", (c: Cell) => c.select("a", { one: 1, two: 2 }), "two", 2],
    ["select of an option that is gone", (c: Cell) => c.select("a", ["x", "y"]), "z", "x"],
    ["radio of numbers", (c: Cell) => c.radio("a", [0.1, 0.2]), "0.2", 0.2],
    ["checkbox", (c: Cell) => c.checkbox("a"), true, true],
    ["text", (c: Cell) => c.text("a"), "ö", "ö"],
    ["button", (c: Cell) => c.button("a"), 3, 3],
    ["button with less than nothing", (c: Cell) => c.button("a"), -1, 0],
    ["file", (c: Cell) => c.file("a", { accept: "csv" }), { accept: "csv", name: "n", size: 1, detail: "", notes: [], content: [] }, []],
    ["file of another kind", (c: Cell) => c.file("a", { accept: "text" }), { accept: "csv", name: "n", content: [] }, undefined],
    ["file that was removed", (c: Cell) => c.file("a", { accept: "text" }), null, undefined],
  ])("is the value of a %s as far as it fits", (_, ask, kept, value) => {
    expect(ask(cell({ a: kept }))).toEqual(value);
  });

  it("is the value of a drawing of its size, also where it was cleared", () => {
    const ask = (kept: unknown) => [
      ...(cell({ a: kept }).drawing("a", { width: 2, height: 1, value: { width: 2, height: 1, data: [1, 1] } }).data as Uint8ClampedArray),
    ];
    expect(ask({ width: 2, height: 1, data: Uint8ClampedArray.from([0, 255]) })).toEqual([0, 255]);
    expect(ask({ width: 2, height: 1, data: [0, 0] })).toEqual([0, 0]);
    expect(ask({ width: 1, height: 2, data: [0, 255] })).toEqual([1, 1]);
    expect(ask({ width: 2, height: 1, data: [0, 300] })).toEqual([1, 1]);
  });

  it("of a file is not repeated in what the cell shows", () => {
    const c = cell({ a: { accept: "text", name: "n.txt", size: 6, detail: "6 characters", notes: ["a note"], content: "secret" } });
    expect(c.file("a", { accept: "text" })).toBe("secret");
    expect(JSON.stringify(c.shown)).not.toContain("secret");
    expect(JSON.stringify(c.shown)).toContain("a note");
    expect(c.shown[0]![PLAIN]).toBe("a: n.txt (6 characters)");
  });
});

describe("bad options", () => {
  it.each([
    [(c: Cell) => c.slider("", { min: 0, max: 1 }), "slider(…) takes a label first"],
    [(c: Cell) => c.slider("a"), "needs its ends"],
    [(c: Cell) => c.slider("a", { min: 3, max: 1 }), 'slider("a") has a min of 3, which is more than its max of 1'],
    [(c: Cell) => c.slider("a", { min: 0, max: 1, value: 2 }), "begins with 2, which is not between 0 and 1"],
    [(c: Cell) => c.slider("a", { min: 0, max: Number.NaN }), "takes for max a finite number, not NaN"],
    [(c: Cell) => c.slider("a", { min: 0, max: 1, step: 0 }), "takes for step a number above 0, not 0"],
    [(c: Cell) => c.slider("a", { min: 0, max: 1, vlue: 1 }), "has no option vlue. Did you mean value?"],
    [(c: Cell) => c.number("a", { min: 1, value: 0 }), "begins with 0, which is not between 1 and more"],
    [(c: Cell) => c.select("a", []), "has no options to choose from"],
    [(c: Cell) => c.select("a", ["x", "x"]), 'has the option "x" twice'],
    [(c: Cell) => c.select("a", "xy"), "takes its options as an array"],
    [(c: Cell) => c.select("a", ["x"], { value: "y" }), 'value "y" is none of its options: "x"'],
    [(c: Cell) => c.radio("a", [{}]), "neither a text nor a number"],
    [(c: Cell) => c.checkbox("a", { value: 1 }), "takes for value true or false, not 1"],
    [(c: Cell) => c.text("a", { value: 1 }), "takes for value a text"],
    [(c: Cell) => c.text("a", { rows: 0 }), "takes for rows a whole number from 1 to 40, not 0"],
    [(c: Cell) => c.file("a", { accept: "pdf" }), 'takes for accept "csv", "text", "image" or "model", not "pdf"'],
    [(c: Cell) => c.file("a", { accept: "csv", grey: true }), "takes grey for images only"],
    [(c: Cell) => c.file("a", { accept: "csv", model: "GPT" }), "takes model for models only"],
    [(c: Cell) => c.file("a", { accept: "model" }), 'needs the kind of model: { accept: "model", model: "GPT" }'],
    [(c: Cell) => c.drawing("a", { width: 65 }), "takes for width a whole number from 1 to 64, not 65"],
    [(c: Cell) => c.drawing("a", { value: { width: 1, height: 1, data: [1] } }), "a picture of 28 by 28 grey values"],
  ])("%s are refused with the value that was wrong", (ask, sentence) => {
    const c = cell();
    expect(says(() => ask(c))).toContain(sentence);
    expect(c.shown).toEqual([]);
  });

  it("a label that the cell has already is one, whatever the kind", () => {
    const c = cell();
    c.checkbox("a");
    expect(says(() => c.text("a"))).toContain('two inputs with the label "a"');
  });

  it("are said at their place in the cell", async () => {
    const { c } = await run('// %% c\nimport { slider } from "#notebook";\nconst k = slider("K", { min: 8, max: 1 });');
    expect(c!.error).toMatchObject({ name: "RangeError", message: expect.stringContaining("min of 8"), line: 2, column: 11 });
  });
});

describe("numbers on steps", () => {
  it.each([
    [0.30000000000000004, { min: 0, max: 1, step: 0.1 }, 0.3],
    [9.9, { min: 0, max: 10, step: 3 }, 9],
    [2.5, { step: 1 }, 3],
    [-7, { min: -5 }, -5],
    [1e-7, { min: 0, max: 1e-6, step: 1e-7 }, 1e-7],
  ])("%f within %o is %f", (value, range, expected) => {
    expect(clamped(value, range)).toBe(expected);
  });

  it("have as many decimals as their steps", () => {
    expect([sliderText(0.1, { min: 0, step: 0.05 }), sliderText(3, { min: 0, step: 1 }), sliderText(1, { min: 0.5, step: 0.5 })]).toEqual([
      "0.10",
      "3",
      "1.0",
    ]);
  });
});

describe("an id", () => {
  it("tells all labels apart, and can stand in a page", () => {
    const labels = ["a b", "a_b", "a-b", "ab", "é", "\ud800", '"><b>', "a_20_b"];
    const ids = labels.map((label) => inputId("cell", label));
    expect(new Set(ids).size).toBe(labels.length);
    for (const id of ids) expect(id).toMatch(/^[\w.-]+$/);
  });
});

describe("a centred drawing", () => {
  it("has its centre of mass in the middle, by whole pixels", () => {
    const data = new Uint8ClampedArray(16);
    data[0] = 200;
    data[1] = 200;
    // Centre of mass at (1, 0.5): one pixel right and, rounded up from 1.5, two down.
    expect([...centredByMass({ width: 4, height: 4, data }).data].flatMap((grey, i) => (grey > 0 ? [[i % 4, Math.floor(i / 4)]] : []))).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it("that is blank stays blank", () => {
    expect(centredByMass({ width: 2, height: 2, data: [0, 0, 0, 0] }).data).toEqual(new Uint8ClampedArray(4));
  });
});

const SLIDER = '// %% c\nimport { slider } from "#notebook";\nconst k = slider("K", { min: 0, max: 1000 });\n// %% below\nk * 2\n// %% other\n7';
const K = inputId("c", "K");

describe("an input that the reader changes", () => {
  it("runs its cell and what depends on it, and nothing else", async () => {
    const { session, runs, texts } = await open(SLIDER);
    await session.setInput("c", K, 5);
    expect(runs()).toEqual(["c", "below"]);
    expect([texts("c"), texts("below")]).toEqual([["K: 5"], ["10"]]);
  });

  it("keeps its value through runs, edits and new kernels", async () => {
    const { session, run, edit, kill, texts } = await open(SLIDER);
    await session.setInput("c", K, 5);
    await run("c");
    expect(texts("below")).toEqual(["10"]);
    edit("c", 'import { slider } from "#notebook";\nconst k = slider("K", { min: 0, max: 4 });');
    await run("c");
    expect(texts("below")).toEqual(["8"]);
    kill();
    edit("c", 'import { slider } from "#notebook";\nconst k = 10 * slider("K", { min: 0, max: 9 });');
    await run("below");
    expect(texts("below")).toEqual(["100"]);
  });

  it("many times while a cell runs, runs it once more, with the last value", async () => {
    const { session, runs, texts, kernels } = await open(SLIDER.replace("k * 2", "await new Promise((r) => setTimeout(r, 80));\nk * 2"));
    const first = session.setInput("c", K, 1);
    await until(() => session.status("below").state === "running");
    const rest = Array.from({ length: 50 }, (_, i) => session.setInput("c", K, 2 + i));
    await Promise.all([first, ...rest]);
    expect(runs()).toEqual(["c", "below", "c", "below"]);
    expect([texts("below"), kernels()]).toEqual([["102"], 1]);
  });

  it("ends a live value that reads it at its next step, and begins it anew", async () => {
    const { session, run, texts, kernels } = await open(
      '// %% c\nimport { slider } from "#notebook";\nconst k = slider("K", { min: 0, max: 1000 });\n// %% l\nimport { live } from "#notebook";\nlive(async function* () { for (let i = 0; ; i++) { yield `${k}:${i}`; await new Promise((r) => setTimeout(r, 500)); } })',
    );
    void run("c");
    await until(() => texts("l")[0]?.startsWith("0:") ?? false);
    void session.setInput("c", K, 7);
    await until(() => texts("l")[0]?.startsWith("7:") ?? false);
    expect(kernels()).toBe(1);
    await session.stop();
  });

  it("is forgotten by Stop as far as it was not run", async () => {
    const { session, run, runs, edit } = await open(SLIDER);
    edit("other", "await new Promise((r) => setTimeout(r, 100));");
    const running = run("other");
    await until(() => session.status("other").state === "running");
    const touched = session.setInput("c", K, 3);
    void session.stop();
    await Promise.all([running, touched]);
    expect(runs()).toEqual(["other"]);
  });
});

describe("a CSV file that the reader chooses", () => {
  const CELLS =
    '// %% c\nimport { file } from "#notebook";\nconst rows = file("Data", { accept: "csv", value: [] });\n// %% seen\nrows.map((row) => Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value])).map((row) => JSON.stringify(row)).join("\\n")';

  it("reaches cells with the types of its columns, and its rows as plain objects of the kernel", async () => {
    const { session, texts } = await open(CELLS);
    const text = "id;__proto__;day;flag;note\n1745289312345678901;1,5;2023-02-28;true;NA\n1745289312345678902;?;-;n.a.;\n";
    const chosen = await readFile(new File([text], "own.csv"), { accept: "csv" });
    await session.setInput("c", inputId("c", "Data"), chosen);
    expect(texts("c")).toEqual(["Data: own.csv (2 rows, 5 columns)"]);
    expect(
      texts("seen")[0]!
        .split("\n")
        .map((row) => JSON.parse(row)),
    ).toEqual([
      [
        ["id", "1745289312345678901"],
        ["__proto__", 1.5],
        ["day", "2023-02-28T00:00:00.000Z"],
        ["flag", true],
        ["note", "NA"],
      ],
      [
        ["id", "1745289312345678902"],
        ["__proto__", null],
        ["day", null],
        ["flag", null],
        ["note", null],
      ],
    ]);
  });
});

describe("an input that the reader changes while a live cell goes on without end", () => {
  const ENDLESS = (read = '""') =>
    `// %% l\nimport { live } from "#notebook";\nconst n = live(async function* () { for (let i = 1; ; i++) { ${read}; yield i; await new Promise((r) => setTimeout(r, 5)); } });`;
  /** Opens the cells, and lets the live one begin. */
  async function withEndless(text: string) {
    const opened = await open(text);
    void opened.run("l");
    const step = () => Number(opened.texts("l")[0] ?? 0);
    await until(() => step() > 0);
    opened.runs();
    const goesOn = async () => {
      const before = step();
      await until(() => step() > before + 2);
      expect([opened.state("l"), opened.kernels()]).toEqual(["running", 1]);
    };
    return { ...opened, goesOn };
  }

  it("runs its cell and what depends on it, in order, between steps of the other, each time", async () => {
    const { session, texts, runs, state, goesOn } = await withEndless(
      `${ENDLESS()}\n${SLIDER}\n// %% last\nbelow + k`.replace("k * 2", "const below = k * 2;\nbelow"),
    );
    for (const value of [5, 6, 7]) {
      void session.setInput("c", K, value);
      await until(() => texts("last")[0] === String(3 * value));
      expect([runs(), texts("c"), texts("below")]).toEqual([["c", "below", "last"], [`K: ${value}`], [String(2 * value)]]);
      await until(() => state("last") === "done");
      await goesOn();
    }
    await session.stop();
    expect([state("l"), state("last"), session.running]).toEqual(["stopped", "done", false]);
  });

  it("takes the last of many values, also where its cell imports what it does not call", async () => {
    const { session, texts, runs, goesOn } = await withEndless(`${ENDLESS()}\n${SLIDER.replace("{ slider }", "{ live as still, slider }")}`);
    for (let value = 1; value <= 50; value++) void session.setInput("c", K, value);
    await until(() => texts("below")[0] === "100");
    expect(runs().length).toBeLessThan(20);
    await goesOn();
  });

  it("is seen by cells that read both, with the present step of the live value", async () => {
    const { session, texts, goesOn } = await withEndless(`${ENDLESS()}\n${SLIDER}\n// %% both\nk * 1000 + Math.min(n, 999)`);
    void session.setInput("c", K, 3);
    await until(() => Number(texts("both")[0]) > 3000);
    const before = Number(texts("both")[0]);
    await until(() => Number(texts("both")[0]) > before);
    void session.setInput("c", K, 4);
    await until(() => Number(texts("both")[0]) > 4000);
    await goesOn();
  });

  it("begins that one anew where that one reads it", async () => {
    const { session, texts, kernels } = await withEndless(`${SLIDER}\n${ENDLESS("if (k > 0 && i === 1) i = k")}`);
    void session.setInput("c", K, 900);
    await until(() => Number(texts("l")[0]) >= 900);
    expect([texts("below"), kernels()]).toEqual([["1800"], 1]);
  });

  it("fails its cell alone, leaves those below it waiting, and is mended by the next value", async () => {
    const { session, texts, state, goesOn } = await withEndless(
      `${ENDLESS()}\n${SLIDER}`.replace("max: 1000 });", 'max: 1000 });\nif (k === 13) throw new Error("no luck");'),
    );
    void session.setInput("c", K, 13);
    await until(() => state("c") === "failed" && state("below") === "waiting");
    await goesOn();
    void session.setInput("c", K, 14);
    await until(() => texts("below")[0] === "28" && state("below") === "done");
    await goesOn();
  });

  it("leaves another live cell below it until the first has ended", async () => {
    const { session, texts, state, goesOn } = await withEndless(
      `${ENDLESS()}\n${SLIDER}\n// %% second\nlive(function* () { for (let i = 0; i < 3; i++) yield \`\${k}:\${i}\`; })`,
    );
    for (const value of [8, 9]) {
      void session.setInput("c", K, value);
      await until(() => texts("below")[0] === String(2 * value));
      await goesOn();
      expect(state("second")).toBe("queued");
    }
    await session.stopCell("l");
    await until(() => state("second") === "done");
    expect(texts("second")).toEqual(["9:2"]);
  });

  it("does not run what takes long: that is stale", async () => {
    const { session, runs, state, goesOn } = await withEndless(`${ENDLESS()}\n${SLIDER.replace("// %% below", '// %% below tags=["expensive"]')}`);
    void session.setInput("c", K, 8);
    await until(() => state("below") === "stale");
    expect(runs()).toEqual(["c"]);
    await goesOn();
  });

  it("ends with Stop when its cell never gives way, and with the live cell stopped those below it still see it", async () => {
    const slow = `${ENDLESS()}\n${SLIDER}`.replace(
      "max: 1000 });",
      "max: 1000 });\nif (k === 1) for (;;);\nawait new Promise((r) => setTimeout(r, 150));",
    );
    const { session, runs, texts, state, kernels } = await withEndless(slow);
    void session.setInput("c", K, 2);
    await until(() => runs().includes("c"));
    await session.stopCell("l");
    await until(() => !session.running);
    expect([state("l"), texts("below"), state("below"), kernels()]).toEqual(["stopped", ["4"], "done", 1]);

    void session.run(["l"]);
    await until(() => state("l") === "running" && texts("l").length > 0);
    runs();
    void session.setInput("c", K, 1);
    await until(() => runs().includes("c"));
    await session.stop();
    await until(() => !session.running);
    expect([state("l"), state("c"), texts("below")]).toEqual(["stopped", "stopped", ["4"]]);
  });
});

describe("inputs in a notebook that nobody touches", () => {
  it("stand in any expression, also in functions and in other cells", async () => {
    const { a, b } = await run(
      '// %% a\nimport { select, slider } from "#notebook";\nconst double = (label: string) => 2 * slider(label, { min: 1, max: 5 });\n[double("x"), select("S", { a: [1, 2] })].flat()\n// %% b\ndouble("y")',
    );
    expect(texts(a!)).toEqual(["x: 1", "S: a", "[2, 1, 2]", "y: 1"]);
    expect(texts(b!)).toEqual(["2"]);
  });
});
