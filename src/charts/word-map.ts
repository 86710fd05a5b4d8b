import * as Plot from "@observablehq/plot";
import { max } from "../base/max.ts";
import { COLOURS, type Side } from "./inside/chart-columns.ts";
import { withDefaults } from "./inside/chart-defaults.ts";
import { counted, list } from "./inside/chart-words.ts";

/** A word of a text, and how much of something falls on it. */
export interface MappedWord {
  text: string;
  /** The line that it stands in, from 0 on. Words of a line come in their order. */
  line: number;
  /** From 0 to 1: the tint. */
  share: number;
}

export interface WordMapOptions {
  /** "ml", "lm", "data" or "ink". Default "lm". */
  side?: Side;
  /** Shares from here on are written below their word. Default 0.01. */
  written?: number;
}

/** Pixels of a line. */
const LINE = 36;
/** So many words a line at least: fewer would be drawn too wide. */
const LEAST_ACROSS = 6;

/**
 * A text, line by line, in which each word is tinted by a share that falls on it, such as how probable it is as an answer. Marks for `Plot.plot`, or a chart with `.plot()`.
 * @throws RangeError when there are no words, or a share is not from 0 to 1.
 */
export function wordMap(words: readonly MappedWord[], { side = "lm", written = 0.01 }: WordMapOptions = {}): Plot.CompoundMark {
  if (words.length === 0) throw new RangeError("wordMap has no words to show: give at least one.");
  for (const { text, share } of words)
    if (!(share >= 0 && share <= 1)) throw new RangeError(`wordMap: the share of "${text}" is ${share}. Shares go from 0 to 1.`);
  const lines = max(words.map(({ line }) => line)) + 1;
  const before = new Array<number>(lines).fill(0);
  const placed = words.map((word) => ({ ...word, at: before[word.line]!++ }));
  const across = max(before, LEAST_ACROSS);
  const marked = placed.filter(({ share }) => share >= written);
  const place = { x1: "at", x2: ({ at }: { at: number }) => at + 1, y1: "line", y2: ({ line }: { line: number }) => line + 1 };
  const middle = { x: ({ at }: { at: number }) => at + 0.5, y: ({ line }: { line: number }) => line + 0.5 };
  const marks = Plot.marks(
    Plot.rect(marked, { ...place, inset: 1, rx: 4, fill: COLOURS[side], fillOpacity: ({ share }) => 0.1 + 0.5 * share }),
    Plot.text(
      placed.filter((word) => !marked.includes(word)),
      { ...middle, text: "text", fill: "currentColor" },
    ),
    Plot.text(marked, { ...middle, text: "text", dy: -7, fill: "currentColor" }),
    Plot.text(marked, { ...middle, text: ({ share }) => share.toFixed(2), dy: 8, fill: "currentColor", fontWeight: "bold" }),
  );
  return withDefaults("wordMap", marks, {
    height: { chosen: undefined, usual: "middle" },
    options: {
      axis: null,
      margin: 2,
      height: lines * LINE + 4,
      x: { domain: [0, across] },
      y: { domain: [lines, 0] },
    },
    says() {
      const most = [...marked].sort((a, b) => b.share - a.share).slice(0, 4);
      const told = most.map(({ text, line, share }) => `${text} in line ${line + 1} has ${share.toFixed(2)}`);
      return `A text of ${counted(lines, "line")}: ${told.length > 0 ? list(told) : "no word is marked"}.`;
    },
  });
}
