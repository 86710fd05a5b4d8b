import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/names-by-request.ts";
import { names } from "../../../src/datasets/names.ts";
import { nameInstructions } from "../../../src/tune/name-instructions.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("instructions");
}, 600_000);

const notebook = read("notebooks/instructions.ts");
const { train, held } = nameInstructions(names.list, { random: seed(5), count: 5_000, held: 200 });
/** Of 200 requests: how many were obeyed, of how many, the share, and its interval in percent. */
const obeyed = (model: string) => tableRow(shown["obeyed"]!, model).map((cell) => Number.parseFloat(cell));
const answers = (cell: string) => shown[cell]!.split("\n").slice(1);

holds(
  "src/content/docs/language-models/instructions.mdx",
  [
    [
      "8,403 names, then 5,000 requests with answers",
      [
        [8403, 5000],
        [names.list.length, train.length],
      ],
    ],
    ["it guesses the next letter of 8,403 of them", [8403, names.list.length]],
    [
      "begins ka.> Answer: karl and its end, so n = 5. Each with probability 1/2: L = ln 2 = 0.69.",
      [
        [5, "0.69"],
        ["karl\n".length, Math.log(2).toFixed(2)],
      ],
    ],
    [
      "200 requests are held back: their letters were in no pair. How often will it obey them, after 400 steps? In more than nine of ten",
      [200, held.length],
      [true, notebook.includes("steps: 400")],
      [true, () => obeyed("after")[1] === 200 && obeyed("after")[0]! > 180],
    ],
    ["The interval is Wilson's, 95 %"],
    ["The same 200 requests, two or three letters each", [[2, 3], [...new Set(held.map(({ letters }) => letters.length))].sort()]],
    ["28 characters for both models", [true, notebook.includes("blockSize: 28")]],
    ["Temperature 0.7, one answer each", [true, read("src/tune/name-instructions.ts").includes("temperature = 0.7")]],
    ["300 steps on names for both, 400 more on pairs for the second", [true, notebook.includes("steps: 300")]],
    ["95 % (Wilson)"],
    ["| numbers kept | the list | 26,752 |", [26_752, card.parameters]],
    ["FLAN was taught more than 60 tasks as instructions, and got better at kinds of tasks that it was not taught (Wei et al. 2021)"],
    ["InstructGPT begins so: people wrote answers to about 13,000 prompts, and a reward model came after (Ouyang et al. 2022)"],
    [
      "Tülu 3 publishes data, code and recipe of such a training: instructions, then preferences, then answers that can be checked (Lambert et al. 2024)",
    ],
  ],
  [
    ["A model that has only read goes on writing", "definition: that is what the next token is for"],
    ["it has never seen a request", () => !names.list.some((name) => /[ .>]/.test(name))],
    ["In more than nine of ten", () => obeyed("after")[0]! > 180],
    ["An end is never taught", () => train.every(({ kind }) => kind === "begins")],
    ["the rule is better", () => obeyed("after")[0]! < 200],
    ["it always obeys", "construction: it keeps the names that obey"],
    ["The model is only trained on what it writes itself", "construction: targets of the request do not count"],
    ["people can only say which of two answers they like better", "definition: the question that is asked on the next page"],
    ["A model that has only read goes on with a text", "definition: that is what the next token is for"],
  ],
);

describe("the lesson's reference numbers", () => {
  it("on 200 requests that were held back, the model that was taught obeys more than 0.9, and its own base model hardly ever", () => {
    expect(obeyed("before")[0]! / 200).toBeLessThan(0.1);
    expect(obeyed("after")[0]! / 200).toBeGreaterThan(0.9);
  });

  it("the intervals do not touch", () => {
    expect(obeyed("before")[4]).toBeLessThan(obeyed("after")[3]!);
  });

  it("requests that are held back are in no pair", () => {
    const learnt = new Set(train.map(({ letters }) => letters));
    for (const { letters } of held) expect(learnt).not.toContain(letters);
  });

  it("the shipped model obeys at least seven of eight times what the page asks at first", () => {
    expect(answers("ask").filter((row) => /\byes\b/.test(row)).length).toBeGreaterThanOrEqual(7);
  });

  it("what was never taught is answered, too, and not as asked", () => {
    const [end] = answers("never-taught").filter((row) => row.startsWith("ends na.>"));
    expect(
      end!
        .trim()
        .split(/\s{2,}/)
        .slice(1)
        .every((name) => /^[a-z]+$/.test(name)),
    ).toBe(true);
  });

  it("the model can be kept", () => {
    expect(shown["keep"]).toContain("my-name-writer.safetensors");
  });
});
