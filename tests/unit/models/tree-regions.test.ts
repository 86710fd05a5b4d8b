import { expect, it } from "vitest";
import { treeRegions } from "../../../src/charts/inside/tree-regions.ts";
import { penguins } from "../../../src/datasets/penguins.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";

const X = penguins.rows.map(({ billLength, flipperLength }) => [billLength, flipperLength]);

it("one question makes two rectangles", () => {
  const tree = new DecisionTree().fit(
    [
      [1, 0],
      [3, 0],
    ],
    ["a", "b"],
  );
  expect(treeRegions(tree, [0, 4], [-1, 1])).toEqual([
    { x1: 0, x2: 2, y1: -1, y2: 1, label: "a", samples: 1 },
    { x1: 2, x2: 4, y1: -1, y2: 1, label: "b", samples: 1 },
  ]);
});

it("a rectangle outside of what is asked for is left out", () => {
  const tree = new DecisionTree().fit(
    [
      [1, 0],
      [3, 0],
    ],
    ["a", "b"],
  );
  expect(treeRegions(tree, [2.5, 4], [-1, 1])).toEqual([{ x1: 2.5, x2: 4, y1: -1, y2: 1, label: "b", samples: 1 }]);
});

it.each([1, 3, Number.POSITIVE_INFINITY])("the rectangles of a tree of depth %d cover the plane once and answer as the tree does", (maxDepth) => {
  const tree = new DecisionTree({ maxDepth }).fit(X, penguins.labels);
  const regions = treeRegions(tree, [30, 62], [170, 235]);
  expect(regions).toHaveLength(tree.nLeaves);
  const area = regions.reduce((sum, { x1, x2, y1, y2 }) => sum + (x2 - x1) * (y2 - y1), 0);
  expect(area).toBeCloseTo(32 * 65, 6);
  expect(regions.reduce((sum, { samples }) => sum + samples, 0)).toBe(X.length);
  for (const { x1, x2, y1, y2, label } of regions) expect(tree.predict([[(x1 + x2) / 2, (y1 + y2) / 2]])).toEqual([label]);
});

it("a tree of more than two features is refused", () => {
  const tree = new DecisionTree().fit(penguins.features, penguins.labels);
  expect(() => treeRegions(tree, [0, 1], [0, 1])).toThrow("the tree learnt from 4 features");
});
