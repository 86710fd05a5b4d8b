import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { ChosenClassifier } from "../../../src/versus/chosen-classifier.ts";
import type { TextClassifier } from "../../../src/versus/text-classifier.ts";

type Kind = "ham" | "spam";

/** Says of each text what `says` has it, and writes down what it is given. */
function fake(says: (text: string) => Kind) {
  const log: { learnt: string[]; asked: string[] }[] = [];
  const create = (): TextClassifier<Kind> => {
    const seen = { learnt: [] as string[], asked: [] as string[] };
    log.push(seen);
    return {
      classes: ["ham", "spam"],
      fit: (texts) => void seen.learnt.push(...texts),
      predict: (texts) => {
        seen.asked.push(...texts);
        return texts.map(says);
      },
      scores: (texts) => texts.map((text) => (says(text) === "ham" ? [1, 0] : [0, 1])),
      size: () => ({ parameters: 1, bytes: 4 }),
      effort: () => ({ steps: 3, flat: true, setting: "" }),
    };
  };
  return { create, log };
}

const texts = Array.from({ length: 50 }, (_, i) => `${i % 5 === 0 ? "spam" : "ham"} ${i}`);
const labels = texts.map((text) => text.split(" ")[0] as Kind);

describe("a classifier that chooses its setting", () => {
  it("takes the one with the fewest mistakes on rows held back, and learns from all with it", () => {
    const [wrong, right] = [fake(() => "ham"), fake((text) => text.split(" ")[0] as Kind)];
    const model = new ChosenClassifier<Kind, TextClassifier<Kind>>({
      random: seed(1),
      candidates: [
        { setting: "never", create: wrong.create },
        { setting: "by name", create: right.create },
      ],
    }).fit(texts, labels);
    expect(model.effort()).toEqual({ steps: 3, flat: true, setting: "by name" });
    const [trial, last] = right.log;
    expect(trial!.learnt).toHaveLength(40);
    expect(trial!.asked).toHaveLength(10);
    expect(trial!.asked.filter((text) => trial!.learnt.includes(text))).toEqual([]);
    // Each class has its share.
    expect(trial!.asked.filter((text) => text.startsWith("spam"))).toHaveLength(2);
    expect(last!.learnt).toEqual(texts);
    expect(model.predict(["spam 1", "ham 1"])).toEqual(["spam", "ham"]);
  });

  it("takes the first where there are too few rows to choose with", () => {
    const [first, second] = [fake(() => "ham"), fake((text) => text.split(" ")[0] as Kind)];
    const model = new ChosenClassifier<Kind, TextClassifier<Kind>>({
      random: seed(1),
      candidates: [
        { setting: "first", create: first.create },
        { setting: "second", create: second.create },
      ],
    }).fit(texts.slice(0, 39), labels.slice(0, 39));
    expect(model.setting).toBe("first");
    expect(second.log).toEqual([]);
  });

  it("says that it has not learnt yet, and that it has nothing to choose from", () => {
    const candidates = [{ setting: "a", create: fake(() => "ham").create }];
    expect(() => new ChosenClassifier<Kind, TextClassifier<Kind>>({ random: seed(1), candidates }).size()).toThrow("has not learnt anything yet");
    expect(() => new ChosenClassifier<Kind, TextClassifier<Kind>>({ random: seed(1), candidates: [] })).toThrow("no candidates");
  });
});
