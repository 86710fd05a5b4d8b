import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import {
  asked,
  asNumbers,
  inOrder,
  lettersRight,
  questions,
  shareSorted,
  sortTask,
  sortTokenizer,
  sortWith,
} from "../../../src/versus/sort-letters.ts";

const { model } = loadGPT(readFileSync(new URL("../../../public/weights/letter-sorter.safetensors", import.meta.url)));
const task = sortTask(seed(1));

describe("the task of sorting letters", () => {
  it("puts letters in order, and asks for all but the last of the answer", () => {
    expect(inOrder("hgdab")).toBe("abdgh");
    expect(asked("hgdab")).toBe("hgdab>abdg");
    expect(asNumbers("hgdab")).toEqual([7, 6, 3, 0, 1]);
  });

  it("asks for the letters of the answer, and for nothing before the sign", () => {
    const { x, y } = questions(["hgdab"]);
    expect(sortTokenizer.decode((x.toArray() as number[][])[0]!)).toBe("hgdab>abdg");
    const [row] = y.toArray() as number[][];
    expect(row!.slice(0, 5)).toEqual([-100, -100, -100, -100, -100]);
    expect(sortTokenizer.decode(row!.slice(5))).toBe("abdgh");
  });

  it("holds back strings of other sets than it gives to learn from, each once", () => {
    expect(task.heldSets.size).toBe(50);
    expect(new Set(task.held).size).toBe(500);
    for (const word of task.held) expect(task.heldSets).toContain(inOrder(word));
    const rows = task.batch(300, seed(2)).x.toArray() as number[][];
    for (const row of rows) {
      const word = sortTokenizer.decode(row.slice(0, 5));
      expect(new Set(word).size).toBe(5);
      expect(task.heldSets).not.toContain(inOrder(word));
      expect(sortTokenizer.decode(row)).toBe(asked(word));
    }
  });

  it("knows all strings that may be learnt from", () => {
    const others = task.others();
    // 202 sets of five letters, each in 5! orders.
    expect(new Set(others).size).toBe(202 * 120);
    expect(others.length).toBe(202 * 120);
    expect(others.filter((word) => task.heldSets.has(inOrder(word)) || new Set(word).size < 5)).toEqual([]);
  });

  it("is the same from the same seed", () => {
    expect(sortTask(seed(1)).held).toEqual(task.held);
    expect(sortTask(seed(2)).held).not.toEqual(task.held);
  });

  it.each([
    [{ sets: 252 }, "252 sets of 252 cannot be held back: leave at least one to learn from"],
    [{ sets: 1, strings: 121 }, "121 strings cannot be made of 1 sets: each makes 120"],
  ])("says why %j cannot be", (options, why) => {
    expect(() => sortTask(seed(1), options)).toThrow(why);
  });
});

describe("the shipped sorter", () => {
  it("goes on with the letters in order", () => {
    expect(sortWith(model, "hgdab")).toBe("abdgh");
    expect(shareSorted(model, task.held)).toBe(1);
    expect(lettersRight(model, task.held.slice(0, 100))).toBe(1);
    const untrained = new GPT(model.options, seed(3));
    expect(shareSorted(untrained, ["abcde", "hgdab"])).toBe(0);
  }, 60_000);

  it("has few letters right without its MLP, which is asked for each with the right ones before it", () => {
    expect(lettersRight(model, task.held.slice(0, 50), { without: "mlp" })).toBeLessThan(0.1);
    // Untrained models say the same letter at most places.
    expect(lettersRight(new GPT(model.options, seed(3)), ["abcde", "hgdab"])).toBeLessThan(0.5);
  });
});
