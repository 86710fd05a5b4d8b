import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { BERT, type BERTOptions } from "../../../src/lm/bert.ts";
import { AdamW, noGrad, type Tensor } from "../../../src/tensor/index.ts";
import { difference } from "../tensor/backends.ts";
import { fill } from "../tensor/references.ts";
import { reference } from "./reference/load.ts";

const [PAD, UNKNOWN, MASK] = [0, 1, 2];
const sizes: BERTOptions = { vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 16, maskToken: MASK, specialTokens: [UNKNOWN] };
const fresh = (options: Partial<BERTOptions> = {}) => new BERT({ ...sizes, ...options }, seed(1));
const values = (f: () => Tensor) => noGrad(() => f().toFloat32Array());

describe("BERT", () => {
  it("looks to both sides: a later token changes what is said of an earlier one, and the reverse", () => {
    const model = fresh();
    const at = (tokens: number[], position: number) => values(() => model.encode([tokens]).select(1, position));
    expect(difference(at([3, 4, 5, 6], 0), at([3, 4, 5, 7], 0))).toBeGreaterThan(1e-4);
    expect(difference(at([3, 4, 5, 6], 3), at([8, 4, 5, 6], 3))).toBeGreaterThan(1e-4);
  });

  it("has attention rows that sum to 1, for each head of each block, and none on padding", () => {
    const weights = fresh().attention([3, 4, 5, 6, PAD]);
    expect(weights.shape).toEqual([2, 2, 5, 5]);
    for (const sum of weights.sum(-1).toFloat32Array()) expect(sum).toBeCloseTo(1, 6);
    expect(
      weights
        .select(3, 4)
        .toFloat32Array()
        .every((weight) => weight === 0),
    ).toBe(true);
  });

  it("does not care for padding: neither its vectors nor its loss change", () => {
    const model = fresh();
    const alone = values(() => model.encode([[3, 4, 5]]));
    const beside = values(() =>
      model
        .encode([
          [3, 4, 5],
          [3, 4, 5, 6, 7, 8, 9],
        ])
        .select(0, 0)
        .slice(0, 0, 3),
    );
    expect(difference(alone, beside)).toBeLessThan(1e-6);
    const long = [
      [6, MASK, 8, 9, 3, 4],
      [-100, 7, -100, -100, -100, -100],
    ] as const;
    const loss = (padding: number[]) =>
      values(() => model.loss([long[0], [3, MASK, 5, ...padding]], [long[1], [-100, 4, -100, ...padding.map(() => -100)]]));
    expect(difference(loss([]), loss([PAD, PAD, PAD]))).toBeLessThan(1e-6);
  });

  it("takes a step as PyTorch does: the guesses, the loss and each gradient", () => {
    // PyTorch 1.13: reference/transformers.py.
    const torch = reference("transformers").bert;
    const model = new BERT({ vocabSize: 11, blockSize: 6, nLayer: 2, nHead: 2, nEmbd: 8, nInner: 12, bias: true, maskToken: MASK }, seed(1));
    model.loadStateDict(Object.fromEntries(model.namedParameters().map(([name, { shape }], k) => [name, fill(shape, k, 0.3)])));
    const rows = [
      [4, 2, 5, 2, 9, 3],
      [8, 2, 10, 7],
    ];
    const targets = [
      [-100, 6, -100, 7, 9, -100],
      [-100, 3, -100, -100],
    ];
    const logits = noGrad(() => model.forward(rows)).toArray() as number[][][];
    const asked = targets.flatMap((row, r) => row.flatMap((target, i) => (target === -100 ? [] : logits[r]![i]!)));
    expect(difference(asked, torch.logits)).toBeLessThan(1e-5);
    const loss = model.loss(rows, targets);
    loss.backward();
    expect(Math.abs(loss.item() - torch.loss)).toBeLessThan(1e-5);
    expect(model.namedParameters().map(([name]) => name)).toEqual(Object.keys(torch.gradients));
    for (const [name, parameter] of model.namedParameters())
      expect.soft(difference(parameter.grad!.toFloat32Array(), torch.gradients[name]), name).toBeLessThan(1e-5);
  });

  it("masks 15 % of each row, 80/10/10, and never special tokens", () => {
    // Of 20 tokens 3. In 3,000 rows 9,000: σ of a share of .8 is .0042, of .1 .0032; a random token is by chance the right one in 1 of 8.
    const model = fresh({ blockSize: 24 });
    const row = [...Array.from({ length: 20 }, (_, i) => 3 + (i % 8)), UNKNOWN, UNKNOWN, PAD, PAD];
    const rows = Array.from({ length: 3000 }, () => row);
    const { tokens, targets } = model.mask(rows, seed(1));
    const kinds = { masked: 0, changed: 0, same: 0 };
    for (const [r, asked] of targets.entries()) {
      expect(asked.filter((target) => target !== -100)).toHaveLength(3);
      for (const [i, target] of asked.entries()) {
        const seen = tokens[r]![i]!;
        if (target === -100) {
          if (seen !== row[i]) throw new Error(`row ${r}: token ${i} was changed, but is not asked for`);
          continue;
        }
        if (target !== row[i] || i >= 20) throw new Error(`row ${r}: token ${i} is asked for ${target}`);
        kinds[seen === MASK ? "masked" : seen === target ? "same" : "changed"]++;
      }
    }
    expect(Math.abs(kinds.masked / 9000 - 0.8)).toBeLessThan(0.017);
    expect(Math.abs(kinds.changed / 9000 - 0.1 * (7 / 8))).toBeLessThan(0.013);
    expect(Math.abs(kinds.same / 9000 - 0.1 * (9 / 8))).toBeLessThan(0.013);
    expect(row).toEqual(rows[0]);
  });

  it("asks for at least one token of a short row, more on request, and none where all are special", () => {
    const model = fresh();
    const asked = (rows: number[][], share?: number) =>
      model
        .mask(rows, seed(1), { share })
        .targets.flat()
        .filter((target) => target !== -100).length;
    expect(asked([[5, 6]])).toBe(1);
    expect(asked([[5, 6, 7, 8]], 0.5)).toBe(2);
    expect(asked([[UNKNOWN, PAD]])).toBe(0);
  });

  it("learns a cycle by heart, and fills gaps from the left and from the right", () => {
    const random = seed(1);
    const model = new BERT(sizes, random);
    const optimizer = new AdamW(model.parameters(), { lr: 3e-3 });
    const rows = Array.from({ length: 8 }, (_, start) => Array.from({ length: 8 }, (_, i) => 3 + ((start + 3 * i) % 8)));
    const held = model.mask(rows, seed(9));
    const before = model.evaluate(held.tokens, held.targets);
    expect(Math.abs(before.loss - Math.log(11))).toBeLessThan(0.5);
    for (let step = 0; step < 500; step++) {
      optimizer.lr = 3e-3 * (1 - step / 500);
      const { tokens, targets } = model.mask(rows, random);
      model.loss(tokens, targets).backward();
      optimizer.step();
    }
    for (const position of [0, 3, 7]) {
      const P = model.fill(rows[2]!, position);
      expect(P.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(P.indexOf(Math.max(...P))).toBe(rows[2]![position]);
    }
    const everywhere = rows.map((row, r) => row.map((token, i) => (i === r ? MASK : token)));
    const targets = rows.map((row, r) => row.map((token, i) => (i === r ? token : -100)));
    expect(model.evaluate(everywhere, targets)).toMatchObject({ accuracy: 1 });
  });

  it("does not see what stands in the gap that it fills", () => {
    const model = fresh();
    expect(model.fill([3, 4, 5], 1)).toEqual(model.fill([3, 9, 5], 1));
    expect(model.fill([3, 4, 5], 1)).not.toEqual(model.fill([3, 4, 6], 1));
  });

  it("is the same with the same seed, and without dropout when it is used", () => {
    expect(fresh().fill([3, 4, 5], 1)).toEqual(fresh().fill([3, 4, 5], 1));
    expect(new BERT(sizes, seed(2)).fill([3, 4, 5], 1)).not.toEqual(fresh().fill([3, 4, 5], 1));
    const dropping = fresh({ dropout: 0.5 });
    expect(dropping.fill([3, 4, 5], 1)).toEqual(dropping.fill([3, 4, 5], 1));
    expect(dropping.training).toBe(true);
  });

  it("counts its parameters", () => {
    // V C + T C + V + L (12 C² + 4 C) + 2 C, without biases in linear layers.
    expect(fresh().numParams()).toBe(11 * 16 + 8 * 16 + 11 + 2 * (12 * 16 ** 2 + 4 * 16) + 2 * 16);
  });

  it.each<[string, () => unknown, string]>([
    ["a size", () => fresh({ nLayer: 0 }), "nLayer is 0"],
    ["heads", () => fresh({ nHead: 3 }), "nEmbd is 16 and nHead 3"],
    ["a mask that is no token", () => fresh({ maskToken: 11 }), "maskToken is 11: it must be one of the tokens, 0 to 10"],
    ["a mask that is the padding", () => fresh({ maskToken: PAD }), "maskToken and padToken are both 0"],
    ["only special tokens", () => fresh({ vocabSize: 3 }), "all 3 tokens are special"],
    ["no rows", () => fresh().forward([]), "there is no row"],
    ["an empty row", () => fresh().forward([[3], []]), "row 1 is empty"],
    ["a long row", () => fresh().forward([new Array(9).fill(3)]), "row 0 has 9 tokens: the model holds 8"],
    ["what is no row", () => fresh().forward([3] as never), "row 0 is 3: each is an array of tokens"],
    ["an unknown token", () => fresh().forward([[3, 11]]), "index 11"],
    ["nothing asked for", () => fresh().loss([[3, 4]], [[-100, -100]]), "all targets are −100"],
    ["too few targets", () => fresh().loss([[3, 4]], [[3]]), "row 0 has 2 tokens and 1 targets"],
    ["too few rows of targets", () => fresh().loss([[3, 4], [5]], [[3, 4]]), "2 rows, 1 rows of targets"],
    ["a position", () => fresh().fill([3, 4], 2), "position is 2"],
    ["a share", () => fresh().mask([[3]], seed(1), { share: 0 }), "share is 0"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
