import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { numberWords } from "../../../src/datasets/number-words.ts";
import { T5, type T5Options } from "../../../src/lm/t5.ts";
import { WordTokenizer } from "../../../src/lm/word-tokenizer.ts";
import { exactMatch } from "../../../src/score/text-metrics.ts";
import { AdamW, noGrad, type Tensor, warmupCosine } from "../../../src/tensor/index.ts";
import { difference } from "../tensor/backends.ts";
import { fill } from "../tensor/references.ts";
import { reference } from "./reference/load.ts";

const [PAD, END] = [0, 1];
const sizes: T5Options = { vocabSize: 9, sourceLength: 6, targetLength: 7, nLayer: 2, nHead: 2, nEmbd: 16 };
const fresh = (options: Partial<T5Options> = {}) => new T5({ ...sizes, ...options }, seed(1));
const values = (f: () => Tensor) => noGrad(() => f().toFloat32Array());

describe("T5", () => {
  it("writes without seeing what comes after, but reads the source in both directions", () => {
    const model = fresh();
    const logits = (source: number[], target: number[]) => values(() => model.forward([source], [target]).select(0, 0).slice(0, 0, 3));
    expect(logits([3, 4, 5], [6, 7, 8, 2])).toEqual(logits([3, 4, 5], [6, 7, 3, 3]));
    expect(difference(logits([3, 4, 5], [6, 7, 8, 2]), logits([3, 4, 5], [6, 8, 8, 2]))).toBeGreaterThan(1e-3);
    const first = (source: number[]) => logits(source, [6, 7, 8]).slice(0, 9);
    expect(difference(first([3, 4, 5]), first([3, 4, 8]))).toBeGreaterThan(1e-3);
    expect(difference(first([3, 4, 5]), first([8, 4, 5]))).toBeGreaterThan(1e-3);
  });

  it("has cross-attention rows that sum to 1, one for each token of the target and its end", () => {
    const weights = fresh().crossAttention([3, 4, 5, 6], [7, 8]);
    expect(weights.shape).toEqual([2, 2, 3, 4]);
    for (const sum of weights.sum(-1).toFloat32Array()) expect(sum).toBeCloseTo(1, 6);
  });

  it("does not care for padding, in the source or in the target", () => {
    const model = fresh();
    const alone = values(() => model.forward([[3, 4, 5]], [[6, 7]]));
    const beside = values(() =>
      model
        .forward(
          [
            [3, 4, 5],
            [3, 4, 5, 6, 7, 8],
          ],
          [
            [6, 7],
            [2, 3, 4, 5, 6],
          ],
        )
        .select(0, 0)
        .slice(0, 0, 3),
    );
    expect(difference(alone, beside)).toBeLessThan(1e-5);
    const padded = values(() => model.forward([[3, 4, 5, PAD, PAD]], [[6, 7]]));
    expect(difference(alone, padded)).toBeLessThan(1e-5);
    // 3 tokens with the end, and 6: the mean over both rows is that of 9 tokens.
    const [a, b, both] = [
      values(() => model.loss([[3, 4, 5]], [[6, 7]]))[0]!,
      values(() => model.loss([[3, 4, 5, 6, 7, 8]], [[2, 3, 4, 5, 6]]))[0]!,
      values(() =>
        model.loss(
          [
            [3, 4, 5],
            [3, 4, 5, 6, 7, 8],
          ],
          [
            [6, 7],
            [2, 3, 4, 5, 6],
          ],
        ),
      )[0]!,
    ];
    expect((3 * a + 6 * b) / 9).toBeCloseTo(both, 5);
  });

  it("takes a step as PyTorch does: the logits, the loss and each gradient", () => {
    // PyTorch 1.13: reference/transformers.py.
    const torch = reference("transformers").t5;
    const model = new T5({ vocabSize: 11, sourceLength: 6, targetLength: 5, nLayer: 2, nHead: 2, nEmbd: 8, nInner: 12, bias: true }, seed(1));
    model.loadStateDict(Object.fromEntries(model.namedParameters().map(([name, { shape }], k) => [name, fill(shape, k, 0.3)])));
    const sources = [
      [4, 2, 5, 2, 9, 3],
      [8, 2, 10],
    ];
    const targets = [
      [3, 7],
      [5, 6, 2, 8],
    ];
    expect(
      difference(
        values(() => model.forward(sources, targets)),
        torch.logits,
      ),
    ).toBeLessThan(1e-5);
    const loss = model.loss(sources, targets);
    loss.backward();
    expect(Math.abs(loss.item() - torch.loss)).toBeLessThan(1e-5);
    expect(model.namedParameters().map(([name]) => name)).toEqual(Object.keys(torch.gradients));
    for (const [name, parameter] of model.namedParameters())
      expect.soft(difference(parameter.grad!.toFloat32Array(), torch.gradients[name]), name).toBeLessThan(1e-5);
  });

  it("gives the same logits token by token, with its cache, as all at once", () => {
    const model = fresh();
    const source = [3, 4, 5, 6];
    // One beam without penalty: the probability of its text is the sum over its tokens, all of them read through the cache.
    const [beam] = model.beamSearch(source, { beams: 1, alpha: 0 });
    const target = beam!.finished ? [...beam!.tokens, END] : beam!.tokens;
    const logits = noGrad(() =>
      model
        .forward([source], [beam!.tokens.slice(0, sizes.targetLength - 1)])
        .logSoftmax(-1)
        .toArray(),
    ) as number[][][];
    const sum = target.reduce((total, token, i) => total + logits[0]![i]![token]!, 0);
    expect(target.length).toBeGreaterThan(3);
    expect(Math.abs(sum - beam!.logProbability)).toBeLessThan(1e-5);
    expect(model.generate(source)).toEqual(beam!.tokens);
    const greedy = logits[0]!.slice(0, target.length).map((row) => row.indexOf(Math.max(...row)));
    expect(greedy).toEqual(target);
  });

  it("learns to turn texts round; greedy decoding, side by side and by itself, and the best of four beams agree", () => {
    const random = seed(1);
    const model = new T5({ ...sizes, nLayer: 1 }, random);
    const optimizer = new AdamW(model.parameters(), { lr: 1e-2 });
    const draw = () => Array.from({ length: 4 }, () => 2 + random.int(7));
    for (let step = 0; step < 250; step++) {
      optimizer.lr = 1e-2 * (1 - step / 250);
      const sources = Array.from({ length: 32 }, draw);
      model
        .loss(
          sources,
          sources.map((source) => source.toReversed()),
        )
        .backward();
      optimizer.step();
    }
    const sources = Array.from({ length: 50 }, draw);
    const written = model.generateAll(sources);
    const right = written.filter((target, i) => target.join() === sources[i]!.toReversed().join());
    expect(right.length).toBeGreaterThanOrEqual(48);
    for (const [i, source] of sources.slice(0, 10).entries()) {
      expect(model.generate(source)).toEqual(written[i]);
      const beams = model.beamSearch(source);
      expect(beams[0]).toMatchObject({ tokens: written[i], finished: true });
      expect(beams.map(({ score }) => score)).toEqual(beams.map(({ score }) => score).sort((a, b) => b - a));
    }
    // The last token of the source is the first that is written: it is looked at most.
    const [first] = model.crossAttention([3, 5, 7, 8], [8, 7, 5, 3]).mean(1).select(0, 0).toArray() as number[][];
    expect(first!.indexOf(Math.max(...first!))).toBe(3);
  });

  it("translates number words that it has not seen, from English to French", () => {
    // 2,000 pairs to learn from, 1,000 others to test on. A transformer of 175,775 parameters in PyTorch 1.13 had .997 right after 300 steps of 64 pairs.
    const random = seed(1);
    const { train, test } = numberWords.pairs({ random });
    const words = new WordTokenizer({ specials: ["<pad>", "<end>"] }).fit([...train, ...test].flatMap(({ english, french }) => [english, french]));
    const encode = (pairs: typeof train) => pairs.map(({ english, french }) => ({ source: words.encode(english), target: words.encode(french) }));
    const options = { vocabSize: words.vocabularySize, sourceLength: 9, targetLength: 18, nLayer: 2, nHead: 4, nEmbd: 64, nInner: 128 };
    const model = new T5(options, random);
    expect(model.numParams()).toBe(170_752);
    const [steps, lr] = [500, 5e-3];
    const optimizer = new AdamW(model.parameters(), { lr, betas: [0.9, 0.98] });
    const schedule = warmupCosine({ lr, warmup: 20, total: steps });
    let left: ReturnType<typeof encode> = [];
    for (let step = 0; step < steps; step++) {
      if (left.length < 64) left = random.shuffle(encode(train));
      const batch = left.splice(0, 64);
      optimizer.lr = schedule(step);
      model
        .loss(
          batch.map(({ source }) => source),
          batch.map(({ target }) => target),
        )
        .backward();
      optimizer.step();
    }
    const written = model.generateAll(encode(test).map(({ source }) => source)).map((target) => words.decode(target));
    expect(
      exactMatch(
        test.map(({ french }) => french),
        written,
      ),
    ).toBeGreaterThanOrEqual(0.99);
  }, 600_000);

  it("stops at the most tokens that are asked for", () => {
    expect(fresh().generate([3, 4, 5, 6], { maxTokens: 2 })).toHaveLength(2);
  });

  it("is the same with the same seed, and without dropout when it is used", () => {
    const weights = (model: T5) => model.crossAttention([3, 4], [5]).toArray();
    expect(weights(fresh())).toEqual(weights(fresh()));
    expect(weights(new T5(sizes, seed(2)))).not.toEqual(weights(fresh()));
    const dropping = fresh({ dropout: 0.5 });
    expect(weights(dropping)).toEqual(weights(dropping));
    expect(dropping.training).toBe(true);
    expect(dropping.decoder.drop.training).toBe(true);
  });

  it("counts its parameters", () => {
    // V C, positions of both, 12 C² and 4 C in a block of the encoder, 16 C² and 6 C in one of the decoder, 2 C after each.
    expect(fresh().numParams()).toBe((9 + 6 + 7) * 16 + 2 * (12 * 16 ** 2 + 4 * 16) + 2 * (16 * 16 ** 2 + 6 * 16) + 4 * 16);
  });

  it.each<[string, () => unknown, string]>([
    ["a size", () => fresh({ targetLength: 0 }), "targetLength is 0"],
    ["heads", () => fresh({ nHead: 3 }), "nEmbd is 16 and nHead 3"],
    ["an end that is no token", () => fresh({ eosToken: 9 }), "eosToken is 9: it must be one of the tokens, 0 to 8"],
    ["an end that is the padding", () => fresh({ eosToken: 0 }), "padToken and eosToken are both 0"],
    ["no sources", () => fresh().loss([], []), "there is no source"],
    ["an empty source", () => fresh().generate([]), "source 0 is empty"],
    ["a long source", () => fresh().generate([2, 2, 2, 2, 2, 2, 2]), "source 0 has 7 tokens: the model holds 6"],
    ["a long target", () => fresh().loss([[2]], [[2, 2, 2, 2, 2, 2, 2]]), "target 0 has 7 tokens, and its end is one more: the model holds 7"],
    ["too few targets", () => fresh().loss([[2], [3]], [[2]]), "2 sources, 1 targets"],
    ["an unknown token", () => fresh().loss([[2]], [[9]]), "index 9"],
    ["too many tokens to write", () => fresh().generate([2], { maxTokens: 8 }), "maxTokens is 8: the model holds targets of 7"],
    ["no beams", () => fresh().beamSearch([2], { beams: 0 }), "beams is 0"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
