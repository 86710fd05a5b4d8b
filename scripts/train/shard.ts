import { type Random, seed } from "../../src/base/random.ts";
import { noGrad, type Tensor, tensor } from "../../src/tensor/index.ts";
import type { Recipe, Trainee } from "./recipe.ts";

/** A trainee whose randomness depends only on the recipe's seed, the step and the shard: who computes it, and when, makes no difference. */
export interface Shards {
  trainee: Trainee;
  parameters: Tensor[];
  /** Numbers in all parameters together. */
  length: number;
  /** Train on one shard of one step: its mean loss, and the gradients, one parameter after the other, into `gradients`. */
  gradients(step: number, shard: number, gradients: Float32Array): number;
  evaluate(shard: number): { loss: number; count: number };
  /** @throws TypeError when the trainee has no exam. */
  exam(shard: number): { loss: number; count: number };
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
    length: model.numParams(),
    gradients: (step, shard, gradients) => {
      // Seeds are whole numbers up to 2⁵³: the upper bits hold the recipe's, the lower 32 the place.
      current = seed((recipe.seed + 1) * 2 ** 32 + step * shards + shard);
      model.train();
      const loss = trainee.loss(batchSize / shards, stream, step);
      loss.backward();
      for (const [parameter, part] of partsOf(gradients, parameters)) {
        const gradient = parameter.grad;
        if (gradient) part.set(gradient.toFloat32Array());
        else part.fill(0);
        parameter.grad = null;
      }
      return loss.item();
    },
    evaluate: (shard) => {
      model.eval();
      return trainee.evaluate(shard, shards);
    },
    exam: (shard) => {
      model.eval();
      return trainee.exam!(shard, shards);
    },
  };
}

/** Each parameter with its part of a block that holds a number for each of theirs, one parameter after the other. */
export function* partsOf(block: Float32Array, parameters: readonly Tensor[]): Generator<[parameter: Tensor, part: Float32Array]> {
  let at = 0;
  for (const parameter of parameters) {
    yield [parameter, block.subarray(at, at + parameter.length)];
    at += parameter.length;
  }
}

export function writeParameters(parameters: readonly Tensor[], block: Float32Array): void {
  for (const [parameter, part] of partsOf(block, parameters)) part.set(parameter.toFloat32Array());
}

export function readParameters(parameters: readonly Tensor[], block: Float32Array): void {
  noGrad(() => {
    for (const [parameter, part] of partsOf(block, parameters)) parameter.copy_(shaped(part, parameter));
  });
}

/** A copy of a part as a tensor of its parameter's shape. */
export const shaped = (part: Float32Array, { shape }: Tensor): Tensor => tensor(part.slice()).view(...shape);
