// Every model of the site, imported by name and trained on a little data: no page shows this, tests run it in Node and in browsers.

// %% helpers
import { AdamW, type Module, type Tensor, tensor } from "#tensor";

/** Engines differ in the last digits of exp and log, so those are not shown. */
const round = (value: number) => Number(value.toFixed(3));

/** Steps of AdamW, always on the same batch: the loss before the first and before the last of them. */
function descend(model: Module, loss: () => Tensor, steps = 30): string {
  const optimizer = new AdamW(model.parameters(), { lr: 0.01 });
  const losses = Array.from({ length: steps }, () => {
    const value = loss();
    value.backward();
    optimizer.step();
    return value.item();
  });
  return `${losses[0]!.toFixed(3)} → ${losses.at(-1)!.toFixed(3)}`;
}

// %% flowers
import { seed } from "#base/random";
import { iris } from "#datasets/iris";
import { trainTestSplit } from "#prep/train-test-split";

const flowers = trainTestSplit(iris.features, iris.labels, { random: seed(1) });

// %% moons
import { twoMoons } from "#datasets/two-moons";

const moons = twoMoons({ random: seed(1), samples: 120 });

// %% mails
import { spam } from "#datasets/spam";

const someMails = seed(1)
  .shuffle([...spam.texts.keys()])
  .slice(0, 240);
const mails = trainTestSplit(
  someMails.map((i) => spam.texts[i]!.slice(0, 500)),
  someMails.map((i) => spam.labels[i]!),
  { random: seed(2) },
);

// %% count-vectorizer
import { CountVectorizer } from "#prep/count-vectorizer";

const counter = new CountVectorizer({ minTexts: 3 });
const wordCounts = counter.fitTransform(mails.XTrain);
const testCounts = counter.transform(mails.XTest);
({ words: counter.vocabulary.length, inTheFirstMail: wordCounts[0]!.indices.length });

// %% tfidf
import { TfidfTransformer, TfidfVectorizer } from "#prep/tfidf";

const weigher = new TfidfTransformer();
const wordWeights = weigher.fitTransform(wordCounts);
const testWeights = weigher.transform(testCounts);
const vectorizer = new TfidfVectorizer({ minTexts: 3 });
[vectorizer.fitTransform(mails.XTrain), wordWeights].map((rows) => round(rows[0]!.values[0]!));

// %% standard-scaler
import { penguins } from "#datasets/penguins";
import { StandardScaler } from "#prep/standard-scaler";

const scaler = new StandardScaler();
const scaledPenguins = scaler.fitTransform(penguins.features);
({ means: scaler.means.map(round), first: scaledPenguins[0]!.map(round) });

// %% one-hot-encoder
import { cpsWages } from "#datasets/cps-wages";
import { OneHotEncoder } from "#prep/one-hot-encoder";

const encoder = new OneHotEncoder({ drop: "first" });
const jobs = encoder.fitTransform(cpsWages.rows.map(({ occupation }) => [occupation]));
({ columns: encoder.featureNames(["occupation"]), first: jobs[0] });

// %% dict-vectorizer
import { LinearRegression } from "#ml/linear-regression";
import { DictVectorizer } from "#prep/dict-vectorizer";
import { regressionTable } from "#prep/regression-table";

const workers = regressionTable(
  cpsWages.rows.map((row) => ({ ...row })),
  "wage",
);
const named = new DictVectorizer(workers.columns);
const namedRows = named.fitTransform(workers.X);
({ columns: named.featureNames.length, r2: round(new LinearRegression().fit(namedRows, workers.y).score(namedRows, workers.y)) });

// %% target-encoder
import { TargetEncoder } from "#prep/target-encoder";

const jobMeans = new TargetEncoder({ smoothing: 5 }).fit(
  cpsWages.rows.map(({ occupation }) => occupation),
  cpsWages.targets,
);
jobMeans.transform(["sales", "management"]).map(round);

// %% decision-tree
import { DecisionTree } from "#ml/decision-tree";

const tree = new DecisionTree({ maxDepth: 3 }).fit(flowers.XTrain, flowers.yTrain);
console.log(tree.text(iris.featureNames));
round(tree.score(flowers.XTest, flowers.yTest));

// %% regression-tree
import { RegressionTree } from "#ml/regression-tree";

const wageTree = new RegressionTree({ maxDepth: 3 }).fit(cpsWages.features, cpsWages.targets);
({ leaves: wageTree.nLeaves, r2: round(wageTree.score(cpsWages.features, cpsWages.targets)) });

// %% random-forest
import { RandomForest } from "#ml/random-forest";

const forest = new RandomForest({ random: seed(1), nTrees: 20 }).fit(flowers.XTrain, flowers.yTrain);
({
  outOfBag: round(forest.outOfBagScore(flowers.XTrain, flowers.yTrain)),
  test: round(forest.score(flowers.XTest, flowers.yTest)),
});

// %% gradient-boosting
import { GradientBoostingClassifier, GradientBoostingRegressor } from "#ml/gradient-boosting";

const boosted = new GradientBoostingClassifier({ nTrees: 10 }).fit(moons.features, moons.labels);
const boostedWages = new GradientBoostingRegressor({ nTrees: 20 }).fit(cpsWages.features, cpsWages.targets);
({
  losses: [boosted.losses[0]!, boosted.losses.at(-1)!].map(round),
  accuracy: round(boosted.score(moons.features, moons.labels)),
  r2: round(boostedWages.score(cpsWages.features, cpsWages.targets)),
});

// %% isolation-forest
import { cardPayments } from "#datasets/card-payments";
import { IsolationForest } from "#ml/isolation-forest";
import { rocAuc } from "#score/ranking-metrics";

const payments = cardPayments({ random: seed(1), customers: 40, days: 30 });
const isolation = new IsolationForest({ random: seed(1), trees: 50 }).fit(payments.features);
round(rocAuc(payments.labels, isolation.scores(payments.features), { positive: 1 }));

// %% k-nearest-neighbours
import { KNearestNeighbours } from "#ml/k-nearest-neighbours";

round(new KNearestNeighbours({ k: 5 }).fit(flowers.XTrain, flowers.yTrain).score(flowers.XTest, flowers.yTest));

// %% naive-bayes
import { BernoulliNaiveBayes, GaussianNaiveBayes, MultinomialNaiveBayes } from "#ml/naive-bayes";

({
  multinomial: round(new MultinomialNaiveBayes().fit(wordCounts, mails.yTrain).score(testCounts, mails.yTest)),
  bernoulli: round(new BernoulliNaiveBayes().fit(wordCounts, mails.yTrain).score(testCounts, mails.yTest)),
  gaussian: round(new GaussianNaiveBayes().fit(flowers.XTrain, flowers.yTrain).score(flowers.XTest, flowers.yTest)),
});

// %% linear-regression

const schoolAndJob = cpsWages.features.map((row, i) => [...row, ...jobs[i]!]);
[0, 1000].map((alpha) => {
  const line = new LinearRegression({ alpha }).fit(schoolAndJob, cpsWages.targets);
  return { alpha, r2: round(line.score(schoolAndJob, cpsWages.targets)), aYearOfSchool: round(line.coefficients[0]!) };
});

// %% logistic-regression
import { LogisticRegression } from "#ml/logistic-regression";

const logistic = new LogisticRegression().fit(flowers.XTrain, flowers.yTrain);
({ accuracy: round(logistic.score(flowers.XTest, flowers.yTest)), intercepts: logistic.intercepts.map((value) => value.toFixed(1)) });

// %% svm
import { Svm } from "#ml/svm";

(["linear", "rbf"] as const).map((kernel) => {
  const svm = new Svm({ kernel }).fit(moons.features, moons.labels);
  return { kernel, accuracy: round(svm.score(moons.features, moons.labels)), supportVectors: svm.supportVectors.length };
});

// %% grid-search
import { twoClouds } from "#prep/two-clouds";
import { GridSearch } from "#score/grid-search";

const clouds = twoClouds({ random: seed(1) });
new GridSearch<number, number[], string>([1, 3], (k) => new KNearestNeighbours<string>({ k })).fit(clouds.X, clouds.y).bestSetting;

// %% linear-svm
import { LinearSvm } from "#ml/linear-svm";

round(new LinearSvm({ random: seed(1) }).fit(wordWeights, mails.yTrain).score(testWeights, mails.yTest));

// %% pipeline
import { Pipeline } from "#prep/pipeline";

round(new Pipeline(new StandardScaler(), new Svm()).fit(penguins.features, penguins.labels).score(penguins.features, penguins.labels));

// %% k-means
import { KMeans } from "#ml/k-means";
import { adjustedRandIndex } from "#score/clustering-metrics";

const clusters = new KMeans({ clusters: 3, random: seed(1) }).fit(scaledPenguins);
round(adjustedRandIndex(penguins.labels, clusters.labels));

// %% pca
import { PCA } from "#ml/pca";

new PCA({ components: 2 }).fit(iris.features).explainedVarianceRatio.map(round);

// %% matrix-factorization
import { ratings } from "#datasets/ratings";
import { MatrixFactorization } from "#ml/matrix-factorization";

const rated = ratings({ random: seed(1), users: 80, items: 50 });
const tastes = new MatrixFactorization({ random: seed(1), iterations: 5 }).fit(rated.train);
({ rmse: round(tastes.score(rated.test)), best: tastes.recommend(0, { count: 3 }).map(({ item }) => item) });

// %% forecasts
import { co2 } from "#datasets/co2";
import { Drift, Naive, SeasonalNaive, SeasonalNaiveWithDrift } from "#ml/forecast";
import { HoltWinters } from "#ml/holt-winters";
import { mae } from "#score/regression-metrics";

const past = co2.values.slice(-132, -12);
const year = { period: 12 };
const forecasters = {
  naive: new Naive(),
  drift: new Drift(),
  seasonalNaive: new SeasonalNaive(year),
  seasonalNaiveWithDrift: new SeasonalNaiveWithDrift(year),
  holtWinters: new HoltWinters(year),
};
Object.entries(forecasters).map(([forecaster, model]) => ({
  forecaster,
  error: mae(co2.values.slice(-12), model.fit(past).forecast(12).mean).toFixed(2),
}));

// %% value-iteration
import { cliffWalking, frozenLake } from "#ml/grid-worlds";
import { ValueIteration } from "#ml/value-iteration";

const lake = frozenLake();
const planned = new ValueIteration().fit(lake);
({ worthOfTheStart: round(planned.values[lake.start]!), policy: planned.policy.join("") });

// %% tabular-agents
import { runPolicy } from "#ml/environment";
import { QLearning } from "#ml/q-learning";
import { manyAgents } from "#ml/many-agents";
import { Sarsa } from "#ml/sarsa";

const cliff = cliffWalking();
const walked = (agent: QLearning | Sarsa) => runPolicy(cliff, agent.fit(cliff).policy, { random: seed(1), maxSteps: 100 }).reward;
const [first] = manyAgents(cliff, { Sarsa }, { runs: 3, episodes: 20 });
({ qLearning: walked(new QLearning({ random: seed(1) })), sarsa: walked(new Sarsa({ random: seed(1) })), after20: first!.curve.at(-1)!.points });

// %% pictures
import { digits } from "#datasets/digits";

const chosenPictures = seed(1)
  .shuffle([...digits.train.labels.keys()])
  .slice(0, 300);
const pictures = trainTestSplit(
  chosenPictures.map((i) => digits.train.pixels.slice(784 * i, 784 * (i + 1))),
  chosenPictures.map((i) => digits.train.labels[i]!),
  { random: seed(1) },
);

// %% mlp
import { MLP, MLPClassifier } from "#ml/mlp";
import { crossEntropy } from "#tensor";

const perceptron = new MLPClassifier({ random: seed(1), hidden: [32], epochs: 8 }).fit(pictures.XTrain, pictures.yTrain);
const xor = new MLP([2, 8, 2], "tanh", 0, seed(1));
const corners = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
({
  digits: round(perceptron.score(pictures.XTest, pictures.yTest)),
  xor: descend(xor, () => crossEntropy(xor.forward(corners), [0, 1, 1, 0]), 100),
});

// %% cnn
import { CNNClassifier, LeNet } from "#ml/cnn";

const convolutions = new CNNClassifier({ random: seed(1), channels: [4, 8], hidden: 32, epochs: 12 }).fit(pictures.XTrain, pictures.yTrain);
const leNet = new LeNet({ height: 28, width: 28 }, [2, 4], 16, 10, 0, seed(1));
const tenPictures = tensor(pictures.XTrain.slice(0, 10).map((pixels) => [...pixels]));
({
  digits: round(convolutions.score(pictures.XTest, pictures.yTest)),
  leNet: descend(leNet, () => crossEntropy(leNet.forward(tenPictures), pictures.yTrain.slice(0, 10))),
});

// %% digit-reader
import { loadDigitReader } from "#ml/digit-reader";
import { saveSafetensors } from "#tensor";

const digitConfig = JSON.stringify({ model: "CNN", channels: [2, 4], hidden: 16 });
const digitNetwork = loadDigitReader(saveSafetensors(leNet.stateDict(), { metadata: { config: digitConfig } }));
({ parameters: digitNetwork.nParameters, says: digitNetwork.predict([[...pictures.XTest[0]!]]) });

// %% bigram
import { names } from "#datasets/names";
import { Bigram } from "#lm/bigram";

const someNames = seed(1).shuffle(names.list).slice(0, 1000);
const bigram = new Bigram().fit(someNames);
const drawName = seed(1);
({ nats: round(bigram.nll(someNames)), drawn: Array.from({ length: 3 }, () => bigram.sample(drawName)) });

// %% n-gram
import { mobyDick } from "#datasets/moby-dick";
import { NGram } from "#lm/n-gram";

const novel = mobyDick.text.slice(0, 20_000);
(["add-one", "witten-bell", "kneser-ney"] as const).map((smoothing) => {
  const model = new NGram({ order: 4, smoothing, vocabulary: new Set(mobyDick.text) }).fit(novel);
  return {
    smoothing,
    nats: round(model.nll(mobyDick.text.slice(20_000, 25_000))),
    drawn: model.sample({ random: seed(1), length: 20, context: "The " }).join(""),
  };
});

// %% character-tokenizer
import { CharacterTokenizer } from "#lm/character-tokenizer";

const letters = new CharacterTokenizer(`\n${someNames.join("")}`);
({ letters: letters.vocabularySize, ids: letters.encode("ahab"), back: letters.decode(letters.encode("ahab")) });

// %% bpe
import { BPETokenizer } from "#lm/bpe";

const bpe = new BPETokenizer({ vocabularySize: 400 }).fit(novel);
bpe.encode("The white whale").map((id) => bpe.tokenText(id));

// %% moby-dick-bpe
import { mobyDickBPE } from "#lm/moby-dick-bpe";

mobyDickBPE.encode("The white whale").map((id) => mobyDickBPE.tokenText(id));

// %% ranked-bpe
import { RankedBPE, vocabularies } from "#lm/ranked-bpe";
import { weights } from "#notebook";

const ranked = RankedBPE.load(await weights(vocabularies.gpt2.name), vocabularies.gpt2);
const rankedIds = ranked.encode("Hello, world! 12345 नमस्ते");
({ ids: rankedIds, back: ranked.decode(rankedIds) });

// %% word-tokenizer
import { weatherReports } from "#datasets/weather-reports";
import { WordTokenizer } from "#lm/word-tokenizer";

const weather = weatherReports({ random: seed(1), reports: 300 });
const wordTokenizer = new WordTokenizer({ specials: ["[pad]", "[mask]"] }).fit(weather.map(({ summary }) => summary));
const summaries = weather.map(({ summary }) => wordTokenizer.encode(summary));
({ words: wordTokenizer.vocabularySize, ids: summaries[0], back: wordTokenizer.decode(summaries[0]!) });

// %% neighbour-counts
import { NeighbourCounts } from "#lm/neighbour-counts";

const around = new NeighbourCounts(wordTokenizer.vocabularySize).partialFit(summaries);
const [left, hidden, right] = summaries[0]!.slice(1, 4) as [number, number, number];
({ there: wordTokenizer.decode([hidden]), probability: round(around.between(left, right)[hidden]!) });

// %% word-embeddings
import { WordEmbeddings, wordsIn } from "#words/word-embeddings";

const places = new WordEmbeddings({ dimensions: 10 }).fit(weather.map(({ report }) => wordsIn(report)));
places.nearest("monday", 4).map(({ word, similarity }) => ({ word, similarity: round(similarity) }));

// %% word-vectors
import { WordVectors } from "#words/word-vectors";

const winds = new WordVectors(
  ["east", "north", "north-east"],
  [
    [2, 0],
    [0, 1],
    [3, 3],
  ],
);
({ near: winds.nearest("east", 1)[0]!.word, cosine: round(winds.similarity("east", "north-east")), spelt: winds.spelt("eats", 1) });

// %% word-company
import { commonWords, companyOf, mutualInformation, positiveTable } from "#words/word-company";

const pairsOfWords = ["cats sleep", "cats eat", "dogs sleep", "dogs eat"].map((line) => line.split(" "));
const frequent = commonWords(pairsOfWords);
const informed = positiveTable(mutualInformation(companyOf(frequent, pairsOfWords, { window: 1 }), { smoothing: 1 }));
({ frequent, informed: informed[0]!.map(round) });

// %% skip-gram
import { SkipGram } from "#words/skip-gram";

const guesser = new SkipGram({ random: seed(1), dimensions: 4, window: 1, minCount: 1, epochs: 20, sample: 1 });
Array.from(guesser.fitSteps(Array.from({ length: 50 }, () => pairsOfWords).flat()), ({ loss }) => round(loss));

// %% word-analogies
import { analogyQuestions, answerAnalogies, scoreAnalogies } from "#words/word-analogies";

const people = new WordVectors(
  ["he", "she", "his", "her"],
  [
    [1, 0, 0],
    [1, 0, 1],
    [0, 1, 0],
    [0, 1, 1],
  ],
);
scoreAnalogies(answerAnalogies(people, analogyQuestions(people.has))).excluded;

// %% word-association
import { association } from "#words/word-association";

round(association(people, "she", { towards: ["her"], from: ["his"] }));

// %% text-rank
import { summarize } from "#words/text-rank";

summarize(novel.slice(2000, 6000), { sentences: 1 });

// %% frequent-words
import { frequentWords } from "#words/frequent-words";

frequentWords(novel.slice(2000, 6000), 5).words;

// %% gpt
import { GPT } from "#lm/gpt";
import { randomBatch } from "#lm/next-token-batches";

const shape = { blockSize: 16, nLayer: 1, nHead: 2, nEmbd: 16 };
const nameTokens = letters.encode(`\n${someNames.join("\n")}\n`);
const lineBreak = letters.encode("\n")[0]!;
const gpt = new GPT({ ...shape, vocabSize: letters.vocabularySize }, seed(1));
const nameBatch = randomBatch(nameTokens, { batchSize: 16, blockSize: 16, random: seed(1) });
descend(gpt, () => gpt.loss(nameBatch.x, nameBatch.y), 60);

// %% sampling
import { distribution, sampleToken } from "#lm/sampling";

const afterBreak = gpt.nextLogits([[lineBreak]]).toFloat32Array();
const draw = seed(1);
({
  likeliest: round(Math.max(...distribution(afterBreak, { temperature: 0.5 }))),
  drawn: letters.decode(Array.from({ length: 20 }, () => sampleToken(afterBreak, { random: draw, topK: 8, topP: 0.9 }))),
});

// %% beam-search
import { beamSearch } from "#lm/beam-search";

const read = (state: number[]) => ({ logits: gpt.nextLogits([state]).toFloat32Array(), state });
beamSearch({
  start: read([lineBreak]),
  read: (token, state) => read([...state, token]),
  eosToken: lineBreak,
  beams: 3,
  maxTokens: 8,
  alpha: 1,
}).map(({ tokens, score }) => ({ name: letters.decode(tokens), score: round(score) }));

// %% likeliest-texts
import { likeliestTexts } from "#lm/likeliest-texts";

likeliestTexts(gpt, [lineBreak], { beams: 3, length: 6 }).map(({ tokens, score }) => ({ text: letters.decode(tokens), score: round(score) }));

// %% bert
import { BERT } from "#lm/bert";

const bert = new BERT({ ...shape, nEmbd: 32, vocabSize: wordTokenizer.vocabularySize, maskToken: 1 }, seed(1));
const gaps = bert.mask(summaries.slice(0, 32), seed(1));
({
  loss: descend(bert, () => bert.loss(gaps.tokens, gaps.targets)),
  accuracy: round(bert.evaluate(gaps.tokens, gaps.targets).accuracy),
});

// %% bert-file
import { loadBERT, SPECIALS, saveBERT } from "#lm/bert-file";
import { bagOfTokens, gapsOf, meanVectors, sentenceRows } from "#lm/speech-sentences";

const wordReader = new WordTokenizer({ specials: SPECIALS, unknown: "[UNK]" }).fit(weather.map(({ summary }) => summary));
const wordBERT = new BERT({ ...shape, vocabSize: wordReader.vocabularySize, maskToken: 1, specialTokens: [2] }, seed(1));
const bertBack = loadBERT(saveBERT({ model: wordBERT, tokenizer: wordReader }));
const reportRows = sentenceRows(
  weather.map(({ summary }) => summary),
  bertBack.tokenizer,
  { shortest: 2, longest: 16 },
);
({
  same: meanVectors(bertBack.model, reportRows.slice(0, 1))[0]!.length,
  words: bagOfTokens(reportRows[0]!, wordReader.vocabularySize).indices.length,
  gaps: gapsOf(reportRows, SPECIALS.length, 10, seed(1)).length,
});

// %% answer-pointer
import { babi } from "#datasets/babi";
import { AnswerPointer } from "#lm/answer-pointer";
import { loadStoryReader, STORY_SIZES, StoryReader, shareRight, storyBatch } from "#versus/story-reader";
import { countAnswer, ruleAnswer, writerAnswers } from "#versus/story-rivals";

const shortStories = babi({ random: seed(1), questions: 24, lengths: [2] });
const storyRows = storyBatch(shortStories);
const pointerSizes = { ...STORY_SIZES, nLayer: 1, nHead: 2, nEmbd: 16 };
const pointer = new AnswerPointer(pointerSizes, seed(1));
const pointing = descend(pointer, () => pointer.loss(storyRows.rows, storyRows.places), 60);
const pointerFile = saveSafetensors(pointer.stateDict(), {
  metadata: { config: JSON.stringify({ model: "AnswerPointer", options: pointerSizes }) },
});
const { maskToken: _, specialTokens: __, ...writerSizes } = pointerSizes;
({
  loss: pointing,
  right: round(shareRight(loadStoryReader(pointerFile).model, shortStories)),
  says: new StoryReader(pointer).answer(shortStories.slice(0, 1))[0]!.answer,
  rule: ruleAnswer(shortStories[0]!),
  count: countAnswer(shortStories[0]!),
  untrained: writerAnswers(new GPT(writerSizes, seed(1)), shortStories.slice(0, 1)),
});

// %% t5
import { numberWords } from "#datasets/number-words";
import { T5 } from "#lm/t5";

const pairs = numberWords.pairs({ random: seed(1), train: 24, test: 1, below: 100 }).train;
const bilingual = new WordTokenizer({ specials: ["[pad]", "[end]"] }).fit(pairs.flatMap(({ english, french }) => [english, french]));
const [sources, targets] = [pairs.map(({ english }) => bilingual.encode(english)), pairs.map(({ french }) => bilingual.encode(french))];
const t5 = new T5({ nLayer: 1, nHead: 2, nEmbd: 32, vocabSize: bilingual.vocabularySize, sourceLength: 8, targetLength: 8 }, seed(1));
({
  loss: descend(t5, () => t5.loss(sources, targets), 40),
  english: pairs[0]!.english,
  french: bilingual.decode(t5.generate(sources[0]!)),
});

// %% summary-writer
import { weatherFacts } from "#datasets/weather-reports";
import { SummaryWriter } from "#lm/summary-writer";
import { markSummaries } from "#score/fact-check";

const writer = new SummaryWriter({ random: seed(1), steps: 20, batchSize: 8, nEmbd: 16 });
const lossesOfWriter = Array.from(writer.fitSteps(weather), ({ loss }) => loss);
const lines = writer.write(weather.slice(0, 4).map(({ report }) => report));
({ loss: round(lossesOfWriter.at(-1)!), marks: markSummaries(weather.slice(0, 4), lines, weatherFacts).map(({ rougeL }) => round(rougeL)) });

// %% word-translation
import { WordTranslation } from "#words/word-translation";

const halves = (side: "english" | "french") => pairs.map((pair) => bilingual.split(pair[side]));
const dictionary = new WordTranslation({ windows: [[2, 1]] }).fit(halves("english"), halves("french"));
({ english: pairs[0]!.english, french: dictionary.translate(halves("english")[0]!).join(" "), entries: dictionary.size });

// %% transformer-parts
import { Block, CrossAttention, MLP as FeedForward, SelfAttention } from "#lm/transformer";
import { mse, randn } from "#tensor";

const [input, goal] = [randn([2, 4, 8], seed(1)), randn([2, 4, 8], seed(2))];
const width = { nEmbd: 8, nHead: 2 };
const block = new Block(width, seed(1));
const selfAttention = new SelfAttention(width, seed(1));
const crossAttention = new CrossAttention(width, seed(1));
const feedForward = new FeedForward(width, seed(1));
({
  block: descend(block, () => mse(block.forward(input), goal)),
  selfAttention: descend(selfAttention, () => mse(selfAttention.forward(input), goal)),
  crossAttention: descend(crossAttention, () => mse(crossAttention.forward(input, crossAttention.keyValues(goal)), goal)),
  feedForward: descend(feedForward, () => mse(feedForward.forward(input), goal)),
});

// %% lora
import { LoRA } from "#tune/lora";

/** A copy of the GPT, so that what other cells read of it does not change. */
function copyOfGPT(): GPT {
  const copy = new GPT(gpt.options, seed(1));
  copy.loadStateDict(gpt.stateDict());
  return copy;
}

const adapted = copyOfGPT();
const lora = new LoRA(adapted, { random: seed(1), rank: 2 });
const endInA = letters.encode(`\n${someNames.filter((name) => name.endsWith("a")).join("\n")}\n`);
const aBatch = randomBatch(endInA, { batchSize: 16, blockSize: 16, random: seed(2) });
({ parameters: lora.numParams(), of: gpt.numParams(), loss: descend(lora, () => adapted.loss(aBatch.x, aBatch.y)) });

// %% reward-model
import { CharacterScorer } from "#tune/character-scorer";
import { GPTScorer } from "#tune/gpt-scorer";
import { LinearScorer } from "#tune/linear-scorer";
import { RewardModel } from "#tune/reward-model";

// The made-up person likes the name with more vowels.
const vowels = (name: string) => name.replace(/[^aeiou]/g, "").length;
const preferences = Array.from({ length: 120 }, (_, i) => someNames.slice(2 * i, 2 * i + 2).sort((a, b) => vowels(b) - vowels(a)))
  .map(([chosen, rejected]) => ({ chosen: chosen!, rejected: rejected! }))
  .filter(({ chosen, rejected }) => vowels(chosen) > vowels(rejected));
const byCharacters = new RewardModel(new CharacterScorer({ alphabet: "abcdefghijklmnopqrstuvwxyz", random: seed(1) }), { random: seed(1) }).fit(
  preferences,
);
const tokenPairs = preferences.map(({ chosen, rejected }) => ({ chosen: letters.encode(chosen), rejected: letters.encode(rejected) }));
const byGPT = new RewardModel(new GPTScorer(copyOfGPT(), seed(1)), { random: seed(1), epochs: 5 }).fit(tokenPairs);
const byCount = new RewardModel(new LinearScorer(1, (name: string) => [vowels(name)]), { random: seed(1) }).fit(preferences);
({
  pairs: preferences.length,
  characters: round(byCharacters.score(preferences)),
  gpt: round(byGPT.score(tokenPairs)),
  count: round(byCount.score(preferences)),
});

// %% policy-gradient
import { CategoricalPolicy } from "#tune/categorical-policy";
import { GPTPolicy } from "#tune/gpt-policy";
import { PolicyGradient } from "#tune/policy-gradient";

const arms = new CategoricalPolicy([1, 1, 2]);
const arm = { random: seed(1), reward: (drawn: readonly number[]) => drawn, reference: new CategoricalPolicy([1, 1, 2]), beta: 0.5 };
new PolicyGradient({ ...arm, steps: 50, learningRate: 0.05 }).fit(arms);
const border = { start: lineBreak, end: lineBreak };
const countVowels = (texts: readonly number[][]) => texts.map((text) => vowels(letters.decode(text)));
const writing = new PolicyGradient({
  random: seed(1),
  reward: countVowels,
  reference: new GPTPolicy(gpt, border),
  beta: 0.1,
  steps: 12,
  batchSize: 32,
  learningRate: 0.01,
});
const writingSteps = [...writing.fitSteps(new GPTPolicy(copyOfGPT(), border))];
({ arms: arms.probabilities().map(round), vowels: [writingSteps[0]!, writingSteps.at(-1)!].map(({ reward }) => round(reward)) });

// %% best-of-n
import { bestOfN } from "#tune/best-of-n";

const bestName = bestOfN({
  n: 20,
  sample: (count) => new GPTPolicy(gpt, border).sample(count, seed(1)).map((text) => letters.decode(text).trim()),
  reward: (drawn) => byCharacters.reward(drawn),
});
({ name: bestName.best, reward: round(bestName.reward) });

// %% text-classifiers
import { accuracy } from "#score/metrics";
import { BagOfWordsClassifier } from "#versus/bag-of-words-classifier";
import { ChosenClassifier, ChosenCompetitor } from "#versus/chosen-classifier";
import { GPTClassifier } from "#versus/gpt-classifier";
import { GPTLikelihood } from "#versus/gpt-likelihood";
import { LikelihoodClassifier } from "#versus/likelihood-classifier";
import { NGramLikelihood } from "#versus/n-gram-likelihood";

const reader = { random: seed(1), characters: 64 };
const classifiers = {
  bagOfWords: new BagOfWordsClassifier(new TfidfVectorizer(), new MultinomialNaiveBayes<"ham" | "spam">()),
  nGrams: new LikelihoodClassifier<"ham" | "spam">(() => new NGramLikelihood(3)),
  chosen: new ChosenClassifier({
    random: seed(1),
    candidates: [1, 0.1].map((alpha) => ({
      setting: `alpha = ${alpha}`,
      create: () => new BagOfWordsClassifier(new CountVectorizer(), new MultinomialNaiveBayes<"ham" | "spam">({ alpha })),
    })),
  }),
  gpts: new LikelihoodClassifier<"ham" | "spam">(
    () => new GPTLikelihood({ ...reader, ...shape, plan: { learningRates: [3e-3], steps: 20 }, batchSize: 8 }),
  ),
  gpt: new GPTClassifier<"ham" | "spam">({
    ...reader,
    start: shape,
    plan: (texts) => ({ learningRates: [0.01], steps: Math.ceil((6 * texts) / 16) }),
  }),
};
Object.entries(classifiers).map(([classifier, model]) => ({
  classifier,
  accuracy: round(accuracy(mails.yTest, model.fit(mails.XTrain, mails.yTrain).predict(mails.XTest))),
}));

// %% table-readers
import { LineReader, NumberReader } from "#contests/table-readers";

const flowerRows = (X: readonly (readonly number[])[]) =>
  X.map((x) => ({ who: "", cells: Object.fromEntries(x.map((value, j) => [`column ${j}`, value])) }));
const tableReaders = {
  numbers: new NumberReader<string>(new LogisticRegression<string>()),
  lines: new LineReader<string>(new LikelihoodClassifier<string>(() => new NGramLikelihood(3))),
};
Object.entries(tableReaders).map(([reader, model]) => ({
  reader,
  accuracy: round(accuracy(flowers.yTest, model.fit(flowerRows(flowers.XTrain), flowers.yTrain).predict(flowerRows(flowers.XTest)))),
}));

// %% name-models
import { NameGPT, NameLikelihood, NameTransformer } from "#contests/name-models";

const placeNames = ["saksa", "suomi", "ruotsi", "ranska", "espanja", "kreikka", "niemcy", "polska", "szwecja", "francja", "hiszpania", "grecja"];
const theirLanguages = placeNames.map((_, i) => (i < 6 ? "fi" : "pl"));
const nameNetwork = { random: seed(1), nLayer: 1, nHead: 2, nEmbd: 16, plan: () => ({ learningRates: [0.01], steps: 40 }), batchSize: 6 };
const nameModels = {
  nGrams: new LikelihoodClassifier<string>(() => new NameLikelihood(2)),
  transformer: new NameTransformer<string>(nameNetwork),
  gpt: new NameGPT<string>(nameNetwork),
};
Object.entries(nameModels).map(([model, one]) => ({
  model,
  accuracy: round(accuracy(theirLanguages, one.fit(placeNames, theirLanguages).predict(placeNames))),
}));

// %% pixel-networks
import { shrinkPicture } from "#prep/shrink-picture";
import { type PixelCompetitor, pixelNeighbours, pixelSvm } from "#versus/pixel-classifier";
import { PixelCNN, PixelTransformer, pretrainOnPixels, SmallCNN } from "#versus/pixel-networks";

const fewPixels = pictures.XTrain.slice(0, 100).map((row) => shrinkPicture(row));
const fewDigits = pictures.yTrain.slice(0, 100);
const pixelShape = { nLayer: 1, nHead: 2, nEmbd: 16 };
const cnnShape = { channels: [4, 4, 8] as const, hidden: 16 };
const pixelLesson = { random: seed(1), plan: () => ({ learningRates: [0.01], steps: 12 }), batchSize: 8 };
const readPixels = pretrainOnPixels(fewPixels, { ...pixelLesson, shape: pixelShape });
const pixelReaders = {
  nearest: new ChosenCompetitor<number, PixelCompetitor, readonly number[]>({
    random: seed(1),
    candidates: [1, 3].map((k) => ({ setting: `k = ${k}`, create: () => pixelNeighbours({ k }, 16) })),
  }),
  svm: new ChosenCompetitor<number, PixelCompetitor, readonly number[]>({
    random: seed(1),
    candidates: [{ setting: "C = 10", create: () => pixelSvm({ C: 10, gamma: 0.3 }, 16) }],
  }),
  cnn: new PixelCNN({ ...pixelLesson, shape: cnnShape }),
  gpt: new PixelTransformer({ ...pixelLesson, start: readPixels }),
};
const bareCNN = new SmallCNN(cnnShape, seed(1));
[
  ...Object.values(pixelReaders).map((reader) => reader.fit(fewPixels, fewDigits).predict(fewPixels.slice(0, 5)).length),
  bareCNN.numParams() === pixelReaders.cnn.size().parameters,
];
// %% letter-places
import { LetterPlaces } from "#versus/letter-places";

const rounds = Array.from({ length: 60 }, (_, i) => i % 3);
const roundPlaces = rounds.slice(0, 40).map((_, i) => i + 2);
[undefined, 8].map((hidden) => {
  const letters = new LetterPlaces({ characters: 3, before: 2, ...(hidden && { hidden }) }, seed(1));
  return descend(letters, () => letters.loss(rounds, roundPlaces));
});
