/** How well an encoder that points learns bAbI's task 1 from three seeds, what else answers the same questions, and how it does beyond what it learnt from. */
import { mean } from "../../src/base/mean.ts";
import { seed } from "../../src/base/random.ts";
import { type BabiOptions, type BabiQuestion, babi } from "../../src/datasets/babi.ts";
import { AnswerPointer } from "../../src/lm/answer-pointer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import type { StoryExam, StoryFindings, StorySchedule, StoryTraining } from "../../src/recorded/question-answering.ts";
import { AdamW, clipGradNorm, decayMatrices, type Module, type Tensor } from "../../src/tensor/index.ts";
import { drawStories, NEVER_TOGETHER, STORY_SIZES, StoryReader, storyBatch } from "../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer, writerAnswers, writerBatch, writerLoss } from "../../src/versus/story-rivals.ts";
import { examStories, watchedStories } from "../train/story-recipes.ts";
import type { Record, Recorder } from "./recorder.ts";

const WARM_UP = 100;
const BATCH = 32;
const LONGEST = 10;
/** Seeds of those that point. */
const SEEDS = [1, 2, 3];

/** How stories grow, and when the learning rate falls. */
interface Schedule {
  lr: number;
  /** Stories grow by two sentences when the mean loss of so many steps is at most `learnt`, */
  lookBack: number;
  learnt: number;
  /** or after so many steps at the latest. */
  patience: number;
  /** At ten sentences: the share of right answers on stories that watch from which on the rate falls. Without it, when the loss is at most `learnt`. */
  nearly?: number;
  /** Steps in which the rate falls to nothing. */
  falling: number;
  /** What is left of the rate after a share of these steps. */
  left(share: number): number;
  /** When half of the questions begin to be about people named long ago: at once, or when the rate falls. */
  oldOnes: "at once" | "at the end";
}

/** Each kind of model tries both. */
const SCHEDULES: { readonly [name in StorySchedule]: Schedule } = {
  quick: { lr: 2e-3, lookBack: 10, learnt: -Math.log(0.97), patience: 500, falling: 600, left: (share) => 1 - share, oldOnes: "at once" },
  slow: {
    lr: 1e-3,
    lookBack: 20,
    learnt: 0.09,
    patience: 1000,
    nearly: 0.9,
    falling: 1500,
    left: (share) => 0.5 * (1 + Math.cos(Math.PI * share)),
    oldOnes: "at the end",
  },
};

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

/** Trains on stories that grow, then with a rate that falls; and asks what it is to be asked. */
export function trainOnStories(
  { model, loss, answers }: Learner,
  from: number,
  schedule: StorySchedule,
  recorder: Pick<Recorder, "say">,
  allowed?: BabiOptions["allowed"],
): Trained {
  const { lr, lookBack, learnt, patience, nearly, falling, left, oldOnes } = SCHEDULES[schedule];
  const began = performance.now();
  const random = seed(1000 + from);
  const optimizer = new AdamW(decayMatrices(model, 0.01), { lr, betas: [0.9, 0.99] });
  const watched = watchedStories();
  const share = (asked: BabiQuestion[]) => answers(asked).filter((answer, i) => answer === asked[i]!.answer).length / asked.length;
  const draw = (rows: number, even: boolean) => drawStories(random, rows, longest, { even, ...(allowed && { allowed }) });
  const curve: Trained["curve"] = [];
  let longest = 2;
  let recent: number[] = [];
  let fallsFrom: number | undefined;
  let grewAt = 0;
  let step = 0;
  for (; fallsFrom === undefined || step < fallsFrom + falling; step++) {
    const lossNow =
      oldOnes === "at the end" && fallsFrom === undefined
        ? loss(draw(BATCH, false))
        : loss(draw(BATCH / 2, false))
            .add(loss(draw(BATCH / 2, true)))
            .mul(0.5);
    lossNow.backward();
    clipGradNorm(model.parameters(), 1);
    optimizer.lr = lr * Math.min(1, (step + 1) / WARM_UP) * (fallsFrom === undefined ? 1 : left((step - fallsFrom) / falling));
    optimizer.step();
    // Loss stands in for the share of right answers, which would cost another pass.
    recent = [...recent, lossNow.item()].slice(-lookBack);
    const done = step + 1;
    const low = recent.length === lookBack && mean(recent) <= learnt;
    const late = done - grewAt >= patience;
    let right: number | undefined;
    if (done % 100 === 0) {
      right = Number(share(watched).toFixed(4));
      curve.push({ step: done, right, longest });
      recorder.say(`${schedule}, seed ${from}, step ${done}: loss ${lossNow.item().toFixed(4)}, right ${right}`);
    }
    if (fallsFrom !== undefined) continue;
    if (longest < LONGEST && (low || late)) {
      longest += 2;
      recent = [];
      grewAt = done;
      recorder.say(`${schedule}, seed ${from}, step ${done}: stories of up to ${longest} sentences`);
    } else if (longest === LONGEST && (late || (nearly === undefined ? low : right !== undefined && right >= nearly))) {
      fallsFrom = done;
      recorder.say(`${schedule}, seed ${from}, step ${done}: the rate falls`);
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

export const record: Record<StoryFindings> = async ({ part, say }) => {
  const pointersOf = async (schedule: StorySchedule) => {
    const trained: Trained[] = [];
    for (const from of SEEDS) trained.push(await part(`${schedule}, pointer ${from}`, () => trainOnStories(pointing(from), from, schedule, { say })));
    return trained;
  };
  const pointers = { quick: await pointersOf("quick"), slow: await pointersOf("slow") };
  const writers = {
    quick: await part("quick, writer", () => trainOnStories(writing(1), 1, "quick", { say })),
    slow: await part("slow, writer", () => trainOnStories(writing(1), 1, "slow", { say })),
  };
  const schedule = better(pointers.quick, pointers.slow);
  const written = better([writers.quick], [writers.slow]);
  const chosen = pointers[schedule];
  const apart = await part("apart", () => trainOnStories(pointing(2), 2, schedule, { say }, together));
  const asked = examStories();
  const without = ({ longer: _, neverTogether: __, ...rest }: Trained) => rest;
  const named = (all: Trained[]) => all.map((one) => ({ name: `encoder that points, seed ${one.seed}`, ...without(one) }));
  return {
    asked: asked.length,
    schedule,
    pointers: named(chosen),
    otherPointers: named(pointers[other(schedule)]),
    writer: { name: "decoder that writes", ...without(writers[written]), schedule: written },
    otherWriter: { name: "decoder that writes", ...without(writers[other(written)]), schedule: other(written) },
    rule: { name: "the rule", ...marked(asked, (all) => all.map(ruleAnswer)) },
    count: { name: "the count", ...marked(asked, (all) => all.map(countAnswer)) },
    longer: { asked: longerStories().length, right: chosen.map(({ longer }) => longer) },
    neverTogether: { asked: neverTogetherStories().length, right: [chosen[1]!, apart].map((one) => one.neverTogether) },
  };
};

const other = (schedule: StorySchedule): StorySchedule => (schedule === "quick" ? "slow" : "quick");

/** The schedule after which more of the stories that watched are answered. */
function better(quick: readonly Trained[], slow: readonly Trained[]): StorySchedule {
  const [first, second] = [quick, slow].map((all) => mean(all.map(({ curve }) => curve.at(-1)!.right)));
  return first! > second! ? "quick" : "slow";
}

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
