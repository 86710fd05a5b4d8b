import { seed } from "../../base/random.ts";
import { ALPHABET, type Bigram } from "../../lm/bigram.ts";

/** So many bars: the rest share one. */
const BARS = 6;

export interface FinishedName {
  /** The name and the bars of the next letter, as markup; empty where the model cannot go on. */
  html: string;
  /** The same as a sentence, or why the model cannot go on. */
  sentence: string;
  ok: boolean;
}

/** Goes on from `typed`, whatever it is, with random numbers from the seed `draw`. */
export function finishName(model: Bigram, typed: string, draw: number): FinishedName {
  const beginning = typed.trim().toLowerCase();
  const strange = [...beginning].find((character) => !/^[a-z]$/.test(character));
  if (strange)
    return {
      html: "",
      sentence: `“${strange.trim() || "a space"}” is no letter from a to z. The model has read nothing else, so it cannot go on.`,
      ok: false,
    };
  const name = model.sample(seed(draw), beginning);
  const before = beginning.at(-1);
  const odds = [...model.probabilities(before ?? ".")].map((p, i) => ({ character: ALPHABET[i]!, p })).sort((a, b) => b.p - a.p);
  const after = before ? `After ${before}` : "At the start of a name";
  const [likeliest] = odds;
  const html = `<p class="name" aria-hidden="true">${letters(model, beginning, name)}</p><p class="bars-title">${after}, the names it read go on with</p><ul class="bars">${bars(odds)}</ul>`;
  const finished = beginning ? `${beginning} becomes ${name}.` : `Nothing is typed, so it makes up a whole name: ${name}.`;
  return { html, sentence: `${finished} ${after}, ${word(likeliest!.character)} is likeliest: ${percent(likeliest!.p)}.`, ok: true };
}

/** What is typed, then each letter that was drawn with the odds it had, then the end. */
function letters(model: Bigram, beginning: string, name: string): string {
  const drawn = [...name.slice(beginning.length), "."].map((character, i) => {
    const before = i + beginning.length === 0 ? "." : name[beginning.length + i - 1]!;
    const p = model.probabilities(before)[ALPHABET.indexOf(character)]!;
    return `<span class="drawn" style="--i:${i}"><b>${character === "." ? "end" : character}</b><small>${percent(p)}</small></span>`;
  });
  return `<span class="typed"><b>${beginning}</b></span>${drawn.join("")}`;
}

function bars(odds: readonly { character: string; p: number }[]): string {
  const shown = odds.slice(0, BARS).filter(({ p }) => p > 0);
  const rest = odds.slice(shown.length).filter(({ p }) => p > 0);
  const bar = (name: string, p: number, more = "") =>
    `<li${more}><span>${name}</span><i style="width:${(70 * p).toFixed(1)}%"></i><span>${percent(p)}</span></li>`;
  const others =
    rest.length > 0
      ? bar(
          `${rest.length} more`,
          rest.reduce((sum, { p }) => sum + p, 0),
          ' class="rest"',
        )
      : "";
  return shown.map(({ character, p }) => bar(word(character), p)).join("") + others;
}

const word = (character: string) => (character === "." ? "the end" : character);
const percent = (p: number) => (p < 0.01 ? "under 1 %" : `${Math.round(100 * p)} %`);
