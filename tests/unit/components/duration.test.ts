import { expect, it } from "vitest";
import { duration, roughDuration } from "../../../src/components/duration.ts";

const hour = 3_600_000;

it.each([
  [0.4, "under 1 ms"],
  [7.6, "8 ms"],
  [1234, "1.2 s"],
  [12_345, "12 s"],
  [75_000, "75 s"],
  [150_000, "3 min"],
  [1.5 * hour, "1 h 30 min"],
])("a measured time of %d ms is %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

it.each([
  [20, "1 s"],
  [4400, "4 s"],
  [59_600, "1 min"],
  [75_000, "1 min"],
  [59.6 * 60_000, "1 h 0 min"],
  [2.25 * hour, "2 h 15 min"],
])("a time of %d ms that goes on is about %s", (ms, words) => {
  expect(roughDuration(ms)).toBe(words);
});
