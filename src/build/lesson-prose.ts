/** What the parts of a lesson say by their attributes, as Markdown: for those who take a chapter away, and for those who check its words. */
import { runInNewContext } from "node:vm";
import { fairContestRows } from "../components/lesson/fair-contest.ts";

/** An element of MDX's tree. */
export interface Element {
  name?: string;
  attributes?: { name?: string; value?: unknown }[];
}

/** Blocks of Markdown that stand before and after what the element holds. */
export interface PartProse {
  before: string[];
  after: string[];
}

/** What a part of a lesson says around what it holds; undefined for an element that is none. */
export function lessonProse(element: Element): PartProse | undefined {
  const words = PARTS[element.name ?? ""];
  if (!words) return undefined;
  const { before = [], after = [] } = words(attributesOf(element));
  return { before, after };
}

/** The attributes of an element. Those that only the page itself can work out are left out. */
export function attributesOf({ attributes = [] }: Element): Record<string, unknown> {
  return Object.fromEntries(
    attributes.flatMap(({ name, value }) => {
      if (name === undefined) return [];
      if (typeof value === "string") return [[name, value]];
      try {
        return [[name, runInNewContext(`(${(value as { value: string }).value})`)]];
      } catch {
        return [];
      }
    }),
  );
}

/** The right answer to a question, in words. */
export function rightAnswer({ options, answer, unit }: Record<string, unknown>): string {
  return Array.isArray(options) ? String(options[Number(answer)]) : `${answer}${unit ? ` ${unit}` : ""}`;
}

const question = (title: string, asked: unknown, attributes: Record<string, unknown>) => ({
  before: [
    `${title && `**${title}.** `}${asked}`,
    ...(Array.isArray(attributes["options"]) ? [attributes["options"].map((option) => `- ${option}`).join("\n")] : []),
    `The answer: **${rightAnswer(attributes)}**`,
  ],
});

const PARTS: Record<string, (attributes: Record<string, unknown>) => Partial<PartProse>> = {
  Predict: (attributes) => question("Your guess first", attributes["question"], attributes),
  Question: (attributes) => question("", attributes["ask"], attributes),
  Check: () => ({ before: ["## Check yourself"] }),
  Formula: ({ tex, symbols = [], example }) => ({
    before: ["**In a formula**"],
    after: [`$$\n${tex}\n$$`, (symbols as [string, string][]).map(([symbol, words]) => `- $${symbol}$: ${words}`).join("\n"), `By hand: ${example}`],
  }),
  FairContest: (card) => ({
    before: [
      "**Was it fair?**",
      Object.keys(card).length === 0
        ? "The page has the card: it is filled from what was measured."
        : fairContestRows(card)
            .map(([label, words]) => `- ${label}: ${words}`)
            .join("\n"),
    ],
  }),
  AtScale: () => ({ before: ["## At scale, measured by others"] }),
  Quoted: ({ model, prompt, source, href, year }) => ({
    before: [`Quoted, not run here: **${model}** was asked: ${prompt}`],
    after: [`([${source}](${href}), ${year})`],
  }),
  Remember: () => ({ before: ["## To remember"] }),
  GoingFurther: ({ title }) => ({ before: [`**Going further: ${title}**`] }),
  Badge: ({ is }) => ({ before: [String(is)] }),
};
