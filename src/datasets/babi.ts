import { type Random, withRandom } from "../base/random.ts";

/** A question about a story. */
export interface BabiQuestion {
  /** The sentences before the question, oldest first. */
  story: string[];
  question: string;
  /** One of {@link BABI_PLACES}. */
  answer: string;
  /** Index into `story` of the one sentence that gives the answer. */
  support: number;
}

/** Who walks about. */
export const BABI_PEOPLE = ["Mary", "John", "Daniel", "Sandra"];
/** Where they walk, and so all answers. */
export const BABI_PLACES = ["bathroom", "bedroom", "garden", "hallway", "kitchen", "office"];
const MOVES = ["moved to", "went to", "journeyed to", "travelled to", "went back to"];

export interface BabiOptions {
  random: Random;
  /** Default 1,000. */
  questions?: number;
}

/**
 * bAbI task 1, "single supporting fact": people walk between rooms; where is one of them now? Each story has ten sentences, with a question after
 * every second one, about someone who has been mentioned. Only the last sentence about that person matters; all others are there to mislead.
 *
 * Written after J. Weston et al., Towards AI-Complete Question Answering, arXiv 1502.05698, section 3.1, with the same four people, six
 * places and five verbs; generated here, not copied.
 * @throws RangeError unless `questions` is a whole number of at least 0.
 */
export function babi(options: BabiOptions): BabiQuestion[] {
  const { random, questions = 1000 } = withRandom(options);
  if (!(Number.isInteger(questions) && questions >= 0)) throw new RangeError(`questions is ${questions}: it must be a whole number of at least 0`);
  const asked: BabiQuestion[] = [];
  const pick = <T>(items: readonly T[]) => items[random.int(items.length)]!;
  while (asked.length < questions) {
    const story: string[] = [];
    const whereabouts = new Map<string, { place: string; support: number }>();
    while (story.length < 10 && asked.length < questions) {
      for (let i = 0; i < 2; i++) {
        const person = pick(BABI_PEOPLE);
        const place = pick(BABI_PLACES.filter((other) => other !== whereabouts.get(person)?.place));
        whereabouts.set(person, { place, support: story.length });
        story.push(`${person} ${pick(MOVES)} the ${place}.`);
      }
      const person = pick([...whereabouts.keys()]);
      const { place, support } = whereabouts.get(person)!;
      asked.push({ story: [...story], question: `Where is ${person}?`, answer: place, support });
    }
  }
  return asked;
}
