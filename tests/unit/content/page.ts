/** What tests ask of a page: its prose as readers see it, what its cells show, and whether the two agree. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { prerender } from "../../../src/build/prerender.ts";
import { PLAIN } from "../../../src/kernel/protocol/mime.ts";

export const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The text that readers see: no frontmatter names, imports, link targets, tags or list of sources. */
export function prose(path: string): string {
  return (
    read(path)
      .replace(/^import .*$/gm, "")
      // Minutes of reading in the frontmatter, and numbers of a list.
      .replace(/^ +minutes: \d+$|^\d+\. /gm, "")
      .replace(/^## Sources[\s\S]*/m, "")
      .replace(/\]\([^)]*\)/g, "]")
      .replace(/<[^>]*>/g, "")
      .replace(/^\| (Source|Taken from|Licence) \|.*$/gm, "")
      .replace(/\s+/g, " ")
  );
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

/** A phrase of a page, and what makes it true: computed pairs [what the phrase says, what was computed]; none where it is cited. */
export type Claim = [phrase: string, ...pairs: (readonly [said: unknown, computed: unknown])[]];

/** Each phrase stands on the page and is true, and the page has no other figures. */
export function holds(path: string, claims: readonly Claim[]): void {
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
  });
}
