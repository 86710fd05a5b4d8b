import type { WordVectors } from "./word-vectors.ts";

/** a is to b as c is to d. */
export interface AnalogyQuestion {
  family: string;
  a: string;
  b: string;
  c: string;
  d: string;
}

/** What was answered, by three rules. */
export interface AnalogyAnswer extends AnalogyQuestion {
  /** The nearest to b − a + c of all words but a, b and c. */
  excluded: string;
  /** The nearest of all words. */
  any: string;
  /** The nearest to c of all words but a, b and c: b and a are not looked at. */
  nearC: string;
}

/** How often each rule is right. */
export interface AnalogyScore {
  questions: number;
  /** Shares, 0 to 1. */
  excluded: number;
  any: number;
  nearC: number;
  /** How often the nearest of all words is one of the three that were asked with. */
  echoes: number;
}

/** Pairs, written down in families before any was asked. Each word of a family is another. */
const PAIRS = {
  "capital → country":
    "london-england paris-france berlin-germany moscow-russia madrid-spain rome-italy vienna-austria tokyo-japan havana-cuba lisbon-portugal baghdad-iraq kabul-afghanistan saigon-vietnam hague-netherlands manila-philippines",
  "country → adjective":
    "mexico-mexican spain-spanish france-french britain-british germany-german russia-russian china-chinese japan-japanese america-american cuba-cuban italy-italian turkey-turkish vietnam-vietnamese korea-korean iraq-iraqi",
  "one → many":
    "bank-banks war-wars nation-nations state-states child-children ship-ships road-roads school-schools farm-farms worker-workers job-jobs tax-taxes law-laws",
  "he → she":
    "he-she his-her him-hers himself-herself man-woman men-women father-mother fathers-mothers son-daughter husband-wife brother-sister boy-girl king-queen",
  "plain → comparative":
    "great-greater large-larger high-higher strong-stronger low-lower small-smaller good-better bad-worse long-longer wide-wider safe-safer easy-easier close-closer",
  "now → then":
    "give-gave make-made take-took come-came go-went see-saw find-found know-knew begin-began become-became hold-held send-sent keep-kept bring-brought",
  "number → order": "one-first two-second three-third four-fourth five-fifth six-sixth seven-seventh eight-eighth nine-ninth ten-tenth",
  "adjective → adverb":
    "general-generally great-greatly full-fully equal-equally free-freely rapid-rapidly direct-directly successful-successfully complete-completely immediate-immediately special-specially",
} as const;

/** Of a family so many pairs at most, so that none outweighs the others. */
const MOST = 10;

/** Each two pairs of a family as a question: of the first ten pairs whose words have both a place. `has` says which words have. */
export function analogyQuestions(has: (word: string) => boolean): AnalogyQuestion[] {
  return Object.entries(PAIRS).flatMap(([family, listed]) => {
    const pairs = listed
      .split(" ")
      .map((pair) => pair.split("-") as [string, string])
      .filter((pair) => pair.every(has))
      .slice(0, MOST);
    return pairs.flatMap(([a, b]) => pairs.flatMap(([c, d]) => (c === a ? [] : [{ family, a, b, c, d }])));
  });
}

/**
 * Answers to questions by the offset b − a + c, with and without the words asked with, and by c alone. Source: T. Linzen, Issues in evaluating semantic
 * spaces using word analogies, 2016, whose base lines these are.
 * @throws RangeError when a word has no place.
 */
export function answerAnalogies(vectors: WordVectors, questions: readonly AnalogyQuestion[]): AnalogyAnswer[] {
  const near = new Map<string, Float64Array>();
  const toC = (c: string) => near.get(c) ?? near.set(c, vectors.similaritiesTo(vectors.unit(c))).get(c)!;
  return questions.map((question) => {
    const { a, b, c } = question;
    const similarities = vectors.similaritiesTo(vectors.offset(a, b, c));
    const asked = [a, b, c];
    return {
      ...question,
      excluded: best(vectors.words, similarities, asked),
      any: best(vectors.words, similarities, []),
      nearC: best(vectors.words, toC(c), asked),
    };
  });
}

/** How often each rule is right. */
export function scoreAnalogies(answers: readonly AnalogyAnswer[]): AnalogyScore {
  const share = (right: (answer: AnalogyAnswer) => boolean) => answers.filter(right).length / answers.length;
  return {
    questions: answers.length,
    excluded: share(({ excluded, d }) => excluded === d),
    any: share(({ any, d }) => any === d),
    nearC: share(({ nearC, d }) => nearC === d),
    echoes: share(({ any, a, b, c }) => [a, b, c].includes(any)),
  };
}

function best(words: readonly string[], similarities: ArrayLike<number>, without: readonly string[]): string {
  let place = -1;
  for (let i = 0; i < words.length; i++) if ((place < 0 || similarities[i]! > similarities[place]!) && !without.includes(words[i]!)) place = i;
  return words[place]!;
}
