import type { Label } from "../../base/estimator.ts";
import { indexOfMax } from "../../base/labels.ts";
import type { DecisionTree, TreeNode } from "../../ml/decision-tree.ts";

/** The part of the plane in which a tree of two features gives one answer. */
export interface Region<L extends Label> {
  /** From `x1` to `x2` on the first feature's axis, from `y1` to `y2` on the second's, in their units. */
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  /** What the tree answers here. */
  label: L;
  /** Training rows in this region. */
  samples: number;
}

/**
 * The rectangles, one for each leaf, into which a tree of two features cuts the plane within `x` and `y` (each
 * `[from, to]`). Leaves that lie outside are left out.
 * @throws RangeError when the tree has not learnt from exactly two features.
 */
export function treeRegions<L extends Label>(tree: DecisionTree<L>, x: readonly [number, number], y: readonly [number, number]): Region<L>[] {
  const { root, nFeatures, classes } = tree;
  if (nFeatures !== 2) throw new RangeError(`the tree learnt from ${nFeatures} features: only two make a plane`);
  const regions: Region<L>[] = [];
  const open: { node: TreeNode; box: Box }[] = [{ node: root, box: { x1: x[0], x2: x[1], y1: y[0], y2: y[1] } }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { box, node } = next;
    const { split, samples } = node;
    if (box.x1 >= box.x2 || box.y1 >= box.y2) continue;
    if (!split) {
      regions.push({ ...box, label: classes[indexOfMax(node.counts)]!, samples });
      continue;
    }
    const [from, to] = split.feature === 0 ? (["x1", "x2"] as const) : (["y1", "y2"] as const);
    open.push(
      { node: split.right, box: { ...box, [from]: Math.max(box[from], split.threshold) } },
      { node: split.left, box: { ...box, [to]: Math.min(box[to], split.threshold) } },
    );
  }
  return regions;
}

type Box = Pick<Region<Label>, "x1" | "x2" | "y1" | "y2">;
