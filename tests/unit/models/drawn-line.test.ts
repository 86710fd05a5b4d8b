import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stroke } from "../../../src/components/notebook/stroke.ts";
import { drawnLine, lineSheet } from "../../../src/prep/drawn-line.ts";

const form = { width: 6, height: 10, range: [0, 10] as const };
const blank = lineSheet([], form);

describe("a line on a sheet", () => {
  it("is read back as it was written, to the tenth of a pixel", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.6, max: 9.4, noNaN: true }), { minLength: 6, maxLength: 6 }), (values) => {
        const sheet = lineSheet(
          values.map((value) => ({ value, ink: 255 })),
          form,
        );
        // Ink of less than a tenth of full is not read: it moves the middle by as much.
        for (const [i, value] of drawnLine(sheet, blank, form.range).entries()) expect(Math.abs(value! - values[i]!)).toBeLessThan(0.11);
      }),
    );
  });

  it("is read where it was drawn over another, by the new ink alone", () => {
    const before = lineSheet(
      Array.from({ length: 6 }, () => ({ value: 2.5, ink: 110 })),
      form,
    );
    const pixels = Uint8ClampedArray.from(before.data);
    stroke(pixels, form, { x: 2.5, y: 2 }, { x: 5.5, y: 2 });
    const line = drawnLine({ ...before, data: pixels }, before, form.range);
    expect(line.slice(0, 1)).toEqual([undefined]);
    // Two rows below the upper edge of ten, which stands for 10.
    for (const value of line.slice(3, 5)) expect(value).toBeCloseTo(8, 1);
  });

  it("stands at the edge where it leaves the range", () => {
    const line = drawnLine(lineSheet([{ value: 99, ink: 255 }], form), blank, form.range);
    expect(line).toEqual([9.5, undefined, undefined, undefined, undefined, undefined]);
  });

  it("is refused where it does not fit", () => {
    expect(() => lineSheet(new Array(7).fill({ value: 1, ink: 9 }), form)).toThrow("7 values do not fit on 6 columns");
    expect(() => drawnLine(blank, { width: 1, height: 1, data: [0] }, form.range)).toThrow("the sheets differ: 6 by 10 pixels, and 1 by 1");
  });
});
