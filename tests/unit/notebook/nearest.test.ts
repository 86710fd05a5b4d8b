import { expect, it } from "vitest";
import { nearest, nearestFew } from "../../../src/notebook/nearest.ts";

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

it.each([
  ["scalelinear", ["scaleLinear", "scaleLinea"], ["scaleLinear"]],
  ["mox", ["max", "map", "box", "mix"], ["max", "box", "mix"]],
  ["tree", ["regression-tree", "decision-tree", "treeify", "forest"], ["treeify", "decision-tree", "regression-tree"]],
  ["decision-tree-classifier", ["decision-tree", "k-means"], ["decision-tree"]],
  ["at", ["attention", "bat-man"], []],
  ["lodash", ["d3", "plot"], []],
  ["", ["a"], []],
])("takes %j for the nearest few of %j", (name, candidates, expected) => {
  expect(nearestFew(name, candidates)).toEqual(expected);
});
