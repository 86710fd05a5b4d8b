import { describe, expect, it } from "vitest";
import { card as cnn } from "../../../src/checkpoints/digits-cnn.ts";
import { card as plain } from "../../../src/checkpoints/digits-mlp.ts";
import { sensors } from "../../../src/datasets/sensors.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

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
]);

describe("the claims", () => {
  it("are as many as the page says, each with a verdict", () => {
    expect(read(page)).toContain("description: Twenty common sentences");
    expect(sentences).toHaveLength(20);
    expect(read(page).match(/^\*\*(?:Wrong|Half right|No agreement)[.,]/gm)).toHaveLength(20);
  });

  it("sets the CNN against a plain network that is larger, on the same pictures", async () => {
    const { exam } = await shownBy("convolution");
    const wrong = (network: string) => Number(tableRow(exam!, network)[0]);
    expect(wrong("CNN ")).toBeLessThan(wrong("hidden layer "));
    expect(plain.parameters).toBeGreaterThan(3 * cnn.parameters);
  }, 300_000);
});
