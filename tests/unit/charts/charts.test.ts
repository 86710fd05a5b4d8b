import { beforeAll, describe, expect, it } from "vitest";
import { toBundle } from "../../../src/kernel/worker/bundle.ts";
import type { Stage } from "../../../src/lm/gpt-stages.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { frozenLake } from "../../../src/ml/grid-worlds.ts";
import { type Charts, loadCharts } from "./bundle.ts";

let C: Charts["C"];
let Plot: Charts["Plot"];
beforeAll(async () => {
  ({ C, Plot } = await loadCharts());
});

const steps = [1, 2, 3].flatMap((step) => [
  { model: "counted", step, loss: 2 - step / 8 },
  { model: "neural", step, loss: 2.5 - step / 2 },
]);
const counts = [
  { kind: "ham", mails: 4000 },
  { kind: "spam", mails: 12_345 },
];
const points = [
  { x: 1, y: 1, kind: "a" },
  { x: 3, y: 2, kind: "a" },
  { x: 4, y: 4, kind: "b" },
];
const boxes = [
  { x1: 0, x2: 3, y1: 0, y2: 5, label: "a" },
  { x1: 3, x2: 4, y1: 0, y2: 5, label: "b" },
];
const measured = [
  { name: "SVM", rate: 1.4, low: 1.1, high: 1.7 },
  { name: "5-gram", rate: 1.9, low: 1.6, high: 2.3 },
];
const ahead = [
  { month: 1, expected: 10, low: 9, high: 11, came: 10.5 },
  { month: 2, expected: 11, low: 9, high: 13, came: 14 },
];
const cells = [
  { next: "a", previous: "a", p: 0.25 },
  { next: "b", previous: "a", p: 0.75 },
];
const sizes = [
  { model: "tree", used: 19, kept: 19, side: "ml" },
  { model: "mixture", used: 3.7e10, kept: 6.71e11, side: "lm" },
];
const nested = [
  { label: "all", colour: "var(--ml)", x1: 0, y1: 0, x2: 100, y2: 100 },
  { label: "some", colour: "var(--lm)", x1: 10, y1: 10, x2: 90, y2: 50 },
];
const standing = [
  { name: "a", why: "is one of some", at: [20, 30] },
  { name: "b", why: "is not", at: [20, 70] },
] as const;
const tree = () => new DecisionTree().fit([[1], [2], [3]], ["a", "a", "b"]);

const never = Number.NEGATIVE_INFINITY;
const scores: Stage = {
  name: "scores, masked",
  part: "attention",
  says: "",
  matrix: [
    [1, never, never],
    [2, -3, never],
    [0, -4, 1],
  ],
  columns: "tokens",
};
const drawings = {
  curves: () => C.curves(steps, { x: "step", y: "loss", stroke: "model", side: "lm", levels: [{ y: 0.69, label: "a coin" }], at: 2 }),
  bars: () => C.bars(counts, { x: "mails", y: "kind" }),
  scatter: () => C.scatter(points, { x: "x", y: "y", symbol: "kind", rows: "mails", filled: ({ y }) => y > 3, filledMeans: "wrong" }),
  regions: () => C.regions(boxes),
  heatMap: () => C.heatMap(cells, { x: "next", y: "previous", value: "p", side: "lm" }),
  intervals: () => C.intervals(measured, { x: "rate", x1: "low", x2: "high", y: "name", side: "ml" }),
  fan: () => C.fan(ahead, { x: "month", y: "expected", y1: "low", y2: "high", truth: "came" }),
  treePicture: () => C.treePicture(tree(), { featureNames: ["size"], way: [3] }),
  pictures: () =>
    C.pictures(
      [
        { pixels: [0, 1, 1, 0], text: "a" },
        { pixels: [1, 0, 0, 1], text: "b", box: { x: 1, y: 0, width: 1, height: 1 } },
      ],
      { columns: 1 },
    ),
  worldMap: () => C.worldMap(frozenLake(), { path: [0, 4], policy: new Array(16).fill(2), shades: Array.from({ length: 16 }, (_, i) => i / 15) }),
  stageMap: () => C.stageMap(scores, { read: ["a", "\n", " "], vocabulary: [] }),
  amounts: () => C.amounts(sizes, { x: "used", ring: "kept", y: "model", side: "side" }),
  trend: () => C.trend(measured, { x: "rate", y: "low", y1: "low", y2: "high", line: (x) => 2 * x, between: [1, 4], next: 3, side: "lm" }),
  nestedMap: () =>
    C.nestedMap(nested, standing, {
      tinted: ({ label }) => label === "all",
      cleared: ({ label }) => label === "some",
      filled: ({ name }) => name === "a",
      square: ({ name }) => name === "b",
    }),
};
const names = Object.keys(drawings) as (keyof typeof drawings)[];
const label = (chart: Element) => (chart.localName === "svg" ? chart : chart.querySelector(":scope > svg[role=img]"))?.getAttribute("aria-label");

describe("a street", () => {
  const model = { decisionFunction: (X: number[][]) => X.map(([x]) => [x! - 2]), supportVectors: [1] };
  const box = { x: [0, 4], y: [0, 2] } as const;

  it("draws the border, both margins and the street, and the rows with those that hold it filled", () => {
    const svg = C.street(model, {
      ...box,
      steps: 8,
      rows: [
        [0, 1],
        [3, 1],
      ],
      labels: ["a", "b"],
    }).plot({}) as unknown as Element;
    const html = svg.outerHTML;
    expect(html).toContain("stroke-dasharray");
    expect(html).toContain("50 % of the area lies on one side, 50 % on the other, and 50 % between the margins");
    expect(html).toContain("1 support vector of 2 rows hold it");
  });

  it("refuses axes that do not grow, and rows without labels", () => {
    expect(() => C.street(model, { x: [1, 1], y: [0, 1] })).toThrow("with numbers that grow");
    expect(() => C.street(model, { ...box, steps: 1.5 })).toThrow("steps");
    expect(() => C.street(model, { ...box, rows: [[1, 1]] })).toThrow("1 rows and 0 labels");
  });
});

describe("a centroid walk", () => {
  const rows = [
    [1, 1],
    [2, 1],
    [5, 4],
  ];
  const steps = [
    {
      centroids: [
        [1, 1],
        [2, 2],
      ],
      labels: [0, 1, 1],
    },
    {
      centroids: [
        [1.5, 1],
        [5, 4],
      ],
      labels: [0, 0, 1],
    },
  ];

  it("tells where each centroid began and ended, and can be dragged where it begins", () => {
    const chart = C.centroidWalk(steps, { rows, x: [0, 6], y: [0, 5], moves: "Centres" }).plot({}) as unknown as Element;
    const html = chart.outerHTML;
    expect(html).toContain("The way of 2 centroids in 1 round");
    expect(html).toContain("centroid 2 from 2, 2 to 5, 4, with 1 row");
    expect(html.match(/data-moves="Centres"/g)).toHaveLength(2);
  });

  it("refuses no steps, and other numbers of rows", () => {
    expect(() => C.centroidWalk([], { rows, x: [0, 6], y: [0, 5] })).toThrow("no steps");
    expect(() => C.centroidWalk(steps, { rows: rows.slice(1), x: [0, 6], y: [0, 5] })).toThrow("2 rows, and the last step 3 labels");
  });
});

describe("handles", () => {
  it("say which controls they move, and how pixels become values", () => {
    const chart = C.handles([{ a: 1, b: 2 }], { x: "a", y: "b", moves: ["Across", "Up"] }).plot({
      ariaLabel: "One ring",
      x: { domain: [0, 10] },
      y: { domain: [0, 10] },
    }) as unknown as Element;
    const ring = chart.querySelector("[data-moves]")!;
    expect(ring.getAttribute("data-moves")).toBe("Across|Up");
    const [origin, unit] = ["data-origin", "data-unit"].map((name) => ring.getAttribute(name)!.split(" ").map(Number)) as [number[], number[]];
    expect(origin[0]! + unit[0]! * 1).toBeCloseTo(Number(ring.getAttribute("cx")), 3);
    expect(origin[1]! + unit[1]! * 2).toBeCloseTo(Number(ring.getAttribute("cy")), 3);
  });

  it("two sliders move one ring, a text field as many as there are rows", () => {
    const rows = [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ];
    expect(() => C.handles(rows, { x: "a", y: "b", moves: ["Across", "Up"] })).toThrow("two sliders move one handle");
    const chart = C.handles(rows, { x: "a", y: "b", moves: "Places" }).plot({ ariaLabel: "Two rings" }) as unknown as Element;
    expect([...chart.querySelectorAll("[data-moves=Places]")].map((ring) => ring.getAttribute("data-item"))).toEqual(["0", "1"]);
  });
});

describe("the text alternative that a drawing brings", () => {
  const ALTERNATIVES: Record<keyof typeof drawings, string> = {
    curves:
      "2 curves of loss over step, from 1 to 3: counted (3 points) goes from 1.88 to 1.63; neural (3 points) goes from 2 to 1. At the end counted is highest and neural lowest. Marked at 2: counted 1.75 and neural 1.5. Level line: a coin 0.69.",
    bars: "Bar chart of mails by kind, 2 bars: ham 4000 and spam 12,345; highest spam, lowest ham.",
    scatter:
      "Scatter plot of 3 mails: x from 1 to 4, y from 1 to 4. a: 2, on average at 2 across and 1.5 up; b: 1, on average at 4 across and 4 up. 1 is wrong and filled.",
    regions: "Map of 2 boxes, x from 0 to 4, y from 0 to 5: a in 1 box, 75 % of the area; b in 1 box, 25 % of the area.",
    heatMap:
      "Heat map of p, 2 columns (next) by 1 rows (previous), from 0.25 to 0.75. Highest: 0.75 (previous a, next b), 0.25 (previous a, next a).",
    intervals: "Rate with 2 intervals: SVM 1.4 (1.1 to 1.7) and 5-gram 1.9 (1.6 to 2.3); highest 5-gram, lowest SVM.",
    fan: "Fan of expected over month, 2 steps: at 1 10 (9 to 11), at 2 11 (9 to 13). Of what came, 1 of 2 lie in it; at the end 14 came.",
    treePicture:
      "Tree of 1 question and 2 answers, 1 question deep. It asks first: size ≤ 2.50? The leaf with most rows, 2 of 3, says a. The way that is marked passes 1 question and ends at b.",
    pictures: "2 pictures of 2 by 2 pixels: a and b.",
    worldMap:
      "World of 4 by 4 squares, 4 of them deadly. The start is in row 1, column 1, the goal in row 4, column 4. A path of 1 step ends in row 2, column 1. 11 squares with an arrow: up 0, right 0, down 11 and left 0; at the start down. Darkest: row 4, column 4; row 4, column 3; row 4, column 2.",
    stageMap: "Heat map of scores, masked: 3 rows, one for each token read, and 3 columns. The strongest number, -4.00, is in row 3 ␣, column 2 ⏎.",
    amounts: "2 amounts of used on a logarithmic axis: tree 19 and 19 and mixture 37,000,000,000 and 671,000,000,000; highest mixture, lowest tree.",
    trend: "Low over rate, 2 points: 1.1 at 1.4, 1.6 at 1.9. The line through them goes from 2 at 1 to 8 at 4. For the next one, at 3, it says 6.",
    nestedMap: "Map of 2 boxes (all and some) with 2 items. Filled: a.",
  };

  it.each(names)("%s", (name) => {
    const bundle = toBundle(drawings[name]().plot(), "c");
    expect(bundle["text/plain"]).toBe(ALTERNATIVES[name]);
    expect(JSON.stringify(bundle)).not.toContain("data-alt");
  });

  it("takes the titles of the author's axes, and gives way to the author's own", () => {
    expect(label(drawings.bars().plot({ x: { label: "letters received →" } }))).toMatch(/^Bar chart of letters received by kind/);
    expect(label(drawings.bars().plot({ ariaLabel: "Mostly spam" }))).toBe("Mostly spam");
  });

  it("says what each drawing among the marks shows", () => {
    const both = Plot.plot({ marks: [drawings.regions(), [drawings.intervals()], Plot.frame()] });
    expect(label(both)).toMatch(/^Map of 2 boxes.*Rate with 2 intervals/);
  });
});

describe("what a drawing brings besides", () => {
  const height = (chart: Element) =>
    Number((chart.localName === "svg" ? chart : chart.querySelector(":scope > svg[role=img]"))!.getAttribute("height"));

  it("is one of three heights, lower on a phone; pixels of the author's win", () => {
    const drawn = (["low", "middle", "high"] as const).map((height) => toBundle(C.bars(counts, { x: "mails", y: "kind", height }).plot(), "c"));
    const heights = (type: string) => drawn.map((bundle) => Number(/ height="(\d+)"/.exec((bundle as unknown as Record<string, string>)[type]!)![1]));
    expect([heights("image/svg+xml"), heights("image/svg+xml;width=310")]).toEqual([
      [200, 320, 520],
      [190, 290, 480],
    ]);
    expect(height(drawings.bars().plot({ height: 77 }))).toBe(77);
  });

  it("is filled option by option: whoever gives a domain keeps the grid and the title", () => {
    const chart = drawings.curves().plot({ y: { domain: [0, 9] } });
    expect(chart.scale("y")?.domain).toEqual([0, 9]);
    expect(chart.querySelector('[aria-label="y-axis label"]')?.textContent).toContain("loss");
    expect(chart.querySelector('[aria-label="y-grid"]')).not.toBeNull();
  });
});

describe("a curve of an earlier run", () => {
  const rows = ["now", "before"].flatMap((run) => [1, 2].map((step) => ({ run, step, loss: step, kept: run === "before" })));
  const drawn = (more: object) => {
    const bundle = toBundle(C.curves(rows, { x: "step", y: "loss", stroke: "run", ...more }).plot(), "a");
    return (bundle["image/svg+xml"] ?? bundle["text/html"])!;
  };

  it.each(["ends", "legend"])("is paler, and so are its points, with names as %s", (labels) => {
    const svg = drawn({ labels, pale: "kept" });
    expect(svg.match(/stroke-opacity="0.55"/g)?.length).toBe(1);
    expect(svg.match(/fill-opacity="0.55"/g)?.length).toBe(1);
    expect(svg).toContain("before");
    expect(drawn({ labels })).not.toContain('opacity="0.55"');
  });
});

describe("a network made for one task", () => {
  const three = (["ml", "neural", "lm"] as const).map((side, i) => ({ name: side, side, rate: 2 + i, low: 1, high: 5 }));
  const all = (chart: Element, selector: string, attribute: string) =>
    Array.from(chart.querySelectorAll(selector), (mark) => mark.getAttribute(attribute) ?? mark.parentElement!.getAttribute(attribute));

  it("is blue and dashed as a curve, whatever comes before it", () => {
    const chart = C.curves(
      three.flatMap((row) => [1, 2].map((x) => ({ ...row, x }))),
      { x: "x", y: "rate", stroke: "name", side: "side" },
    ).plot();
    expect(all(chart, '[aria-label="line"] path', "stroke")).toEqual(["var(--ml)", "var(--ml)", "var(--lm)"]);
    expect(all(chart, '[aria-label="line"]', "stroke-dasharray")).toEqual([null, "4,3", null]);
  });

  it("is hollow as a point, with a dashed interval", () => {
    const chart = C.intervals(three, { x: "rate", x1: "low", x2: "high", y: "name", side: "side" }).plot();
    expect(all(chart, '[aria-label="rule"]', "stroke-dasharray").filter(Boolean)).toEqual(["4,3"]);
    expect(all(chart, '[aria-label="dot"] path, [aria-label="dot"] circle', "fill")).toEqual(["var(--ml)", "var(--lm)", "var(--plot-background)"]);
  });

  it("is a pale bar with a dashed edge", () => {
    const chart = C.bars(three, { x: "rate", y: "name", side: "side" }).plot();
    expect(all(chart, '[aria-label="bar"] rect', "stroke")).toEqual(["none", "var(--ml)", "none"]);
    expect(all(chart, '[aria-label="bar"] rect', "fill-opacity")).toEqual(["1", "0.2", "1"]);
  });
});

describe("a world of squares", () => {
  const signs = (chart: Element) => Array.from(chart.querySelectorAll("text"), ({ textContent }) => textContent).filter(Boolean);

  it("has an arrow for the action that is worth most, and none where nothing is known, nor where all is over", () => {
    const q = Array.from({ length: 16 }, (_, state) => (state === 0 || state === 5 ? [-2, -1, -3, -4] : [0, 0, 0, 0]));
    expect(signs(C.worldMap(frozenLake(), { q }).plot())).toEqual(["S →", "G"]);
  });

  it("has the words of its author in place of arrows", () => {
    const words = Array.from({ length: 16 }, (_, state) => (state === 1 ? "0.82" : ""));
    expect(signs(C.worldMap(frozenLake(), { words }).plot())).toEqual(["S", "0.82", "G"]);
  });
});

describe("a matrix of a transformer", () => {
  const ticks = (chart: Element) => Array.from(chart.querySelectorAll('[aria-label="x-axis tick label"] text'), ({ textContent }) => textContent);
  const stage = (columns: Stage["columns"], row: number[]): Stage => ({ name: "logits", part: "logits", says: "", matrix: [row], columns });

  it("has a cross where a token may not look, and no colour", () => {
    const chart = drawings.stageMap().plot();
    expect(Array.from(chart.querySelectorAll('[aria-label="text"] text'), ({ textContent }) => textContent)).toEqual(["×", "×", "×"]);
    expect(chart.querySelectorAll('[aria-label="cell"] rect')).toHaveLength(6);
  });

  it("has its columns in the order of the text, so that no colour stands above the diagonal", () => {
    expect(ticks(drawings.stageMap().plot())).toEqual(["1 a", "2 ⏎", "3 ␣"]);
  });

  it("names all tokens that may come next where they are few, else the strong ones", () => {
    expect(ticks(C.stageMap(stage("vocabulary", [1, 2]), { read: ["a"], vocabulary: ["x", " "] }).plot())).toEqual(["x", "␣"]);
    const many = Array.from({ length: 40 }, (_, i) => (i === 7 || i === 8 || i === 30 ? i : 0));
    const vocabulary = many.map((_, i) => `t${i}`);
    expect(ticks(C.stageMap(stage("vocabulary", many), { read: ["a"], vocabulary }).plot())).toEqual(["t30", "t8"]);
  });

  it("names the first and the last of numbers without a name", () => {
    expect(ticks(C.stageMap(stage("numbers", [1, -2, 3]), { read: ["a"], vocabulary: [] }).plot())).toEqual(["1", "3"]);
  });
});

describe("amounts", () => {
  const drawn = (options: object) => C.amounts(sizes, { x: "used", y: "model", ...options }).plot();
  const read = (chart: Element, selector: string, attribute: string) =>
    Array.from(chart.querySelectorAll(selector), (mark) => mark.getAttribute(attribute));

  it("have stems from where one says, and heavier ones for strong rows, which the text alternative names", () => {
    const chart = drawn({ stem: 1, strong: ({ side }: { side: string }) => side === "ml", r: 4 });
    expect(read(chart, '[aria-label="rule"] line', "stroke-width")).toEqual(["9", "3"]);
    expect(read(chart, '[aria-label="dot"] circle', "r").map(Number)).toEqual([4, expect.closeTo(5.06)].reverse());
    expect(label(chart)).toMatch(/Marked: tree\.$/);
  });

  it("stand on a logarithmic axis, a square for the tree beside a text model", () => {
    const chart = drawn({ side: "side" });
    expect(chart.scale("x")?.type).toBe("log");
    expect(chart.querySelectorAll('[aria-label="dot"] path, [aria-label="dot"] circle')).toHaveLength(2);
    expect(new Set(read(chart, '[aria-label="dot"] path', "d")).size).toBe(2);
  });
});

describe("a trend", () => {
  const drawn = (options: object) => C.trend(measured, { x: "rate", y: "low", line: (x) => x, between: [1, 2], ...options }).plot();

  it("has upright lines for ranges and for the next place, where they are given", () => {
    expect(drawn({}).querySelectorAll('[aria-label="rule"] line')).toHaveLength(0);
    expect(drawn({ next: 1.5 }).querySelectorAll('[aria-label="rule"] line')).toHaveLength(1);
    expect(drawn({ y1: "low", y2: "high", next: 1.5 }).querySelectorAll('[aria-label="rule"] line')).toHaveLength(3);
    expect(label(drawn({}))).not.toContain("next");
  });
});

describe("a nested map", () => {
  it("tints some boxes, clears others within them, and fills some items", () => {
    const chart = drawings.nestedMap().plot();
    const boxes = Array.from(chart.querySelectorAll('[aria-label="rect"]'), (mark) => mark.querySelectorAll("path, rect").length);
    expect(boxes).toEqual([1, 1, 2]);
    const plain = C.nestedMap(nested, standing).plot();
    expect(label(plain)).toBe("Map of 2 boxes (all and some) with 2 items.");
    expect(plain.querySelectorAll('[aria-label="rect"] path, [aria-label="rect"] rect')).toHaveLength(2);
  });
});

describe("drawn wide and for a phone", () => {
  it.each(names)("%s", async (name) => {
    const bundle = toBundle(drawings[name]().plot(), "c") as unknown as Record<string, string>;
    for (const [view, suffix] of [
      ["wide", ""],
      ["narrow", ";width=310"],
    ])
      await expect(
        `${bundle[`image/svg+xml${suffix}`] ?? bundle[`text/html${suffix}`]!.replaceAll("><", ">\n<")}\n`.replaceAll("><", ">\n<"),
      ).toMatchFileSnapshot(`golden/${name}-${view}.svg.txt`);
  });
});

describe("input that cannot be drawn", () => {
  const BAD: [string, () => unknown, string][] = [
    ["no rows", () => C.bars([], { x: "a", y: "b" }), "bars has no rows to draw: give it at least one, or draw only once there are some."],
    ["no list", () => C.bars(3 as never, {} as never), "bars needs a list of rows first, such as [{ x: 1, y: 2 }], and then its options."],
    [
      "a column that no row has",
      () => C.curves(steps, { x: "step", y: "lss" as "loss" }),
      'curves: no row has the column "lss" that y names. Name one of "model", "step" and "loss", or give a function of a row.',
    ],
    [
      "no column",
      () => C.scatter(points, { x: "x" } as never),
      'scatter needs the option y: the name of a column, one of "x", "y" and "kind", or a function of a row.',
    ],
    [
      "words for numbers",
      () => C.scatter(points, { x: "x", y: "kind" as "y" }),
      'scatter: y needs numbers, but the first value is "a". Turn the values into numbers first, or name another column.',
    ],
    [
      "no side",
      () => C.bars(counts, { x: "mails", y: "kind", side: () => "blue" }),
      'bars: "blue" is not a side. A side is "ml", "neural", "lm", "data" or "ink".',
    ],
    [
      "no height",
      () => C.bars(counts, { x: "mails", y: "kind", height: "tall" as never }),
      'bars: "tall" is not a height. Write "low", "middle" or "high", or give pixels to plot({ height }).',
    ],
    ["amounts below 0", () => C.heatMap([{ a: 1, v: -1 }], { x: "a", y: "a", value: "v" }), "heatMap shows amounts from 0 up, and one is -1"],
    [
      "a value outside of its interval",
      () => C.intervals([{ n: "SVM", v: 3, l: 1, h: 2 }], { x: "v", x1: "l", x2: "h", y: "n" }),
      'intervals: "SVM" stands at 3, outside of its interval from 1 to 2.',
    ],
    [
      "a forecast outside of its fan",
      () => C.fan([{ t: 1, v: 3, l: 1, h: 2 }], { x: "t", y: "v", y1: "l", y2: "h" }),
      "fan: at 1 the value 3 lies outside of its interval from 1 to 2.",
    ],
    ["boxes without sides", () => C.regions([{ label: "a" } as never]), "regions needs boxes with the numbers x1, x2, y1 and y2 and a label"],
    ["a raster without an end", () => C.regions(() => [], { x: [1, 0], y: [0, 1] }), "regions needs x: [from, to] and y: [from, to]"],
    ["labels that are missing", () => C.regions(() => ["a"], { x: [0, 1], y: [0, 1], steps: 2 }), "regions asked about 4 points and got 1 labels"],
    [
      "a way of another length",
      () => C.treePicture(tree(), { way: [1, 2] }),
      'treePicture: the row in "way" has 2 columns, and the tree learnt from 1.',
    ],
    ["no picture", () => C.pictures([]), "pictures has nothing to show: give it at least one picture, or draw only once there is one."],
    [
      "a picture that is no square",
      () => C.pictures([{ pixels: [0, 1, 0] }]),
      "pictures: picture 0 has 3 pixels, which are no square. Give its rows one after the other.",
    ],
    ["an amount of nothing", () => C.amounts([{ a: "x", n: 0 }], { x: "n", y: "a" }), 'amounts: 0 of "x" has no place on a logarithmic axis'],
    [
      "a trend without an end",
      () => C.trend(points, { x: "x", y: "y", line: (x) => x, between: [2, 1] }),
      "trend needs between: [from, to] with numbers that grow",
    ],
    ["a map of nothing", () => C.nestedMap([], standing), "nestedMap has no rows to draw"],
    [
      "arrows for some squares only",
      () => C.worldMap(frozenLake(), { policy: [0, 1] }),
      "worldMap: policy has 2 entries, and the world has 16 squares. Give one for each.",
    ],
    [
      "a path that leaves the world",
      () => C.worldMap(frozenLake(), { path: [0, 16] }),
      "worldMap: the path goes to 16, and the squares go from 0 to 15.",
    ],
    [
      "a text that is not the one of the stage",
      () => C.stageMap(scores, { read: ["a"], vocabulary: [] }),
      'stageMap: 1 tokens were read, and "scores, masked" has 3 rows. Give the tokens that the trace is of.',
    ],
    [
      "the vocabulary of another model",
      () => C.stageMap({ ...scores, columns: "vocabulary" }, { read: ["a", "b", "c"], vocabulary: ["a"] }),
      'stageMap: the vocabulary has 1 tokens, and "scores, masked" 3 columns. Give the model\'s own.',
    ],
  ];
  it.each(BAD)("%s", (_, draw, says) => {
    expect(draw).toThrow(says);
  });
});
