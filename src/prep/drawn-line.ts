/** A sheet with grey values, row by row from the top: 0 is paper, 255 ink. */
export interface Sheet {
  width: number;
  height: number;
  data: ArrayLike<number>;
}

export interface LineSheetOptions {
  width: number;
  height: number;
  /** What the lower and the upper edge of the sheet stand for. */
  range: readonly [low: number, high: number];
}

/** One column of a line, and how dark it is drawn. */
export interface LinePoint {
  value: number;
  /** 1 to 255. */
  ink: number;
}

/** Ink by which a stroke differs from what stood on the sheet before. */
const LEAST = 24;

/**
 * A sheet with a line on it, one column for each value, beginning at the left. What lies outside of the range stands at its edge.
 * @throws RangeError when there are more values than columns.
 */
export function lineSheet(line: readonly LinePoint[], { width, height, range }: LineSheetOptions): Sheet & { data: number[] } {
  if (line.length > width) throw new RangeError(`${line.length} values do not fit on ${width} columns`);
  const data = new Array<number>(width * height).fill(0);
  for (const [x, { value, ink }] of line.entries()) {
    // The middle of the ink: between two rows, both get their share, so that the line can be read back.
    const y = Math.min(height - 1, Math.max(0, rowOf(value, { height, range }) - 0.5));
    const above = Math.floor(y);
    data[above * width + x] = Math.round(ink * (1 - (y - above)));
    if (above + 1 < height) data[(above + 1) * width + x] = Math.round(ink * (y - above));
  }
  return { width, height, data };
}

/**
 * Reads the line of a sheet: for each column the middle of its ink, in the unit of `range`. Where something was drawn over what stood there `before`,
 * the new ink alone counts; a column without new ink is `undefined`.
 * @throws RangeError when the two sheets differ in size.
 */
export function drawnLine(sheet: Sheet, before: Sheet, range: LineSheetOptions["range"]): (number | undefined)[] {
  const { width, height, data } = sheet;
  if (before.width !== width || before.height !== height)
    throw new RangeError(`the sheets differ: ${width} by ${height} pixels, and ${before.width} by ${before.height}`);
  return Array.from({ length: width }, (_, x) => {
    let [ink, moment] = [0, 0];
    for (let y = 0; y < height; y++) {
      const fresh = data[y * width + x]! - before.data[y * width + x]!;
      if (fresh < LEAST) continue;
      ink += fresh;
      moment += fresh * (y + 0.5);
    }
    const [low, high] = range;
    return ink === 0 ? undefined : high - (moment / ink / height) * (high - low);
  });
}

/** How far below the upper edge a value stands, in rows. */
const rowOf = (value: number, { height, range: [low, high] }: Pick<LineSheetOptions, "height" | "range">) => (height * (high - value)) / (high - low);
