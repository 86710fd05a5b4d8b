// The map: artificial intelligence, machine learning, deep learning, language models, and what stands where.

// %% region
import { nestedMap } from "#charts";
import { boxes, inRegion, regions, systems } from "#datasets/map-of-ai";
import { display, select, table } from "#notebook";

const chosen = select("Show", Object.keys(regions), {
  value: "large language models",
});
const region = regions[chosen];
const inside = inRegion(region);

nestedMap(boxes, systems, {
  tinted: ({ kind }) => kind === region.is.at(-1),
  cleared: ({ kind }) => region.not?.includes(kind) ?? false,
  filled: (system) => inside.includes(system),
  square: ({ is }) => is.includes("transformer"),
}).plot({
  ariaLabel: `Nested map: artificial intelligence holds machine learning, which holds deep learning; language models lie across both, large ones within deep learning. Marked: ${chosen}, with ${inside.map(({ name }) => name).join(", ")}.`,
  height: 520,
});

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
