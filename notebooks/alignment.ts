// Alignment: from what a reader likes better to what a model writes, and where that goes wrong.

// %% pairs
import { radio } from "#notebook";

const asked = [
  ["mia", "leonard"],
  ["aurora", "kirk"],
  ["ella", "edward"],
  ["naomi", "robert"],
  ["lily", "dagmar"],
];
const places = ["First", "Second", "Third", "Fourth", "Fifth"];
const pairs = asked.map(([a, b], i) => {
  const chosen = radio(`${places[i]} pair`, [a, b]);
  return { chosen, rejected: chosen === a ? b : a };
});

// %% follow
import { seed } from "#base/random";
import { bars } from "#charts";
import { optimalPolicy } from "#tune/categorical-policy";
import { LinearScorer } from "#tune/linear-scorer";
import { nameFeatures } from "#tune/name-taste";
import { RewardModel } from "#tune/reward-model";

const twelve =
  "anna bert dora emma igor julia karl liam olga sigrid theodore una".split(
    " ",
  );
const before = twelve.map(() => 1 / 12);

const scorer = new LinearScorer(6, nameFeatures);
const effort = { epochs: 40, learningRate: 0.1, weightDecay: 1 };
const you = new RewardModel(scorer, { random: seed(1), ...effort });
const rewards = you.fit(pairs).reward(twelve);
const after = optimalPolicy(before, rewards, 1);

bars(
  twelve.map((name, i) => ({ name, percent: 100 * after[i] })),
  { x: "percent", y: "name", side: "lm", format: (p) => p.toFixed(0) },
).plot({
  height: 280,
  x: { label: "how often it says this name (%)", domain: [0, 60] },
});

// %% weights
import { NAME_FEATURES } from "#tune/name-taste";

const w = scorer.weights.toFloat32Array();
bars(
  Object.keys(NAME_FEATURES).map((feature, i) => ({
    feature,
    weight: w[i],
  })),
  {
    x: "weight",
    y: "feature",
    side: "lm",
    format: (weight) => weight.toFixed(2),
  },
).plot({
  marginLeft: 150,
  x: { label: "weight in the reward", domain: [-1.2, 1.2] },
});

// %% price
import { klDivergence } from "#base/kl-divergence";
import { slider, table } from "#notebook";

const steepness = { min: 0.2, max: 5, step: 0.1, value: 1 };
const β = slider("Price of moving away (β)", steepness);
const best = optimalPolicy(before, rewards, β);
const earned = (policy: number[]) =>
  policy.reduce((sum, p, i) => sum + p * rewards[i], 0);

table(
  [before, best].map((policy, i) => ({
    policy: ["π_ref, before", "π*, the best for this β"][i],
    "mean reward": earned(policy),
    "KL from π_ref": klDivergence(policy, before),
  })),
  { format: { "mean reward": 2, "KL from π_ref": 2 } },
);

// %% climb
import { CategoricalPolicy } from "#tune/categorical-policy";
import { PolicyGradient } from "#tune/policy-gradient";

const policy = new CategoricalPolicy(before);
const climb = new PolicyGradient({
  random: seed(1),
  reward: (drawn: readonly number[]) => drawn.map((i) => rewards[i]),
  reference: new CategoricalPolicy(before),
  beta: β,
  steps: 300,
  batchSize: 128,
  learningRate: 0.02,
});
const way = Array.from(climb.fitSteps(policy), ({ step }) => ({
  step,
  KL: klDivergence(policy.probabilities(), best),
}));
const found = policy.probabilities();
const gaps = found.map((p, i) => Math.abs(p - best[i]));

`After ${way.length} steps no name is further from π* than ${Math.max(...gaps).toFixed(3)}.`;

// %% climbed
import { curves } from "#charts";

curves(way, { x: "step", y: "KL", side: "lm", height: "low" }).plot({
  y: { label: "KL to π* (nats)" },
});

// %% pretrain tags=["expensive"]
import { names } from "#datasets/names";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { GPT } from "#lm/gpt";
import { randomBatch } from "#lm/next-token-batches";
import { display, live, progress } from "#notebook";
import { AdamW, warmupCosine } from "#tensor";

const text = `\n${seed(1).shuffle(names.list).join("\n")}\n`;
const tokenizer = new CharacterTokenizer(text);
const tokens = tokenizer.encode(text);
const shape = { blockSize: 16, nLayer: 1, nHead: 4, nEmbd: 32 };
const sizes = { vocabSize: tokenizer.vocabularySize, ...shape };
const pretrained = new GPT(sizes, seed(1));

live(function* () {
  const optimizer = new AdamW(pretrained.parameters());
  const rate = warmupCosine({ lr: 0.005, warmup: 50, total: 300 });
  const random = seed(1);
  for (let step = 1; step <= 300; step++) {
    const batch = { batchSize: 64, blockSize: 16, random };
    const { x, y } = randomBatch(tokens, batch);
    optimizer.lr = rate(optimizer.steps);
    const loss = pretrained.loss(x, y);
    loss.backward();
    optimizer.step();
    progress(step, 300, "steps");
    if (step % 25 === 0) yield `Loss: ${loss.item().toFixed(2)} nats`;
  }
});

// %% align tags=["expensive"]
import { GPTPolicy } from "#tune/gpt-policy";

const [end] = tokenizer.encode("\n");
const border = { start: end, end };
const copy = () =>
  new GPT(sizes, seed(1)).loadStateDict(pretrained.stateDict());
const reference = new GPTPolicy(copy(), border);
const aligned = new GPTPolicy(copy(), border);
const read = (texts: readonly number[][]) =>
  texts.map((ids) => tokenizer.decode(ids).trim());
const writes = (who: GPTPolicy, count: number) =>
  read(who.sample(count, seed(7)));

live(function* () {
  const training = new PolicyGradient({
    random: seed(2),
    reward: (texts: readonly number[][]) => you.reward(read(texts)),
    reference,
    beta: 1,
    steps: 80,
    learningRate: 0.002,
  });
  for (const { step, reward, kl } of training.fitSteps(aligned)) {
    progress(step, 80, "steps");
    if (step % 5 === 0)
      yield `Reward ${reward.toFixed(2)}, KL ${kl.toFixed(2)} nats`;
  }
});

// %% written tags=["expensive"]
import { mean } from "#base/mean";

const both = [reference, aligned].map((who) => writes(who, 400));
const [liked, likedMore] = both.map((texts) =>
  mean(you.reward(texts)).toFixed(2),
);

table(
  Array.from({ length: 8 }, (_, i) => ({
    "before your clicks": both[0][i],
    "after them": both[1][i],
  })),
  {
    caption: `The mean reward of 400 such names: ${liked} before, ${likedMore} after`,
  },
);

// %% best-of-n
import { bestOfNBound, bestOfNDistribution } from "#tune/best-of-n";
import { optimalPolicyAt } from "#tune/categorical-policy";

const choosing = [2, 4, 16].map((n) => {
  const chosen = bestOfNDistribution(before, rewards, n);
  const kl = klDivergence(chosen, before);
  return {
    n,
    "KL at most": bestOfNBound(n),
    "KL here": kl,
    "reward, best of n": earned(chosen),
    "reward of π* at this KL": earned(
      optimalPolicyAt(before, rewards, kl),
    ),
  };
});
table(choosing, {
  format: {
    "KL at most": 3,
    "KL here": 3,
    "reward, best of n": 2,
    "reward of π* at this KL": 2,
  },
});

// %% too-far tags=["expensive"]
import { max } from "#base/max";
import { Bigram } from "#lm/bigram";
import { bestOfNMean } from "#tune/best-of-n";
import { CharacterScorer } from "#tune/character-scorer";
import { askTaste, goldTaste } from "#tune/name-taste";

const bigram = new Bigram({ smoothing: 0.1 }).fit(names.list);
const dice = seed(5);
const pool = Array.from({ length: 4_000 }, () => bigram.sample(dice));
const even = pool.map(() => 1 / pool.length);
const gold = pool.map(goldTaste);
const ns = Array.from({ length: 11 }, (_, i) => 2 ** i);
const alphabet = "abcdefghijklmnopqrstuvwxyz";
const trials: { says: number[]; favourite: string }[] = [];

const judged = live(function* () {
  for (let trial = 1; trial <= 8; trial++) {
    const random = seed(trial);
    const draw = () => bigram.sample(random);
    const said = askTaste(goldTaste, { count: 100, draw, random });
    const scorer = new CharacterScorer({ alphabet, random });
    const learner = new RewardModel(scorer, { random }).fit(said);
    const says = learner.reward(pool);
    trials.push({ says, favourite: pool[says.indexOf(max(says))] });
    progress(trial, 8, "reward models");
    yield `What each likes best: ${trials.map((t) => t.favourite).join(", ")}`;
  }
});

// %% too-far-drawn tags=["expensive"]
void judged; // Drawn anew with each reward model.
const marks = (n: number, values?: number[]) =>
  trials.map(({ says }) => bestOfNMean(even, says, n, values));
const course = ns.flatMap((n) => [
  { n, mark: mean(marks(n)), who: "reward model", side: "lm" },
  { n, mark: mean(marks(n, gold)), who: "the taste", side: "data" },
]);
const last = marks(1024, gold);
const falls = marks(8, gold).filter((mark, i) => last[i] < mark);

display(
  curves(course, {
    x: "n",
    y: "mark",
    stroke: "who",
    side: "side",
  }).plot({
    x: {
      type: "log",
      base: 2,
      label: "best of so many, by the reward model",
    },
    y: { label: "mean mark of the name kept" },
  }),
);
`From the best of 8 to the best of 1,024 the taste's mark falls with ${falls.length} of ${trials.length} reward models.`;
