/** What tests ask of a page: its prose as readers see it, what its cells show, and whether the two agree. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isLesson } from "../../../src/build/lesson-pages.ts";
import { prerender } from "../../../src/build/prerender.ts";
import { PLAIN } from "../../../src/kernel/protocol/mime.ts";
import { claimingSentences, spoken } from "./lesson.ts";

export const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The text that readers see: no frontmatter names, imports, link targets, tags or list of sources. Of questions with their answers, the right ones. */
export function prose(path: string): string {
  return spoken(read(path))
    .replace(/^ {2}(?:minutes|buildsOn|side|kind): .*$/gm, "")
    .replace(/^import .*$/gm, "")
    .replace(/^## Sources[\s\S]*/m, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]*>/g, "")
    .replace(/^\| (Source|Taken from|Licence) \|.*$/gm, "")
    .replace(/\s+/g, " ");
}

/**
 * What each cell of a notebook shows, as text: cell → its outputs, one after the other. Run as the build runs it, and kept by content as there.
 * Call it in `beforeAll` with time enough.
 */
export async function shownBy(notebook: string): Promise<Record<string, string>> {
  const { results } = await prerender(fileURLToPath(new URL(`../../../notebooks/${notebook}.ts`, import.meta.url)));
  return Object.fromEntries(results.map(({ cell, outputs }) => [cell, outputs.map((bundle) => bundle[PLAIN]).join("\n")]));
}

/** The cells of the first row of a table that begins so. */
export function tableRow(table: string, begins: string): string[] {
  const line = table.split("\n").find((line) => line.startsWith(begins));
  if (line === undefined) throw new Error(`no row begins with ${JSON.stringify(begins)}:\n${table}`);
  return line
    .slice(begins.length)
    .trim()
    .split(/\s{2,}/);
}

/** The numbers that follow a phrase in a text; `number` says what counts as one. */
export function numbersAfter(text: string, phrase: string, number = /\d+(?:\.\d+)?/g): number[] {
  expect(text).toContain(phrase);
  return [...text.slice(text.indexOf(phrase) + phrase.length).matchAll(number)].map(([digits]) => Number(digits.replace("−", "-")));
}

/** A phrase of a page, and what makes it true: computed pairs [what the phrase says, what was computed]; none where it is cited. */
export type Claim = [phrase: string, ...pairs: (readonly [said: unknown, computed: unknown])[]];

/**
 * Part of a sentence that claims something by a word ("more", "only", "because"), and what holds it: something that must be true, as it is or as what a function
 * returns; or, where there is nothing to check, why not, as "definition: …", "construction: …" (the code can do nothing else), "instruction: …" or "advice: …".
 */
export type WordClaim = [part: string, holds: boolean | (() => boolean) | string];

/**
 * Each phrase stands on the page and is true, and the page has no other figures. On a lesson, each sentence that compares, says "only" or "never", or gives a
 * reason has a part among the claims or the words, too, unless its paragraph names its source.
 */
export function holds(path: string, claims: readonly Claim[], words: readonly WordClaim[] = []): void {
  describe(path, () => {
    const text = prose(path);

    it.each(claims)(
      "says %j",
      (phrase, ...pairs) => {
        expect(text).toContain(phrase);
        for (const [said, computed] of pairs as Claim[1][]) expect(typeof computed === "function" ? computed() : computed).toEqual(said);
      },
      // Some train a model for it.
      300_000,
    );

    it("has no figures but these", () => {
      const rest = claims.reduce((left, [phrase]) => left.replaceAll(phrase, ""), text);
      expect(rest.match(/.{0,30}\d.{0,30}/g)).toBeNull();
    });

    if (!isLesson(read(path))) return;
    const claiming = claimingSentences(read(path));

    it.each(words)("claims rightly: %j", (part, held) => {
      expect(
        claiming.filter((sentence) => sentence.includes(part)),
        "the sentences that it is a part of",
      ).not.toEqual([]);
      if (typeof held === "string") expect(held).toMatch(/^(?:definition|construction|instruction|advice): \S/);
      else expect(typeof held === "function" ? held() : held).toBe(true);
    });

    it("compares, excludes and gives reasons only where that is held", () => {
      const parts = [...words.map(([part]) => part), ...claims.map(([phrase]) => phrase)];
      expect(claiming.filter((sentence) => !parts.some((part) => sentence.includes(part) || part.includes(sentence)))).toEqual([]);
    });
  });
}
