import { nodes, type TreeNodeOf } from "./tree-node.ts";

/**
 * A tree laid out in arrays, which is asked many times faster than one of objects: forests and boosting ask hundreds of trees for each
 * row. Nodes come in the order root, left, right, so that the left child of node i is node i + 1.
 */
export interface FlatTree {
  /** The feature that a node asks about, −1 at a leaf: `[nodes]`. */
  feature: Int32Array;
  /** `[nodes]`. */
  threshold: Float64Array;
  /** The right child of each node: `[nodes]`. */
  right: Int32Array;
}

/** Nodes come in the order of {@link nodes}, so that what leaves answer can be laid out alike. */
export function flatten<N extends TreeNodeOf<N>>(root: N): FlatTree {
  const all = nodes(root);
  const place = new Map(all.map((node, i) => [node, i]));
  return {
    feature: Int32Array.from(all, ({ split }) => split?.feature ?? -1),
    threshold: Float64Array.from(all, ({ split }) => split?.threshold ?? 0),
    right: Int32Array.from(all, ({ split }) => (split ? place.get(split.right)! : -1)),
  };
}

/** The number of the leaf in which the row `x` ends. */
export function leafIndex({ feature, threshold, right }: FlatTree, x: ArrayLike<number>): number {
  let i = 0;
  for (let asked = feature[0]!; asked >= 0; asked = feature[i]!) i = x[asked]! <= threshold[i]! ? i + 1 : right[i]!;
  return i;
}
