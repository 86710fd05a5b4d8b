/**
 * DEFLATE (RFC 1951) in one block with codes of its own. Browsers compress only asynchronously, and a
 * chart's picture is wanted at once.
 */
export function deflate(data: Uint8Array): Uint8Array {
  const symbols = matches(data);
  const [literals, distances] = [new Uint32Array(286), new Uint32Array(30)];
  for (let i = 0; i < symbols.length; ++i) {
    const symbol = symbols[i] ?? 0;
    if (symbol < 256) literals[symbol]!++;
    else {
      literals[257 + codeOf(LENGTH_BASES, symbol >>> 16)]!++;
      distances[codeOf(DISTANCE_BASES, symbol & 0xffff)]!++;
    }
  }
  literals[END] = 1;
  const bits = new Bits(data.length / 2 + 1024);
  bits.write(0b101, 3); // the last block, codes of its own
  const [literal, distance] = [new Code(literals, 15), new Code(distances, 15)];
  writeCodes(bits, literal, distance);
  for (const symbol of symbols) {
    if (symbol < 256) literal.write(bits, symbol);
    else {
      writeValue(bits, literal, 257, LENGTH_BASES, LENGTH_EXTRA, symbol >>> 16);
      writeValue(bits, distance, 0, DISTANCE_BASES, DISTANCE_EXTRA, symbol & 0xffff);
    }
  }
  literal.write(bits, END);
  return bits.bytes();
}

const END = 256;
const WINDOW = 32768;
const SHORTEST = 3;
const LONGEST = 258;
/** How many earlier places with the same three bytes are tried. */
const TRIES = 12;

const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];

/** Bytes, and for what was there before: its length in the upper and how far back in the lower 16 bits. */
function matches(data: Uint8Array): number[] {
  const symbols: number[] = [];
  const heads = new Int32Array(WINDOW).fill(-1);
  const earlier = new Int32Array(WINDOW);
  const remember = (at: number) => {
    const hash = hashAt(data, at);
    earlier[at % WINDOW] = heads[hash] ?? -1;
    heads[hash] = at;
  };
  for (let at = 0; at < data.length; ) {
    let [best, distance] = [0, 0];
    const limit = Math.min(LONGEST, data.length - at);
    let candidate = limit < SHORTEST ? -1 : (heads[hashAt(data, at)] ?? -1);
    for (let tries = 0; tries < TRIES && candidate >= 0 && at - candidate < WINDOW && best < limit; ++tries) {
      let length = 0;
      while (length < limit && data[candidate + length] === data[at + length]) ++length;
      if (length > best) [best, distance] = [length, at - candidate];
      const next = earlier[candidate % WINDOW] ?? -1;
      if (next >= candidate) break; // overwritten since
      candidate = next;
    }
    if (best >= SHORTEST) symbols.push(best * 0x10000 + distance);
    else symbols.push(data[at] ?? 0);
    for (let end = at + Math.max(1, best >= SHORTEST ? best : 1); at < end; ++at) if (at + 2 < data.length) remember(at);
  }
  return symbols;
}

function hashAt(data: Uint8Array, at: number): number {
  return (((data[at] ?? 0) << 10) ^ ((data[at + 1] ?? 0) << 5) ^ (data[at + 2] ?? 0)) & (WINDOW - 1);
}

function codeOf(bases: number[], value: number): number {
  let [low, high] = [0, bases.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bases[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function writeValue(bits: Bits, code: Code, first: number, bases: number[], extra: number[], value: number): void {
  const index = codeOf(bases, value);
  code.write(bits, first + index);
  bits.write(value - (bases[index] ?? 0), extra[index] ?? 0);
}

/** The code lengths, themselves coded; runs of zeros are shortened. (RFC 1951, 3.2.7) */
function writeCodes(bits: Bits, literal: Code, distance: Code): void {
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const lengths = [...literal.lengths, ...distance.lengths];
  const items: [symbol: number, extra: number, bits: number][] = [];
  for (let i = 0; i < lengths.length; ) {
    let run = 1;
    if (lengths[i] === 0) while (run < 138 && lengths[i + run] === 0) ++run;
    if (run >= 11) items.push([18, run - 11, 7]);
    else if (run >= 3) items.push([17, run - 3, 3]);
    else items.push([lengths[i] ?? 0, 0, (run = 1) - 1]);
    i += run;
  }
  const counts = new Uint32Array(19);
  for (const [symbol] of items) counts[symbol]!++;
  const code = new Code(counts, 7);
  bits.write(literal.lengths.length - 257, 5);
  bits.write(distance.lengths.length - 1, 5);
  bits.write(order.length - 4, 4);
  for (const symbol of order) bits.write(code.lengths[symbol] ?? 0, 3);
  for (const [symbol, extra, count] of items) {
    code.write(bits, symbol);
    bits.write(extra, count);
  }
}

/** A canonical Huffman code for symbols that occur so often. */
class Code {
  readonly lengths: Uint8Array;
  readonly #codes: Uint16Array;

  constructor(counts: Uint32Array, longest: number) {
    this.lengths = codeLengths(counts, longest);
    this.#codes = new Uint16Array(counts.length);
    let code = 0;
    for (let length = 1; length <= longest; ++length, code <<= 1) {
      for (let symbol = 0; symbol < counts.length; ++symbol) {
        if (this.lengths[symbol] === length) this.#codes[symbol] = reversed(code++, length);
      }
    }
  }

  write(bits: Bits, symbol: number): void {
    bits.write(this.#codes[symbol] ?? 0, this.lengths[symbol] ?? 0);
  }
}

/** Huffman's algorithm; where a code would be too long, rare symbols are counted as less rare and it starts anew. */
function codeLengths(counts: Uint32Array, longest: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  let leaves = [...counts.entries()].filter(([, count]) => count > 0).map(([symbol, count]) => ({ count, symbols: [symbol] }));
  // Decoders want two codes, if only for form.
  for (let symbol = 0; leaves.length < 2; ++symbol) if (!counts[symbol]) leaves.push({ count: 1, symbols: [symbol] });
  for (;;) {
    lengths.fill(0);
    let queue = leaves.slice().sort((a, b) => a.count - b.count);
    while (queue.length > 1) {
      const [one, two, ...rest] = queue;
      if (!one || !two) break;
      const merged = { count: one.count + two.count, symbols: [...one.symbols, ...two.symbols] };
      for (const symbol of merged.symbols) lengths[symbol]!++;
      const at = rest.findIndex(({ count }) => count >= merged.count);
      rest.splice(at < 0 ? rest.length : at, 0, merged);
      queue = rest;
    }
    if (lengths.every((length) => length <= longest)) return lengths;
    leaves = leaves.map(({ count, symbols }) => ({ count: (count >>> 1) + 1, symbols }));
  }
}

function reversed(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; ++i, code >>= 1) out = (out << 1) | (code & 1);
  return out;
}

/** Bits into bytes, the lowest first. */
class Bits {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #buffer = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.ceil(capacity));
  }

  write(value: number, count: number): void {
    this.#buffer |= value << this.#count;
    for (this.#count += count; this.#count >= 8; this.#count -= 8, this.#buffer >>>= 8) this.#push(this.#buffer);
  }

  bytes(): Uint8Array {
    if (this.#count > 0) this.#push(this.#buffer);
    this.#count = this.#buffer = 0;
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length + 1024);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = byte;
  }
}
