/** A GPT that reads characters, and its tokenizer, as one safetensors file: what a trained model is once the training is over. */
import { loadSafetensors, type SaveOptions, saveSafetensors } from "#tensor";
import { seed } from "../base/random.ts";
import { CharacterTokenizer } from "./character-tokenizer.ts";
import { GPT, type GPTOptions } from "./gpt.ts";

/** A GPT that reads characters, and what makes tokens of them. */
export interface CharacterGPT {
  /** Ready to write; call `train()` before training it further. */
  model: GPT;
  tokenizer: CharacterTokenizer;
}

/** What the file's header says of the model: not how large its first weights were, for they are there no more. */
export function gptConfig({ options: { initialScale: _, ...options } }: GPT, tokenizer: CharacterTokenizer) {
  return { model: "GPT", options, characters: tokenizer.characters.join("") };
}

/** A model and its tokenizer as a safetensors file. Sizes and characters stand in its header. */
export function saveGPT({ model, tokenizer }: CharacterGPT, { metadata, ...options }: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  return saveSafetensors(model.stateDict(), { ...options, metadata: { ...metadata, config: JSON.stringify(gptConfig(model, tokenizer)) } });
}

/**
 * The model and tokenizer of such a file.
 * @throws Error when the file is damaged, or is not of a GPT that reads characters.
 */
export function loadGPT(bytes: Uint8Array): CharacterGPT {
  const { tensors, metadata } = loadSafetensors(bytes);
  const config = JSON.parse(metadata["config"] ?? "{}") as { model?: string; options?: GPTOptions; characters?: string };
  if (config.model !== "GPT" || !config.options || !config.characters)
    throw new Error("this safetensors file is not of a GPT that reads characters: its header has no such config");
  const tokenizer = new CharacterTokenizer(config.characters);
  // The first weights are replaced at once, and to draw them would take as long as all the rest.
  const model = new GPT(config.options, { ...seed(0), normal: () => 0 }).loadStateDict(tensors).eval();
  return { model, tokenizer };
}
