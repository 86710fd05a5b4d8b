/**
 * Numbers from English words to French ones, by the T5 of the page: five seeds on a plain split, and five on one in which a range, a hundred and some parts never
 * stand in what is learnt from. Data are the same for all seeds.
 */
import { seed } from "../../src/base/random.ts";
import { type Hidden, type NumberPair, numberTexts, numberWords } from "../../src/datasets/number-words.ts";
import { T5 } from "../../src/lm/t5.ts";
import type { WordT5 } from "../../src/lm/t5-file.ts";
import { WordTokenizer } from "../../src/lm/word-tokenizer.ts";
import type { TranslationFound } from "../../src/recorded/translation.ts";
import { measuredLoss, TRANSLATOR_SIZES, trainTranslator, translateAll } from "../../src/versus/translator.ts";
import type { Record } from "./recorder.ts";

const tokenizer = new WordTokenizer({ specials: ["<pad>", "<end>"] }).fit(numberTexts());
const plain = numberWords.split({ random: seed(1) });
const harder = numberWords.harderSplit({ random: seed(1) });
const SEEDS = [1, 2, 3, 4, 5];
const HIDDEN: readonly Hidden[] = ["range", "hundreds", "parts"];

const round = (value: number) => Math.round(1e5 * value) / 1e5;

/** A T5, trained, with its loss on the way. */
function trained(number: number, learn: readonly NumberPair[], watched: readonly NumberPair[]) {
  const random = seed(number);
  const translator: WordT5 = { model: new T5({ vocabSize: tokenizer.vocabularySize, ...TRANSLATOR_SIZES }, random), tokenizer };
  const curve: { step: number; validation: number }[] = [];
  for (const { step } of trainTranslator(translator, learn, { random }))
    if (step % 50 === 0) curve.push({ step, validation: round(measuredLoss(translator, watched)) });
  return { translator, curve };
}

/** How many are right to the letter, and what it wrote for the first that are not. */
function exam(translator: WordT5, pairs: readonly NumberPair[]) {
  const written = translateAll(
    translator,
    pairs.map(({ english }) => english),
  );
  const wrong = pairs.flatMap(({ number, french }, i) => (written[i] === french ? [] : [{ number, french, wrote: written[i]! }]));
  return { asked: pairs.length, right: pairs.length - wrong.length, wrong: wrong.slice(0, 12) };
}

export const record: Record<TranslationFound> = async ({ part }) => {
  const found: TranslationFound = { plain: [], harder: [] };
  for (const number of SEEDS)
    found.plain.push(
      await part(`plain ${number}`, () => {
        const { translator, curve } = trained(number, plain.learn, plain.watched);
        const [watched, test, small] = [plain.watched, plain.exam, plain.small].map((pairs) => exam(translator, pairs)) as [Exam, Exam, Exam];
        return { seed: number, curve, watched, exam: test, small };
      }),
    );
  for (const number of SEEDS)
    found.harder.push(
      await part(`harder ${number}`, () => {
        const { translator, curve } = trained(number, harder.learn, harder.watched);
        const [range, hundreds, parts] = HIDDEN.map((what) => exam(translator, harder.exams[what])) as [Exam, Exam, Exam];
        return { seed: number, curve, watched: exam(translator, harder.watched), range, hundreds, parts };
      }),
    );
  return found;
};

type Exam = ReturnType<typeof exam>;
