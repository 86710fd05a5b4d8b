import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../src/base/random.ts";
import { card } from "../../../src/checkpoints/names-by-request.ts";
import { names } from "../../../src/datasets/names.ts";
import { loadGPT } from "../../../src/lm/gpt-file.ts";
import { answerRequest, nameInstructions, obedience, type RequestKind } from "../../../src/tune/name-instructions.ts";
import { holds, read, shownBy, tableRow } from "./page.ts";

let shown: Record<string, string> = {};
beforeAll(async () => {
  shown = await shownBy("instructions");
}, 600_000);

const notebook = read("notebooks/instructions.ts");
const kinds = ["begins", "like"] as const;
const { train, held } = nameInstructions(names.list, { random: seed(7), count: 6_000, held: 200, kinds });
const heldOf = (kind: RequestKind) => held.filter((one) => one.kind === kind);
/** Of requests of a kind: how many were obeyed, of how many, the share, and its interval in percent. */
const obeyed = (kind: RequestKind, model: string) =>
  tableRow(shown["obeyed"]!, `${`${kind} …`.padEnd("begins …".length)}  ${model}`).map((cell) => Number.parseFloat(cell));
/** Of 200 requests each: begins as asked, in the style, like as asked. */
const styled = (model: string) => tableRow(shown["styled"]!, model).map(Number);
const answers = (cell: string) => shown[cell]!.split("\n").slice(1);

holds(
  "src/content/docs/language-models/instructions.mdx",
  [
    [
      "8,403 names, then 6,000 requests with answers",
      [
        [8403, 6000],
        [names.list.length, train.length],
      ],
    ],
    [
      "begins ka.> Answer: karl and its end, so n = 5. Each with probability 1/2: L = ln 2 = 0.69.",
      [
        [5, "0.69"],
        ["karl\n".length, Math.log(2).toFixed(2)],
      ],
    ],
    [
      "200 requests for other letters are held back: they were in no pair. How often will it obey them, after 400 steps? In more than nine of ten",
      [200, heldOf("begins").length],
      [true, notebook.includes("steps: 400")],
      [true, () => obeyed("begins", "taught")[1] === 200 && obeyed("begins", "taught")[0]! > 180],
    ],
    ["The intervals are Wilson's, 95 %"],
    ["The same 200 requests of each kind", [[200, 200], kinds.map((kind) => heldOf(kind).length)]],
    ["28 characters for all models", [true, notebook.includes("blockSize: 28")]],
    ["Temperature 0.7, one answer each", [true, read("src/tune/name-instructions.ts").includes("temperature = 0.7")]],
    [
      "300 steps on names for all, 400 more on pairs for the second, 100 more through LoRA for the third",
      [true, ["steps: 300", "steps: 400", "steps: 100"].every((steps) => notebook.includes(steps))],
    ],
    ["95 % (Wilson)"],
    ["with rank 2", [true, notebook.includes("rank: 2")]],
    [
      "| numbers kept | the list | 26,752, and 768 for each style |",
      [26_752, card.parameters],
      [true, () => shown["lora"]!.includes("768 numbers learn, 26,752 stay")],
    ],
    ["FLAN was taught more than 60 tasks as instructions, and got better at kinds of tasks that it was not taught (Wei et al. 2021)"],
    ["InstructGPT begins so: people wrote answers to about 13,000 prompts, and a reward model came after (Ouyang et al. 2022)"],
    [
      "Tülu 3 publishes data, code and recipe of such a training: instructions, then preferences, then answers that can be checked (Lambert et al. 2024)",
    ],
  ],
  [
    ["A model that has only read goes on writing", "definition: that is what the next token is for"],
    ["two letters at most are changed, added or left out", "definition: of what counts as like, in `obeys`"],
    ["it has never seen a request", () => !names.list.some((name) => /[ .>]/.test(name))],
    ["In more than nine of ten", () => obeyed("begins", "taught")[0]! > 180],
    ["*Like* is harder", () => obeyed("like", "taught")[4]! < obeyed("begins", "taught")[3]!],
    ["its most frequent answers", "construction: the bars are sorted by how often each came"],
    ["it obeys less often", () => styled("LoRA")[2]! < styled("taught")[2]!],
    ["*Like* is obeyed less than half as often", () => styled("LoRA")[2]! < styled("taught")[2]! / 2],
    ["An end was never taught", () => train.every(({ kind }) => kind !== ("ends" as RequestKind))],
    ["the rule is better", () => obeyed("begins", "taught")[0]! < 200],
    ["it always obeys", "construction: it keeps the names that obey"],
    ["The model is only trained on what it writes itself", "construction: targets of the request do not count"],
    ["people can only say which of two answers they like better", "definition: the question that is asked on the next page"],
    ["A model that has only read goes on with a text", "definition: that is what the next token is for"],
  ],
);

describe("the lesson's reference numbers", () => {
  it("on 200 requests of each kind that were held back, the base model obeys none; once taught, more than 0.9 that begin so, and about six of ten of those like another", () => {
    for (const kind of kinds) expect(obeyed(kind, "only read")[0]).toBe(0);
    expect(obeyed("begins", "taught")[0]! / 200).toBeGreaterThan(0.9);
    expect(obeyed("like", "taught")[0]! / 200).toBeGreaterThan(0.55);
    expect(obeyed("like", "taught")[0]! / 200).toBeLessThan(0.68);
  });

  it("the intervals do not touch", () => {
    for (const kind of kinds) expect(obeyed(kind, "only read")[4]).toBeLessThan(obeyed(kind, "taught")[3]!);
  });

  it("requests that are held back are in no pair", () => {
    for (const kind of kinds) {
      const learnt = new Set(train.filter((one) => one.kind === kind).map(({ letters }) => letters));
      for (const { letters } of heldOf(kind)) expect(learnt).not.toContain(letters);
    }
  });

  it("the shipped model obeys more than 0.9 of 200 requests for other letters, and more than half of those for a name like another", () => {
    const shipped = loadGPT(readFileSync(new URL("../../../public/weights/names-by-request.safetensors", import.meta.url)));
    const apart = nameInstructions(names.list, { random: seed(2), count: 6_000, held: 200, kinds }).held;
    const right = kinds.map(
      (kind) =>
        obedience(
          shipped,
          apart.filter((one) => one.kind === kind),
        ).filter(Boolean).length,
    );
    expect(right[0]! / 200).toBeGreaterThan(0.9);
    expect(right[1]! / 200).toBeGreaterThan(0.5);
    // Its usual mistake where it misses is the name itself: more often than any other way to miss that one can name.
    const missed = apart.flatMap((one, i) => {
      if (one.kind !== "like") return [];
      const answer = answerRequest(shipped, one, { random: seed(i) });
      return answer === one.letters ? ["copied"] : answer[0] !== one.letters[0] ? ["another first letter"] : [];
    });
    expect(missed.filter((what) => what === "copied").length).toBeGreaterThan(missed.length / 2);
  });

  it("it answers what the page asks at first, most often as asked", () => {
    expect(Number(/As asked: (\d+) of 100/.exec(shown["ask"]!)![1])).toBeGreaterThan(50);
  });

  it("through LoRA it learns the style, and goes on to begin as asked", () => {
    expect(styled("taught")[1]).toBeLessThan(10);
    expect(styled("LoRA")[1]).toBeGreaterThan(160);
    expect(styled("LoRA")[0]).toBeGreaterThan(160);
  });

  it("three models stand beside each other, asked the same", () => {
    const [head, ...rows] = shown["talk"]!.split("\n").slice(1);
    expect(head!.trim().split(/\s{2,}/)).toEqual(["asked", "only read", "taught", "LoRA"]);
    expect(rows).toHaveLength(10);
  });

  it("what was never taught is not done: no answer has the end", () => {
    const end = answers("never-taught").find((row) => row.startsWith("ends na.>"))!;
    expect(end.slice("ends na.>".length)).not.toMatch(/na\b/);
    expect(end).toContain("(nothing)");
  });

  it("both models can be kept", () => {
    for (const name of ["my-name-writer.safetensors", "my-stylish-writer.safetensors"]) expect(shown["keep"]).toContain(name);
  });
});
