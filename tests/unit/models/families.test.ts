import { describe, expect, it } from "vitest";
import { knownModels } from "../../../src/sizes/known-models.ts";
import { PRESETS, presetParameters } from "../../../src/sizes/model-presets.ts";
import { objectives } from "../../../src/sizes/objectives.ts";
import { BERT_SIZES, bertParameters, T5_SIZES, t5Parameters } from "../../../src/sizes/parameter-count.ts";
import { familySights, whoSeesWhom } from "../../../src/sizes/who-sees-whom.ts";

describe("who may look at whom", () => {
  const rows = (looks: ReturnType<typeof whoSeesWhom>, length: number) =>
    Array.from({ length }, (_, i) => looks.slice(i * length, (i + 1) * length).map(({ may }) => may));

  it("an encoder everywhere, a decoder back, and with both the writer at all that is read", () => {
    expect(rows(whoSeesWhom("encoder only", ["a", "b"]), 2)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(rows(whoSeesWhom("decoder only", ["a", "b", "a"]), 3)).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(rows(whoSeesWhom("encoder–decoder", ["a", "b"], ["c", "d"]), 4)).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 1, 1, 0],
      [1, 1, 1, 1],
    ]);
  });

  it("tells a word that stands twice apart", () => {
    expect(new Set(whoSeesWhom("decoder only", ["a", "b", "a"]).map(({ reads }) => reads)).size).toBe(3);
  });

  it("names each family by a model: four words read, or three and what is written", () => {
    expect(Object.entries(familySights).map(([name, looks]) => `${name} ${looks.length}`)).toEqual([
      "BERT: encoder only 16",
      "T5: encoder–decoder 36",
      "GPT: decoder only 16",
    ]);
    expect(familySights["BERT: encoder only"].every(({ may }) => may === 1)).toBe(true);
    expect(familySights["T5: encoder–decoder"].at(-1)).toEqual({ reads: "6 whale", sees: "6 whale", may: 1 });
    expect(familySights["GPT: decoder only"][1]).toEqual({ reads: "1 the", sees: "2 white", may: 0 });
  });

  it("refuses no tokens, and a second text where there is none", () => {
    expect(() => whoSeesWhom("encoder only", [])).toThrow("there are no tokens: give at least one word");
    expect(() => whoSeesWhom("decoder only", ["a"], ["b"])).toThrow("leave the second one out");
  });
});

describe("objectives", () => {
  it("hide what must be said, and nothing else", () => {
    const words = "the old captain hunts the white whale across the sea".split(" ");
    const [bert, t5, gpt] = objectives(words);
    expect(bert).toEqual({ model: "BERT", "is given": "the old [MASK] hunts the white whale across [MASK] sea", "must say": "captain, the" });
    expect(t5).toEqual({ model: "T5", "is given": "the <X> hunts the white whale across the sea", "must say": "<X> old captain <Y>" });
    expect(gpt).toMatchObject({ "is given": "the old captain hunts the white whale across the", "must say": "sea" });
  });

  it.each([[["whale"]], [["white", "whale"]]])("work for %j, too", (words) => {
    for (const { "must say": said } of objectives(words)) expect(said).not.toBe("");
  });
});

describe("presets", () => {
  it("count as their families do, heads and inner layers included", () => {
    expect(presetParameters("BERT-base")).toEqual(bertParameters(BERT_SIZES["BERT-base"]));
    expect(presetParameters("T5-base")).toEqual(t5Parameters(T5_SIZES["T5-base"]));
    expect(presetParameters("BLOOM").total).toBe(176_247_271_424);
  });

  it("grow with a context only where places have numbers of their own", () => {
    const longer = (name: "GPT-2" | "BLOOM") => presetParameters(name, { ...PRESETS[name], blockSize: 10_000 }).total - presetParameters(name).total;
    expect(longer("GPT-2")).toBe((10_000 - 1024) * 768);
    expect(longer("BLOOM")).toBe(0);
  });
});

describe("known models", () => {
  it("stand by year, use no more than they keep, and name their source", () => {
    expect(knownModels.map(({ year }) => year)).toEqual(knownModels.map(({ year }) => year).sort());
    for (const { name, parameters, active, source } of knownModels) {
      expect(source, name).toMatch(/arXiv \d{4}\.\d{5}$|Radford/);
      if (parameters !== undefined) expect(active, name).toBeLessThanOrEqual(parameters);
    }
  });

  it("say nothing of a size that is not disclosed", () => {
    expect(knownModels.filter(({ parameters }) => parameters === undefined).map(({ name }) => name)).toEqual(["GPT-4"]);
  });
});
