/** Grows and uses trees as deep as they have rows, and says what came of it. Meant for a worker with a small stack. */
import { parentPort, workerData } from "node:worker_threads";
import { seed } from "../../../src/base/random.ts";
import { treePicture } from "../../../src/charts/inside/tree-picture.ts";
import { treeRegions } from "../../../src/charts/inside/tree-regions.ts";
import { DecisionTree } from "../../../src/ml/decision-tree.ts";
import { GradientBoostingRegressor } from "../../../src/ml/gradient-boosting.ts";
import { RandomForest } from "../../../src/ml/random-forest.ts";
import { RegressionTree } from "../../../src/ml/regression-tree.ts";

const depth = workerData as number;
const X = Array.from({ length: depth + 1 }, (_, i) => [i, 0]);
// Two classes in turn: the best question always takes off the first row.
const y = X.map((_, i) => i % 2);
const tree = new DecisionTree().fit(X, y);
const lines = tree.text().split("\n");
const picture = treePicture(tree);
const pruned = tree.pruned(0);
const [fewer, values] = [X.slice(0, 4001), y.slice(0, 4001)];
const regression = new RegressionTree().fit(fewer, values);
const boosted = new GradientBoostingRegressor({ nTrees: 1, maxDepth: Number.POSITIVE_INFINITY, learningRate: 1 }).fit(fewer, values);
const forest = new RandomForest({ random: seed(1), nTrees: 2 }).fit(fewer, values);

parentPort!.postMessage({
  depth: tree.depth,
  nLeaves: tree.nLeaves,
  right: tree.score(X.slice(-100), y.slice(-100)),
  importances: tree.featureImportances,
  lines: lines.length,
  deepest: lines.filter((line) => line.includes("truncated")).map((line) => line.replace(/^[| ]*/, "")),
  picture: { nodes: picture.nodes.length, links: picture.links.length, width: picture.width, height: picture.height, root: picture.nodes[0]!.x },
  regions: treeRegions(tree, [0, depth], [-1, 1]).length,
  pruned: { same: pruned.depth, none: tree.pruned(1).depth },
  regression: { depth: regression.depth, first: regression.predict(X.slice(0, 2)), text: regression.text().length > 0 },
  boosted: boosted.predict(fewer.slice(-2)),
  forest: forest.roots.length,
});
