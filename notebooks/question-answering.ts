// Question answering: a model points at the word of a story that answers a question, also where no word does.

// %% ask
import { wordMap } from "#charts";
import { display, html, radio, weights } from "#notebook";
import { loadStoryReader, storyRow } from "#versus/story-reader";

const who = radio("Where is …?", ["Mary", "John", "Daniel"]);

const asking = { story: toldStory(), question: `Where is ${who}?` };
const reading = loadStoryReader(await weights("story-pointer"));
const [said] = reading.answer([asking]);
const read = storyRow(asking).words.map((word, i) => ({
  ...word,
  P: said.probabilities[i],
}));
const inStory = read.filter(({ sentence }) => sentence >= 0);
const { text: answer, sentence, P } = read[said.place];

display(
  wordMap(
    inStory.map(({ text, sentence, P }) => ({
      text,
      line: sentence,
      share: P,
    })),
  ).plot(),
);
html`<p>${asking.question} It answers <b>${answer}</b>, ${P.toFixed(2)}, read in line ${sentence + 1}.</p>`;

// %% story
import { text } from "#notebook";
import { sentencesOf } from "#versus/story-reader";

const beginning = `Daniel went to the office.
Mary moved to the garden.
John travelled to the kitchen.
Daniel journeyed to the hallway.
John went back to the office.
Mary went to the bedroom.`;
const told = text("The story", { value: beginning, rows: 6 });
function toldStory() {
  return sentencesOf(told);
}
const unknown = storyRow({ story: toldStory(), question: "" })
  .words.filter(({ isUnknown }) => isUnknown)
  .map(({ text }) => text);

unknown.length === 0
  ? "It knows all these words."
  : `It does not know ${unknown.join(", ")}: each is read as the same “unknown”.`;

// %% pointer
import { table } from "#notebook";

const rows = read
  .map(({ text, sentence, P }) => ({
    word: text,
    "in line": sentence < 0 ? "the question" : String(sentence + 1),
    P,
    "score, less the highest": Math.log(P / read[said.place].P),
  }))
  .sort((a, b) => b.P - a.P);
table(rows, {
  rows: 3,
  format: { P: 4, "score, less the highest": 1 },
});

// %% train tags=["expensive"]
import { seed } from "#base/random";
import { curves } from "#charts";
import { babi } from "#datasets/babi";
import { AnswerPointer } from "#lm/answer-pointer";
import { live, progress } from "#notebook";
import { AdamW } from "#tensor";
import { drawStories, shareRight } from "#versus/story-reader";
import { STORY_SIZES, storyBatch } from "#versus/story-reader";

const short = babi({ random: seed(8), questions: 80, lengths: [2] });
const long = babi({ random: seed(9), questions: 80, lengths: [10] });
live(function* () {
  const random = seed(3);
  const model = new AnswerPointer(STORY_SIZES, random);
  const optimizer = new AdamW(model.parameters(), { lr: 0.002 });
  const curve = [];
  const by = { x: "step", y: "right", stroke: "stories" } as const;
  for (let step = 0; step <= 300; step++) {
    if (step % 50 === 0) {
      for (const [stories, asked] of Object.entries({ short, long }))
        curve.push({ step, stories, right: shareRight(model, asked) });
      const options = { ...by, side: "neural", height: "low" } as const;
      yield curves(curve, options).plot();
    }
    const { rows, places } = storyBatch(drawStories(random, 32, 2));
    model.loss(rows, places).backward();
    optimizer.step();
    progress(step, 300, "steps");
  }
});

// %% seeds
import { questionAnswering } from "#recorded/question-answering";

const { pointers, writer, rule, count, ...more } =
  questionAnswering.found;
curves(
  [...pointers, writer].flatMap(({ name, curve }) =>
    curve.map(({ step, right }) => ({
      step,
      right,
      who: name.replace("encoder that points, ", ""),
      side: name.startsWith("decoder") ? "lm" : "neural",
    })),
  ),
  {
    x: "step",
    y: "right",
    stroke: "who",
    side: "side",
    labels: "legend",
    height: "low",
  },
).plot({ y: { label: "right, of 500 that watched it" } });

// %% contest
import { wilsonInterval } from "#score/intervals";

table(
  [rule, ...pointers, writer, count].map((one) => {
    const { low, high } = wilsonInterval(one.right, more.asked);
    return {
      "who answers": one.name,
      steps: "steps" in one ? one.steps : 0,
      right: one.right / more.asked,
      "95 %": `${low.toFixed(3)} – ${high.toFixed(3)}`,
    };
  }),
  { format: { steps: ",", right: 3 } },
);

// %% harder
const { longer, neverTogether } = more;
const shareOf = ({ right, asked }: typeof longer) =>
  right.map((n) => (n / asked).toFixed(3));
const [one, two, three] = shareOf(longer);
const [saw, neverSaw] = shareOf(neverTogether);
const apart = "seed 2, without them";
table([
  {
    "asked about": "12 to 20 sentences",
    ...{ "seed 1": one, "seed 2": two, "seed 3": three, [apart]: "–" },
  },
  {
    "asked about": "pairs left out",
    ...{
      "seed 1": "–",
      "seed 2": saw,
      "seed 3": "–",
      [apart]: neverSaw,
    },
  },
]);

// %% unanswerable
import { max } from "#base/max";
import { mean } from "#base/mean";
import { storiesAbout } from "#versus/story-reader";

const sure = (named: boolean) => {
  const options = { random: seed(4), questions: 200 };
  const questions = storiesAbout(named, options);
  return reading.answer(questions).map((one, i) => ({
    P: max(one.probabilities),
    right: one.answer === questions[i].answer,
  }));
};
const named = sure(true);
const never = sure(false);
table(
  [named, never].map((asked, i) => ({
    "the person is": ["named in the story", "never named"][i],
    questions: asked.length,
    "right answers": asked.filter(({ right }) => right).length,
    "mean P of its answer": mean(asked.map(({ P }) => P)),
    "P above 0.9": asked.filter(({ P }) => P > 0.9).length,
  })),
  { format: { "mean P of its answer": 2 } },
);

// %% threshold
import { slider } from "#notebook";

const limits = { min: 0.3, max: 1, step: 0.01, value: 0.9 };
const limit = slider("Says “I do not know” below P =", limits);
const answeredAt = (asked: typeof named, limit: number) =>
  asked.filter(({ P }) => P >= limit).length / asked.length;
const by = { x: "P", y: "answered", stroke: "who" } as const;
const steps = [...Array(71).keys()].map((i) => (30 + i) / 100);
display(
  curves(
    steps.flatMap((P) => [
      { P, answered: answeredAt(named, P), who: "named" },
      { P, answered: answeredAt(never, P), who: "never named" },
    ]),
    { ...by, side: "lm", height: "low", at: limit },
  ).plot({ y: { domain: [0, 1], label: "answered" } }),
);
const percent = (share: number) => `${Math.round(100 * share)} %`;
`Below ${limit.toFixed(2)} it says nothing: it answers ${percent(answeredAt(named, limit))} of the questions about people who are named, and ${percent(answeredAt(never, limit))} of those about people who are not.`;

// %% odd
const odd = [
  ["Mary went to the cinema. John went to the office.", "Mary"],
  ["Mary never went to the garden.", "Mary"],
  ["Mary went to the office. She moved to the garden.", "Mary"],
  ["Mary and John went to the office.", "John"],
].map(([text, who]) => ({
  story: sentencesOf(text),
  question: `Where is ${who}?`,
}));
const oddAnswers = reading.answer(odd);
table(
  odd.map(({ story, question }, i) => ({
    story: story.join(" "),
    question,
    "it answers": storyRow(odd[i]).words[oddAnswers[i].place].text,
    P: max(oddAnswers[i].probabilities),
  })),
  { format: { P: 2 } },
);
