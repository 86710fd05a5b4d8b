/** The prose of chapters as Markdown, for those who take a notebook away. Runs in Node, for the build and the command line. */
import { glob, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { mdxToMdast } from "satteri";
import type { MarkdownPiece, PagePart, PageProse } from "../notebook/page-parts.ts";
import { lessonProse } from "./lesson-prose.ts";

const pages = fileURLToPath(new URL("../content/docs", import.meta.url));

/** What this file needs to know of a node of Markdown's tree. Positions count UTF-16 units of the source. */
interface Node {
  type: string;
  children?: Node[];
  position?: { start: { offset: number; column: number }; end: { offset: number } };
  name?: string;
  value?: string;
  url?: string;
  alt?: string;
  attributes?: { name?: string; value?: unknown }[];
}

/** A piece of the source that is written otherwise. */
interface Edit {
  start: number;
  end: number;
  piece: MarkdownPiece;
}

/** Elements that mean the same in Markdown as in MDX. */
const KEPT = /^(?:sub|sup|kbd|br)$/;

/** The chapters, as files: everything in `src/content/docs` that is MDX. */
export async function chapterFiles(): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob("**/*.mdx", { cwd: pages })) files.push(join(pages, file));
  return files.sort();
}

/** The prose of a chapter's file. */
export async function readProse(file: string): Promise<PageProse> {
  const source = await readFile(file, "utf8");
  const slug = relative(pages, file)
    .replaceAll("\\", "/")
    .replace(/\.mdx$/, "")
    .replace(/(^|\/)index$/, "");
  return { ...chapterProse(source, relative(process.cwd(), file)), path: slug === "" ? "" : `${slug}/` };
}

/**
 * What a chapter's MDX says, as Markdown, and where its cells stand, in the order of the page. The author's own Markdown is
 * kept as written; of components and elements remains what they hold, of the parts of a lesson also what they ask and answer,
 * of imports and comments nothing. Parsed as the page itself is.
 * @throws when the page has no title, or places a cell outside of a notebook.
 */
export function chapterProse(source: string, page: string): Pick<PageProse, "title" | "parts"> {
  const tree = mdxToMdast(source, { features: { frontmatter: true, gfm: true, directive: true, math: true } }) as Node;
  const title = titleOf(tree);
  if (title === undefined) throw new Error(`${page}: the page has no title. Begin it with \`title: …\` between two lines \`---\`.`);
  const parts: PagePart[] = [];
  const say = (pieces: MarkdownPiece[]) => {
    const last = parts.at(-1);
    if (last && "markdown" in last) last.markdown.push("\n\n", ...pieces);
    else parts.push({ markdown: [...pieces] });
  };
  say([`# ${title}`]);
  const visit = (node: Node, notebook: string | undefined) => {
    if (node.type === "mdxJsxFlowElement" && node.name === "Cell") {
      if (notebook === undefined) throw new Error(`${page}: cell "${attribute(node, "name")}" stands outside of a <Notebook>`);
      parts.push({ cell: attribute(node, "name"), notebook });
    } else if (node.type === "mdxJsxFlowElement" || node.type === "root") {
      const within = node.name === "Notebook" ? attribute(node, "src") : notebook;
      const { before, after } = lessonProse(node) ?? { before: [], after: [] };
      for (const block of before) say([block]);
      for (const child of blocksOf(node)) visit(child, within);
      for (const block of after) say([block]);
    } else {
      const pieces = blockMarkdown(node, source);
      if (pieces.some((piece) => typeof piece !== "string" || piece.trim() !== "")) say(pieces);
    }
  };
  visit(tree, undefined);
  return { title, parts: parts.map((part) => ("markdown" in part ? { markdown: joined(part.markdown) } : part)) };
}

function titleOf(tree: Node): string | undefined {
  const front = tree.children?.find(({ type }) => type === "yaml")?.value ?? "";
  const title = /^title:[ \t]*(.*?)[ \t]*$/m.exec(front)?.[1];
  if (!title) return undefined;
  if (title.startsWith('"')) return JSON.parse(title) as string;
  return title.startsWith("'") ? title.slice(1, -1).replaceAll("''", "'") : title;
}

function attribute(node: Node, name: string): string {
  return String(node.attributes?.find((one) => one.name === name)?.value ?? "");
}

/** What a node holds, as blocks: words on the line of the tags around them are a paragraph. */
function blocksOf({ children = [] }: Node): Node[] {
  const [first] = children;
  if (!first || !INLINE.test(first.type)) return children;
  const position = { start: first.position!.start, end: children.at(-1)!.position!.end };
  return [{ type: "paragraph", children, position }];
}

const INLINE = /^(?:text|emphasis|strong|delete|inlineCode|link|linkReference|break|mdxJsxTextElement|mdxTextExpression)$/;

/** A block of the page as Markdown. An aside becomes a quotation, which Markdown has everywhere. */
function blockMarkdown(node: Node, source: string): MarkdownPiece[] {
  switch (node.type) {
    case "yaml":
    case "mdxjsEsm":
      return [];
    case "mdxFlowExpression":
      return [literalText(node.value)];
    case "containerDirective": {
      const [label, ...rest] = isLabelled(node, source) ? node.children! : [undefined, ...(node.children ?? [])];
      const title = label ? label.children!.map(({ value }) => value ?? "").join("") : node.name!.replace(/^./, (c) => c.toUpperCase());
      const blocks = rest.map((child) => blockMarkdown(child!, source)).filter((pieces) => pieces.length > 0);
      return quoted([`**${title}**`, ...blocks.flatMap((pieces) => ["\n\n", ...pieces])]);
    }
    default:
      return edited(node, source);
  }
}

const isLabelled = (node: Node, source: string) =>
  /^:{3,}\w+\[/.test(source.slice(node.position!.start.offset)) && node.children?.[0]?.type === "paragraph";

const quoted = (pieces: MarkdownPiece[]): MarkdownPiece[] => [
  "> ",
  ...pieces.map((piece) => (typeof piece === "string" ? piece.replaceAll("\n", "\n> ").replaceAll("> \n", ">\n") : piece)),
];

/** The source of a block with the edits that make plain Markdown of it. */
function edited(block: Node, source: string): MarkdownPiece[] {
  const { start, end } = block.position!;
  const edits = [...indentation(source, start.offset, end.offset, start.column - 1), ...editsIn(block, source)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  const pieces: MarkdownPiece[] = [];
  let at = start.offset;
  for (const edit of edits) {
    if (edit.start < at) continue; // inside of what was replaced
    pieces.push(source.slice(at, edit.start), edit.piece);
    at = edit.end;
  }
  pieces.push(source.slice(at, end.offset));
  return joined(pieces);
}

/** A block inside an element may be indented as the element is; in Markdown that would make it code. */
function indentation(source: string, start: number, end: number, columns: number): Edit[] {
  if (columns === 0) return [];
  return [...source.slice(start, end).matchAll(new RegExp(`(?<=\\n)[ \\t]{1,${columns}}`, "g"))].map(({ index, 0: blanks }) => ({
    start: start + index,
    end: start + index + blanks.length,
    piece: "",
  }));
}

function editsIn(node: Node, source: string): Edit[] {
  const within = (node.children ?? []).flatMap((child) => editsIn(child, source));
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? 0;
  switch (node.type) {
    case "mdxTextExpression":
    case "mdxFlowExpression":
      return [{ start, end, piece: literalText(node.value) }];
    case "mdxJsxTextElement":
    case "mdxJsxFlowElement": {
      if (KEPT.test(node.name ?? "")) return within;
      if (!node.children?.length) return [{ start, end, piece: lessonProse(node)?.before.join(" ") ?? "" }];
      const [from, to] = [node.children[0]!.position!.start.offset, node.children.at(-1)!.position!.end.offset];
      return [{ start, end: from, piece: "" }, ...within, { start: to, end, piece: "" }];
    }
    case "link":
    case "definition":
      return [...within, ...linkEdit(node, source)];
    case "image":
      // The build gives pictures other addresses; their words stay.
      return isRelative(node.url!) ? [{ start, end, piece: node.alt ?? "" }] : [];
    default:
      return within;
  }
}

/** The address in a link or a definition, where it is relative to the page. */
function linkEdit(node: Node, source: string): Edit[] {
  if (!isRelative(node.url!)) return [];
  const label = node.children?.at(-1)?.position?.end.offset ?? node.position!.start.offset + 1;
  const [before, address] = matchAt(
    node.type === "link" ? /([^]*?\]\(\s*<?)((?<=<)[^>]*|[^\s)]*)/y : /([^]*?\]:\s*<?)((?<=<)[^>]*|\S+)/y,
    source,
    label,
  );
  if (address === undefined) return [];
  const start = label + before!.length;
  return [{ start, end: start + address.length, piece: { href: node.url! } }];
}

function matchAt(pattern: RegExp, text: string, position: number): string[] {
  pattern.lastIndex = position;
  return pattern.exec(text)?.slice(1) ?? [];
}

const isRelative = (url: string) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(url);

/** `{"text"}` and `{12}` say what they hold; other expressions say it on the page only. */
function literalText(expression = ""): string {
  const [, , text] = /^\s*(["'`])([^\\$]*)\1\s*$/.exec(expression) ?? [];
  return text ?? /^\s*(-?[\d.]+)\s*$/.exec(expression)?.[1] ?? "";
}

/** Texts that follow each other as one. */
function joined(pieces: MarkdownPiece[]): MarkdownPiece[] {
  const all: MarkdownPiece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === "string" && typeof last === "string") all[all.length - 1] = last + piece;
    else if (piece !== "") all.push(piece);
  }
  return all;
}
