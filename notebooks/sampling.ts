// Sampling: from the probabilities of the next character to a text, and what the rules in between can and cannot do.

// %% next
import { bars } from "#charts";
import { distribution, rivals } from "#lm/sampling";
import { slider } from "#notebook";

const degrees = { min: 0, max: 2, step: 0.1, value: 0.8 };
const heat = slider("Temperature", degrees);

const { first } = whaleGPT();
const begun = distribution(first, { temperature: heat });
const percent = (p: number) => p.toFixed(p < 1 ? 1 : 0);
const lying = { x: "percent", y: "next", format: percent } as const;
const scale = { label: "probability (%)", domain: [0, 100] };

bars(
  rivals(first, {}, 10).map(({ token }) => bar(token, begun[token])),
  { ...lying, side: "lm" },
).plot({ x: scale, height: 220 });

// %% written
import { seed } from "#base/random";
import { button, display, html, live } from "#notebook";

const again = button("Another text");
const { model: gpt, prompt: opening } = whaleGPT();
const chance = seed(1 + again);
const asWished = { temperature: heat };
const written = live(function* () {
  const steps: GenerateStep[] = [];
  for (const step of gpt.generateSteps(opening, chance, asWished)) {
    if (steps.push(step) % 8 > 0) continue;
    display(html`<p>The white whale ${marked(steps)}</p>`);
    yield steps;
    if (steps.length === 120) return;
  }
});

// %% whale
import { card } from "#checkpoints/moby-dick-gpt";
import type { GenerateStep } from "#lm/gpt";
import { loadGPT } from "#lm/gpt-file";
import { greedy } from "#lm/sampling";
import { weights } from "#notebook";

const whale = loadGPT(await weights(card.name));
const { model, tokenizer } = whale;
const prompt = tokenizer.encode("The white whale ");
const said = model.nextLogits([prompt]).toFloat32Array();
function whaleGPT() {
  return { model, tokenizer, prompt, first: said };
}
function marked(steps: GenerateStep[]) {
  return steps.map(({ token, logits }) => {
    const character = tokenizer.decode([token]);
    if (token === greedy(logits)) return character;
    return html`<b class="lm-text">${character}</b>`;
  });
}
function bar(token: number, probability: number) {
  const character = tokenizer.decode([token]);
  const next = { "\n": "⏎", " ": "␣" }[character] ?? character;
  return { next, percent: 100 * probability };
}

const numbers = card.parameters.toLocaleString("en");
`${numbers} numbers. It looks back on ${model.options.blockSize} characters and can write ${model.options.vocabSize}.`;

// %% rivals
const place = slider("Character", { min: 1, max: 120, value: 49 });
const here = written[Math.min(place, written.length) - 1];
const before = written.slice(0, place - 1).map(({ token }) => token);
const read = tokenizer.decode([...prompt, ...before]).slice(-30);
const chances = distribution(here.logits, { temperature: heat });
const ranks = rivals(here.logits);
const rank = 1 + ranks.findIndex(({ token }) => token === here.token);
const came = bar(here.token, 1).next;

display(
  html`<p>After “…${read}” it drew <b class="lm-text">${came}</b>, number ${rank} of ${ranks.length}.</p>`,
);
bars(
  ranks.slice(0, 10).map(({ token }) => ({
    ...bar(token, chances[token]),
    other: token !== here.token,
  })),
  { ...lying, side: "lm", pale: "other" },
).plot({ x: scale, height: 180 });

// %% entropy
import { mean } from "#base/mean";
import { curves } from "#charts";
import { mobyDick } from "#datasets/moby-dick";
import { askPlaces } from "#lm/next-token-batches";
import { entropy } from "#lm/sampling";
import { piecesOf } from "#versus/invented-words";

const pages = piecesOf(mobyDick.validation, { count: 6, length: 256 });
const asked = askPlaces(
  model,
  pages.map((page) => tokenizer.encode(page)),
  { from: 128 },
);
const surprises = asked.map(
  ({ logits, came }) => -Math.log(distribution(logits)[came]),
);
const heats = Array.from({ length: 20 }, (_, i) => (i + 1) / 10);
const openness = heats.map((temperature) => {
  const all = asked.map(({ logits }) =>
    entropy(distribution(logits, { temperature })),
  );
  return { temperature, entropy: mean(all) };
});

const level = { y: mean(surprises), label: "surprise at the book" };
const axes = { x: "temperature", y: "entropy" } as const;
curves(openness, { ...axes, side: "lm", at: 1, levels: [level] }).plot({
  height: 200,
  y: { label: "entropy (nats)", zero: true },
});

// %% cut
const warm = { min: 0.1, max: 2, step: 0.1, value: 1.2 };
const warmth = slider("Temperature here", warm);
const topK = slider("Top-k", { min: 1, max: 83, value: 83 });
const some = { min: 0.05, max: 1, step: 0.05, value: 0.9 };
const topP = slider("Top-p", some);
const rules = { temperature: warmth, topK, topP };
const standing = { x: "next", y: "percent", pale: "cut" } as const;

for (const begins of ["The white whale ", "The white whal"]) {
  const logits = model.nextLogits([tokenizer.encode(begins)]);
  const all = rivals(logits.toFloat32Array(), rules);
  const left = all.filter(({ kept }) => kept).length;
  const rows = all.slice(0, 24).map(({ token, probability, kept }) => ({
    ...bar(token, probability),
    cut: !kept,
  }));
  display(
    html`<p>After “${begins}” it keeps ${left} of ${all.length}.</p>`,
  );
  display(
    bars(rows, { ...standing, side: "lm" }).plot({
      height: 145,
      marginBottom: 20,
      x: { label: null },
      y: { label: "probability (%)", domain: [0, 100] },
    }),
  );
}

// %% cut-written
live(function* () {
  const steps: GenerateStep[] = [];
  for (const step of model.generateSteps(prompt, seed(1), rules)) {
    if (steps.push(step) % 8 > 0) continue;
    display(html`<p>The white whale ${marked(steps)}</p>`);
    yield steps;
    if (steps.length === 120) return;
  }
});

// %% loops
import { likeliestTexts } from "#lm/likeliest-texts";
import { repeatedPlaces } from "#versus/judge-writing";

for (const beams of [1, 4]) {
  const options = { beams, length: 120 };
  const [found] = likeliestTexts(model, prompt, options);
  const text = `The white whale ${tokenizer.decode(found.tokens)}`;
  const seenBefore = repeatedPlaces(text);
  display(
    html`<p><b>${beams === 1 ? "Greedy" : `Beam search, ${beams} beams`}:</b>
      ${[...text].map((c, i) =>
        seenBefore[i] ? html`<b class="lm-text">${c}</b>` : c,
      )}</p>`,
  );
}

// %% judged
import { table } from "#notebook";
import { sampling, wayName } from "#recorded/written-texts";

const { found, made } = sampling;
const uncut = found.ways.filter(({ topK, topP }) => !topK && !topP);

const told = [undefined, 0, 1];
const tellings = uncut
  .filter((way) => told.includes(way.temperature))
  .sort((a, b) => b.surprise.mean - a.surprise.mean);
table(
  tellings.map((way) => ({
    "written by": wayName(way),
    "seen before": way.repeated.mean,
    "±": way.repeated.plusMinus,
    nats: way.surprise.mean,
  })),
  {
    format: { "seen before": ".1%", "±": ".1%", nats: 2 },
    caption: `Of each ${found.texts} texts of ${found.length} characters; recorded on ${made}`,
  },
);

// %% words
import * as Plot from "@observablehq/plot";
import { shares } from "#recorded/written-texts";

const gpts = uncut.filter((way) => way.by === "GPT" && way.temperature);
const dots = gpts.flatMap(({ temperature, knownOfEach }) =>
  knownOfEach.map((share) => ({ temperature, share: 100 * share })),
);
const [his] = found.ways.map((way) => shares([way]));
const course = { x: "temperature", y: "share", stroke: "of" } as const;

Plot.plot({
  height: 240,
  x: { label: "temperature" },
  y: { label: "share (%)", domain: [40, 100] },
  marks: [
    Plot.ruleY(his, { y: "share", strokeDasharray: "3,3" }),
    Plot.dot(dots, { x: "temperature", y: "share", r: 2 }),
    curves(shares(gpts), { ...course, side: "lm" }),
  ],
});

// %% copied
import { intervals } from "#charts";

const copies = found.ways.filter(
  ({ by, topK, topP }) => by !== "5-gram" && !topK && !topP,
);
intervals(
  copies.map((way) => ({
    by: wayName(way),
    longest: way.copied.mean,
    low: way.copied.mean - way.copied.plusMinus,
    high: way.copied.mean + way.copied.plusMinus,
    side: way.by === "Melville" ? "data" : "lm",
  })),
  { x: "longest", x1: "low", x2: "high", y: "by", side: "side" },
).plot({
  height: 200,
  marginLeft: 110,
  x: {
    label: "longest piece that the book has (characters)",
    domain: [0, 24],
  },
});

// %% right-answer
import { penguins } from "#datasets/penguins";
import { DecisionTree } from "#ml/decision-tree";
import { stratifiedKFold, take } from "#score/cross-validation";

const { features, labels } = penguins;
const [half] = stratifiedKFold(labels, { folds: 2, random: seed(1) });
const X = features.map((row) => row.slice(1, 3));
const tree = new DecisionTree({ maxDepth: 3 });
tree.fit(take(X, half.train), take(labels, half.train));
const species = tree.predictProba(take(X, half.test)).map((P, i) => {
  return { P, came: tree.classes.indexOf(labels[half.test[i]]) };
});
const letters = asked.map(({ logits, came }) => {
  return { P: distribution(logits), came };
});
const share = (rows: typeof letters) => ({
  likeliest: mean(
    rows.map(({ P, came }) => (greedy(P) === came ? 1 : 0)),
  ),
  drawn: mean(rows.map(({ P, came }) => P[came])),
});

table(
  [
    { right: "tree: a penguin's species", ...share(species) },
    { right: "GPT: the next character", ...share(letters) },
  ],
  { format: { likeliest: ".1%", drawn: ".1%" } },
);

// %% own
import { checkbox, file, text } from "#notebook";

const bytes = file("A model of yours", {
  accept: "model",
  model: "GPT",
  hint: "Until you choose one, the model above writes.",
});
const writer = bytes ? loadGPT(bytes) : whale;
const wished = text("Beginning", { value: "Call me " });
const ownHeat = slider("Its temperature", warm);
const cutting = checkbox("Top-p 0.9", { value: true });
const start = [...wished]
  .filter((c) => writer.tokenizer.has(c))
  .join("");

live(function* () {
  const ids = writer.tokenizer.encode(
    start || writer.tokenizer.characters[0],
  );
  const how = { temperature: ownHeat, ...(cutting && { topP: 0.9 }) };
  let story = start;
  for (const id of writer.model.generate(ids, seed(1), how)) {
    story += writer.tokenizer.decode([id]);
    if (story.length % 8 === 0) yield story;
    if (story.length >= 300) return;
  }
});
