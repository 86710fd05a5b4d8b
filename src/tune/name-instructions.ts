/**
 * Requests for names, with names that obey them: what a model that can write names learns instructions from, and how one checks that it follows them. A request and its answer
 * are one line, `begins ka>karl`: what stands before `>` is asked, what comes after it is the answer.
 */
import { checkCount } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

/** What can be asked for. */
export type RequestKind = "begins" | "ends" | "like";

export interface NameRequest {
  kind: RequestKind;
  /** The letters that a name is to begin or end with; or a name, of which another is to have the first two letters and the last one. */
  letters: string;
}

/** A request, and a name that obeys it. */
export interface NameInstruction extends NameRequest {
  answer: string;
}

/** Between what is asked and what is answered. */
export const ASKED = ">";
/** All that lines of requests and answers are written in. */
export const INSTRUCTION_CHARACTERS = `\n ${ASKED}abcdefghijklmnopqrstuvwxyz`;

/** As a model reads it: `begins ka>`. */
export const requestText = ({ kind, letters }: NameRequest): string => `${kind} ${letters}${ASKED}`;

/** The request that a reader has typed, `begins ka` or `begins ka>`; nothing where it is none. */
export function readRequest(text: string): NameRequest | undefined {
  const [, kind, letters] = /^\s*(begins|ends|like)\s+([a-z]{1,12})\s*>?\s*$/.exec(text.toLowerCase()) ?? [];
  return kind && letters ? { kind: kind as RequestKind, letters } : undefined;
}

/** Whether a name is what was asked for. A name that is empty, or holds anything but letters, obeys nothing. */
export function obeys(name: string, { kind, letters }: NameRequest): boolean {
  if (!/^[a-z]+$/.test(name)) return false;
  if (kind === "begins") return name.startsWith(letters);
  if (kind === "ends") return name.endsWith(letters);
  return name !== letters && name.startsWith(letters.slice(0, 2)) && name.endsWith(letters.slice(-1));
}

export interface NameInstructionsOptions {
  random: Random;
  /** So many pairs to learn from, at most: as many as there are names. */
  count: number;
  /** Kinds of requests, each as often. Default "begins" alone. */
  kinds?: readonly RequestKind[];
  /** Requests that are not learnt from, but asked at the end. They share no letters with those that are: who has learnt `begins ka` is asked `begins th`. Default 0. */
  held?: number;
}

/** Pairs to learn from, and requests to be asked. */
export interface NameInstructions {
  train: NameInstruction[];
  held: NameRequest[];
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
  const apart = new Map<string, NameRequest>();
  for (const { kind, letters } of asks) {
    if (apart.size >= held) break;
    // One letter has 26 requests in all: those are learnt.
    if (letters.length > 1) apart.set(key({ kind, letters }), { kind, letters });
  }
  if (apart.size < held) throw new RangeError(`${names.length} names give ${apart.size} different requests of more than one letter: ${held} cannot be held back`);
  const train = asks.filter((ask) => !apart.has(key(ask))).slice(0, count);
  return { train, held: [...apart.values()] };
}

function drawRequest(name: string, kind: RequestKind, random: Random): NameRequest {
  const length = 1 + random.int(3);
  if (kind === "begins") return { kind, letters: name.slice(0, length) };
  if (kind === "ends") return { kind, letters: name.slice(-length) };
  return { kind, letters: name };
}
