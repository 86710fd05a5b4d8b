import { describe, expect, it } from "vitest";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { unseenContexts } from "../../../src/lm/unseen-contexts.ts";

/** The same with a set of strings. */
function bySets(read: string, fresh: string, length: number) {
  const known = new Set(Array.from({ length: read.length - length }, (_, i) => read.slice(i, i + length)));
  const asked = Array.from({ length: fresh.length - length }, (_, i) => fresh.slice(i, i + length));
  return { distinct: known.size, unseen: asked.filter((context) => !known.has(context)).length / asked.length };
}

describe("contexts never seen", () => {
  it("are counted, by hand", () => {
    // Read before a character: ab, bc, ca. Asked: ab (seen), bb (never), bc (seen).
    expect(unseenContexts("abcab", "abbca", 2)).toEqual({ distinct: 3, possible: 9, unseen: 1 / 3 });
  });

  it("are none where there is no context", () => {
    expect(unseenContexts("abc", "cba", 0)).toEqual({ distinct: 1, possible: 1, unseen: 0 });
  });

  it("are all where the new text has other characters", () => {
    expect(unseenContexts("aaaa", "bbbb", 1)).toEqual({ distinct: 1, possible: 2, unseen: 1 });
  });

  it.each([1, 2, 3, 5, 8])("are those that a set of strings finds, at %d characters of a book", (length) => {
    const read = mobyDick.train.slice(0, 30_000);
    const fresh = mobyDick.validation.slice(0, 10_000);
    expect(unseenContexts(read, fresh, length)).toMatchObject(bySets(read, fresh, length));
  });

  it("refuse lengths that numbers cannot tell apart, with the longest they can", () => {
    expect(() => unseenContexts(mobyDick.train.slice(0, 9_999), mobyDick.validation, 12)).toThrow(
      /length is 12: with \d+ characters, .* a length of 8/,
    );
  });

  it("refuse a length that is no count, and texts that are too short", () => {
    expect(() => unseenContexts("abc", "abc", 1.5)).toThrow("length is 1.5");
    expect(() => unseenContexts("abc", "ab", 2)).toThrow("both texts must be longer (they have 3 and 2 characters)");
  });
});
