/** What else answers "Where is Mary?": a rule, a count, and a decoder that writes its answer. */
import { crossEntropy, inferenceMode, type Tensor, tensor } from "#tensor";
import { argMax } from "../base/max.ts";
import { BABI_PLACES, type BabiQuestion } from "../datasets/babi.ts";
import type { GPT } from "../lm/gpt.ts";
import { STORY_TOKENS, storyRow } from "./story-reader.ts";

type Asked = Pick<BabiQuestion, "story" | "question">;

const lastWord = (sentence: string) => (sentence.match(/\p{L}+/gu) ?? []).at(-1)!.toLowerCase();
const personOf = (question: string) => lastWord(question);
const isAbout = (sentence: string, person: string) =>
  sentence
    .toLowerCase()
    .split(/\P{L}+/u)
    .includes(person);

/** The rule that made the data: the last word of the last sentence that names the person. Nothing is learnt. `undefined` where no sentence does. */
export function ruleAnswer({ story, question }: Asked): string | undefined {
  const sentence = story.findLast((one) => isAbout(one, personOf(question)));
  return sentence && lastWord(sentence);
}

/** The place that stands most often in sentences that name the person; of equals, the one that came first. Order is not looked at. */
export function countAnswer({ story, question }: Asked): string | undefined {
  const counts = new Map<string, number>();
  for (const sentence of story) if (isAbout(sentence, personOf(question))) counts.set(lastWord(sentence), (counts.get(lastWord(sentence)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The same row as the one that points reads; the answer is the token after it. */
export const writerBatch = (asked: readonly BabiQuestion[]): { rows: number[][]; answers: number[] } => ({
  rows: asked.map((one) => storyRow(one).ids),
  answers: asked.map(({ answer }) => STORY_TOKENS.indexOf(answer)),
});

/** Mean of −ln P(the answer) as the next token after the row. Rows that are shorter than the longest are filled up behind, where nobody looks back from. */
export function writerLoss(model: GPT, { rows, answers }: ReturnType<typeof writerBatch>): Tensor {
  const T = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const x = tensor(rows.map((row) => [...row, ...new Array<number>(T - row.length).fill(0)]));
  const y = rows.map((row, r) => Array.from({ length: T }, (_, i) => (i === row.length - 1 ? answers[r]! : -100)));
  return crossEntropy(model.forward(x), tensor(y));
}

/** The place that the decoder holds likeliest after each row. */
export function writerAnswers(model: GPT, asked: readonly Asked[]): string[] {
  const places = BABI_PLACES.map((place) => STORY_TOKENS.indexOf(place));
  return asked.map((one) => {
    const logits = inferenceMode(() => model.nextLogits([storyRow(one).ids])).toFloat32Array();
    return BABI_PLACES[argMax(places.map((token) => logits[token]!))]!;
  });
}
