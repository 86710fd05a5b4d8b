import { beforeAll, describe, expect, it } from "vitest";
import { card } from "../../../src/checkpoints/moby-dick-nanogpt.ts";
import { holds, shownBy } from "./page.ts";

const { options } = card.config as { options: { vocabSize: number; blockSize: number } };

holds("src/content/docs/reference/models/moby-dick-nanogpt.mdx", [
  ["(Karpathy 2022)"],
  ["looks back on 64 characters", [64, options.blockSize]],
  // A printed line of the book has some 70 characters; the longest has more.
  ["less than one line of print"],
  ["knows the 83 characters of the book", [83, options.vocabSize]],
  // Measured once, by `npm run train`.
  ["It took 7 minutes on two cores of a busy machine"],
]);

describe("the card of moby-dick-nanogpt", () => {
  let shown: Record<string, string>;
  beforeAll(async () => {
    shown = await shownBy("moby-dick-nanogpt");
  }, 120_000);

  it("shows what the training wrote down", () => {
    expect(shown["facts"]).toContain("807,552");
    expect(shown["facts"]).toContain(card.loss.toFixed(3));
    expect(shown["curve"]).toContain(`to ${card.curve.at(-1)!.validation.toFixed(2)} nats`);
  });

  it("writes with the characters of the book", () => {
    expect(shown["sample"]!.length).toBeGreaterThan(300);
    expect(shown["sample"]).toContain("The whale ");
  });
});
