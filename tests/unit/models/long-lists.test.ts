import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { argMax, max } from "../../../src/base/max.ts";
import { alignedLines } from "../../../src/kernel/worker/aligned-lines.ts";
import { BPETokenizer } from "../../../src/lm/bpe.ts";
import { GaussianNaiveBayes } from "../../../src/ml/naive-bayes.ts";
import { ValueIteration } from "../../../src/ml/value-iteration.ts";
import { bestOfN } from "../../../src/tune/best-of-n.ts";

// Node's stack holds some 120,000 arguments, a browser's worker some 63,000.
const LONG = 200_000;

describe("lists that are too long for one call", () => {
  it("have a largest number", () => {
    expect(max(Float64Array.from({ length: LONG }, (_, i) => (i === 150_000 ? 7 : -i)))).toBe(7);
    expect(argMax(Float64Array.from({ length: LONG }, (_, i) => (i === 150_000 ? 7 : -i)))).toBe(150_000);
    expect([argMax([]), argMax([1, 3, 3]), argMax([2])]).toEqual([-1, 1, 0]);
    expect([max([]), max([], 0), max([-2, -1], 0), max([1, Number.NaN])]).toEqual([Number.NEGATIVE_INFINITY, 0, 0, Number.NaN]);
  });

  it("may be the bytes of a token", () => {
    const tokenizer = new BPETokenizer({ vocabularySize: 300, pretokenization: "none" }).fit("a".repeat(2 * LONG));
    expect(tokenizer.tokens.at(-1)!.length).toBeGreaterThan(LONG / 2);
  });

  it("may be columns, rewards, states or lines", () => {
    const row = (value: number) => new Float64Array(LONG).fill(value);
    expect(new GaussianNaiveBayes().fit([row(0), row(1), row(4), row(5)], ["a", "a", "b", "b"]).predict([row(0.4)])).toEqual(["a"]);
    expect(
      bestOfN({ n: LONG, sample: (n) => Array.from({ length: n }, (_, i) => i), reward: (all) => all.map((i) => -Math.abs(i - 1000)) }).best,
    ).toBe(1000);
    const line = { states: LONG, actionNames: ["stay"], start: 0, outcomes: (state: number) => [{ probability: 1, state, reward: 1, done: true }] };
    expect(new ValueIteration().fit(line).values.length).toBe(LONG);
    expect(
      alignedLines(
        Array.from({ length: LONG }, (_, i) => [String(i), "x"]),
        () => false,
      )[0],
    ).toBe("0       x");
  });

  it("are spread into no call", () => {
    const rooms = ["tensor", "base", "score", "prep", "ml", "words", "lm", "sizes", "tune", "versus", "contests", "charts", "datasets"].map(
      (room) => new URL(`../../../src/${room}/`, import.meta.url),
    );
    const files = rooms.flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => new URL(name, room)));
    const spread = /(Math\.(max|min|hypot)|\.(push|unshift|of)|fromCharCode|fromCodePoint)\(([^(){}[\]]*, *)?\.\.\./;
    const spreading = files
      .filter(({ pathname }) => pathname.endsWith(".ts"))
      .filter((file) => spread.test(readFileSync(file, "utf8").replace(/\/\*.*?\*\//gs, "")));
    expect(spreading.map(({ pathname }) => pathname.replace(/.*\/src\//, ""))).toEqual([]);
  });
});
