// Embeddings: words as vectors, from counts and by guessing, and what one must not read into them.

// %% word
import { text } from "#notebook";

const typed = text("A word", { value: "railroad" });

// %% neighbours
import { bars, scatter } from "#charts";
import { display } from "#notebook";

const spoken = speechVectors();
const asked = typed.trim().toLowerCase();
const upToOne = { label: "cosine", domain: [0, 1] };
const flat = { x: "x", y: "y", label: "word", side: "lm" } as const;
if (spoken.has(asked)) {
  const near = spoken.nearest(asked);
  const eleven = [asked, ...near.map(({ word }) => word)];
  display(
    bars(near, {
      x: "similarity",
      y: "word",
      side: "lm",
      format: (cosine) => cosine.toFixed(2),
    }).plot({ height: 240, marginLeft: 110, x: upToOne }),
  );
  display(
    scatter(spoken.plane(eleven), {
      ...flat,
      filled: ({ word }) => word === asked,
      rows: "words",
    }).plot({ height: 260 }),
  );
} else
  display(
    `“${asked}” is not among the 4,000 words. Spelt most nearly so: ${spoken.spelt(asked).join(", ")}.`,
  );

// %% shipped
import { sotuEmbeddings } from "#datasets/sotu-embeddings";
import { WordVectors } from "#words/word-vectors";
import { table } from "#notebook";

const { words, counts, vectors } = sotuEmbeddings;
const speeches = new WordVectors(words, vectors);
function speechVectors() {
  return speeches;
}

table([
  { about: "words", value: words.length },
  { about: "numbers for each", value: vectors[0].length },
  { about: `times that “${words[0]}” occurs`, value: counts[0] },
  {
    about: `times that “${words.at(-1)}” occurs`,
    value: counts.at(-1)!,
  },
]);

// %% toy
import { heatMap } from "#charts";
import { companyOf, commonWords } from "#words/word-company";
import { wordsIn } from "#words/word-embeddings";

const lines = [
  ...["cats sleep", "cats eat", "dogs sleep", "dogs eat", "dogs stop"],
  ...["cars stop", "cars turn", "buses stop", "buses turn"],
];
const sentences = text("Sentences", {
  value: lines.join("\n"),
  rows: 5,
});
const toy = sentences.split("\n").map(wordsIn);
const toyWords = commonWords(toy).slice(0, 10);
const company = companyOf(toyWords, toy, { window: 1 });
const squares = (rows: ArrayLike<number>[]) =>
  toyWords.flatMap((word, i) =>
    toyWords.map((near, j) => ({ word, near, value: rows[i][j] })),
  );
const square = {
  ...({ x: "near", y: "word", value: "value" } as const),
  ...({ side: "lm", values: true } as const),
};

heatMap(squares(positiveTable(company)), square).plot({
  height: 260,
  x: { label: "stands near" },
});

// %% toy-pmi
import { mutualInformation, positiveTable } from "#words/word-company";

const pmi = mutualInformation(company, { smoothing: 1 });
const weighed = positiveTable(pmi);

heatMap(squares(weighed), {
  ...square,
  format: (value) => (value > 0 ? value.toFixed(2) : ""),
}).plot({ height: 260, x: { label: "stands near" } });

// %% toy-plane
const small = new WordVectors(toyWords, weighed);

scatter(small.plane(toyWords), {
  x: "x",
  y: "y",
  label: "word",
  side: "lm",
  rows: "words",
}).plot({ height: 240 });

// %% guess tags=["expensive"]
import { seed } from "#base/random";
import { mobyDick } from "#datasets/moby-dick";
import { SkipGram } from "#words/skip-gram";
import { live, progress } from "#notebook";

const read = [wordsIn(mobyDick.text)];
const skipGram = new SkipGram({
  random: seed(1),
  dimensions: 30,
  maxWords: 1_000,
});
const five = ["whale", "ship", "captain", "two", "sea"];
const around = () =>
  five.map((word) => {
    const near = skipGram.nearest(word, 5).map(({ word }) => word);
    return near.join(", ");
  });
const stages: string[][] = [];

live(function* () {
  for (const { read: at, of, loss } of skipGram.fitSteps(read)) {
    progress(at, of, "words read");
    if (at === 0 || at === of) stages.push(around());
    if (at % 50_000 === 0 || at === of)
      yield `Loss: ${loss.toFixed(2)} nats. Near “captain”: ${around()[2]}`;
  }
});

// %% learnt tags=["expensive"]
table(
  five.map((word, i) => ({
    word,
    "before reading": stages[0][i],
    "after reading five times": stages.at(-1)![i],
  })),
);

// %% analogy
import { select } from "#notebook";

const three = select("Question", {
  "spain is to spanish as britain is to …": [
    "spain",
    "spanish",
    "britain",
  ],
  "he is to she as man is to …": ["he", "she", "man"],
  "great is to greater as large is to …": ["great", "greater", "large"],
  "great is to greater as bad is to …": ["great", "greater", "bad"],
  "two is to second as four is to …": ["two", "second", "four"],
});
const [a, b, c] = three;
const [every, without] = [false, true].map((exclude) =>
  spoken.analogy(a, b, c, { exclude }),
);

table(
  every.map(({ word }, i) => ({
    nearest: i + 1,
    "of all words": word,
    "of all but the three": without[i].word,
  })),
);

// %% scores
import {
  analogyQuestions,
  answerAnalogies,
  scoreAnalogies,
} from "#words/word-analogies";

const answers = answerAnalogies(spoken, analogyQuestions(spoken.has));
const families = new Set(answers.map(({ family }) => family));
const score = (name: string, of: typeof answers) => {
  const { questions, excluded, any, nearC, echoes } =
    scoreAnalogies(of);
  return {
    ...{ family: name, questions, "three left out": excluded },
    ...{ "any word": any, echo: echoes },
    "near c": nearC,
  };
};
const each = [...families].map((name) =>
  score(
    name,
    answers.filter(({ family }) => family === name),
  ),
);
const shares = {
  ...({ "three left out": ".1%", "any word": ".1%" } as const),
  ...({ echo: ".1%", "near c": ".1%" } as const),
};
table([score("all", answers), ...each], { format: shares });

// %% opposites
const pairs = ["north south", "increase decrease", "buy sell"];
const others = ["railroad railway", "war peace", "railroad peace"];

table(
  [...pairs, ...others].map((pair) => {
    const [one, other] = pair.split(" ");
    return { one, other, cosine: spoken.similarity(one, other) };
  }),
  { format: { cosine: 2 } },
);

// %% leaning
import { leanings } from "#words/word-association";

const groups = { towards: "women", from: "men" } as const;
bars(leanings(spoken, ["career", "family"], groups), {
  x: "lean",
  y: "word",
  side: "lm",
  pale: ({ list }) => list === "career",
  format: (lean) => lean.toFixed(2),
}).plot({
  marginLeft: 100,
  x: {
    label: "← nearer to words for men, nearer to words for women →",
    domain: [-0.3, 0.3],
  },
});
