/** What every engine is asked to do. Sizes, data and initial values are the same for all. */
export interface GPTSize {
  layers: number;
  width: number;
  heads: number;
  context: number;
  batch: number;
  vocabulary: number;
}

export type TaskName = `matmul ${64 | 128 | 256 | 512}` | "MLP" | "CNN" | `GPT ${keyof typeof GPT_SIZES}` | "GPT token";

export const GPT_SIZES = {
  "2×64": { layers: 2, width: 64, heads: 4, context: 64, batch: 16, vocabulary: 65 },
  "4×64": { layers: 4, width: 64, heads: 4, context: 64, batch: 8, vocabulary: 65 },
  "4×128": { layers: 4, width: 128, heads: 4, context: 128, batch: 16, vocabulary: 65 },
} satisfies Record<string, GPTSize>;

/** 784 → 128 → 10, pictures as rows. */
export const MLP = { inputs: 784, hidden: 128, classes: 10, batch: 32 };
/** 28 × 28 → conv 3 × 3 to 8 → pool 2 → conv 3 × 3 to 16 → pool 2 → 10; both convolutions padded by 1. */
export const CNN = { size: 28, channels: [8, 16], classes: 10, batch: 32 } as const;

/** One step, or one product. Gives the loss, where there is one. */
export type Step = () => number | Promise<number>;

export interface Engine {
  name: string;
  start(): Promise<void>;
  /** Undefined where the engine cannot do it. */
  prepare(task: TaskName): Promise<Step | undefined> | Step | undefined;
}

/** The same random numbers for all: mulberry32 (T. Ettinger), from 0 to 1. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values within ±scale. */
export function noise(length: number, seed: number, scale: number): Float32Array<ArrayBuffer> {
  const next = uniform(seed);
  return Float32Array.from({ length }, () => scale * (2 * next() - 1));
}

/** A text in which a token mostly follows from the one before it. */
export function tokens({ batch, context, vocabulary }: GPTSize): { x: Int32Array<ArrayBuffer>; y: Int32Array<ArrayBuffer> } {
  const next = uniform(7);
  const text = new Int32Array(batch * context + 1);
  for (let i = 1; i < text.length; i++) text[i] = next() < 0.8 ? (text[i - 1]! * 7 + 3) % vocabulary : Math.floor(next() * vocabulary);
  return { x: text.slice(0, -1), y: text.slice(1) };
}

export function labels(batch: number, classes: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: batch }, (_, i) => (i * 7) % classes);
}

/** Parameters of the GPT: names, shapes, and within what they start; 1 stands for "all ones". */
export function gptParameters({ layers, width: C, context, vocabulary }: GPTSize): [name: string, shape: number[], start: number][] {
  const list: [string, number[], number][] = [
    ["wte", [vocabulary, C], 0.1],
    ["wpe", [context, C], 0.1],
  ];
  for (let l = 0; l < layers; l++)
    list.push(
      [`ln1.${l}`, [C], 1],
      [`ln1b.${l}`, [C], 0],
      [`qkv.${l}`, [C, 3 * C], 0.1],
      [`proj.${l}`, [C, C], 0.1],
      [`ln2.${l}`, [C], 1],
      [`ln2b.${l}`, [C], 0],
      [`fc.${l}`, [C, 4 * C], 0.1],
      [`fcb.${l}`, [4 * C], 0],
      [`out.${l}`, [4 * C, C], 0.1],
      [`outb.${l}`, [C], 0],
    );
  list.push(["lnf", [C], 1], ["lnfb", [C], 0], ["head", [C, vocabulary], 0.1]);
  return list;
}

export const startValues = (shape: number[], start: number, seed: number) => {
  const length = shape.reduce((a, b) => a * b, 1);
  return start === 1 ? new Float32Array(length).fill(1) : noise(length, seed, start);
};

export const taskOf = (task: TaskName) => {
  const [kind, size] = task.split(" ") as [string, string];
  return { kind, n: Number(size), gpt: GPT_SIZES[size as keyof typeof GPT_SIZES] as GPTSize | undefined };
};
