import { mean } from "../base/mean.ts";
import type { GPT } from "../lm/gpt.ts";
import { traceGPT } from "../lm/gpt-trace.ts";
import { REPEAT_LENGTH, type Repeated, repeatTokenizer } from "./repeat-letters.ts";

/** Where a head of attention looks from letters of the second round on: shares of its attention, from 0 to 1, over all earlier rounds. */
export interface HeadLooks {
  head: string;
  "at the letter before": number;
  "at the same letter, earlier": number;
  "at what came after it": number;
}

/**
 * For each head of a GPT that repeats letters, how much of its attention goes to three places. A head that looks at what came after the same letter is an induction head.
 *
 * Source: C. Olsson et al., In-context Learning and Induction Heads, arXiv 2209.11895, 2022, section "Model Analysis Table": prefix matching score.
 */
export function headLooks(model: GPT, texts: readonly Repeated[]): HeadLooks[] {
  const { nLayer, nHead } = model.options;
  const heads = Array.from({ length: nLayer * nHead }, () => ({ before: [] as number[], same: [] as number[], after: [] as number[] }));
  for (const { order, text } of texts) {
    const { blocks } = traceGPT(model, repeatTokenizer.encode(text.slice(0, REPEAT_LENGTH)));
    for (const [i, looks] of heads.entries()) {
      const { weights } = blocks[Math.floor(i / nHead)]!.heads[i % nHead]!;
      for (let at = order.length; at < REPEAT_LENGTH; at++) {
        const rounds = Array.from({ length: Math.floor(at / order.length) }, (_, k) => at - (k + 1) * order.length);
        const share = (places: number[]) => places.reduce((sum, place) => sum + weights[at]![place]!, 0);
        looks.before.push(weights[at]![at - 1]!);
        looks.same.push(share(rounds));
        looks.after.push(share(rounds.map((place) => place + 1)));
      }
    }
  }
  return heads.map(({ before, same, after }, i) => ({
    head: `layer ${Math.floor(i / nHead) + 1}, head ${(i % nHead) + 1}`,
    "at the letter before": mean(before),
    "at the same letter, earlier": mean(same),
    "at what came after it": mean(after),
  }));
}
