/**
 * Who fights over spam, and with which settings. Those of the classical models are the reference's. The language models were tried out on training rows of the
 * first fold, 300 of them held back: n-grams of order 3 to 6 (4 to 6 were alike), two learning rates of the transformers, the GPT for each class once. So no setting
 * has seen a test row of the first fold; but those 300 rows are test rows of the other folds, in which only the 5-grams take part.
 */

import type { CharacterGPT } from "../lm/gpt-file.ts";
import { LinearSvm } from "../ml/linear-svm.ts";
import { LogisticRegression } from "../ml/logistic-regression.ts";
import { MultinomialNaiveBayes } from "../ml/naive-bayes.ts";
import { CountVectorizer } from "../prep/count-vectorizer.ts";
import { TfidfVectorizer } from "../prep/tfidf.ts";
import { BagOfWordsClassifier } from "./bag-of-words-classifier.ts";
import { GPTClassifier } from "./gpt-classifier.ts";
import { GPTLikelihood } from "./gpt-likelihood.ts";
import type { Contestant } from "./head-to-head.ts";
import { LikelihoodClassifier } from "./likelihood-classifier.ts";
import { NGramLikelihood } from "./n-gram-likelihood.ts";
import type { TextClassifier } from "./text-classifier.ts";

/** Mail that nobody asked for, and mail that is wanted. */
export type MailLabel = "spam" | "ham";
/** A contestant that reads mails. */
export type MailContestant = Contestant<string, MailLabel, TextClassifier<MailLabel>>;

/** Two mails are the same that differ in white space and capitals only. */
export const mailKey = (text: string): string => text.toLowerCase().replace(/\s+/g, "");

/** Counts of words, and multinomial naive Bayes. */
export const naiveBayes: MailContestant = {
  name: "naive Bayes",
  side: "ml",
  create: () => new BagOfWordsClassifier<MailLabel>(new CountVectorizer(), new MultinomialNaiveBayes<MailLabel>({ alpha: 0.01 })),
};

/** Words weighted by tf-idf, and logistic regression. */
export const logisticRegression: MailContestant = {
  name: "logistic regression",
  side: "ml",
  create: () => new BagOfWordsClassifier<MailLabel>(new TfidfVectorizer(), new LogisticRegression<MailLabel>({ C: 10 })),
};

/** Words weighted by tf-idf, and a linear support vector machine. */
export const linearSvm: MailContestant = {
  name: "linear SVM",
  side: "ml",
  create: (random) => new BagOfWordsClassifier<MailLabel>(new TfidfVectorizer(), new LinearSvm<MailLabel>({ random })),
};

/** One n-gram model of characters for each class. */
export const nGrams = (order: number): MailContestant => ({
  name: `${order}-gram per class`,
  side: "lm",
  create: () => new LikelihoodClassifier<MailLabel>(() => new NGramLikelihood(order)),
});

/** One small GPT for each class. */
export const gpts: MailContestant = {
  name: "GPT per class",
  side: "lm",
  folds: 1,
  create: (random) =>
    new LikelihoodClassifier<MailLabel>(
      () => new GPTLikelihood({ random, steps: 300, blockSize: 64, nLayer: 2, nHead: 4, nEmbd: 64, initialScale: 0.02 }),
    ),
};

/** The shape of the shipped GPT, and the scale of the weights that it began with, so that only what it has read sets the two apart. */
const shape = { blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128, initialScale: 0.02 };

/** Characters of each mail that the transformers read: three windows. */
const characters = 192;

/** Mails that a transformer sees in training: all once, or few of them up to 20 times. */
const examples = (labels: number) => Math.max(labels, Math.min(20 * labels, 1000));

/** A GPT that has read Moby-Dick, fine-tuned. `pretrained`: `moby-dick-nanogpt`. */
export const fineTuned = (pretrained: CharacterGPT): MailContestant => ({
  name: "GPT, fine-tuned",
  side: "lm",
  folds: 1,
  create: transformer(pretrained),
});

/** The same GPT with random weights to begin with. */
export const fromScratch: MailContestant = { name: "GPT, from scratch", side: "lm", folds: 1, create: transformer(shape) };

function transformer(start: ConstructorParameters<typeof GPTClassifier>[0]["start"]): MailContestant["create"] {
  return (random) => new GPTClassifier<MailLabel>({ random, start, characters, examples });
}
