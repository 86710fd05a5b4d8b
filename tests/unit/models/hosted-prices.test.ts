import { describe, expect, it } from "vitest";
import { costPerThousand, HOSTED_PRICES } from "../../../src/sizes/hosted-prices.ts";

describe("prices of hosted models", () => {
  it("say when and where they were published, and that writing is more expensive than reading", () => {
    for (const { input, output, published, source } of HOSTED_PRICES) {
      expect(published).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(source).toMatch(/^https:/);
      expect(output).toBeGreaterThan(input);
    }
  });

  it("cost of 1,000 answers, by hand: 400 tokens in at 2.50 and 20 out at 10 dollars a million", () => {
    // 1,000 · 400 = 0.4 million tokens: 1 dollar. 1,000 · 20 = 0.02 million: 20 cents.
    expect(costPerThousand({ inputTokens: 400, outputTokens: 20 }, { input: 2.5, output: 10 })).toBeCloseTo(1.2, 12);
    expect(() => costPerThousand({ inputTokens: -1, outputTokens: 0 }, HOSTED_PRICES[0]!)).toThrow(RangeError);
  });
});
