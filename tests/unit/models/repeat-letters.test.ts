import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { answerSteps } from "../../../src/lm/answer-probability.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { lossByContext, lossOfRepeats } from "../../../src/lm/loss-by-context.ts";
import { evaluateLoss } from "../../../src/lm/next-token-batches.ts";
import { headLooks } from "../../../src/versus/head-looks.ts";
import { foretold, likeliestNext, lookBack, REPEAT_LENGTH, repeatBatch, repeated, repeatTokenizer } from "../../../src/versus/repeat-letters.ts";
import { repeatSideBySide } from "../../../src/versus/repeat-side-by-side.ts";

const shipped = loadGPT(readFileSync(new URL("../../../public/weights/letter-repeater.safetensors", import.meta.url)));
const texts = (count: number) => {
  const random = seed(5);
  return Array.from({ length: count }, () => repeated(random));
};

describe("texts that repeat an order", () => {
  it("have 6 to 14 different letters, and begin again after them", () => {
    for (const { order, text } of texts(200)) {
      expect(order.length).toBeGreaterThanOrEqual(6);
      expect(order.length).toBeLessThanOrEqual(14);
      expect(new Set(order).size).toBe(order.length);
      expect(text).toHaveLength(REPEAT_LENGTH + 1);
      expect([...text].every((letter, i) => letter === order[i % order.length])).toBe(true);
    }
    expect(new Set(texts(200).map(({ order }) => order.length)).size).toBe(9);
  });

  it("ask for what comes next from the second round on, the same seed for the same rows", () => {
    const { x, y } = repeatBatch(3, seed(1));
    expect(x.shape).toEqual([3, REPEAT_LENGTH]);
    const [read, asked] = [x.toArray(), y.toArray()] as [number[][], number[][]];
    for (const [row, targets] of asked.entries()) {
      const first = targets.findIndex((target) => target >= 0);
      expect(targets.slice(0, first).every((target) => target === -100)).toBe(true);
      // The first letter that counts is the second of the second round: what comes after a letter that stood before.
      const order = first;
      for (let i = first; i < REPEAT_LENGTH; i++) expect(targets[i]).toBe(read[row]![i + 1 - order]);
    }
    expect(repeatBatch(3, seed(1)).x.toArray()).toEqual(read);
    expect(() => repeatBatch(0, seed(1))).toThrow("rows");
  });

  it("are foretold whole by looking back", () => {
    expect(lookBack("abcab")).toBe("c");
    expect(lookBack("abcabca")).toBe("b");
    expect(lookBack("abc")).toBe("a");
    expect(foretold(lookBack, texts(50)).flat().every(Boolean)).toBe(true);
    expect(
      foretold(() => "a", texts(50))
        .flat()
        .every(Boolean),
    ).toBe(false);
  });

  it("are foretold by the shipped model, letter for letter", () => {
    const right = foretold(likeliestNext(shipped.model), texts(30)).flat();
    expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.995);
  });
});

describe("the probability of an answer", () => {
  it("is a product of what a pass over the whole gives", () => {
    const steps = answerSteps(shipped, "abcdefab", "cd");
    const ids = repeatTokenizer.encode("abcdefabcd");
    const logits = shipped.model.forward([ids]).softmax(-1).toArray() as number[][][];
    expect(steps[0]).toBeCloseTo(logits[0]![7]![ids[8]!]!, 5);
    expect(steps[1]).toBeCloseTo(logits[0]![8]![ids[9]!]!, 5);
  });

  it("needs a prompt and an answer", () => {
    expect(() => answerSteps(shipped, "", "a")).toThrow("give each at least one character");
    expect(() => answerSteps(shipped, "a", "")).toThrow("give each at least one character");
  });
});

describe("where heads look", () => {
  it("is a share for each head, and two of the shipped model's look at what came after", () => {
    const looks = headLooks(shipped.model, texts(20));
    expect(looks.map(({ head }) => head)).toEqual(["layer 1, head 1", "layer 1, head 2", "layer 2, head 1", "layer 2, head 2"]);
    for (const { head: _, ...shares } of looks) for (const share of Object.values(shares)) expect(share > 0 && share < 1).toBe(true);
    expect(looks.filter((look) => look["at what came after it"] > 0.4)).toHaveLength(2);
  });
});

describe("loss by context", () => {
  const model = new GPT({ vocabSize: 5, blockSize: 24, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(3));
  const random = seed(4);
  const tokens = Array.from({ length: 300 }, () => random.int(5));

  it("is the loss of each place with so many tokens before it", () => {
    const [one] = lossByContext(model, tokens, { lengths: [24], places: 4000, random: seed(1) });
    // All windows of the whole context, each for its last token alone: the mean over random places tends to the mean over all.
    const all = tokens.slice(24).map((token, i) => {
      const row = (
        model
          .nextLogits([tokens.slice(i, i + 24)])
          .softmax(-1)
          .toArray() as number[][]
      )[0]!;
      return -Math.log(row[token]!);
    });
    expect(one!.loss).toBeCloseTo(all.reduce((sum, loss) => sum + loss, 0) / all.length, 1);
    expect(one!.context).toBe(24);
  });

  it("of a passage and its repeat agree where nothing can be copied", () => {
    const { first, second } = lossOfRepeats(model, tokens, { length: 12, texts: 30, random: seed(1) });
    const whole = evaluateLoss(model, tokens, { blockSize: 24 }).loss;
    expect(Math.abs(first - whole)).toBeLessThan(0.4);
    expect(Math.abs(second - first)).toBeLessThan(0.3);
  });

  it("refuses what the context cannot hold", () => {
    expect(() => lossByContext(model, tokens, { lengths: [25], places: 1, random: seed(1) })).toThrow(
      "25 tokens: this model looks back on 24 at most",
    );
    expect(() => lossByContext(model, tokens.slice(0, 8), { lengths: [8], places: 1, random: seed(1) })).toThrow("longer than the longest context");
    expect(() => lossOfRepeats(model, tokens, { length: 13, texts: 1, random: seed(1) })).toThrow("twice 13 tokens");
  });
});

describe("several that learn side by side", () => {
  const pupil = (nLayer: number) => new GPT({ vocabSize: 26, blockSize: REPEAT_LENGTH, nHead: 1, nEmbd: 8, nLayer }, seed(2));
  const run = (pupils: GPT[], random = seed(2)) => [...repeatSideBySide(pupils, { random, steps: 3, rows: 2, rate: () => 0.01 })];

  it("each learn as they would alone, from the same texts", () => {
    const both = run([pupil(2), pupil(1)]);
    expect(both.map(({ step }) => step)).toEqual([1, 2, 3]);
    for (const [i, nLayer] of [2, 1].entries())
      expect(both.map(({ losses }) => losses[i])).toEqual(run([pupil(nLayer)]).map(({ losses }) => losses[0]));
  });

  it("learn from new texts in each step, at the rate of that step", () => {
    const learner = pupil(1);
    const rates: number[] = [];
    const steps = [
      ...repeatSideBySide([learner], {
        random: seed(2),
        steps: 2,
        rows: 4,
        rate(step) {
          rates.push(step);
          return 0;
        },
      }),
    ];
    expect(rates).toEqual([1, 2]);
    const random = seed(2);
    for (const { losses } of steps) {
      const { x, y } = repeatBatch(4, random);
      expect(pupil(1).loss(x, y).item()).toBe(losses[0]);
    }
  });
});
