import { type Random, seed } from "../../src/models/random.ts";
import { noGrad, type Tensor } from "../../src/tensor/index.ts";
import type { Recipe, Trainee } from "./recipe.ts";

/** A trainee whose randomness hangs only on the recipe's seed, the step and the shard: who computes it, and when, makes no difference. */
export interface Shards {
  trainee: Trainee;
  parameters: Tensor[];
  /** Numbers in all parameters together. */
  length: number;
  /** Train on one shard of one step: its mean loss, and the gradients, one parameter after the other, into `gradients`. */
  gradients(step: number, shard: number, gradients: Float32Array): number;
  evaluate(shard: number): { loss: number; count: number };
}

export async function setUpShards(recipe: Recipe): Promise<Shards> {
  const { shards, batchSize } = recipe;
  if (batchSize % shards !== 0) throw new RangeError(`${recipe.name}: a batch of ${batchSize} cannot be cut into ${shards} equal shards`);
  let current = seed(recipe.seed);
  const stream: Random = {
    uniform: () => current.uniform(),
    int: (n) => current.int(n),
    normal: () => current.normal(),
    shuffle: (items) => current.shuffle(items),
    choice: (weights) => current.choice(weights),
  };
  const trainee = await recipe.setUp(stream);
  const { model } = trainee;
  const parameters = model.parameters();
  return {
    trainee,
    parameters,
    length: parameters.reduce((sum, { length }) => sum + length, 0),
    gradients: (step, shard, gradients) => {
      // Seeds are whole numbers up to 2⁵³: the upper bits hold the recipe's, the lower 32 the place.
      current = seed((recipe.seed + 1) * 2 ** 32 + step * shards + shard);
      model.train();
      const loss = trainee.loss(batchSize / shards, stream);
      loss.backward();
      let at = 0;
      for (const parameter of parameters) {
        const gradient = parameter.grad;
        if (gradient) gradients.set(gradient.toFloat32Array(), at);
        else gradients.fill(0, at, at + parameter.length);
        parameter.grad = null;
        at += parameter.length;
      }
      return loss.item();
    },
    evaluate: (shard) => {
      model.eval();
      return trainee.evaluate(shard, shards);
    },
  };
}

/** Parameters one after the other, to and from one block. */
export function writeParameters(parameters: readonly Tensor[], block: Float32Array): void {
  let at = 0;
  for (const parameter of parameters) {
    block.set(parameter.toFloat32Array(), at);
    at += parameter.length;
  }
}

export function readParameters(parameters: readonly Tensor[], block: Float32Array, tensorOf: (values: Float32Array) => Tensor): void {
  let at = 0;
  noGrad(() => {
    for (const parameter of parameters) {
      parameter.copy_(tensorOf(block.slice(at, at + parameter.length)).view(...parameter.shape));
      at += parameter.length;
    }
  });
}
