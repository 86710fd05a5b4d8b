// What Plot exports and the gallery (tests/unit/dom/gallery.ts) leaves out, and every name that its options know: no page shows
// this, tests run it in Node and in browsers.

// %% data
import * as Plot from "@observablehq/plot";
import { display } from "#notebook";

/** Numbers between 0 and 1, the same each time: a Weyl sequence. */
const spread = (i: number) => (i * 0.6180339887498949) % 1;
const points = Array.from({ length: 40 }, (_, i) => ({
  kind: ["a", "b", "c"][i % 3]!,
  x: Number((10 * spread(i)).toFixed(3)),
  y: Number((5 * spread(7 * i + 1) + spread(i)).toFixed(3)),
  size: 1 + (i % 7),
  day: new Date(Date.UTC(2024, 0, 1 + 9 * i)),
}));
const byKind = { x: "kind", y: "size" };
const small = { width: 200, height: 120 };
/** Engines differ in the last digits of exp, log and the like, so those are not shown. */
const rounded = (text: string) => text.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(3))));
/** A drawing of a fixed size without those digits. */
function without(chart: Element): Element {
  for (const part of [chart, ...chart.querySelectorAll("*")])
    for (const { name, value } of Array.from(part.attributes as unknown as ArrayLike<{ name: string; value: string }>))
      if (!value.startsWith("data:")) part.setAttribute(name, rounded(value));
  return chart;
}
/** Fingerprints of drawings that are too many to be looked at one by one. */
const marksIn = (chart: Element) =>
  [...chart.querySelectorAll("path, circle, rect, line, text, use")]
    .map((part) => rounded(part.getAttribute("d") ?? part.getAttribute("x") ?? part.textContent ?? ""))
    .join("|");
const inShort = (text: string) => `${text.length} ${text.slice(0, 60)}`;

// %% mark-classes
/** The classes of marks, each made by its function. */
[
  [Plot.Area, Plot.areaY(points, { x: "day", y: "y" })],
  [Plot.Arrow, Plot.arrow(points, { x1: "x", y1: "y", x2: 0, y2: 0 })],
  [Plot.BarX, Plot.barX(points, { x: "size", y: "kind" })],
  [Plot.BarY, Plot.barY(points, byKind)],
  [Plot.Cell, Plot.cell(points, { x: "kind", y: "size" })],
  [Plot.Contour, Plot.contour(points, { x: "x", y: "y", fill: "size" })],
  [Plot.Density, Plot.density(points, { x: "x", y: "y" })],
  [Plot.Dot, Plot.dot(points, { x: "x", y: "y" })],
  [Plot.Frame, Plot.frame()],
  [
    Plot.Geo,
    Plot.geo({
      type: "LineString",
      coordinates: [
        [0, 0],
        [5, 3],
      ],
    }),
  ],
  [Plot.Hexgrid, Plot.hexgrid()],
  [Plot.Image, Plot.image(points, { x: "x", y: "y", src: () => "data:image/gif;base64,R0lGODlhAQABAAAAACw=" })],
  [Plot.Line, Plot.line(points, { x: "x", y: "y" })],
  [Plot.Link, Plot.link(points, { x1: "x", y1: "y", x2: 0, y2: 0 })],
  [Plot.Mark, Plot.ruleX([0])],
  [Plot.Raster, Plot.raster(points, { x: "x", y: "y", fill: "size" })],
  [Plot.Rect, Plot.rect(points, { x: "x", y: "y", interval: 1 })],
  [Plot.RuleX, Plot.ruleX([1])],
  [Plot.RuleY, Plot.ruleY([1])],
  [Plot.Text, Plot.text(["a"], { frameAnchor: "middle" })],
  [Plot.TickX, Plot.tickX(points, { x: "x" })],
  [Plot.TickY, Plot.tickY(points, { y: "y" })],
  [Plot.Tip, Plot.tip(["a"], { x: 1, y: 1 })],
  [Plot.Vector, Plot.vector(points, { x: "x", y: "y" })],
  [Plot.WaffleX, Plot.waffleX(points, { x: "size", y: "kind" })],
  [Plot.WaffleY, Plot.waffleY(points, byKind)],
].map(([Kind, mark]) => mark instanceof (Kind as typeof Plot.Mark) && inShort(marksIn((mark as Plot.Dot).plot(small))));

// %% more-marks
for (const mark of [
  Plot.bollingerX(points, { y: "day", x: "y", n: 5 }),
  Plot.cellY(points.slice(0, 9), { y: "x", fill: "size" }),
  Plot.crosshairX(points, { x: "x", y: "y" }),
  Plot.crosshairY(points, { x: "x", y: "y" }),
  Plot.lineX(points, { y: "day", x: "y" }),
  Plot.linearRegressionX(points, { x: "x", y: "y" }),
  Plot.rectX(points, Plot.binY({ x: "count" }, { y: "y" })),
  Plot.textY(points.slice(0, 5), { y: "y", text: "kind" }),
  Plot.vectorX(points, { x: "x", length: "size" }),
  Plot.vectorY(points, { y: "y", rotate: 45 }),
])
  display(without(mark.plot(small)));

// %% axes-of-facets
Plot.plot({
  width: 400,
  height: 300,
  marks: [
    Plot.dot(points, { x: "x", y: "y", fx: "kind", fy: ({ size }) => size > 3 }),
    Plot.axisFx({ anchor: "bottom", color: "red" }),
    Plot.axisFy({ anchor: "left", tickFormat: (big: boolean) => (big ? "large" : "small") }),
    Plot.gridFx({ stroke: "blue" }),
    Plot.gridFy({ stroke: "green" }),
  ],
});

// %% more-transforms
for (const mark of [
  Plot.cell(points, Plot.group({ fill: "mean" }, { x: "kind", y: "size", fill: "y" })),
  Plot.lineY(points, Plot.map({ y: "rank" }, { x: "day", y: "y" })),
  Plot.lineX(points, Plot.mapX("quantile", { y: "day", x: "y" })),
  Plot.lineY(points, Plot.map({ y: Plot.normalize("max") }, { x: "day", y: "y" })),
  Plot.lineX(points, Plot.normalizeX("mean", { y: "day", x: "y" })),
  Plot.lineY(points, Plot.map({ y: Plot.window({ k: 5, reduce: "mean" }) }, { x: "day", y: "y" })),
  Plot.lineY(points, Plot.map({ y: Plot.bollinger({ n: 5, k: 1 }) }, { x: "day", y: "y" })),
  Plot.lineX(points, Plot.windowX(5, { y: "day", x: "y" })),
  Plot.dot(points, Plot.selectMinX({ x: "x", y: "y", z: "kind" })),
  Plot.dot(points, Plot.selectMaxX({ x: "x", y: "y", z: "kind" })),
  Plot.lineX(points, Plot.shiftY("month", { y: "day", x: "y" })),
  Plot.dot(points, Plot.shuffle({ seed: 3, x: "x", y: "y", fill: "kind" })),
  Plot.dotX(points, Plot.stackX1({ x: "size", y: "kind" } as never)),
  Plot.dotX(points, Plot.stackX2({ x: "size", y: "kind" } as never)),
  Plot.dotY(points, Plot.stackY1({ y: "size", x: "kind" } as never)),
  Plot.dotY(points, Plot.stackY2({ y: "size", x: "kind" } as never)),
  Plot.dot(
    points,
    Plot.transform({ x: "x", y: "y" }, (data, facets) => ({
      data,
      facets: facets.map((index) => Array.from(index).filter((i) => i % 2 === 0)),
    })) as never,
  ),
  Plot.dot(
    points,
    Plot.initializer({ x: "x", y: "y", fill: "black" }, (data, facets) => ({
      data,
      facets,
      channels: { fill: { value: Array.from(data as ArrayLike<unknown>, (_, i) => (i % 2 ? "red" : "blue")), scale: null } },
    })) as never,
  ),
  Plot.text(["root/a/one", "root/a/two", "root/b"], Plot.treeNode({ text: "node:name" })),
  Plot.link(["root/a/one", "root/a/two", "root/b"], Plot.treeLink()),
  Plot.marks(Plot.frame(), Plot.dot(points, { x: "x", y: "y" })),
])
  display(without(Plot.plot({ ...small, marks: [mark] })));

// %% reducers
[
  "first",
  "last",
  "identity",
  "count",
  "distinct",
  "sum",
  "proportion",
  "proportion-facet",
  "deviation",
  "min",
  "min-index",
  "max",
  "max-index",
  "mean",
  "median",
  "variance",
  "mode",
  "p25",
]
  .map((reducer) => [reducer, inShort(marksIn(Plot.dotY(points, Plot.groupX({ y: reducer as "sum" }, { x: "kind", y: "size" })).plot(small)))])
  .concat(
    ["x", "y"].map((reducer) => [
      reducer,
      inShort(marksIn(Plot.dot(points, Plot.hexbin({ fill: reducer as never }, { x: "x", y: "y" })).plot(small))),
    ]),
  )
  .concat([["z", inShort(marksIn(Plot.text(points, Plot.groupX({ text: "z" as never }, { x: "kind", z: "kind" })).plot(small)))]]);

// %% bases-of-normalizing
["deviation", "first", "last", "max", "mean", "median", "min", "sum", "extent"].map((basis) => [
  basis,
  inShort(marksIn(Plot.lineY(points, Plot.normalizeY(basis as "sum", { x: "day", y: "y" })).plot(small))),
]);

// %% stacks
["expand", "normalize", "center", "silhouette", "wiggle"]
  .map((offset) => [
    offset,
    inShort(marksIn(Plot.areaY(points, Plot.stackY({ offset: offset as "wiggle", x: "size", y: "y", fill: "kind" })).plot(small))),
  ])
  .concat(
    ["value", "z", "sum", "appearance", "inside-out"].map((order) => [
      order,
      inShort(marksIn(Plot.barY(points, Plot.stackY({ order: order as "sum", reverse: true, x: "size", y: "y", fill: "kind" })).plot(small))),
    ]),
  );

// %% projections
const land = {
  type: "Feature" as const,
  properties: {},
  geometry: {
    type: "Polygon" as const,
    coordinates: [
      [
        [-10, 35],
        [-10, 60],
        [30, 60],
        [30, 35],
        [-10, 35],
      ],
    ],
  },
};
for (const type of [
  "albers-usa",
  "albers",
  "azimuthal-equal-area",
  "azimuthal-equidistant",
  "conic-conformal",
  "conic-equal-area",
  "conic-equidistant",
  "equal-earth",
  "equirectangular",
  "gnomonic",
  "identity",
  "reflect-y",
  "mercator",
  "orthographic",
  "stereographic",
  "transverse-mercator",
])
  display(
    without(
      Plot.plot({
        ...small,
        ariaLabel: type,
        projection: { type: type as Plot.ProjectionName, domain: type === "albers-usa" ? undefined : land, rotate: [-10, -40], inset: 4 },
        marks: [Plot.geo(land, { fill: "#ddd" }), Plot.graticule({ clip: "frame" }), Plot.frame()],
      }),
    ),
  );

// %% scale-types
for (const type of ["linear", "pow", "sqrt", "log", "symlog", "utc", "time", "point", "band", "identity"])
  display(
    without(
      Plot.dot(points, { x: type === "utc" || type === "time" ? "day" : "size", y: "y" }).plot({
        ...small,
        ariaLabel: type,
        x: { type: type as Plot.ScaleType, exponent: 2, ...(type === "time" ? { ticks: 0 } : {}) },
      }),
    ),
  );

// %% colour-scale-types
for (const type of [
  "linear",
  "pow",
  "sqrt",
  "log",
  "symlog",
  "sequential",
  "cyclical",
  "diverging",
  "diverging-log",
  "diverging-pow",
  "diverging-sqrt",
  "diverging-symlog",
  "categorical",
  "ordinal",
  "threshold",
  "quantile",
  "quantize",
  "identity",
]) {
  const identity = type === "identity";
  const pivot = type.startsWith("diverging") ? { pivot: 3 } : {};
  const domain = type === "threshold" ? { domain: [2, 4] } : {};
  display(
    without(
      Plot.dot(points, { x: "x", y: "y", fill: identity ? () => "teal" : ({ size }) => size + 0.25 }).plot({
        ...small,
        ariaLabel: type,
        color: { type: type as Plot.ScaleType, ...pivot, ...domain, legend: !identity },
      }),
    ),
  );
}

// %% colour-schemes
[
  "brbg",
  "prgn",
  "piyg",
  "puor",
  "rdbu",
  "rdgy",
  "rdylbu",
  "rdylgn",
  "spectral",
  "burd",
  "buylrd",
  "blues",
  "greens",
  "greys",
  "oranges",
  "purples",
  "reds",
  "turbo",
  "viridis",
  "magma",
  "inferno",
  "plasma",
  "cividis",
  "cubehelix",
  "warm",
  "cool",
  "bugn",
  "bupu",
  "gnbu",
  "orrd",
  "pubu",
  "pubugn",
  "purd",
  "rdpu",
  "ylgn",
  "ylgnbu",
  "ylorbr",
  "ylorrd",
  "rainbow",
  "sinebow",
].map((scheme) => [
  scheme,
  ...[0, 0.3, 1].map((t) => Plot.scale({ color: { type: "linear", domain: [0, 1], scheme: scheme as Plot.ColorScheme } }).apply(t)),
]);

// %% colour-schemes-of-kinds
["accent", "category10", "dark2", "observable10", "paired", "pastel1", "pastel2", "set1", "set2", "set3", "tableau10"].map((scheme) => [
  scheme,
  ...Plot.scale({ color: { type: "categorical", domain: ["a", "b"], scheme: scheme as Plot.ColorScheme } }).range!,
]);

// %% other-scales
[
  Plot.scale({ x: { type: "log", domain: [1, 100], range: [0, 10] } }).apply(10),
  Plot.scale({ r: { domain: [0, 10] } }).apply(5),
  Plot.scale({ opacity: { domain: [0, 10] } }).apply(5),
  Plot.scale({ length: { domain: [0, 10] } }).apply(5),
  Plot.scale({ symbol: { domain: ["a", "b"] } }).apply("b"),
].map((value) => (typeof value === "number" ? Number(value.toFixed(6)) : typeof value));

// %% curves
[
  "basis",
  "basis-closed",
  "basis-open",
  "bundle",
  "bump-x",
  "bump-y",
  "cardinal",
  "cardinal-closed",
  "cardinal-open",
  "catmull-rom",
  "catmull-rom-closed",
  "catmull-rom-open",
  "linear",
  "linear-closed",
  "monotone-x",
  "monotone-y",
  "natural",
  "step",
  "step-after",
  "step-before",
].map((curve) => [
  curve,
  marksIn(Plot.line(points.slice(0, 8), { x: "x", y: "y", curve: curve as Plot.CurveName, tension: 0.5 }).plot({ ...small, axis: null })),
]);

// %% markers
for (const marker of ["none", "arrow", "arrow-reverse", "dot", "circle", "circle-fill", "circle-stroke", "tick", "tick-x", "tick-y"])
  display(
    without(Plot.line(points.slice(0, 5), { x: "x", y: "y", marker: marker as Plot.MarkerName }).plot({ ...small, axis: null, ariaLabel: marker })),
  );

// %% symbols
const signs = [
  "asterisk",
  "circle",
  "cross",
  "diamond",
  "diamond2",
  "hexagon",
  "plus",
  "square",
  "square2",
  "star",
  "times",
  "triangle",
  "triangle2",
  "wye",
];
Plot.dot(signs, { x: Plot.indexOf, y: 1, symbol: Plot.identity, r: 6 }).plot({
  width: 400,
  height: 80,
  axis: null,
  symbol: { type: "identity", legend: false } as never,
});

// %% legends
for (const legend of [
  Plot.legend({ color: { type: "linear", domain: [0, 10] } }),
  Plot.legend({ color: { type: "ordinal", domain: ["a", "b"] }, legend: "ramp" }),
  Plot.legend({ color: { type: "categorical", domain: ["a", "b"] }, legend: "swatches" }),
  Plot.legend({ symbol: { domain: ["a", "b"] } }),
  Plot.legend({ opacity: { domain: [0, 1] }, color: "teal" } as never),
])
  display(without(legend));

// %% rasters
for (const interpolate of [
  "none",
  "nearest",
  "barycentric",
  "random-walk",
  Plot.interpolateNone,
  Plot.interpolateNearest,
  Plot.interpolatorBarycentric(),
  Plot.interpolatorRandomWalk(),
] as const)
  display(without(Plot.raster(points, { x: "x", y: "y", fill: "size", interpolate }).plot({ ...small, ariaLabel: "a raster" })));

// %% tips
for (const anchor of ["middle", "top-left", "top", "top-right", "right", "bottom-left", "bottom", "bottom-right", "left"] as const)
  display(
    without(Plot.plot({ ...small, ariaLabel: anchor, marks: [Plot.frame(), Plot.tip([`to the ${anchor}`], { frameAnchor: anchor, anchor })] })),
  );

// %% text-overflow
for (const textOverflow of ["clip", "clip-start", "clip-end", "ellipsis", "ellipsis-start", "ellipsis-middle", "ellipsis-end"] as const)
  display(
    without(
      Plot.text(["a long line that does not fit"], { frameAnchor: "middle", lineWidth: 8, textOverflow }).plot({ ...small, ariaLabel: textOverflow }),
    ),
  );

// %% sweeps-of-arrows
for (const sweep of ["+x", "-x", "+y", "-y"] as const)
  display(without(Plot.arrow(points.slice(0, 6), { x1: "x", y1: "y", x2: 5, y2: 3, bend: 20, sweep }).plot({ ...small, ariaLabel: sweep })));

// %% automatic-marks
for (const mark of ["dot", "line", "area", "rule", "bar"] as const)
  display(without(Plot.auto(points, { x: "size", y: mark === "bar" ? { reduce: "count" } : "y", mark }).plot({ ...small, ariaLabel: mark })));

// %% values-and-formats
const [column, setColumn] = Plot.column(points);
setColumn(points.map(({ x }) => x));
[
  Plot.autoSpec(points, { x: "x", y: "y" }).mark,
  Plot.valueof(points, "size")?.length,
  (column as { transform(): unknown[] }).transform().length,
  Plot.formatIsoDate(new Date(Date.UTC(2024, 1, 29))),
  Plot.formatMonth("de", "long")(1),
  Plot.formatWeekday("fr", "short")(1),
  Plot.formatNumber("de")(1234.5),
  Plot.numberInterval(0.5).range(0, 2),
  Plot.utcInterval("week").floor(new Date(Date.UTC(2024, 1, 29))),
  Plot.timeInterval("day")
    .floor(new Date(2024, 1, 29, 5))
    .getHours(),
  inShort(
    marksIn(
      Plot.dotX(points, Plot.groupX({ y: Plot.find(({ size }: { size: number }) => size === 3) }, { x: "kind", y: "size" }) as never).plot(small),
    ),
  ),
];
