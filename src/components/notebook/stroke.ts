export interface Point {
  x: number;
  y: number;
}

/**
 * Draws a line into grey values with a soft pen: full in the middle, fading over one pixel at its edge, about a
 * fourteenth of the sheet's shorter side wide. On 28 by 28 pixels that is 2, which looks like the digits of MNIST. Where lines cross,
 * the darker counts.
 */
export function stroke(pixels: Uint8ClampedArray, { width, height }: { width: number; height: number }, from: Point, to: Point): void {
  const radius = Math.max(0.75, Math.min(width, height) / 28);
  const reach = radius + 0.5;
  const span = (a: number, b: number, end: number) => [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(end - 1, Math.floor(Math.max(a, b) + reach)),
  ];
  const [left, right] = span(from.x, to.x, width) as [number, number];
  const [top, bottom] = span(from.y, to.y, height) as [number, number];
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const ink = 255 * Math.min(1, Math.max(0, reach - distance({ x: x + 0.5, y: y + 0.5 }, from, to)));
      const at = y * width + x;
      if (ink > pixels[at]!) pixels[at] = ink;
    }
}

/** From a point to the nearest of a line's. */
function distance({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}
