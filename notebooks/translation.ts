// Translation: an encoder reads a number in English words, a decoder writes it in French ones, and looks back as it writes.

// %% translate
import { heatMap } from "#charts";
import { numberWords } from "#datasets/number-words";
import { loadT5 } from "#lm/t5-file";
import { display, html, text, weights } from "#notebook";
import { writeAndLook } from "#versus/translator";

const typed = text("A number below 100,000", { value: "75" });
const number = Number(typed.replaceAll(",", "") || Number.NaN);
if (!(Number.isInteger(number) && number >= 0 && number < 1e5))
  throw new Error(
    `"${typed}" will not do: give a whole number below 100,000`,
  );

const loaded = loadT5(await weights("number-translator"));
const words = numberWords.english(number);
const answer = writeAndLook(loaded, words);
const axes = { x: "read", y: "written", value: "share" } as const;
display(html`<p>${words} → <b lang="fr">${answer.text}</b></p>`);
heatMap(answer.looks, { ...axes, side: "lm", height: "middle" }).plot({
  marginLeft: 110,
  x: { label: "it read" },
  y: { label: "it wrote" },
});

// %% pairs
import { seed } from "#base/random";
import { table } from "#notebook";

const data = numberWords.split({ random: seed(1) });
table(data.learn.slice(0, 200), { rows: 4 });

// %% train tags=["expensive"]
import { curves } from "#charts";
import { T5 } from "#lm/t5";
import { live, progress } from "#notebook";
import {
  measuredLoss,
  TRANSLATOR_SIZES,
  trainTranslator,
} from "#versus/translator";

const random = seed(1);
const { tokenizer } = loadT5(await weights("number-translator"));
const vocabSize = tokenizer.vocabularySize;
const model = new T5({ ...TRANSLATOR_SIZES, vocabSize }, random);
const mine = { model, tokenizer };
const course: { step: number; loss: number }[] = [];
const by = { x: "step", y: "loss", side: "lm" } as const;

const training = live(function* () {
  for (const { step } of trainTranslator(mine, data.learn, {
    random,
  })) {
    progress(step, 500, "steps");
    if (step % 50 > 0) continue;
    course.push({ step, loss: measuredLoss(mine, data.watched) });
    yield curves(course, by).plot({
      height: 200,
      y: { label: "loss on pairs watched (nats a token)" },
    });
  }
});

// %% held-out tags=["expensive"]
import { translation } from "#recorded/translation";
import { shareExact } from "#versus/translator";

void training; // The one that was trained above.
const here = shareExact(mine, data.exam);
const { plain, harder } = translation.found;
const share = (of: { right: number; asked: number }) =>
  of.right / of.asked;

table<Record<string, string | number>>(
  [
    { model: "trained here, seed 1", "new numbers": here },
    ...plain.map((run) => ({
      model: `recorded, seed ${run.seed}`,
      watched: share(run.watched),
      "new numbers": share(run.exam),
      "small ones": share(run.small),
    })),
  ],
  {
    columns: ["model", "new numbers", "small ones", "watched"],
    format: {
      watched: ".1%",
      "new numbers": ".1%",
      "small ones": ".1%",
    },
    caption: `Right to the letter. Recorded ${translation.made}`,
  },
);

// %% harder
table(
  harder.map((run) => ({
    seed: run.seed,
    "nothing hidden": share(run.watched),
    "40,000 to 49,999": share(run.range),
    "seven hundred": share(run.hundreds),
    "34, 58, 75, 93": share(run.parts),
  })),
  {
    format: {
      "nothing hidden": ".1%",
      "40,000 to 49,999": ".1%",
      "seven hundred": ".1%",
      "34, 58, 75, 93": ".1%",
    },
    caption: `Right to the letter. Recorded ${translation.made}`,
  },
);

// %% mistakes
const [first] = harder;
table(
  [first.range, first.hundreds, first.parts].flatMap(({ wrong }) =>
    wrong.slice(0, 2).map((one) => ({
      number: one.number,
      French: one.french,
      "it wrote": one.wrote,
    })),
  ),
  { caption: `Mistakes of seed ${first.seed}` },
);

// %% beyond
import { translateAll } from "#versus/translator";

const shipped = loadT5(await weights("number-translator"));
const dice = seed(3);
const fits = (n: number) =>
  shipped.tokenizer.encode(numberWords.english(n)).length <= 9;
const drawn = Array.from({ length: 3_000 }, () => 1e5 + dice.int(9e5));
const large = drawn.filter(fits).slice(0, 300);
const askedFor = large.map(numberWords.english);
const wrote = translateAll(shipped, askedFor);
const right = large.filter(
  (n, i) => numberWords.french(n) === wrote[i],
);

display(
  `${right.length} of ${large.length} numbers from 100,000 on are right.`,
);
table(
  askedFor
    .slice(0, 4)
    .map((read, i) => ({ read, "it wrote": wrote[i] })),
);

// %% looked
import { numberParts } from "#datasets/number-words";
import { lookedRight } from "#versus/translator";

const some = data.exam.slice(0, 100).map((pair) => pair.number);
const counted = lookedRight(shipped, some.map(numberParts));
table(
  [1, 2].map((block) => ({
    block,
    ...Object.fromEntries(
      counted.heads
        .filter((look) => look.block === block)
        .map(({ head, right }) => [`head ${head}`, right]),
    ),
  })),
  {
    format: Object.fromEntries(
      [1, 2, 3, 4, "all"].map((head) => [`head ${head}`, ".0%"]),
    ),
    caption: `Of ${counted.words} words written. At random: ${(100 * counted.chance).toFixed(0)} %`,
  },
);

// %% other-side
import { pairedTest } from "#score/mcnemar";
import { countedTranslator, TWO_AND_ONE } from "#versus/translator";

const { tokenizer: cut, model: t5 } = shipped;
const alone = countedTranslator(cut, data.learn);
const wider = countedTranslator(cut, data.learn, TWO_AND_ONE);
const questions = data.exam.map((one) => one.english);
const truth = data.exam.map((one) => one.french);
const byRule = data.exam.map((one) => numberWords.french(one.number));
const contest: [who: string, texts: string[], kept: number][] = [
  ["dictionary", questions.map(alone.translate), alone.size],
  ["with neighbours", questions.map(wider.translate), wider.size],
  ["T5, shipped", translateAll(shipped, questions), t5.numParams()],
  ["rules", byRule, 0],
];
const rows = contest.map(([who, texts, kept]) => {
  const wrong = [...texts.keys()].filter((i) => texts[i] !== truth[i]);
  return { who, right: 1 - wrong.length / 1_000, kept, wrong };
});
const test = pairedTest(rows[1].wrong, rows[2].wrong);

table(rows, {
  columns: ["who", "right", "kept"],
  format: { right: ".1%", kept: "," },
  caption: `Wrong with neighbours alone: ${test.onlyFirst}. T5 alone: ${test.onlySecond}`,
});
