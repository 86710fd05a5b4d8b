/**
 * The simplest tokenizer: each character is a token. Ids follow the order of the characters' code points, as in nanoGPT's character-level data.
 */
export class CharacterTokenizer {
  /** The characters, each once, by id: `[vocabularySize]`. */
  readonly characters: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /** Knows the characters of `text`, those outside the basic plane (an emoji, say) whole. @throws RangeError when there are none. */
  constructor(text: string) {
    this.characters = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
    if (this.characters.length === 0) throw new RangeError("the text is empty: a tokenizer needs at least one character to know");
    this.#ids = new Map(this.characters.map((character, id) => [character, id]));
  }

  get vocabularySize(): number {
    return this.characters.length;
  }

  has(character: string): boolean {
    return this.#ids.has(character);
  }

  /** One id for each character. @throws RangeError with the first character that is not known. */
  encode(text: string): number[] {
    return Array.from(text, (character, i) => {
      const id = this.#ids.get(character);
      if (id === undefined)
        throw new RangeError(`character ${i + 1}, ${JSON.stringify(character)}, is none of the ${this.vocabularySize} that this tokenizer knows`);
      return id;
    });
  }

  /** @throws RangeError when an id is not one of the vocabulary's. */
  decode(ids: Iterable<number>): string {
    return Array.from(ids, (id) => {
      const character = this.characters[id];
      if (character === undefined) throw new RangeError(`there is no token ${id}: ids go from 0 to ${this.vocabularySize - 1}`);
      return character;
    }).join("");
  }
}
