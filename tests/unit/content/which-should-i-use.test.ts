import { describe, expect, it } from "vitest";
import { ASKS, allWays, guide, isAnswer, type Question } from "../../../src/components/guide/paths.ts";
import { read } from "./page.ts";

const ways = allWays();
const told = ({ said, answer }: (typeof ways)[number]) => `${Object.values(said).join(" → ")}: ${answer.id}`;

describe("the guide", () => {
  it("asks at most seven questions, none of them twice on a way", () => {
    expect(Object.keys(ASKS).length).toBeLessThanOrEqual(7);
    const longest = (step: Question | ReturnType<typeof allWays>[number]["answer"], asked: string[] = []): string[] => {
      if (isAnswer(step)) return asked;
      expect(asked).not.toContain(step.about);
      expect(new Set(step.options.map(({ says }) => says)).size).toBe(step.options.length);
      expect(step.options.length).toBeGreaterThanOrEqual(2);
      return step.options.map(({ leads }) => longest(leads, [...asked, step.about])).reduce((a, b) => (b.length > a.length ? b : a));
    };
    expect(longest(guide).length).toBeLessThanOrEqual(7);
    // Each of the seven is asked somewhere.
    expect(new Set(ways.flatMap(({ said }) => Object.keys(said)))).toEqual(new Set(Object.keys(ASKS)));
  });

  it.each(ways.map((way) => [told(way), way] as const))("%s, and its rows say so", (_, { answer }) => {
    expect(answer.use).not.toBe("");
    expect(answer.why).not.toBe("");
    expect(answer.backing.length).toBeGreaterThan(0);
    for (const { holds, sentence, href, source } of answer.backing) {
      expect(holds, sentence).toBe(true);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      // Measured here, or published by somebody, with a year and a link.
      expect(source ? `${href} ${source}` : href).toMatch(source ? /^https:\S+ .*\b20\d\d\b/ : /^[a-z-]+\/[a-z-]+\/(?:#[a-z-]+)?$/);
    }
  });

  it("rests on rows of this site in most of what it says of models that were compared here", () => {
    const measured = ways.filter(({ answer }) => answer.backing.some(({ source }) => source === undefined));
    expect(measured.length).toBeGreaterThanOrEqual(3);
  });

  it("leads to headings that exist", () => {
    for (const { answer } of ways)
      for (const { href, source } of answer.backing) {
        if (source) continue;
        const [page, heading] = href.split("/#") as [string, string?];
        const text = read(`src/content/docs/${page.replace(/\/$/, "")}.mdx`);
        const slugs = Array.from(text.matchAll(/^#{2,3} (.*)$/gm), ([, title]) =>
          title!
            .toLowerCase()
            .replace(/[^a-z0-9 -]/g, "")
            .replaceAll(" ", "-"),
        );
        if (heading) expect(slugs).toContain(heading);
      }
  });
});
