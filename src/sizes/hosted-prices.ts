/** What makers of large models ask for an answer: prices as they were published, with their dates. They change often. */
import { checkNotNegative } from "../base/check.ts";

/** One published price list. */
export interface HostedPrice {
  model: string;
  maker: string;
  /** US dollars for a million tokens that the model reads. */
  input: number;
  /** US dollars for a million tokens that it writes. */
  output: number;
  /** The day on which the maker published it. */
  published: string;
  source: string;
}

/** Small models of their makers' lists, which are sold for tasks such as sorting texts, and a large one. */
export const HOSTED_PRICES: readonly HostedPrice[] = [
  {
    model: "GPT-4o mini",
    maker: "OpenAI",
    input: 0.15,
    output: 0.6,
    published: "2024-07-18",
    source: "https://openai.com/index/gpt-4o-mini-advancing-cost-efficient-intelligence/",
  },
  {
    model: "GPT-5 mini",
    maker: "OpenAI",
    input: 0.25,
    output: 2,
    published: "2025-08-07",
    source: "https://openai.com/index/introducing-gpt-5-for-developers/",
  },
  {
    model: "GPT-5",
    maker: "OpenAI",
    input: 1.25,
    output: 10,
    published: "2025-08-07",
    source: "https://openai.com/index/introducing-gpt-5-for-developers/",
  },
];

/** How long a question and its answer are, in tokens. */
export interface Exchange {
  inputTokens: number;
  outputTokens: number;
}

/**
 * US dollars for 1,000 answers of a hosted model. Tokens in which a model thinks before it answers are written, too, and asked for.
 * @throws RangeError when a number of tokens is negative.
 */
export function costPerThousand({ inputTokens, outputTokens }: Exchange, { input, output }: Pick<HostedPrice, "input" | "output">): number {
  checkNotNegative(inputTokens, "inputTokens");
  checkNotNegative(outputTokens, "outputTokens");
  return (1000 * (inputTokens * input + outputTokens * output)) / 1e6;
}
