/** The guide's questions, and where each way through them ends. */
import { CO2_BLOCK } from "../../contests/series-contestants.ts";
import { pictureContest } from "../../recorded/picture-contest.ts";
import { seriesContest } from "../../recorded/series-contest.ts";
import { spamContest } from "../../recorded/spam-contest.ts";
import { tableContest } from "../../recorded/table-contest.ts";
import { tableWagesContest } from "../../recorded/table-wages-contest.ts";
import { costPerThousand, HOSTED_PRICES } from "../../sizes/hosted-prices.ts";
import { aheadFrom, alike, asClose, type Backing, better, cheaper, cited, closer } from "./backing.ts";

/** Where a way ends. */
export interface Answer {
  id: string;
  /** What to use. */
  use: string;
  why: string;
  /** The rows and figures that it rests on. */
  backing: readonly Backing[];
}

/** Names one of the seven questions, and its column in the table of all ways. */
export type Ask = "in" | "out" | "changes" | "labels" | "explain" | "leave" | "cost";

/** What is asked, and where each answer leads. */
export interface Question {
  about: Ask;
  ask: string;
  options: readonly { says: string; leads: Question | Answer }[];
}

/** The heads of the table of all ways. */
export const ASKS: Readonly<Record<Ask, string>> = {
  in: "comes in",
  out: "comes out",
  changes: "the task changes",
  labels: "there are",
  explain: "must say why",
  leave: "data may leave",
  cost: "an answer may cost",
};

const spam = { report: spamContest.found, href: "head-to-head/spam/#who-is-better-and-is-it-luck", rows: "emails" };
const penguins = { report: tableContest.found, href: "head-to-head/table/", rows: "penguins" };
const workers = { report: tableWagesContest.found, href: "head-to-head/table/", rows: "workers" };
const digits = { report: pictureContest.found, href: "head-to-head/picture/", rows: "digits" };
const co2 = { report: seriesContest.found, href: "head-to-head/series/", rows: "forecasts of CO₂" };
const fewEmails = { ...spam, href: "head-to-head/spam-labels/" };
const hosted = HOSTED_PRICES[1]!;
/** A short text with its instructions, and one word. */
const EXCHANGE = { inputTokens: 400, outputTokens: 5 };

const price = cited(
  `${hosted.maker} asked ${hosted.input} dollars for a million tokens read by ${hosted.model} and ${hosted.output} for a million written: ${costPerThousand(EXCHANGE, hosted).toFixed(2)} dollars for 1,000 answers of ${EXCHANGE.inputTokens} tokens in and ${EXCHANGE.outputTokens} out.`,
  `${hosted.maker}, price list of ${hosted.published}`,
  hosted.source,
);
const tunedBeatsAsked = cited(
  "Small models, fine-tuned on 200 to 500 labelled texts, did better than GPT-4 and Claude Opus without examples, on all tasks tried.",
  "Bucher and Martini 2024",
  "https://arxiv.org/abs/2406.08660",
);

const answers = {
  hostedPrompt: {
    id: "hosted-prompt",
    use: "A large language model over the network, asked in a prompt",
    why: "It needs no training, and another task is another prompt. Mark a hundred answers yourself, so that you know how good it is.",
    backing: [
      cited(
        "On the emails of this site's contest, without any labelled one, GPT-4 reached an F1 score of 0.95 on summaries of them.",
        "Rojas-Galeano 2024",
        "https://arxiv.org/abs/2405.15936",
      ),
      price,
    ],
  },
  openPrompt: {
    id: "open-prompt",
    use: "An open language model on a machine of your own, and some labels to check it",
    why: "What may not leave has to be read at home. Small open models can fail with a prompt alone, so measure before you trust one.",
    backing: [
      cited(
        "Chat models of about 3 billion numbers and less had an accuracy of around 0.5 on these emails with a prompt, and up to 0.976 after training.",
        "Lin et al. 2025",
        "https://arxiv.org/abs/2505.00034",
      ),
    ],
  },
  surprise: {
    id: "n-grams",
    use: "One small n-gram model for each class, or naive Bayes",
    why: "With a few dozen labels no settings can be chosen, and models that count need none. Draw your labels anew and see whether the order stays.",
    backing: [
      aheadFrom(fewEmails, 128, "n-gram per class, 192", "linear SVM, 192"),
      aheadFrom(fewEmails, 32, "n-gram per class, 192", "logistic regression, 192"),
    ],
  },
  words: {
    id: "linear-svm",
    use: "A linear SVM or logistic regression on words",
    why: "With hundreds of labels, counting words is hard to beat at its price.",
    backing: [
      better(spam, "linear SVM, 4000", "n-gram per class, 4000"),
      better(spam, "linear SVM, 192", "GPT, fine-tuned, 192"),
      cheaper(spam, "linear SVM, 192", "GPT, fine-tuned, 192"),
    ],
  },
  tuned: {
    id: "fine-tuned-encoder",
    use: "A pretrained model, fine-tuned on your labels, with a linear SVM beside it",
    why: "Where an answer may cost something, a model that has read much can know what your labels do not say. Keep it only if it beats the SVM on the same rows.",
    backing: [tunedBeatsAsked, better(spam, "linear SVM, 192", "GPT, fine-tuned, 192")],
  },
  pointer: {
    id: "pointer",
    use: "An encoder that points to the answer",
    why: "It says where it read the answer, so it can be checked. It points somewhere also if no word is right.",
    backing: [
      cited(
        "BERT, fine-tuned so, found answers in paragraphs of Wikipedia with an F1 score of 93.2; people had 91.2.",
        "Devlin et al. 2018, table 2",
        "https://arxiv.org/abs/1810.04805",
      ),
    ],
  },
  hostedWriter: {
    id: "hosted-writer",
    use: "A large language model over the network",
    why: "New text is what these models are made for. Check what it says: it goes on with what is probable, not with what is true.",
    backing: [
      cited(
        "People preferred the answers of InstructGPT, with 1.3 billion numbers and tuned on their wishes, to those of GPT-3 with 175 billion.",
        "Ouyang et al. 2022",
        "https://arxiv.org/abs/2203.02155",
      ),
      price,
    ],
  },
  openWriter: {
    id: "open-writer",
    use: "An open language model on a machine of your own",
    why: "Its weights can be loaded at home, so nothing leaves. What it needs is memory: two bytes for each number, at 16 bits.",
    backing: [
      cited(
        "The makers of Llama 3 published the weights of models with 8, 70 and 405 billion numbers, and report the largest to be about as good as GPT-4 on many tasks.",
        "Grattafiori et al. 2024",
        "https://arxiv.org/abs/2407.21783",
      ),
    ],
  },
  translator: {
    id: "translator",
    use: "A large language model, or a translation service; let somebody who knows both languages read samples",
    why: "A measure that a computer takes is not a reader's opinion.",
    backing: [
      cited(
        "By measures taken by computer, large language models translated best into all of 55 languages and dialects.",
        "Deutsch et al. 2025",
        "https://arxiv.org/abs/2502.12404",
      ),
    ],
  },
  labelFirst: {
    id: "label-first",
    use: "Label some rows first",
    why: "Without any answer you cannot even measure who is right. A language model can guess from the columns' names, so let it label a first few for you to correct.",
    backing: [
      cited(
        "A language model that was told rows in sentences classified most tables better than chance without any example.",
        "Hegselmann et al. 2023",
        "https://arxiv.org/abs/2210.10723",
      ),
    ],
  },
  weigh: {
    id: "logistic-regression",
    use: "Logistic regression, or one small tree",
    why: "Both can be read: a weight for each column, or a question at each fork. A language model that reads the row as text gives no such reason.",
    backing: [
      better(penguins, "logistic regression, 48", "n-gram per class, 48", ["logistic regression", "n-grams that read the row as text"]),
      better(penguins, "decision tree, 48", "n-gram per class, 48", ["a tree", "n-grams that read the row as text"]),
    ],
  },
  boosted: {
    id: "boosted-trees",
    use: "Boosted trees, with logistic regression beside them",
    why: "Boosted trees find what a sum of columns cannot say. Where there is no such thing, the sum is as good.",
    backing: [
      better(workers, "boosted trees, 60", "decision tree, 60", ["boosted trees", "one tree"]),
      alike(workers, "boosted trees, 60", "logistic regression, 60", ["boosted trees", "logistic regression"]),
    ],
  },
  fewShot: {
    id: "few-rows-prompt",
    use: "A language model that is told the rows, beside a small tree",
    why: "Eight rows say little, and what it has read elsewhere says more. That ends soon: label on.",
    backing: [
      cited(
        "With 8 or fewer examples a language model was ahead on tables; with more, boosted trees were competitive at a fraction of the time.",
        "Huertas 2024",
        "https://arxiv.org/abs/2411.04324",
      ),
    ],
  },
  classes: {
    id: "clip",
    use: "A model of pictures and their captions, told the names of the classes",
    why: "It has seen captions, so a name can stand for a label. Label some to check it.",
    backing: [
      cited(
        "CLIP was as accurate on ImageNet as a ResNet-50 that had been trained on its 1.28 million labelled pictures, and used none of them.",
        "Radford et al. 2021",
        "https://arxiv.org/abs/2103.00020",
      ),
    ],
  },
  pictures: {
    id: "cnn",
    use: "A convolutional network, with a support vector machine beside it",
    why: "A convolution looks for the same small thing everywhere in a picture. A model that reads pixels as if they were text has to learn even that.",
    backing: [
      better(digits, "CNN, wider, 64", "pixel GPT, 64", ["a convolutional network", "a GPT that reads pixels"]),
      better(digits, "CNN, wider, 64", "SVM, 64", ["a convolutional network", "a support vector machine"]),
    ],
  },
  oneSeries: {
    id: "smoothing",
    use: "Holt–Winters, and the rule “as last year, plus drift” beside it",
    why: "One series is few data, and its season and trend say most of it. Where it has broken, ask both about what came after the break.",
    backing: [
      closer(co2, "Holt–Winters", "seasonal naive with drift", { block: CO2_BLOCK }),
      asClose(co2, "Holt–Winters", "GPT, yearly", { block: CO2_BLOCK }),
    ],
  },
  manySeries: {
    id: "boosted-series",
    use: "Boosted trees over all series at once",
    why: "What one series cannot say, thousands together can.",
    backing: [
      cited(
        "In a contest over 42,840 series of sales the best entries used boosted trees, mostly LightGBM, that learnt from many series at once.",
        "Makridakis, Spiliotis and Assimakopoulos 2022",
        "https://doi.org/10.1016/j.ijforecast.2021.11.013",
      ),
    ],
  },
} satisfies Record<string, Answer>;

const mayLeave = (yes: Answer, no: Answer): Question => ({
  about: "leave",
  ask: "May the data leave your machines?",
  options: [
    { says: "yes", leads: yes },
    { says: "no", leads: no },
  ],
});
const asked = mayLeave(answers.hostedPrompt, answers.openPrompt);

const sortTexts: Question = {
  about: "changes",
  ask: "How often will the task be another one?",
  options: [
    { says: "each week", leads: asked },
    {
      says: "hardly ever",
      leads: {
        about: "labels",
        ask: "For how many texts is the right answer known?",
        options: [
          { says: "no labels", leads: asked },
          { says: "some dozens of labels", leads: answers.surprise },
          {
            says: "hundreds of labels or more",
            leads: {
              about: "cost",
              ask: "What may an answer cost?",
              options: [
                { says: "a millisecond, next to nothing", leads: answers.words },
                { says: "a second, a part of a cent", leads: answers.tuned },
              ],
            },
          },
        ],
      },
    },
  ],
};

/** The first question. At most seven are asked on any way. */
export const guide: Question = {
  about: "in",
  ask: "What comes in?",
  options: [
    {
      says: "text",
      leads: {
        about: "out",
        ask: "What is to come out?",
        options: [
          { says: "one of a few answers", leads: sortTexts },
          { says: "a place in the text", leads: answers.pointer },
          { says: "a new text", leads: mayLeave(answers.hostedWriter, answers.openWriter) },
          { says: "the same in another language", leads: answers.translator },
        ],
      },
    },
    {
      says: "rows of a table",
      leads: {
        about: "labels",
        ask: "For how many rows is the right answer known?",
        options: [
          { says: "no labels", leads: answers.labelFirst },
          { says: "eight labels or so", leads: answers.fewShot },
          {
            says: "dozens of labels or more",
            leads: {
              about: "explain",
              ask: "Must it say why?",
              options: [
                { says: "yes", leads: answers.weigh },
                { says: "no", leads: answers.boosted },
              ],
            },
          },
        ],
      },
    },
    {
      says: "pictures",
      leads: {
        about: "labels",
        ask: "For how many pictures is the right answer known?",
        options: [
          { says: "no labels", leads: answers.classes },
          { says: "hundreds of labels or more", leads: answers.pictures },
        ],
      },
    },
    {
      says: "a series of numbers",
      leads: {
        about: "labels",
        ask: "How many series are there?",
        options: [
          { says: "one series, or a few", leads: answers.oneSeries },
          { says: "thousands of series", leads: answers.manySeries },
        ],
      },
    },
  ],
};

/** One way through the guide: what was said to each question, and the answer. */
export interface Way {
  said: Partial<Record<Ask, string>>;
  answer: Answer;
}

export const isAnswer = (step: Question | Answer): step is Answer => "use" in step;

/** All ways, in the order of the options. */
export function allWays(from: Question | Answer = guide, said: Way["said"] = {}): Way[] {
  if (isAnswer(from)) return [{ said, answer: from }];
  return from.options.flatMap(({ says, leads }) => allWays(leads, { ...said, [from.about]: says }));
}
