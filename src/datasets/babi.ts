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
  /** Stories of so many sentences, each number as likely, and about each story one question. Even numbers. Default: stories of ten sentences, a question after every second. */
  lengths?: readonly number[];
  /** With `lengths`: the sentence that decides stands at each place of a story equally often, and so may be long ago. Default false: whoever was named may be asked about, and most were named lately. */
  even?: boolean;
  /** Who may be where; each person needs two places at least. Default everybody everywhere. */
  allowed?(person: string, place: string): boolean;
}

/**
 * bAbI task 1, "single supporting fact": people walk between rooms; where is one of them now? Each story has ten sentences, with a question after
 * every second one, about someone who has been mentioned. Only the last sentence about that person matters; all others are there to mislead.
 *
 * Written after J. Weston et al., Towards AI-Complete Question Answering, arXiv 1502.05698, section 3.1, with the same four people, six
 * places and five verbs; generated here, not copied.
 * @throws RangeError unless `questions` is a whole number of at least 0, all `lengths` are even and at least 2, `even` comes with `lengths`, and each person is allowed in two places.
 */
export function babi(options: BabiOptions): BabiQuestion[] {
  const { random, questions = 1000, lengths, even = false, allowed = () => true } = withRandom(options);
  if (!(Number.isInteger(questions) && questions >= 0)) throw new RangeError(`questions is ${questions}: it must be a whole number of at least 0`);
  if (lengths?.length === 0 || lengths?.some((length) => !(length >= 2 && length % 2 === 0)))
    throw new RangeError(`lengths are [${lengths}]: give at least one, all even numbers of at least 2`);
  if (even && !lengths) throw new RangeError("even needs lengths: only then each question has a story of its own");
  const placesOf = new Map(BABI_PEOPLE.map((person) => [person, BABI_PLACES.filter((place) => allowed(person, place))]));
  for (const [person, places] of placesOf)
    if (places.length < 2) throw new RangeError(`allowed leaves ${places.length} places to ${person}: whoever walks needs two at least`);
  const asked: BabiQuestion[] = [];
  const pick = <T>(items: readonly T[]) => items[random.int(items.length)]!;
  while (asked.length < questions) {
    const story: string[] = [];
    const whereabouts = new Map<string, { place: string; support: number }>();
    const length = lengths ? pick(lengths) : 10;
    // Where the deciding sentence shall stand, and whom it is about.
    const [decides, about] = even ? [random.int(length), pick(BABI_PEOPLE)] : [length, undefined];
    while (story.length < length && asked.length < questions) {
      for (let i = 0; i < 2; i++) {
        const person =
          story.length === decides ? about! : pick(story.length < decides ? BABI_PEOPLE : BABI_PEOPLE.filter((other) => other !== about));
        const place = pick(placesOf.get(person)!.filter((other) => other !== whereabouts.get(person)?.place));
        whereabouts.set(person, { place, support: story.length });
        story.push(`${person} ${pick(MOVES)} the ${place}.`);
      }
      if (lengths && story.length < length) continue;
      const person = about ?? pick([...whereabouts.keys()]);
      const { place, support } = whereabouts.get(person)!;
      asked.push({ story: [...story], question: `Where is ${person}?`, answer: place, support });
    }
  }
  return asked;
}
