import type { Environment, Outcome } from "./environment.ts";

/** A world of squares. A state is `row · columns + column`. */
export interface GridWorld extends Environment {
  readonly rows: number;
  readonly columns: number;
  /** One letter for each square, row by row: S start, G goal, H hole, C cliff, . or F floor. */
  readonly squares: string;
}

/** Up, right, down, left, in this order. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;
const ACTION_NAMES = ["up", "right", "down", "left"];

/**
 * A way along a cliff: 4 rows of 12 squares, from the lower left to the lower right corner. Each step costs 1; a step over the edge costs 100
 * and leads back to the start. The shortest way, along the edge, costs 13; the safe one, along the upper wall, 17.
 *
 * Source: R. Sutton, A. Barto, Reinforcement Learning, 2nd edition, 2018, example 6.6.
 */
export function cliffWalking(): GridWorld {
  const squares = `${".".repeat(36)}S${"C".repeat(10)}G`;
  return gridWorld(squares, 12, (state, action, move) => {
    const to = move(state, action);
    const fell = squares[to] === "C";
    return [{ probability: 1, state: fell ? squares.indexOf("S") : to, reward: fell ? -100 : -1, done: squares[to] === "G" }];
  });
}

export interface FrozenLakeOptions {
  /** The chance to slip to one side; as much again to the other. Default 1/3: each of three ways is equally likely. */
  slip?: number;
}

/**
 * A frozen lake of 4 × 4 squares with four holes. Ice is slippery: one may go to either side of where one meant to. The goal gives 1, all else 0; a hole ends
 * the episode.
 *
 * Source: FrozenLake of Gymnasium (Farama Foundation), with its map of 4 × 4.
 * @throws RangeError unless `slip` is from 0 to 1/2.
 */
export function frozenLake({ slip = 1 / 3 }: FrozenLakeOptions = {}): GridWorld {
  if (!(slip >= 0 && slip <= 0.5)) throw new RangeError(`slip is ${slip}: it must be from 0 to 0.5`);
  const squares = "SFFFFHFHFFFHHFFG";
  return gridWorld(squares, 4, (state, action, move) =>
    [
      { way: action, probability: 1 - 2 * slip },
      { way: (action + 1) % 4, probability: slip },
      { way: (action + 3) % 4, probability: slip },
    ]
      .filter(({ probability }) => probability > 0)
      .map(({ way, probability }) => {
        const to = move(state, way);
        return { probability, state: to, reward: squares[to] === "G" ? 1 : 0, done: "GH".includes(squares[to]!) };
      }),
  );
}

/** `move` gives the square one step on; walls keep one where one is. */
function gridWorld(
  squares: string,
  columns: number,
  outcomes: (state: number, action: number, move: (state: number, action: number) => number) => Outcome[],
): GridWorld {
  const rows = squares.length / columns;
  const move = (state: number, action: number) => {
    const row = Math.floor(state / columns) + MOVES[action]![0];
    const column = (state % columns) + MOVES[action]![1];
    return row < 0 || row >= rows || column < 0 || column >= columns ? state : row * columns + column;
  };
  // Asked again at each step of each episode: worked out once.
  const table = [...squares].map((_, state) => ACTION_NAMES.map((_, action) => outcomes(state, action, move)));
  return {
    rows,
    columns,
    squares,
    states: squares.length,
    actionNames: ACTION_NAMES,
    start: squares.indexOf("S"),
    outcomes: (state, action) => {
      const found = table[state]?.[action];
      if (!found) throw new RangeError(`there is no action ${action} in state ${state}: states go to ${squares.length - 1}, actions to 3`);
      return found;
    },
  };
}
