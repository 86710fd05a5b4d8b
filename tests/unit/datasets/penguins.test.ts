import { describe, expect, it } from "vitest";
import { penguins } from "../../../src/datasets/penguins.ts";

describe("penguins", () => {
  it("are the rows whose four measurements are known", () => {
    // palmerpenguins: 344 rows, of which 342 have all measurements; 152 Adelie − 1, 68 Chinstrap, 124 Gentoo − 1.
    expect(penguins.rows).toHaveLength(342);
    expect(count(penguins.labels)).toEqual({ Adelie: 151, Chinstrap: 68, Gentoo: 123 });
    expect(count(penguins.rows.map(({ sex }) => String(sex)))).toEqual({ male: 168, female: 165, undefined: 9 });
    expect(penguins.meta).toMatchObject({ rows: 342, licence: "CC0-1.0" });
  });

  it("come as rows, as features and as labels, in one order", () => {
    expect(penguins.rows[0]).toEqual({
      species: "Adelie",
      island: "Torgersen",
      sex: "male",
      billLength: 39.1,
      billDepth: 18.7,
      flipperLength: 181,
      bodyMass: 3750,
    });
    for (const [i, { species, billLength, billDepth, flipperLength, bodyMass }] of penguins.rows.entries()) {
      expect(penguins.features[i]).toEqual([billLength, billDepth, flipperLength, bodyMass]);
      expect(penguins.labels[i]).toBe(species);
    }
    expect(penguins.featureNames).toHaveLength(4);
  });

  it("are of the sizes that penguins have", () => {
    const ranges = [0, 1, 2, 3]
      .map((column) => penguins.features.map((row) => row[column]!))
      .map((values) => [Math.min(...values), Math.max(...values)]);
    // Minima and maxima as in R: summary(palmerpenguins::penguins).
    expect(ranges).toEqual([
      [32.1, 59.6],
      [13.1, 21.5],
      [172, 231],
      [2700, 6300],
    ]);
  });
});

function count(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
