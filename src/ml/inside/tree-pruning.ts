import { checkNotNegative } from "../../base/check.ts";
import { nodes, nodesUpwards, type TreeNodeOf } from "./tree-node.ts";

/** One of the trees that pruning passes on its way from the whole tree to its root. */
export interface PruningStep {
  /** The price of a leaf, α, from which on this tree is the best. */
  alpha: number;
  /** Leaves of this tree. */
  nLeaves: number;
  /** Impurity of the leaves, weighted by their share of the rows. */
  impurity: number;
}

/**
 * Minimal cost-complexity pruning: the subtree that costs least when a tree costs the impurity of its leaves, weighted by
 * their share of the rows, and `alpha` for each leaf. Leaves `root` as it is.
 *
 * Source: L. Breiman and others, Classification and Regression Trees, 1984, section 3.3. scikit-learn calls α `ccp_alpha`.
 * @throws RangeError when `alpha` is negative or not finite.
 */
export function prune<N extends TreeNodeOf<N>>(root: N, alpha: number): N {
  checkNotNegative(alpha, "alpha");
  const copy = copyOf(root);
  for (let weakest = weakestLink(copy); weakest && weakest.price <= alpha; weakest = weakestLink(copy)) cut(weakest);
  return copy;
}

/** All trees that pruning passes, from the whole one at α = 0 to the root alone, each smaller than the one before. */
export function pruningPath<N extends TreeNodeOf<N>>(root: N): PruningStep[] {
  const copy = copyOf(root);
  const path: PruningStep[] = [];
  let alpha = 0;
  for (let weakest = weakestLink(copy); weakest; weakest = weakestLink(copy)) {
    if (weakest.price > alpha) path.push(step(copy, alpha));
    alpha = Math.max(alpha, weakest.price);
    cut(weakest);
  }
  path.push(step(copy, alpha));
  return path;
}

interface Link<N> {
  /** The node of which the branches are worth least. */
  node: N;
  /** By how much the impurity rises for each leaf less, when they are cut off. */
  price: number;
}

/** Prices that differ by less than this share of the root's impurity are taken for equal: they are sums of the same terms in other orders. */
const TOLERANCE = 1e-12;

function weakestLink<N extends TreeNodeOf<N>>(root: N): Link<N> | undefined {
  const tolerance = TOLERANCE * root.impurity;
  let weakest: Link<N> | undefined;
  // Of the branches that were visited and stand side by side, the last one last.
  const open: { leaves: number; cost: number }[] = [];
  for (const node of nodesUpwards(root)) {
    const own = (node.samples / root.samples) * node.impurity;
    if (!node.split) {
      open.push({ leaves: 1, cost: own });
      continue;
    }
    const right = open.pop()!;
    const left = open.pop()!;
    const below = { leaves: left.leaves + right.leaves, cost: left.cost + right.cost };
    open.push(below);
    const price = Math.max(0, (own - below.cost) / (below.leaves - 1));
    // A node comes after those below it, so where prices are equal, the larger branch goes.
    if (!weakest || price <= weakest.price + tolerance) weakest = { node, price: Math.min(price, weakest?.price ?? price) };
  }
  return weakest;
}

function cut<N extends TreeNodeOf<N>>({ node }: Link<N>): void {
  delete node.split;
}

function step<N extends TreeNodeOf<N>>(root: N, alpha: number): PruningStep {
  const leaves = nodes(root).filter(({ split }) => !split);
  return { alpha, nLeaves: leaves.length, impurity: leaves.reduce((sum, { samples, impurity }) => sum + (samples / root.samples) * impurity, 0) };
}

function copyOf<N extends TreeNodeOf<N>>(root: N): N {
  const copies = new Map<N, N>();
  for (const node of nodesUpwards(root)) {
    const { split } = node;
    // With its getters: a tree of many classes counts when it is asked.
    const copy: N = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(node));
    if (split) copy.split = { ...split, left: copies.get(split.left)!, right: copies.get(split.right)! };
    copies.set(node, copy);
  }
  return copies.get(root)!;
}
