import { it } from "vitest";
import { claimingSentences, figuresOf } from "./lesson.ts";
import { prose, read } from "./page.ts";
it("x", () => {
  for (const p of ["spam", "spam-labels"]) {
    const path = `src/content/docs/head-to-head/${p}.mdx`;
    const { words, sections, cells } = figuresOf(read(path));
    console.log(p, words, sections, cells.length, "\n" + claimingSentences(read(path)).map((s) => "C " + s).join("\n"), "\n" + (prose(path).match(/.{0,50}\d.{0,40}/g) ?? []).map((s) => "N " + s).join("\n"));
  }
});
