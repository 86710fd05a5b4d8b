// BERT: a word is hidden, and a small encoder that read speeches says what stood there.

// %% hide
import { bars } from "#charts";
import { display, html, slider } from "#notebook";

const { model: bert, tokenizer } = speechReader();
const sentence =
  "i am happy to be able to report to you today that the state of the union continues to be good.";
const spoken = tokenizer.split(sentence);
const places = { min: 1, max: spoken.length, value: 6 };
const hiddenPlace = slider("Hidden word", places);

const at = hiddenPlace - 1;
const ranked = bert
  .fill(tokenizer.encode(sentence), at)
  .map((p, id) => ({ word: tokenizer.tokens[id], percent: 100 * p }))
  .sort((a, b) => b.percent - a.percent);
const truth = spoken[at];
const rank = ranked.findIndex(({ word }) => word === truth) + 1;

const [left, rest] = [spoken.slice(0, at), spoken.slice(at + 1)];
display(html`<p>${left.join(" ")} <b>[MASK]</b> ${rest.join(" ")}</p>`);
display(
  bars(ranked.slice(0, 10), {
    x: "percent",
    y: "word",
    side: "lm",
    pale: ({ word }) => word !== truth,
    format: (percent) => percent.toFixed(1),
  }).plot({ height: 230, x: { label: "probability (%)" } }),
);
`President Truman said “${truth}” in 1950: its guess number ${rank} of ${ranked.length}.`;

// %% model
import { card } from "#checkpoints/speeches-bert";
import { loadBERT } from "#lm/bert-file";
import { table, weights } from "#notebook";

const shipped = loadBERT(await weights(card.name));
function speechReader() {
  return shipped;
}
const {
  nLayer,
  nEmbd,
  vocabSize,
  blockSize: longest,
} = shipped.model.options;
table([
  {
    about: "numbers in it",
    value: card.parameters.toLocaleString("en"),
  },
  { about: "blocks", value: nLayer },
  { about: "numbers for each word", value: nEmbd },
  { about: "words and signs it knows", value: vocabSize - 3 },
  { about: "words it reads at once", value: longest },
]);

// %% both-sides
const before = tokenizer.encode(left.join(" "));
const after = tokenizer.encode(rest.join(" "));
const [, mask] = tokenizer.encode("[PAD] [MASK]");
const sees = {
  "both sides": [[...before, mask, ...after], at],
  "left only": [[...before, mask], at],
  "right only": [[mask, ...after], 0],
} as const;
table(
  Object.entries(sees).map(([side, [tokens, place]]) => {
    const chances = bert.fill([...tokens], place);
    const best = chances.indexOf(max(chances));
    return {
      sees: side,
      says: tokenizer.tokens[best],
      "the word": chances[tokenizer.number(truth)],
    };
  }),
  { format: { "the word": ".1%" } },
);

// %% masked
import { max } from "#base/max";
import { seed } from "#base/random";
import { button } from "#notebook";

const again = button("Hide others");
const rows = [tokenizer.encode(sentence)];
const once = bert.mask(rows, seed(3 + again));
const name = (id: number) => tokenizer.tokens[id];

table(
  spoken
    .map((word, i) => ({
      word,
      "it sees": name(once.tokens[0][i]),
      "must say": once.targets[0][i] < 0 ? "" : word,
    }))
    .filter((row) => row["must say"] !== ""),
  {
    caption: `Hidden: ${once.targets[0].filter((id) => id >= 0).length} of ${spoken.length}`,
  },
);

// %% shares
const many = Array.from({ length: 1000 }, () => rows[0]);
const { tokens: seen, targets } = bert.mask(many, seed(1));
const fates = { "[MASK]": 0, "a random word": 0, "the word itself": 0 };
for (const [r, row] of targets.entries())
  for (const [i, target] of row.entries()) {
    if (target < 0) continue;
    if (seen[r][i] === mask) fates["[MASK]"]++;
    else if (seen[r][i] === target) fates["the word itself"]++;
    else fates["a random word"]++;
  }
const asked = Object.values(fates).reduce((sum, n) => sum + n);
table(
  Object.entries(fates).map(([sees, count]) => ({
    "instead it sees": sees,
    share: count / asked,
  })),
  {
    format: { share: ".1%" },
    caption: `${asked.toLocaleString("en")} words to be guessed, of ${(1000 * spoken.length).toLocaleString("en")}`,
  },
);

// %% contest
import { intervals } from "#charts";
import {
  bertRecording,
  FILLERS,
  type GapFiller,
} from "#recorded/bert-on-speeches";
import { markedShare } from "#score/marked-share";

const { contest, fewLabels, negation } = bertRecording.found;
const filled = (Object.keys(FILLERS) as GapFiller[]).map((who) => {
  return { who: FILLERS[who], ...markedShare(contest[who]) };
});
display(
  intervals(filled, {
    x: "right",
    x1: "low",
    x2: "high",
    y: "who",
    side: "lm",
  }).plot({
    marginLeft: 190,
    x: {
      label: "gaps filled rightly (%)",
      percent: true,
      domain: [0, 40],
    },
  }),
);
`${filled[0].asked.toLocaleString("en")} gaps, recorded on ${bertRecording.made}: npm run record -- bert-on-speeches`;

// %% paired
import { pairedTest } from "#score/mcnemar";

const wrong = (who: GapFiller) =>
  [...contest[who]].flatMap((hit, gap) => (hit === "0" ? [gap] : []));
table(
  (["unigram", "bigram", "between"] as const).map((who) => {
    const test = pairedTest(wrong("bert"), wrong(who));
    return {
      "BERT against": FILLERS[who],
      "only BERT right": test.onlySecond,
      "only the other right": test.onlyFirst,
      "McNemar's p": test.p < 0.001 ? "< 0.001" : test.p.toFixed(3),
    };
  }),
);

// %% few-labels
import { mean } from "#base/mean";
import { curves } from "#charts";

const sorters = {
  bert: ["vectors of BERT", "lm"],
  untrained: ["vectors before training", "ink"],
  words: ["a bag of words", "ml"],
} as const;
const learning = fewLabels.flatMap(({ labels, right }) =>
  Object.entries(sorters).map(([who, [name, side]]) => ({
    labels,
    name,
    side,
    right: 100 * mean(right[who as keyof typeof sorters]),
  })),
);
curves(learning, {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
  labels: "legend",
}).plot({
  x: { type: "log", base: 4, label: "labelled sentences" },
  y: { label: "right on sentences never seen (%)" },
});

// %% gains
const points = ({
  mean,
  low,
  high,
}: (typeof fewLabels)[0]["gain"]["words"]) =>
  [mean, low, high].map((share) => (100 * share).toFixed(1));
table(
  fewLabels.map(({ labels, gain }) => {
    const [words, low, high] = points(gain.words);
    const [untrained, from, to] = points(gain.untrained);
    return {
      labels,
      "BERT minus bag of words": `${words} (${low} to ${high})`,
      "BERT minus untrained": `${untrained} (${from} to ${to})`,
    };
  }),
  { caption: "In points of 100, with a 95 % interval" },
);

// %% negated
import { text } from "#notebook";

const claim = text("A sentence with a gap", {
  value: "the treaty was ___ by the senate.",
  hint: "Write ___ for the gap. It reads lower case.",
});
const top = (said: string) => {
  const ids = tokenizer.encode(
    said.toLowerCase().replace("___", "[MASK]"),
  );
  if (!ids.includes(mask))
    throw new Error("write ___ where the gap is");
  const P = bert.fill(ids, ids.indexOf(mask));
  return [...P.keys()].sort((a, b) => P[b] - P[a]).slice(0, 5);
};
display(
  table(
    [claim, claim.replace("___", "not ___")].map((said) => ({
      sentence: said,
      "likeliest words": top(said).map(name).join(", "),
    })),
  ),
);
`In ${negation.gaps.toLocaleString("en")} sentences never seen, the word after “is”, “are”, “was” or “were” was hidden, then “not” put before it. The guess was right in ${negation.right}, and in ${negation.stillSaid} of these it stays the same.`;
