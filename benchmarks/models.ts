/**
 * How much CPU time each classical model takes to fit and to predict, against scikit-learn on one thread, on the same data. CPU time, since
 * it hardly depends on what else the machine does; ours includes that of the garbage collector and the compiler.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Benchmark, Row } from "../scripts/benchmark.ts";
import type { AnyMatrix, Label, SparseMatrix } from "../src/base/estimator.ts";
import { seed } from "../src/base/random.ts";
import { compress } from "../src/base/sparse.ts";
import { cpsWages } from "../src/datasets/cps-wages.ts";
import { digits } from "../src/datasets/digits.ts";
import { penguins } from "../src/datasets/penguins.ts";
import { spam } from "../src/datasets/spam.ts";
import { DecisionTree } from "../src/ml/decision-tree.ts";
import { GradientBoostingClassifier, GradientBoostingRegressor } from "../src/ml/gradient-boosting.ts";
import { KNearestNeighbours } from "../src/ml/k-nearest-neighbours.ts";
import { LinearRegression } from "../src/ml/linear-regression.ts";
import { LinearSvm } from "../src/ml/linear-svm.ts";
import { LogisticRegression } from "../src/ml/logistic-regression.ts";
import { GaussianNaiveBayes, MultinomialNaiveBayes } from "../src/ml/naive-bayes.ts";
import { RandomForest } from "../src/ml/random-forest.ts";
import { Svm } from "../src/ml/svm.ts";
import { OneHotEncoder } from "../src/prep/one-hot-encoder.ts";
import { StandardScaler } from "../src/prep/standard-scaler.ts";
import { TfidfVectorizer } from "../src/prep/tfidf.ts";

const ROUNDS = 3;

interface Fits {
  // biome-ignore lint/suspicious/noExplicitAny: models differ in what they take; the benchmark gives each what it is meant for.
  fit(X: any, y: any): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  predict(X: any): unknown;
}

interface Data {
  X: AnyMatrix | readonly string[];
  y: readonly Label[];
}

interface Trial {
  model: string;
  train: string;
  test: string;
  fresh(): Fits;
  /** Times in a row, where one is too short to be measured. */
  repeat: number;
}

const benchmark: Benchmark = {
  describe: `CPU time of fit and predict of each classical model against scikit-learn on one thread, same data, in turns; ${ROUNDS} rounds after one to warm up.`,
  async run({ say }) {
    const data = prepare();
    const python = await findPython();
    const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-models-"));
    const sklearn = python ? await startSklearn(python, folder, data) : undefined;
    const times = new Map<string, Row>();
    const note = (group: string, name: string, ms: number, base: boolean) => {
      const row = times.get(name) ?? { name, group, samples: [], ...(base && { base: true as const }) };
      row.samples.push(ms);
      times.set(name, row);
    };
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        for (const trial of TRIALS) {
          const theirs = await sklearn?.time(trial);
          const ours = time(trial, data);
          if (round === 0) continue;
          for (const part of ["fit", "predict"] as const) {
            const group = `${trial.model} on ${trial.train}: ${part}`;
            if (theirs) note(group, `${group}, scikit-learn`, theirs[part], true);
            note(group, group, ours[part], false);
          }
        }
        say(round === 0 ? "warm" : `round ${round} of ${ROUNDS}`);
      }
    } finally {
      sklearn?.stop();
      await rm(folder, { recursive: true });
    }
    return {
      unit: "CPU ms",
      rows: [...times.values()],
      notes: [
        sklearn
          ? `scikit-learn ${sklearn.version}, one thread. A ratio below 1 is faster than scikit-learn.`
          : "No Python with scikit-learn was found.",
        "Digits: 7,996 × 784 to learn, 2,004 to predict. Spam: 5,925 mails. Wages: 534 × 9. Penguins: 342 × 4, scaled.",
      ],
    };
  },
};

export default benchmark;

const trial = (model: string, train: string, test: string, fresh: () => Fits, repeat = 1): Trial => ({ model, train, test, fresh, repeat });

const TRIALS: Trial[] = [
  trial("decision tree", "penguins", "penguins", () => new DecisionTree(), 20),
  trial("decision tree", "digits", "digits-test", () => new DecisionTree()),
  trial("3 nearest neighbours", "digits", "digits-test", () => new KNearestNeighbours({ k: 3 })),
  trial("Gaussian naive Bayes", "digits", "digits-test", () => new GaussianNaiveBayes()),
  trial("softmax, 100 steps", "digits", "digits-test", () => new LogisticRegression({ maxIter: 100 })),
  trial("SVM, RBF, C = 5", "digits", "digits-test", () => new Svm({ C: 5 })),
  trial("random forest, 100 trees", "penguins", "penguins", () => new RandomForest({ random: seed(1) })),
  trial("random forest, 100 trees", "digits", "digits-test", () => new RandomForest({ random: seed(1) })),
  trial("SVM, linear", "penguins", "penguins", () => new Svm({ kernel: "linear" }), 20),
  trial("tf-idf", "spam-texts", "spam-texts", vectorizer),
  trial("multinomial naive Bayes", "spam", "spam", () => new MultinomialNaiveBayes()),
  trial("logistic regression", "spam", "spam", () => new LogisticRegression()),
  trial("linear SVM", "spam", "spam", () => new LinearSvm({ random: seed(1) })),
  trial("linear regression", "wages", "wages", () => new LinearRegression(), 50),
  trial("boosted trees, regression", "wages", "wages", () => new GradientBoostingRegressor()),
  trial("boosted trees, two classes", "wages-above-median", "wages", () => new GradientBoostingClassifier()),
];

function vectorizer(): Fits {
  const tfidf = new TfidfVectorizer();
  return { fit: (texts) => tfidf.fitTransform(texts), predict: (texts) => tfidf.transform(texts) };
}

function prepare(): Map<string, Data> {
  const occupations = new OneHotEncoder().fitTransform(cpsWages.rows.map(({ occupation }) => [occupation]));
  const wages = cpsWages.features.map(([education, experience], i) => [education!, experience!, experience! ** 2, ...occupations[i]!]);
  const median = cpsWages.targets.toSorted((a, b) => a - b)[Math.floor(cpsWages.targets.length / 2)]!;
  return new Map<string, Data>([
    ["penguins", { X: new StandardScaler().fitTransform(penguins.features), y: penguins.labels }],
    ["digits", { X: digits.train.features, y: digits.train.labels }],
    ["digits-test", { X: digits.test.features, y: digits.test.labels }],
    ["spam-texts", { X: spam.texts, y: spam.labels }],
    ["spam", { X: new TfidfVectorizer().fitTransform(spam.texts), y: spam.labels }],
    ["wages", { X: wages, y: cpsWages.targets }],
    ["wages-above-median", { X: wages, y: cpsWages.targets.map((wage) => (wage > median ? "above" : "below")) }],
  ]);
}

interface Times {
  fit: number;
  predict: number;
}

function time({ fresh, train, test, repeat }: Trial, data: Map<string, Data>): Times {
  const { X, y } = data.get(train)!;
  const asked = data.get(test)!.X;
  let model = fresh();
  const begin = cpuMs();
  for (let i = 0; i < repeat; i++) {
    model = fresh();
    model.fit(X, y);
  }
  const middle = cpuMs();
  for (let i = 0; i < repeat; i++) model.predict(asked);
  return { fit: (middle - begin) / repeat, predict: (cpuMs() - middle) / repeat };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Sklearn {
  version: string;
  time(trial: Trial): Promise<Times>;
  stop(): void;
}

/** The first Python that has scikit-learn. */
async function findPython(): Promise<string | undefined> {
  return ["python3", "/usr/bin/python3", "python"].find((command) => spawnSync(command, ["-c", "import sklearn"]).status === 0);
}

async function startSklearn(python: string, folder: string, data: Map<string, Data>): Promise<Sklearn> {
  for (const [name, { X, y }] of data) await write(join(folder, name), X, y);
  const child: ChildProcess = spawn(python, [fileURLToPath(new URL("models.py", import.meta.url)), folder], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async <T>() => {
    const { value, done } = await lines.next();
    if (done) throw new Error("scikit-learn's side ended early: its message stands above");
    return JSON.parse(value) as T;
  };
  const { version } = await answer<{ version: string }>();
  return {
    version,
    time: ({ model, train, test, repeat }) => {
      child.stdin!.write(`${JSON.stringify({ model, train, test, repeat })}\n`);
      return answer<Times>();
    },
    stop: () => child.kill(),
  };
}

/** What models.py reads: labels and shape as JSON, numbers as they lie in memory. */
async function write(path: string, X: Data["X"], y: readonly Label[]): Promise<void> {
  if (typeof X[0] === "string") return writeFile(`${path}.json`, JSON.stringify({ texts: X, y }));
  const sparse = "indices" in (X[0] as object);
  const rows = X as AnyMatrix;
  await writeFile(`${path}.json`, JSON.stringify({ y, sparse, shape: [rows.length, rows[0]!.length] }));
  if (!sparse) return writeFile(`${path}.value`, Float64Array.from((rows as readonly number[][]).flat()));
  const { start, index, value } = compress(rows as SparseMatrix);
  await Promise.all([writeFile(`${path}.start`, start), writeFile(`${path}.index`, index), writeFile(`${path}.value`, value)]);
}
