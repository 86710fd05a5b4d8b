/** How well an encoder that points learns bAbI's task 1 from three seeds, and what else answers the same questions. */
import { fileURLToPath } from "node:url";
import { train } from "../train/trainer.ts";
import * as recipes from "../train/story-recipes.ts";
import type { Record } from "./recorder.ts";

type Name = "storyPointer" | "storyPointer2" | "storyPointer3" | "storyPointerApart" | "storyWriter";

export const record: Record<unknown> = async (recorder) => {
  const trained = (name: Name) =>
    recorder.part(name, async () => {
      const recipe = recipes[name];
      const result = await train(
        { module: new URL("../train/story-recipes.ts", import.meta.url).href, name },
        {
          workers: 2,
          state: fileURLToPath(new URL(`../../.training/${recipe.name}.safetensors`, import.meta.url)),
          progress: ({ step, curve }) => {
            if (step % recipe.evaluateEvery === 0) recorder.say(`${name}, step ${step}: validation ${curve.at(-1)!.validation.toFixed(4)}`);
          },
        },
      );
      const { weights, ...rest } = result!;
      return { ...rest, weights: Buffer.from(weights).toString("base64") };
    });
  for (const name of ["storyPointer", "storyPointer2", "storyPointer3", "storyWriter", "storyPointerApart"] as const) await trained(name);
  return {};
};
