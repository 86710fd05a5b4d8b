// What readers give to models at the edges: no page shows this, tests run it in Node and in browsers, whose stacks are smaller.

// %% helpers
/** Engines differ in the last digits of exp and log, so those are not shown. */
const round = (value: number) => Number(value.toFixed(3));

// %% columns-far-from-0
import { seed } from "#base/random";
import { sparseRow } from "#base/sparse";
import { LogisticRegression } from "#ml/logistic-regression";
import { StandardScaler } from "#prep/standard-scaler";

const draw = seed(3);
const z = Array.from({ length: 80 }, () => draw.normal());
const verdict = z.map((v) => (v + 0.4 * draw.normal() > 0 ? "yes" : "no"));
const noise = z.map(() => draw.normal());
const three = z.map((v, i) => (v + 0.4 * noise[i]! < -0.5 ? "low" : verdict[i]!));
const asColumn = (offset: number, spread: number) => z.map((v) => [offset + spread * v]);
[asColumn(0, 1), asColumn(2000, 10), asColumn(50_000, 20_000), asColumn(1.7e12, 1e10), asColumn(1.7e12, 1e3)].map((X) =>
  [X, X.map((row) => sparseRow(row.entries(), 1))].map((rows) =>
    [verdict, three].map((y) => {
      const model = new LogisticRegression().fit(rows, y);
      return [model.converged, model.nIter < 100, round(model.score(rows, y))];
    }),
  ),
);

// %% beside-a-good-one
[2000, 1.7e12].map((offset) => {
  const X = z.map((v, i) => [offset + 10 * noise[i]!, v]);
  const model = new LogisticRegression({ maxIter: 10_000 }).fit(X, three);
  return [model.converged, round(model.score(X, three)), round(new LogisticRegression().fit(new StandardScaler().fitTransform(X), three).loss)];
});

// %% other-models-far-from-0
import { LinearRegression } from "#ml/linear-regression";
import { RegressionTree } from "#ml/regression-tree";
import { Svm } from "#ml/svm";

({
  svm: new Svm().fit(asColumn(1.7e12, 1e3), verdict).score(asColumn(1.7e12, 1e3), verdict),
  tree: round(
    new RegressionTree({ maxDepth: 3 }).fit(asColumn(0, 1), asColumn(1.7e12, 1e3).flat()).score(asColumn(0, 1), asColumn(1.7e12, 1e3).flat()),
  ),
  rank: new LinearRegression().fit(
    z.map((v, i) => [1e10 * noise[i]!, 1e-5 * v]),
    z,
  ).rank,
});

// %% houses
import { DecisionTree } from "#ml/decision-tree";

const houses = Array.from({ length: 5000 }, () => 40 + 160 * draw.uniform());

// %% prices tags=["raises-exception"]
new DecisionTree().fit(
  houses.map((area) => [area]),
  houses.map((area) => 1000 * area + 20_000 * draw.normal()),
).depth;

// %% whole-prices
const classes = new DecisionTree().fit(
  houses.slice(0, 2500).map((area) => [area]),
  houses.slice(0, 2500).map((_, i) => 100_000 + 7 * i),
);
({ depth: classes.depth, counts: classes.root.counts.length });

// %% deep-trees
import { treeLayout, treeRegions } from "#charts";

// The best question always takes off the first row.
const steps = Array.from({ length: 5001 }, (_, i) => [i, 0]);
const turns = steps.map((_, i) => i % 2);
const deep = new DecisionTree().fit(steps, turns);
const picture = treeLayout(deep);
({
  depth: deep.depth,
  right: deep.score(steps.slice(-100), turns.slice(-100)),
  pruned: [deep.pruned(0).depth, deep.pruned(1).depth, deep.pruningPath().length],
  lines: deep.text().split("\n").length,
  drawn: [picture.nodes.length, picture.height],
  regions: treeRegions(deep, [0, 5000], [-1, 1]).length,
  regression: new RegressionTree().fit(steps, turns).depth,
});

// %% long-lists
import { BPETokenizer } from "#lm/bpe";
import { GaussianNaiveBayes } from "#ml/naive-bayes";

const wide = (value: number) => new Float64Array(150_000).fill(value);
({
  columns: new GaussianNaiveBayes().fit([wide(0), wide(1), wide(4), wide(5)], ["a", "a", "b", "b"]).predict([wide(0.4)]),
  bytes: new BPETokenizer({ vocabularySize: 280, pretokenization: "none" }).fit("a".repeat(300_000)).tokens.at(-1)!.length,
});

// %% spread tags=["raises-exception"]
Math.max(...new Array<number>(1_000_000).fill(1));

// %% any-ids
import { MatrixFactorization } from "#ml/matrix-factorization";

const shop = new MatrixFactorization({ random: seed(1), iterations: 3 }).fit([
  { user: 30481207, item: "tea", value: 3 },
  { user: 30481299, item: "milk", value: 5 },
  { user: -1, item: "tea", value: 4 },
]);
({ users: shop.users, items: shop.items, best: shop.recommend(30481207).map(({ item, rating }) => [item, round(rating)]) });

// %% vocabulary tags=["raises-exception"]
import { GPT } from "#lm/gpt";

new GPT({ vocabSize: 30481208, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 32 }, seed(1));

// %% no-random tags=["raises-exception"]
import { RandomForest } from "#ml/random-forest";

new RandomForest({} as never).fit([[1], [2]], ["a", "b"]);

// %% not-a-source tags=["raises-exception"]
import { twoMoons } from "#datasets/two-moons";

twoMoons({ random: Math.random as never });

// %% no-options tags=["raises-exception"]
import { KMeans } from "#ml/k-means";

new KMeans(undefined as never);

// %% scripts
import { WordTokenizer } from "#lm/word-tokenizer";
import { CountVectorizer } from "#prep/count-vectorizer";
import { rougeN } from "#score/text-metrics";

const texts = [
  "नमस्ते दुनिया",
  "สวัสดี ชาวโลก",
  "שָׁלוֹם עוֹלָם",
  "مَرْحَبًا، كتاب‌ها",
  "élève".normalize("NFD"),
  "한국".normalize("NFD"),
  "今日は2024年です。",
  "👨‍👩‍👧‍👦👍🏽 🇫🇷 1️⃣ don’t",
  "𠮷野家",
];
const words = new WordTokenizer().fit(texts);
({
  same: texts.map((text) => words.decode(words.encode(text)) === text),
  tokens: words.vocabularySize,
  counted: new CountVectorizer().fit(texts).vocabulary,
  rouge: rougeN("पिता", "पीता", 1).f1,
});

// %% any-string
const strange = ["\ud800", "a\udc00b", "\ud83c\udf89\ud83c", "한é\ufeff"];
const pairs = new BPETokenizer({ vocabularySize: 300 }).fit(texts.join(" "));
[...texts, ...strange].map((text) => pairs.decode(pairs.encode(text)) === text);

// %% three-classes
import { iris } from "#datasets/iris";
import { GradientBoostingClassifier } from "#ml/gradient-boosting";
import { crossValScore, stratifiedKFold } from "#score/cross-validation";

const boosted = new GradientBoostingClassifier({ nTrees: 10 });
({
  scores: crossValScore(() => boosted, iris.features, iris.labels, stratifiedKFold(iris.labels, { random: seed(0) })).map(round),
  sums: [...new Set(boosted.predictProba(iris.features).map((row) => round(row.reduce((a, b) => a + b))))],
  losses: boosted.losses.map(round),
});
