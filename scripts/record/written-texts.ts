/** Many texts for each way to choose the next character, from the same places of the book, judged. */
import { readFile } from "node:fs/promises";
import { seed } from "../../src/base/random.ts";
import { mobyDick } from "../../src/datasets/moby-dick.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { likeliestTexts } from "../../src/lm/likeliest-texts.ts";
import { NGram } from "../../src/lm/n-gram.ts";
import { distribution, type SamplingOptions } from "../../src/lm/sampling.ts";
import type { SamplingFound, Way } from "../../src/recorded/written-texts.ts";
import { inferenceMode } from "../../src/tensor/index.ts";
import { knownWords, meanOfTexts, piecesOf, wordsOf } from "../../src/versus/invented-words.ts";
import { judgeWriting } from "../../src/versus/judge-writing.ts";
import { writeTexts } from "../../src/versus/write-texts.ts";
import type { Record, Recorder } from "./recorder.ts";

const [texts, promptLength, length] = [24, 16, 240];
const source = mobyDick.train;
const known = new Set(wordsOf(source));
type Rules = Omit<SamplingOptions, "random">;

export const record: Record<SamplingFound> = async ({ part, say }: Recorder) => {
  const bytes = await readFile(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url));
  const { model, tokenizer } = loadGPT(bytes);
  const places = piecesOf(mobyDick.validation, { count: texts, length: promptLength + length });
  const prompts = places.map((place) => place.slice(0, promptLength));

  /** Mean loss of each text at what was written, given what stands before. */
  const surprise = (written: readonly string[]) =>
    written.map((text, i) => {
      const ids = tokenizer.encode(prompts[i]! + text);
      const next = ids.slice(1).map((id, place) => (place + 1 < promptLength ? -100 : id));
      const [loss] = inferenceMode(() => [model.loss([ids.slice(0, -1)], [next])]);
      return loss!.item();
    });
  const judged = (written: readonly string[]): Omit<Way, "by"> => ({
    ...judgeWriting(written, source),
    surprise: meanOfTexts(surprise(written)),
    sample: written[0]!,
    knownOfEach: written.map((text) => knownWords([text, text], known).mean),
  });

  const ways: Way[] = [];
  const way = async (by: Way["by"], rules: Rules & { beams?: number }, write: () => string[]) => {
    const name = [by, ...Object.entries(rules).map(([rule, value]) => `${rule} ${value}`)].join(", ");
    const result = await part(name, () => judged(write()));
    say(`${name}: known ${result.known.mean.toFixed(3)}, repeated ${result.repeated.mean.toFixed(3)}`);
    ways.push({ by, ...rules, ...result });
  };
  const byGPT = (rules: Rules) => () => {
    let written: number[][] = [];
    const beginnings = prompts.map((prompt) => tokenizer.encode(prompt));
    for (written of writeTexts(model, beginnings, { count: texts, length, random: seed(1), ...rules }));
    return written.map((text) => tokenizer.decode(text));
  };
  const vocabulary = new Set(mobyDick.text);
  let nGram: NGram | undefined;
  const byCounts = (rules: Rules) => () => {
    nGram ??= new NGram({ order: 5, vocabulary }).fit(source);
    const counts = nGram;
    const random = seed(1);
    return prompts.map((prompt) => {
      let text = prompt;
      while (text.length < promptLength + length) {
        const logits = counts.probabilities(text.slice(-4)).map(Math.log);
        text += counts.vocabulary[random.choice(distribution(logits, rules))];
      }
      return text.slice(promptLength);
    });
  };

  await way("Melville", {}, () => places.map((place) => place.slice(promptLength)));
  for (const temperature of [0, 0.4, 0.6, 0.8, 1, 1.2, 1.5]) await way("GPT", { temperature }, byGPT({ temperature }));
  for (const temperature of [1, 1.2]) await way("GPT", { temperature, topP: 0.9 }, byGPT({ temperature, topP: 0.9 }));
  await way("GPT", { temperature: 1, topK: 10 }, byGPT({ temperature: 1, topK: 10 }));
  for (const temperature of [0, 0.8, 1]) await way("5-gram", { temperature }, byCounts({ temperature }));
  await way("GPT", { beams: 4 }, () =>
    prompts.map((prompt) => tokenizer.decode(likeliestTexts(model, tokenizer.encode(prompt), { beams: 4, length })[0]!.tokens)),
  );
  return { texts, length, promptLength, ways };
};
