export type Point = [x: number, y: number];

const COUNTS: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const STEPS = 16;

/** The outline of a path's `d` as points close enough to measure it: its box, its length. One list per piece. */
export function pathPoints(d: string): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = [];
  let [x, y] = [0, 0];
  let control: Point | undefined; // the last control point, which S and T mirror
  for (const [, letter = "", list = ""] of d.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const command = letter.toUpperCase();
    const relative = letter !== command;
    const numbers = command === "A" ? arcNumbers(list) : [...list.matchAll(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi)].map(Number);
    const count = COUNTS[command];
    if (count === undefined) continue;
    const times = count === 0 ? 1 : Math.floor(numbers.length / count);
    for (let i = 0; i < times; ++i) {
      const at = i * count;
      const n = numbers.slice(at, at + count);
      const [ox, oy] = relative ? [x, y] : [0, 0];
      const point = (i: number): Point => [ox + (n[i] ?? 0), oy + (n[i + 1] ?? 0)];
      const mirrored: Point = control ? [2 * x - control[0], 2 * y - control[1]] : [x, y];
      let end: Point = point(Math.max(0, count - 2));
      let next: Point | undefined;
      if (command === "M" && at === 0) pieces.push((piece = []));
      else if (command === "H") end = [ox + (n[0] ?? 0), y];
      else if (command === "V") end = [x, oy + (n[0] ?? 0)];
      else if (command === "Z") end = piece[0] ?? [x, y];
      else if (command === "C") curve(piece, [[x, y], point(0), (next = point(2)), end]);
      else if (command === "S") curve(piece, [[x, y], mirrored, (next = point(0)), end]);
      else if (command === "Q") curve(piece, [[x, y], (next = point(0)), end]);
      else if (command === "T") curve(piece, [[x, y], (next = mirrored), end]);
      else if (command === "A") arc(piece, [x, y], n, end);
      control = next;
      [x, y] = end;
      piece.push(end);
    }
  }
  return pieces;
}

/** The flags of an arc may stand without a space: `a1 1 0 01 2 2`. */
function arcNumbers(list: string): number[] {
  const number = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)[\s,]*`;
  const flag = String.raw`([01])[\s,]*`;
  return [...list.matchAll(new RegExp(number + number + number + flag + flag + number + number, "gi"))].flatMap((arc) => arc.slice(1).map(Number));
}

/** De Casteljau's points of a Bézier curve of any degree. */
function curve(piece: Point[], controls: Point[]): void {
  for (let i = 1; i < STEPS; ++i) {
    const t = i / STEPS;
    let points = controls;
    while (points.length > 1) {
      points = points.slice(1).map(([x, y], j) => {
        const [px, py] = points[j] ?? [0, 0];
        return [px + (x - px) * t, py + (y - py) * t];
      });
    }
    piece.push(points[0] ?? [0, 0]);
  }
}

/** https://www.w3.org/TR/SVG11/implnote.html#ArcConversionEndpointToCenter */
function arc(piece: Point[], [x1, y1]: Point, [rx = 0, ry = 0, degrees = 0, large = 0, sweep = 0]: number[], [x2, y2]: Point): void {
  if (!rx || !ry || (x1 === x2 && y1 === y2)) return;
  const phi = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
  const [dx, dy] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [px, py] = [cos * dx + sin * dy, cos * dy - sin * dx];
  const grow = Math.sqrt(Math.max(1, (px / rx) ** 2 + (py / ry) ** 2));
  const [a, b] = [Math.abs(rx) * grow, Math.abs(ry) * grow];
  const rest = (a * py) ** 2 + (b * px) ** 2;
  const k = Math.sqrt(Math.max(0, ((a * b) ** 2 - rest) / rest)) * (large === sweep ? -1 : 1);
  const [cx, cy] = [(k * a * py) / b, (-k * b * px) / a];
  const start = Math.atan2((py - cy) / b, (px - cx) / a);
  let turn = Math.atan2((-py - cy) / b, (-px - cx) / a) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const n = 4 * STEPS;
  for (let i = 1; i < n; ++i) {
    const angle = start + (turn * i) / n;
    const [ex, ey] = [a * Math.cos(angle) + cx, b * Math.sin(angle) + cy];
    piece.push([cos * ex - sin * ey + (x1 + x2) / 2, sin * ex + cos * ey + (y1 + y2) / 2]);
  }
}
