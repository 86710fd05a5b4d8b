/**
 * What a letter is in any script, as pieces of regular expressions with the flag u. A letter takes with it the marks that follow: the vowel signs of Hindi and
 * Thai, the points of Hebrew and Arabic, accents that were written apart from their letter. Between letters, a joiner (U+200D) or non-joiner (U+200C) shapes
 * them and is no border.
 */
const AFTER = String.raw`\p{M}\u200c\u200d`;

/** One or more letters, with their marks. */
export const LETTERS = String.raw`\p{L}[\p{L}${AFTER}]*`;

/** Letters with apostrophes inside. */
export const WORD = `${LETTERS}(?:['’]${LETTERS})*`;

/** Letters and digits, with their marks. */
export const LETTERS_AND_DIGITS = String.raw`[\p{L}\p{N}][\p{L}\p{N}${AFTER}]*`;

/**
 * Two or more letters, digits or underscores, with their marks: what scikit-learn's `CountVectorizer` counts, which leaves marks out. A vowel sign counts as a
 * letter, an accent does not.
 */
export const LONG_WORD = String.raw`[\p{L}\p{N}_][${AFTER}]*?(?:[\p{L}\p{N}_]|(?=\p{Alphabetic})\p{M})[\p{L}\p{N}_${AFTER}]*`;

/** A picture of its own, however many characters it is made of: a flag, a keycap, or an emoji with its skin tone and all that is joined to it. */
export const EMOJI = (() => {
  const one = String.raw`\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\u{e0020}-\u{e007f}]*`;
  return String.raw`\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|${one}(?:\u200d${one})*`;
})();

/** The words of a text in lower case, letters and digits each. */
export const wordsAndNumbers = (text: string): string[] => text.toLowerCase().match(EACH) ?? [];

const EACH = new RegExp(LETTERS_AND_DIGITS, "gu");
