import { describe, expect, it } from "vitest";
import { co2 } from "../../../src/datasets/co2.ts";
import { sensors } from "../../../src/datasets/sensors.ts";

describe("CO₂ at Mauna Loa", () => {
  it("is 741 months from March 1958 to April 2020", () => {
    expect(co2.rows).toHaveLength(741);
    expect(co2.rows[0]).toEqual({ date: new Date("1958-03-01"), co2: 315.7, adjusted: 314.44 });
    expect(co2.rows.at(-1)).toEqual({ date: new Date("2020-04-01"), co2: 416.18, adjusted: 413.35 });
    expect(co2.values).toEqual(co2.rows.map((row) => row.co2));
  });

  it("misses five months, all before May 1964", () => {
    const month = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
    const there = new Set(co2.rows.map(({ date }) => month(date)));
    const missing = Array.from({ length: 746 }, (_, i) => 1958 * 12 + 2 + i).filter((i) => !there.has(i));
    // Scripps' file has -99.99 for these: June and October 1958, February to April 1964.
    expect(missing.map((i) => `${Math.floor(i / 12)}-${(i % 12) + 1}`)).toEqual(["1958-6", "1958-10", "1964-2", "1964-3", "1964-4"]);
  });
});

describe("the sensors", () => {
  it("gave 4,690 readings each, 158 of them anomalies", () => {
    expect(sensors.rows).toHaveLength(18_760);
    for (const mote of [1, 2, 3, 4]) expect(sensors.rows.filter((row) => row.mote === mote)).toHaveLength(4690);
    // In the package's own columns: 58 of mote 1, outside, and 100 of mote 3, in a room.
    expect(sensors.rows.filter(({ anomaly, mote, indoor }) => anomaly && mote === 1 && !indoor)).toHaveLength(58);
    expect(sensors.rows.filter(({ anomaly, mote, indoor }) => anomaly && mote === 3 && indoor)).toHaveLength(100);
    expect(sensors.labels.reduce((a, b) => a + b)).toBe(158);
    // Whoever always says "normal" is right in .9916 of the cases.
    expect(1 - 158 / 18_760).toBeCloseTo(0.9916, 4);
  });

  it("come as rows, features and labels, in one order", () => {
    expect(sensors.rows[0]).toEqual({ mote: 1, indoor: false, humidity: 43.82, temperature: 30.21, anomaly: false });
    for (const [i, { humidity, temperature, anomaly }] of sensors.rows.entries()) {
      if (sensors.features[i]![0] !== humidity || sensors.features[i]![1] !== temperature || (sensors.labels[i] === 1) !== anomaly)
        expect.fail(`row ${i}`);
    }
  });
});
