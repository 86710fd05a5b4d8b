import { describe, expect, it } from "vitest";
import { card as cnn } from "../../../src/checkpoints/digits-cnn.ts";
import { card as plain } from "../../../src/checkpoints/digits-mlp.ts";
import { sensors } from "../../../src/datasets/sensors.ts";
import { overSeeds, scaling } from "../../../src/recorded/scaling.ts";
import { inferenceFlops, trainingFlops } from "../../../src/sizes/scaling-laws.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

const points = overSeeds(scaling.found.runs);
/** All sizes on the most text. */
const sizes = points.filter(({ tokens }) => tokens === points.at(-1)!.tokens);
/** What share of the loss a size takes off, against the one before it. */
const gain = (i: number) => 1 - sizes[i]!.loss / sizes[i - 1]!.loss;
const forecasting = read("src/content/docs/machine-learning/forecasting.mdx");
const one = { parameters: 1, tokens: 1 };

const page = "src/content/docs/claims.md";
const sentences = [...read(page).matchAll(/^## "(.*)"$/gm)];

holds(page, [
  // T. Brown et al. 2020: the title; section 2.1, "nctx = 2048".
  ["untrained for them (Brown et al. 2020)"],
  ["GPT-3 solved tasks from a few examples in its prompt"],
  ["GPT-3's context held 2,048 tokens (Brown et al. 2020)"],
  ["(Ouyang et al. 2022)"],
  ["(Carlini et al. 2021)"],
  ["(Lewis et al. 2020)"],
  ["(Bender and Koller 2020)"],
  ["Mitchell and Krakauer (2023) describe the debate"],
  ["(Kadavath et al. 2022)"],
  // OpenAI 2023, figure 8: the calibration plots of the pre-trained model and of the model after PPO.
  ["GPT-4's probabilities matched how often it was right before it was tuned on people's preferences, and less well afterwards (OpenAI 2023)"],
  ["(OpenAI 2024)"],
  ["(Sennrich, Haddow and Birch 2016)"],
  ["(Peng et al. 2023; Gu and Dao 2023)"],
  // J. Hoffmann et al. 2022, abstract: Chinchilla (70B, four times more data) against Gopher (280B).
  ["Chinchilla with 70 billion parameters beat Gopher with 280 billion, since it had read more (Hoffmann et al. 2022)"],
  ['"99 % accuracy means'],
  ["99 in 100 are normal", [99, Math.round((100 * sensors.rows.filter(({ anomaly }) => !anomaly).length) / sensors.rows.length)]],
  ['"At temperature 0 a model tells the truth." **Wrong.** Temperature 0 always'],
  ["(Lillicrap et al. 2020)"],
  ["(Jain and Wallace 2019)"],
  ["(Wiegreffe and Pinter 2019)"],
  [
    "four times the parameters took a tenth off at first, and far less later",
    [
      [4, true, true],
      [sizes[1]!.parameters / sizes[0]!.parameters, Math.abs(gain(1) - 0.1) < 0.03, gain(4) < gain(1) / 4],
    ],
  ],
  [
    "about two operations for each parameter, a third of what it takes to learn from one (Kaplan et al. 2020)",
    [2 / 6, inferenceFlops(one) / trainingFlops(one)],
  ],
  ["Google measured 0.24 watt-hours for the median text prompt to Gemini (Elsworth et al. 2025)"],
  ["(Gao et al. 2022)"],
  // Held with their origin in forecasting.test.ts.
  [
    "0.748 to 0.804 ppm. Over 20 beginnings the smoothing is closer after 16",
    [true, forecasting.includes("0.748 to 0.804") && forecasting.includes("After 16.")],
  ],
]);

describe("the claims", () => {
  it("are as many as the page says, each with a verdict", () => {
    expect(read(page)).toContain("description: Twenty-five common sentences");
    expect(sentences).toHaveLength(25);
    expect(read(page).match(/^\*\*(?:Wrong|Half right|No agreement)[.,]/gm)).toHaveLength(25);
  });

  it("sets the CNN against a plain network that is larger, on the same pictures", async () => {
    const { exam } = await shownBy("convolution");
    const wrong = (network: string) => Number(tableRow(exam!, network)[0]);
    expect(wrong("CNN ")).toBeLessThan(wrong("hidden layer "));
    expect(plain.parameters).toBeGreaterThan(3 * cnn.parameters);
  }, 300_000);
});
