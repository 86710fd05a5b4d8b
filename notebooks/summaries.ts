// Summaries: which sentences to keep, a model that writes its own, and what a score of them says.

// %% keep
import { max } from "#base/max";
import { rankSentences } from "#lm/text-rank";
import { html, select } from "#notebook";

const speech = [
  "Fellow-citizens, we can not escape history.",
  "We of this Congress and this Administration will be remembered in spite of ourselves.",
  "No personal significance or insignificance can spare one or another of us.",
  "The fiery trial through which we pass will light us down in honor or dishonor to the latest generation.",
  "We say we are for the Union.",
  "The world will not forget that we say this.",
  "We know how to save the Union.",
  "The world knows we do know how to save it.",
];
const mine = select(
  "The line that you would keep",
  [1, 2, 3, 4, 5, 6, 7, 8],
);
const weights = rankSentences(speech);
const [top, yours] = [max(weights), weights[mine - 1]];
const rank = 1 + weights.filter((weight) => weight > yours).length;

// #region drawing
const mark = (i: number) =>
  [i === mine - 1 ? "you" : "", weights[i] === top ? "TextRank" : ""]
    .filter(Boolean)
    .join(", ");
const row = (line: string, i: number) =>
  html`<li style="display:grid;grid-template-columns:minmax(0,1fr) 7.5rem;gap:.25rem .75rem;align-items:center;margin:.3rem 0;${mark(i) && "font-weight:bold"}"><span>${i + 1}. ${line}</span><span style="font-size:.85em"><span style="display:block;height:.5rem;width:${Math.round((100 * weights[i]) / top)}%;background:var(--ml)"></span>${weights[i].toFixed(2)} ${mark(i)}</span></li>`;
html`<ol style="list-style:none;padding:0;margin:0">${speech.map(row)}</ol><p>Your line weighs ${yours.toFixed(2)}: place ${rank} of 8. TextRank keeps line ${weights.indexOf(top) + 1}.</p>`;
// #endregion

// %% graph
import * as Plot from "@observablehq/plot";
import { sentenceSimilarity } from "#lm/text-rank";

const dots = speech.map((line, i) => ({
  line,
  name: i + 1,
  x: Math.cos((Math.PI * (2 * i - 7)) / 8),
  y: Math.sin((Math.PI * (2 * i - 7)) / 8),
  weight: weights[i],
}));
const links = dots.flatMap((a) =>
  dots
    .filter(
      (b) => b.name > a.name && sentenceSimilarity(a.line, b.line) > 0,
    )
    .map((b) => ({ x1: a.x, y1: a.y, x2: b.x, y2: b.y, a, b })),
);
const alike = ({ a, b }: (typeof links)[number]) =>
  sentenceSimilarity(a.line, b.line);

Plot.plot({
  height: 280,
  inset: 24,
  axis: null,
  x: { axis: null },
  y: { axis: null, reverse: true },
  r: { range: [0, 24] },
  marks: [
    Plot.link(links, {
      x1: "x1",
      y1: "y1",
      x2: "x2",
      y2: "y2",
      stroke: "var(--ml)",
      strokeWidth: (l) => 3 * alike(l),
    }),
    Plot.dot(dots, { x: "x", y: "y", r: "weight", fill: "var(--ml)" }),
    Plot.text(dots, {
      x: "x",
      y: "y",
      text: "name",
      dx: 28,
      fontWeight: "bold",
    }),
  ],
  ariaLabel: `The eight lines as points. Joined by a word they share: ${links.map(({ a, b }) => `${a.name} and ${b.name}`).join(", ")}. The others are joined to none.`,
});

// %% rounds
import { table } from "#notebook";

const four = speech.slice(4);
const w = four.map((a, i) =>
  four.map((b, j) => (i === j ? 0 : sentenceSimilarity(a, b))),
);
const out = w.map((row) =>
  row.reduce((sum, weight) => sum + weight, 0),
);
const rounds = [[1, 1, 1, 1]];
while (rounds.length <= 40) {
  const S = rounds[rounds.length - 1];
  const received = (i: number) =>
    S.reduce((sum, s, j) => sum + (w[j][i] / out[j]) * s, 0);
  rounds.push(S.map((_, i) => 0.15 + 0.85 * received(i)));
}

table(
  [0, 1, 2, 3, 40].map((round) => ({
    round,
    ...Object.fromEntries(
      rounds[round].map((score, i) => [
        `line ${i + 5}`,
        score.toFixed(2),
      ]),
    ),
  })),
);

// %% speeches
import { speechSummaries } from "#recorded/summaries";

table(
  speechSummaries.found.map(({ by, covered, words }) => ({
    "sentences kept": by,
    "of the 20 frequent words": covered,
    "words long": words,
  })),
  {
    format: { "of the 20 frequent words": "%", "words long": 0 },
    caption: `Means over 233 speeches; recorded on ${speechSummaries.made} by npm run record -- summaries`,
  },
);

// %% rouge
import { text } from "#notebook";
import { rougeL, rougeN } from "#score/text-metrics";

const model = "police killed the gunman";
const tried = text("A summary of yours", {
  value: "police kill the gunman",
});
const scored = [
  tried,
  "police kill the gunman",
  "the gunman kill police",
];

table(
  scored.map((summary, i) => ({
    summary: i === 0 ? `${summary} (yours)` : summary,
    "ROUGE-1": rougeN(model, summary, 1).f1,
    "ROUGE-L": rougeL(model, summary).f1,
  })),
  {
    format: { "ROUGE-1": 2, "ROUGE-L": 2 },
    caption: `Against the reference: ${model}`,
  },
);

// %% learn tags=["expensive"]
import { seed } from "#base/random";
import { weatherReports } from "#datasets/weather-reports";
import { SummaryWriter } from "#lm/summary-writer";
import { live, progress } from "#notebook";

const reports = weatherReports({ random: seed(1), reports: 2300 });
const exam = reports.slice(2000);
const writer = new SummaryWriter({ random: seed(1), steps: 250 });

live(function* () {
  for (const { step, loss } of writer.fitSteps(
    reports.slice(0, 2000),
  )) {
    progress(step, 250, "steps");
    if (step % 25 === 0) yield `Loss: ${loss.toFixed(2)} nats a word`;
  }
});

// %% written tags=["expensive"]
import { weatherFacts } from "#datasets/weather-reports";
import { markSummaries } from "#score/fact-check";

const written = writer.write(exam.map(({ report }) => report));
const marks = markSummaries(exam, written, weatherFacts);

table(
  exam.slice(0, 6).map(({ report }, i) => ({
    report,
    "it writes": written[i],
    invented: marks[i].invented.join(", "),
  })),
);

// %% contest tags=["expensive"]
import { mean } from "#base/mean";
import { leadSentences, summarize } from "#lm/text-rank";
import { bootstrapInterval } from "#score/intervals";

const ways = {
  "the first line": (report: string) => leadSentences(report, 1),
  "the first three": (report: string) => leadSentences(report, 3),
  "TextRank: one": (report: string) =>
    summarize(report, { sentences: 1 }),
  "TextRank: three": (report: string) => summarize(report),
  "the whole report": (report: string) => [report],
};
const entries = Object.entries(ways).map(([name, keep]) => {
  const texts = exam.map(({ report }) => keep(report).join(" "));
  return { name, marks: markSummaries(exam, texts, weatherFacts) };
});
entries.push({ name: "the writer", marks });

table(
  entries.map(({ name, marks }) => {
    const f1 = marks.map(({ rougeL }) => rougeL);
    const { low, high } = bootstrapInterval(f1, mean, {
      random: seed(1),
    });
    return {
      summary: name,
      "ROUGE-L": `${mean(f1).toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`,
      "facts kept, of 4": mean(marks.map(({ kept }) => kept.length)),
      "leave one out": marks.filter((m) => m.leftOut.length > 0).length,
      "invent one": marks.filter((m) => m.invented.length > 0).length,
    };
  }),
  {
    format: { "facts kept, of 4": 2 },
    caption: "Of 300 reports; 95 %",
  },
);

// %% closer tags=["expensive"]
import { splitSentences } from "#lm/text-rank";
import { display } from "#notebook";

const bestLine = exam.map(({ report, summary }) =>
  max(splitSentences(report).map((line) => rougeL(summary, line).f1)),
);
const ahead = marks.map(({ rougeL }, i) => rougeL - bestLine[i]);
const sure = bootstrapInterval(ahead, mean, { random: seed(2) });
const wrong = (fact: string) =>
  marks.filter(({ invented }) => invented.includes(fact)).length;
const other = marks.filter(
  ({ invented }, i) =>
    invented.includes("high") &&
    exam[i].report.includes(` ${weatherFacts(written[i]).high} °C`),
);
const exact = written.filter((line, i) => line === exam[i].summary);

display(
  table(
    ["place", "sky", "high", "wind"].map((fact) => ({
      fact,
      "false, of 300": wrong(fact),
    })),
  ),
);
`${exact.length} of 300 are right to the letter. Of the false temperatures ${other.length} are the report's other one. The best line of each report reaches ${mean(bestLine).toFixed(3)}; the writer is ahead of it by ${sure.low.toFixed(2)} to ${sure.high.toFixed(2)} (95 %).`;

// %% seeds
import { summarySeeds } from "#recorded/summary-seeds";

table(
  summarySeeds.found.map((run) => ({
    seed: run.seed,
    "ROUGE-L": run.rougeL,
    "leave one out": run.leftOut,
    "invent one": run.invented,
  })),
  {
    format: { "ROUGE-L": 3 },
    caption: `Of 300 reports each; recorded on ${summarySeeds.made} by npm run record -- summary-seeds`,
  },
);

// %% truth
const truth = "Oslo: snow, -5 °C, stormy";
const edited = text("Edit this summary", {
  value: "Oslo: snow, 5 °C, stormy",
});
const answers = [
  edited,
  "Riga: snow, -5 °C, stormy",
  "Five below zero and a snowstorm: stay at home in Oslo",
];

table(
  answers.map((summary) => ({
    summary,
    "ROUGE-1": rougeN(truth, summary, 1).f1,
    "ROUGE-L": rougeL(truth, summary).f1,
  })),
  {
    format: { "ROUGE-1": 2, "ROUGE-L": 2 },
    caption: `Against the reference: ${truth}`,
  },
);

// %% windless tags=["expensive"]
const windless = exam.map(({ report }) =>
  splitSentences(report)
    .filter((line) => weatherFacts(line).wind === undefined)
    .join(" "),
);
const abroad = exam.map(({ report, summary }) =>
  report.replace(summary.split(":")[0], "Bonn"),
);
const [noWind, bonn] = [windless, abroad].map((texts) =>
  writer.write(texts),
);
const named = noWind.filter((line) => weatherFacts(line).wind);
const moved = bonn.filter((line) => weatherFacts(line).place);

table([
  {
    report: "nothing on the wind",
    summaries: `${named.length} of 300 name a wind`,
    "for example": noWind[0],
  },
  {
    report: "a place it has never read: Bonn",
    summaries: `${moved.length} of 300 name another`,
    "for example": bonn[0],
  },
]);
