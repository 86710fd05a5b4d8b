/** How a model of text becomes an assistant, step by step, with what InstructGPT took for each. */

/** A step on the way. */
export interface AssistantStage {
  name: string;
  /** What it learns from. */
  learnsFrom: string;
  /** Who says what is right. */
  whoLabels: string;
  /** What the model can do after it. */
  canThen: string;
  /** Whether the step changes weights. */
  changesWeights: boolean;
  /** Of InstructGPT: pieces of teaching, in `unit`. Undefined for counts, which it did without. */
  amount: number | undefined;
  unit: string;
}

/**
 * In their order. Amounts: GPT-3's pretraining, 300 billion tokens (T. Brown et al., arXiv 2005.14165, table D.1); InstructGPT's prompts for training
 * (L. Ouyang et al., arXiv 2203.02155, table 6): 12,725 with answers that people wrote, 33,207 with answers that people ranked, 31,144 for reinforcement learning.
 */
export const assistantStages: readonly AssistantStage[] = [
  {
    name: "counting",
    learnsFrom: "text",
    whoLabels: "the text itself",
    canThen: "say what often comes next",
    changesWeights: true,
    amount: undefined,
    unit: "tokens",
  },
  {
    name: "pretraining",
    learnsFrom: "text, as much as there is",
    whoLabels: "the text itself",
    canThen: "go on with any text",
    changesWeights: true,
    amount: 300e9,
    unit: "tokens of text",
  },
  {
    name: "fine-tuning",
    learnsFrom: "requests, with answers that people wrote",
    whoLabels: "people",
    canThen: "answer, and not go on",
    changesWeights: true,
    amount: 12_725,
    unit: "requests with an answer",
  },
  {
    name: "alignment",
    learnsFrom: "answers that people ranked",
    whoLabels: "people, then a model of them",
    canThen: "answer as people like it",
    changesWeights: true,
    amount: 33_207,
    unit: "requests with ranked answers",
  },
  {
    name: "prompting",
    learnsFrom: "what stands before",
    whoLabels: "nobody",
    canThen: "do what the prompt asks",
    changesWeights: false,
    amount: 1,
    unit: "prompt",
  },
];

const exact = new Intl.NumberFormat("en");

/** With how much a step taught InstructGPT, in words: "12,725 requests with an answer". Undefined for one that it did without. */
export const taughtWith = ({ amount, unit }: AssistantStage): string | undefined =>
  amount === undefined ? undefined : `${exact.format(amount)} ${unit}`;

/** The steps of InstructGPT, each with its amount. */
export const taughtStages: readonly (AssistantStage & { amount: number })[] = assistantStages.flatMap((stage) =>
  stage.amount === undefined ? [] : [{ ...stage, amount: stage.amount }],
);
