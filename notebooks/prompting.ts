// What a prompt changes while all weights stay: repeating what was just read, how that is learnt, and how far back a model looks.

// %% repeat
import { bars } from "#charts";
import { loadGPT } from "#lm/gpt-file";
import { rivals } from "#lm/sampling";
import { text, weights } from "#notebook";

const repeater = loadGPT(await weights("letter-repeater"));
const read = text("Different letters, then the same again", {
  value: "kwzpxmkwz",
});
const known = read
  .toLowerCase()
  .replace(/[^a-z]/g, "")
  .slice(-32);
const ids = repeater.tokenizer.encode(known || "a");
const scores = repeater.model.nextLogits([ids]).toFloat32Array();

bars(
  rivals(scores, {}, 6).map(({ token, probability }) => ({
    next: repeater.tokenizer.decode([token]),
    percent: 100 * probability,
  })),
  {
    x: "percent",
    y: "next",
    side: "lm",
    format: (percent) => percent.toFixed(1),
  },
).plot({
  x: { label: "probability of the next letter (%)", domain: [0, 100] },
});

// %% prompts
import { table } from "#notebook";
import { answerSteps } from "#lm/answer-probability";

const same = loadGPT(await weights("letter-repeater"));
const prompts = ["kwzpxmkwz", "kwzxpmkwz", "kwzpxm"];
table(
  prompts.map((prompt) => {
    const steps = answerSteps(same, prompt, "pxm");
    return {
      prompt,
      "P(p)": steps[0],
      "P(x), after p": steps[1],
      "P(m), after px": steps[2],
      "P(pxm)": steps.reduce((product, p) => product * p, 1),
    };
  }),
  {
    format: {
      "P(p)": 3,
      "P(x), after p": 3,
      "P(m), after px": 3,
      "P(pxm)": 3,
    },
  },
);

// %% learn tags=["expensive"]
import { seed } from "#base/random";
import { curves } from "#charts";
import { GPT } from "#lm/gpt";
import { live, progress } from "#notebook";
import { warmupCosine } from "#tensor";
import { repeatSideBySide } from "#versus/repeat-side-by-side";

const shape = { vocabSize: 26, blockSize: 32, nHead: 2, nEmbd: 32 };
const pupils = [2, 1].map(
  (nLayer) => new GPT({ ...shape, nLayer }, seed(2)),
);
const rate = warmupCosine({ lr: 0.01, warmup: 50, total: 400 });
live(function* () {
  const points: { step: number; loss: number; layers: string }[] = [];
  const plan = { steps: 300, rows: 32, rate, random: seed(2) };
  for (const { step, losses } of repeatSideBySide(pupils, plan)) {
    progress(step, plan.steps, "steps");
    if (step % 10 > 0) continue;
    const [two, one] = losses;
    points.push({ step, loss: two, layers: "2 layers" });
    points.push({ step, loss: one, layers: "1 layer" });
    if (step % 30 > 0) continue;
    const by = { x: "step", y: "loss", stroke: "layers" } as const;
    yield curves(points, { ...by, side: "lm" }).plot({
      y: { label: "loss on the second round (nats)" },
    });
  }
});

// %% exam
import {
  foretold,
  likeliestNext,
  lookBack,
  repeated,
} from "#versus/repeat-letters";

const dice = seed(7);
const exam = Array.from({ length: 100 }, () => repeated(dice));
const contestants = {
  "two layers": likeliestNext(pupils[0]),
  "one layer": likeliestNext(pupils[1]),
  "the rule": lookBack,
};
const marks = Object.entries(contestants).map(([who, says]) => ({
  who,
  right: foretold(says, exam).flat(),
}));
table(
  marks.map(({ who, right }) => ({
    who,
    "letters foretold": right.filter(Boolean).length,
    of: right.length,
    share: right.filter(Boolean).length / right.length,
  })),
  { format: { share: ".1%" } },
);

// %% heads
import { headLooks } from "#versus/head-looks";

table(headLooks(same.model, exam.slice(0, 30)), {
  format: {
    "at the letter before": ".0%",
    "at the same letter, earlier": ".0%",
    "at what came after it": ".0%",
  },
});

// %% how-far
import { card } from "#checkpoints/moby-dick-gpt";
import { mobyDick } from "#datasets/moby-dick";
import { lossByContext, lossOfRepeats } from "#lm/loss-by-context";

const whale = loadGPT(await weights(card.name));
const unread = whale.tokenizer.encode(mobyDick.test);
const lengths = [1, 2, 4, 8, 16, 32, 64];
const byContext = lossByContext(whale.model, unread, {
  lengths,
  places: 200,
  random: seed(1),
});
curves(byContext, {
  x: "context",
  y: "loss",
  side: "lm",
  height: "low",
}).plot({
  x: { type: "log", label: "characters before", ticks: lengths },
  y: { label: "loss (nats)" },
});

// %% twice
const whaleTwice = lossOfRepeats(whale.model, unread, {
  length: 100,
  texts: 40,
  random: seed(1),
});
table(
  [
    { read: "a passage that it has not seen", loss: whaleTwice.first },
    { read: "the same, right after it", loss: whaleTwice.second },
  ],
  { format: { loss: 2 } },
);
