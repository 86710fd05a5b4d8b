import { expect, it } from "vitest";
import { nearest } from "../../../src/notebook/nearest.ts";

it.each([
  ["pengiuns", ["penguins", "pens"], "penguins"],
  ["los", ["tree", "loss", "lots"], "loss"],
  ["tree", ["tree"], undefined],
  ["tree", ["forest"], undefined],
  ["x", ["y", "z"], undefined],
  ["ab", ["ac", "abcd"], "ac"],
  ["name", [], undefined],
])("takes %j for the nearest of %j", (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});
