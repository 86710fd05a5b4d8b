import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import {
  BERT_SIZES,
  BLOOM_SIZES,
  bertParameters,
  bloomParameters,
  GPT_SIZES,
  gptParameters,
  T5_SIZES,
  t5Parameters,
} from "../../../src/sizes/parameter-count.ts";

describe("parameters of published models", () => {
  // GPT-2, BERT and T5: what `sum(p.numel() for p in model.parameters())` gives for the published weights (transformers: GPT2LMHeadModel, BertModel, T5ForConditionalGeneration).
  // GPT-3: not published; its architecture. BLOOM: its model card.
  it.each([
    ["GPT-2", 124_439_808, gptParameters(GPT_SIZES["GPT-2"])],
    ["GPT-2 medium", 354_823_168, gptParameters(GPT_SIZES["GPT-2 medium"])],
    ["GPT-2 large", 774_030_080, gptParameters(GPT_SIZES["GPT-2 large"])],
    ["GPT-2 xl", 1_557_611_200, gptParameters(GPT_SIZES["GPT-2 xl"])],
    ["GPT-3", 174_604_259_328, gptParameters(GPT_SIZES["GPT-3"])],
    ["BERT-base with pooler", 109_482_240, bertParameters(BERT_SIZES["BERT-base"])],
    ["BERT-large with pooler", 335_141_888, bertParameters(BERT_SIZES["BERT-large"])],
    ["T5-small", 60_506_624, t5Parameters(T5_SIZES["T5-small"])],
    ["T5-base", 222_903_552, t5Parameters(T5_SIZES["T5-base"])],
    ["T5-large", 737_668_096, t5Parameters(T5_SIZES["T5-large"])],
    ["BLOOM", 176_247_271_424, bloomParameters(BLOOM_SIZES.BLOOM)],
  ])("%s: %d", (_, expected, { total, embeddings, attention, feedForward, norms, head }) => {
    expect(total).toBe(expected);
    expect(embeddings + attention + feedForward + norms + head).toBe(total);
  });

  it("of GPT-2, part by part", () => {
    // By hand: (50,257 + 1,024) · 768; 12 · (768 · 2,304 + 2,304 + 768 · 768 + 768); 12 · (2 · 768 · 3,072 + 3,072 + 768); 25 · 2 · 768.
    expect(gptParameters(GPT_SIZES["GPT-2"])).toEqual({
      total: 124_439_808,
      embeddings: 39_383_808,
      attention: 28_348_416,
      feedForward: 56_669_184,
      norms: 38_400,
      head: 0,
    });
  });

  it("are those of a model that is really made", () => {
    const sizes = { vocabSize: 11, blockSize: 8, nLayer: 2, nEmbd: 16 };
    expect(new GPT({ ...sizes, nHead: 2, bias: true }, seed(1)).numParams()).toBe(gptParameters(sizes).total);
  });

  it.each([
    ["a size of 0", () => gptParameters({ ...GPT_SIZES["GPT-2"], nLayer: 0 }), "nLayer is 0"],
    ["half a size", () => bertParameters({ ...BERT_SIZES["BERT-base"], nInner: 2.5 }), "nInner is 2.5"],
    ["no size", () => t5Parameters({ ...T5_SIZES["T5-small"], nHead: Number.NaN }), "nHead is NaN"],
    ["an endless one", () => bloomParameters({ ...BLOOM_SIZES.BLOOM, vocabSize: Number.POSITIVE_INFINITY }), "vocabSize is Infinity"],
  ])("refuse %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
