/** A square of a maze. */
export interface Square {
  row: number;
  column: number;
}

/**
 * The shortest way through a maze from `S` to `G`, both included; undefined where there is none. `#` is a wall, all else can be stepped on, up, down, left and
 * right. Breadth-first search: all ways of one step, then all of two, until one arrives. Of ways equally short it is the first in that order.
 * @throws RangeError when the maze has no S or no G.
 *
 * Source: E. F. Moore, The Shortest Path Through a Maze, 1959.
 */
export function shortestWay(maze: readonly string[]): Square[] | undefined {
  const goal = find(maze, "G");
  const ways = [[find(maze, "S")]];
  const met = new Set<string>();
  for (const way of ways) {
    const { row, column } = way.at(-1)!;
    if (met.has(`${row} ${column}`)) continue;
    met.add(`${row} ${column}`);
    if (row === goal.row && column === goal.column) return way;
    for (const [down, right] of STEPS) {
      const next = { row: row + down, column: column + right };
      if ((maze[next.row]?.[next.column] ?? "#") !== "#") ways.push([...way, next]);
    }
  }
  return undefined;
}

const STEPS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;

function find(maze: readonly string[], sign: string): Square {
  const row = maze.findIndex((line) => line.includes(sign));
  if (row < 0) throw new RangeError(`the maze has no ${sign}: write S where the way begins, and G where it ends`);
  return { row, column: maze[row]!.indexOf(sign) };
}
