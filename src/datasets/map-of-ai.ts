/**
 * What stands where on the map of artificial intelligence: systems, the kinds they are of, the regions that these kinds make, and a drawing plan. Language models
 * lie across machine learning and deep learning, so the regions are no mere chain.
 */

/** Kinds that a system can be of. `deep`: a network of several layers. `language`: gives pieces of a text probabilities. `large`: a large language model. */
export type Kind = "AI" | "ML" | "deep" | "language" | "large" | "transformer";

/** A system, and where it stands. */
export interface System {
  name: string;
  /** Of the paper, or of the event it is known by. */
  year: number;
  is: readonly Kind[];
  /** Why it stands there. */
  why: string;
  /** Where its mark is drawn, from 0 to 100 each, from the left and from below. */
  at: readonly [x: number, y: number];
}

/** A region, by the kinds that its systems are of. */
export interface Region {
  /** Must be all of these, */
  is: readonly Kind[];
  /** and none of these. */
  not?: readonly Kind[];
  says: string;
}

/** A nested box of the drawing: edges from 0 to 100. */
export interface Box {
  kind: Kind;
  label: string;
  colour: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const ml: readonly Kind[] = ["AI", "ML"];
const deep: readonly Kind[] = [...ml, "deep"];
const large: readonly Kind[] = [...deep, "language", "large"];

/** What stands on the map. */
export const systems: readonly System[] = [
  { name: "A*", year: 1968, is: ["AI"], why: "searches for the shortest way; learns nothing", at: [5, 89] },
  { name: "MYCIN", year: 1975, is: ["AI"], why: "rules that doctors wrote", at: [27, 89] },
  { name: "tree", year: 1984, is: ml, why: "questions found from data; no layers", at: [5, 73] },
  { name: "SVM", year: 1995, is: ml, why: "a border found from data; no layers", at: [5, 66] },
  { name: "k-means", year: 1967, is: ml, why: "groups found from data; no labels", at: [20, 73] },
  { name: "Q-table", year: 1989, is: ml, why: "a table learnt from rewards", at: [20, 66] },
  { name: "n-gram", year: 1948, is: [...ml, "language"], why: "counts what follows what", at: [47, 66] },
  { name: "n-gram, 2007", year: 2007, is: [...ml, "language"], why: "two trillion words, only counted", at: [47, 59] },
  { name: "LeNet", year: 1998, is: deep, why: "a CNN that reads digits", at: [8, 43] },
  { name: "AlphaGo", year: 2016, is: deep, why: "networks inside a search: both in one", at: [8, 29] },
  { name: "ViT", year: 2020, is: [...deep, "transformer"], why: "a transformer that sees pictures", at: [8, 36] },
  { name: "neural LM", year: 2003, is: [...deep, "language"], why: "layers and next words; small", at: [47, 48] },
  { name: "tiny GPT", year: 2022, is: [...deep, "language", "transformer"], why: "nanoGPT's recipe for one computer", at: [47, 40] },
  { name: "BERT", year: 2018, is: [...deep, "language", "transformer"], why: "fills gaps; large in its day", at: [75, 48] },
  { name: "T5", year: 2019, is: [...large, "transformer"], why: "text to text, up to 11 billion numbers", at: [48, 27] },
  { name: "GPT-3", year: 2020, is: [...large, "transformer"], why: "next tokens, 175 billion numbers", at: [48, 22] },
  { name: "BLOOM", year: 2022, is: [...large, "transformer"], why: "next tokens, 176 billion numbers", at: [68, 27] },
  { name: "GPT-4", year: 2023, is: [...large, "transformer"], why: "next tokens; takes pictures; size not disclosed", at: [48, 17] },
  { name: "Llama 3.1", year: 2024, is: [...large, "transformer"], why: "next tokens, up to 405 billion numbers", at: [68, 22] },
  { name: "DeepSeek", year: 2024, is: [...large, "transformer"], why: "V3: 671 billion numbers, 37 billion at a time", at: [68, 17] },
  { name: "RWKV", year: 2023, is: large, why: "a recurrent network, no attention", at: [48, 12] },
  { name: "Mamba", year: 2023, is: large, why: "a state-space model, no attention", at: [68, 12] },
];

/** The regions that the kinds make. */
export const regions: Readonly<Record<string, Region>> = {
  "artificial intelligence": {
    is: ["AI"],
    says: "Machines that do what seems to need thought, by any means.",
  },
  "AI, not ML": {
    is: ["AI"],
    not: ["ML"],
    says: "People wrote the rules, or the machine searches. Nothing is fitted to data.",
  },
  "machine learning": {
    is: ["ML"],
    says: "Numbers are fitted to data; nobody writes the rules.",
  },
  "ML, not deep": {
    is: ["ML"],
    not: ["deep"],
    says: "Trees, counts, borders, groups: no stack of layers.",
  },
  "deep learning": {
    is: ["deep"],
    says: "Networks of many layers, trained by following gradients.",
  },
  "deep, not of language": {
    is: ["deep"],
    not: ["language"],
    says: "Deep networks for pictures, games and much else. A transformer can be one.",
  },
  "language models": {
    is: ["language"],
    says: "They give each next (or hidden) piece of a text a probability.",
  },
  "language models, not large": {
    is: ["language"],
    not: ["large"],
    says: "Small or old ones. An n-gram is not even deep.",
  },
  "large language models": {
    is: ["large"],
    says: "Deep language models, often with billions of numbers, trained on very much text.",
  },
  "large, not transformers": {
    is: ["large"],
    not: ["transformer"],
    says: "The transformer is one way to build a language model, not the definition.",
  },
};

/** From the outermost. */
export const boxes: readonly Box[] = [
  { kind: "AI", label: "artificial intelligence", colour: "var(--data)", x1: 0, y1: 0, x2: 100, y2: 100 },
  { kind: "ML", label: "machine learning", colour: "var(--ml)", x1: 2, y1: 2, x2: 98, y2: 84 },
  { kind: "deep", label: "deep learning", colour: "var(--ml)", x1: 4, y1: 4, x2: 96, y2: 55 },
  { kind: "language", label: "language models", colour: "var(--lm)", x1: 43, y1: 6, x2: 94, y2: 77 },
  { kind: "large", label: "large (LLMs)", colour: "var(--lm)", x1: 45, y1: 8, x2: 92, y2: 34 },
];

/** The systems that are of all kinds the region asks for, and of none it shuts out. */
export const inRegion = ({ is, not = [] }: Region): System[] =>
  systems.filter((system) => is.every((kind) => system.is.includes(kind)) && !not.some((kind) => system.is.includes(kind)));
