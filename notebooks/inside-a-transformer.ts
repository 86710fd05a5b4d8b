// Inside a transformer: every matrix between a text and its next piece.

// %% walk
import { stageMap } from "#charts";
import { loadGPT } from "#lm/gpt-file";
import { stagesOf } from "#lm/gpt-stages";
import { traceGPT } from "#lm/gpt-trace";
import { display, html, slider, weights } from "#notebook";
import { asked } from "#versus/sort-letters";

const at = slider("Step", { min: 1, max: 21, value: 10 });
const loaded = loadGPT(await weights("letter-sorter"));
const { model: inside, tokenizer: signs } = loaded;

const walked = traceGPT(inside, signs.encode(asked("hgdab")));
const stages = stagesOf(walked, { layer: 1, head: 1 });
const { name: step, part, nth = "", says } = stages[at - 1];
display(
  stageMap(stages[at - 1], {
    read: [...asked("hgdab")],
    vocabulary: signs.characters,
  }).plot(),
);
html`<p data-lit="${`${part} ${nth}`.trim()}"><b>${at}. ${step}.</b> ${says}</p>`;

// %% exam
import { seed } from "#base/random";
import { table } from "#notebook";
import { inOrder, sortTask, sortWith } from "#versus/sort-letters";

// Loaded here, too, so that the slider above moves nothing but its picture.
const shipped = loadGPT(await weights("letter-sorter"));
const { model: sorter, tokenizer: letters } = shipped;
const lookInto = (word: string) =>
  traceGPT(sorter, letters.encode(asked(word)));

const task = sortTask(seed(1));
const answers = task.held.map((word) => ({
  "it reads": `${word}>`,
  "it goes on with": sortWith(sorter, word),
  "in order": inOrder(word),
}));
const right = answers.filter(
  (answer) => answer["it goes on with"] === answer["in order"],
);

table(answers, {
  caption: `${right.length} of ${answers.length} held back sorted right`,
  rows: 2,
});

// %% train tags=["expensive"]
import { curves } from "#charts";
import { GPT } from "#lm/gpt";
import { live, progress } from "#notebook";
import { AdamW, warmupCosine } from "#tensor";
import { shareSorted } from "#versus/sort-letters";

const random = seed(1);
const some = task.held.slice(0, 50);
live(function* () {
  const model = new GPT(sorter.options, random);
  const optimizer = new AdamW(model.parameters());
  const rate = warmupCosine({ lr: 0.01, warmup: 20, total: 200 });
  const curve = [];
  const by = { x: "step", y: "sorted right", side: "lm" } as const;
  for (let step = 0; step <= 200; step++) {
    if (step % 20 === 0) {
      const share = shareSorted(model, some);
      curve.push({ step, "sorted right": share });
    }
    const { x, y } = task.batch(64, random);
    optimizer.lr = rate(step);
    model.loss(x, y).backward();
    optimizer.step();
    progress(step, 200, "steps");
    yield curves(curve, by).plot({
      height: 200,
      y: { domain: [0, 1] },
    });
  }
});

// %% asks
import { select, text } from "#notebook";

const word = text("Five letters, a to j, each once", {
  value: "hgdab",
});
if (!/^[a-j]{5}$/.test(word) || new Set(word).size < 5)
  throw new Error(
    `"${word}" will not do: give five different letters from a to j, such as hgdab`,
  );
const read = [...asked(word)];
const row = select(
  "Who looks?",
  Object.fromEntries(
    [5, 6, 7, 8, 9].map((i) => [`${i + 1}: ${read[i]}`, i]),
  ),
);

const format = { product: 1, score: 2, share: 3 } as const;
type Numbers = readonly number[];
const dot = (a: Numbers, b: Numbers) =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

// %% by-hand
const { queries, keys } = lookInto(word).blocks[0].heads[0];
const d = queries[row].length;
const rows = keys.slice(0, row + 1).map((key, j) => {
  const product = dot(queries[row], key);
  return { key: read[j], product, score: product / Math.sqrt(d) };
});
const grown = rows.map(({ score }) => Math.exp(score));
const total = grown.reduce((a, b) => a + b);

table(
  rows.map((row, j) => ({ ...row, share: grown[j] / total })),
  { format },
);

// %% root-d
import { mean } from "#base/mean";
import { softmaxInPlace } from "#base/softmax";

const dice = seed(1);
const noise = (n: number) => Array.from({ length: n }, dice.normal);
const tenProducts = (d: number) => {
  const query = noise(d);
  return Array.from({ length: 10 }, () => dot(query, noise(d)));
};
const largest = (scores: number[]) =>
  Math.max(...softmaxInPlace(scores));

table(
  [4, 16, 64, 256].map((d) => {
    const rows = Array.from({ length: 400 }, () => tenProducts(d));
    const scaled = rows.map((row) => row.map((p) => p / Math.sqrt(d)));
    return {
      d,
      spread: Math.sqrt(mean(rows.flat().map((p) => p ** 2))),
      "largest share": mean(rows.map(largest)),
      "after ÷ √d": mean(scaled.map(largest)),
    };
  }),
  { format: { spread: 1, "largest share": 2, "after ÷ √d": 2 } },
);

// %% attention-says
import { argMax } from "#base/max";

const looks = task.held.slice(0, 200).map((word) => {
  const { weights: taken } = lookInto(word).blocks[0].heads[0];
  return [...inOrder(word)].map((letter, i) => {
    const place = word.indexOf(letter);
    const answer = taken[5 + i];
    return { share: answer[place], most: argMax(answer) === place };
  });
});

table(
  [0, 1, 2, 3, 4].map((i) => ({
    letter: i + 1,
    "points at it": mean(looks.map((one) => Number(one[i].most))),
    "share of attention": mean(looks.map((one) => one[i].share)),
  })),
  {
    caption: "Does attention find the letter that comes next?",
    format: { "points at it": "%", "share of attention": "%" },
  },
);

// %% without tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";
import { GPT_PARTS, type GPTPart } from "#lm/gpt-trace";
import { lettersRight } from "#versus/sort-letters";

const gpt = loadGPT(await weights("moby-dick-nanogpt"));
const passages = [0, 1, 2, 3].map((i) =>
  gpt.tokenizer.encode(mobyDick.validation.slice(65 * i, 65 * i + 65)),
);
const loss = (without?: GPTPart) => (ids: number[]) => {
  const trace = traceGPT(gpt.model, ids.slice(0, -1), { without });
  return mean(
    trace.probabilities.map((p, i) => -Math.log(p[ids[i + 1]])),
  );
};

const strings = task.held.slice(0, 100);
table(
  [undefined, ...GPT_PARTS].map((without) => ({
    "left out": without ?? "nothing",
    "sorter right": lettersRight(sorter, strings, { without }),
    "GPT loss": mean(passages.map(loss(without))),
  })),
  {
    caption: "Letters right, and loss in nats a character",
    format: { "sorter right": "%", "GPT loss": 2 },
  },
);

// %% own-text
import { card } from "#checkpoints/moby-dick-nanogpt";
import type { GPTOptions } from "#lm/gpt";
import { file } from "#notebook";

const asGPT = { accept: "model", model: "GPT" } as const;
const kept = file("A model of yours", asGPT);
const yours = kept && loadGPT(kept);
const sizes =
  yours?.model.options ?? (card.config.options as GPTOptions);
const passage = text("A text of yours", {
  value: "the white whale",
  hint: "Up to 16 characters.",
});
const layer = slider("Layer", { min: 1, max: sizes.nLayer, value: 1 });
const head = slider("Head", { min: 1, max: sizes.nHead, value: 1 });
const steps = stagesOf(lookInto("hgdab"), { layer: 1, head: 1 });
const chosen = select(
  "Step",
  steps.map(({ name }) => name),
  { value: "attention" },
);

// %% own-stage
const whale = yours ?? loadGPT(await weights(card.name));
const readable = (said: string) =>
  [...said].filter((sign) => whale.tokenizer.has(sign));
const most = Math.min(16, sizes.blockSize);
const given =
  readable(passage).slice(0, most).join("") ||
  whale.tokenizer.characters[0];
const ids = whale.tokenizer.encode(given);
const whaleTrace = traceGPT(whale.model, ids);
const whaleStages = stagesOf(whaleTrace, { layer, head });
const place = steps.findIndex(({ name }) => name === chosen);
display(
  stageMap(whaleStages[place], {
    read: [...given],
    vocabulary: whale.tokenizer.characters,
  }).plot({ height: 260 }),
);
const visible = (character: string) =>
  ({ "\n": "⏎", " ": "␣" })[character] ?? character;
const nextOne = whaleTrace.probabilities[given.length - 1];
const best = argMax(nextOne);
const likeliest = visible(whale.tokenizer.characters[best]);
const percent = Math.round(100 * nextOne[best]);
html`<p>${whaleStages[place].says} At the end, ${likeliest} is the likeliest next character, with ${percent} %.</p>`;

// %% mask
import { button } from "#notebook";

const changed = button("Change the last character");
const other = given.endsWith("x") ? "y" : "x";
const tried =
  changed % 2 === 1 ? [...given].slice(0, -1).join("") + other : given;
const now = traceGPT(whale.model, whale.tokenizer.encode(tried)).logits;

const same = now.map((row, i) =>
  row.every((logit, j) => logit === whaleTrace.logits[i][j]),
);

table(
  [
    {
      "it reads": [...tried].map(visible).join(""),
      "as before": same.filter(Boolean).length,
      changed: same.filter((is) => !is).length,
    },
  ],
  { caption: "Rows of logits, compared with those of your text" },
);

// %% trees
import { DecisionTree } from "#ml/decision-tree";
import { asNumbers } from "#versus/sort-letters";

const others = task.others();
const trees = [0, 1, 2, 3, 4].map((i) =>
  new DecisionTree().fit(
    others.map(asNumbers),
    others.map((word) => inOrder(word)[i]),
  ),
);
const byTrees = trees.map((tree) =>
  tree.predict(task.held.map(asNumbers)),
);
const treesRight = task.held.filter(
  (word, i) =>
    byTrees.map((says) => says[i]).join("") === inOrder(word),
);
const leaves = trees.reduce((sum, tree) => sum + tree.nLeaves, 0);

table(
  [
    ["five trees", treesRight.length, 3 * leaves - 2 * trees.length],
    ["transformer", right.length, sorter.numParams()],
  ].map(([model, sorted, kept]) => ({
    model,
    "sorted of 500": sorted,
    "numbers kept": kept,
  })),
  { format: { "numbers kept": "," } },
);

// %% heads
import { heatMap } from "#charts";

const text64 = readable(mobyDick.validation.slice(0, 1_000))
  .slice(0, sizes.blockSize)
  .join("");
const { blocks } = traceGPT(
  whale.model,
  whale.tokenizer.encode(text64),
);
heatMap(
  blocks.flatMap(({ heads }, l) =>
    heads.map(({ weights: taken }, h) => ({
      head: h + 1,
      layer: l + 1,
      "one step back": mean(taken.slice(1).map((row, i) => row[i])),
    })),
  ),
  {
    x: "head",
    y: "layer",
    value: "one step back",
    side: "lm",
    values: true,
    scale: "linear",
    format: (share) => `${Math.round(100 * share)} %`,
  },
).plot({ height: 220 });
