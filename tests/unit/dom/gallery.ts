/**
 * One drawing for each part of Plot's interface: every mark, transform, projection, legend and family of
 * options; and what d3 draws by itself. Data are generated, the same each time.
 */
import type * as PlotModule from "@observablehq/plot";
import type * as d3Module from "d3";

type Plot = typeof PlotModule;
type D3 = typeof d3Module;
export type Drawn = Element;

interface Animal {
  species: string;
  island: string;
  sex: string | null;
  length: number;
  depth: number;
  mass: number;
}

/** The same numbers between 0 and 1 on every machine (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = generator(1);
const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

export const animals: Animal[] = Array.from({ length: 90 }, (_, i) => {
  const kind = i % 3;
  const length = 38 + 5 * kind + 2 * normal();
  return {
    species: ["Adelie", "Chinstrap", "Gentoo"][kind] ?? "",
    island: ["Biscoe", "Dream", "Torgersen"][Math.floor(next() * 3)] ?? "",
    sex: i % 17 === 0 ? null : i % 2 ? "male" : "female",
    length: round(length),
    depth: round(20 - kind + normal()),
    mass: Math.round(3000 + 60 * (length - 30) + 200 * normal()),
  };
});

export const walk = Array.from({ length: 120 }, (_, i) => ({ date: new Date(Date.UTC(2020, 0, 1 + 3 * i)), value: 0 }));
walk.reduce((value, day) => (day.value = round(value + 4 * normal())), 100);
export const series = ["up", "down", "flat"].flatMap((name, k) =>
  walk.slice(0, 40).map(({ date }, i) => ({ name, date, value: round(50 + (1 - k) * i * 0.7 + 3 * normal()) })),
);
const letters = [..."ETAOINSHRD"].map((letter, i) => ({ letter, frequency: round(0.13 / (1 + i / 3), 4) }));
const survey = ["strongly agree", "agree", "neutral", "disagree"].flatMap((answer, i) =>
  ["A", "B", "C"].map((question, j) => ({ question, answer, count: 10 + 7 * i + 3 * j })),
);
const grid = Array.from({ length: 20 * 15 }, (_, i) => round(Math.sin((i % 20) / 4) + Math.cos(Math.floor(i / 20) / 3), 3));
const wind = Array.from({ length: 36 }, (_, i) => ({ x: i % 6, y: Math.floor(i / 6), speed: 1 + (i % 7), direction: (i * 40) % 360 }));
const places = Array.from({ length: 30 }, (_, i) => ({ longitude: round(-170 + 11.5 * i), latitude: round(70 * Math.sin(i)), value: i }));
const paths = ["root/a/one", "root/a/two", "root/b/three", "root/b/four/five", "root/c"];
const ring = (x: number, y: number, r: number) =>
  Array.from({ length: 13 }, (_, i) => [round(x + r * Math.sin((Math.PI * i) / 6)), round(y + r * Math.cos((Math.PI * i) / 6))]);
const countries = {
  type: "FeatureCollection" as const,
  features: [
    [0, 0, 20, "one"],
    [60, 20, 15, "two"],
    [-80, 35, 25, "three"],
  ].map(([x, y, r, name]) => ({
    type: "Feature" as const,
    properties: { name, size: r },
    geometry: { type: "Polygon" as const, coordinates: [ring(Number(x), Number(y), Number(r))] },
  })),
};
const gene = ["A", "B", "C", "D"].flatMap((row, i) =>
  ["p", "q", "r"].map((column, j) => ({ row, column, value: i * j - 2, label: `${row}${column}` })),
);
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

/** Every drawing by name. */
export const gallery: Record<string, (Plot: Plot, d3: D3) => Drawn> = {
  // Marks
  areaY: (Plot) => Plot.plot({ marks: [Plot.areaY(walk, { x: "date", y: "value", fillOpacity: 0.3 }), Plot.ruleY([0])] }),
  areaX: (Plot) => Plot.areaX(walk, { y: "date", x: "value", curve: "step" }).plot(),
  area: (Plot) => Plot.area(walk, { x1: "date", y1: 80, y2: "value", z: null }).plot(),
  arrow: (Plot) =>
    Plot.plot({
      marks: [Plot.arrow(wind, { x1: "x", y1: "y", x2: (d) => d.x + 0.5, y2: (d) => d.y + 0.3, bend: true, headLength: 6, stroke: "speed" })],
    }),
  "auto dot": (Plot) => Plot.auto(animals, { x: "length", y: "mass" }).plot(),
  "auto histogram": (Plot) => Plot.auto(animals, { x: "mass" }).plot(),
  "auto heat map": (Plot) => Plot.auto(animals, { x: "species", y: "island", color: "count" }).plot(),
  axes: (Plot) =>
    Plot.plot({
      x: { domain: [0, 100] },
      y: { domain: [1, 1000], type: "log" },
      marks: [
        Plot.axisX({ anchor: "top", ticks: 5, color: "red", label: "top" }),
        Plot.axisY({ anchor: "right", tickFormat: "s", fontSize: 14 }),
        Plot.gridX({ interval: 25, strokeDasharray: "2,2" }),
        Plot.gridY({ strokeOpacity: 0.4 }),
      ],
    }),
  barY: (Plot) => Plot.barY(letters, { x: "letter", y: "frequency", sort: { x: "y", reverse: true } }).plot({ y: { percent: true, grid: true } }),
  barX: (Plot) =>
    Plot.plot({
      marks: [
        Plot.barX(letters, { y: "letter", x: "frequency", fill: "steelblue", rx: 2, insetTop: 1 }),
        Plot.textX(letters, { y: "letter", x: "frequency", text: (d) => d.frequency.toFixed(3), textAnchor: "start", dx: 4 }),
      ],
    }),
  "barX stacked": (Plot) =>
    Plot.plot({
      x: { percent: true },
      color: { scheme: "PiYG", legend: true },
      marks: [Plot.barX(survey, { x: "count", y: "question", fill: "answer", offset: "normalize", order: "answer" }), Plot.ruleX([0])],
    }),
  bollinger: (Plot) => Plot.plot({ marks: [Plot.bollingerY(walk, { x: "date", y: "value", n: 10, k: 2 })] }),
  boxX: (Plot) => Plot.boxX(animals, { x: "mass", y: "species" }).plot(),
  boxY: (Plot) => Plot.boxY(animals, { y: "mass", x: "island", fill: "species" }).plot(),
  cell: (Plot) =>
    Plot.plot({
      color: { type: "diverging", scheme: "RdBu", legend: true },
      marks: [
        Plot.cell(gene, { x: "column", y: "row", fill: "value", inset: 0.5 }),
        Plot.text(gene, { x: "column", y: "row", text: "label", title: "value" }),
      ],
    }),
  cellX: (Plot) => Plot.cellX(letters, { x: "letter", fill: "frequency" }).plot({ color: { scheme: "Blues" } }),
  contour: (Plot) =>
    Plot.plot({
      color: { legend: true },
      marks: [Plot.contour(grid, { width: 20, height: 15, fill: Plot.identity, thresholds: 6, stroke: "black" })],
    }),
  "contour of a function": (Plot) =>
    Plot.contour({ x1: -2, y1: -2, x2: 2, y2: 2, fill: (x: number, y: number) => Math.sin(x * y), pixelSize: 20, interval: 0.25 }).plot(),
  crosshair: (Plot) =>
    Plot.plot({ marks: [Plot.dot(animals, { x: "length", y: "mass" }), Plot.crosshair(animals, { x: "length", y: "mass", color: "species" })] }),
  delaunay: (Plot) =>
    Plot.plot({
      marks: [Plot.delaunayMesh(animals, { x: "length", y: "mass" }), Plot.delaunayLink(animals, { x: "length", y: "mass", stroke: "species" })],
    }),
  voronoi: (Plot) =>
    Plot.plot({
      marks: [
        Plot.voronoi(animals, { x: "length", y: "mass", fill: "species", fillOpacity: 0.2 }),
        Plot.voronoiMesh(animals, { x: "length", y: "mass" }),
        Plot.dot(animals, { x: "length", y: "mass", r: 2 }),
      ],
    }),
  hull: (Plot) => Plot.hull(animals, { x: "length", y: "mass", stroke: "species", fill: "species", fillOpacity: 0.1 }).plot(),
  density: (Plot) =>
    Plot.plot({
      marks: [
        Plot.density(animals, { x: "length", y: "mass", fill: "density", bandwidth: 30 }),
        Plot.density(animals, { x: "length", y: "mass", stroke: "species" }),
      ],
    }),
  differenceY: (Plot) => Plot.differenceY(walk, Plot.shiftX("+1 month", { x: "date", y: "value", positiveFill: "green" })).plot(),
  differenceX: (Plot) => Plot.differenceX(walk, { y: "date", x1: 95, x2: "value" }).plot(),
  dot: (Plot) =>
    Plot.plot({
      grid: true,
      color: { legend: true },
      marks: [Plot.dot(animals, { x: "length", y: "depth", stroke: "species", title: (d) => `${d.species}\n"${d.island}" & <${d.sex}>` })],
    }),
  "dot symbols": (Plot) =>
    Plot.plot({ symbol: { legend: true }, marks: [Plot.dot(animals, { x: "length", y: "depth", stroke: "species", symbol: "species" })] }),
  "dot radius": (Plot) =>
    Plot.dot(animals, { x: "length", y: "depth", r: "mass", fill: "mass", fillOpacity: 0.5, mixBlendMode: "multiply" }).plot({
      r: { range: [0, 12] },
      color: { legend: true, scheme: "viridis", label: "mass (g)" },
    }),
  circle: (Plot) => Plot.circle(wind, { x: "x", y: "y", r: "speed" }).plot(),
  hexagon: (Plot) => Plot.hexagon(wind, { x: "x", y: "y", fill: "direction" }).plot(),
  dotX: (Plot) => Plot.dotX(animals, { x: "mass", strokeOpacity: 0.4 }).plot(),
  frame: (Plot) =>
    Plot.plot({
      marks: [
        Plot.frame({ stroke: "red", rx: 6, fill: "#eee" }),
        Plot.frame({ anchor: "left" }),
        Plot.text(["Hello\nworld"], { frameAnchor: "middle" }),
      ],
    }),
  geo: (Plot) =>
    Plot.plot({
      projection: "equal-earth",
      color: { legend: true },
      marks: [
        Plot.sphere(),
        Plot.graticule(),
        Plot.geo(countries, { fill: (d) => d.properties.size, title: (d) => d.properties.name, stroke: "white" }),
      ],
    }),
  hexgrid: (Plot) =>
    Plot.plot({ marks: [Plot.hexgrid(), Plot.dot(animals, Plot.hexbin({ r: "count", fill: "count" }, { x: "length", y: "mass" }))] }),
  image: (Plot) =>
    Plot.plot({
      marks: [
        Plot.image(wind, {
          x: "x",
          y: "y",
          src: () => PIXEL,
          width: 12,
          height: 10,
          r: 5,
          preserveAspectRatio: "xMidYMin slice",
          imageRendering: "pixelated",
        }),
      ],
    }),
  line: (Plot) =>
    Plot.plot({
      y: { grid: true, label: "↑ Value" },
      marks: [Plot.line(walk, { x: "date", y: "value", marker: "circle", strokeWidth: 2, strokeDasharray: "4 2" })],
    }),
  "line series": (Plot) =>
    Plot.plot({
      color: { legend: true },
      marks: [
        Plot.lineY(series, { x: "date", y: "value", stroke: "name", curve: "catmull-rom", markerEnd: "arrow" }),
        Plot.text(series, Plot.selectLast({ x: "date", y: "value", z: "name", text: "name", textAnchor: "start", dx: 3 })),
      ],
    }),
  "line with gaps": (Plot) => Plot.lineY(walk, { x: "date", y: (d, i) => (i % 10 ? d.value : NaN), marker: "tick-x" }).plot(),
  linearRegression: (Plot) =>
    Plot.plot({
      marks: [
        Plot.dot(animals, { x: "length", y: "mass", fill: "species" }),
        Plot.linearRegressionY(animals, { x: "length", y: "mass", stroke: "species", ci: 0.9 }),
      ],
    }),
  link: (Plot) => Plot.link(wind, { x1: "x", y1: "y", x2: (d) => d.x + 1, y2: (d) => d.y / 2, marker: "dot", curve: "bump-x" }).plot(),
  raster: (Plot) =>
    Plot.plot({ color: { legend: true, scheme: "magma" }, marks: [Plot.raster(grid, { width: 20, height: 15, imageRendering: "pixelated" })] }),
  "raster of a function": (Plot) => Plot.raster({ x1: 0, x2: 4, y1: 0, y2: 3, fill: (x: number, y: number) => x * y, pixelSize: 10, blur: 1 }).plot(),
  "raster interpolated": (Plot) =>
    Plot.plot({
      marks: [
        Plot.raster(animals, { x: "length", y: "mass", fill: "species", interpolate: "nearest", pixelSize: 8 }),
        Plot.raster(animals, { x: "length", y: "mass", fill: "depth", interpolate: Plot.interpolatorBarycentric(), pixelSize: 16, fillOpacity: 0.5 }),
      ],
    }),
  rect: (Plot) =>
    Plot.rect(animals, Plot.bin({ fill: "count" }, { x: "length", y: "mass", thresholds: 10 })).plot({ color: { scheme: "YlGnBu", legend: true } }),
  "rect gradient": (Plot, d3) =>
    Plot.plot({
      marks: [
        () => {
          const gradient = d3.create("svg:defs").append("linearGradient").attr("id", "shade").attr("gradientTransform", "rotate(90)");
          gradient
            .selectAll("stop")
            .data(["#fff", "steelblue"])
            .join("stop")
            .attr("offset", (_, i) => i)
            .attr("stop-color", (d) => d);
          return (gradient.node() as unknown as SVGElement).parentNode as SVGElement;
        },
        Plot.rectY(animals, { ...Plot.binX({ y: "count" }, { x: "mass" }), fill: "url(#shade)" }),
        Plot.ruleY([0]),
      ],
    }),
  rule: (Plot) =>
    Plot.plot({
      marks: [
        Plot.ruleX(animals, { x: "mass", strokeOpacity: 0.2 }),
        Plot.ruleY([0, 10], { stroke: "red", strokeWidth: 3, strokeLinecap: "round" }),
        Plot.ruleX(walk.slice(0, 5), { x: 4000, y1: 1, y2: "value" }),
      ],
    }),
  text: (Plot) =>
    Plot.plot({
      marks: [
        Plot.text(animals.slice(0, 20), {
          x: "length",
          y: "mass",
          text: "species",
          rotate: 30,
          fontSize: "mass",
          lineAnchor: "bottom",
          stroke: "white",
          fill: "black",
          fontStyle: "italic",
          fontFamily: "serif",
        }),
      ],
    }),
  "text wrapped": (Plot) =>
    Plot.text(["Call me Ishmael. Some years ago—never mind how long precisely—having little or no money in my purse & <nothing> particular"], {
      frameAnchor: "top-left",
      lineWidth: 16,
      textOverflow: "ellipsis",
      monospace: true,
      lineHeight: 1.4,
    }).plot({ height: 200 }),
  tick: (Plot) =>
    Plot.plot({ marks: [Plot.tickX(animals, { x: "mass", y: "species", stroke: "sex" }), Plot.tickY(animals, { y: "species", x: 3000 })] }),
  tip: (Plot) =>
    Plot.plot({
      marks: [
        Plot.lineY(walk, { x: "date", y: "value" }),
        Plot.tip([`A peak of "interest" & so on`], { x: new Date("2020-06-01"), y: 110, anchor: "bottom-left", dy: -3 }),
      ],
    }),
  "tip of the largest": (Plot) =>
    Plot.plot({
      marks: [
        Plot.dot(animals, { x: "length", y: "mass" }),
        Plot.tip(
          animals,
          Plot.selectMaxY({ x: "length", y: "mass", channels: { island: "island", sex: "sex" }, format: { y: ",.0f", island: true } }),
        ),
      ],
    }),
  "tip on pointing": (Plot) => Plot.dot(animals, { x: "length", y: "mass", tip: true, stroke: "species" }).plot(),
  tree: (Plot) => Plot.plot({ axis: null, margin: 10, marginLeft: 40, marginRight: 120, marks: [Plot.tree(paths, { textStroke: "white" })] }),
  cluster: (Plot) => Plot.cluster(paths, { treeSort: "node:height", delimiter: "/" }).plot({ axis: null, height: 150 }),
  vector: (Plot) =>
    Plot.plot({
      length: { range: [0, 20] },
      marks: [Plot.vector(wind, { x: "x", y: "y", length: "speed", rotate: "direction", anchor: "middle", stroke: "speed" })],
    }),
  spike: (Plot) => Plot.spike(wind, { x: "x", y: "y", length: "speed", fill: "red", r: 4 }).plot(),
  waffleY: (Plot) => Plot.waffleY(letters, { x: "letter", y: (d) => d.frequency * 1000, fill: "letter", unit: 5, gap: 1, rx: "100%" }).plot(),
  waffleX: (Plot) => Plot.plot({ marks: [Plot.waffleX(survey, { x: "count", y: "question", fill: "answer" })] }),
  // Transforms
  bin: (Plot) =>
    Plot.plot({
      marks: [
        Plot.rectY(animals, Plot.binX<PlotModule.RectYOptions>({ y: "count" }, { x: "mass", fill: "species", interval: 250 })),
        Plot.ruleY([0]),
      ],
    }),
  "bin cumulative": (Plot) => Plot.lineY(animals, Plot.binX({ y: "proportion" }, { x: "mass", cumulative: true, thresholds: "scott" })).plot(),
  group: (Plot) => Plot.barX(animals, Plot.groupY({ x: "count" }, { y: "island", fill: "sex", sort: { y: "-x" } })).plot({ marginLeft: 80 }),
  "group median": (Plot) =>
    Plot.plot({ marks: [Plot.barY(animals, Plot.groupX({ y: "median", title: (v: Animal[]) => String(v.length) }, { x: "species", y: "mass" }))] }),
  groupZ: (Plot) => Plot.plot({ marks: [Plot.ruleX(animals, Plot.groupZ({ x: "mean" }, { x: "mass", stroke: "species" }))] }),
  dodge: (Plot) => Plot.plot({ height: 160, marks: [Plot.dot(animals, Plot.dodgeY({ x: "mass", fill: "species", padding: 1 }))] }),
  "dodge sideways": (Plot) => Plot.dotY(animals, Plot.dodgeX("middle", { y: "mass", r: 2 })).plot(),
  hexbin: (Plot) =>
    Plot.plot({
      color: { legend: true, type: "log" },
      marks: [Plot.hexagon(animals, Plot.hexbin({ fill: "count" }, { x: "length", y: "mass", binWidth: 20 }))],
    }),
  "map and window": (Plot) =>
    Plot.plot({
      marks: [
        Plot.lineY(walk, Plot.windowY({ k: 12, anchor: "end", reduce: "median" }, { x: "date", y: "value", stroke: "red" })),
        Plot.lineY(walk, Plot.mapY("cumsum", { x: "date", y: "value" })),
        Plot.ruleY(
          walk,
          Plot.mapY((v: number[]) => v.map(() => 90), { y: "value" }),
        ),
      ],
    }),
  normalize: (Plot) =>
    Plot.lineY(series, Plot.normalizeY("first", { x: "date", y: "value", stroke: "name" })).plot({
      y: { type: "log", tickFormat: (x: number) => `${x.toFixed(1)}×` },
    }),
  select: (Plot) =>
    Plot.plot({
      marks: [
        Plot.dot(series, Plot.selectMinY({ x: "date", y: "value", z: "name" })),
        Plot.dot(series, Plot.selectFirst({ x: "date", y: "value", fill: "name" })),
        Plot.dot(series, Plot.select({ y: "max" }, { x: "date", y: "value", stroke: "name" })),
      ],
    }),
  shift: (Plot) => Plot.lineY(walk, Plot.shiftX("year", { x: "date", y: "value" })).plot(),
  stack: (Plot) =>
    Plot.areaY(series, Plot.stackY({ offset: "wiggle", order: "inside-out" }, { x: "date", y: "value", fill: "name" })).plot({ y: { axis: null } }),
  "stack both ways": (Plot) =>
    Plot.plot({
      marks: [
        Plot.barX(survey, Plot.stackX({ x: (d) => (d.answer.includes("dis") ? -d.count : d.count), y: "question", fill: "answer" })),
        Plot.ruleX([0]),
      ],
    }),
  "sort, filter, reverse": (Plot) =>
    Plot.dot(
      animals,
      Plot.sort(
        "mass",
        Plot.filter((d) => d.mass > 3500, Plot.reverse({ x: "length", y: "mass", fill: "species" })),
      ),
    ).plot(),
  centroid: (Plot) =>
    Plot.plot({
      projection: "mercator",
      marks: [
        Plot.geo(countries),
        Plot.dot(countries.features, Plot.centroid({ r: 4, fill: "red" })),
        Plot.text(countries.features, Plot.geoCentroid({ text: (d) => d.properties.name })),
      ],
    }),
  interval: (Plot) => Plot.barY(walk, { x: "date", y: "value", interval: "week" } as never).plot({ x: { interval: "month" } }),
  // Facets
  "facet x": (Plot) =>
    Plot.plot({
      grid: true,
      marks: [
        Plot.frame(),
        Plot.dot(animals, { x: "length", y: "mass", fx: "species" }),
        Plot.dot(animals, { x: "length", y: "mass", fx: "species", facet: "exclude", fill: "#ddd", r: 1 }),
      ],
    }),
  "facet y": (Plot) =>
    Plot.plot({
      marginRight: 80,
      fy: { label: null },
      marks: [Plot.rectY(animals, Plot.binX<PlotModule.RectYOptions>({ y: "count" }, { x: "mass", fy: "island" }))],
    }),
  "facet grid": (Plot) =>
    Plot.plot({
      facet: { data: animals, x: "sex", y: "species", marginRight: 90 },
      marks: [
        Plot.frame(),
        Plot.dot(animals, { x: "length", y: "depth" }),
        Plot.text(animals, Plot.selectFirst({ x: "length", frameAnchor: "top-left", text: "species" })),
      ],
    }),
  "facet tips": (Plot) => Plot.plot({ marks: [Plot.dot(animals, { x: "length", y: "mass", fx: "species", tip: "x" })] }),
  // Projections
  "projection orthographic": (Plot) =>
    Plot.plot({
      projection: { type: "orthographic", rotate: [30, -20] },
      marks: [
        Plot.sphere({ fill: "aliceblue" }),
        Plot.graticule(),
        Plot.geo(countries, { fill: "#ccc" }),
        Plot.dot(places, { x: "longitude", y: "latitude", r: "value" }),
      ],
    }),
  "projection albers": (Plot) => Plot.plot({ projection: "albers-usa", marks: [Plot.geo(countries)] }),
  "projection of a domain": (Plot) =>
    Plot.plot({
      projection: { type: "azimuthal-equidistant", domain: countries, inset: 10, clip: "frame" },
      marks: [Plot.geo(countries, { stroke: "black" }), Plot.link(places, { x1: "longitude", y1: "latitude", x2: 0, y2: 0, stroke: "red" })],
    }),
  "projection planar": (Plot) =>
    Plot.plot({
      projection: { type: "reflect-y", domain: countries },
      aspectRatio: 1,
      marks: [Plot.geo(countries), Plot.density(places, { x: "longitude", y: "latitude" })],
    }),
  "projection clipped": (Plot) =>
    Plot.plot({
      projection: "equirectangular",
      marks: [
        Plot.contour(places, { x: "longitude", y: "latitude", fill: "value", clip: "sphere", pixelSize: 20 }),
        Plot.sphere({ stroke: "black" }),
      ],
    }),
  "projection of d3": (Plot, d3) =>
    Plot.plot({ projection: ({ width, height }) => d3.geoConicEqualArea().fitSize([width, height], { type: "Sphere" }), marks: [Plot.graticule()] }),
  // Scales and legends
  "legend ramp": (Plot) => Plot.legend({ color: { domain: [0, 100], scheme: "turbo", label: "temperature (°F) →" }, ticks: 6, width: 300 }),
  "legend quantize": (Plot) => Plot.legend({ color: { type: "quantize", domain: [0, 10], n: 5, label: "five steps" } }),
  "legend threshold": (Plot) =>
    Plot.legend({ color: { type: "threshold", domain: [1, 5, 10], range: ["white", "pink", "red", "black"], label: "limits" }, tickFormat: "d" }),
  "legend diverging": (Plot) => Plot.legend({ color: { type: "diverging", domain: [-3, 5], pivot: 0, label: "anomaly" } }),
  "legend swatches": (Plot) => Plot.legend({ color: { domain: ["a & b", "<c>", "d"] }, swatchSize: 20 } as never),
  "legend columns": (Plot) => Plot.legend({ color: { domain: [..."abcdefgh"] }, columns: "100px", className: "own" } as never),
  "legend ordinal ramp": (Plot) =>
    Plot.legend({ color: { type: "ordinal", domain: [1, 2, 3, 4], scheme: "Greens", label: "grade" }, legend: "ramp" }),
  "legend opacity": (Plot) => Plot.legend({ opacity: { domain: [0, 10], label: "share (%)" }, color: "green" } as never),
  "legend symbols": (Plot) => Plot.legend({ symbol: { domain: ["x", "y", "z"] }, fill: "red", r: 6 } as never),
  "legend of a chart": (Plot) => Plot.dot(animals, { x: "length", y: "mass", stroke: "species" }).plot().legend("color", { label: "kinds" }) as Drawn,
  "scale log": (Plot) =>
    Plot.plot({
      x: { type: "log", base: 2, domain: [1, 4096], ticks: 12, tickFormat: "~s" },
      y: { type: "symlog", domain: [-100, 1000] },
      marks: [Plot.frame()],
    }),
  "scale time": (Plot) =>
    Plot.plot({
      x: { type: "utc", domain: [new Date("2021-01-01"), new Date("2021-03-01")], ticks: "week", label: "when" },
      y: { type: "sqrt", domain: [0, 50], reverse: true, line: true },
      marks: [Plot.gridX()],
    }),
  "scale ordinal": (Plot) =>
    Plot.plot({
      x: { type: "band", domain: ["a", "b", "c"], padding: 0.5, tickRotate: -45, label: "letters" },
      y: { type: "band", domain: [1, 2, 3], tickFormat: (d: number) => `no. ${d}` },
      marks: [
        Plot.cell(
          [
            ["a", 1],
            ["c", 3],
          ],
          { fill: "orange" },
        ),
      ],
    }),
  "scale clamp": (Plot) =>
    Plot.dot(
      [
        [0, 1],
        [5, 9],
      ],
      {},
    ).plot({
      x: { domain: [0, 3], clamp: true, nice: true, insetLeft: 10, transform: (x: number) => x / 2 },
      y: { zero: true, labelAnchor: "center", labelArrow: "none", axis: "both" },
      inset: 5,
      clip: true,
    }),
  "scale quantile": (Plot) =>
    Plot.cellX(letters, { x: "letter", fill: "frequency" }).plot({ color: { type: "quantile", n: 4, scheme: "reds", legend: true }, padding: 0 }),
  "scale identity": (Plot) =>
    Plot.rect([[10, 20, 100, 80]], { x1: "0", y1: "1", x2: "2", y2: "3", fill: "1" }).plot({
      x: { type: "identity" },
      y: { type: "identity" },
      width: 200,
      height: 100,
    }),
  opacity: (Plot) =>
    Plot.dot(animals, { x: "length", y: "mass", fill: "black", fillOpacity: "mass" }).plot({ opacity: { legend: true, label: "heaviness" } }),
  // Options of the whole chart
  figure: (Plot) =>
    Plot.plot({
      title: "Animals & <friends>",
      subtitle: "Measured in 2009",
      caption: "Figure 1. Where they live.",
      color: { legend: true },
      marks: [Plot.dot(animals, { x: "length", y: "mass", fill: "species" })],
    }),
  "figure of elements": (Plot, d3) =>
    Plot.plot({ title: d3.create("h4").html("Own <i>title</i> &mdash; <b>bold</b>").node() as unknown as Node, figure: true, marks: [Plot.frame()] }),
  "style object": (Plot) =>
    Plot.plot({
      style: { fontFamily: "serif", fontSize: "14px", backgroundColor: "lavender", overflow: "visible" },
      marks: [Plot.dot(animals, { x: "length", y: "mass" })],
    }),
  "style text": (Plot) =>
    Plot.plot({ style: "color: red; font-size: 11px", className: "own", marks: [Plot.dot(animals, { x: "length", y: "mass" })] }),
  "links and titles": (Plot) =>
    Plot.plot({
      marks: [
        Plot.dot(letters, {
          x: "letter",
          y: "frequency",
          href: (d) => `https://example.org/?a=1&b=${d.letter}`,
          target: "_blank",
          title: "letter",
          ariaLabel: "letter",
        }),
      ],
    }),
  "author's alternative": (Plot) =>
    Plot.plot({
      ariaLabel: "Depth against length",
      ariaDescription: "Three clouds.",
      marks: [Plot.dot(animals, { x: "length", y: "depth", ariaLabel: "animals", ariaDescription: "each a dot" })],
    }),
  margins: (Plot) =>
    Plot.plot({
      margin: 60,
      marginTop: 10,
      insetBottom: 8,
      width: 400,
      height: 250,
      marks: [Plot.lineY(walk, { x: "date", y: "value" }), Plot.frame()],
    }),
  "aspect ratio": (Plot) => Plot.dot(animals, { x: "length", y: "depth" }).plot({ aspectRatio: 1 }),
  clip: (Plot) =>
    Plot.plot({
      x: { domain: [new Date("2020-03-01"), new Date("2020-06-01")] },
      marks: [Plot.lineY(walk, { x: "date", y: "value", clip: true, imageFilter: "drop-shadow(0 0 2px red)", shapeRendering: "crispEdges" })],
    }),
  "render function": (Plot, d3) =>
    Plot.plot({
      marks: [
        Plot.dot(animals, {
          x: "length",
          y: "mass",
          render: (index, scales, values, dimensions, context, draw) => {
            const g = draw?.(index, scales, values, dimensions, context) as SVGElement;
            d3.select(g)
              .selectAll("circle")
              .filter((_, i) => i % 2 === 0)
              .attr("fill", "black");
            return g;
          },
        }),
      ],
    }),
  markers: (Plot) =>
    Plot.plot({
      marks: (["arrow", "arrow-reverse", "dot", "circle-stroke", "tick", "tick-y"] as const).map((marker, i) =>
        Plot.lineY([i, i + 2, i], { marker, stroke: "red" }),
      ),
    }),
  empty: (Plot) => Plot.plot(),
  "no data": (Plot) => Plot.dot([], { x: "a", y: "b" }).plot(),
  "pointer interactions": (Plot) =>
    Plot.plot({
      marks: [
        Plot.ruleX(walk, Plot.pointerX({ x: "date", py: "value", stroke: "red" })),
        Plot.dot(walk, Plot.pointer({ x: "date", y: "value" })),
        Plot.text(walk, Plot.pointerY({ px: "date", py: "value", frameAnchor: "top-right", text: (d) => d.value.toFixed(2) })),
        Plot.lineY(walk, { x: "date", y: "value", tip: { pointer: "x", format: { x: "%B" } } }),
      ],
    }),
  // d3 by itself
  "d3 axes": (_, d3) => {
    const svg = d3.create("svg").attr("viewBox", [0, 0, 300, 200]).attr("width", 300).style("max-width", "100%");
    const x = d3.scaleLinear([0, 10], [30, 290]);
    svg
      .append("g")
      .attr("transform", "translate(0,170)")
      .call(d3.axisBottom(x).ticks(5))
      .call((g) => g.select(".domain").remove());
    svg
      .append("g")
      .attr("transform", "translate(30,0)")
      .call(d3.axisLeft(d3.scaleBand(["a", "b"], [170, 10])))
      .call((g) => g.selectAll(".tick:last-of-type text").clone().attr("x", 4).attr("font-weight", "bold").text("↑ name"));
    return svg.node() as Drawn;
  },
  "d3 bars": (_, d3) => {
    const svg = d3.create("svg").attr("width", 200).attr("height", 100);
    const draw = (data: number[]) =>
      svg
        .selectAll("rect")
        .data(data, (d) => String(d))
        .join(
          (enter) => enter.append("rect").attr("class", "new"),
          (update) => update.classed("kept", true),
          (exit) => exit.remove(),
        )
        .attr("x", (_, i) => i * 20)
        .attr("height", (d) => d)
        .style("fill", (d) => d3.interpolateViridis(d / 50))
        .order();
    draw([10, 20, 30]);
    draw([30, 40, 10]);
    return svg.node() as Drawn;
  },
  "d3 table": (_, d3) => {
    const table = d3.create("table");
    table.append("thead").html("<tr><th>a<th>b &amp; c</tr>");
    table
      .append("tbody")
      .selectAll("tr")
      .data(letters.slice(0, 3))
      .join("tr")
      .selectAll("td")
      .data((d) => Object.values(d))
      .join("td")
      .text((d) => String(d))
      .style("text-align", "right")
      .attr("data-n", (_, i) => i);
    table.selectAll("tr:nth-child(even) td:first-child").classed("odd", true).property("title", "odd").insert("b", ":first-child").raise();
    return table.node() as Drawn;
  },
  "d3 force": (_, d3) => {
    const nodes: d3Module.SimulationNodeDatum[] = Array.from({ length: 5 }, (_, i) => ({ index: i, x: i * 10, y: i * i }));
    const links = [
      { source: 0, target: 1 },
      { source: 1, target: 2 },
    ];
    d3.forceSimulation(nodes).force("charge", d3.forceManyBody()).force("link", d3.forceLink(links)).stop().tick(10);
    const svg = d3.create("svg");
    svg
      .selectAll("circle")
      .data(nodes)
      .join("circle")
      .attr("cx", ({ x = 0 }) => x.toFixed(3))
      .attr("cy", ({ y = 0 }) => y.toFixed(3))
      .attr("r", 3);
    return svg.node() as Drawn;
  },
  "d3 shapes": (_, d3) => {
    const svg = d3.create("svg").attr("xmlns:xlink", "http://www.w3.org/1999/xlink");
    svg.append("path").attr("d", d3.arc()({ innerRadius: 5, outerRadius: 20, startAngle: 0, endAngle: 2 }));
    svg
      .append("path")
      .datum(walk)
      .attr(
        "d",
        d3.line<(typeof walk)[number]>(
          (_, i) => i,
          (d) => d.value,
        ),
      )
      .attr("fill", "none");
    svg.append("use").attr("xlink:href", "#a").lower();
    svg.append("foreignObject").append("xhtml:div").html("x<br>y").append("input").attr("type", "range");
    return svg.node() as Drawn;
  },
};
