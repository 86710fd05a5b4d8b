// All that #charts exports: no page shows this, tests run it in Node and in browsers. No cell imports Plot before the last one does.

// %% data
import * as C from "#charts";
import { DecisionTree } from "#ml/decision-tree";
import { RegressionTree } from "#ml/regression-tree";

const steps = Array.from({ length: 9 }, (_, step) => [
  { model: "counted", side: "lm", step, loss: 2 - step / 8 },
  { model: "neural", side: "lm", step, loss: 2.5 - step / 4 },
  { model: "tree", side: "ml", step, loss: 1 },
]).flat();
const points = [
  [1, 1, "a"],
  [2, 3, "a"],
  [4, 2, "b"],
  [5, 4, "b"],
  [5, 1, "c"],
].map(([x, y, kind]) => ({ x: x as number, y: y as number, kind: kind as string }));
const X = points.map(({ x, y }) => [x, y]);
const tree = new DecisionTree().fit(
  X,
  points.map(({ kind }) => kind),
);

// %% curves
C.curves(steps, { x: "step", y: "loss", stroke: "model", side: "side", levels: [{ y: Math.LN2, label: "a coin" }], at: 4 }).plot({
  y: { label: "loss (nats)" },
});

// %% curves-with-legend
C.curves(
  steps.map((row) => ({ ...row, day: new Date(Date.UTC(2024, 0, 1 + row.step)) })),
  { x: "day", y: "loss", stroke: "model", labels: "legend", curve: "step-after", tip: true, height: "high" },
).plot();

// %% bars
C.bars(points, { x: ({ y }) => y - 2, y: ({ kind, x }) => `${kind}${x}`, pale: ({ kind }) => kind === "a", side: "ml" }).plot();

// %% bars-that-stand
C.bars([{ year: 2020, count: 3 }], { x: "year", y: "count", values: true }).plot();

// %% scatter
C.scatter(points, { x: "x", y: "y", symbol: "kind", filled: ({ y }) => y > 2, filledMeans: "above two", tip: true }).plot();

// %% scatter-with-labels
C.scatter(points, { x: "x", y: "y", label: ({ x }) => `number ${x}`, side: ({ kind }) => (kind === "a" ? "ml" : "lm") }).plot();

// %% heat-map
C.heatMap(points, { x: "kind", y: "x", value: "y", values: true, tip: true }).plot();

// %% intervals
C.intervals(
  points.map((row) => ({ ...row, name: `${row.kind}${row.x}${row.y}`, low: row.x - 0.5, high: row.x + 1 })),
  { x: "x", x1: "low", x2: "high", y: "name", side: ({ kind }) => (kind === "a" ? "ml" : "lm") },
).plot({ x: { label: "mistakes in 100" } });

// %% fan
C.fan(
  points.map(({ x, y }, i) => ({ day: new Date(Date.UTC(2024, 0, 1 + i)), y, low: y - 1, high: y + x })),
  { x: "day", y: "y", y1: "low", y2: "high", side: "lm", height: "low" },
).plot();

// %% tree-picture
C.treePicture(tree, { featureNames: ["width", "height"], way: [5, 1], rows: "points" }).plot();

// %% regression-tree-picture
C.treePicture(new RegressionTree().fit([[1], [2]], [0.5, 3])).plot();

// %% world-map
import { cliffWalking, frozenLake } from "#ml/grid-worlds";

C.worldMap(cliffWalking(), { path: [36, 24, 25], q: Array.from({ length: 48 }, (_, i) => [0, i === 36 ? -1 : 0, 0, 0]) }).plot();

// %% world-map-with-words
const lake = frozenLake();
C.worldMap(lake, { words: [...lake.squares], shades: [...lake.squares].map((_, i) => i / 15), side: "lm" }).plot();

// %% stage-map
import { seed } from "#base/random";
import { GPT } from "#lm/gpt";
import { stagesOf } from "#lm/gpt-stages";
import { traceGPT } from "#lm/gpt-trace";

const gpt = new GPT({ vocabSize: 3, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
const masked = stagesOf(traceGPT(gpt, [0, 1, 2]), { layer: 1, head: 1 }).find(({ name }) => name === "scores, masked")!;
C.stageMap(masked, { read: [..."abc"], vocabulary: [..."abc"] }).plot();

// %% pictures
const small = [
  { pixels: [0, 0.5, 1, 0], text: "a" },
  { pixels: [1, 0, 0, 1], box: { x: 0, y: 0, width: 1, height: 2 } },
];
C.pictures(small, { columns: 2 }).plot();

// %% word-map
const tinted = ["Mary", "went", "home"].map((text, i) => ({ text, line: i >> 1, share: i / 2 }));
C.wordMap(tinted).plot();

// %% amounts
C.amounts(points, { x: "x", ring: ({ y }) => 10 * y, y: ({ kind, y }) => `${kind}${y}`, side: "lm" }).plot({ x: { label: "numbers" } });

// %% amounts-with-stems
C.amounts(points, { x: "x", y: ({ kind, y }) => `${kind}${y}`, stem: 1, strong: ({ y }) => y > 3, height: "low" }).plot({ x: { label: "numbers" } });

// %% trend
C.trend(points, { x: "x", y: "y", y1: ({ y }) => y - 1, y2: ({ y }) => y + 1, line: (x) => x / 2 + 1, between: [0, 8], next: 7, side: "lm" }).plot();

// %% nested-map
const kinds = [
  { label: "all", colour: "var(--ml)", x1: 0, y1: 0, x2: 100, y2: 100 },
  { label: "some", colour: "var(--lm)", x1: 10, y1: 10, x2: 90, y2: 50 },
];
const standing = [
  { name: "a", why: "is one of some", at: [20, 30] },
  { name: "b", why: "is not", at: [20, 70] },
] as const;
C.nestedMap(kinds, standing, { tinted: ({ label }) => label === "some", filled: ({ name }) => name === "a" }).plot();

// %% layout
[C.treeLayout(tree).width, C.COLOURS.ml, C.COLOURS.ink];

// %% raster
C.regions((all) => tree.predict(all), { x: [0, 6], y: [0, 5], steps: 12 }).plot();

// %% among-marks
import * as Plot from "@observablehq/plot";

Plot.plot({
  x: { label: "width (mm)" },
  y: { label: "height (mm)" },
  marks: [C.regions(C.treeRegions(tree, [0, 6], [0, 5])), C.scatter(points, { x: "x", y: "y", symbol: "kind", side: "ink" }), Plot.frame()],
});

// %% street
import { Svm } from "#ml/svm";

const corners = [
  [1, 1],
  [2, 1],
  [4, 4],
  [5, 3],
];
const parted = new Svm({ kernel: "linear", C: 10 }).fit(corners, [0, 0, 1, 1]);
C.street(parted, { x: [0, 6], y: [0, 5], steps: 12 }).plot();

// %% handles
C.handles([{ a: 1, b: 2 }], { x: "a", y: "b", moves: ["Across", "Up"] }).plot({ ariaLabel: "One ring to drag" });

// %% walk
import { KMeans } from "#ml/k-means";

const heaps = [
  [1, 1],
  [2, 1],
  [5, 4],
];
const walked = [
  ...new KMeans({
    clusters: 2,
    init: [
      [1, 1],
      [2, 2],
    ],
  }).fitSteps(heaps),
];
C.centroidWalk(walked, { rows: heaps, x: [0, 6], y: [0, 5], moves: "Centres" }).plot();
