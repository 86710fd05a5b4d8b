// What is rare: a filter and its bill, oddity without labels, and scores that do not hide the false alarms.

// %% bill
import { curves } from "#charts";
import { display, select, slider, table } from "#notebook";

const label = "Stop payments above (€)";
const limit = slider(label, { min: 0, max: 600, step: 10, value: 50 });
const fee = select("A false alarm costs (€)", [1, 2, 5], { value: 2 });
const bills = Array.from({ length: 61 }, (_, i) => ({
  limit: 10 * i,
  ...pay(10 * i, fee),
}));
const none = { y: pay(Infinity, fee).bill, label: "no filter" };

display(
  curves(bills, {
    x: "limit",
    y: "bill",
    side: "ink",
    at: limit,
    levels: [none],
    height: "low",
  }).plot({ x: { label: "limit (€)" }, y: { label: "bill (€)" } }),
);
table([pay(limit, fee)], {
  caption: "In 40 days with 90 frauds",
  format: { "false alarms": ",", lost: ",", bill: "," },
});

// %% payments
import { seed } from "#base/random";
import { cardPayments, type Payment } from "#datasets/card-payments";
import { alarmBill } from "#score/alarms";

const positive = 1;
const payments = cardPayments({ random: seed(1) });
const cut = payments.rows.findIndex(({ time }) => time >= 40);
const past = payments.rows.slice(0, cut);
const amounts = past.map(({ amount }) => amount);
const y = payments.labels.slice(0, cut);
function pay(above: number, perFalseAlarm: number) {
  const at = { positive, above, losses: amounts, perFalseAlarm };
  const { falseAlarms, ...bill } = alarmBill(y, amounts, at);
  return { "false alarms": falseAlarms, ...bill };
}
const { customer } = past.find(({ fraud }) => fraud)!;
const card = past.filter((row) => row.customer === customer);

table(
  card.slice(0, 6).map((row) => ({
    day: row.time,
    "amount (€)": row.amount,
    "from home (km)": row.distance,
    fraud: row.fraud ? "yes" : "no",
  })),
  {
    caption: "Payments with one card, one after the other",
    format: { day: 2, "from home (km)": 0 },
  },
);

// %% always-normal
import { mean } from "#base/mean";
import { sensors } from "#datasets/sensors";
import { accuracy } from "#score/metrics";

const { labels, features } = sensors;
const chance = seed(1);
const average = (draw: () => number) =>
  mean(Array.from({ length: 1000 }, draw));
const judge = (rule: string, isOdd: (row: number[]) => boolean) => {
  const said = features.map((row) => (isOdd(row) ? 1 : 0));
  const alarms = said.filter(Boolean).length;
  const caught = said.filter((one, i) => one && labels[i]).length;
  const right = accuracy(labels, said);
  const [recall, precision] = [caught / 158, alarms && caught / alarms];
  return { rule, right, alarms, precision, recall };
};

table(
  [
    judge("always normal", () => false),
    judge("humidity > 60 %", ([humidity]) => humidity > 60),
    judge("over 31 °C", ([, temperature]) => temperature > 31),
  ],
  {
    caption: "18,760 readings, 158 of them anomalies",
    format: { right: ".2%", precision: 2, recall: 2, alarms: "," },
  },
);

// %% alone
/** Random questions until a value stands alone among others. */
function questions(value: number, others: number[]): number {
  if (others.length === 0) return 0;
  const low = Math.min(value, ...others);
  const high = Math.max(value, ...others);
  const at = low + chance.uniform() * (high - low);
  const near = others.filter((other) => other > at === value > at);
  return 1 + questions(value, near);
}
[21, 30].map((v) => average(() => questions(v, [20, 22, 23])));

// %% forest
import { IsolationForest } from "#ml/isolation-forest";
import { averagePrecision, rocAuc } from "#score/ranking-metrics";

const forest = new IsolationForest({ random: seed(1), trees: 100 });
const oddity = forest.fit(features).scores(features);
const AP = averagePrecision(labels, oddity, { positive });
const AUC = rocAuc(labels, oddity, { positive });

table([{ readings: features.length, trees: forest.trees, AP, AUC }], {
  format: { readings: ",", AP: 3, AUC: 3 },
});

// %% map
import { scatter } from "#charts";
import { countAlarms } from "#score/alarms";

const alarms = slider("Alarms", { min: 0, max: 1000, value: 158 });
const called = countAlarms(labels, oddity, { positive, alarms });
const { alarmed, falseAlarms, ...found } = called;
const isAlarm = new Set(alarmed);
const dots = sensors.rows
  .map((row, i) => ({
    ...row,
    i,
    is: isAlarm.has(i) ? "alarm" : "quiet",
  }))
  .filter(({ anomaly, i }) => anomaly || i % 75 === 0);

display(
  scatter(dots, {
    x: "humidity",
    y: "temperature",
    symbol: "is",
    filled: "anomaly",
    filledMeans: "an event",
    side: ({ is }) => (is === "alarm" ? "ml" : "data"),
  }).plot({
    x: { label: "humidity (%)" },
    y: { label: "temperature (°C)" },
  }),
);
const format = { precision: 3, recall: 3 };
table([{ "false alarms": falseAlarms, ...found }], { format });

// %% two-curves
import { precisionRecallCurve, rocCurve } from "#score/ranking-metrics";

/** The first points, and about a hundred of the others. */
const thin = <T>(points: T[]) =>
  points.filter(
    (_, i) => i < 160 || i % Math.ceil(points.length / 100) === 0,
  );
const look = { side: "ml", height: "low" } as const;

display(
  curves(thin(rocCurve(labels, oddity, { positive })), {
    x: "falsePositiveRate",
    y: "truePositiveRate",
    ...look,
  }).plot({
    x: { label: "normal readings called" },
    y: { label: "recall" },
  }),
);
display(
  curves(thin(precisionRecallCurve(labels, oddity, { positive })), {
    x: "recall",
    y: "precision",
    ...look,
  }).plot({ y: { domain: [0, 1] } }),
);

// %% weights
import { LogisticRegression } from "#ml/logistic-regression";
import { StandardScaler } from "#prep/standard-scaler";

const logs = payments.rows.map((row) => [
  ...[row.amount, row.distance, row.sinceLast].map(Math.log1p),
  row.hour,
  row.online ? 1 : 0,
]);
const plain = new StandardScaler()
  .fit(logs.slice(0, cut))
  .transform(logs);
const weigh = (X: number[][]) =>
  new LogisticRegression().fit(X.slice(0, cut), y);
const ask = (model: LogisticRegression, X: number[][]) =>
  model.predictProba(X.slice(cut)).map(([, fraud]) => fraud);
const line = weigh(plain);

table(
  [
    "amount",
    "distance",
    "since last payment",
    "hour",
    "on the web",
  ].map((column, j) => ({ column, weight: line.coefficients[0][j] })),
  { format: { weight: 2 } },
);

// %% contest
const truth = payments.labels.slice(cut);
const squared = plain.map((row) => [
  ...row,
  ...row.slice(0, 4).map((x) => x * x),
]);
const odd = new IsolationForest({ random: seed(1) });
const scores = {
  "the amount alone": logs.slice(cut).map(([amount]) => amount),
  "labels, weighted sum": ask(line, plain),
  "no labels, forest": odd
    .fit(plain.slice(0, cut))
    .scores(plain.slice(cut)),
  "labels, squares too": ask(weigh(squared), squared),
};
const top = Object.values(scores).map((score) =>
  countAlarms(truth, score, { positive, alarms: 100 }),
);

table(
  Object.entries(scores).map(([filter, score], i) => ({
    filter,
    AP: averagePrecision(truth, score, { positive }),
    caught: top[i].caught,
    "false alarms": top[i].falseAlarms,
  })),
  { caption: "100 alarms for 55 frauds", format: { AP: 3 } },
);

// %% whom
const kinds = {
  "up to 5 €, to test the card": ({ amount }: Payment) => amount <= 5,
  "far from home": ({ amount, distance }: Payment) =>
    amount > 5 && distance > 50,
  "on the web": ({ amount, online }: Payment) => amount > 5 && online,
  "near home": ({ amount, distance, online }: Payment) =>
    amount > 5 && distance <= 50 && !online,
};
const recent = payments.rows.slice(cut);
const caughtBy = (filter: number, isOne: (row: Payment) => boolean) =>
  top[filter].alarmed.filter((i) => truth[i] && isOne(recent[i]))
    .length;

table(
  Object.entries(kinds).map(([fraud, isOne]) => ({
    fraud,
    all: recent.filter((row) => row.fraud && isOne(row)).length,
    "weighted sum": caughtBy(1, isOne),
    forest: caughtBy(2, isOne),
    "squares too": caughtBy(3, isOne),
  })),
);

// %% folds
import { DecisionTree } from "#ml/decision-tree";
import {
  type Fold,
  stratifiedKFold,
  take,
} from "#score/cross-validation";

/** Average precision on readings that a tree did not learn from. */
function learnAndAsk({ train, test }: Fold) {
  const tree = new DecisionTree({ maxDepth: 8 });
  tree.fit(take(features, train), take(labels, train));
  const p = tree.predictProba(take(features, test)).map(([, p]) => p);
  return averagePrecision(take(labels, test), p, { positive });
}
const times = (early: boolean) =>
  [...labels.keys()].filter((i) => i % 4690 < 2460 === early);
const shuffled = stratifiedKFold(labels, { random: seed(1) });
const inTime = { train: times(true), test: times(false) };

table(
  [
    { asked: "five random folds", AP: mean(shuffled.map(learnAndAsk)) },
    { asked: "the later readings", AP: learnAndAsk(inTime) },
  ],
  { caption: "A tree with labels", format: { AP: 3 } },
);

// %% seeds tags=["expensive"]
import { live, progress } from "#notebook";

live(function* () {
  const found: { seed: number; AP: number; AUC: number }[] = [];
  for (let n = 0; n < 8; n++) {
    const model = new IsolationForest({ random: seed(n), trees: 100 });
    const odd = model.fit(features).scores(features);
    found.push({
      seed: n,
      AP: averagePrecision(labels, odd, { positive }),
      AUC: rocAuc(labels, odd, { positive }),
    });
    progress(n + 1, 8, "forests");
    yield table(found, { format: { AP: 3, AUC: 3 } });
  }
});
