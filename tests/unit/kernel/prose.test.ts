import { describe, expect, it } from "vitest";
import { chapterFiles, chapterProse, readProse } from "../../../src/build/prose.ts";
import { markdownText } from "../../../src/notebook/page-parts.ts";

const page = (body: string) => chapterProse(`---\ntitle: T\n---\n\n${body}`, "x.mdx").parts;
/** The prose of a page without cells, after its title. */
const prose = (body: string, url?: string) => {
  const [part] = page(body);
  return markdownText((part as { markdown: [] }).markdown, url).replace(/^# T\n*/, "");
};

describe("a chapter's prose", () => {
  it("begins with the page's title", () => {
    for (const title of ["A: b", '"A: b"', "'A: b'"]) expect(chapterProse(`---\ntitle: ${title}\n---\n`, "x.mdx").title).toBe("A: b");
    expect(page("text")).toEqual([{ markdown: ["# T\n\ntext"] }]);
    expect(() => chapterProse("text", "src/x.mdx")).toThrow("src/x.mdx: the page has no title");
  });

  it("stands between the cells, in the page's order", () => {
    const body =
      '<Notebook src="n">\n\none\n\n<Pair>\n\n<div>\n\n<Cell name="a" side="ml" />\n\n</div>\n\n</Pair>\n\ntwo\n\n<Cell name="b" />\n\n</Notebook>\n\nthree';
    expect(page(body)).toEqual([
      { markdown: ["# T\n\none"] },
      { cell: "a", notebook: "n" },
      { markdown: ["two"] },
      { cell: "b", notebook: "n" },
      { markdown: ["three"] },
    ]);
  });

  it("refuses a cell outside of a notebook", () => {
    expect(() => page('<Cell name="a" />')).toThrow('x.mdx: cell "a" stands outside of a <Notebook>');
  });

  it.each([
    ["imports and comments", 'import X from "x";\n\na {/* b */}c\n\n{/* d */}', "a c"],
    ["components without text", "a\n\n<Chart of='x' />\n\nb <Mark text='c' />d", "a\n\nb d"],
  ])("leaves out %s", (_, body, expected) => {
    expect(prose(body)).toBe(expected);
  });

  it.each([
    ["the text of inline elements", 'a <span class="ml-text">b **c** <i>d</i></span> e', "a b **c** d e"],
    [
      "sub, sup, kbd and br, which Markdown has",
      "H<sub>2</sub>O x<sup>2</sup> <kbd>Tab</kbd><br />y",
      "H<sub>2</sub>O x<sup>2</sup> <kbd>Tab</kbd><br />y",
    ],
    ["texts and numbers in braces", 'a {"{b}"} {12}', "a {b} 12"],
    [
      "tables, formulas, code and notes as they are written",
      "| a |\n|---|\n| $x$ |\n\n$$\nx^2\n$$\n\n```ts\nlet a; // <b>\n```\n\nx[^1]\n\n[^1]: y",
      undefined,
    ],
    [
      "what stands in elements, without their indentation",
      "<details>\n  <summary>Why?</summary>\n\n  1. a\n     b\n\n  ```ts\n    x\n  ```\n</details>",
      "Why?\n\n1. a\n   b\n\n```ts\n  x\n```",
    ],
    [
      "asides, as quotations",
      ":::note[Mind]\na [b](https://x.org)\n\n- c\n:::\n\n:::tip\nd\n:::",
      "> **Mind**\n>\n> a [b](https://x.org)\n>\n> - c\n\n> **Tip**\n>\n> d",
    ],
    [
      "what a lesson asks, and the answer",
      '<Predict id="a" question="How *many*?" options={["1", "2"]} answer={1}>Two *b* [c](https://x.org).</Predict>\n\n<Question id="b" ask="What share?" from={0} to={100} unit="%" answer={92}>\n\nMost.\n\n</Question>',
      "**Your guess first.** How *many*?\n\n- 1\n- 2\n\nThe answer: **2**\n\nTwo *b* [c](https://x.org).\n\nWhat share?\n\nThe answer: **92 %**\n\nMost.",
    ],
    [
      "a formula as TeX, with its symbols and its example",
      '<Formula tex="a_b" symbols={[["a", "one"], ["\\\\mu", "two"]]} example="1">In words.</Formula>',
      "**In a formula**\n\nIn words.\n\n$$\na_b\n$$\n\n- $a$: one\n- $\\mu$: two\n\nBy hand: 1",
    ],
    ["marks in a line", "x <Badge is='never seen' /> y", "x never seen y"],
    ["characters beyond the first plane", "😀 <b>é😀</b> [x](https://x.org) z", "😀 é😀 [x](https://x.org) z"],
    ["what a picture shows, in words", "a ![a curve](./curve.png) b", "a a curve b"],
  ])("keeps %s", (_, body, expected) => {
    expect(prose(body)).toBe(expected ?? body);
  });

  it("knows its links that are relative to the page, in every form, and no others", () => {
    const links = (a: string, d: string, e: string, g: string, l: string, n: string) =>
      `[a **b**](${a} "t"), [c](${d}), [\`](\`](${e}), [f]( <${g}> ), [i](https://i.org/), [j](mailto:j@k), [k][r], [l](${l})\n\n[r]: ${n} "t"`;
    const body = links("../x/#y", "#d", "./e/", "g h", "/m/", "../n/");
    const base = "https://s.org/base";
    expect(prose(body)).toBe(body);
    expect(prose(body, `${base}/page/`)).toBe(
      links(`${base}/x/#y`, `${base}/page/#d`, `${base}/page/e/`, `${base}/page/g%20h`, "https://s.org/m/", `${base}/n/`),
    );
  });

  it("of every chapter is plain Markdown, without elements or imports", async () => {
    const files = await chapterFiles();
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const { parts, path } = await readProse(file);
      expect(path === "" || path.endsWith("/"), file).toBe(true);
      for (const part of parts)
        if ("markdown" in part) expect(markdownText(part.markdown), file).not.toMatch(/^import |<\/?(?:Cell|Pair|Notebook|div|span)\b/m);
    }
  });
});
