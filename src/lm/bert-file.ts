/** A BERT that reads words, and its tokenizer, as one safetensors file: what a trained model is once the training is over. */
import { loadSafetensors, type SaveOptions, saveSafetensors } from "#tensor";
import { seed } from "../base/random.ts";
import { BERT, type BERTOptions } from "./bert.ts";
import { WordTokenizer } from "./word-tokenizer.ts";

/** A BERT that reads words, and what makes tokens of them. */
export interface WordBERT {
  /** Ready to fill gaps; call `train()` before training it further. */
  model: BERT;
  tokenizer: WordTokenizer;
}

/** The first tokens of such a model: what fills up short rows, what stands in a gap, and what stands for unknown words. */
export const SPECIALS = ["[PAD]", "[MASK]", "[UNK]"] as const;

/** What the file's header says of the model. */
export function bertConfig({ options: { initialScale: _, ...options } }: BERT, { specials, tokens }: WordTokenizer) {
  return { model: "BERT", options, words: tokens.slice(specials.length).join(" ") };
}

/** A model and its tokenizer as a safetensors file. Sizes and words stand in its header. */
export function saveBERT({ model, tokenizer }: WordBERT, { metadata, ...options }: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  return saveSafetensors(model.stateDict(), { ...options, metadata: { ...metadata, config: JSON.stringify(bertConfig(model, tokenizer)) } });
}

/**
 * The model and tokenizer of such a file.
 * @throws Error when the file is damaged, or is not of a BERT that reads words.
 */
export function loadBERT(bytes: Uint8Array): WordBERT {
  const { tensors, metadata } = loadSafetensors(bytes);
  const config = JSON.parse(metadata["config"] ?? "{}") as { model?: string; options?: BERTOptions; words?: string };
  if (config.model !== "BERT" || !config.options || !config.words)
    throw new Error("this safetensors file is not of a BERT that reads words: its header has no such config");
  // The first weights are replaced at once: any seed will do.
  const model = new BERT(config.options, seed(0)).loadStateDict(tensors).eval();
  return { model, tokenizer: wordsTokenizer(config.words.split(" ")) };
}

/** A tokenizer with `SPECIALS` and these words, in this order. */
function wordsTokenizer(words: readonly string[]): WordTokenizer {
  const tokenizer = new WordTokenizer({ specials: SPECIALS, unknown: "[UNK]" });
  // Equally frequent words keep their order.
  return tokenizer.fit([words.join(" ")]);
}
