import { languageNamesPacked } from "./data/language-names.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

/** The name of a country, a region or a language, in a language. */
export interface LanguageName {
  /** The language in which the name is: a key of {@link LANGUAGES}. */
  language: string;
  name: string;
}

/** The languages by their codes. */
export const LANGUAGES: Record<string, string> = {
  cs: "Czech",
  da: "Danish",
  de: "German",
  en: "English",
  es: "Spanish",
  et: "Estonian",
  fi: "Finnish",
  fr: "French",
  hr: "Croatian",
  hu: "Hungarian",
  it: "Italian",
  lt: "Lithuanian",
  lv: "Latvian",
  nb: "Norwegian (Bokmål)",
  nl: "Dutch",
  pl: "Polish",
  pt: "Portuguese",
  ro: "Romanian",
  sv: "Swedish",
  tr: "Turkish",
};

const rows: LanguageName[] = inflateText(languageNamesPacked)
  .split("\n")
  .map((line) => {
    const [language, name] = line.split("\t");
    return { language: language!, name: name! };
  });

const meta: DatasetMeta = {
  title: "Names of places and languages in 20 languages",
  source: "Unicode Common Locale Data Repository; as in cldr-localenames-full 48.2.0",
  url: "https://cldr.unicode.org",
  licence: "Unicode-3.0",
  rows: rows.length,
};

/** 9,594 names, each of which only one of the twenty languages has. */
export const languageNames = {
  meta,
  rows,
  /** The name in each row. */
  names: rows.map(({ name }) => name),
  /** The language of each row. */
  labels: rows.map(({ language }) => language),
};
