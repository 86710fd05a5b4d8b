import { indexOfMax } from "../../base/labels.ts";
import { nodes, type TreeNodeOf, wayOf } from "../../ml/inside/tree-node.ts";

/** What a page needs of a tree that has learnt: its nodes as JSON has them. */
export interface LearntTree {
  root: CountedNode;
  /** `[classes]`. */
  classes: readonly string[];
}

interface CountedNode extends TreeNodeOf<CountedNode> {
  counts: number[];
}

/** A penguin on its way through the tree. */
export interface PenguinAnswer {
  /** The nodes it passes, as places in the list of all nodes. */
  passed: number[];
  /** The species that the tree names. */
  says: string;
  right: boolean;
  /** What it was measured to be, in words. */
  measured: string;
  /** The answer as a sentence. */
  sentence: string;
}

/** `row`: bill length, bill depth and flipper length in mm, body mass in g. `species`: what the biologists wrote down. */
export function answerFor({ root, classes }: LearntTree, row: readonly number[], species: string): PenguinAnswer {
  const all = nodes(root);
  const way = wayOf(root, row);
  const says = classes[indexOfMax(way.at(-1)!.counts)]!;
  const [bill, depth, flipper] = row;
  return {
    passed: way.map((node) => all.indexOf(node)),
    says,
    right: says === species,
    measured: `flipper ${flipper} mm · bill ${bill} mm long, ${depth} mm deep`,
    sentence:
      says === species ? `The tree says ${says}, and so did the biologists.` : `The tree says ${says}. Wrong: the biologists wrote ${species}.`,
  };
}
