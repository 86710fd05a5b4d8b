/**
 * The characters that language models of mails read: those of a keyboard. Fixed before any mail is looked at, so that nothing of the test mails is known
 * to the models.
 */
const KEYBOARD = `\n${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("")}`;

/** Stands for each character that a model does not know. */
export const UNKNOWN = "�";
/** Stands before and after a text. */
export const BORDER = "\0";

/** All that language models of mails read. */
export const MAIL_CHARACTERS = BORDER + KEYBOARD + UNKNOWN;

/** The first characters of a text; one that takes two places of the string, such as an emoji, is not cut in two. */
export const firstCharacters = (text: string, count: number): string =>
  Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join("");

/** The text with {@link UNKNOWN} in the place of characters that `known` lacks. */
export function withoutUnknown(text: string, known: { has(character: string): boolean }): string {
  return Array.from(text, (character) => (character !== BORDER && known.has(character) ? character : UNKNOWN)).join("");
}
