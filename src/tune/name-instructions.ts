/**
 * Requests for names, with names that obey them: what a model that can write names learns instructions from, and how one checks that it follows them. A request and its answer
 * are one line, `begins ka.>karl` or `like karl....>karla`: what stands before `>` is asked, what comes after it is the answer. Letters are filled up with dots, to three or eight,
 * so that answers of a kind stand at the same places.
 */
import { tensor } from "#tensor";
import { checkCount, checkSize } from "../base/check.ts";
import { lettersChanged } from "../base/letters-changed.ts";
import { type Random, seed, withRandom } from "../base/random.ts";
import type { KeyValueCache } from "../lm/gpt.ts";
import type { CharacterGPT } from "../lm/gpt-file.ts";
import type { Batch } from "../lm/next-token-batches.ts";
import { sampleToken } from "../lm/sampling.ts";

/** What can be asked for. */
export type RequestKind = "begins" | "ends" | "like";

/** What is asked: a name with these letters, there, or one that is like another. */
export interface NameRequest {
  /** Where the letters are to stand, or that they are a name, which the answer is to be like. */
  kind: RequestKind;
  /** One to three letters, that a name is to begin or end with; a name of four to eight, that another is to be like. */
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
/** Most letters that a name can be asked to begin or end with. */
const LETTERS = 3;
/** Fewest and most letters of a name that another is to be like. */
const NAME = [4, 8] as const;
/** So many letters may be changed, added or left out in a name that is like another. */
const CHANGES = 2;
/** All that lines of requests and answers are written in. */
export const INSTRUCTION_CHARACTERS = `\n ${FILL}${ASKED}abcdefghijklmnopqrstuvwxyz`;
/** Tokens that a request and its answer take, with their ends, at most: the context that a model needs. */
export const REQUEST_CONTEXT = 28;
/** Targets that do not count: see `crossEntropy`. */
const IGNORED = -100;
/** Most letters of an answer that is drawn. */
const ANSWER = 14;

/** As a model reads it: `begins ka.>` or `like karl....>`. */
export const requestText = ({ kind, letters }: NameRequest): string => `${kind} ${letters.padEnd(kind === "like" ? NAME[1] : LETTERS, FILL)}${ASKED}`;

/** The request that a reader has typed, `begins ka`, `begins with Ka`, or `a name like Karl`; nothing where it is none. */
export function readRequest(text: string): NameRequest | undefined {
  const asked = /^\s*(?:a name )?(?:that )?(?:(begins|ends)(?:\s+(?:with|in))?\s+([a-z]{1,3})|(?:is )?(like)\s+([a-z]{4,8}))[.>\s]*$/;
  const [, where, part, like, name] = asked.exec(text.toLowerCase()) ?? [];
  const [kind, letters] = [where ?? like, part ?? name];
  return kind && letters ? { kind: kind as RequestKind, letters } : undefined;
}

/**
 * Whether a name is what was asked for. One name is like another when it is not the same, begins with the same letter, and differs in two letters at most, changed, added or
 * left out. A name that is empty, or holds anything but letters, obeys nothing.
 */
export function obeys(name: string, { kind, letters }: NameRequest): boolean {
  if (!/^[a-z]+$/.test(name)) return false;
  if (kind === "like") return name !== letters && name[0] === letters[0] && lettersChanged(name, letters) <= CHANGES;
  return kind === "begins" ? name.startsWith(letters) : name.endsWith(letters);
}

/** How many requests of which kinds are drawn. */
export interface NameInstructionsOptions {
  /** Draws names, how many letters each asks for, and which name it is to be like. */
  random: Random;
  /** So many pairs to learn from, at most: as many as there are names. */
  count: number;
  /** Kinds of requests, each as often. Default "begins" alone. */
  kinds?: readonly RequestKind[];
  /** So many requests of each kind are not learnt from, but asked at the end. Their letters are in no pair of the kind: who has learnt `begins ka` is asked `begins th`. Default 0. */
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
 * Requests that names of a list obey, drawn. `begins` and `ends` ask for one to three letters, `like` for another name of the list. Names that are shorter than four letters,
 * and those that no other is like, are left out.
 * @throws RangeError when the list has too few names for what is held back, or an option is out of its range.
 */
export function nameInstructions(names: readonly string[], options: NameInstructionsOptions): NameInstructions {
  const { random, count, kinds = ["begins"], held = 0 } = withRandom(options);
  checkCount(count, "count", 1);
  checkCount(held, "held", 0);
  const usable = random.shuffle(names.filter((name) => name.length >= NAME[0]));
  const near = nameNear(usable, random);
  const asks = usable.flatMap((answer, i): NameInstruction[] => {
    const request = drawRequest(answer, kinds[i % kinds.length]!, { random, near });
    return request ? [{ ...request, answer }] : [];
  });
  const apart = new Map<string, NameInstruction>();
  for (const kind of kinds) {
    const before = apart.size;
    for (const ask of asks) {
      if (apart.size - before >= held) break;
      // One letter has 26 requests in all: those are learnt.
      if (ask.kind === kind && ask.letters.length > 1 && !apart.has(requestText(ask))) apart.set(requestText(ask), ask);
    }
    const found = apart.size - before;
    if (found < held)
      throw new RangeError(`${names.length} names give ${found} different requests of more than one letter (${kind}): ${held} cannot be held back`);
  }
  const train = asks.filter((ask) => !apart.has(requestText(ask))).slice(0, count);
  return { train, held: [...apart.values()] };
}

interface DrawRequestOptions {
  random: Random;
  /** A name that another is like, if there is one. */
  near: (name: string) => string | undefined;
}

function drawRequest(name: string, kind: RequestKind, { random, near }: DrawRequestOptions): NameRequest | undefined {
  if (kind === "like") {
    const letters = near(name);
    return letters === undefined ? undefined : { kind, letters };
  }
  const length = 1 + random.int(LETTERS);
  return { kind, letters: kind === "begins" ? name.slice(0, length) : name.slice(-length) };
}

/** For a name, another that it is like: the first that is met in the list, from a place that is drawn. */
function nameNear(names: readonly string[], random: Random): (name: string) => string | undefined {
  const byFirst = new Map<string, string[]>();
  for (const name of names) {
    if (name.length > NAME[1]) continue;
    const others = byFirst.get(name[0]!);
    if (others) others.push(name);
    else byFirst.set(name[0]!, [name]);
  }
  const isNear = (name: string, letters: string) => Math.abs(letters.length - name.length) <= CHANGES && obeys(name, { kind: "like", letters });
  return (name) => {
    const others = byFirst.get(name[0]!) ?? [];
    const from = others.length > 0 ? random.int(others.length) : 0;
    const found = others.findIndex((_, i) => isNear(name, others[(from + i) % others.length]!));
    return found < 0 ? undefined : others[(from + found) % others.length];
  };
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

/** Many answers to one request, drawn side by side: far faster than one after the other. */
export function answersTo({ model, tokenizer }: CharacterGPT, request: NameRequest, options: AnswerOptions & { count: number }): string[] {
  const { random, temperature = 0.7, count } = withRandom(options);
  checkSize(count, "count");
  const [end] = tokenizer.encode("\n");
  const answers: number[][] = Array.from({ length: count }, () => []);
  const cache: KeyValueCache = [];
  let unread = answers.map(() => tokenizer.encode(`\n${requestText(request)}`));
  // What fits into the context after the longest request.
  for (let letter = 0; letter < ANSWER && answers.some((ids) => !ids.includes(end!)); letter++) {
    const logits = model.nextLogits(unread, cache);
    unread = answers.map((ids, row) => {
      const token = sampleToken(logits.select(0, row).toFloat32Array(), { random, temperature });
      ids.push(token);
      return [token];
    });
  }
  return answers.map((ids) => tokenizer.decode(ids).split("\n")[0]!);
}

/** Whether a model obeys each request, one answer each: the nth is drawn with seed n, so that two models can be compared. */
export const obedience = (who: CharacterGPT, requests: readonly NameRequest[]): boolean[] =>
  requests.map((request, i) => obeys(answerRequest(who, request, { random: seed(i) }), request));

/** An answer that was given, and how often. */
export interface CountedAnswer {
  /** "(nothing)" where it was empty. */
  answer: string;
  times: number;
  /** It is not what was asked for. */
  missed: boolean;
}

/** Different answers to one request, the most frequent first, and how many of all obey. */
export function countAnswers(answers: readonly string[], request: NameRequest): { counted: CountedAnswer[]; obeyed: number } {
  const times = new Map<string, number>();
  for (const answer of answers) times.set(answer, (times.get(answer) ?? 0) + 1);
  const counted = [...times].map(([answer, times]) => ({ answer: answer || "(nothing)", times, missed: !obeys(answer, request) }));
  return { counted: counted.sort((a, b) => b.times - a.times), obeyed: answers.filter((answer) => obeys(answer, request)).length };
}
