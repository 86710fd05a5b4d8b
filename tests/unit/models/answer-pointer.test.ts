import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { AnswerPointer } from "../../../src/lm/answer-pointer.ts";
import type { BERTOptions } from "../../../src/lm/bert.ts";
import { AdamW, noGrad } from "../../../src/tensor/index.ts";

const sizes: BERTOptions = { vocabSize: 9, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 16, maskToken: 1 };
const fresh = (options: Partial<BERTOptions> = {}) => new AnswerPointer({ ...sizes, ...options }, seed(1));

describe("an encoder that points", () => {
  it("gives each token of a row a probability, and they sum to 1; padding has none", () => {
    const [short, long] = fresh().point([
      [3, 4, 5],
      [3, 4, 5, 6, 7, 8],
    ]);
    expect([short!.length, long!.length]).toEqual([3, 6]);
    for (const P of [short!, long!]) expect(P.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  });

  it("points alike whatever stands in the same batch", () => {
    const [alone] = fresh().point([[3, 4, 5]]);
    const [beside] = fresh().point([
      [3, 4, 5],
      [8, 7, 6, 5, 4, 3],
    ]);
    for (const [i, p] of alone!.entries()) expect(beside![i]).toBeCloseTo(p, 6);
  });

  it("is the softmax of S · T_i over the encoder's vectors", () => {
    const model = fresh();
    const row = [3, 4, 5, 6];
    const T = noGrad(() => model.encoder.encode([row])).toArray() as number[][][];
    const S = model.start.weight.toFloat32Array();
    const scores = T[0]!.map((vector) => vector.reduce((sum, t, c) => sum + t * S[c]!, 0));
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    for (const [i, p] of model.point([row])[0]!.entries()) expect(p).toBeCloseTo(Math.exp(scores[i]!) / total, 5);
  });

  it("has a loss that is −ln P of the right place, and says where it points", () => {
    const model = fresh();
    const rows = [
      [3, 4, 5, 6],
      [7, 8],
    ];
    const P = model.point(rows);
    const { loss, pointed } = noGrad(() => model.judge(rows, [2, 0]));
    expect(loss.item()).toBeCloseTo(-(Math.log(P[0]![2]!) + Math.log(P[1]![0]!)) / 2, 5);
    expect(pointed).toEqual(P.map((row) => row.indexOf(Math.max(...row))));
  });

  it("learns to point at what follows a token, wherever it stands", () => {
    const model = fresh();
    const optimizer = new AdamW(model.parameters(), { lr: 0.01 });
    const random = seed(2);
    const draw = () => {
      const row = Array.from({ length: 6 }, () => 3 + random.int(6));
      const place = random.int(5);
      row[place] = 2;
      return { row, place: place + 1 };
    };
    for (let step = 0; step < 150; step++) {
      const batch = Array.from({ length: 16 }, draw);
      model
        .loss(
          batch.map(({ row }) => row),
          batch.map(({ place }) => place),
        )
        .backward();
      optimizer.step();
    }
    const asked = Array.from({ length: 50 }, draw);
    const { pointed } = noGrad(() =>
      model.judge(
        asked.map(({ row }) => row),
        asked.map(({ place }) => place),
      ),
    );
    expect(pointed.filter((place, i) => place === asked[i]!.place).length).toBeGreaterThanOrEqual(48);
  });

  it("has attention rows that sum to 1", () => {
    const weights = fresh().attention([3, 4, 5, 6]);
    expect(weights.shape).toEqual([1, 2, 4, 4]);
    for (const sum of weights.sum(-1).toFloat32Array()) expect(sum).toBeCloseTo(1, 6);
  });

  it("points without dropout where it is used, and goes on training with it", () => {
    const model = fresh({ dropout: 0.5 });
    expect(model.point([[3, 4, 5]])).toEqual(model.point([[3, 4, 5]]));
    expect(model.training).toBe(true);
  });

  it("keeps what its encoder keeps, and a number for each of its width", () => {
    const model = fresh();
    expect(model.numParams()).toBe(model.encoder.numParams() + 16);
  });

  it.each<[string, () => unknown, string]>([
    ["a place outside of its row", () => fresh().loss([[3, 4]], [2]), "place 0 is 2: row 0 has 2 tokens"],
    ["too few places", () => fresh().loss([[3, 4]], []), "1 rows, 0 places"],
    ["a long row", () => fresh().point([new Array(9).fill(3)]), "row 0 has 9 tokens: the model holds 8"],
    ["an empty row", () => fresh().point([[]]), "row 0 is empty"],
    ["sizes that do not fit", () => fresh({ nHead: 3 }), "nEmbd is 16 and nHead 3"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
