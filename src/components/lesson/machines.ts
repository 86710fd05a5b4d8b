/** The five diagrams of `Machine`: where their parts stand. All are drawn 360 units wide, so that a phone shows their words at full size. */

export const MACHINE_WIDTH = 360;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  /** What it says, where that is not what its part says; "" for nothing. */
  words?: string;
  /** How it is drawn; a box with corners where nothing is said. A frame holds others. */
  shape?: "round" | "frame";
  /** Where the middle of a frame's words stands. */
  label?: readonly [x: number, y: number];
}

export interface Part {
  /** What it is called on the page. */
  words: string;
  boxes?: readonly Box[];
  lines?: readonly Line[];
}

/** A line from point to point. */
export interface Line {
  points: readonly (readonly [x: number, y: number])[];
  arrow?: boolean;
  dashed?: boolean;
}

export interface Drawing {
  title: string;
  height: number;
  /** Which side of the comparison it is on, where the page does not say. */
  side: "ml" | "lm";
  /** In the order in which they are told. */
  parts: Readonly<Record<string, Part>>;
  /** What belongs to no part. */
  lines: readonly Line[];
}

const box = (x: number, y: number, width: number, height = 32, more: Partial<Box> = {}): Box => ({ x, y, width, height, ...more });
const line = (...points: [x: number, y: number][]): Line => ({ points });
const arrow = (...points: [x: number, y: number][]): Line => ({ points, arrow: true });

const circles = (x: number, ys: readonly number[]) => ys.map((y) => box(x - 11, y - 11, 22, 22, { words: "", shape: "round" }));
const between = (x1: number, from: readonly number[], x2: number, to: readonly number[]) =>
  from.flatMap((y1) => to.map((y2) => line([x1 + 11, y1], [x2 - 11, y2])));
const FEW = [52, 92, 132];
const MANY = [32, 72, 112, 152];
const TWO = [72, 112];
/** What stands below a column of circles. */
const below = (x: number, width: number) => box(x, 172, width, 26, { shape: "round" });

export const MACHINES = {
  tree: {
    title: "A decision tree",
    height: 232,
    side: "ml",
    parts: {
      row: { words: "a row", boxes: [box(120, 2, 120, 32, { shape: "round" })] },
      question: { words: "a question", boxes: [box(110, 62, 140)] },
      split: { words: "the next question", boxes: [box(14, 128, 172)] },
      leaf: {
        words: "an answer",
        boxes: [box(224, 128, 122, 32, { shape: "round" }), box(2, 194, 110, 32, { shape: "round" }), box(124, 194, 110, 32, { shape: "round" })],
      },
      path: { words: "the way of one row", lines: [arrow([180, 34], [180, 62]), arrow([150, 94], [104, 128]), arrow([130, 160], [176, 194])] },
    },
    lines: [arrow([212, 94], [272, 128]), arrow([74, 160], [56, 194])],
  },
  loop: {
    title: "A loop that learns",
    height: 252,
    side: "ml",
    parts: {
      start: { words: "start anywhere", boxes: [box(2, 2, 160, 44, { shape: "round" })] },
      answer: { words: "let it answer", boxes: [box(2, 86, 160, 60)] },
      measure: { words: "measure how wrong it is", boxes: [box(198, 86, 160, 60)] },
      adjust: { words: "change it a little", boxes: [box(100, 186, 160, 60)] },
      stop: { words: "stop when nothing changes", boxes: [box(198, 2, 160, 44, { shape: "round" })] },
    },
    lines: [
      arrow([82, 46], [82, 86]),
      arrow([162, 116], [198, 116]),
      arrow([278, 146], [278, 216], [260, 216]),
      arrow([100, 216], [82, 216], [82, 146]),
      arrow([278, 86], [278, 46]),
    ],
  },
  layers: {
    title: "A network of layers",
    height: 246,
    side: "ml",
    parts: {
      input: { words: "input", boxes: [...circles(40, FEW), below(4, 72)] },
      weights: { words: "weights", lines: [...between(40, FEW, 133, MANY), ...between(133, MANY, 226, MANY), ...between(226, MANY, 320, TWO)] },
      hidden: { words: "hidden layers", boxes: [...circles(133, MANY), ...circles(226, MANY), below(110, 140)] },
      output: { words: "output", boxes: [...circles(320, TWO), below(282, 76)] },
      loss: { words: "loss", boxes: [box(282, 212, 76)] },
      backward: {
        words: "gradients, backwards",
        boxes: [box(56, 212, 190)],
        lines: [arrow([282, 228], [246, 228]), arrow([56, 228], [22, 228], [22, 200])],
      },
    },
    lines: [arrow([320, 198], [320, 212])],
  },
  transformer: {
    title: "A transformer",
    height: 576,
    side: "lm",
    parts: {
      tokens: { words: "tokens", boxes: [box(70, 2, 200, 30)] },
      embedding: { words: "embedding", boxes: [box(70, 48, 118, 30)] },
      position: { words: "position", boxes: [box(204, 48, 112, 30)] },
      block: { words: "a block, many times", boxes: [box(14, 94, 318, 308, { shape: "frame", label: [258, 388] })] },
      norm: { words: "layer norm", boxes: [box(70, 122, 200, 26), box(70, 286, 200, 26), box(70, 418, 200, 26)] },
      query: { words: "query", boxes: [box(70, 162, 62, 28)] },
      key: { words: "key", boxes: [box(139, 162, 62, 28)] },
      value: { words: "value", boxes: [box(208, 162, 62, 28)] },
      attention: { words: "attention", boxes: [box(70, 206, 200, 30)] },
      residual: {
        words: "residual stream",
        boxes: [box(158, 250, 24, 24, { words: "+", shape: "round" }), box(158, 368, 24, 24, { words: "+", shape: "round" })],
        lines: [arrow([170, 108], [42, 108], [42, 262], [158, 262]), arrow([170, 280], [42, 280], [42, 380], [158, 380])],
      },
      mlp: { words: "MLP", boxes: [box(70, 326, 200, 28)] },
      logits: { words: "logits", boxes: [box(70, 458, 200, 28)] },
      probabilities: { words: "probabilities", boxes: [box(70, 500, 200, 28)] },
      next: {
        words: "the next token",
        boxes: [box(70, 544, 200, 30, { shape: "round" })],
        lines: [
          {
            points: [
              [270, 559],
              [348, 559],
              [348, 17],
              [270, 17],
            ],
            arrow: true,
            dashed: true,
          },
        ],
      },
    },
    lines: [
      arrow([129, 32], [129, 48]),
      line([204, 63], [188, 63]),
      line([170, 78], [170, 122]),
      arrow([101, 148], [101, 162]),
      arrow([170, 148], [170, 162]),
      arrow([239, 148], [239, 162]),
      arrow([101, 190], [101, 206]),
      arrow([170, 190], [170, 206]),
      arrow([239, 190], [239, 206]),
      arrow([170, 236], [170, 250]),
      line([170, 274], [170, 286]),
      arrow([170, 312], [170, 326]),
      arrow([170, 354], [170, 368]),
      arrow([170, 392], [170, 418]),
      arrow([170, 444], [170, 458]),
      arrow([170, 486], [170, 500]),
      arrow([170, 528], [170, 544]),
    ],
  },
  agent: {
    title: "An agent and its world",
    height: 222,
    side: "ml",
    parts: {
      agent: { words: "agent", boxes: [box(84, 2, 192, 74, { shape: "frame", label: [180, 17] })] },
      policy: { words: "policy", boxes: [box(104, 32, 152, 34)] },
      action: {
        words: "action",
        boxes: [box(272, 96, 84, 32, { shape: "round" })],
        lines: [line([276, 39], [314, 39], [314, 96]), arrow([314, 128], [314, 192], [276, 192])],
      },
      world: { words: "world", boxes: [box(84, 164, 192, 54)] },
      state: {
        words: "state",
        boxes: [box(4, 96, 84, 32, { shape: "round" })],
        lines: [line([84, 192], [46, 192], [46, 128]), arrow([46, 96], [46, 39], [84, 39])],
      },
      reward: {
        words: "reward",
        boxes: [box(134, 104, 92, 32, { shape: "round" })],
        lines: [line([180, 164], [180, 136]), arrow([180, 104], [180, 76])],
      },
    },
    lines: [],
  },
} as const satisfies Record<string, Drawing>;

export type MachineKind = keyof typeof MACHINES;
export type PartOf<Kind extends MachineKind> = keyof (typeof MACHINES)[Kind]["parts"] & string;

/** The three points of the head of an arrow, at the end of a line. */
export function arrowHead({ points }: Line): string {
  const [[x0, y0], [x, y]] = points.slice(-2) as unknown as [[number, number], [number, number]];
  const length = Math.hypot(x - x0, y - y0);
  const [dx, dy] = [(x - x0) / length, (y - y0) / length];
  const round = (value: number) => Math.round(value * 10) / 10;
  return [
    [x, y],
    [x - 7 * dx - 3.5 * dy, y - 7 * dy + 3.5 * dx],
    [x - 7 * dx + 3.5 * dy, y - 7 * dy - 3.5 * dx],
  ]
    .map((point) => point.map(round).join(","))
    .join(" ");
}

/** Words in as many lines as fit into a box; its letters are taken to be as wide as those of DejaVu, one of the widest. */
export function linesOf(words: string, width: number): string[] {
  const most = Math.floor((width - 8) / LETTER);
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Units of one letter, on average, at the 13 units of `lesson.css`. */
const LETTER = 7.8;
