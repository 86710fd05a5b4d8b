/**
 * How often each sequence of 1 to n tokens occurs, as a tree: the children of a sequence are those that go on with one more token. A node is a
 * number; all that is known about it stands in typed arrays, and a child is found by hashing parent and token. That holds and reads a million
 * sequences where a `Map` of strings would take many times the room and time.
 */
export class NGramCounts {
  /** The empty sequence. */
  static readonly ROOT = 0;
  readonly #order: number;
  #nodes = 1;
  #parent = new Int32Array(1024);
  #token = new Int32Array(1024);
  #count = new Int32Array(1024);
  /** Sum of the children's counts. */
  #total = new Int32Array(1024);
  /** Children. */
  #types = new Int32Array(1024);
  #firstChild = new Int32Array(1024);
  #nextSibling = new Int32Array(1024);
  /** Node in each slot, 0 where it is free; open addressing. */
  #slots = new Int32Array(4096);
  /** The sequence without its first token. */
  #suffix = new Int32Array(0);
  #continuations = new Int32Array(0);
  #continuationTotal = new Int32Array(0);
  #continuationTypes = new Int32Array(0);
  #discounts: number[] = [];

  constructor(order: number) {
    this.#order = order;
  }

  /** Sequences counted. */
  get size(): number {
    return this.#nodes - 1;
  }

  count = (node: number): number => this.#count[node]!;
  total = (node: number): number => this.#total[node]!;
  types = (node: number): number => this.#types[node]!;
  token = (node: number): number => this.#token[node]!;
  /** Before how many different tokens, one each, the sequence was seen. After `finish`. */
  continuations = (node: number): number => this.#continuations[node]!;
  /** Sum of the children's `continuations`. After `finish`. */
  continuationTotal = (node: number): number => this.#continuationTotal[node]!;
  /** Children that were seen after some token. After `finish`. */
  continuationTypes = (node: number): number => this.#continuationTypes[node]!;
  /** Kneser and Ney's D for sequences of so many tokens. After `finish`. */
  discount = (length: number): number => this.#discounts[length]!;

  /** The sequences that begin at `from` to `to` − 1, each up to n tokens long. */
  add(ids: Int32Array, from: number, to: number): void {
    for (let start = from; start < to; start++) {
      const end = Math.min(ids.length, start + this.#order);
      let node = NGramCounts.ROOT;
      for (let i = start; i < end; i++) {
        this.#total[node]!++;
        node = this.#childOrNew(node, ids[i]!);
        this.#count[node]!++;
      }
    }
  }

  /** To be called once, when all is added. A node is made after its parent, so one pass in that order sees suffixes of parents first. */
  finish(): void {
    const n = this.#nodes;
    this.#suffix = new Int32Array(n);
    this.#continuations = new Int32Array(n);
    this.#continuationTotal = new Int32Array(n);
    this.#continuationTypes = new Int32Array(n);
    const length = new Int32Array(n);
    for (let node = 1; node < n; node++) {
      const parent = this.#parent[node]!;
      length[node] = length[parent]! + 1;
      if (parent === NGramCounts.ROOT) continue;
      const suffix = this.child(this.#suffix[parent]!, this.#token[node]!);
      this.#suffix[node] = suffix;
      if (this.#continuations[suffix]!++ === 0) this.#continuationTypes[this.#parent[suffix]!]!++;
      this.#continuationTotal[this.#parent[suffix]!]!++;
    }
    const once = new Array<number>(this.#order + 1).fill(0);
    const twice = [...once];
    for (let node = 1; node < n; node++) {
      const seen = length[node] === this.#order ? this.#count[node] : this.#continuations[node];
      if (seen === 1) once[length[node]!]!++;
      if (seen === 2) twice[length[node]!]!++;
    }
    // Without sequences seen once there is nothing to learn D from; a half is between its bounds.
    this.#discounts = once.map((n1, i) => (n1 > 0 ? n1 / (n1 + 2 * twice[i]!) : 0.5)).map((D) => (D < 1 ? D : 0.5));
  }

  /** The sequence with one more token, 0 where it was not seen. */
  child(node: number, token: number): number {
    for (let slot = this.#slot(node, token); ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const found = this.#slots[slot]!;
      if (found === 0 || (this.#parent[found] === node && this.#token[found] === token)) return found;
    }
  }

  /** The sequences with one more token. */
  *children(node: number): Generator<number, void, undefined> {
    for (let child = this.#firstChild[node]!; child > 0; child = this.#nextSibling[child]!) yield child;
  }

  /** The nodes of the last 0, 1, 2, … of these tokens, as long as they were seen, at most n − 1. */
  contexts(ids: Int32Array | readonly number[]): number[] {
    let nodes = [NGramCounts.ROOT];
    for (const id of ids) nodes = this.advance(nodes, id);
    return nodes;
  }

  /** The same after one more token. */
  advance(nodes: readonly number[], id: number): number[] {
    const next = [NGramCounts.ROOT];
    for (let length = 0; length < nodes.length && length < this.#order - 1; length++) {
      const node = this.child(nodes[length]!, id);
      // What was not seen, was not seen with more before it either.
      if (node === 0) break;
      next.push(node);
    }
    return next;
  }

  #childOrNew(parent: number, token: number): number {
    const found = this.child(parent, token);
    if (found > 0) return found;
    if (this.#nodes === this.#parent.length) this.#grow();
    if (this.#nodes * 2 > this.#slots.length) this.#rehash();
    const node = this.#nodes++;
    this.#parent[node] = parent;
    this.#token[node] = token;
    this.#types[parent]!++;
    this.#nextSibling[node] = this.#firstChild[parent]!;
    this.#firstChild[parent] = node;
    this.#place(node);
    return node;
  }

  #slot(parent: number, token: number): number {
    const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(token + 1, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.#slots.length - 1);
  }

  #place(node: number): void {
    let slot = this.#slot(this.#parent[node]!, this.#token[node]!);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
    this.#slots[slot] = node;
  }

  #grow(): void {
    const twice = (array: Int32Array) => {
      const larger = new Int32Array(array.length * 2);
      larger.set(array);
      return larger;
    };
    this.#parent = twice(this.#parent);
    this.#token = twice(this.#token);
    this.#count = twice(this.#count);
    this.#total = twice(this.#total);
    this.#types = twice(this.#types);
    this.#firstChild = twice(this.#firstChild);
    this.#nextSibling = twice(this.#nextSibling);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let node = 1; node < this.#nodes; node++) this.#place(node);
  }
}
