/** Word vectors learnt from a text, made small. */
import { max } from "../../src/base/max.ts";
import { WordEmbeddings, wordsIn } from "../../src/words/word-embeddings.ts";
import { sotu } from "./texts.ts";

/** The 4,000 most frequent words of all speeches, each with 50 numbers. Takes half a minute. */
export async function sotuEmbeddings(folders: string[]): Promise<Uint8Array> {
  const speeches = JSON.parse(await sotu(folders)) as [number, string, string, string][];
  const texts = speeches.map(([, , , text]) => wordsIn(text));
  return packed(new WordEmbeddings({ dimensions: 50, maxWords: 4000 }).fit(texts), texts);
}

/**
 * A line of JSON with the words, their counts in the texts and the number of dimensions; then for each word its vector in signed bytes, scaled so that its
 * greatest number is 127 or −127.
 */
export function packed(
  { words, vectors, dimensions }: Pick<WordEmbeddings, "words" | "vectors" | "dimensions">,
  texts: readonly (readonly string[])[],
): Uint8Array {
  const counts = new Map(words.map((word) => [word, 0]));
  for (const text of texts)
    for (const word of text) {
      const count = counts.get(word);
      if (count !== undefined) counts.set(word, count + 1);
    }
  const header = new TextEncoder().encode(`${JSON.stringify({ words, counts: [...counts.values()], dimensions })}\n`);
  const content = new Uint8Array(header.length + words.length * dimensions);
  content.set(header);
  for (const [i, vector] of vectors.entries()) {
    const numbers = Array.from(vector);
    const greatest = max(numbers.map(Math.abs)) || 1;
    content.set(
      numbers.map((value) => Math.round((127 * value) / greatest) & 255),
      header.length + i * dimensions,
    );
  }
  return content;
}
