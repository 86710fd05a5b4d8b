import type { FileCell } from "./types.ts";

/** A cell as a page has it now: the chapter's, edited or not, or one that the reader added. */
export interface PageCell {
  name: string;
  text: string;
  /** Jupyter's cell tags. Default none. */
  tags?: readonly string[];
}

/** Markdown in pieces: a link that is relative to the page is one of its own, so that it can be resolved later. */
export type MarkdownPiece = string | { href: string };

/** What a chapter holds, in its order: the prose between the cells, and the places of the cells. */
export type PagePart = { markdown: MarkdownPiece[] } | { cell: string; notebook: string };

/** A chapter as a reader takes it away. */
export interface PageProse {
  title: string;
  /** The page's address under the site's root: `two-machines/`, `""` for the home page. */
  path: string;
  parts: PagePart[];
}

export interface WeaveOptions {
  notebook: string;
  /** In the order in which the page shows them. */
  cells: readonly PageCell[];
  /** Absolute address of the page, against which its links are resolved. Without it they stay as they are. */
  url?: string;
}

/**
 * The page as one notebook: its prose in Markdown cells between its code cells. Prose that stands before a cell in the
 * chapter does so here; what the reader added, moved or deleted changes nothing of it.
 */
export function weave(parts: readonly PagePart[], { notebook, cells, url }: WeaveOptions): FileCell[] {
  const taken = new Set(cells.map(({ name }) => name));
  const woven: FileCell[] = [];
  let next = 0;
  const proseUpTo = (end: number) => {
    if (end < next) return; // a cell that the chapter does not have, or that was moved up
    const texts = parts.slice(next, end).flatMap((part) => ("markdown" in part ? [markdownText(part.markdown, url)] : []));
    next = end;
    if (texts.length > 0) woven.push({ name: freeName(taken, woven.length), kind: "markdown", tags: [], text: texts.join("\n\n") });
  };
  for (const { name, text, tags = [] } of cells) {
    proseUpTo(parts.findIndex((part) => "cell" in part && part.cell === name && part.notebook === notebook));
    woven.push({ name, kind: "code", tags: [...tags], text });
  }
  proseUpTo(parts.length);
  return woven;
}

/** Markdown with its links resolved against the address of its page. */
export function markdownText(pieces: readonly MarkdownPiece[], url?: string): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : resolved(piece.href, url))).join("");
}

function resolved(href: string, url: string | undefined): string {
  if (url === undefined || !URL.canParse(href, url)) return href;
  // A bracket would end the link.
  return new URL(href, url).href.replace(/[()]/g, (bracket) => (bracket === "(" ? "%28" : "%29"));
}

/** The name that a cell without one has in a file, or another where a cell of the page is called so. */
function freeName(taken: Set<string>, index: number): string {
  let name = `cell-${index + 1}`;
  for (let n = index + 1; taken.has(name); n++) name = `text-${n}`;
  taken.add(name);
  return name;
}
