// Summaries: which sentences to keep, a model that writes its own, and what a score of them says.

// %% passage
import { select } from "#notebook";

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

// %% keep
import { max } from "#base/max";
import { rankSentences } from "#words/text-rank";
import { html } from "#notebook";

const weights = rankSentences(speech);
const [top, yours] = [max(weights), weights[mine - 1]];
const place = 1 + weights.filter((weight) => weight > yours).length;

// #region drawing
const grid =
  "display:grid;grid-template-columns:minmax(0,1fr) 7.5rem;gap:0 .75rem;align-items:center;margin:.3rem 0";
const rows = speech.map((line, i) => {
  const marks = [];
  if (i === mine - 1) marks.push("you");
  if (weights[i] === top) marks.push("TextRank");
  const weight = marks.length > 0 ? ";font-weight:bold" : "";
  const bar = `display:block;height:.5rem;background:var(--ml);width:${Math.round((100 * weights[i]) / top)}%`;
  return html`<li style="${grid}${weight}"><span>${i + 1}. ${line}</span><span><span style="${bar}"></span><small>${weights[i].toFixed(2)} ${marks.join(", ")}</small></span></li>`;
});
// #endregion
html`<ol style="list-style:none;padding:0;margin:0">${rows}</ol><p>Your line weighs ${yours.toFixed(2)}: place ${place} of 8. TextRank keeps line ${weights.indexOf(top) + 1}.</p>`;

// %% graph
import * as Plot from "@observablehq/plot";
import { sentenceSimilarity } from "#words/text-rank";

const w = (a: string, b: string) =>
  a === b ? 0 : sentenceSimilarity(a, b);
const dots = speech.map((line, i) => {
  const angle = (Math.PI * (2 * i - 7)) / 8;
  const [x, y] = [Math.cos(angle), -Math.sin(angle)];
  return { line, name: i + 1, weight: weights[i], x, y };
});
const joints = dots.flatMap((a) =>
  dots
    .filter((b) => b.name > a.name && w(a.line, b.line) > 0)
    .map((b) => ({ x1: a.x, y1: a.y, x2: b.x, y2: b.y, a, b })),
);
const ends = joints.map(({ a, b }) => `${a.name} and ${b.name}`);
const xs = { x1: "x1", y1: "y1", x2: "x2", y2: "y2" };

Plot.plot({
  height: 280,
  inset: 44,
  axis: null,
  r: { range: [0, 22] },
  marks: [
    Plot.link(joints, { ...xs, stroke: "var(--ml)", strokeWidth: 3 }),
    Plot.dot(dots, { x: "x", y: "y", r: "weight", fill: "var(--ml)" }),
    Plot.text(dots, { x: "x", y: "y", text: "name", dx: 32 }),
  ],
  ariaLabel: `The eight lines as points. Joined by words they share: ${ends.join(", ")}.`,
});

// %% rounds
import { sum } from "d3";

const four = speech.slice(4);
let S = four.map(() => 1);
for (let round = 1; round <= 40; round++) {
  S = four.map((i) => {
    const share = (j: string) => w(j, i) / sum(four, (k) => w(j, k));
    return 0.15 + 0.85 * sum(four, (j, n) => share(j) * S[n]);
  });
}
`Lines 5 to 8, alone, after 40 rounds: ${S.map((s) => s.toFixed(2)).join(", ")}`;

// %% speeches
import { table } from "#notebook";
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
    "it writes": written[i],
    invented: marks[i].invented.join(", "),
    report,
  })),
);

// %% contest tags=["expensive"]
import { summarySeeds } from "#recorded/summary-seeds";
import { tallyMarks } from "#score/fact-check";
import { keptLines } from "#versus/kept-lines";

const tallies = Object.entries(keptLines).map(([name, keep]) => {
  const kept = exam.map(({ report }) => keep(report));
  const marks = markSummaries(exam, kept, weatherFacts);
  return { name, ...tallyMarks(marks) };
});
tallies.push({ name: "the writer", ...tallyMarks(marks) });
for (const { seed, ...tally } of summarySeeds.found)
  tallies.push({ name: `with seed ${seed} (recorded)`, ...tally });

table(
  tallies.map(({ name, rougeL, kept, leftOut, invented }) => ({
    summary: name,
    "ROUGE-L": rougeL,
    "facts kept, of 4": kept,
    "leave one out": leftOut,
    "invent one": invented,
  })),
  {
    format: { "ROUGE-L": 3, "facts kept, of 4": 2 },
    caption: `Of 300 reports. Recorded on ${summarySeeds.made} by npm run record -- summary-seeds`,
  },
);

// %% closer tags=["expensive"]
import { mean } from "#base/mean";
import { splitSentences } from "#words/text-rank";
import { bootstrapInterval } from "#score/intervals";

const bestLine = exam.map(({ report, summary }) =>
  max(splitSentences(report).map((line) => rougeL(summary, line).f1)),
);
const own = marks.map(({ rougeL }) => rougeL);
const lead = own.map((score, i) => score - bestLine[i]);
const sure = (list: number[]) => {
  const { low, high } = bootstrapInterval(list, mean, {
    random: seed(1),
  });
  return `${mean(list).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
};
const degrees = marks.filter(({ invented }) =>
  invented.includes("high"),
);
const exact = written.filter((line, i) => line === exam[i].summary);

table([
  { figure: "the writer’s ROUGE-L, 95 %", value: sure(own) },
  {
    figure: "the best line of each report, 95 %",
    value: sure(bestLine),
  },
  { figure: "the writer’s lead over it, 95 %", value: sure(lead) },
  { figure: "lines with a false temperature", value: degrees.length },
  { figure: "lines right to the letter", value: exact.length },
]);

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
