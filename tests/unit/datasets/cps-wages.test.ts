import { describe, expect, it } from "vitest";
import { cpsWages } from "../../../src/datasets/cps-wages.ts";

const count = (values: unknown[]) => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
};

describe("wages in 1985", () => {
  it("are the survey's 534 workers", () => {
    // R: summary(mosaicData::CPS85), the same sample.
    expect(cpsWages.rows).toHaveLength(534);
    expect(count(cpsWages.rows.map(({ gender }) => gender))).toEqual({ female: 245, male: 289 });
    expect(count(cpsWages.rows.map(({ union }) => union))).toEqual({ true: 96, false: 438 });
    expect(count(cpsWages.rows.map(({ married }) => married))).toEqual({ true: 350, false: 184 });
    expect(count(cpsWages.rows.map(({ south }) => south))).toEqual({ true: 156, false: 378 });
    expect(count(cpsWages.rows.map(({ sector }) => sector))).toEqual({ construction: 24, manufacturing: 99, other: 411 });
    expect(cpsWages.targets.reduce((sum, wage) => sum + wage, 0) / 534).toBeCloseTo(9.024, 3);
    expect([Math.min(...cpsWages.targets), Math.max(...cpsWages.targets)]).toEqual([1, 44.5]);
  });

  it("come as rows, features and targets, in one order", () => {
    expect(cpsWages.rows[0]).toEqual({
      education: 8,
      south: false,
      gender: "female",
      experience: 21,
      union: false,
      wage: 5.1,
      age: 35,
      race: "hispanic",
      occupation: "other",
      sector: "manufacturing",
      married: true,
    });
    for (const [i, { education, experience, wage }] of cpsWages.rows.entries()) {
      expect(cpsWages.features[i]).toEqual([education, experience]);
      expect(cpsWages.targets[i]).toBe(wage);
    }
  });

  it("count experience from the end of school, in all rows but one", () => {
    const odd = cpsWages.rows.filter(({ age, education, experience }) => experience !== age - education - 6);
    expect(odd.length).toBeLessThanOrEqual(1);
  });
});
