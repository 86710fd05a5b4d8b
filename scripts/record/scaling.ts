/** GPTs of five sizes, each trained on three amounts of Moby-Dick from three seeds: how loss falls with both. */
import { seed } from "../../src/base/random.ts";
import { mobyDick } from "../../src/datasets/moby-dick.ts";
import { CharacterTokenizer } from "../../src/lm/character-tokenizer.ts";
import { GPT } from "../../src/lm/gpt.ts";
import { evaluateLoss, randomBatch } from "../../src/lm/next-token-batches.ts";
import type { ScalingRun, ScalingRuns } from "../../src/recorded/scaling.ts";
import { blockParameters, trainingFlops } from "../../src/sizes/scaling-laws.ts";
import { AdamW, decayMatrices, warmupCosine } from "../../src/tensor/index.ts";
import type { Record } from "./recorder.ts";

const SHAPES = [
  { nEmbd: 8, nLayer: 2, nHead: 2 },
  { nEmbd: 16, nLayer: 2, nHead: 2 },
  { nEmbd: 32, nLayer: 2, nHead: 4 },
  { nEmbd: 48, nLayer: 3, nHead: 4 },
  { nEmbd: 64, nLayer: 4, nHead: 4 },
];
const STEPS = [256, 512, 1024];
const SEEDS = [1, 2, 3];
/** Of these, each size takes the one with the least loss on validation text after the shortest training. */
const RATES = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032];
const [batchSize, blockSize] = [16, 64];

const tokenizer = new CharacterTokenizer(mobyDick.text);
const train = tokenizer.encode(mobyDick.train);
const watched = tokenizer.encode(mobyDick.validation.slice(0, 30_000));
const exam = tokenizer.encode(mobyDick.test.slice(0, 60_000));

/** One training. Rates fall along a cosine to a tenth. */
function trained(shape: (typeof SHAPES)[number], { steps, lr, from }: { steps: number; lr: number; from: number }): GPT {
  const model = new GPT({ vocabSize: tokenizer.vocabularySize, blockSize, ...shape }, seed(from));
  const optimizer = new AdamW(decayMatrices(model, 0.1), { betas: [0.9, 0.99] });
  const rate = warmupCosine({ lr, minLr: lr / 10, warmup: Math.round(steps / 20), total: steps });
  const random = seed(from);
  for (let step = 0; step < steps; step++) {
    optimizer.lr = rate(step);
    const { x, y } = randomBatch(train, { batchSize, blockSize, random });
    model.loss(x, y).backward();
    optimizer.step();
  }
  return model;
}

const loss = (model: GPT, tokens: readonly number[]) => evaluateLoss(model, tokens, { blockSize }).loss;

export const record: Record<ScalingRuns> = async ({ part, say }) => {
  const runs: ScalingRun[] = [];
  const rates: ScalingRuns["rates"] = [];
  for (const shape of SHAPES) {
    const tried = [];
    for (const lr of RATES)
      tried.push(
        await part(`width ${shape.nEmbd}, rate ${lr}`, () => ({ lr, validation: loss(trained(shape, { steps: STEPS[0]!, lr, from: 1 }), watched) })),
      );
    const { lr } = tried.reduce((best, each) => (each.validation < best.validation ? each : best));
    rates.push({ nEmbd: shape.nEmbd, lr, tried });
    say(`width ${shape.nEmbd}: rate ${lr}`);
    for (const steps of STEPS)
      for (const from of SEEDS)
        runs.push(
          await part(`width ${shape.nEmbd}, ${steps} steps, seed ${from}`, () => {
            const model = trained(shape, { steps, lr, from });
            const tokens = steps * batchSize * blockSize;
            const parameters = blockParameters(shape);
            return {
              nEmbd: shape.nEmbd,
              nLayer: shape.nLayer,
              parameters,
              allParameters: model.numParams(),
              tokens,
              flops: trainingFlops({ parameters, tokens }),
              seed: from,
              loss: loss(model, exam),
            };
          }),
        );
  }
  return { characters: { train: train.length, exam: exam.length, watched: watched.length }, batchSize, blockSize, rates, runs };
};
