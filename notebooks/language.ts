// Which language is this? What counts pieces of names, what is surprised by their letters, and two small transformers.

// %% contest
import { intervals } from "#charts";
import { radio } from "#notebook";
import {
  LANGUAGE_MAIN,
  mistakesAmong,
  NAME_LENGTHS,
  rowsOfLength,
} from "#contests/name-views";
import { languageNames } from "#datasets/language-names";
import { languageContest } from "#recorded/language-contest";

const length = radio("Names", Object.keys(NAME_LENGTHS));
const { entries: everybody, firstTest: tested } = languageContest.found;
const asked = rowsOfLength(languageNames.names, tested, length);
const readers = everybody.filter(({ id }) =>
  LANGUAGE_MAIN.includes(id),
);

const ends = { x: "mistakes", x1: "low", x2: "high" } as const;
intervals(mistakesAmong(readers, asked), {
  ...ends,
  y: "name",
  side: "side",
}).plot({
  x: {
    label: `mistakes in 100 of ${asked.length.toLocaleString("en")} names`,
    domain: [0, 60],
  },
  marginLeft: 150,
});

// %% folds
import { seed } from "#base/random";
import { stratifiedKFold, take } from "#score/cross-validation";
import { checkNoLeak } from "#versus/head-to-head";
import { LANGUAGES } from "#datasets/language-names";
import { table } from "#notebook";

const { names, labels } = languageNames;
const { entries, firstTest, timings } = languageContest.found;
const main = entries.filter(({ id }) => LANGUAGE_MAIN.includes(id));
const folds = stratifiedKFold(labels, { folds: 5, random: seed(0) });
// An error, if a test name is also a training name.
checkNoLeak(names, folds, (name) => name);

table(
  folds.map(({ train, test }, i) => ({
    test: i + 1,
    "to learn from": train.length,
    asked: test.length,
    languages: new Set(take(labels, test)).size,
  })),
);

// %% pieces
import { text } from "#notebook";
import { pieceBayes } from "#contests/language-contestants";
import { spelt } from "#contests/name-models";
import { pieceVotes } from "#contests/name-views";

const spell = (rows: readonly number[]) =>
  take(names, rows).map((name) => spelt(name, 40));
const [fold] = folds;
const known = [spell(fold.train), take(labels, fold.train)] as const;
const counter = pieceBayes(0.3).fit(...known);
const typed = text("A name", { value: "Vokietija" });

table(
  pieceVotes(counter, typed, 40)
    .slice(0, 4)
    .map(({ piece, language, times }) => ({
      piece,
      "speaks for": LANGUAGES[language],
      "times as frequent as on average": times,
    })),
  { format: { "times as frequent as on average": 1 } },
);

// %% letters
import { heatMap } from "#charts";
import { nameNGrams } from "#contests/language-contestants";
import { letterSurprise, topThree } from "#contests/name-views";

const writers = nameNGrams(2).fit(...known);
const likely = topThree(writers, spelt(typed, 40));
const bits = letterSurprise(
  writers,
  typed,
  [...new Set([...likely.map(({ label }) => label), "de", "en"])],
  40,
).map((one) => ({ ...one, language: LANGUAGES[one.language] }));

heatMap(bits, {
  x: "letter",
  y: "language",
  value: "bits",
  side: "lm",
  values: true,
  height: "low",
  format: (n) => n.toFixed(0),
}).plot({ marginLeft: 90, x: { label: "letters of the name" } });

// %% held-back
import { curves } from "#charts";
import { heldBackRows } from "#contests/contest-views";

curves(heldBackRows(entries), {
  x: "step",
  y: "loss",
  stroke: "name",
  side: "side",
  height: "low",
}).plot({
  x: { label: "steps of 64 names" },
  y: { label: "loss on names held back (nats)", zero: true },
});

// %% results
table(
  mistakesAmong(main, firstTest).map(
    ({ name, mistakes, low, high }) => {
      const { id, result } = main.find(
        ({ result }) => result.name === name,
      )!;
      const [right, from, to] = [mistakes, high, low].map((share) =>
        (100 - share).toFixed(1),
      );
      return {
        contestant: name,
        "right (95 %)": `${right} (${from}–${to})`,
        "numbers kept": result.size.parameters,
        "training (s)": timings.entries[id].trainSeconds,
      };
    },
  ),
  { format: { "numbers kept": ",", "training (s)": 1 } },
);

// %% paired
import { LANGUAGE_PAIRS } from "#contests/name-views";
import { paired, pText } from "#contests/paired";

const short = (id: string) => id.replace(/, 40$/, "");
table(
  LANGUAGE_PAIRS.map(([first, second]) => {
    const test = paired(languageContest.found, first, second);
    return {
      first: short(first),
      second: short(second),
      "only 1st : only 2nd": `${test.onlyFirst} : ${test.onlySecond}`,
      p: pText(test.p).replace(/^p (= )?/, ""),
    };
  }),
  { caption: "Names that only one of the two got wrong" },
);

// %% by-length
import { entryOf } from "#contests/paired";
import { pairedAmong } from "#contests/name-views";

const [counts, surprised] = [
  "linear SVM, 40",
  "n-gram per language, 40",
].map((id) => entryOf(languageContest.found, id));
table(
  Object.keys(NAME_LENGTHS)
    .slice(1)
    .map((letters) => {
      const rows = rowsOfLength(names, firstTest, letters);
      const test = pairedAmong(counts, surprised, rows);
      return {
        letters,
        names: rows.length,
        "only SVM : only n-gram wrong": `${test.onlyFirst} : ${test.onlySecond}`,
        p: pText(test.p).replace(/^p (= )?/, ""),
      };
    }),
);

// %% everything
table(
  entries.map(({ id, result }) => ({
    contestant: short(id),
    "chosen, first fold": result.effort.setting,
    tested: result.tested,
    MB: result.size.bytes / 1e6,
    "an answer (ms)": timings.entries[id].latency.p50,
    "operations (10¹²)": result.effort.flops
      ? (result.effort.flops / 1e12).toFixed(1)
      : "not counted",
  })),
  { format: { tested: ",", MB: 1, "an answer (ms)": 1 } },
);

// %% curve
import { baseRate, learningRows } from "#contests/contest-views";

curves(learningRows(main.filter(({ curve }) => curve.length > 1)), {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
  levels: [{ y: baseRate(main), label: "always Lithuanian" }],
  labels: "legend",
}).plot({
  x: {
    type: "log",
    label: "names learnt from",
    ticks: [40, 400, 4000],
  },
  height: 180,
  y: { label: "right answers in 100" },
});

// %% learn
import { display, live, progress, slider } from "#notebook";
import { score } from "#contests/contest-views";
import { quickNameJudges } from "#contests/language-contestants";
import { evenOrder } from "#versus/head-to-head";

const amounts = { min: 160, max: 7520, step: 160, value: 2560 };
const count = slider("Names to learn from", amounts);
const draw = slider("Draw", { min: 1, max: 5 });
const order = evenOrder(fold.train, labels, seed(draw - 1));
const few = order.slice(0, count);
const lesson = [spell(few), take(labels, few)] as const;
const truth = take(labels, fold.test);
const contestants = quickNameJudges(seed(draw));
const caption = `Learnt from ${count} names in this page`;
const judges = live(function* () {
  const learnt = [];
  const rows = [];
  for (const [contestant, model] of Object.entries(contestants)) {
    model.fit(...lesson);
    const said = model.predict(spell(fold.test));
    learnt.push({ contestant, model, said });
    rows.push({ contestant, ...score(said, truth) });
    progress(learnt.length, 3, "contestants have learnt");
    display(table(rows, { caption }));
    yield learnt;
  }
});

// %% own-name
const own = text("A name, or anything else", { value: "Rødgrød" });

table(
  judges.map(({ contestant, model }) => {
    const [first, second, third] = topThree(model, spelt(own, 40)).map(
      ({ label }) => LANGUAGES[label],
    );
    return { contestant, first, second, third };
  }),
  { caption: `What ${count} names taught them to say` },
);

// %% confusions
import { select } from "#notebook";
import { mistakeMap } from "#contests/name-views";

const whose = select("Mistakes of", Object.keys(contestants), {
  value: "linear SVM",
});
// Until that one has learnt, there is nothing to show.
const judge = judges.find(({ contestant }) => contestant === whose);
const mistakes = judge ? mistakeMap(truth, judge.said) : [];

heatMap(mistakes, {
  x: "it says",
  y: "the name is",
  value: "names",
  tip: true,
}).plot({ marginLeft: 90, y: { label: null } });

// %% capitals
table(
  ["naive Bayes", "linear SVM", "n-gram per language"].map((name) => {
    const { onlyFirst, onlySecond, both, p } = paired(
      languageContest.found,
      `${name}, 40`,
      `${name}, no capitals, 40`,
    );
    return {
      contestant: name,
      "mistakes with capitals": both + onlyFirst,
      without: both + onlySecond,
      p: pText(p).replace(/^p (= )?/, ""),
    };
  }),
);
