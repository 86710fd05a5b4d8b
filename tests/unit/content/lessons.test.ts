/** The budgets of lessons, as far as their sources tell. What has to be seen in a browser is measured in `tests/browser/budgets.spec.ts`. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lessons } from "../../../src/build/lesson-pages.ts";
import { prerender } from "../../../src/build/prerender.ts";
import { BUDGETS, claimingSentences, EXCEPTIONS, figuresOf, longestCells, spoken } from "./lesson.ts";
import { read } from "./page.ts";

type Told = "words" | "cells" | "sections" | "openLines" | "foldedLines" | "silentCells";

async function measure(path: string): Promise<Record<Told, number>> {
  const figures = figuresOf(read(path));
  const { words, sections, cells, notebook } = figures;
  const prerendered = notebook ? await prerender(fileURLToPath(new URL(`../../../notebooks/${notebook}.ts`, import.meta.url))) : undefined;
  const silent = cells.filter(({ name }) => {
    const { outputs, error } = prerendered!.results.find(({ cell }) => cell === name)!;
    return outputs.length === 0 && !error;
  });
  return { words, cells: cells.length, sections, ...longestCells(figures), silentCells: silent.length };
}

describe.each(lessons)("%s", async (path) => {
  const figures = await measure(path);
  it.each(Object.keys(figures) as Told[])("keeps to its budget of %s", (name) => {
    const exception = EXCEPTIONS[path]?.[name];
    expect(figures[name]).toBeLessThanOrEqual(exception?.[0] ?? BUDGETS[name]);
    if (exception) expect(figures[name], "an exception that is not needed").toBeGreaterThan(BUDGETS[name]);
  });

  it("ends with questions, with what to remember and with what comes next, and calls no two questions the same", () => {
    const source = read(path);
    expect(source).toContain("<Check>");
    expect(source).toContain("<Remember next=");
    const ids = Array.from(source.matchAll(/<(?:Predict|Question)\s+id="([^"]*)"/g), ([, id]) => id);
    expect(ids.length).toBe(source.match(/<(?:Predict|Question)\s/g)!.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has its numbers and words held by a test", () => {
    const tests = readdirSync(new URL(".", import.meta.url)).filter((file) => file.endsWith(".test.ts") && file !== "lessons.test.ts");
    expect(tests.some((file) => read(`tests/unit/content/${file}`).includes(`"${path}"`))).toBe(true);
  });
});

describe("what is said of a lesson", () => {
  const page = (body: string) =>
    `---\ntitle: T\ndescription: Trees are best.\nlesson:\n  side: ml\n---\n\nimport A from "../lesson/A.astro";\n\n${body}`;

  it("names exceptions of pages that are lessons", () => {
    expect(Object.keys(EXCEPTIONS).filter((path) => !lessons.includes(path))).toEqual([]);
  });

  it("counts words, sections and cells of the main line", () => {
    const body =
      '## One\n\nthree words here\n\n<Cell name="a" open />\n\n<Predict question="two words">and three more</Predict>\n\n<GoingFurther title="x">\n\nnot these\n\n<Cell name="b" />\n\n</GoingFurther>\n\n<Check>\n\nnor these\n\n</Check>\n\n## Sources\n\nnor these';
    expect(figuresOf(page(body))).toEqual({ words: 9, sections: 1, cells: [{ name: "a", open: true }], notebook: undefined });
  });

  it("has the right answer to a question, and no wrong one", () => {
    const text = spoken(
      page(
        '<Question id="a" ask="How many?" options={["one", "two"]} answer={1}>\n\nCount.\n\n</Question>\n\n<Quoted model="M">\n\nnine\n\n</Quoted>',
      ),
    );
    expect(text).toContain("How many? two.");
    expect(text).not.toMatch(/one|nine/);
  });

  it("finds the sentences that claim something by a word", () => {
    expect(claimingSentences(page("A tree is small. A forest is larger than one. Which is better?"))).toEqual([
      "Trees are best.",
      "A forest is larger than one.",
    ]);
    expect(
      claimingSentences(
        page("Forests are better ([Breiman 2001](https://x.org)).\n\n- A tree is never unsure.\n- It is, *because* (Breiman 2001)."),
      ).slice(1),
    ).toEqual(["- A tree is never unsure."]);
    expect(
      claimingSentences(page('<Predict id="a" question="Who?" options={["The most", "b"]} answer={0}>\n\nIt only counts.\n\n</Predict>')).slice(1),
    ).toEqual(["The most.", "It only counts."]);
  });
});
