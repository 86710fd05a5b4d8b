import { describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { names } from "../../../src/datasets/names.ts";
import { INSTRUCTION_CHARACTERS, nameInstructions, obeys, readRequest, requestText } from "../../../src/tune/name-instructions.ts";

const drawn = (options = {}) => nameInstructions(names.list, { random: seed(1), count: 400, held: 200, ...options });

describe("requests for names", () => {
  it("are written and read as one line", () => {
    expect(requestText({ kind: "begins", letters: "ka" })).toBe("begins ka>");
    for (const typed of ["begins ka", " Begins KA > "]) expect(readRequest(typed)).toEqual({ kind: "begins", letters: "ka" });
    for (const typed of ["", "begins", "begins 4", "sing a song", "begins ka>karl"]) expect(readRequest(typed)).toBeUndefined();
  });

  it.each([
    ["karl", "begins", "ka", true],
    ["ikarl", "begins", "ka", false],
    ["k4rl", "begins", "k", false],
    ["", "begins", "", false],
    ["anna", "ends", "na", true],
    ["anne", "ends", "na", false],
    ["andrea", "like", "anna", true],
    ["anna", "like", "anna", false],
    ["andreas", "like", "anna", false],
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
