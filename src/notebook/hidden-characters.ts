import type { Position } from "./types.ts";

/** A character that shows nothing, or that makes code read in another order than it runs. */
export interface HiddenCharacter extends Position {
  /** As in `U+202E`. */
  code: string;
}

/**
 * Controls, bidirectional overrides and isolates, invisible letters, spaces without width and line ends that do not
 * look like one: with these, code can do something else than what a reader sees. A joiner inside an emoji is none.
 * Boucher and Anderson, "Trojan Source: Invisible Vulnerabilities" (2021); Unicode Technical Report 36, section 3.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;

/** Where a text holds hidden characters. Lines are those of an editor: a hidden line end begins none. */
export function hiddenCharacters(text: string): HiddenCharacter[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(HIDDEN)].map((match) => {
      const code = `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
      return { code, line: index + 1, column: match.index + 1 };
    }),
  );
}
