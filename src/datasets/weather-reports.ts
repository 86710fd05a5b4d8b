import { max } from "../base/max.ts";
import { type Random, withRandom } from "../base/random.ts";

/** A report, with what a reader in a hurry wants to know. */
export interface WeatherReport {
  /** Five or six sentences in no fixed order of facts. */
  report: string;
  /** One line, always in the same order: place, sky, highest temperature, wind. */
  summary: string;
}

/** What a text says of the four things that a summary tells. What it does not say is not there. */
export interface WeatherFacts {
  place?: string;
  sky?: string;
  /** In °C: the highest temperature that is named. */
  high?: number;
  wind?: string;
}

export interface WeatherReportsOptions {
  random: Random;
  /** Default 1,000. */
  reports?: number;
}

const PLACES = ["Bergen", "Cork", "Dublin", "Graz", "Hull", "Lyon", "Malmö", "Oslo", "Porto", "Riga", "Turin", "Zagreb"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Each kind of sky, with sentences that say so in other words. */
const SKIES: Record<string, string[]> = {
  sunny: ["There is not a cloud in sight.", "The sun shines from morning to evening.", "Clear skies last all day."],
  cloudy: ["Thick clouds hide the sun all day.", "The sky stays grey.", "Clouds roll in before noon and do not leave."],
  rain: ["Take an umbrella: it pours for hours.", "Showers follow one another all day.", "It is wet from breakfast to bedtime."],
  snow: ["Flakes fall all day and stay on the roofs.", "By evening the streets are white.", "Ploughs are out from early on."],
  fog: ["One cannot see to the end of the street.", "Mist hangs over the river and does not lift.", "Ships sound their horns all day."],
};
const WINDS: Record<string, string[]> = {
  calm: ["No leaf stirs.", "The air stands still.", "Flags hang down."],
  breezy: ["A fresh breeze keeps the flags flying.", "Hats are worth holding on to.", "Sailors will like it."],
  stormy: ["Gusts tear at roofs and trees.", "Ferries stay in the harbour.", "Do not walk under old trees."],
};
const ASIDES = [
  "The weekly market is open as usual.",
  "The night before was quiet.",
  "Farmers had hoped for something else.",
  "The next report follows at six.",
  "Last year it was much the same.",
  "Trains run on time.",
];

/**
 * Weather reports in English with a one-line summary. A summary takes place, sky, highest temperature and wind out of sentences that word them otherwise,
 * and drops the rest: the lowest temperature, and one or two asides. Copying sentences cannot do it.
 * @throws RangeError unless `reports` is a whole number of at least 0.
 */
export function weatherReports(options: WeatherReportsOptions): WeatherReport[] {
  const { random, reports = 1000 } = withRandom(options);
  if (!(Number.isInteger(reports) && reports >= 0)) throw new RangeError(`reports is ${reports}: it must be a whole number of at least 0`);
  return Array.from({ length: reports }, () => weatherReport(random));
}

/**
 * What a report, a part of one or a summary says, by the rules that made it: no model reads. A word of the summary counts as much as the sentence of a report that
 * stands for it; of several, the first.
 */
export function weatherFacts(text: string): WeatherFacts {
  const place = firstOf(text, PLACES, (name) => [name]);
  const sky = firstOf(text, Object.keys(SKIES), (word) => [word, ...SKIES[word]!]);
  const wind = firstOf(text, Object.keys(WINDS), (word) => [word, ...WINDS[word]!]);
  const temperatures = Array.from(text.matchAll(/(-?\d+) °C/g), ([, degrees]) => Number(degrees));
  return {
    ...(place !== undefined && { place }),
    ...(sky !== undefined && { sky }),
    ...(temperatures.length > 0 && { high: max(temperatures) }),
    ...(wind !== undefined && { wind }),
  };
}

/** The name of which something stands first in the text, as words of their own. */
function firstOf(text: string, names: readonly string[], saidAs: (name: string) => readonly string[]): string | undefined {
  const found = names.flatMap((name) => {
    const at = saidAs(name).flatMap((words) => placeOf(text, words));
    return at.length > 0 ? [{ name, at: at.reduce((first, each) => Math.min(first, each)) }] : [];
  });
  return found.sort((a, b) => a.at - b.at)[0]?.name;
}

function placeOf(text: string, words: string): number[] {
  const at = new RegExp(`(?<!\\p{L})${words.replace(/[.?]/g, "\\$&")}(?!\\p{L})`, "u").exec(text)?.index;
  return at === undefined ? [] : [at];
}

function weatherReport(random: Random): WeatherReport {
  const pick = <T>(items: readonly T[]) => items[random.int(items.length)]!;
  const place = pick(PLACES);
  const sky = pick(Object.keys(SKIES));
  const wind = pick(Object.keys(WINDS));
  const high = sky === "snow" ? random.int(7) - 5 : 4 + random.int(28);
  const low = high - 3 - random.int(8);
  const temperatures = pick([
    `Temperatures reach ${high} °C after a low of ${low} °C.`,
    `It warms from ${low} °C at dawn to ${high} °C.`,
    `The thermometer climbs to ${high} °C; the night is down to ${low} °C.`,
  ]);
  const opening = pick([
    `This is the report for ${place} on ${pick(DAYS)}.`,
    `${pick(DAYS)} in ${place}.`,
    `Here is ${place}, the weather for ${pick(DAYS)}.`,
  ]);
  const asides = random.shuffle(ASIDES).slice(0, 1 + random.int(2));
  const body = random.shuffle([pick(SKIES[sky]!), pick(WINDS[wind]!), temperatures, ...asides]);
  return { report: [opening, ...body].join(" "), summary: `${place}: ${sky}, ${high} °C, ${wind}` };
}
