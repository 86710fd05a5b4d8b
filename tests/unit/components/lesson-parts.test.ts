import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { type FairContestCard, fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { mathml, plainText } from "../../../src/components/lesson/formula.ts";
import { arrowHead, type Drawing, linesOf, MACHINE_WIDTH, MACHINES } from "../../../src/components/lesson/machines.ts";

describe("a formula", () => {
  it.each([
    [String.raw`J = \sum_i \lVert x_i - \mu_{c_i} \rVert^2`, "J = ∑_i ‖x_i − μ_(c_i)‖²"],
    [String.raw`\frac{n_{ab} + 1}{n_a + 27}`, "(n_ab + 1) / (n_a + 27)"],
    [String.raw`\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d}}\right)V`, "softmax(QKᵀ / √d)V"],
    [String.raw`P(x) = \prod_{t=1}^{n} P(x_t \mid x_{\lt t})`, "P(x) = ∏_(t = 1)^n P(x_t | x_(< t))"],
    [String.raw`\hat{y} = \max_a Q(s', a)`, "y\u0302 = max_a Q(s′, a)"],
    ["e^{-z}", "e^(− z)"],
  ])("%s is said as plain text", (tex, said) => {
    expect(plainText(mathml(tex))).toBe(said);
    const math = new JSDOM(mathml(tex, { display: true })).window.document.querySelector("math")!;
    expect(math.getAttribute("alttext")).toBe(said);
    expect(math.getAttribute("display")).toBe("block");
  });

  it("is made of what browsers draw without styles of their own", () => {
    expect(mathml(String.raw`\sum_{i=1}^n \frac{a_i}{\sqrt{b}}`)).not.toMatch(/<(?:span|svg|menclose)/);
  });

  it("fails with its own text where it is no TeX", () => {
    expect(() => mathml(String.raw`\frac{a}`)).toThrow(String.raw`The formula "\\frac{a}" cannot be read`);
  });
});

describe("the card of a contest", () => {
  const card: FairContestCard = {
    items: "300 emails",
    input: "the first 192 characters",
    context: "does not apply: one answer each",
    sampling: "none",
    effort: "300 steps",
    tuned: "C, on validation rows",
    baseLine: "69 %, always spam",
    interval: "95 %, Wilson",
    paired: "McNemar, p = 0.006",
  };

  it("has a row for each field", () => {
    expect(fairContestRows(card)).toHaveLength(9);
    expect(fairContestRows(card)[7]).toEqual(["Interval", "95 %, Wilson"]);
  });

  it("is refused where a field is missing or empty, or is none of its fields", () => {
    const { paired: _, ...rest } = card;
    expect(() => fairContestRows({ ...rest, effort: " " })).toThrow(
      '"Was it fair?" does not say effort (Effort), paired (Paired test). Where one does not apply, say why not.',
    );
    expect(() => fairContestRows({ ...card, luck: "none" } as FairContestCard)).toThrow("has no place for luck");
  });
});

describe.each(Object.entries(MACHINES as Record<string, Drawing>))("the machine %s", (_, { height, parts, lines }) => {
  const boxes = Object.values(parts).flatMap(({ boxes = [], words }) => boxes.map((box) => ({ words, ...box })));

  it("stands within its picture", () => {
    const points = [...lines, ...Object.values(parts).flatMap((part) => part.lines ?? [])].flatMap((line) => line.points);
    for (const { x, y, width, height: high } of boxes) points.push([x, y], [x + width, y + high]);
    for (const [x, y] of points) {
      expect(x >= 1 && x <= MACHINE_WIDTH - 1, `x ${x}`).toBe(true);
      expect(y >= 1 && y <= height - 1, `y ${y}`).toBe(true);
    }
  });

  it("has room for the words of its boxes", () => {
    for (const { words, width, height: high, shape } of boxes) {
      if (words === "" || words === "+" || shape === "frame") continue;
      const text = linesOf(words, width);
      expect(text.length * 16, words).toBeLessThanOrEqual(high);
      for (const line of text) expect(line.length * 7.8, line).toBeLessThanOrEqual(width - 8);
    }
  });

  it("has boxes that do not cover each other, but for frames", () => {
    const solid = boxes.filter(({ shape }) => shape !== "frame");
    for (const a of solid)
      for (const b of solid)
        if (a !== b)
          expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height, `${a.words}, ${b.words}`).toBe(false);
  });
});

it("the head of an arrow points where its line goes", () => {
  expect(arrowHead({ points: [[0, 0], [0, 10]] })).toBe("0,10 -3.5,3 3.5,3"); // biome-ignore format: a line
});
