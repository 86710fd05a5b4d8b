/** How well an encoder that points learns bAbI's task 1 from three seeds, what else answers the same questions, and how it does beyond what it learnt from. */
import { seed } from "../../src/base/random.ts";
import { type BabiOptions, type BabiQuestion, babi } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import type { StoryExam, StoryFindings, StoryTraining } from "../../src/recorded/question-answering.ts";
import { clipGradNorm, type Module, type Tensor } from "../../src/tensor/index.ts";
import { NEVER_TOGETHER, STORY_SIZES, StoryReader, storyBatch } from "../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer, writerAnswers, writerBatch, writerLoss } from "../../src/versus/story-rivals.ts";
import { examStories, STORY_PLAN, watchedStories } from "../train/story-plan.ts";
import type { Record, Recorder } from "./recorder.ts";

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

/** Trains as planned, and asks what it is to be asked. */
export function trainOnStories(
  { model, loss, answers }: Learner,
  from: number,
  recorder: Pick<Recorder, "say">,
  options: Pick<BabiOptions, "allowed"> = {},
): Trained {
  const { steps, batchSize, halves, lr, clip, draw } = STORY_PLAN;
  const began = performance.now();
  const random = seed(1000 + from);
  const optimizer = STORY_PLAN.optimizer(model);
  const watched = watchedStories();
  const right = (asked: BabiQuestion[]) => asked.length - marked(asked, answers).wrong.length;
  const curve: Trained["curve"] = [];
  for (let step = 0; step < steps; step++) {
    for (let half = 0; half < halves; half++)
      loss(draw(random, batchSize / halves, step, options))
        .mul(1 / halves)
        .backward();
    clipGradNorm(model.parameters(), clip);
    optimizer.lr = lr(step);
    optimizer.step();
    if ((step + 1) % 100 !== 0) continue;
    curve.push({ step: step + 1, right: right(watched) / watched.length });
    recorder.say(`seed ${from}, step ${step + 1}: right ${curve.at(-1)!.right}, after ${Math.round((performance.now() - began) / 1000)} s`);
  }
  return {
    ...marked(examStories(), answers),
    seed: from,
    steps,
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
  apart: (recorder) => trainOnStories(pointing(2), 2, recorder, { allowed: together }),
};

export const record: Record<StoryFindings> = async (recorder) => {
  const found: { [part: string]: Trained } = {};
  for (const [part, make] of Object.entries(PARTS)) found[part] = await recorder.part(part, () => make(recorder));
  const pointers = [1, 2, 3].map((from) => found[`pointer ${from}`]!);
  const all = [...pointers, found["apart"]!];
  const asked = examStories();
  const without = ({ longer: _, neverTogether: __, ...rest }: Trained) => rest;
  return {
    asked: asked.length,
    watched: watchedStories().length,
    pointers: pointers.map((one) => ({ name: `encoder that points, seed ${one.seed}`, ...without(one) })),
    writer: { name: "decoder that writes", ...without(found["writer"]!) },
    rule: { name: "the rule", ...marked(asked, (all) => all.map(ruleAnswer)) },
    count: { name: "the count", ...marked(asked, (all) => all.map(countAnswer)) },
    longer: { asked: longerStories().length, right: all.map(({ longer }) => longer) },
    neverTogether: { asked: neverTogetherStories().length, right: all.map(({ neverTogether }) => neverTogether) },
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
