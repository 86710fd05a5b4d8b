// A picture, head to head: what looks at 64 pixels at once, and what reads them one after the other.

// %% contest
import { intervals } from "#charts";
import { changedRows, PICTURE_CHANGES } from "#contests/picture-views";
import { radio } from "#notebook";
import { pictureContest } from "#recorded/picture-contest";

const report = pictureContest.found;
const [plain, little, whole, noisy] = PICTURE_CHANGES;
const rounds = {
  plain,
  "⅓ px off": little,
  "1 px off": whole,
  noisy,
};
const change = radio("Pictures", rounds);

const spans = { x: "mistakes", x1: "low", x2: "high" } as const;
intervals(changedRows(report, change), {
  ...spans,
  y: "name",
  side: "side",
}).plot({
  marginLeft: 145,
  x: { label: "mistakes in 100 pictures", zero: true },
});

// %% seen
import { seed } from "#base/random";
import { pictures } from "#charts";
import { changedPicture, pictureRows } from "#contests/picture-rounds";
import { asInk } from "#contests/picture-views";
import { slider } from "#notebook";
import { shrinkPicture } from "#prep/shrink-picture";

const at = slider("Test picture", { min: 0, max: 1999, value: 905 });

const { X, y } = pictureRows();
const row = report.firstTest[at];
pictures([
  { pixels: X[row], text: "28 × 28" },
  ...PICTURE_CHANGES.map((change, i) => ({
    pixels: asInk(changedPicture(X[row], change, seed(row))),
    text: ["seen", "⅓ pixel", "1 pixel", "noisy"][i],
  })),
]).plot({
  ariaLabel: `A handwritten ${y[row]} of 28 by 28 pixels, the 64 pixels that all see of it, and the same shifted a little, shifted by a pixel, and with noise.`,
});

// %% as-tokens
import { asLetters } from "#contests/picture-views";
import { html } from "#notebook";

const levels = shrinkPicture(X[row]);
const lines = asLetters(levels).match(/.{8}/g)!;
html`<pre>${lines.join("\n")}</pre>`;

// %% halves
import { fromLetters } from "#contests/picture-views";

const digit = slider("Digit", { min: 0, max: 9, value: 3 });

const { picture, drawn } = report.completions[digit];
const box = { x: 0, y: 0, width: 8, height: 4 };
const half = picture.slice(0, 32) + "a".repeat(32);
pictures(
  [
    { pixels: asInk(fromLetters(picture)), text: "the picture" },
    { pixels: asInk(fromLetters(half)), text: "given", box },
    ...drawn.map((letters, i) => ({
      pixels: asInk(fromLetters(letters)),
      text: `drawn ${i + 1}`,
      box,
    })),
  ],
  { side: "lm" },
).plot({
  ariaLabel: `A handwritten ${digit}, its upper half, and four pictures that the GPT has drawn on from that half.`,
});

// %% draw-here tags=["expensive"]
import { learnToDraw } from "#contests/picture-here";
import { display, live, progress } from "#notebook";

const reads = slider("Pictures", {
  min: 200,
  max: 2000,
  step: 200,
  value: 1000,
});
const start = slider("Seed", { min: 1, max: 9, value: 1 });

const given = [0, 1, 4, 7].map((digit) =>
  fromLetters(report.completions[digit].picture).slice(0, 32),
);
const options = { pictures: reads, start, steps: 300, every: 60 };
live(function* () {
  for (const { step, loss, drawn } of learnToDraw(given, options)) {
    progress(step, options.steps, "steps of 16 pictures");
    if (!drawn) continue;
    const shown = drawn.map((whole) => ({ pixels: asInk(whole), box }));
    const ariaLabel = `After ${step} steps: a 0, a 1, a 4 and a 7 whose lower halves a GPT has drawn. Its loss is ${loss.toFixed(2)} nats a pixel.`;
    display(pictures(shown, { side: "lm" }).plot({ ariaLabel }));
    yield step;
  }
});

// %% results
import { table } from "#notebook";

const { entries, timings } = report;
const percent = (share: number) => (100 * share).toFixed(1);

table(
  entries.map(({ id, result }) => ({
    contestant: result.name,
    "right (95 %)": `${percent(result.accuracy)} (${percent(result.interval.low)}–${percent(result.interval.high)})`,
    "numbers kept": result.size.parameters,
    seconds: timings.entries[id]!.trainSeconds,
  })),
  { format: { "numbers kept": ",", seconds: 0 } },
);

// %% paired
import { paired, pText } from "#contests/paired";
import { PICTURE_PAIRS } from "#contests/picture-contestants";

table(
  PICTURE_PAIRS.map(([first, second]) => {
    const test = paired(report, first, second);
    return {
      first: first.replace(", 64", ""),
      second: second.replace(", 64", ""),
      "wrong: only 1st, only 2nd": `${test.onlyFirst}, ${test.onlySecond}`,
      p: pText(test.p).replace(/^p (= )?/, ""),
    };
  }),
  {
    caption: "Pictures of the first test that one of the two got wrong",
  },
);

// %% held-back
import { curves } from "#charts";
import { heldBackRows } from "#contests/contest-views";

curves(heldBackRows(entries), {
  x: "step",
  y: "loss",
  stroke: "name",
  side: "side",
}).plot({
  x: { label: "steps" },
  y: { label: "loss on pictures held back (nats)", zero: true },
});

// %% everything
table(
  entries.map(({ id, result }) => ({
    contestant: result.name,
    "chosen, first fold": result.effort.setting,
    steps: result.effort.steps,
    flat: result.effort.flat ? "yes" : "still falling",
    "10¹² operations": result.effort.flops
      ? (result.effort.flops / 1e12).toFixed(2)
      : "–",
    "an answer (ms)": timings.entries[id]!.latency.p50,
  })),
  { format: { steps: ",", "an answer (ms)": 2 } },
);

// %% labels
import { learningRows } from "#contests/contest-views";

const learnt = entries.filter(({ curve }) => curve.length > 1);

curves(learningRows(learnt), {
  x: "labels",
  y: "right",
  stroke: "name",
  side: "side",
}).plot({
  x: {
    type: "log",
    label: "labels",
    ticks: [20, 100, 500, 2000, 8000],
  },
  y: { label: "right answers in 100" },
});

// %% learn-here tags=["expensive"]
import { learnFromFew } from "#contests/picture-here";

const labels = slider("Labels", {
  min: 20,
  max: 500,
  step: 20,
  value: 100,
});
const draw = slider("Draw", { min: 0, max: 4, value: 0 });

live(function* () {
  for (const rows of learnFromFew({ labels, draw })) {
    progress(rows.length, 4, "contestants");
    display(
      table(rows, {
        caption: `Learnt in this page, from ${labels} labels`,
      }),
    );
    yield rows.length;
  }
});

// %% round-two
const asked = report.firstTest.length;
const [, ...harder] = PICTURE_CHANGES;
table(
  Object.entries(report.changed).map(([id, wrong]) => ({
    contestant: id.replace(", 64", ""),
    ...Object.fromEntries(
      harder.map((change) => [
        change,
        (100 * wrong[change].length) / asked,
      ]),
    ),
  })),
  {
    caption: "Mistakes in 100 changed pictures",
    format: Object.fromEntries(harder.map((change) => [change, 1])),
  },
);

// %% mistakes
import { select } from "#notebook";

const ids = entries.map(({ id }) => id);
const whose = select("Mistakes of", ids, { value: "CNN, wider, 64" });
const inFirst = new Set(report.firstTest);
const wrong = entries
  .find(({ id }) => id === whose)!
  .result.wrong.filter((row) => inFirst.has(row));

pictures(
  wrong.slice(0, 20).map((row) => ({
    pixels: asInk(shrinkPicture(X[row])),
    text: String(y[row]),
  })),
  { columns: 10 },
).plot({
  ariaLabel: `The first of ${wrong.length} test pictures that ${whose} got wrong, with the digits that were meant.`,
});
