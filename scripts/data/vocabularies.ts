/** How vocabularies are made compact. */
import { readLines } from "./read.ts";

/**
 * A vocabulary of tiktoken: in its file a line for each token, its bytes in base64 and its rank, which here is its place. Of that: the count of tokens in four
 * bytes, the lowest first, the length of each token in one byte, then their bytes. `RankedBPE.load` reads it.
 */
export const vocabulary =
  (name: string) =>
  async ([folder]: string[]): Promise<Uint8Array> => {
    const lines = await readLines(folder!, `data/${name}.tiktoken`);
    const tokens = lines.map((line, place) => {
      const [bytes, rank] = line.split(" ") as [string, string];
      if (Number(rank) !== place) throw new Error(`${name}: rank ${rank} stands in line ${place}`);
      return Buffer.from(bytes, "base64");
    });
    const count = Buffer.alloc(4);
    count.writeUInt32LE(tokens.length);
    return Buffer.concat([count, Buffer.from(tokens.map(({ length }) => length)), ...tokens]);
  };
