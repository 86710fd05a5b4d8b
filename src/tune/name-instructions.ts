/**
 * Requests for names, with names that obey them: what a model that can write names learns instructions from, and how one checks that it follows them. A request and its answer
 * are one line, `begins ka.>karl`: what stands before `>` is asked, what comes after it is the answer. Letters are filled up with dots to three, so that they stand at the same places.
 */
import { tensor } from "#tensor";
import { checkCount, checkSize } from "../base/check.ts";
import { type Random, seed, withRandom } from "../base/random.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import type { Batch } from "../lm/next-token-batches.ts";

/** What can be asked for. */
export type RequestKind = "begins" | "ends";

/** What is asked: a name with these letters, there. */
export interface NameRequest {
  /** Where the letters are to stand. */
  kind: RequestKind;
  /** One to three letters, that a name is to begin or end with. */
  letters: string;
}

/** A request, and a name that obeys it. */
export interface NameInstruction extends NameRequest {
  /** A name from the list. */
  answer: string;
}

/** Between what is asked and what is answered. */
export const ASKED = ">";
/** What fills the letters up. */
const FILL = ".";
/** Most letters that can be asked for. */
const LETTERS = 3;
/** All that lines of requests and answers are written in. */
export const INSTRUCTION_CHARACTERS = `\n ${FILL}${ASKED}abcdefghijklmnopqrstuvwxyz`;
/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;
/** Most letters of an answer. */
const ANSWER = 14;

/** As a model reads it: `begins ka.>`. */
export const requestText = ({ kind, letters }: NameRequest): string => `${kind} ${letters.padEnd(LETTERS, FILL)}${ASKED}`;

/** The request that a reader has typed, `begins ka`, or `begins with Ka`; nothing where it is none. */
export function readRequest(text: string): NameRequest | undefined {
  const [, kind, letters] = /^\s*(begins|ends)(?:\s+(?:with|in))?\s+([a-z]{1,3})[.>\s]*$/.exec(text.toLowerCase()) ?? [];
  return kind && letters ? { kind: kind as RequestKind, letters } : undefined;
}

/** Whether a name is what was asked for. A name that is empty, or holds anything but letters, obeys nothing. */
export function obeys(name: string, { kind, letters }: NameRequest): boolean {
  if (!/^[a-z]+$/.test(name)) return false;
  return kind === "begins" ? name.startsWith(letters) : name.endsWith(letters);
}

/** How many requests of which kinds are drawn. */
export interface NameInstructionsOptions {
  /** Draws names, and how many letters each asks for. */
  random: Random;
  /** So many pairs to learn from, at most: as many as there are names. */
  count: number;
  /** Kinds of requests, each as often. Default "begins" alone. */
  kinds?: readonly RequestKind[];
  /** Requests that are not learnt from, but asked at the end. They share no letters with those that are: who has learnt `begins ka` is asked `begins th`. Default 0. */
  held?: number;
}

/** Pairs to learn from, and others, whose requests are to be asked. */
export interface NameInstructions {
  /** To learn from. */
  train: NameInstruction[];
  /** To ask at the end. */
  held: NameInstruction[];
}

/**
 * Requests that names of a list obey, drawn. `begins` and `ends` ask for one to three letters.
 * @throws RangeError when the list has too few names for what is held back, or an option is out of its range.
 */
export function nameInstructions(names: readonly string[], options: NameInstructionsOptions): NameInstructions {
  const { random, count, kinds = ["begins"], held = 0 } = withRandom(options);
  checkCount(count, "count", 1);
  checkCount(held, "held", 0);
  const usable = random.shuffle(names.filter((name) => name.length >= 4));
  const key = ({ kind, letters }: NameRequest) => `${kind} ${letters}`;
  const asks = usable.map((answer, i): NameInstruction => ({ ...drawRequest(answer, kinds[i % kinds.length]!, random), answer }));
  const apart = new Map<string, NameInstruction>();
  for (const ask of asks) {
    if (apart.size >= held) break;
    // One letter has 26 requests in all: those are learnt.
    if (ask.letters.length > 1 && !apart.has(key(ask))) apart.set(key(ask), ask);
  }
  if (apart.size < held)
    throw new RangeError(`${names.length} names give ${apart.size} different requests of more than one letter: ${held} cannot be held back`);
  const train = asks.filter((ask) => !apart.has(key(ask))).slice(0, count);
  return { train, held: [...apart.values()] };
}

function drawRequest(name: string, kind: RequestKind, random: Random): NameRequest {
  const length = 1 + random.int(LETTERS);
  return { kind, letters: kind === "begins" ? name.slice(0, length) : name.slice(-length) };
}

/** A tokenizer that knows the characters of requests and answers. */
type Tokenizer = CharacterGPT["tokenizer"];

interface RowsOptions {
  /** Knows the characters of requests and names. */
  tokenizer: Tokenizer;
  /** Tokens of a row, which are filled up. */
  blockSize: number;
}

/**
 * Pairs as questions of the next token, a row each, in which only the answers count: a model is to answer, not to ask.
 * @throws RangeError when there are no pairs, or one is longer than `blockSize`.
 */
export function instructionRows(pairs: readonly NameInstruction[], { tokenizer, blockSize }: RowsOptions): Batch {
  checkSize(pairs.length, "pairs");
  const rows = pairs.map((pair) => {
    const asked = tokenizer.encode(`\n${requestText(pair)}`);
    const all = [...asked, ...tokenizer.encode(`${pair.answer}\n`)];
    const missing = blockSize + 1 - all.length;
    if (missing < 0)
      throw new RangeError(`${requestText(pair)}${pair.answer} has ${all.length} tokens with its ends: a context of ${blockSize} is too short`);
    const filled = Array.from({ length: missing }, () => asked[0]!);
    return {
      x: [...all, ...filled].slice(0, -1),
      y: [...asked.slice(1).map(() => IGNORED), ...all.slice(asked.length), ...filled.map(() => IGNORED)],
    };
  });
  return { x: tensor(rows.map(({ x }) => x)), y: tensor(rows.map(({ y }) => y)) };
}

/** The same for `batchSize` pairs that are drawn. */
export function instructionBatch(pairs: readonly NameInstruction[], options: RowsOptions & { batchSize: number; random: Random }): Batch {
  const { random, batchSize, ...rest } = withRandom(options);
  checkSize(pairs.length, "pairs");
  checkSize(batchSize, "batchSize");
  return instructionRows(
    Array.from({ length: batchSize }, () => pairs[random.int(pairs.length)]!),
    rest,
  );
}

/** How an answer is drawn. */
export interface AnswerOptions {
  /** Draws each letter. */
  random: Random;
  /** Default 0.7. */
  temperature?: number;
}

/** What a model answers to a request, or to any other text in its characters, up to the end of the line. */
export function answerRequest({ model, tokenizer }: CharacterGPT, request: NameRequest | string, options: AnswerOptions): string {
  const { random, temperature = 0.7 } = withRandom(options);
  const prompt = tokenizer.encode(`\n${typeof request === "string" ? request : requestText(request)}`);
  let answer = "";
  for (const token of model.generate(prompt, random, { temperature })) {
    const character = tokenizer.decode([token]);
    if (character === "\n" || answer.length >= ANSWER) break;
    answer += character;
  }
  return answer;
}

/** Whether a model obeys each request, one answer each: the nth is drawn with seed n, so that two models can be compared. */
export const obedience = (who: CharacterGPT, requests: readonly NameRequest[]): boolean[] =>
  requests.map((request, i) => obeys(answerRequest(who, request, { random: seed(i) }), request));
