import type { Label } from "../../base/estimator.ts";
import { indexOfMax } from "../../base/labels.ts";
import type { DecisionTree } from "../../ml/decision-tree.ts";
import { depthOf, nodes, nodesUpwards, type TreeNodeOf } from "../../ml/inside/tree-node.ts";
import type { RegressionTree } from "../../ml/regression-tree.ts";

/** A tree as dots and lines, ready to be drawn: `Plot.link(links, { x1: "x1", … })` and `Plot.text(nodes, { x: "x", y: "y", text: "text" })`. */
export interface TreePicture {
  nodes: PictureNode[];
  links: PictureLink[];
  /** Leaves side by side: x runs from 0 to `width` − 1. */
  width: number;
  /** Rows of nodes: y runs from 0, the root, down to −(`height` − 1). */
  height: number;
}

/** A node of the drawing. */
export interface PictureNode {
  /** Leaves stand at whole numbers, other nodes in the middle above their children. */
  x: number;
  /** Minus the depth, so that the root stands on top. */
  y: number;
  /** The question, such as "bill length ≤ 43.3", or the answer of a leaf. */
  text: string;
  /** What the tree would answer here: a label, or a number as text. */
  answer: string;
  kind: "question" | "leaf";
  /** Training rows that came here. */
  samples: number;
  /** Those rows as a share of all, 0 to 1. */
  share: number;
  impurity: number;
}

/** From a question down to what follows from one answer. */
export interface PictureLink {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  answer: "yes" | "no";
  /** Training rows that went this way. */
  samples: number;
  /** Those rows as a share of all, 0 to 1. */
  share: number;
}

export interface PictureOptions {
  /** `[features]`. Default "feature 0" and so on. */
  featureNames?: readonly string[];
  /** Digits after the point in questions and numbers. Default 2. */
  digits?: number;
}

/**
 * Where the nodes of a tree are drawn, and what stands in them: leaves side by side, each parent above the middle of its children.
 * @throws RangeError when the tree has not learnt anything yet.
 */
export function treePicture(tree: DecisionTree | RegressionTree, { featureNames = [], digits = 2 }: PictureOptions = {}): TreePicture {
  if ("classes" in tree) return draw(tree.root, ({ counts }) => label(tree.classes, counts));
  return draw(tree.root, ({ value }) => value.toFixed(digits));

  function draw<N extends TreeNodeOf<N>>(root: N, answerOf: (node: N) => string): TreePicture {
    const drawn = new Map<N, PictureNode>();
    let width = 0;
    for (const node of nodes(root)) {
      const { samples, impurity, depth, split } = node;
      const answer = answerOf(node);
      const [x, kind] = split ? ([0, "question"] as const) : ([width++, "leaf"] as const);
      const text = split ? `${featureNames[split.feature] ?? `feature ${split.feature}`} ≤ ${split.threshold.toFixed(digits)}` : answer;
      drawn.set(node, { x, y: 0 - depth, text, answer, kind, samples, share: samples / root.samples, impurity });
    }
    const links: PictureLink[] = [];
    for (const node of nodesUpwards(root)) {
      if (!node.split) continue;
      const [from, yes, no] = [node, node.split.left, node.split.right].map((one) => drawn.get(one)!) as [PictureNode, PictureNode, PictureNode];
      from.x = (yes.x + no.x) / 2;
      for (const [to, reply] of [[yes, "yes"] as const, [no, "no"] as const])
        links.push({ x1: from.x, y1: from.y, x2: to.x, y2: to.y, answer: reply, samples: to.samples, share: to.share });
    }
    return { nodes: [...drawn.values()], links, width, height: depthOf(root) + 1 };
  }
}

const label = (classes: readonly Label[], counts: readonly number[]) => String(classes[indexOfMax(counts)]);
