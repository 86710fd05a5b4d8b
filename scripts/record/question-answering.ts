/** How well an encoder that points learns bAbI's task 1 from three seeds, what else answers the same questions, and how it does beyond what it learnt from. */
import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { type BabiOptions, type BabiQuestion, babi } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import type { StoryExam, StoryFindings, StoryTraining } from "../../src/recorded/question-answering.ts";
import { AdamW, clipGradNorm, decayMatrices, type Module, type Tensor } from "../../src/tensor/index.ts";
import { drawStories, NEVER_TOGETHER, STORY_SIZES, StoryReader, storyBatch } from "../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer, writerAnswers, writerBatch, writerLoss } from "../../src/versus/story-rivals.ts";
import { examStories, watchedStories } from "../train/story-recipes.ts";
import type { Record, Recorder } from "./recorder.ts";

const LR = 1e-3;
const WARM_UP = 100;
const BATCH = 32;
/** Stories grow by two sentences when the mean loss of so many steps is below this, */
const [LOOK_BACK, LEARNT] = [20, 0.09];
/** or after so many steps at the latest. */
const PATIENCE = 1000;
/** At ten sentences, the share of right answers on stories that watch, from which on the rate falls. */
const NEARLY = 0.9;
/** Steps at the end, in which the learning rate falls to nothing, and half of the questions are about people named long ago. */
const FALLING = 1500;

/** A model that answers questions, and learns to. */
interface Learner {
  model: Module;
  loss(asked: BabiQuestion[]): Tensor;
  answers(asked: readonly BabiQuestion[]): string[];
}

const pointing = (from: number): Learner => {
  const model = new AnswerPointer(STORY_SIZES, seed(from));
  return {
    model,
    loss: (asked) => {
      const { rows, places } = storyBatch(asked);
      return model.loss(rows, places);
    },
    answers: (asked) => new StoryReader(model).answer(asked).map(({ answer }) => answer),
  };
};

const writing = (from: number): Learner => {
  const { vocabSize, blockSize, nLayer, nHead, nEmbd } = STORY_SIZES;
  const model = new GPT({ vocabSize, blockSize, nLayer, nHead, nEmbd }, seed(from));
  return { model, loss: (asked) => writerLoss(model, writerBatch(asked)), answers: (asked) => writerAnswers(model, asked) };
};

export interface Trained extends Omit<StoryTraining, "name"> {
  longer: number;
  neverTogether: number;
}

/** Trains on stories that grow until those of ten sentences are nearly all answered, then with a rate that falls; and asks what it is to be asked. */
export function trainOnStories(
  { model, loss, answers }: Learner,
  from: number,
  recorder: Pick<Recorder, "say">,
  allowed?: BabiOptions["allowed"],
): Trained {
  const began = performance.now();
  const random = seed(1000 + from);
  const optimizer = new AdamW(decayMatrices(model, 0.01), { lr: LR, betas: [0.9, 0.99] });
  const watched = watchedStories();
  const share = (asked: BabiQuestion[]) => answers(asked).filter((answer, i) => answer === asked[i]!.answer).length / asked.length;
  const draw = (rows: number, even: boolean) => drawStories(random, rows, longest, { even, ...(allowed && { allowed }) });
  const curve: Trained["curve"] = [];
  let longest = 2;
  let recent: number[] = [];
  let fallsFrom: number | undefined;
  let grewAt = 0;
  let step = 0;
  for (; fallsFrom === undefined || step < fallsFrom + FALLING; step++) {
    const lossNow: Tensor =
      fallsFrom === undefined
        ? loss(draw(BATCH, false))
        : loss(draw(BATCH / 2, false))
            .add(loss(draw(BATCH / 2, true)))
            .mul(0.5);
    lossNow.backward();
    clipGradNorm(model.parameters(), 1);
    const falling = fallsFrom === undefined ? 1 : 0.5 * (1 + Math.cos((Math.PI * (step - fallsFrom)) / FALLING));
    optimizer.lr = LR * Math.min(1, (step + 1) / WARM_UP) * falling;
    optimizer.step();
    recent = [...recent, lossNow.item()].slice(-LOOK_BACK);
    const done = step + 1;
    const patient = done - grewAt < PATIENCE;
    if (longest < 10 && ((recent.length === LOOK_BACK && mean(recent) < LEARNT) || !patient)) {
      longest += 2;
      recent = [];
      grewAt = done;
      recorder.say(`seed ${from}, step ${done}: stories of up to ${longest} sentences`);
    }
    if (done % 100 !== 0) continue;
    const right = Number(share(watched).toFixed(4));
    curve.push({ step: done, right, longest });
    recorder.say(`seed ${from}, step ${done}: loss ${lossNow.item().toFixed(4)}, right ${right}`);
    if (fallsFrom === undefined && longest === 10 && (right >= NEARLY || !patient)) {
      fallsFrom = done;
      recorder.say(`seed ${from}, step ${done}: the rate falls`);
    }
  }
  const exam = marked(examStories(), answers);
  const right = (asked: BabiQuestion[]) => asked.length - marked(asked, answers).wrong.length;
  return {
    ...exam,
    seed: from,
    steps: step,
    seconds: Math.round((performance.now() - began) / 1000),
    parameters: model.numParams(),
    curve,
    longer: right(longerStories()),
    neverTogether: right(neverTogetherStories()),
  };
}

const together: BabiOptions["allowed"] = (person, place) => NEVER_TOGETHER[person] !== place;
export const PARTS: { [part: string]: (recorder: Pick<Recorder, "say">) => Trained } = {
  ...Object.fromEntries(
    [1, 2, 3].map((from) => [`pointer ${from}`, (recorder: Pick<Recorder, "say">) => trainOnStories(pointing(from), from, recorder)]),
  ),
  writer: (recorder) => trainOnStories(writing(1), 1, recorder),
  apart: (recorder) => trainOnStories(pointing(2), 2, recorder, together),
};

export const record: Record<StoryFindings> = async (recorder) => {
  const found: { [part: string]: Trained } = {};
  for (const [part, make] of Object.entries(PARTS)) found[part] = await recorder.part(part, () => make(recorder));
  const pointers = [1, 2, 3].map((from) => found[`pointer ${from}`]!);
  const asked = examStories();
  const without = ({ longer: _, neverTogether: __, ...rest }: Trained) => rest;
  return {
    asked: asked.length,
    pointers: pointers.map((one) => ({ name: `encoder that points, seed ${one.seed}`, ...without(one) })),
    writer: { name: "decoder that writes", ...without(found["writer"]!) },
    rule: { name: "the rule", ...marked(asked, (all) => all.map(ruleAnswer)) },
    count: { name: "the count", ...marked(asked, (all) => all.map(countAnswer)) },
    longer: { asked: longerStories().length, right: pointers.map(({ longer }) => longer) },
    neverTogether: { asked: neverTogetherStories().length, right: [found["pointer 2"]!, found["apart"]!].map((one) => one.neverTogether) },
  };
};

function marked(asked: readonly BabiQuestion[], answer: (asked: readonly BabiQuestion[]) => (string | undefined)[]): Omit<StoryExam, "name"> {
  const answers = answer(asked);
  const wrong = [...asked.keys()].filter((i) => answers[i] !== asked[i]!.answer);
  return { right: asked.length - wrong.length, wrong };
}

const longerStories = () => babi({ random: seed(20_003), questions: 1000, lengths: [12, 14, 16, 18, 20] });

/** Stories in which the person asked about is where one of the models has never seen this person. All else in them is as usual. */
function neverTogetherStories(): BabiQuestion[] {
  const random = seed(20_004);
  const some: BabiQuestion[] = [];
  while (some.length < 1000) {
    const [one] = babi({ random, questions: 1, lengths: [2, 4, 6, 8, 10] });
    const person = one!.question.slice("Where is ".length, -1);
    if (NEVER_TOGETHER[person] === one!.answer) some.push(one!);
  }
  return some;
}
