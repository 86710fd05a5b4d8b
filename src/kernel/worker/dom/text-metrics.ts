/** Widths of characters in thousandths of the font size, those of a common sans serif (Arial). */
const WIDTHS: Record<number, string> = {
  222: "ijl'|",
  278: " .,:;!/\\[]ftI",
  333: "()-r`",
  389: "*",
  500: "cksvxyzJ",
  584: "+<>=~",
  611: "FTZL",
  667: "ABEKPSVXY&",
  722: "CDHNRUw",
  778: "GOQ",
  833: "mM",
  889: "%",
  944: "W",
  1015: "@",
};
let byCharacter: Map<string, number> | undefined;

/** Width of a text in ems, estimated: fonts cannot be measured here. Digits and what is not known count as average. */
export function textWidth(text: string, bold = false): number {
  byCharacter ??= new Map(Object.entries(WIDTHS).flatMap(([width, characters]) => [...characters].map((c) => [c, Number(width)] as const)));
  let width = 0;
  for (const character of text) width += byCharacter.get(character) ?? (wide(character) ? 1000 : invisible(character) ? 0 : 556);
  return (width / 1000) * (bold ? 1.06 : 1);
}

/** Of the font size, from the baseline: how far text reaches up and down. */
export const ASCENT = 0.93;
export const DESCENT = 0.24;

function wide(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xff00 && code <= 0xff60) ||
      code >= 0x1f300)
  );
}

function invisible(character: string): boolean {
  return /[\u200b-\u200f\u00ad\u0300-\u036f\ufe0f\n\r\t]/.test(character);
}
