/** How the texts are made compact. Each function takes the folders of its unpacked packages and gives the content. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { speechParts } from "../../src/tune/speech-parts.ts";
import { readJson, readText } from "./read.ts";

/** The 135 chapters and the epilogue, with the line breaks of the printed page. */
export const mobyDick = ([folder]: string[]): Promise<string> => readText(folder!, "data/data.txt");

/** JSON: [year, president, party, text] for each speech, in the order of the years. */
export async function sotu([folder]: string[]): Promise<string> {
  const files = (await readdir(join(folder!, "data"))).filter((file) => /^\d{4}_.*\.json$/.test(file)).sort();
  const speeches = await Promise.all(files.map((file) => readJson<Speech>(folder!, `data/${file}`)));
  return JSON.stringify(speeches.map(({ year, name, party, text }) => [year, name, party, text]));
}

/**
 * JSON: [what to learn from, what to be asked about, each the beginning of a speech]. Those since 1961, in the characters of Moby-Dick alone: the first 60,000 characters of what
 * `speechParts` gives to learn from, and its speeches to choose with.
 */
export async function speechPieces([speeches, book]: string[]): Promise<string> {
  const rows = (JSON.parse(await sotu([speeches!])) as [number, string, string, string][]).map(([year, president, party, text]) => ({
    year,
    president,
    party,
    text,
  }));
  const { train, validation } = speechParts(rows, { characters: new Set(await mobyDick([book!])) });
  return JSON.stringify([train.slice(0, 60_000), validation]);
}

interface Speech {
  year: number;
  name: string;
  party: string;
  text: string;
}

/** Characters of a mail's body that are kept. */
const BODY = 4000;

/**
 * JSON: [group, subject, body] for each mail. Mail addresses become `[address]`, the body ends after 4,000 characters, and of mails that then
 * differ in nothing but white space and capitals the first is kept. Bodies are as they were sent: HTML and MIME parts are not decoded.
 */
export async function spam([folder]: string[]): Promise<string> {
  const files = await readJson<string[]>(folder!, "data/file_list.json");
  const mails = await Promise.all(files.map((file) => readJson<{ group: string; text: string }>(folder!, `data/${file.replace(/\.txt$/, ".json")}`)));
  const seen = new Set<string>();
  const kept: string[][] = [];
  for (const { group, text } of mails) {
    const { subject, body } = partsOf(text.replace(/\r\n?/g, "\n"));
    const key = `${subject}\n${body}`.replace(/\s+/g, " ").trim().toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push([group, subject, body]);
  }
  return JSON.stringify(kept);
}

function partsOf(mail: string): { subject: string; body: string } {
  const end = mail.indexOf("\n\n");
  const header = end < 0 ? mail : mail.slice(0, end);
  const subject = /^Subject:[ \t]*(.*(?:\n[ \t].*)*)/im.exec(header)?.[1] ?? "";
  return {
    subject: withoutAddresses(subject.replace(/\s+/g, " ").trim()),
    body: end < 0 ? "" : withoutAddresses(mail.slice(end + 2)).slice(0, BODY),
  };
}

const withoutAddresses = (text: string) => text.replace(/[\w.+%=-]+@[\w-]+(?:\.[\w-]+)*/g, "[address]");

/** 20 languages in Latin script. */
const LANGUAGES = "cs da de en es et fi fr hr hu it lt lv nb nl pl pt ro sv tr".split(" ");

/**
 * One line per name: language, tab, name. The names of territories and of languages (without the alternative ones) that just one of the
 * twenty languages has: "Europa" says nothing about who says it.
 */
export async function languageNames([folder]: string[]): Promise<string> {
  const languagesOf = new Map<string, string[]>();
  for (const language of LANGUAGES)
    for (const name of await namesIn(folder!, language)) languagesOf.set(name, [...(languagesOf.get(name) ?? []), language]);
  return [...languagesOf]
    .filter(([, languages]) => languages.length === 1)
    .map(([name, [language]]) => `${language}\t${name}`)
    .join("\n");
}

async function namesIn(folder: string, language: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (const kind of ["territories", "languages"]) {
    const { main } = await readJson<CldrFile>(folder, `main/${language}/${kind}.json`);
    for (const [key, name] of Object.entries(main[language]!.localeDisplayNames[kind]!)) if (!key.includes("-alt-")) names.add(name);
  }
  return names;
}

interface CldrFile {
  main: Record<string, { localeDisplayNames: Record<string, Record<string, string>> }>;
}
