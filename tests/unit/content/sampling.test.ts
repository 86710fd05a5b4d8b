import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/moby-dick-gpt.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { likeliestTexts } from "../../../src/lm/likeliest-texts.ts";
import { type AskedPlace, askPlaces } from "../../../src/lm/next-token-batches.ts";
import { distribution, entropy, rivals, type SamplingOptions, sampleToken } from "../../../src/lm/sampling.ts";
import { sampling, type Way, wayName } from "../../../src/recorded/written-texts.ts";
import { piecesOf } from "../../../src/versus/invented-words.ts";
import { judgeWriting } from "../../../src/versus/judge-writing.ts";
import { holds, numbersAfter, read, shownBy, tableRow } from "./page.ts";

const notebook = read("notebooks/sampling.ts");
const script = read("scripts/record/written-texts.ts");
const { model, tokenizer } = loadGPT(readFileSync(new URL("../../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));
let shown: Record<string, string> = {};
let asked: AskedPlace[] = [];
beforeAll(async () => {
  shown = await shownBy("sampling");
  const pages = piecesOf(mobyDick.validation, { count: 6, length: 256 });
  asked = askPlaces(
    model,
    pages.map((page) => tokenizer.encode(page)),
    { from: 128 },
  );
}, 600_000);

const { ways, texts, length, promptLength } = sampling.found;
const way = (name: string) => {
  const found = ways.find((way) => wayName(way) === name);
  if (!found) throw new Error(`there is no way ${name}, but ${ways.map(wayName).join("; ")}`);
  return found;
};
const melville = way("Melville, new");
const heated = ways.filter(({ by, temperature, topK, topP }) => by === "GPT" && temperature && !topK && !topP);
const percent = (share: number) => Math.round(100 * share);
const words = ({ known, different }: Way) => [percent(known.mean), percent(different.mean)];
/** By hand: probabilities of two scores at a temperature, and how open the choice is. */
const byHand = (temperature: number) => {
  const P = distribution([Math.log(4), 0], { temperature });
  return [...P, entropy(P)].map((value) => value.toFixed(2));
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** How many characters are left after a beginning. */
const left = (beginning: string, rules: Omit<SamplingOptions, "random">) =>
  rivals(model.nextLogits([tokenizer.encode(beginning)]).toFloat32Array(), rules).filter(({ kept }) => kept).length;
const row = (begins: string) => tableRow(shown["right-answer"]!, begins).map(Number.parseFloat) as [likeliest: number, drawn: number];

holds(
  "src/content/docs/language-models/sampling.mdx",
  [
    ["Characters in colour were not the likeliest at their place. Move the temperature to 0.4, then to 2."],
    ["At first, an unlikely T was drawn", [true, () => /“…aters of the Line, he was the ” it drew T, number 31 of 83/.test(shown["rivals"]!)]],
    [
      "Scores ln 4 and 0. T = 1: as 4 to 1, so 0.80 and 0.20, H = 0.50. T = 0.5: as 16 to 1, so 0.94 and 0.06, H = 0.22. T = 2: as 2 to 1, so 0.67 and 0.33, H = 0.64",
      [["0.80", "0.20", "0.50"], byHand(1)],
      [["0.94", "0.06", "0.22"], byHand(0.5)],
      [["0.67", "0.33", "0.64"], byHand(2)],
    ],
    ["(Ackley et al. 1985)"],
    ["at 768 places of the book that it has not learnt from", [768, () => asked.length]],
    [
      "At temperature 1 it expects 1.32 nats of surprise at each character, and gets 1.37",
      [[1.32, 1.37], () => [numbersAfter(shown["entropy"]!, "Marked at 1:")[0], numbersAfter(shown["entropy"]!, "surprise at the book")[0]]],
    ],
    ["So **1 is what it learnt**", [true, () => Math.abs(mean(gaps())) < 2 * standardError(gaps())]],
    [
      "At temperature 1, all but the ten likeliest characters together have 5 % on average. Melville uses such a character as often",
      [5, () => percent(mean(asked.map(({ logits }) => tail(logits).reduce((sum, { probability }) => sum + probability, 0))))],
      [5, () => percent(mean(asked.map(({ logits, came }) => (tail(logits).some(({ token }) => token === came) ? 1 : 0))))],
    ],
    ["(Fan et al. 2018)"],
    ["(Holtzman et al. 2020)"],
    [
      "0.5, 0.3, 0.1, 0.1 and p = 0.8: the first two are enough. They become 0.5 / 0.8 = 0.625 and 0.3 / 0.8 = 0.375",
      [
        [0.625, 0.375, 0, 0],
        distribution(
          [0.5, 0.3, 0.1, 0.1].map((p) => Math.log(p)),
          { topP: 0.8 - 1e-12 },
        ).map((p) => Number(p.toFixed(9))),
      ],
    ],
    [
      "With p = 0.9 it keeps 18 characters where a word begins and one where *whale* must end",
      [[18, 1], () => ["The white whale ", "The white whal"].map((begins) => left(begins, { temperature: 1.2, topP: 0.9 }))],
      [[18, 1], () => ["The white whale ", "The white whal"].map((begins) => numbersAfter(shown["cut"]!, `After “${begins}” it keeps`)[0])],
    ],
    [
      "Set top-p to 1 and top-k to 5: now both places keep five",
      [[5, 5], () => ["The white whale ", "The white whal"].map((begins) => left(begins, { temperature: 1.2, topK: 5, topP: 1 }))],
    ],
    ["(Lowerre 1976)"],
    // The greedy and beam texts against Melville's: held below, too.
    [
      "their texts surprise the GPT less than Melville's do, by about half",
      [true, () => ["GPT, greedy", "GPT, 4 beams"].every((name) => way(name).surprise.mean < 0.56 * melville.surprise.mean)],
    ],
    [
      "57 % of the greedy texts and 47 % of the beams' had stood there before, against 0.4 % of his",
      [[57, 47], ["GPT, greedy", "GPT, 4 beams"].map((name) => percent(way(name).repeated.mean))],
      [["56.7 %", "47.4 %", "0.4 %"], () => ["GPT, greedy", "GPT, 4 beams", "Melville, new"].map((begins) => tableRow(shown["judged"]!, begins)[0])],
    ],
    ["The 5-gram, which [counts], goes in circles, too", [true, way("5-gram, greedy").repeated.mean > 0.5]],
    [
      "Melville, in a part that the GPT has not learnt from, has 95 % and 86 % (dashed, level): at each temperature it is below him in one of the two",
      [[95, 86], words(melville)],
      [true, heated.every(({ known, different }) => known.mean < melville.known.mean || different.mean < melville.different.mean)],
    ],
    ["Cut at top-p 0.9, temperature 1 has 94 % and 82 %, close to him in both", [[94, 82], words(way("GPT, T = 1, top-p 0.9"))]],
    [
      "Each dot is one of 24 texts. One text of temperature 1.2 has 93 % words that exist, one of 0.8 has 86 %",
      [24, texts],
      [
        [93, 86],
        [percent(Math.max(...way("GPT, T = 1.2").knownOfEach)), percent(Math.min(...way("GPT, T = 0.8").knownOfEach))],
      ],
    ],
    [
      "The same 24 places of the last tenth of the book. Each way writes 240 characters on from each",
      [
        [24, 240],
        [texts, length],
      ],
      [true, script.includes("piecesOf(mobyDick.validation,")],
    ],
    ["16 characters of the book, then what was written", [16, promptLength]],
    [
      "The GPT sees all of it, the 5-gram the last four",
      [true, script.includes("order: 5") && script.includes("text.slice(-4)") && length + promptLength <= 256],
    ],
    ["The shipped GPT, 7,000 steps; the 5-gram, one pass", [7_000, card.steps]],
    ["Melville's own next 240 characters"],
    ["Twice the standard error over the 24 texts"],
    [
      "Melville's new text shares pieces of 18 characters with his old one. The GPT's are of 20 at most, on average:",
      [
        [18, 20],
        [Math.round(melville.copied.mean), Math.round(Math.max(...ways.filter(({ by }) => by === "GPT").map(({ copied }) => copied.mean)))],
      ],
    ],
    ["| numbers kept | tens | 832,128 |", [832_128, card.parameters]],
    ["Cut at top-p, its texts come close to people's in variety (Holtzman et al. 2020)"],
    ["GPT-2's greedy and beam texts loop, too"],
    ["(Nguyen et al. 2024)"],
    ["(Schaeffer et al. 2025)"],
    ["In stories by Llama 2, temperature goes weakly with novelty, and more with incoherence (Peeperkorn et al. 2024)"],
    ["Plots that GPT-4 and Llama 3 invent return in their other stories; those of people hardly do (Xu et al. 2025)"],
    [
      "Two characters have the probabilities 0.8 and 0.2 at temperature 1. At which temperature is it 0.94 to 0.06? 0.5.",
      [
        ["0.80", "0.94"],
        [byHand(1)[0], byHand(0.5)[0]],
      ],
    ],
    ["4 to 1 becomes 16 to 1"],
    ["At temperature 0.9 you got a fine text, at 0.7 a poor one"],
  ],
  [
    ["It is the only place where chance comes in", () => sameScores()],
    ["As the temperature rises, fewer of the words exist and more of them differ", () => rises()],
    ["no way is called better than another one", "construction: the page says where each lies, with its interval"],
    [
      "whoever takes the likeliest is right more often",
      () => ["tree: a penguin's species", "GPT: the next character"].every((begins) => row(begins)[0] > row(begins)[1]),
    ],
    ["Always the likeliest", "definition: greedy decoding"],
    ["Now always take the likeliest character", "instruction: greedy decoding"],
  ],
);

/** The tokens after the ten likeliest. */
const tail = (logits: Float32Array) => rivals(logits).slice(10);
/** Entropy less surprise, at each place. */
const gaps = () => asked.map(({ logits, came }) => entropy(distribution(logits)) + Math.log(distribution(logits)[came]!));
function standardError(values: number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length);
}

/** The same text has the same scores each time, with whatever seed is drawn from them. */
function sameScores(): boolean {
  const [first, second] = [1, 2].map((number) => {
    const step = model.generateSteps(tokenizer.encode("The white whale "), seed(number)).next().value;
    return step && Array.from(step.logits).join();
  });
  return first !== undefined && first === second;
}

const rises = () => {
  const [known, different] = [heated.map(({ known }) => known.mean), heated.map(({ different }) => different.mean)] as [number[], number[]];
  return known.every((share, i) => i === 0 || share < known[i - 1]!) && different.every((share, i) => i === 0 || share > different[i - 1]!);
};

describe("what was recorded", () => {
  const pieces = piecesOf(mobyDick.validation, { count: texts, length: promptLength + length });
  const prompt = tokenizer.encode(pieces[0]!.slice(0, promptLength));

  it("is what comes out today, for a part that is quick: Melville's pieces, and one text of three ways", () => {
    const own = pieces.map((piece) => piece.slice(promptLength));
    const { known, different, repeated, copied } = judgeWriting(own, mobyDick.train);
    expect({ known, different, repeated, copied }).toEqual({
      known: melville.known,
      different: melville.different,
      repeated: melville.repeated,
      copied: melville.copied,
    });
    expect(melville.sample).toBe(own[0]);
    for (const [name, beams] of [
      ["GPT, greedy", 1],
      ["GPT, 4 beams", 4],
    ] as const)
      expect(tokenizer.decode(likeliestTexts(model, prompt, { beams, length })[0]!.tokens), name).toBe(way(name).sample);
  }, 300_000);

  it("has an interval for each way, smaller than what the page makes of it", () => {
    for (const { known, different, knownOfEach } of ways) {
      expect(knownOfEach).toHaveLength(texts);
      expect(mean(knownOfEach)).toBeCloseTo(known.mean, 9);
      expect(known.plusMinus).toBeLessThan(0.04);
      expect(different.plusMinus).toBeLessThan(0.04);
    }
  });
});

describe("the lesson's reference numbers", () => {
  it("entropy grows with temperature, from nearly nothing towards ln 83", () => {
    const at = (temperature: number) => mean(asked.map(({ logits }) => entropy(distribution(logits, { temperature }))));
    const course = [0.1, 0.5, 1, 1.5, 2].map(at);
    for (const [i, value] of course.entries()) if (i > 0) expect(value).toBeGreaterThan(course[i - 1]!);
    expect(course[0]).toBeLessThan(0.2);
    expect(course.at(-1)).toBeLessThan(Math.log(83));
    expect(numbersAfter(shown["entropy"]!, "it goes from")[0]).toBeCloseTo(course[0]!, 2);
  });

  // The figure that the lesson owes: P(i) = e^(z/T) / Σ e^(z/T).
  it("draws at temperature 0.5 come as often as the formula says", () => {
    const random = seed(1);
    const draws = 100_000;
    let first = 0;
    for (let i = 0; i < draws; i++) if (sampleToken([Math.log(4), 0], { random, temperature: 0.5 }) === 0) first++;
    expect(first / draws).toBeCloseTo(16 / 17, 2);
  });

  it("writes 200 characters a second and more", () => {
    const steps = model.generate(tokenizer.encode("The white whale "), seed(1));
    steps.next();
    const began = process.cpuUsage().user;
    for (let i = 0; i < 200; i++) steps.next();
    const seconds = (process.cpuUsage().user - began) / 1e6;
    expect(200 / seconds).toBeGreaterThan(200);
  });

  it("the first text is the same in each run", () => {
    expect(shown["written"]).toContain("before all\ntheir waters of the Line, he was the Tartarshite");
    expect(notebook).toContain("seed(1 + again)");
  });
});
