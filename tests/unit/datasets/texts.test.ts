import { describe, expect, it } from "vitest";
import { LANGUAGES, languageNames } from "../../../src/datasets/language-names.ts";
import { mobyDick } from "../../../src/datasets/moby-dick.ts";
import { sotu } from "../../../src/datasets/sotu.ts";
import { spam } from "../../../src/datasets/spam.ts";

describe("Moby-Dick", () => {
  it("is 1,190,317 characters, from Ishmael to the great shroud of the sea", () => {
    expect(mobyDick.text).toHaveLength(1_190_317);
    expect(new Set(mobyDick.text).size).toBe(83);
    expect(mobyDick.text.startsWith("CHAPTER 1. Loomings.\n\nCall me Ishmael. Some years ago—never mind how long precisely—")).toBe(true);
    expect(mobyDick.text.endsWith("the great\nshroud of the sea rolled on as it rolled five thousand years ago.\n")).toBe(true);
    expect(mobyDick.text.match(/^CHAPTER \d+\. /gm)).toHaveLength(135);
  });

  it("is cut after eight tenths, and after nine", () => {
    expect(mobyDick.train).toHaveLength(952_253);
    expect(mobyDick.test).toHaveLength(119_032);
    expect(mobyDick.validation).toHaveLength(119_032);
    expect(mobyDick.train + mobyDick.test + mobyDick.validation).toBe(mobyDick.text);
  });
});

describe("State of the Union", () => {
  it("is 233 speeches by 43 presidents from 1790 to 2021, in order", () => {
    const years = sotu.rows.map(({ year }) => year);
    expect(sotu.rows).toHaveLength(233);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect([years[0], years.at(-1)]).toEqual([1790, 2021]);
    expect(new Set(sotu.rows.map(({ president }) => president)).size).toBe(43);
    expect(sotu.meta.rows).toBe(233);
  });

  it("holds what history says was said", () => {
    const said = (year: number, words: string) => sotu.rows.some((speech) => speech.year === year && speech.text.includes(words));
    // 1862, A. Lincoln; 1941, F. D. Roosevelt; 1964, L. B. Johnson; 1996, W. J. Clinton.
    expect(said(1862, "We shall nobly save or meanly lose the last best hope of earth")).toBe(true);
    expect(said(1941, "freedom from want")).toBe(true);
    expect(said(1964, "unconditional war on poverty")).toBe(true);
    expect(said(1996, "era of big Government is over")).toBe(true);
    expect(sotu.rows[0]).toMatchObject({ president: "George Washington", party: "none" });
  });
});

describe("spam", () => {
  it("is the corpus without what is there twice", () => {
    // The corpus: 2,500 + 1,400 + 250 ham, 500 + 1,396 spam.
    const count = (group: string) => spam.rows.filter((mail) => mail.group === group).length;
    expect(spam.rows.length + spam.duplicates).toBe(6046);
    expect(spam.duplicates).toBe(121);
    expect(["easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"].map(count).reduce((a, b) => a + b)).toBe(spam.rows.length);
    expect(count("easy-ham-1")).toBeLessThanOrEqual(2500);
    expect(spam.labels.filter((label) => label === "spam")).toHaveLength(1815);
    const keys = spam.texts.map((text) => text.replace(/\s+/g, " ").trim().toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("holds no mail address and at most 4,000 characters of a body", () => {
    expect(spam.texts.filter((text) => /[\w.-]+@[\w-]+\.[a-z]{2,}/i.test(text))).toEqual([]);
    expect(Math.max(...spam.rows.map(({ body }) => body.length))).toBe(4000);
    expect(spam.texts.some((text) => text.includes("[address]"))).toBe(true);
  });

  it("has its subjects, labels and texts in one order", () => {
    expect(spam.rows[0]).toMatchObject({ label: "ham", group: "easy-ham-1", subject: "Re: New Sequences Window" });
    for (const [i, { subject, body, label, group }] of spam.rows.entries()) {
      expect(spam.texts[i]).toBe(`${subject}\n${body}`);
      expect(spam.labels[i]).toBe(label);
      expect(label).toBe(group.split("-")[0] === "spam" ? "spam" : "ham");
    }
  });
});

describe("names in 20 languages", () => {
  it("are 9,594, each in one language alone", () => {
    expect(languageNames.rows).toHaveLength(9594);
    expect(new Set(languageNames.names).size).toBe(9594);
    expect(new Set(languageNames.labels)).toEqual(new Set(Object.keys(LANGUAGES)));
  });

  it("are what these languages call things", () => {
    const has = (language: string, name: string) => languageNames.rows.some((row) => row.language === language && row.name === name);
    expect(has("de", "Deutschland")).toBe(true);
    expect(has("fi", "Saksa")).toBe(true);
    expect(has("nb", "Norge")).toBe(false); // So say Danish and Swedish.
    expect(has("hu", "Németország")).toBe(true);
    expect(has("fr", "Côte d’Ivoire")).toBe(false); // So says English.
    expect(has("lv", "Vācija")).toBe(true);
  });
});
