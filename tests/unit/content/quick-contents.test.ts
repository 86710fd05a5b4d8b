import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { sectionsOf, withQuickContents } from "../../../src/build/quick-contents.ts";

const STARLIGHT = fileURLToPath(
  new URL("../../../node_modules/@astrojs/starlight/dist/components-internals/TableOfContents/starlight-toc.js", import.meta.url),
);
const HEADINGS = "h1#_top,:where(h2,h3)[id]";

/** What Starlight asks for. */
const theirs = (headings: string) =>
  [
    `main :where(${headings})`,
    `main :where(${headings}, .sl-heading-wrapper) ~ *:not(:has(${headings}))`,
    `main .sl-markdown-content > *:not(:has(${headings}))`,
    `main > *:not(:has(${headings}))`,
  ].join();

const { document } = new JSDOM(`<header><p id="out"></p></header><main>
  <div><h1 id="_top"></h1><p></p></div><aside></aside>
  <div><div class="sl-markdown-content"><p></p><my-notebook><p></p>
    <div class="sl-heading-wrapper"><h2 id="a"></h2><a></a></div><p></p>
    <div><svg><circle></circle><circle></circle></svg><div class="sl-heading-wrapper"><h3 id="b"></h3></div><ul><li></li></ul></div>
    <h2></h2><h3 id="c"></h3><section><h2 id="d"></h2></section><p></p>
    <div class="sl-heading-wrapper"><h4 id="e"></h4><a></a></div></my-notebook>
    <div><p></p><div class="sl-heading-wrapper"><h4 id="f"></h4></div><p></p></div></div></div><footer></footer></main>`).window;

test("the list of contents watches what Starlight's own would", () => {
  const watched = sectionsOf(document, HEADINGS);
  expect(watched.size).toBeGreaterThan(12);
  expect([...document.querySelectorAll("*")].filter((element) => watched.has(element))).toEqual([...document.querySelectorAll(theirs(HEADINGS))]);
});

test("Starlight's script still asks the slow question, and ours takes its place", () => {
  const code = readFileSync(STARLIGHT, "utf8");
  const question = [...code.matchAll(/`(main [^`]*)`/g)].map(([, part]) => part!.replaceAll("${this.tocHeadingSelector}", HEADINGS));
  expect(question.join()).toBe(theirs(HEADINGS));
  const quick = withQuickContents(code);
  expect(quick).not.toContain("~ *");
  expect(quick).toContain("(document, this.tocHeadingSelector)");
  expect(() => withQuickContents(quick)).toThrow("no longer");
});
