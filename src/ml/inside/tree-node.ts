/** What all nodes of trees share. `N` is the node itself, with what its kind of tree knows besides. */
export interface TreeNodeOf<N> {
  /** Questions asked before this one; 0 at the root. */
  depth: number;
  /** Training rows that came here. */
  samples: number;
  /** How mixed those rows are: 0 where all are alike. In what unit, the tree's criterion says. */
  impurity: number;
  /** Absent at a leaf. */
  split?: SplitOf<N>;
}

/** A question, with the answers' subtrees: is `x[feature] <= threshold`? Yes goes left, no goes right. */
export interface SplitOf<N> {
  /** Column of `X`. */
  feature: number;
  /** In the unit of that column. */
  threshold: number;
  left: N;
  right: N;
}

/** All nodes below and including `root`, each before its children, left before right. */
export const nodes = <N extends TreeNodeOf<N>>(root: N): N[] => downwards(root, "left");

/** The same nodes, each after its children, left before right. */
export const nodesUpwards = <N extends TreeNodeOf<N>>(root: N): N[] => downwards(root, "right").reverse();

function downwards<N extends TreeNodeOf<N>>(root: N, first: "left" | "right"): N[] {
  const second = first === "left" ? "right" : "left";
  const found: N[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    if (node.split) open.push(node.split[second], node.split[first]);
  }
  return found;
}

/** The leaf in which the row `x` ends: one comparison for each question on the way. */
export function leafOf<N extends TreeNodeOf<N>>(root: N, x: ArrayLike<number>): N {
  let node = root;
  while (node.split) node = answerTo(node.split, x);
  return node;
}

/** The nodes that the row `x` passes, from the root to its leaf. */
export function wayOf<N extends TreeNodeOf<N>>(root: N, x: ArrayLike<number>): N[] {
  const way = [root];
  for (let node = root; node.split; way.push(node)) node = answerTo(node.split, x);
  return way;
}

const answerTo = <N>({ feature, threshold, left, right }: SplitOf<N>, x: ArrayLike<number>): N => (x[feature]! <= threshold ? left : right);

/** Questions on the longest way from the root to a leaf. */
export function depthOf<N extends TreeNodeOf<N>>(root: N): number {
  return nodes(root).reduce((deepest, { depth }) => Math.max(deepest, depth), 0);
}

/** Ends of the tree. A tree asks one question fewer. */
export function countLeaves<N extends TreeNodeOf<N>>(root: N): number {
  return nodes(root).filter(({ split }) => !split).length;
}

/** How much each feature lowered the impurity, weighed by the share of the rows that were asked: `[features]`. */
export function gains<N extends TreeNodeOf<N>>(root: N, nFeatures: number): number[] {
  const sums = new Array<number>(nFeatures).fill(0);
  for (const { split, samples, impurity } of nodes(root)) {
    if (!split) continue;
    const { feature, left, right } = split;
    sums[feature]! += (samples * impurity - left.samples * left.impurity - right.samples * right.impurity) / root.samples;
  }
  return sums;
}

/** How much of the fall in impurity each feature brought: `[features]`, sums to 1, or all 0 for a single leaf. */
export function importances<N extends TreeNodeOf<N>>(root: N, nFeatures: number): number[] {
  return toShares(gains(root, nFeatures));
}

/** Numbers as shares of their sum, or all 0 where it is not above 0. */
export function toShares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total > 0 ? value / total : 0));
}

/** Where text is indented by more questions than this, the rest is told in a line. */
const DEEPEST_TEXT = 200;

/**
 * The tree as indented text, one question or answer a line. Branches more than 200 questions deep are cut, with a line that says how deep they go. `answer`
 * words a leaf; `featureNames`: `[features]`.
 */
export function treeText<N extends TreeNodeOf<N>>(root: N, answer: (leaf: N) => string, featureNames: readonly string[] = []): string {
  const lines: string[] = [];
  // What is still to be written, the next one last.
  const open: (N | string)[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") {
      lines.push(next);
      continue;
    }
    const { depth, split } = next;
    const indent = "|   ".repeat(depth);
    if (!split) lines.push(`${indent}|--- ${answer(next)}`);
    else if (depth >= DEEPEST_TEXT) lines.push(`${indent}|--- truncated branch of depth ${depthOf(next) - depth}`);
    else {
      const name = featureNames[split.feature] ?? `feature ${split.feature}`;
      lines.push(`${indent}|--- ${name} <= ${split.threshold.toFixed(2)}`);
      open.push(split.right, `${indent}|--- ${name} >  ${split.threshold.toFixed(2)}`, split.left);
    }
  }
  return lines.join("\n");
}
