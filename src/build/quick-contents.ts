/** Lets the list "On this page" find out quickly what it has to watch. */
import type { AstroIntegration } from "astro";
import type { Plugin } from "vite";

/**
 * Starlight asks for `heading ~ *` when a page has been loaded, once for each of its two lists. A browser answers by walking, from each element, through all
 * before it: with charts of hundreds of dots that takes longer than everything else that the page does. Here the headings are asked for, and the walk begins there.
 */
export function quickContents(): AstroIntegration {
  return { name: "quick-contents", hooks: { "astro:config:setup": ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) } };
}

const plugin: Plugin = {
  name: "quick-contents",
  apply: "build",
  transform: (code, id) => (/\/starlight-toc\.[jt]s$/.test(id.replaceAll("\\", "/").split("?")[0]!) ? withQuickContents(code) : undefined),
};

const QUESTION = /document\.querySelectorAll\(\[[^\]]*~ \*[\s\S]*?\]\.join\(\)\)/;

/** Starlight's script with its slow question replaced. */
export function withQuickContents(code: string): string {
  if (!QUESTION.test(code))
    throw new Error("Starlight's list of contents is no longer what src/build/quick-contents.ts makes quick: see whether it still has to");
  return code.replace(QUESTION, () => `(${sectionsOf})(document, this.tocHeadingSelector)`);
}

/**
 * What the list watches: headings, what follows one beside it, and what lies directly in the text, unless it holds a heading. Same as Starlight's
 * selectors. Is sent to the page as it stands here, so it must not use anything from outside.
 */
export function sectionsOf(page: Document, headings: string): Set<Element> {
  const found = new Set<Element>(page.querySelectorAll(`main :where(${headings})`));
  const add = (element: Element) => {
    if (!element.querySelector(headings)) found.add(element);
  };
  const walked = new Set<Element | null>();
  for (const start of page.querySelectorAll(`main :where(${headings}, .sl-heading-wrapper)`)) {
    if (walked.has(start.parentElement)) continue;
    walked.add(start.parentElement);
    for (let next = start.nextElementSibling; next; next = next.nextElementSibling) add(next);
  }
  for (const element of page.querySelectorAll("main .sl-markdown-content > *, main > *")) add(element);
  return found;
}
