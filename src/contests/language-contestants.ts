/** Who takes part in the contest over languages, and with which settings. Each chooses its own within the training names that it is given. */
import type { Random } from "../base/random.ts";
import type { Smoothing } from "../lm/n-gram.ts";
import { LinearSvm } from "../ml/linear-svm.ts";
import { MultinomialNaiveBayes } from "../ml/naive-bayes.ts";
import { CountVectorizer } from "../prep/count-vectorizer.ts";
import { TfidfVectorizer } from "../prep/tfidf.ts";
import { BagOfWordsClassifier } from "../versus/bag-of-words-classifier.ts";
import { ChosenClassifier } from "../versus/chosen-classifier.ts";
import type { Contestant } from "../versus/head-to-head.ts";
import { LikelihoodClassifier } from "../versus/likelihood-classifier.ts";
import type { TextClassifier } from "../versus/text-classifier.ts";
import type { TrainingPlan } from "../versus/watched-training.ts";
import { NameGPT, NameLikelihood, type NameNetworkOptions, NameTransformer, spelt } from "./name-models.ts";

/** A contestant that reads names and says in which language they are, by its code. */
export type NameContestant = Contestant<string, string, TextClassifier<string>>;

/** Letters that each may read: all of 9,573 names of 9,594. */
export const NAME_LETTERS = 40;

const input: NameContestant["input"] = { characters: NAME_LETTERS, read: (name) => spelt(name, NAME_LETTERS) };
/** The same without the marks of capitals. */
const small: NameContestant["input"] = { characters: NAME_LETTERS, read: (name) => spelt(name.toLowerCase(), NAME_LETTERS) };

const pieces = (longest: number) => ({ unit: "character", ngrams: [1, longest] }) as const;

/** Multinomial naive Bayes on counts of pieces of one to three letters. `alpha`: what each count begins with. */
export const pieceBayes = (alpha: number) =>
  new BagOfWordsClassifier<string>(new CountVectorizer(pieces(3)), new MultinomialNaiveBayes<string>({ alpha }));
/** A linear support vector machine on pieces weighted by tf-idf: for each language, it against all others. */
export const pieceSvm = (C: number, random: Random, longest = 4) =>
  new BagOfWordsClassifier<string>(new TfidfVectorizer(pieces(longest)), new LinearSvm<string>({ C, random }));
/** One n-gram of letters for each language. */
export const nameNGrams = (order: number, smoothing: Smoothing = "kneser-ney") =>
  new LikelihoodClassifier<string>(() => new NameLikelihood(order, smoothing));

const WITHIN = "On a fifth of each fold's training names, before learning from all of them";

interface Choice {
  name: string;
  side: NameContestant["side"];
  context: string;
  tuned: string;
  /** By their settings. */
  candidates: Record<string, (random: Random) => TextClassifier<string>>;
}

const chosen = ({ candidates, ...rest }: Choice): NameContestant => ({
  ...rest,
  folds: 1,
  input,
  tunedOn: WITHIN,
  create: (random) =>
    new ChosenClassifier({ random, candidates: Object.entries(candidates).map(([setting, create]) => ({ setting, create: () => create(random) })) }),
});

/** Naive Bayes, with alpha chosen, in all folds. Of several values, the first is taken where there are too few names to choose with. */
export const languageBayes: NameContestant = {
  ...chosen({
    name: "naive Bayes",
    side: "ml",
    context: "all pieces of 1 to 3 letters at once",
    tuned: "alpha out of 1, 0.3, 0.1",
    candidates: { "alpha = 1": () => pieceBayes(1), "alpha = 0.3": () => pieceBayes(0.3), "alpha = 0.1": () => pieceBayes(0.1) },
  }),
  folds: 5,
};
/** A linear SVM, with C and the longest piece chosen. */
export const languageSvm = chosen({
  name: "linear SVM",
  side: "ml",
  context: "all pieces of 1 to 3 or 4 letters at once",
  tuned: "C = 1 with pieces of up to 3 or 4 letters",
  candidates: { "up to 3 letters": (random) => pieceSvm(1, random, 3), "up to 4 letters": (random) => pieceSvm(1, random, 4) },
});
/** One n-gram for each language, with n and what is put aside for the unseen chosen. */
export const languageNGrams = chosen({
  name: "n-gram per language",
  side: "lm",
  context: "the n − 1 letters before each",
  tuned: "n out of 2, 3, 4, with Witten–Bell's or Kneser and Ney's smoothing",
  candidates: {
    "n = 2, Witten–Bell": () => nameNGrams(2, "witten-bell"),
    "n = 2, Kneser–Ney": () => nameNGrams(2),
    "n = 3, Witten–Bell": () => nameNGrams(3, "witten-bell"),
    "n = 3, Kneser–Ney": () => nameNGrams(3),
    "n = 4, Kneser–Ney": () => nameNGrams(4),
  },
});
/** The same without capitals, in the first fold only: what is lost is what capitals are worth. */
export const withoutCapitals = (contestant: NameContestant): NameContestant => ({
  ...contestant,
  name: `${contestant.name}, no capitals`,
  folds: 1,
  input: small,
});

const HELD_BACK = "On 400 of the training names, which are held back from learning";
const RATES = [5e-3, 2e-3];

/** Steps of 64 names, by how many names there are to learn from. */
const plan = (names: number): TrainingPlan =>
  names < 4000
    ? { learningRates: RATES.slice(0, 1), steps: Math.min(400, 100 + Math.ceil(names / 8)) }
    : { learningRates: RATES, steps: 3200, trial: 200, every: 200 };

/** The same size for both networks. */
const shape: Omit<NameNetworkOptions, "random"> = {
  // Each letter may have a mark or a second space before it, and a space stands on both sides.
  characters: 2 * NAME_LETTERS + 2,
  nLayer: 2,
  nHead: 4,
  nEmbd: 48,
  dropout: 0.1,
  plan,
  heldBack: (names) => (names < 4000 ? 0 : 400),
};

/** A transformer that is trained for the question alone: it never models text. */
export const languageTransformer: NameContestant = {
  name: "transformer",
  side: "neural",
  folds: 1,
  input,
  context: "all letters at once, in both directions",
  tuned: `learning rate out of ${RATES.join(", ")}, and when to stop`,
  tunedOn: HELD_BACK,
  create: (random) => new NameTransformer<string>({ random, ...shape }),
};

/** One GPT for all languages, which is told the language first. */
export const languageGPT: NameContestant = {
  name: "GPT, language first",
  side: "lm",
  folds: 1,
  input,
  context: "the language, and all letters before each",
  tuned: `learning rate out of ${RATES.join(", ")}, and when to stop`,
  tunedOn: HELD_BACK,
  create: (random) => new NameGPT<string>({ random, ...shape }),
};

/** Three that learn within seconds, with settings that are not searched for. `random`: for the SVM. */
export const quickNameJudges = (random: Random) => ({
  "naive Bayes": pieceBayes(0.3),
  "linear SVM": pieceSvm(1, random),
  "n-gram per language": nameNGrams(2),
});
