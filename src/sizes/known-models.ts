import { BERT_SIZES, BLOOM_SIZES, bertParameters, bloomParameters, GPT_SIZES, gptParameters, T5_SIZES, t5Parameters } from "./parameter-count.ts";
import type { Family } from "./who-sees-whom.ts";

/** A language model that people speak of, and what its makers have said of it. */
export interface KnownModel {
  name: string;
  /** Of the paper, or of the report. */
  year: number;
  /** Undefined where its makers do not say. */
  family: Family | undefined;
  /** What it is trained to do first. */
  pretraining: string;
  /** Numbers kept. Undefined where its makers do not say. */
  parameters: number | undefined;
  /** Numbers that take part in each token: fewer than all in a mixture of experts. Undefined where its makers do not say. */
  active: number | undefined;
  /** Authors, title and address of what says so. */
  source: string;
}

const GAPS = "fill in hidden words";
const SPANS = "write the missing spans";
const NEXT = "say the next token";

const dense = (name: string, year: number, family: Family, pretraining: string, parameters: number, source: string): KnownModel => ({
  name,
  year,
  family,
  pretraining,
  parameters,
  active: parameters,
  source,
});

/** A mixture of experts: each token passes through some of many feed-forward layers. */
const mixture = (name: string, year: number, parameters: number, active: number, source: string): KnownModel => ({
  ...dense(name, year, "decoder only", NEXT, parameters, source),
  active,
});

const bert = "J. Devlin et al., arXiv 1810.04805";
const t5 = "C. Raffel et al., arXiv 1910.10683";

/** By year. Sizes of the older ones are counted from their published shapes, those of the others are as their makers give them. */
export const knownModels: readonly KnownModel[] = [
  dense("BERT-base", 2018, "encoder only", GAPS, bertParameters(BERT_SIZES["BERT-base"]).total, bert),
  dense("BERT-large", 2018, "encoder only", GAPS, bertParameters(BERT_SIZES["BERT-large"]).total, bert),
  dense("T5-small", 2019, "encoder–decoder", SPANS, t5Parameters(T5_SIZES["T5-small"]).total, t5),
  dense("T5-11B", 2019, "encoder–decoder", SPANS, 11e9, t5),
  dense(
    "GPT-2 xl",
    2019,
    "decoder only",
    NEXT,
    gptParameters(GPT_SIZES["GPT-2 xl"]).total,
    "A. Radford et al., Language Models are Unsupervised Multitask Learners",
  ),
  dense("GPT-3", 2020, "decoder only", NEXT, gptParameters(GPT_SIZES["GPT-3"]).total, "T. Brown et al., arXiv 2005.14165"),
  dense("BLOOM", 2022, "decoder only", NEXT, bloomParameters(BLOOM_SIZES.BLOOM).total, "BigScience, arXiv 2211.05100"),
  { name: "GPT-4", year: 2023, family: undefined, pretraining: NEXT, parameters: undefined, active: undefined, source: "OpenAI, arXiv 2303.08774" },
  mixture("Mixtral 8x7B", 2024, 47e9, 13e9, "A. Jiang et al., arXiv 2401.04088"),
  dense("Llama 3.1", 2024, "decoder only", NEXT, 405e9, "A. Grattafiori et al., arXiv 2407.21783"),
  mixture("DeepSeek-V3", 2024, 671e9, 37e9, "DeepSeek-AI, arXiv 2412.19437"),
  mixture("Qwen3", 2025, 235e9, 22e9, "A. Yang et al., arXiv 2505.09388"),
  mixture("gpt-oss-120b", 2025, 116.8e9, 5.1e9, "OpenAI, arXiv 2508.10925"),
];
