/** The three families of transformers, by what reads what. */
export type Family = "encoder only" | "encoder–decoder" | "decoder only";

/** Whether a place, when it computes its vector, can look at another. */
export interface Sight {
  /** The token of the place that looks, with its number where a token stands twice. */
  reads: string;
  /** The token that may be looked at. */
  sees: string;
  /** 1 where it may, else 0. */
  may: number;
}

/**
 * Who may look at whom, row by row. An encoder's places look everywhere. A decoder's look at themselves and back. In an encoder–decoder the places of the text that is read look at each
 * other; those of the text that is written look at all that is read, and back.
 *
 * Source: A. Vaswani et al., Attention Is All You Need, arXiv 1706.03762, 2017, section 3.2.3.
 * @param tokens What is read; by a decoder, all there is.
 * @param written What an encoder–decoder writes. Others have none.
 * @throws RangeError when there are no tokens, or a family writes that has no second text.
 */
export function whoSeesWhom(family: Family, tokens: readonly string[], written: readonly string[] = []): Sight[] {
  if (tokens.length === 0) throw new RangeError("there are no tokens: give at least one word");
  if (written.length > 0 && family !== "encoder–decoder") throw new RangeError(`a model that is ${family} has one text: leave the second one out`);
  const all = [...tokens, ...written].map((token, i) => `${i + 1} ${token}`);
  const read = tokens.length;
  const may = (reads: number, sees: number) => {
    if (family === "decoder only") return sees <= reads;
    return reads < read ? sees < read : sees <= reads;
  };
  return all.flatMap((reads, i) => all.map((sees, j) => ({ reads, sees, may: may(i, j) ? 1 : 0 })));
}

/** The three families by their best known names: what reads a sentence of four words, or reads its beginning and writes the rest. */
export const familySights = {
  "BERT: encoder only": whoSeesWhom("encoder only", ["the", "white", "…", "swims"]),
  "T5: encoder–decoder": whoSeesWhom("encoder–decoder", ["the", "white", "…", "swims"], ["a", "whale"]),
  "GPT: decoder only": whoSeesWhom("decoder only", ["the", "white", "whale", "swims"]),
} as const satisfies Record<string, readonly Sight[]>;
