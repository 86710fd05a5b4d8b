import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bibliography, sourcesOf, strayCitations } from "../../../src/components/sources.ts";

const PAGE = `Trees split (Breiman et al. 1984). Others say so (Karpathy 2022; Doe and Roe 2001), and in 1999.

## Sources

- L. Breiman, J. Friedman, R. Olshen, C. Stone: *Classification and Regression Trees*. 1984. [doi](https://doi.org/10.1201/9781315139470)
- A. Karpathy: *nanoGPT*, on two
  lines. 2022. [github.com](https://github.com/karpathy/nanoGPT)

## After

- not a source
`;

describe("sources", () => {
  it("are the items under that heading, and no others", () => {
    expect(sourcesOf(PAGE).map(({ author, year }) => [author, year])).toEqual([
      ["Breiman", "1984"],
      ["Karpathy", "2022"],
    ]);
    expect(sourcesOf(PAGE)[1]!.text).toBe("A. Karpathy: *nanoGPT*, on two lines. 2022. [github.com](https://github.com/karpathy/nanoGPT)");
    expect(sourcesOf("No sources here.")).toEqual([]);
  });

  it("of several pages are one list, by author, each work once", () => {
    const other =
      "## Sources\n\n- A. Karpathy: *nanoGPT*. 2022. [github.com](https://github.com/karpathy/nanoGPT)\n- B. Abel: *First*. 1900. [x](https://x.example)\n";
    const list = bibliography([
      { title: "One", path: "one/", markdown: PAGE },
      { title: "Two", path: "two/", markdown: other },
    ]);
    expect(list.map(({ author, pages }) => [author, pages.map(({ title }) => title)])).toEqual([
      ["Abel", ["Two"]],
      ["Breiman", ["One"]],
      ["Karpathy", ["One", "Two"]],
    ]);
  });

  it("name everyone who is cited in the prose", () => {
    expect(strayCitations(PAGE)).toEqual(["Doe and Roe 2001"]);
  });
});

const docs = fileURLToPath(new URL("../../../src/content/docs/", import.meta.url));

describe.each(globSync("**/*.{md,mdx}", { cwd: docs }))("the page %s", (page) => {
  it("lists whom it cites", () => {
    expect(strayCitations(readFileSync(docs + page, "utf8"))).toEqual([]);
  });
});
