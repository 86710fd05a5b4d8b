/** Text that is changed in place, so that every position in it stays true. */
export class TextEdit {
  readonly #units: string[];

  constructor(text: string) {
    this.#units = text.split("");
  }

  /** Replaces everything but line ends by spaces. */
  blank(start: number, end: number): void {
    for (let i = start; i < end; i++) {
      if (!/[\n\r\u2028\u2029]/.test(this.#units[i] ?? "\n")) this.#units[i] = " ";
    }
  }

  /** Writes `text` over as many characters. */
  put(position: number, text: string): void {
    for (let i = 0; i < text.length; i++) this.#units[position + i] = text.charAt(i);
  }

  /** Adds `text` in front of a character: the one change that moves what follows on its line. */
  insert(position: number, text: string): void {
    this.#units[position] = text + (this.#units[position] ?? "");
  }

  toString(): string {
    return this.#units.join("");
  }
}
