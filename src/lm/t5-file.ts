/** A T5 that reads and writes words, and its tokenizer, as one safetensors file. */
import { loadSafetensors, type SaveOptions, saveSafetensors } from "#tensor";
import { seed } from "../base/random.ts";
import { T5, type T5Options } from "./t5.ts";
import { WordTokenizer } from "./word-tokenizer.ts";

/** A T5 that reads and writes words, and what makes tokens of them. */
export interface WordT5 {
  /** As `loadT5` gives it, ready to write; call `train()` before training it further. */
  model: T5;
  tokenizer: WordTokenizer;
}

/** What the file's header says of the model: its sizes, and each token at its number. */
export function t5Config({ options }: T5, { specials, tokens }: WordTokenizer) {
  return { model: "T5", options, specials, words: tokens.slice(specials.length) };
}

/** A model and its tokenizer as a safetensors file. Sizes and words stand in its header; which words stand together without a space does not. */
export function saveT5({ model, tokenizer }: WordT5, { metadata, ...options }: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  return saveSafetensors(model.stateDict(), { ...options, metadata: { ...metadata, config: JSON.stringify(t5Config(model, tokenizer)) } });
}

/**
 * The model and tokenizer of such a file.
 * @throws Error when the file is damaged, or is not of a T5 that reads words.
 */
export function loadT5(bytes: Uint8Array): WordT5 {
  const { tensors, metadata } = loadSafetensors(bytes);
  const config = JSON.parse(metadata["config"] ?? "{}") as { model?: string; options?: T5Options; specials?: string[]; words?: string[] };
  if (config.model !== "T5" || !config.options || !config.specials || !config.words)
    throw new Error("this safetensors file is not of a T5 that reads words: its header has no such config");
  // Each word once, so that each gets the number that it had.
  const tokenizer = new WordTokenizer({ specials: config.specials }).fit(config.words);
  // The first weights are replaced at once: any seed will do.
  const model = new T5(config.options, seed(0)).loadStateDict(tensors).eval();
  return { model, tokenizer };
}
