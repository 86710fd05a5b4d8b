import { beforeAll, describe, expect, it } from "vitest";
import { shortestWay } from "../../../src/base/shortest-way.ts";
import { inRegion, regions, systems } from "../../../src/datasets/map-of-ai.ts";
import { holds, read, shownBy } from "./page.ts";

const notebook = read("notebooks/map.ts");
let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("map");
}, 120_000);

const maze = [...notebook.matchAll(/^ {2}"([S.#G]{8})",$/gm)].map(([, line]) => line!);

/** The maze with a wall in the place of the dot above the goal. */
function walledIn(): string[] {
  const goal = maze.at(-1)!.indexOf("G");
  const above = maze.at(-2)!;
  expect(above[goal]).toBe(".");
  return maze.with(-2, `${above.slice(0, goal)}#${above.slice(goal + 1)}`);
}

const stands = (name: string, region: string) => inRegion(regions[region]!).some((system) => system.name === name);

holds(
  "src/content/docs/map.mdx",
  [
    ["It cuts a picture into patches and has the same blocks as a GPT, but it gives no text a probability (Dosovitskiy et al. 2020)"],
    ["(Shortliffe and Buchanan 1975)"],
    ["(Dosovitskiy et al. 2020)"],
    ["(Peng et al. 2023)"],
    ["(Gu and Dao 2023)"],
    ["(Silver et al. 2016)"],
    ["(Hart, Nilsson and Raphael 1968)"],
    ["(Ouyang et al. 2022)"],
    ["(Rumelhart, Hinton and Williams 1986)"],
    ["(Kingma and Ba 2014)"],
    // A. Radford et al. 2019: the title, "Language Models are Unsupervised Multitask Learners".
    ["GPT-2's makers called its [pretraining] unsupervised (Radford et al. 2019)"],
    // A. Grattafiori et al. 2024, section 1: "405B trainable parameters on 15.6T text tokens".
    ["Llama 3.1 has up to 405 billion numbers, trained on 15.6 trillion tokens of text ([Grattafiori et al. 2024])"],
    // DeepSeek-AI 2024, abstract: "671B total parameters with 37B activated for each token".
    ["DeepSeek-V3 keeps 671 billion numbers and uses 37 billion for each token"],
    ["([DeepSeek-AI 2024])"],
    ["what BERT, T5 and the GPTs are each trained to say"],
    [
      "Put a `#` in the place of the dot above the `G`, and run it: a search can also find out that there is no way",
      [true, shortestWay(maze) !== undefined],
      [undefined, shortestWay(walledIn())],
    ],
  ],
  [["This cell finds the shortest way", () => shortestWay(maze)!.length === 14]],
);

describe("the map's page", () => {
  it("says of its systems what the map says", () => {
    expect(stands("BERT", "language models, not large")).toBe(true);
    expect(stands("ViT", "deep, not of language")).toBe(true);
    expect(stands("n-gram", "ML, not deep")).toBe(true);
    expect(stands("AlphaGo", "deep, not of language")).toBe(true);
    for (const name of ["RWKV", "Mamba"]) expect(stands(name, "large, not transformers")).toBe(true);
    for (const name of ["A*", "MYCIN"]) expect(stands(name, "AI, not ML")).toBe(true);
  });

  it("counts them", () => {
    expect(shown["in-region"]).toContain(`8 of the ${systems.length} stand here`);
  });

  it("finds the shortest way, and draws it", () => {
    expect(shown["search"]).toContain("The shortest way takes 13 steps.");
    expect(shown["search"]!.match(/o/g)).toHaveLength(12 + "shortest".match(/o/g)!.length);
  });
});
