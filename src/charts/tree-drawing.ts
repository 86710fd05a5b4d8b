import * as Plot from "@observablehq/plot";
import type { DecisionTree } from "../ml/decision-tree.ts";
import { nodes, type TreeNodeOf, wayOf } from "../ml/inside/tree-node.ts";
import type { RegressionTree } from "../ml/regression-tree.ts";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { type Height, withDefaults } from "./inside/chart-defaults.ts";
import { counted } from "./inside/chart-words.ts";
import { type PictureOptions, treePicture as treeLayout } from "./inside/tree-picture.ts";

export interface TreePictureOptions extends PictureOptions {
  /** A row, `[features]`, whose way through the tree is shown. Default none. */
  way?: readonly number[];
  /** What the rows are, for the counts at the leaves: "penguins". Default "rows". */
  rows?: string;
  /** "ml", "lm", "data" or "ink": the colour of the way. Default "ml". */
  side?: Side;
  /** Default "low" for one or two questions in a row, "middle" for up to four, else "high". */
  height?: Height;
}

/** Below a leaf, in pixels, stands how many rows came there. */
const COUNT_BELOW = 18;
const HALO = { stroke: "var(--plot-background)", fill: "currentColor", strokeWidth: 8 };

/**
 * A tree, its questions above their answers. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when the tree has not learnt anything yet, or `way` has another number of columns than it learnt from.
 */
export function treePicture(tree: DecisionTree | RegressionTree, options: TreePictureOptions = {}): Plot.CompoundMark {
  const { way, rows = "rows", side = "ml", height } = options;
  const layout = treeLayout(tree, options);
  if (way && way.length !== tree.nFeatures)
    throw new RangeError(
      `treePicture: the row in "way" has ${way.length} columns, and the tree learnt from ${tree.nFeatures}. Give one number for each column.`,
    );
  const passed = way ? wayOf(tree.root as AnyNode, way) : [];
  const all = nodes(tree.root as AnyNode);
  const signs = layout.nodes.map((node, i) => ({
    ...node,
    passed: passed.includes(all[i]!),
    words: node.kind === "leaf" ? node.text : `${node.text}?`,
  }));
  const isPassed = new Set(signs.filter(({ passed }) => passed).map(({ x, y }) => `${x} ${y}`));
  const links = layout.links.map((link) => ({
    ...link,
    x: (link.x1 + link.x2) / 2,
    y: (link.y1 + link.y2) / 2,
    passed: isPassed.has(`${link.x2} ${link.y2}`),
  }));
  const leaves = signs.filter(({ kind }) => kind === "leaf");
  const last = signs.find(({ kind, passed }) => kind === "leaf" && passed);
  const write = (some: typeof signs, fontWeight: number) => Plot.text(some, { x: "x", y: "y", text: "words", fontWeight, ...HALO });
  const marks = Plot.marks(
    Plot.link(links, {
      x1: "x1",
      y1: "y1",
      x2: "x2",
      y2: "y2",
      stroke: ({ passed }) => (passed ? COLOURS[side] : COLOURS.data),
      strokeWidth: ({ passed }) => (passed ? 4 : 1),
    }),
    Plot.text(links, { x: "x", y: "y", text: "answer", ...HALO }),
    write(
      signs.filter(({ passed }) => !passed),
      400,
    ),
    write(
      signs.filter(({ passed }) => passed),
      700,
    ),
    Plot.text(leaves, { x: "x", y: "y", text: ({ samples }) => `${samples} ${rows}`, dy: COUNT_BELOW }),
  );
  return withDefaults("treePicture", marks, {
    height: { chosen: height, usual: layout.height <= 3 ? "low" : layout.height <= 5 ? "middle" : "high" },
    options: { axis: null, x: { domain: [-0.5, layout.width - 0.5] }, y: { domain: [-layout.height + 0.7, 0.2] } },
    says() {
      const [root] = signs;
      const answers = `${leaves.length} ${leaves.length === 1 ? "answer" : "answers"}`;
      const first = root!.kind === "leaf" ? `It always says ${root!.answer}.` : `It asks first: ${root!.words}`;
      const largest = leaves.reduce((a, b) => (b.samples > a.samples ? b : a));
      const sentences = [
        `Tree of ${counted(signs.length - leaves.length, "question")} and ${answers}, ${counted(layout.height - 1, "question")} deep. ${first}`,
        `The leaf with most ${rows}, ${largest.samples} of ${root!.samples}, says ${largest.answer}.`,
      ];
      if (last) sentences.push(`The way that is marked passes ${counted(passed.length - 1, "question")} and ends at ${last.answer}.`);
      return sentences.join(" ");
    },
  });
}

interface AnyNode extends TreeNodeOf<AnyNode> {}
