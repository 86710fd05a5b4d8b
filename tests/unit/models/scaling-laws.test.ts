import { describe, expect, it } from "vitest";
import {
  blockParameters,
  CHINCHILLA,
  computeOptimal,
  expectedLoss,
  fitLossLaw,
  fitPowerLaw,
  inferenceFlops,
  KAPLAN,
  machineHours,
  PETAFLOP_DAY,
  powerLaw,
  trainingFlops,
} from "../../../src/sizes/scaling-laws.ts";

describe("compute", () => {
  it("GPT-3: 174.6 billion parameters, 300 billion tokens, 3.14e23 operations", () => {
    // T. Brown et al., arXiv 2005.14165, table D.1; also its 3.64e3 PF-days.
    const flops = trainingFlops({ parameters: 174.6e9, tokens: 300e9 });
    expect(flops / 1e23).toBeCloseTo(3.14, 2);
    expect(flops / PETAFLOP_DAY / 1e3).toBeCloseTo(3.64, 2);
  });

  it("Chinchilla: 70 billion parameters, 1.4 trillion tokens, 5.88e23 operations", () => {
    // J. Hoffmann et al. give 5.76e23 for Gopher's budget, counted layer by layer: 6 N D is within a few percent.
    expect(trainingFlops({ parameters: 70e9, tokens: 1.4e12 }) / 5.76e23).toBeCloseTo(1, 1);
  });

  it("writing costs a third of learning", () => {
    expect(inferenceFlops({ parameters: 5, tokens: 7 })).toBe(70);
    expect(trainingFlops({ parameters: 5, tokens: 7 })).toBe(210);
  });

  it("GPT-3's blocks: 96 layers of width 12,288 are 174 billion parameters", () => {
    // T. Brown et al., table 2.1: 175.0 billion with the embeddings.
    expect(blockParameters({ nLayer: 96, nEmbd: 12_288 }) / 1e9).toBeCloseTo(173.9, 1);
  });

  it("hours on one machine, and their price", () => {
    // 3.6e18 operations at 1e15 a second, of which half is reached: 7,200 s.
    expect(machineHours(3.6e18, { peakFlops: 1e15, utilization: 0.5, pricePerHour: 3 })).toEqual({ hours: 2, price: 6 });
  });
});

describe("Chinchilla's law", () => {
  it("expects less loss of 70 billion parameters with 1.4 trillion tokens than of larger models with fewer", () => {
    // The values are those of equation 10 of arXiv 2203.15556, computed by hand; the models are Chinchilla, Gopher and GPT-3.
    expect(expectedLoss({ parameters: 70e9, tokens: 1.4e12 })).toBeCloseTo(1.937, 3);
    expect(expectedLoss({ parameters: 280e9, tokens: 300e9 })).toBeCloseTo(1.993, 3);
    expect(expectedLoss({ parameters: 175e9, tokens: 300e9 })).toBeCloseTo(2.002, 3);
  });

  it("advises 326 million parameters and 11.29 billion tokens for 2.21e19 operations", () => {
    // Equation 4 with the constants of equation 10, computed in Python.
    const { parameters, tokens } = computeOptimal(2.21e19);
    expect(parameters / 1e6).toBeCloseTo(326.12, 2);
    expect(tokens / 1e9).toBeCloseTo(11.294, 3);
  });

  it.each([1e15, 2.21e19, 5.76e23])("spends %d operations, and no other way to spend them expects less loss", (flops) => {
    const best = computeOptimal(flops);
    expect(trainingFlops(best) / flops).toBeCloseTo(1, 12);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) {
      const other = { parameters: best.parameters * factor, tokens: best.tokens / factor };
      expect(expectedLoss(other)).toBeGreaterThan(expectedLoss(best));
    }
  });

  it("tends to what no model can get below", () => {
    expect(expectedLoss({ parameters: 1e60, tokens: 1e60 })).toBeCloseTo(CHINCHILLA.E, 9);
  });
});

describe("power laws", () => {
  it("Kaplan's exponents", () => {
    // arXiv 2001.08361, section 1.2: doubling the parameters takes the loss to 2^−0.076 of what it was, and so on.
    for (const [law, exponent] of [
      [KAPLAN.parameters, 0.076],
      [KAPLAN.tokens, 0.095],
      [KAPLAN.petaflopDays, 0.05],
    ] as const)
      expect(powerLaw(law, 2e6) / powerLaw(law, 1e6)).toBeCloseTo(2 ** -exponent, 12);
    // A model of 1.5 billion parameters, by the law: (8.8e13 / 1.5e9)^0.076.
    expect(powerLaw(KAPLAN.parameters, 1.5e9)).toBeCloseTo(2.304, 3);
  });

  it("are found again in points that lie on one", () => {
    const law = { scale: 5e4, exponent: 0.21 };
    const found = fitPowerLaw([1e3, 1e4, 1e5, 1e6].map((x) => ({ x, y: powerLaw(law, x) })));
    expect(found.exponent).toBeCloseTo(0.21, 12);
    expect(found.scale / 5e4).toBeCloseTo(1, 9);
  });

  it("are drawn between points that do not", () => {
    // ln x = 0, 1, 2 and ln y = 3, 1, 2: slope −½, and at ln x = 1 ln y = 2, so ln scale = 5.
    const { exponent, scale } = fitPowerLaw([3, 1, 2].map((y, x) => ({ x: Math.exp(x), y: Math.exp(y) })));
    expect(exponent).toBeCloseTo(0.5, 12);
    expect(Math.log(scale)).toBeCloseTo(5, 12);
  });
});

describe("bad input", () => {
  it.each([
    ["no parameters", () => trainingFlops({ parameters: 0, tokens: 1 }), "parameters is 0"],
    ["no tokens", () => expectedLoss({ parameters: 1, tokens: -1 }), "tokens is -1"],
    ["no budget", () => computeOptimal(Number.NaN), "flops is NaN"],
    ["one point", () => fitPowerLaw([{ x: 1, y: 1 }]), "needs at least two different x"],
    ["a flat line", () => fitPowerLaw([1, 2].map((x) => ({ x, y: 1 }))), "y does not change with x"],
    ["more than all of a machine", () => machineHours(1, { peakFlops: 1, utilization: 1.5 }), "utilization is 1.5"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("a law through points of one's own", () => {
  const law = { E: 1.2, A: 8, B: 300, alpha: 0.3, beta: 0.5 };
  const sizes = [1e3, 1e4, 1e5, 1e6].flatMap((parameters) => [1e5, 1e6, 1e7].map((tokens) => ({ parameters, tokens })));

  it("foretells what the law that made them says, also a size beyond", () => {
    const found = fitLossLaw(sizes.map((size) => ({ ...size, loss: expectedLoss(size, law) })));
    for (const size of [...sizes, { parameters: 1e7, tokens: 1e7 }]) expect(expectedLoss(size, found)).toBeCloseTo(expectedLoss(size, law), 2);
  });

  it("refuses fewer points than the law has numbers, and losses that are none", () => {
    const some = sizes.slice(0, 4).map((size) => ({ ...size, loss: 2 }));
    expect(() => fitLossLaw(some)).toThrow("4 points: a law of five numbers needs at least five");
    expect(() => fitLossLaw([...some, { parameters: 1, tokens: 1, loss: -1 }])).toThrow("loss is -1");
  });
});
