// The map: artificial intelligence, machine learning, deep learning, language models, and what stands where.

// %% region
import * as Plot from "@observablehq/plot";
import { boxes, inRegion, regions, systems } from "#datasets/map-of-ai";
import { display, select, table } from "#notebook";

const chosen = select("Show", Object.keys(regions), {
  value: "large language models",
});
const region = regions[chosen];
const inside = inRegion(region);
const last = region.is.at(-1);
// #region the drawing
const edges = { x1: "x1", y1: "y1", x2: "x2", y2: "y2", rx: 6 };

Plot.plot({
  ariaLabel: `Nested map: artificial intelligence holds machine learning, which holds deep learning; language models lie across both, large ones within deep learning. Marked: ${chosen}, with ${inside.map(({ name }) => name).join(", ")}.`,
  height: 520,
  margin: 2,
  x: { axis: null, domain: [0, 100] },
  y: { axis: null, domain: [0, 100] },
  symbol: {
    domain: ["transformer", "not one"],
    range: ["square", "circle"],
  },
  marks: [
    Plot.rect(
      boxes.filter(({ kind }) => kind === last),
      { ...edges, fill: "colour", fillOpacity: 0.22 },
    ),
    Plot.rect(
      boxes.filter(({ kind }) => region.not?.includes(kind)),
      { ...edges, fill: "var(--plot-background)" },
    ),
    Plot.rect(boxes, {
      ...edges,
      stroke: "colour",
      strokeWidth: (d) => (d.kind === last ? 3 : 1),
    }),
    Plot.text(boxes, {
      x: (d) => d.x1 + 2,
      y: "y2",
      dy: 12,
      text: "label",
      textAnchor: "start",
      fontWeight: 600,
    }),
    Plot.text(systems, {
      x: (d) => d.at[0],
      y: (d) => d.at[1],
      dx: 9,
      text: "name",
      textAnchor: "start",
      fillOpacity: (d) => (inside.includes(d) ? 1 : 0.75),
    }),
    Plot.dot(systems, {
      x: (d) => d.at[0],
      y: (d) => d.at[1],
      r: 4.5,
      fill: (d) => (inside.includes(d) ? "currentColor" : "none"),
      stroke: "currentColor",
      symbol: (d) =>
        d.is.includes("transformer") ? "transformer" : "not one",
      tip: {
        format: { x: false, y: false, symbol: false, fill: false },
      },
      channels: { system: "name", why: "why" },
    }),
  ],
});
// #endregion

// %% in-region
display(
  `${region.says} ${inside.length} of the ${systems.length} stand here.`,
);
table(
  inside.map(({ name, year, why }) => ({ system: name, year, why })),
  { rows: systems.length, caption: chosen },
);

// %% systems
const yes = (is: boolean) => (is ? "yes" : "no");
table(
  systems.map(({ name, year, is }) => ({
    system: name,
    year,
    learns: yes(is.includes("ML")),
    layers: yes(is.includes("deep")),
    "models text": yes(is.includes("language")),
  })),
  {
    rows: systems.length,
    caption: "Three questions that place a system",
  },
);

// %% search
import { shortestWay } from "#base/shortest-way";

const maze = [
  "S.#.....",
  "..#.##.#",
  "..#..#..",
  ".##.##.#",
  "........",
  ".#####..",
  "......#G",
];
const way = shortestWay(maze) ?? [];
const onWay = (row: number, column: number) =>
  way.some((square) => square.row === row && square.column === column);

display(
  way.length > 0
    ? `The shortest way takes ${way.length - 1} steps.`
    : "There is no way.",
);
maze
  .map((line, row) =>
    line.replace(/\./g, (dot, column) =>
      onWay(row, column) ? "o" : dot,
    ),
  )
  .join("\n");
