/** How the prose reads, by textlint: short sentences, and mostly in the active voice. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TextlintKernel, type TextlintKernelOptions } from "@textlint/kernel";
import markdown from "@textlint/textlint-plugin-markdown";
import sentenceLength from "textlint-rule-sentence-length";
import writeGood from "textlint-rule-write-good";
import { describe, expect, it } from "vitest";
import { spoken } from "./lesson.ts";

const docs = fileURLToPath(new URL("../../../src/content/docs/", import.meta.url));
const pages = globSync("**/*.{md,mdx}", { cwd: docs }).map((page) => page.replaceAll("\\", "/"));

/** Characters. About 45 words. Not less: where a sentence must be cut to fit, what is left is stiff. */
const LONGEST = 260;
/** Of a page's sentences so many may say that something is done without saying by whom: often nobody needs to know. */
const PASSIVE = 0.35;

const off = { so: false, illusion: false, thereIs: false, weasel: false, adverb: false, tooWordy: false, cliches: false, eprime: false };
const options: TextlintKernelOptions = {
  ext: ".md",
  plugins: [{ pluginId: "markdown", plugin: unwrap(markdown) }],
  rules: [
    { ruleId: "sentence-length", rule: unwrap(sentenceLength), options: { max: LONGEST } },
    { ruleId: "passive", rule: unwrap(writeGood), options: { ...off, passive: true } },
  ],
};

/** Packages written for CommonJS come with their export under `default`. */
function unwrap<T>(module: T | { default: T }): T {
  return typeof module === "object" && module !== null && "default" in module ? unwrap(module.default) : (module as T);
}

/** The page as Markdown, with its lines where they were: no frontmatter, imports, tags or list of sources. */
function markdownOf(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, "");
  return spoken(text)
    .replace(/^---\n[\s\S]*?\n---/, blank)
    .replace(/^import .*$/gm, "")
    .replace(/<[^>]*>/g, blank)
    .replace(/^## Sources[\s\S]*/m, "");
}

async function complaints(text: string) {
  const { messages } = await new TextlintKernel().lintText(markdownOf(text), options);
  const of = (rule: string) => messages.filter(({ ruleId }) => ruleId === rule).map(({ line, message }) => `line ${line}: ${message.split("\n")[0]}`);
  return { long: of("sentence-length"), passive: of("passive") };
}

/** Roughly: full stops, question and exclamation marks, colons and ends of paragraphs. */
const sentences = (text: string) =>
  markdownOf(text)
    .split(/[.?!:](?=\s|$)|\n\s*\n|\|\n/)
    .filter((part) => /\w+\W+\w+/.test(part)).length;

describe.each(pages)("%s", async (page) => {
  const text = readFileSync(docs + page, "utf8");
  const { long, passive } = await complaints(text);

  it("has no sentence that is too long to read", () => {
    expect(long).toEqual([]);
  });

  it("says who does what", () => {
    const allowed = Math.max(3, PASSIVE * sentences(text));
    expect(passive.slice(0, passive.length > allowed ? undefined : 0)).toEqual([]);
  });
});

describe("the style test", () => {
  it("notices a long sentence and a passive one", async () => {
    const { long, passive } = await complaints(`The tree was grown. ${"It asks again and ".repeat(20)}stops.`);
    expect(long).toHaveLength(1);
    expect(passive).toEqual([expect.stringContaining("was grown")]);
  });
});
