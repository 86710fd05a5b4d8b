import * as Plot from "@observablehq/plot";
import { argMax } from "../base/max.ts";
import type { GridWorld } from "../ml/grid-worlds.ts";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { withDefaults } from "./inside/chart-defaults.ts";
import { counted, list } from "./inside/chart-words.ts";

export interface WorldMapOptions {
  /** States that one has been in, one after the other; the last has a dot. Default none. */
  path?: readonly number[];
  /** What each action is thought to be worth, `[states][actions]`: an arrow for the best, none where all are 0. Default none. */
  q?: readonly (readonly number[])[];
  /** The action in each state, `[states]`: an arrow for each. Default none. */
  policy?: readonly number[];
  /** A word for each state, in place of an arrow. Default none. */
  words?: readonly string[];
  /** How strong the colour of each state is, from 0 to 1. Default none. */
  shades?: readonly number[];
  /** "ml", "lm", "data" or "ink": the colour of the path and the shades. Default "ml". */
  side?: Side;
}

/** In the order of a grid world's actions. */
const ARROWS = ["↑", "→", "↓", "←"];
/** A small world does not fill a wide page. */
const LEAST_COLUMNS = 9;
/** Words stay legible on the strongest shade. */
const STRONGEST = 0.65;

/**
 * A world of squares, with S for the start, G for the goal and grey for what is deadly. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when an option has not one entry for each state, or the path leaves the world.
 */
export function worldMap(world: GridWorld, options: WorldMapOptions = {}): Plot.CompoundMark {
  const { path = [], q, policy, words, shades, side = "ml" } = options;
  const { squares, rows, columns, states, actionNames } = world;
  for (const [name, each] of Object.entries({ q, policy, words, shades }))
    if (each && each.length !== states)
      throw new RangeError(`worldMap: ${name} has ${each.length} entries, and the world has ${states} squares. Give one for each.`);
  const outside = path.find((state) => squares[state] === undefined);
  if (outside !== undefined) throw new RangeError(`worldMap: the path goes to ${outside}, and the squares go from 0 to ${states - 1}.`);

  const isEnd = (state: number) => "GHC".includes(squares[state]!);
  const actionIn = (state: number): number | undefined => {
    if (isEnd(state)) return undefined;
    const worth = q?.[state];
    return worth ? (worth.every((value) => value === 0) ? undefined : argMax(worth)) : policy?.[state];
  };
  const all = [...squares].map((kind, state) => {
    const action = actionIn(state);
    const said = words?.[state] ?? (action === undefined ? "" : ARROWS[action]!);
    return {
      x: state % columns,
      y: -Math.floor(state / columns),
      isDeadly: "CH".includes(kind),
      action,
      word: `${"SG".includes(kind) ? kind : ""} ${said}`.trim(),
      shade: shades?.[state] ?? 0,
    };
  });
  const places = path.map((state) => all[state]!);
  const at = { x: "x", y: "y", stroke: COLOURS[side] };
  const marks = Plot.marks(
    Plot.rect(all, {
      x1: ({ x }) => x - 0.48,
      x2: ({ x }) => x + 0.48,
      y1: ({ y }) => y - 0.48,
      y2: ({ y }) => y + 0.48,
      fill: ({ isDeadly }) => COLOURS[isDeadly ? "data" : side],
      fillOpacity: ({ isDeadly, shade }) => (isDeadly ? 0.8 : STRONGEST * shade),
      stroke: COLOURS.data,
    }),
    Plot.line(places, { ...at, strokeWidth: 8, strokeOpacity: 0.35, strokeLinejoin: "round" }),
    Plot.dot(places.slice(-1), { ...at, fill: COLOURS[side], fillOpacity: 0.35, strokeWidth: 2, r: 10 }),
    Plot.text(all, { x: "x", y: "y", text: "word", fontSize: 14, fill: "currentColor" }),
  );

  const where = (state: number) => `row ${Math.floor(state / columns) + 1}, column ${(state % columns) + 1}`;
  return withDefaults("worldMap", marks, {
    height: { chosen: undefined, usual: "low" },
    options: {
      axis: null,
      aspectRatio: 1,
      margin: 2,
      x: { domain: [-0.5, Math.max(columns, LEAST_COLUMNS) - 0.5] },
      y: { domain: [0.5 - rows, 0.5] },
    },
    says() {
      const deadly = all.filter(({ isDeadly }) => isDeadly).length;
      const sentences = [
        `World of ${rows} by ${columns} squares, ${deadly} of them deadly. The start is in ${where(squares.indexOf("S"))}, the goal in ${where(squares.indexOf("G"))}.`,
      ];
      if (path.length > 0) {
        const last = path.at(-1)!;
        sentences.push(`A path of ${counted(path.length - 1, "step")} ends ${squares[last] === "G" ? "at the goal" : `in ${where(last)}`}.`);
      }
      const arrows = all.filter(({ action }) => action !== undefined);
      if (arrows.length > 0) {
        const counts = actionNames.map((name, action) => `${name} ${arrows.filter((one) => one.action === action).length}`);
        const first = all[world.start]!.action;
        sentences.push(
          `${counted(arrows.length, "square")} with an arrow: ${list(counts)}${first === undefined ? "" : `; at the start ${actionNames[first]}`}.`,
        );
      }
      if (shades) {
        const order = shades
          .map((shade, state) => ({ shade, state }))
          .filter(({ shade }) => shade > 0)
          .sort((a, b) => b.shade - a.shade);
        sentences.push(
          `Darkest: ${order
            .slice(0, 3)
            .map(({ state }) => where(state))
            .join("; ")}.`,
        );
      }
      return sentences.join(" ");
    },
  });
}
