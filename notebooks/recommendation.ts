// Recommending: a rating as a sum of four parts, and what that finds, misses and hides.

// %% rate
import { inventedFilms } from "#datasets/ratings";
import { slider } from "#notebook";

/** Those about which the model asks a new user first. */
const asked = [278, 208, 245, 210, 155];
const stars = asked.map((film, i) =>
  slider(inventedFilms[film], {
    min: 1,
    max: 5,
    value: [4, 2, 5, 3, 1][i],
  }),
);

// %% suggest
import { bars } from "#charts";
import { display } from "#notebook";

const shop = recommender();
const rated = asked.map((item, i) => ({ item, value: stars[i] }));
const you = shop.foldIn(rated);
const five = { count: 5, without: asked };
const show = (title: string, some: typeof you, side: "ml" | "data") =>
  bars(
    some.recommend(five).map(({ item, rating }) => ({
      film: inventedFilms[item],
      rating,
    })),
    {
      x: "rating",
      y: "film",
      side,
      format: (rating) => rating.toFixed(1),
    },
  ).plot({
    height: 150,
    marginTop: 25,
    marginBottom: 5,
    marginLeft: 150,
    x: { axis: null, domain: [0, 7] },
    y: { label: title, labelAnchor: "top", labelArrow: "none" },
  });

display(show("for you", you, "ml"));
show("for everybody", shop.foldIn([]), "data");

// %% learn
import { seed } from "#base/random";
import { ratings } from "#datasets/ratings";
import { MatrixFactorization } from "#ml/matrix-factorization";

const { train, test, causes } = ratings({ random: seed(1) });
const learn = (factors: number, known = train) =>
  new MatrixFactorization({
    random: seed(1),
    factors,
    iterations: 6,
  }).fit(known);
const model = learn(4);
function recommender() {
  return model;
}

`Learnt from ${train.length.toLocaleString("en")} generated ratings of ${model.items.length} films that do not exist.`;

// %% matrix
import * as Plot from "@observablehq/plot";

const corner = train.filter(({ user, item }) => user < 30 && item < 60);

Plot.plot({
  ariaLabel: `A corner of the table of ratings, 30 users by 60 films: ${corner.length} of its 1,800 cells are known, the others empty.`,
  height: 300,
  x: {
    label: "film",
    ticks: [],
    domain: Array.from({ length: 60 }, (_, i) => i),
  },
  y: {
    label: "user",
    ticks: [],
    domain: Array.from({ length: 30 }, (_, i) => i),
  },
  marks: [
    Plot.frame({ strokeOpacity: 0.3 }),
    Plot.cell(corner, {
      x: "item",
      y: "user",
      fill: "var(--data)",
      fillOpacity: ({ value }) =>
        Math.min(1, Math.max(0.1, (value - 1) / 4)),
    }),
  ],
});

// %% errors
import { mean } from "#base/mean";

const rmse = (predict: (user: number, item: number) => number) =>
  Math.sqrt(
    mean(test.map((r) => (r.value - predict(r.user, r.item)) ** 2)),
  );
const biases = learn(0);
const errors = {
  "mean μ": rmse(() => model.mean),
  "+ biases b, c": rmse((user, item) => biases.predict(user, item)),
  "+ tastes p·q": rmse((user, item) => model.predict(user, item)),
};
errors;

// %% errors-drawn
bars(
  [
    ...Object.entries(errors).map(([parts, RMSE]) => ({
      parts,
      RMSE,
      side: "ml",
    })),
    { parts: "floor: the noise", RMSE: 0.5, side: "data" },
  ],
  {
    x: "RMSE",
    y: "parts",
    side: "side",
    format: (value) => value.toFixed(3),
  },
).plot({
  x: { label: "RMSE (stars)", domain: [0, 1.25] },
  marginLeft: 110,
});

// %% tastes
import { curves } from "#charts";

const cut = Math.round(0.8 * train.length);
const [learnt, held] = [train.slice(0, cut), train.slice(cut)];
const tried = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((k) => {
  const some = learn(k, learnt);
  return [
    { k, RMSE: some.score(learnt), rows: "learnt from", side: "data" },
    { k, RMSE: some.score(held), rows: "chosen with", side: "ml" },
  ];
});

curves(tried, { x: "k", y: "RMSE", stroke: "rows", side: "side" }).plot(
  {
    x: { label: "tastes, k" },
    y: { label: "RMSE (stars)", domain: [0.3, 1] },
  },
);

// %% found
import { LinearRegression } from "#ml/linear-regression";
import { table } from "#notebook";

const found = model.itemFactors;
const real = (k: number) => causes.itemTaste.map((q) => q[k]);
const turn = (k: number, some = found) =>
  new LinearRegression().fit(some, real(k));
const alone = (j: number, k: number) => {
  const one = found.map((q) => [q[j]]);
  return turn(k, one).score(one, real(k)).toFixed(2);
};

table(
  ["A", "B", "C", "D"].map((taste, k) => ({
    "true taste": taste,
    "found 1": alone(0, k),
    "found 2": alone(1, k),
    "found 3": alone(2, k),
    "found 4": alone(3, k),
    "all four": turn(k).score(found, real(k)).toFixed(2),
  })),
  { caption: "R² of each true taste of the films, from those found" },
);

// %% turned
import { scatter } from "#charts";

const told = turn(0).predict(found);
scatter(
  real(0).map((taste, i) => ({ taste, told: told[i] })),
  {
    x: "taste",
    y: "told",
    rows: "films",
    r: 2.5,
    side: "ml",
    height: "low",
  },
).plot({
  x: { label: "true taste A of a film" },
  y: { label: "the four found, turned" },
});

// %% newcomer
const met = train.filter(({ user }) => user < 400);
const veterans = [learn(4, met), learn(0, met)];
const newcomers = Array.from({ length: 100 }, (_, i) => ({
  before: train.filter(({ user }) => user === 400 + i),
  after: test.filter(({ user }) => user === 400 + i),
}));
const errorAfter = (veteran: typeof model, given: number) => {
  const off = newcomers.flatMap(({ before, after }) => {
    const me = veteran.foldIn(before.slice(0, given));
    return after.map((r) => (r.value - me.predict(r.item)) ** 2);
  });
  return Math.sqrt(mean(off));
};
const starts = [0, 1, 2, 3, 5, 8, 12, 20, 30].flatMap((given) =>
  veterans.map((veteran, i) => ({
    given,
    RMSE: errorAfter(veteran, given),
    model: ["with tastes", "biases only"][i],
  })),
);

curves(starts, {
  x: "given",
  y: "RMSE",
  stroke: "model",
  side: "ml",
}).plot({
  x: { label: "ratings that a new user has given" },
  y: { label: "RMSE (stars)", domain: [0.4, 1.2] },
});

// %% means
const shares = [0.2, 0.05, 0.02].map((known) => {
  const data = ratings({ random: seed(1), seen: known });
  const all = [...data.train, ...data.test];
  return {
    known,
    "honest RMSE": learn(0, data.train).score(data.test),
    "RMSE with test ratings in the means": learn(0, all).score(
      data.test,
    ),
  };
});

table(shares, {
  format: {
    known: "%",
    "honest RMSE": 3,
    "RMSE with test ratings in the means": 3,
  },
});

// %% picked
const much = ratings({ random: seed(1), seen: 0.6 });
const chance = seed(9);
/** The more somebody likes a film, the likelier it was watched and rated. */
const picked = much.train.filter(
  ({ value }) =>
    chance.uniform() < 1 / (1 + Math.exp(-2 * (value - 4.2))),
);
const drawn = much.train.slice(0, picked.length);
const compare = (who: string, known: typeof train) => {
  const learnt = learn(4, known);
  return {
    "users rated": who,
    ratings: known.length,
    "mean guessed": learnt.mean,
    RMSE: learnt.score(much.test),
  };
};

table(
  [
    compare("films drawn for them", drawn),
    compare("films they like", picked),
  ],
  {
    format: { ratings: ",", "mean guessed": 2, RMSE: 3 },
  },
);
