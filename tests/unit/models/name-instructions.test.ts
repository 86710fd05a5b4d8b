import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { CharacterTokenizer } from "../../../src/lm/character-tokenizer.ts";
import { GPT } from "../../../src/lm/gpt.ts";
import {
  answerRequest,
  answersTo,
  countAnswers,
  INSTRUCTION_CHARACTERS,
  instructionBatch,
  nameInstructions,
  obedience,
  obeys,
  readRequest,
  requestText,
} from "../../../src/tune/name-instructions.ts";

const drawn = (options = {}) => nameInstructions(names.list, { random: seed(1), count: 400, held: 200, ...options });

describe("requests for names", () => {
  it("are written and read as one line", () => {
    expect(requestText({ kind: "begins", letters: "ka" })).toBe("begins ka.>");
    expect(requestText({ kind: "like", letters: "karl" })).toBe("like karl....>");
    for (const typed of ["begins ka", " Begins with KA ", "a name that begins with ka", "begins ka.>"])
      expect(readRequest(typed)).toEqual({ kind: "begins", letters: "ka" });
    for (const typed of ["like Karl", "a name like karl", "a name that is like karl", "like karl....>"])
      expect(readRequest(typed)).toEqual({ kind: "like", letters: "karl" });
    for (const typed of ["", "begins", "begins 4", "sing a song", "begins karl", "like ka", "like annemarie", "is ends a"])
      expect(readRequest(typed)).toBeUndefined();
  });

  it.each([
    ["karl", "begins", "ka", true],
    ["ikarl", "begins", "ka", false],
    ["k4rl", "begins", "k", false],
    ["", "begins", "", false],
    ["anna", "ends", "na", true],
    ["anne", "ends", "na", false],
    ["karla", "like", "karl", true],
    ["kare", "like", "karl", true],
    ["karlina", "like", "karl", false],
    ["karl", "like", "karl", false],
    ["marl", "like", "karl", false],
    ["kari", "like", "karola", false],
  ] as const)("%s for “%s %s”: %s", (name, kind, letters, right) => {
    expect(obeys(name, { kind, letters })).toBe(right);
  });

  it("come with answers that obey them, from the list", () => {
    const { train } = drawn({ kinds: ["begins", "ends"] });
    expect(train).toHaveLength(400);
    for (const { answer, ...request } of train) {
      expect(obeys(answer, request)).toBe(true);
      expect(names.list).toContain(answer);
    }
    expect(train.filter(({ kind }) => kind === "ends").length).toBeGreaterThan(150);
  });

  it("ask for names like others, which are in the list, too", () => {
    const { train, held } = drawn({ kinds: ["begins", "like"], held: 50 });
    const like = train.filter(({ kind }) => kind === "like");
    expect(like.length).toBeGreaterThan(150);
    expect(like.every(({ answer, ...request }) => obeys(answer, request))).toBe(true);
    const known = new Set(names.list);
    expect(like.every(({ letters }) => known.has(letters))).toBe(true);
    expect(new Set(like.map(({ letters }) => letters)).size).toBeGreaterThan(150);
    for (const kind of ["begins", "like"]) expect(held.filter((one) => one.kind === kind)).toHaveLength(50);
    const asked = new Set(train.map(requestText));
    for (const one of held) expect(asked).not.toContain(requestText(one));
    expect(drawn({ kinds: ["like"], held: 5 })).toEqual(drawn({ kinds: ["like"], held: 5 }));
  });

  it("leave out a name that none is like", () => {
    expect(
      nameInstructions(["anna", "hanna", "anne"], { random: seed(1), count: 9, kinds: ["like"] })
        .train.map(requestText)
        .sort(),
    ).toEqual(["like anna....>", "like anne....>"]);
  });

  it("have their answers counted, the most frequent first", () => {
    expect(countAnswers(["karla", "", "karl", "karl"], { kind: "like", letters: "karl" })).toEqual({
      counted: [
        { answer: "karl", times: 2, missed: true },
        { answer: "karla", times: 1, missed: false },
        { answer: "(nothing)", times: 1, missed: true },
      ],
      obeyed: 1,
    });
  });

  it("are held back by their letters: 200 that no pair asks for", () => {
    const { train, held } = drawn();
    const learnt = new Set(train.map(requestText));
    expect(new Set(held.map(requestText)).size).toBe(200);
    for (const request of held) expect(learnt).not.toContain(requestText(request));
  });

  it("use the characters they say, and the same ones for the same seed", () => {
    for (const { answer, ...request } of drawn().train)
      for (const character of `${requestText(request)}${answer}\n`) expect(INSTRUCTION_CHARACTERS).toContain(character);
    expect(drawn()).toEqual(drawn());
  });

  it("refuses to hold back more than there is", () => {
    expect(() => nameInstructions(["anna", "karl"], { random: seed(1), count: 1, held: 5 })).toThrow("cannot be held back");
  });
});

describe("a model that is taught to answer", () => {
  const tokenizer = new CharacterTokenizer(INSTRUCTION_CHARACTERS);
  const pair = { kind: "begins", letters: "ka", answer: "karl" } as const;

  it("learns from the answer and its end alone", () => {
    const { x, y } = instructionBatch([pair], { tokenizer, batchSize: 2, blockSize: 20, random: seed(1) });
    const row = (ids: unknown) => (ids as number[][])[0]!;
    expect(tokenizer.decode(row(x.toArray()))).toBe("\nbegins ka.>karl\n\n\n\n");
    const counting = row(y.toArray()).flatMap((id, i) => (id === -100 ? [] : [[i, tokenizer.decode([id])]]));
    expect(counting).toEqual([...[..."karl\n"].map((character, i) => [11 + i, character])]);
    expect(x.shape).toEqual([2, 20]);
  });

  it("refuses a line that is longer than the context", () => {
    expect(() => instructionBatch([pair], { tokenizer, batchSize: 1, blockSize: 10, random: seed(1) })).toThrow("a context of 10 is too short");
    expect(() => instructionBatch([], { tokenizer, batchSize: 1, blockSize: 20, random: seed(1) })).toThrow("pairs");
  });

  it("answers many times side by side, one line each, drawn from what it would say alone", () => {
    const model = new GPT({ vocabSize: tokenizer.vocabularySize, blockSize: 28, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
    const many = answersTo({ model, tokenizer }, { kind: "like", letters: "theodora" }, { random: seed(1), count: 40 });
    expect(many).toHaveLength(40);
    for (const answer of many) expect(answer).toMatch(/^[^\n]{0,14}$/);
    expect(new Set(many).size).toBeGreaterThan(10);
    const sure = { temperature: 0, random: seed(1) };
    expect(answersTo({ model, tokenizer }, pair, { ...sure, count: 2 })).toEqual([1, 2].map(() => answerRequest({ model, tokenizer }, pair, sure)));
  });

  it("answers in one line, and is asked each request once", () => {
    const model = new GPT({ vocabSize: tokenizer.vocabularySize, blockSize: 28, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
    const answer = answerRequest({ model, tokenizer }, pair, { random: seed(1) });
    expect(answer).not.toContain("\n");
    expect(answer.length).toBeLessThanOrEqual(14);
    const [first, again] = [1, 2].map(() => obedience({ model, tokenizer }, [pair, { kind: "ends", letters: "a" }]));
    expect(first).toHaveLength(2);
    expect(first).toEqual(again);
  });
});
