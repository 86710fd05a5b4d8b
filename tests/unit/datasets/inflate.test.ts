import { constants, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflate, inflateText } from "../../../src/datasets/inflate.ts";

const packed = (bytes: Uint8Array | string, options = {}) => deflateRawSync(bytes, options).toString("base64");

describe("inflate", () => {
  it.each([
    ["stored", { level: 0 }],
    ["fixed codes", { strategy: constants.Z_FIXED }],
    ["codes of its own", { level: 9 }],
    ["codes without repetitions", { strategy: constants.Z_HUFFMAN_ONLY }],
  ])("gives back what zlib compressed: %s", (_, options) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array(), fc.uint8Array({ max: 3, maxLength: 600 })), { maxLength: 20 }), (parts) => {
        const bytes = Uint8Array.from(parts.flatMap((part) => [...part, ...part]));
        expect(inflate(packed(bytes, options))).toEqual(bytes);
      }),
    );
  });

  it("crosses blocks, far copies and codes of 15 bits", () => {
    // Fibonacci's numbers as frequencies make Huffman codes as long as they can be.
    const fibonacci = [1, 1];
    while (fibonacci.length < 24) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    const skewed = Uint8Array.from(fibonacci.flatMap((times, value) => new Array<number>(times).fill(value)));
    expect(inflate(packed(skewed, { strategy: constants.Z_HUFFMAN_ONLY }))).toEqual(skewed);
    const far = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i * 31) >> (i % 13));
    expect(inflate(packed(far))).toEqual(far);
    expect(inflate(packed(new Uint8Array(1e6)))).toEqual(new Uint8Array(1e6));
  });

  it("reads text in UTF-8", () => {
    expect(inflateText(packed("Œuvre — חן 😀"))).toBe("Œuvre — חן 😀");
    expect(inflateText(packed(""))).toBe("");
  });

  it("says when data is damaged or cut short", () => {
    const whole = deflateRawSync("Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse");
    expect(() => inflate(whole.subarray(0, -8).toString("base64"))).toThrow("damaged or cut short");
    expect(() => inflate(Buffer.from([7]).toString("base64"))).toThrow("damaged or cut short");
    // A stored block that claims 255 bytes and has two.
    expect(() => inflate(Buffer.from([1, 255, 0, 0, 255, 1, 2]).toString("base64"))).toThrow("damaged or cut short");
  });
});
