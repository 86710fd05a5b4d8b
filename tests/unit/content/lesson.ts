/** What tests ask of a lesson: its parts, its figures, and those of its sentences that claim something by a word. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mdxToMdast } from "satteri";
import { FRONT_MATTER } from "../../../src/build/lesson-pages.ts";
import { attributesOf, type Element, lessonProse, rightAnswer } from "../../../src/build/lesson-prose.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Node extends Element {
  type: string;
  depth?: number;
  value?: string;
  children?: Node[];
  position?: { start: { offset: number }; end: { offset: number } };
}

const parse = (source: string) => mdxToMdast(source, { features: { frontmatter: true, gfm: true, directive: true, math: true } }) as Node;

/**
 * A page's source in which each part of a lesson says in plain words what readers are told by its attributes: a question with its right answer, what the
 * symbols of a formula mean, a card. What is quoted from elsewhere is left out, and so are wrong answers. Lines stay where they are.
 */
export function spoken(source: string): string {
  if (!/from ".*\/lesson\//.test(source)) return source;
  let text = "";
  let at = 0;
  const take = (start: number, end: number, words: string) => {
    if (start < at) return;
    const lines = source.slice(start, end).split("\n").length - 1;
    text += source.slice(at, start) + words + "\n".repeat(lines);
    at = end;
  };
  const visit = (node: Node, within?: string) => {
    const { start, end } = node.position ?? { start: { offset: 0 }, end: { offset: 0 } };
    // The numbers of its three sentences say nothing.
    if (node.type === "listItem" && within === "Remember") take(start.offset, start.offset + 2, "-");
    if (node.name === "Quoted") take(start.offset, end.offset, "");
    else if (/^mdxJsx/.test(node.type) && (lessonProse(node) || node.name === "Machine"))
      take(start.offset, node.children?.[0]?.position?.start.offset ?? end.offset, wordsOf(node));
    for (const child of node.children ?? []) visit(child, node.name ?? within);
  };
  visit(parse(source));
  return text + source.slice(at);
}

function wordsOf(node: Node): string {
  const attributes = attributesOf(node);
  const { question, ask, symbols, example, because, title, words } = attributes;
  const parts: unknown[] = [
    ...(question || ask ? [question ?? ask, `${rightAnswer(attributes)}.`] : []),
    ...(Array.isArray(symbols) ? [`${symbols.map(([, meaning]) => meaning).join("; ")}.`, `${String(example).replace(/\.$/, "")}.`] : []),
    ...(node.name === "FairContest" ? [`${Object.values(attributes).join(". ")}.`] : []),
    ...[because, title].filter(Boolean).map((each) => `${each}.`),
    ...(words ? [`${Object.values(words).join("; ")}.`] : []),
  ];
  return parts.join(" ");
}

/** What a lesson may have at most. Heights and places are in pixels: of the page at 1280 as it is built, of the first picture's middle at 1280 and at 390. */
export const BUDGETS = {
  words: 900,
  cells: 12,
  sections: 6,
  openLines: 12,
  foldedLines: 30,
  silentCells: 0,
  height: 10_000,
  picture: 900,
  pictureOnPhone: 844,
  elements: 8000,
  kilobytes: 40,
};
export type Measure = keyof typeof BUDGETS;

/** What a lesson may have instead, and why. */
export const EXCEPTIONS: Readonly<Record<string, Partial<Record<Measure, readonly [most: number, why: string]>>>> = {
  "src/content/docs/language-models/pretraining.mdx": {
    picture: [1250, "its first answer is a text, which the GPT writes on from the reader's beginning"],
    pictureOnPhone: [1700, "its first answer is a text"],
    height: [12_500, "two models, each with its own card of a fair contest, and the whole transformer drawn"],
  },
  "src/content/docs/language-models/where-counts-end.mdx": {
    height: [11_500, "the wall is shown from three sides, and the whole transformer drawn beside it"],
  },
  "src/content/docs/language-models/summaries.mdx": {
    words: [910, "two ways to sum a text up, and what they are scored by"],
    height: [10_800, "two ways to sum a text up, each with a formula of its own, and what they are scored by"],
    picture: [1700, "its first answer is a text with a bar beside each of its lines, which stands higher and does not count as a picture"],
    pictureOnPhone: [2700, "the same"],
  },
  "src/content/docs/language-models/families.mdx": { pictureOnPhone: [850, "three families to choose from stand one below the other"] },
  "src/content/docs/head-to-head/picture.mdx": {
    height: [11_000, "six contestants in two rounds, from few labels and from all, and two trainings in the page"],
  },
  "src/content/docs/language-models/tokens.mdx": {
    picture: [3050, "its first answer is a text in boxes, which stands at the top and does not count as a picture"],
    pictureOnPhone: [3850, "the same"],
    height: [10_100, "three vocabularies beside its own"],
  },
  "src/content/docs/language-models/translation.mdx": { pictureOnPhone: [930, "the number in words stands above the map of where it looked"] },
  "src/content/docs/head-to-head/series.mdx": {
    words: [990, "two rounds, the second with a break, and two kinds of tokens"],
    height: [11_300, "two rounds, a network to train with its fan, and a card that names nine contestants and each pair of them"],
  },
  "src/content/docs/machine-learning/forecasting.mdx": {
    pictureOnPhone: [1080, "its first picture is the sheet to draw on, which counts as a control; the answer stands below it"],
  },
  "src/content/docs/machine-learning/image-classification.mdx": {
    height: [10_250, "runs that a reader keeps stand beside each other under a curve of their own"],
    pictureOnPhone: [1130, "its first picture is the sheet to draw on, which counts as a control; the answer stands below it"],
  },
  "src/content/docs/language-models/alignment.mdx": {
    picture: [930, "its reader compares five pairs first, each with a control of its own; the answer stands below them"],
    pictureOnPhone: [1290, "the same; there the pairs stand one below the other"],
  },
  "src/content/docs/machine-learning/recommendation.mdx": {
    pictureOnPhone: [950, "its reader rates five films first, each with a control of its own; the answer stands below them"],
  },
  "src/content/docs/two-machines.mdx": {
    cells: [13, "two machines on one page, each with six cells and a slider for both"],
  },
};

/** Lines of a cell that stands open, as they count: what a drawing needs, and what brings in the tools, is not the idea. */
const ideaLines = (text: string) =>
  text
    .replace(/^import [^;]*from "(?:#notebook|#charts|@observablehq\/plot)";\n?/gm, "")
    .replace(/^(?:const \w+ = )?Plot\.[\s\S]*?^}\);?$/gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/\bPlot\./.test(line)).length;

/** Lines of the longest cells of a lesson that stand open, and of those that are folded. */
export function longestCells({ cells, notebook }: LessonFigures): { openLines: number; foldedLines: number } {
  const texts = notebook
    ? new Map(parseNotebook(readFileSync(`${root}notebooks/${notebook}.ts`, "utf8")).map(({ name, text }) => [name, text.trim()]))
    : new Map();
  const longest = (of: boolean, lines: (text: string) => number) =>
    Math.max(0, ...cells.filter(({ open }) => open === of).map(({ name }) => lines(texts.get(name) ?? "")));
  return { openLines: longest(true, ideaLines), foldedLines: longest(false, (text) => text.split("\n").length) };
}

/** The figures of a lesson that its source tells. */
export interface LessonFigures {
  /** Words of prose in the main line. */
  words: number;
  sections: number;
  /** Cells in the main line, and whether their code stands open. */
  cells: { name: string; open: boolean }[];
  notebook: string | undefined;
}

/** Folded, or not of the main line. */
const ASIDE = /^(?:GoingFurther|details|Check|FairContest|Quoted|Machine)$/;
const END = /^(?:Sources|Words of this page)$/;

export function figuresOf(source: string): LessonFigures {
  const figures: LessonFigures = { words: 0, sections: 0, cells: [], notebook: undefined };
  let ended = false;
  const count = (text: unknown) => {
    figures.words += String(text ?? "").match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0;
  };
  const visit = (node: Node) => {
    if (node.type === "heading" && node.depth === 2) {
      ended = END.test(textOf(node));
      if (!ended) figures.sections++;
    }
    if (ended || node.type === "yaml" || node.type === "mdxjsEsm" || ASIDE.test(node.name ?? "")) return;
    if (node.name === "Cell") {
      const attributes = attributesOf(node);
      figures.cells.push({ name: String(attributes["name"]), open: node.attributes!.some(({ name }) => name === "open") });
    }
    if (node.name === "Notebook") figures.notebook = String(attributesOf(node)["src"]);
    const { question, example, because } = attributesOf(node);
    for (const text of [question, example, because, node.type === "text" || node.type === "inlineCode" ? node.value : ""]) count(text);
    for (const child of node.children ?? []) visit(child);
  };
  visit(parse(source));
  return figures;
}

const textOf = (node: Node): string => (node.value ?? "") + (node.children ?? []).map(textOf).join("");

/** Words by which a sentence claims something that could be measured, or gives a reason. */
const CLAIMING = new RegExp(
  `\\b(?:${[
    "more|less|fewer|better|worse|faster|slower|larger|smaller|bigger|higher|lower|longer|shorter|easier|harder|stronger|weaker|cheaper|closer|rarer|simpler",
    "most|least|best|worst|fastest|slowest|largest|smallest|biggest|highest|lowest|longest|shortest|easiest|hardest|strongest|weakest|cheapest|fewest|simplest",
    "mostly|usually|hardly|rarely|only|always|never|almost|nearly",
    "because|since|therefore|that is why|the reason",
  ].join("|")})\\b`,
  "i",
);
/** An address, or authors with a year. */
const SOURCED = /\]\(https?:|<https?:|\([^()]*\b(?:19|20)\d\d\)/;

/**
 * The sentences of a page that claim something by a word, as plain text: comparisons, superlatives, "only", "never", "because" and their kind. Questions
 * claim nothing, and what stands in a paragraph with its source is claimed by that.
 */
export function claimingSentences(source: string): string[] {
  const description = /^description: (.*)$/m.exec(FRONT_MATTER.exec(source)?.[1] ?? "")?.[1] ?? "";
  const body = spoken(source)
    .replace(FRONT_MATTER, "")
    .replace(/^import .*$/gm, "")
    .replace(/^## Sources[\s\S]*/m, "")
    .replace(/```[\s\S]*?```/g, "");
  return [description, ...body.split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|(?<=\|)\n/)]
    .filter((block) => !SOURCED.test(block))
    .flatMap((block) =>
      block
        .replace(/\]\([^)]*\)/g, "]")
        .replace(/<[^>]*>/g, "")
        .replace(/\{\/\*[\s\S]*?\*\/\}/g, "")
        .replace(/\s+/g, " ")
        .split(/(?<=[.?!:]["”*)]*) /),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => CLAIMING.test(sentence) && !/\?["”*)]*$/.test(sentence));
}
