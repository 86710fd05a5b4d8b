import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { contentOf, sha256, vocabularyContent } from "../../../scripts/data/data-file.ts";
import { vocabularies } from "../../../src/lm/ranked-bpe.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const files = readdirSync(at("src/datasets/data"));
const recipes = readFileSync(at("scripts/data.ts"), "utf8");

describe("the compact files", () => {
  it.each(files)("%s holds what scripts/data.ts records", async (file) => {
    const recorded = new RegExp(`name: "${file.slice(0, -3)}",[^}]*sha256: "(\\w{64})"`).exec(recipes)?.[1];
    expect(recorded).toBeDefined();
    expect(sha256((await contentOf(at(`src/datasets/data/${file}`)))!)).toBe(recorded);
  });

  it.each(Object.values(vocabularies))("$name holds what scripts/data.ts records", ({ name }) => {
    const recorded = new RegExp(`name: "${name}",[^}]*vocabulary: true,[^}]*sha256: "(\\w{64})"`).exec(recipes)?.[1];
    expect(sha256(vocabularyContent(at(`public/weights/${name}.deflate`))!)).toBe(recorded);
  });

  it("are small: 15 MB together", () => {
    expect(files.reduce((sum, file) => sum + readFileSync(at(`src/datasets/data/${file}`)).length, 0)).toBeLessThan(15e6);
  });

  it("are each read by a loader, which has a page in the menu", () => {
    const menu = readFileSync(at("astro.config.mjs"), "utf8");
    for (const file of files) {
      const name = file.slice(0, -3);
      expect(readFileSync(at(`src/datasets/${name}.ts`), "utf8")).toContain(`"./data/${file}"`);
      expect(readFileSync(at(`src/content/docs/reference/data/${name}.md`), "utf8")).toContain(`| Module | \`#datasets/${name}\` |`);
      expect(menu).toContain(`"reference/data/${name}"`);
    }
  });
});
