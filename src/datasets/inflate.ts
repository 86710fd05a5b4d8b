/**
 * The bytes behind a base64 text of raw DEFLATE data. Synchronous, so that a data set is there as soon as its module is, and
 * the same wherever cells run: the platform's own `DecompressionStream` only answers later.
 *
 * Source: P. Deutsch, DEFLATE Compressed Data Format Specification 1.3, RFC 1951, section 3.2.
 * @throws RangeError when the data is damaged or cut short.
 */
export function inflate(base64: string): Uint8Array {
  const read = bitReader(fromBase64(base64));
  let out = new Uint8Array(base64.length * 4);
  let length = 0;
  const room = (more: number) => {
    if (length + more <= out.length) return;
    const larger = new Uint8Array(Math.max(length + more, out.length * 2));
    larger.set(out);
    out = larger;
  };

  for (let last = false; !last; ) {
    last = read.bits(1) === 1;
    const kind = read.bits(2);
    if (kind === 0) {
      const stored = read.storedBlock();
      room(stored.length);
      out.set(stored, length);
      length += stored.length;
      continue;
    }
    if (kind === 3) throw new RangeError("the compressed data is damaged: it holds a block of an unknown kind");
    const { literals, distances } = kind === 1 ? FIXED : dynamicCodes(read);
    for (;;) {
      const symbol = read.symbol(literals);
      if (symbol === 256) break;
      room(258);
      if (symbol < 256) {
        out[length++] = symbol;
        continue;
      }
      const run = LENGTHS.base[symbol - 257]! + read.bits(LENGTHS.extra[symbol - 257]!);
      const code = read.symbol(distances);
      const back = DISTANCES.base[code]! + read.bits(DISTANCES.extra[code]!);
      if (!(run > 0 && back <= length)) throw new RangeError("the compressed data is damaged: it copies what is not there");
      // Byte by byte: a run may copy what it has just written.
      for (const end = length + run; length < end; length++) out[length] = out[length - back]!;
    }
  }
  return out.subarray(0, length);
}

/** The text behind a base64 text of raw DEFLATE data in UTF-8. @throws RangeError when the data is damaged or cut short. */
export const inflateText = (base64: string): string => new TextDecoder().decode(inflate(base64));

/** A Huffman code: `count[n]` codes are n bits long; `symbols` in the order of their codes. */
interface Code {
  count: Uint16Array;
  symbols: Uint16Array;
  /** `symbol << 4 | bits` for each value of the next {@link FAST} bits; 0 where the code is longer. */
  fast: Uint16Array;
}

type BitReader = ReturnType<typeof bitReader>;

/** Codes of at most so many bits are looked up at once. */
const FAST = 10;
const LONGEST = 15;

/** Section 3.2.5: what a symbol stands for is `base` plus the value of its `extra` bits. */
const LENGTHS = {
  base: [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
  extra: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
};
const DISTANCES = {
  base: [1, 2, 3, 4].concat(Array.from({ length: 26 }, (_, i) => (2 + (i % 2)) * 2 ** ((i >> 1) + 1) + 1)),
  extra: [0, 0, 0, 0].concat(Array.from({ length: 26 }, (_, i) => (i >> 1) + 1)),
};
/** Section 3.2.7: the order in which the lengths of the code for code lengths are sent. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** Section 3.2.6. */
const FIXED = {
  literals: huffman(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
  distances: huffman(new Array<number>(30).fill(5)),
};

function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function bitReader(bytes: Uint8Array) {
  let at = 0;
  let held = 0;
  let heldBits = 0;

  /** Beyond the end come zeros, at most as many as looking ahead needs. */
  function need(count: number): void {
    while (heldBits < count) {
      if (at > bytes.length + 4) throw new RangeError("the compressed data is cut short");
      held |= (bytes[at++] ?? 0) << heldBits;
      heldBits += 8;
    }
  }
  function bits(count: number): number {
    need(count);
    const value = held & ((1 << count) - 1);
    held >>>= count;
    heldBits -= count;
    return value;
  }
  function symbol({ count, symbols, fast }: Code): number {
    need(LONGEST);
    const entry = fast[held & ((1 << FAST) - 1)]!;
    if (entry > 0) {
      held >>>= entry & 15;
      heldBits -= entry & 15;
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST; length++) {
      code |= bits(1);
      const codes = count[length]!;
      if (code - codes < first) return symbols[index + code - first]!;
      index += codes;
      first = (first + codes) << 1;
      code <<= 1;
    }
    throw new RangeError("the compressed data is damaged: it holds an unknown code");
  }
  function storedBlock(): Uint8Array {
    // Whole bytes that were read ahead go back; the rest of the current one is padding.
    at -= heldBits >> 3;
    held = heldBits = 0;
    const size = bytes[at]! | (bytes[at + 1]! << 8);
    at += 4;
    if (!(at + size <= bytes.length)) throw new RangeError("the compressed data is cut short");
    at += size;
    return bytes.subarray(at - size, at);
  }
  return { bits, symbol, storedBlock };
}

/** Section 3.2.2: a code is given by the length of each symbol's bits; 0 for a symbol that does not occur. */
function huffman(lengths: number[]): Code {
  const count = new Uint16Array(LONGEST + 1);
  for (const length of lengths) if (length > 0) count[length]!++;
  const offset = new Uint16Array(LONGEST + 2);
  const nextCode = new Uint16Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST; length++) {
    offset[length + 1] = offset[length]! + count[length]!;
    nextCode[length + 1] = (nextCode[length]! + count[length]!) << 1;
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << FAST);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    symbols[offset[length]!++] = symbol;
    const code = reversed(nextCode[length]!++, length);
    if (length <= FAST) for (let i = code; i < fast.length; i += 1 << length) fast[i] = (symbol << 4) | length;
  }
  return { count, symbols, fast };
}

/** Codes are sent from their highest bit on, all else from its lowest. */
function reversed(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

/** Section 3.2.7: the codes of a block that brings its own. */
function dynamicCodes(read: BitReader): { literals: Code; distances: Code } {
  const literals = read.bits(5) + 257;
  const distances = read.bits(5) + 1;
  const sent = read.bits(4) + 4;
  const codeLengths = new Array<number>(CODE_LENGTH_ORDER.length).fill(0);
  for (const place of CODE_LENGTH_ORDER.slice(0, sent)) codeLengths[place] = read.bits(3);
  const code = huffman(codeLengths);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = read.symbol(code);
    if (symbol < 16) lengths.push(symbol);
    else {
      const value = symbol === 16 ? (lengths.at(-1) ?? 0) : 0;
      const times = symbol === 16 ? 3 + read.bits(2) : symbol === 17 ? 3 + read.bits(3) : 11 + read.bits(7);
      for (let i = 0; i < times; i++) lengths.push(value);
    }
  }
  return { literals: huffman(lengths.slice(0, literals)), distances: huffman(lengths.slice(literals)) };
}
