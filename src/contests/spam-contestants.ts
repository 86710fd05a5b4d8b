/** Who takes part in the contest over spam, and with which settings. Each chooses its own within the training emails that it is given. */
import type { Random } from "../base/random.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import { LinearSvm } from "../ml/linear-svm.ts";
import { LogisticRegression } from "../ml/logistic-regression.ts";
import { MultinomialNaiveBayes } from "../ml/naive-bayes.ts";
import { CountVectorizer } from "../prep/count-vectorizer.ts";
import { TfidfVectorizer } from "../prep/tfidf.ts";
import { BagOfWordsClassifier } from "../versus/bag-of-words-classifier.ts";
import { ChosenClassifier } from "../versus/chosen-classifier.ts";
import { GPTClassifier, type GPTClassifierOptions } from "../versus/gpt-classifier.ts";
import { GPTLikelihood } from "../versus/gpt-likelihood.ts";
import type { Contestant } from "../versus/head-to-head.ts";
import { LikelihoodClassifier } from "../versus/likelihood-classifier.ts";
import { firstCharacters } from "../versus/mail-characters.ts";
import { NGramLikelihood } from "../versus/n-gram-likelihood.ts";
import type { TextClassifier } from "../versus/text-classifier.ts";
import type { TrainingPlan } from "../versus/watched-training.ts";

/** Mail that nobody asked for, and mail that is wanted. */
export type MailLabel = "spam" | "ham";
/** A contestant that reads mails. */
export type MailContestant = Contestant<string, MailLabel, TextClassifier<MailLabel>>;

/** Two mails are the same that differ in white space and capitals only. */
export const mailKey = (text: string): string => text.toLowerCase().replace(/\s+/g, "");

/** Subject and beginning of each mail: what the transformers can read in the time that there is. */
export const SHORT = 192;
/** As much of each mail as the corpus has here. */
export const LONG = 4000;
/** What those read at their best who train for minutes. */
export const MIDDLE = 512;

const reading = (characters: number): MailContestant["input"] => ({ characters, read: (text) => firstCharacters(text, characters) });

const WITHIN = "On a fifth of each fold's training emails, before learning from all of them";

type Setting = number;

/** Multinomial naive Bayes on counts of words. `alpha`: what each count begins with. */
export const naiveBayesOf = (alpha: Setting) =>
  new BagOfWordsClassifier<MailLabel>(new CountVectorizer(), new MultinomialNaiveBayes<MailLabel>({ alpha }));
/** Logistic regression on words weighted by tf-idf. */
export const logisticRegressionOf = (C: Setting) =>
  new BagOfWordsClassifier<MailLabel>(new TfidfVectorizer(), new LogisticRegression<MailLabel>({ C }));
/** A linear support vector machine on words weighted by tf-idf. */
export const linearSvmOf = (C: Setting, random: Random) =>
  new BagOfWordsClassifier<MailLabel>(new TfidfVectorizer(), new LinearSvm<MailLabel>({ C, random }));
/** One n-gram model of characters for each class. */
export const nGramsOf = (order: Setting) => new LikelihoodClassifier<MailLabel>(() => new NGramLikelihood(order));

function chosen(
  name: string,
  side: MailContestant["side"],
  context: string,
  { setting, values, of }: { setting: string; values: readonly Setting[]; of(value: Setting, random: Random): TextClassifier<MailLabel> },
): (characters: number) => MailContestant {
  return (characters) => ({
    name,
    side,
    input: reading(characters),
    context,
    tuned: `${setting} out of ${values.join(", ")}`,
    tunedOn: WITHIN,
    create: (random) =>
      new ChosenClassifier({ random, candidates: values.map((value) => ({ setting: `${setting} = ${value}`, create: () => of(value, random) })) }),
  });
}

const BEFORE = "the n − 1 characters before each";
const WORDS = "all words at once, without their order";

/** Naive Bayes on counts of words, with alpha chosen. Of several values, the first is taken where there are too few emails to choose with. */
export const naiveBayes = chosen("naive Bayes", "ml", WORDS, { setting: "alpha", values: [1, 0.1, 0.01], of: naiveBayesOf });
/** Logistic regression on words weighted by tf-idf, with C chosen. */
export const logisticRegression = chosen("logistic regression", "ml", WORDS, { setting: "C", values: [1, 10, 100], of: logisticRegressionOf });
/** A linear support vector machine on words weighted by tf-idf, with C chosen. */
export const linearSvm = chosen("linear SVM", "ml", WORDS, { setting: "C", values: [1, 0.1, 10], of: linearSvmOf });
/** One n-gram model for each class, with n chosen. */
export const nGrams = chosen("n-gram per class", "lm", BEFORE, { setting: "n", values: [5, 4, 6], of: nGramsOf });
/** Whole emails take long to count: n is fixed beforehand. */
export const fiveGrams = (characters: number): MailContestant => ({
  ...chosen("n-gram per class", "lm", BEFORE, { setting: "n", values: [5], of: nGramsOf })(characters),
  tuned: "n = 5, with 4,000 characters",
  tunedOn: "On no emails, fixed beforehand",
});

const HELD_BACK = "On 300 of the training emails, which are held back from learning";
const heldBack = (texts: number) => (texts < 400 ? 0 : Math.min(300, Math.floor(texts / 10)));

/** One small GPT for each class. */
export const gpts = (characters: number): MailContestant => ({
  name: "GPT per class",
  side: "lm",
  folds: 1,
  input: reading(characters),
  context: "32 to 64 characters before each, in windows that overlap by half",
  tuned: "learning rate out of 0.003, 0.001, and when to stop",
  tunedOn: HELD_BACK,
  create: (random) =>
    new LikelihoodClassifier<MailLabel>(
      (texts) =>
        new GPTLikelihood({
          random,
          characters,
          plan: { learningRates: [3e-3, 1e-3], steps: texts < 400 ? Math.min(400, 100 + texts) : 1000, trial: 200, every: 100 },
          heldBack,
          blockSize: 64,
          nLayer: 2,
          nHead: 4,
          nEmbd: 64,
          initialScale: 0.02,
        }),
    ),
});

/** The shape of the shipped GPT, and the scale of the weights that it began with, so that only what it has read sets the two apart. */
const shape = { blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128, initialScale: 0.02 };

/** Steps of 8 emails, by how many emails there are to learn from. */
function plan(texts: number): TrainingPlan {
  const learningRates = [1e-3, 3e-4];
  if (texts > 2000) return { learningRates, steps: 4000, trial: 400, every: 250 };
  if (texts >= 400) return { learningRates: learningRates.slice(0, 1), steps: 400, every: 100 };
  return { learningRates: learningRates.slice(0, 1), steps: Math.min(200, 100 + texts) };
}

/** A GPT that has read Moby-Dick, fine-tuned. `pretrained`: `moby-dick-nanogpt`. */
export const fineTuned =
  (pretrained: CharacterGPT) =>
  (characters: number): MailContestant => ({
    ...transformer("GPT, fine-tuned", pretrained, characters),
    side: "lm",
  });

/** The same GPT with random weights to begin with: a network for this task alone, which never models text. */
export const fromScratch = (characters: number): MailContestant => ({
  ...transformer("transformer from scratch", shape, characters),
  side: "neural",
});

function transformer(name: string, start: GPTClassifierOptions["start"], characters: number): Omit<MailContestant, "side"> {
  return {
    name,
    folds: 1,
    input: reading(characters),
    context: "up to 64 characters before each, in windows that do not overlap; the mean over all",
    tuned: "learning rate out of 0.001, 0.0003, and when to stop",
    tunedOn: HELD_BACK,
    create: (random) => new GPTClassifier<MailLabel>({ random, start, characters, plan, heldBack, batchSize: 8 }),
  };
}

/** Whom the page compares, by name and characters read. */
export const SPAM_PAIRS: readonly (readonly [string, string])[] = [
  ["linear SVM, 192", "n-gram per class, 192"],
  ["linear SVM, 4000", "n-gram per class, 4000"],
  ["linear SVM, 4000", "logistic regression, 4000"],
  ["linear SVM, 4000", "linear SVM, 192"],
  ["linear SVM, 192", "GPT, fine-tuned, 192"],
  ["transformer from scratch, 192", "GPT, fine-tuned, 192"],
];

/** Whom the lesson on support vector machines compares: a linear one, and two kinds of models of text that read as much of an email. */
export const SVM_PAIRS: readonly (readonly [string, string])[] = [
  ["linear SVM, 192", "n-gram per class, 192"],
  ["linear SVM, 192", "GPT, fine-tuned, 192"],
];

/** Who is compared where labels are few. */
export const LABEL_PAIRS: readonly (readonly [string, string])[] = [
  ["n-gram per class, 192", "naive Bayes, 192"],
  ["n-gram per class, 192", "linear SVM, 192"],
  ["n-gram per class, 4000", "linear SVM, 4000"],
];
