/** The sources that pages name at their end, gathered. */

export interface PageSource {
  /** One item of a list under `## Sources`, as Markdown on one line. */
  text: string;
  /** Whose family name it begins with, for order and citations: "Breiman" of "L. Breiman, J. Friedman: …". */
  author: string;
  year: string | undefined;
}

export interface CitingPage {
  title: string;
  /** Path under the site's root, with its slashes: `two-machines/`. */
  path: string;
  markdown: string;
}

export interface Reference extends PageSource {
  pages: { title: string; path: string }[];
}

/** What a page lists under "Sources", in its order. */
export function sourcesOf(markdown: string): PageSource[] {
  const section = /^## Sources\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(markdown)?.[1] ?? "";
  return [...section.matchAll(/^- ([\s\S]*?)(?=^- |^\s*$|(?![\s\S]))/gm)].map(([, item]) => {
    const text = item!.replace(/\s+/g, " ").trim();
    const first = text.split(/[,:]/)[0]!.replace(/ et al\.?$/, "");
    const years = text.replace(/\[[^\]]*\]\([^)]*\)/g, "").match(/\b(?:1[5-9]|20)\d\d\b/g);
    return { text, author: first.split(" ").at(-1)!, year: years?.at(-1) };
  });
}

/** All sources of all pages, each once, by author and year, with the pages that name it. */
export function bibliography(pages: readonly CitingPage[]): Reference[] {
  const byWork = new Map<string, Reference>();
  for (const { title, path, markdown } of pages)
    for (const source of sourcesOf(markdown)) {
      const work = workOf(source);
      const known = byWork.get(work) ?? { ...source, pages: [] };
      // Of two pages that name a work the one that says more of it.
      if (source.text.length > known.text.length) known.text = source.text;
      if (!known.pages.some((page) => page.path === path)) known.pages.push({ title, path });
      byWork.set(work, known);
    }
  return [...byWork.values()].sort((a, b) => a.author.localeCompare(b.author, "en") || (a.year ?? "").localeCompare(b.year ?? ""));
}

/** Two items are one work if they lead to the same address, or, without one, if their titles are the same. */
const workOf = ({ text }: PageSource) => /\]\(([^)]+)\)/.exec(text)?.[1] ?? /\*([^*]+)\*/.exec(text)?.[1] ?? text;

/** Citations in prose that a page's sources do not name: "(Breiman et al. 1984)". */
export function strayCitations(markdown: string): string[] {
  const sources = sourcesOf(markdown);
  const prose = markdown.replace(/^## Sources[\s\S]*/m, "").replace(/\s+/g, " ");
  const cited = [...prose.matchAll(/\(([^()]*\b(?:1[5-9]|20)\d\d)\)/g)].flatMap(([, inside]) => inside!.split("; "));
  return cited.filter((citation) => {
    const [, author, year] = /^(?:see )?([\p{Lu}][\p{L}'-]+)(?:,? (?:et al\.|(?:and|&) [\p{Lu}][\p{L}'-]+))?,? (\d{4})$/u.exec(citation) ?? [];
    return author !== undefined && !sources.some((source) => source.year === year && source.text.includes(author));
  });
}
