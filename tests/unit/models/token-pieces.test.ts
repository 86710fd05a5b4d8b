import { describe, expect, it } from "vitest";
import { oneSentence } from "../../../src/datasets/one-sentence.ts";
import { mobyDickBPE } from "../../../src/lm/moby-dick-bpe.ts";
import { characterCount, joinedPieces, tokenPieces, visibleSpaces } from "../../../src/lm/token-pieces.ts";

describe("the pieces of a text", () => {
  it("put together are the text again, where no token is a part of a character", () => {
    for (const text of [oneSentence.English, oneSentence.TypeScript, " The white whale"]) expect(tokenPieces(text, mobyDickBPE).join("")).toBe(text);
    expect(tokenPieces("ह", mobyDickBPE)).toEqual(["�", "�", "�"]);
  });

  it("are written with lines between them and with visible spaces, as many as one asks for", () => {
    const by = { encode: (text: string) => [...text].map((_, i) => i), tokenText: (id: number) => "a b c"[id]! };
    expect(joinedPieces("a b c", by)).toBe("a|␣|b|␣|c");
    expect(joinedPieces("a b c", by, 2)).toBe("a|␣");
    expect(visibleSpaces("a  b")).toBe("a␣␣b");
  });

  it("are fewer than the characters, each of which counts once", () => {
    expect(characterCount("a🐋b")).toBe(3);
    expect(characterCount("")).toBe(0);
    expect(tokenPieces(oneSentence.English, mobyDickBPE).length).toBeLessThan(characterCount(oneSentence.English));
  });
});
