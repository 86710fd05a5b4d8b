/** How well an encoder that points learns bAbI's task 1 from three seeds, what else answers the same questions, and how it does beyond what it learnt from. */
import { fileURLToPath } from "node:url";
import { seed } from "../../src/base/random.ts";
import { type BabiQuestion, babi } from "../../src/datasets/babi.ts";
import { GPT } from "../../src/lm/gpt.ts";
import type { StoryExam, StoryFindings, StoryTraining } from "../../src/recorded/question-answering.ts";
import { loadSafetensors } from "../../src/tensor/index.ts";
import { loadStoryReader, STORY_SIZES } from "../../src/versus/story-reader.ts";
import { countAnswer, ruleAnswer, writerAnswers } from "../../src/versus/story-rivals.ts";
import * as recipes from "../train/story-recipes.ts";
import { train } from "../train/trainer.ts";
import type { Record, Recorder } from "./recorder.ts";

type Name = "storyPointer" | "storyPointer2" | "storyPointer3" | "storyPointerApart" | "storyWriter";

export const record: Record<StoryFindings> = async (recorder) => {
  const asked = recipes.examStories();
  const longer = babi({ random: seed(20_003), questions: 1000, lengths: [12, 14, 16, 18, 20] });
  const apart = drawNeverTogether(1000);
  const pointers = [];
  for (const name of ["storyPointer", "storyPointer2", "storyPointer3"] as const) pointers.push(await trained(recorder, name));
  const readers = pointers.map(({ bytes }) => loadStoryReader(bytes));
  const writer = await trained(recorder, "storyWriter");
  const apartReader = loadStoryReader((await trained(recorder, "storyPointerApart")).bytes);
  const answers = readers.map((reader) => reader.answer(asked).map(({ answer }) => answer));
  const right = (reader: (typeof readers)[number], questions: BabiQuestion[]) =>
    questions.length -
    exam(
      "",
      questions,
      reader.answer(questions).map(({ answer }) => answer),
    ).wrong.length;
  return {
    asked: asked.length,
    pointers: pointers.map(({ facts }, i) => ({ ...exam(`an encoder that points, seed ${facts.seed}`, asked, answers[i]!), ...facts })),
    writer: { ...exam("a decoder that writes", asked, writerAnswers(writerOf(writer.bytes), asked)), ...writer.facts },
    rule: exam("the rule", asked, asked.map(ruleAnswer)),
    count: exam("the count", asked, asked.map(countAnswer)),
    longer: { name: "stories of 12 to 20 sentences", asked: longer.length, right: readers.map((reader) => right(reader, longer)) },
    neverTogether: {
      name: "person and place never seen together",
      asked: apart.length,
      right: [readers[0]!, apartReader].map((reader) => right(reader, apart)),
    },
  };
};

/** Trains a recipe, or takes what was kept of it. */
async function trained(recorder: Recorder, name: Name): Promise<{ bytes: Uint8Array; facts: Omit<StoryTraining, keyof StoryExam> }> {
  const recipe = recipes[name];
  const { weights, curve, parameters, seconds } = await recorder.part(name, async () => {
    const result = await train(
      { module: new URL("../train/story-recipes.ts", import.meta.url).href, name },
      {
        workers: 1,
        state: fileURLToPath(new URL(`../../.training/${recipe.name}.safetensors`, import.meta.url)),
        progress: ({ step, curve }) => {
          if (step % recipe.evaluateEvery === 0) recorder.say(`${name}, step ${step}: validation ${curve.at(-1)!.validation.toFixed(4)}`);
        },
      },
    );
    const { weights, ...rest } = result!;
    return { ...rest, weights: Buffer.from(weights).toString("base64") };
  });
  const rounded = curve.map(({ step, validation }) => ({ step, validation: Number(validation.toFixed(4)) }));
  const facts = { seed: recipe.seed, steps: recipe.steps, seconds: Math.round(seconds), parameters, curve: rounded };
  return { bytes: new Uint8Array(Buffer.from(weights, "base64")), facts };
}

function exam(name: string, asked: readonly BabiQuestion[], answers: readonly (string | undefined)[]): StoryExam {
  const wrong = [...asked.keys()].filter((i) => answers[i] !== asked[i]!.answer);
  return { name, right: asked.length - wrong.length, wrong };
}

function writerOf(bytes: Uint8Array): GPT {
  const { vocabSize, blockSize, nLayer, nHead, nEmbd } = STORY_SIZES;
  return new GPT({ vocabSize, blockSize, nLayer, nHead, nEmbd }, seed(0)).loadStateDict(loadSafetensors(bytes).tensors).eval();
}

/** Stories in which the person asked about is where one of the models has never seen this person. All else in them is as usual. */
function drawNeverTogether(questions: number): BabiQuestion[] {
  const random = seed(20_004);
  const some: BabiQuestion[] = [];
  while (some.length < questions) {
    const [one] = babi({ random, questions: 1, lengths: recipes.LENGTHS });
    const person = one!.question.slice("Where is ".length, -1);
    if (recipes.NEVER_TOGETHER[person] === one!.answer) some.push(one!);
  }
  return some;
}
