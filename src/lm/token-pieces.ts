/** A tokeniser whose tokens can be written down one by one. */
export interface TokenWriter {
  encode(text: string): number[];
  tokenText(id: number): string;
}

/** The pieces that a tokeniser cuts a text into, each as it reads; a � where a token is only a part of a character. */
export const tokenPieces = (text: string, tokenizer: TokenWriter): string[] => tokenizer.encode(text).map((id) => tokenizer.tokenText(id));

/** A text with a sign for each space, so that a reader sees which piece a space belongs to. */
export const visibleSpaces = (text: string): string => text.replaceAll(" ", "␣");

/**
 * A text with a line between its pieces, and with visible spaces: "a|␣whale".
 * @param most Pieces written at most. Default: all.
 */
export const joinedPieces = (text: string, tokenizer: TokenWriter, most?: number): string =>
  visibleSpaces(tokenPieces(text, tokenizer).slice(0, most).join("|"));

/** How many characters a text has; one that takes two places in a string, such as an emoji, is one. */
export const characterCount = (text: string): number => [...text].length;
