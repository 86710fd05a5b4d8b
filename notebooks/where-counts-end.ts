// Longer memory for counts: what it buys, and where it ends.

// %% names-by-n
import { curves } from "#charts";
import { slider } from "#notebook";

const label = "n: letters seen, the next included";
const n = slider(label, { min: 1, max: 6, value: 4 });

const by = { x: "n", y: "loss", stroke: "on", side: "lm" } as const;
curves(lossesByN(), { ...by, at: n }).plot({
  x: { ticks: 6 },
  y: { label: "loss (nats a letter)" },
});

// %% counted
import { seed } from "#base/random";
import { names } from "#datasets/names";
import { NGram } from "#lm/n-gram";
import { table } from "#notebook";

const shuffled = seed(1).shuffle(names.list);
const newNames = shuffled.slice(0, 840);
const oldNames = shuffled.slice(840);
const joined = (list: string[]) => `.${list.join(".")}.`;
const byN = [1, 2, 3, 4, 5, 6].map((order) => {
  const model = new NGram({ order }).fit(joined(oldNames));
  const old = model.nll(joined(oldNames.slice(0, 840)));
  return { order, model, old, fresh: model.nll(joined(newNames)) };
});
function lossesByN() {
  return byN.flatMap(({ order, old, fresh }) => [
    { n: order, loss: fresh, on: "new names" },
    { n: order, loss: old, on: "names read" },
  ]);
}

table(
  byN.map(({ order, model, old, fresh }) => ({
    n: order,
    "names read": old,
    "new names": fresh,
    "counts kept": model.size,
  })),
  { format: { "names read": 3, "new names": 3, "counts kept": "," } },
);

// %% invents
import { button } from "#notebook";

const again = button("Write again");
const inList = new Set(oldNames);
const invented = byN.map(({ order, model }) => {
  const drawn = model
    .sample({ random: seed(7 + again), length: 8_000, context: "." })
    .join("")
    .split(".")
    .filter(Boolean);
  const copied = drawn.filter((name) => inList.has(name)).length;
  return {
    n: order,
    "in the list": copied / drawn.length,
    "six of its names": drawn.slice(1, 7).join(", "),
  };
});

table(invented, { format: { "in the list": "%" } });

// %% train tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";
import { display, live, progress } from "#notebook";

// The tenth for exams is not needed here.
const train = mobyDick.train + mobyDick.test;
const { validation } = mobyDick;
const vocabulary = [...new Set(mobyDick.text)];

const trained = live(function* () {
  const models: NGram[] = [];
  const losses: { n: number; loss: number; on: string }[] = [];
  const read = train.slice(0, validation.length);
  for (let n = 1; n <= 6; n++) {
    const model = new NGram({ order: n, vocabulary }).fit(train);
    models.push(model);
    losses.push({ n, loss: model.nll(validation), on: "new text" });
    losses.push({ n, loss: model.nll(read), on: "text read" });
    progress(n, 6, "models counted");
    display(
      curves(losses, by).plot({ x: { domain: [1, 6], ticks: 6 } }),
    );
    yield { models, losses };
  }
});

// %% reached
table(
  trained.losses
    .filter(({ on }) => on === "new text")
    .map(({ n, loss }) => ({
      n,
      "nats a character": loss,
      "bits a character": loss / Math.LN2,
      perplexity: Math.exp(loss),
      "counts kept": trained.models[n - 1].size,
    })),
  {
    format: {
      "nats a character": 3,
      "bits a character": 2,
      perplexity: 1,
      "counts kept": ",",
    },
    caption: "On the last tenth of the book",
  },
);

// %% next-character
import { bars } from "#charts";
import { distribution } from "#lm/sampling";
import { html, select, text } from "#notebook";

const beginning = text("A beginning of yours", {
  value: "The white wha",
});
const memory = select("n", [1, 2, 3, 4, 5, 6], { value: 5 });
const degrees = { min: 0.1, max: 2, step: 0.1, value: 1 };
const heat = slider("Temperature", degrees);

const model = trained.models[memory - 1] ?? trained.models.at(-1);
const known = [...beginning].filter((c) => vocabulary.includes(c));
const after = (before: string[]) => {
  const scores = model.probabilities(before).map(Math.log);
  return distribution(scores, { temperature: heat });
};

const likeliest = [...after(known)]
  .map((p, i) => ({ next: model.vocabulary[i], percent: 100 * p }))
  .sort((a, b) => b.percent - a.percent)
  .slice(0, 8);

bars(likeliest, {
  x: "percent",
  y: ({ next }) => ({ " ": "␣", "\n": "⏎" })[next] ?? next,
  side: "lm",
}).plot({ x: { label: "probability (%)" } });

// %% continuation
const more = button("Write on");
const chance = seed(5 + more);
const written = [...known];
for (let i = 0; i < 200; i++)
  written.push(model.vocabulary[chance.choice(after(written))]);

html`<p><b>n = ${model.order}</b> ${written.join("")}</p>`;

// %% never-seen tags=["expensive"]
import { unseenContexts } from "#lm/unseen-contexts";

const wall = live(function* () {
  const rows = [];
  for (let length = 0; length <= 8; length++) {
    const sight = unseenContexts(train, validation, length);
    rows.push({ length, ...sight });
    progress(length, 8, "lengths");
    if (length > 0)
      display(
        curves(
          rows.map((d) => ({ ...d, percent: 100 * d.unseen })),
          { x: "length", y: "percent", height: "low" },
        ).plot({
          x: { label: "characters of context", ticks: 8 },
          y: { label: "places whose context is new (%)" },
        }),
      );
    yield rows;
  }
});

// %% possible
const count = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 3,
});

table(
  wall.slice(1).map(({ length, possible, distinct, unseen }) => ({
    context: length,
    "could be": count.format(possible),
    "were read": count.format(distinct),
    "new in new text": unseen,
  })),
  { format: { "new in new text": ".1%" } },
);

// %% more-text tags=["expensive"]
const byAmount = live(function* () {
  const points: { n: number; read: number; loss: number }[] = [];
  const whole = trained.losses.filter(({ on }) => on === "new text");
  for (const { n, loss } of whole.slice(0, 5)) {
    for (const read of [1_000, 10_000, 100_000, 300_000]) {
      const model = new NGram({ order: n, vocabulary });
      const loss = model.fit(train.slice(0, read)).nll(validation);
      points.push({ n, read, loss });
      progress(points.length, 25, "models");
      yield points;
    }
    points.push({ n, read: train.length, loss });
    display(
      curves(points, {
        x: "read",
        y: "loss",
        stroke: (d) => `n = ${d.n}`,
        side: "lm",
        height: "low",
      }).plot({
        x: { type: "log", label: "characters read", tickFormat: "~s" },
        y: { label: "loss on new text (nats)" },
      }),
    );
    yield points;
  }
});

// %% best-n
const amounts = [...new Set(byAmount.map(({ read }) => read))];

table(
  amounts.map((read) => {
    const same = byAmount.filter((point) => point.read === read);
    const best = same.reduce((a, b) => (b.loss < a.loss ? b : a));
    return {
      "characters read": read,
      "best n": best.n,
      loss: best.loss,
    };
  }),
  { format: { "characters read": ",", loss: 3 } },
);

// %% as-classifier tags=["expensive"]
import { letterContest } from "#versus/next-letter";

const learners = oldNames.slice(0, 2_000);

live(function* () {
  const contest = letterContest(learners, newNames, 3, {
    random: seed(1),
  });
  for (const { step, rows, caption } of contest) {
    progress(step, 60, "steps downhill");
    display(
      table(rows, {
        format: { loss: 3, "numbers kept": "," },
        caption,
      }),
    );
    yield;
  }
});

// %% three-ways tags=["expensive"]
const part = train.slice(0, 100_000);

live(function* () {
  const rows: Record<string, string | number>[] = [];
  for (const smoothing of [
    "add-one",
    "witten-bell",
    "kneser-ney",
  ] as const) {
    const row: Record<string, string | number> = { smoothing };
    for (const order of [1, 2, 3, 4, 5]) {
      const model = new NGram({ order, vocabulary, smoothing }).fit(
        part,
      );
      row[`n = ${order}`] = model.nll(validation).toFixed(3);
      progress(5 * rows.length + order, 15, "models");
      yield rows;
    }
    rows.push(row);
    display(table(rows, { caption: "Nats a character on new text" }));
    yield rows;
  }
});
