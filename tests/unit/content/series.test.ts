import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { seed } from "../../../src/base/random.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { lossCard } from "../../../src/contests/contest-card.ts";
import { type LossContest, lossEntryOf, lossRows, pairedLosses } from "../../../src/contests/loss-report.ts";
import { BINS, CONTEXT, differenceOf, tokenOf } from "../../../src/contests/number-tokens.ts";
import * as rival from "../../../src/contests/series-contestants.ts";
import { PATHS } from "../../../src/contests/series-models.ts";
import { co2 } from "../../../src/datasets/co2.ts";
import { seriesBreakContest } from "../../../src/recorded/series-break-contest.ts";
import { seriesContest } from "../../../src/recorded/series-contest.ts";
import { mae } from "../../../src/score/regression-metrics.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const MINUTES = 60_000;
const [smooth, broken] = [seriesContest.found, seriesBreakContest.found];
const of = (report: LossContest, id: string) => lossEntryOf(report, id).result;
const three = (report: LossContest, id: string) => of(report, id).mean.toFixed(3);
const [DRIFT, SMOOTHER, SHORT, GRAMS, GPT] = [
  "seasonal naive with drift",
  "Holt–Winters",
  "Holt–Winters, 48 months",
  "n-gram, yearly",
  "GPT, yearly",
] as const;
const [MADE_UP, UNBROKEN] = ["GPT, made-up series", "GPT, made up, no breaks"] as const;
const onCo2 = (first: string, second: string) => pairedLosses(smooth, first, second, { random: seed(smooth.seed), block: rival.CO2_BLOCK });
const onBreaks = (first: string, second: string) => pairedLosses(broken, first, second, { random: seed(broken.seed), block: rival.SINCE.length });
const level = ({ low, high }: { low: number; high: number }) => low < 0 && high > 0;
const { train, exam } = rival.co2Items();
const learnt = rival.monthsOf(train)[0]!;
/** Mean loss so many months after the break. */
const after = (id: string, since: number) => mean(of(broken, id).losses.filter((_, at) => at % rival.SINCE.length === rival.SINCE.indexOf(since)));
const withRiseOf = (years: number) =>
  mean(
    exam.map(({ past, future }) => {
      const rise = mean(
        past
          .slice(12)
          .map((value, t) => value - past[t]!)
          .slice(-12 * years),
      );
      return mae(
        future,
        future.map((_, h) => past[past.length - 12 + (h % 12)]! + (h < 12 ? 1 : 2) * rise),
      );
    }),
  );
const seeds = (report: LossContest, id: string) => lossEntryOf(report, id).curve.at(-1)!.means;
const curve = (id: string) => lossEntryOf(smooth, id).curve.map(({ means }) => means[0]!);
const kept = (id: string) => of(smooth, id).size.parameters.toLocaleString("en");
const place = (report: LossContest, id: string) => lossRows(report.entries).findIndex(({ name }) => name === id);
const scale = { middle: 2, spread: 0.5 };
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("series")), 15 * MINUTES);

holds(
  "src/content/docs/head-to-head/series.mdx",
  [
    ["learnsFrom: 492 months of CO₂", [492, learnt.length]],
    [
      "a small GPT is about as far off as a rule made for series, once its tokens leave the season out",
      [true, level(onCo2(GPT, SMOOTHER))],
      [true, onCo2("GPT, monthly", GPT).low > 0],
    ],
    [
      "After a break, the closest is a GPT that has read made-up breaks",
      [true, broken.entries.every(({ id }) => id === MADE_UP || onBreaks(id, MADE_UP).low > 0)],
    ],
    ["A point is how far off 24 forecast months were on average, its line the 95 % interval", [24, exam[0]!.future.length]],
    [
      "Holt–Winters falls from the first place to the last but one",
      [
        [0, broken.entries.length - 2],
        [place(smooth, SMOOTHER), place(broken, SMOOTHER)],
      ],
    ],
    ["about the next 24 months"],
    [
      "There are 37 on CO₂, half a year apart, and 7 on each made-up series, from two years before its break to four years after",
      [
        [37, 7, 6],
        [exam.length, rival.SINCE.length, rival.originOf(exam[1]!) - rival.originOf(exam[0]!)],
      ],
      [
        [-24, 48],
        [rival.SINCE[0], rival.SINCE.at(-1)],
      ],
    ],
    [
      "The drift rule believes a single year's rise, and is off by 0.769 ppm. Let it take the mean of three years. Does it come close to the 0.552 of Holt–Winters? Yes, to 0.577",
      [
        ["0.769", "0.552", "0.577"],
        [three(smooth, DRIFT), three(smooth, SMOOTHER), withRiseOf(3).toFixed(3)],
      ],
      [three(smooth, DRIFT), withRiseOf(1).toFixed(3)],
    ],
    ["Chronos (Ansari et al. 2024) does it with a scaled series"],
    ["mean and standard deviation of the last 36 changes", [36, CONTEXT]],
    ["the width of a bin, 0.1875", ["0.1875", String(differenceOf(1, { middle: 0, spread: 1 }) - differenceOf(0, { middle: 0, spread: 1 }))]],
    ["the token, cut off at 0 and 31", [31, BINS - 1]],
    [
      "With m = 2, s = 0.5 and d = 2.3: (2.3 − 2) / (0.5 · 0.1875) = 3.2, so k = 3 + 16 = 19. Back, token 19 says the middle of its bin: 2 + 0.5 · 0.1875 · 3.5 = 2.33",
      ["3.2", ((2.3 - 2) / (0.5 * 0.1875)).toFixed(1)],
      [19, tokenOf(2.3, scale)],
      ["2.33", differenceOf(19, scale).toFixed(2)],
    ],
    ["a text of 32 words", [32, BINS]],
    ["It writes on, 50 times: the median of these futures is its forecast, and the 80 in 100 in the middle are its fan", [50, PATHS]],
    [
      "Over all origins it is off by 0.577 ppm, as the rule of three years is: 36 changes reach back three years, too",
      ["0.577", three(smooth, GRAMS)],
      ["0.577", withRiseOf(3).toFixed(3)],
      [3, CONTEXT / 12],
    ],
    ["A [GPT] with 27,840 numbers", ["27,840", kept(GPT)]],
    ["three seeds got 0.564, 0.609 and 0.557", [["0.564", "0.609", "0.557"], seeds(smooth, GPT).map((MAE) => MAE.toFixed(3))]],
    [
      "How far off is it? Three times as far. 1.830 ppm",
      ["1.830", three(smooth, "GPT, monthly")],
      [3, Math.round(of(smooth, "GPT, monthly").mean / of(smooth, GPT).mean)],
    ],
    ["which sees a month or two, 3.551", ["3.551", three(smooth, "n-gram, monthly")], ["n = 2", of(smooth, "n-gram, monthly").effort.setting]],
    ["that 492 months are too short a text", [492, learnt.length]],
    ["Holt–Winters got 0.552, the GPT 0.564", [["0.552", "0.564"], [SMOOTHER, GPT].map((id) => three(smooth, id))]],
    [
      "the difference lies between −0.065 and 0.080",
      [["-0.065", "0.080"], Object.values((({ low, high }) => ({ low, high }))(onCo2(GPT, SMOOTHER))).map((value) => value.toFixed(3))],
    ],
    ["on either side of 0"],
    ["draws two years of them together", [24, rival.CO2_BLOCK * 6]],
    [
      "**The same 48 months:** Holt–Winters may read back to 1958, the GPT 48 months. Cut to 48, Holt–Winters is further off, by 0.285 ppm",
      [1958, co2.rows[0]!.date.getUTCFullYear()],
      [48, CONTEXT + 12],
      ["0.285", onCo2(SHORT, GPT).difference.toFixed(3)],
      [true, onCo2(SHORT, GPT).low > 0],
    ],
    [
      "The GPT differs more from seed to seed than from 276 months to 492",
      [276, 60 + 12 * (lossEntryOf(smooth, GPT).curve.at(-2)!.items - 1)],
      [true, spread(seeds(smooth, GPT)) > Math.abs(curve(GPT).at(-1)! - curve(GPT).at(-2)!)],
    ],
    ["Holt–Winters with 48 months"],
    [
      "By 7.74. The year that it carries on holds the jump",
      ["7.74", after(DRIFT, 12).toFixed(2)],
      [true, broken.entries.every(({ id }) => after(id, 12) <= after(DRIFT, 12))],
    ],
    ["Holt–Winters with 48 months needs four", [true, after(SHORT, 36) > 3 && after(SHORT, 48) < 0.8]],
    [
      "it is further off, by 0.791 (0.459 to 1.215), and with two more seeds of each, too",
      [
        ["0.791", "0.459", "1.215"],
        (({ difference, low, high }) => [difference, low, high].map((value) => value.toFixed(3)))(onBreaks(UNBROKEN, MADE_UP)),
      ],
      [true, Math.max(...seeds(broken, MADE_UP)) < Math.min(...seeds(broken, UNBROKEN)) && seeds(broken, MADE_UP).length === 3],
    ],
    ["| 492 months before the first origin | 492 months before the first origin |"],
    [`| numbers kept | ${kept(SMOOTHER)} | ${kept(GRAMS)} | ${kept(GPT)} |`],
    [
      "| less than 1 s | less than 1 s | 3 s |",
      [true, smooth.timings.entries[SMOOTHER]!.latency.p95 < 1000 && smooth.timings.entries[GRAMS]!.trainSeconds < 1],
      [3, Math.round(smooth.timings.entries[GPT]!.trainSeconds)],
    ],
    // A. F. Ansari and others 2024: a vocabulary of 4,096 tokens (model card); abstract: "comparable and occasionally superior zero-shot performance on new datasets".
    ["Chronos cuts values into 4,096 tokens"],
    ["([Ansari et al. 2024])"],
    // M. Tan and others 2024, abstract.
    ["([Tan et al. 2024])"],
    // T. Aksu and others 2024, abstract: "23 datasets over 144,000 time series".
    ["has 23 data sets with 144,000 series ([Aksu et al. 2024])"],
    // A. Auer and others 2025, abstract: an xLSTM, "outperforming significantly larger models", among them Chronos Bolt, TimesFM and Moirai.
    ["([Auer et al. 2025])"],
    ["each is asked about 24 months"],
  ],
  [
    ["Most of the distance came from believing one year", () => (withRiseOf(1) - withRiseOf(3)) / (withRiseOf(1) - of(smooth, SMOOTHER).mean) > 0.8],
    ["**Never read CO₂:**", "construction: zeroShotGPT learns from made-up windows alone"],
    ["each pair, fewer months, and what it took", () => curve("linear regression").length > 1],
    ["One guess is that early months tell of a slower rise", () => learnt[120]! - learnt[0]! < learnt.at(-1)! - learnt.at(-121)!],
    ["over all origins closer than anybody else", () => broken.entries.every(({ id }) => id === MADE_UP || onBreaks(id, MADE_UP).low > 0)],
    ["The second is closer", "definition: what the question supposes"],
    ["Where a season repeats, a change since a year ago has none left", "definition: the same month of two years has the same season"],
    ["so that it has to find the season by itself", "definition: a change since last month holds the season"],
    [
      "All three are closer than the drift rule",
      () => [SMOOTHER, GPT, GRAMS].every((id) => onCo2(DRIFT, id).low > 0) && level(onCo2(GRAMS, SMOOTHER)) && level(onCo2(GRAMS, GPT)),
    ],
    [
      "is further off than one trained on CO₂, and still closer than the drift rule",
      () => onCo2(MADE_UP, GPT).low > 0 && onCo2(DRIFT, MADE_UP).low > 0,
    ],
    [
      "From fewer months, the latest, the regression is closer",
      () => curve("linear regression").every((MAE, i, all) => i === 0 || MAE > all[i - 1]!),
    ],
  ],
);

describe("what is said of breaks without figures", () => {
  it("at a break all are wrong, and who finds back", () => {
    for (const { id } of broken.entries) expect(after(id, 0)).toBeGreaterThan(5);
    for (const id of [DRIFT, MADE_UP]) expect(after(id, 24)).toBeLessThan(0.8);
    expect(after(SMOOTHER, 48)).toBeGreaterThan(2);
  });

  it("the order of the contestants turns with the break", () => {
    const order = (of: (id: string) => number) => broken.entries.map(({ id }) => id).toSorted((a, b) => of(a) - of(b));
    expect(order((id) => after(id, -24))[0]).toMatch(/Holt–Winters/);
    expect(order((id) => mean([6, 12, 24].map((since) => after(id, since)))).at(-1)).toMatch(/Holt–Winters/);
  });
});

describe("what the notebook shows", () => {
  it("is the table, contestant by contestant", () => {
    for (const report of [smooth, broken])
      for (const { id } of report.entries)
        expect(shown["results"]!.split("\n").find((line) => line.startsWith(`${id}  `))).toContain(three(report, id));
  });

  it("a GPT that is trained on the page is as far off as the table says, within its interval", () => {
    const [MAE] = tableRow(shown["asked"]!, "     37");
    const { low, high } = of(smooth, GPT).interval;
    expect(Number(MAE)).toBeGreaterThan(low);
    expect(Number(MAE)).toBeLessThan(high);
  });

  it("draws all of both rounds", () => {
    for (const { id } of smooth.entries) expect(shown["contest"]).toContain(id);
    expect(shown["since"]).toContain("highest 7.74 at 12");
    expect(shown["counted"]).toContain("of 24 lie in it");
  });

  it("compares the same pairs as the cards", () => {
    for (const [cell, report, pairs, block] of [
      ["paired", smooth, rival.CO2_PAIRS, rival.CO2_BLOCK],
      ["paired-break", broken, rival.BREAK_PAIRS, rival.SINCE.length],
    ] as const) {
      const card = Object.fromEntries(fairContestRows(lossCard(report, { rows: "origins", pairs, block, baseLine: "the drift rule" })));
      for (const [first, second] of pairs) {
        const { difference } = pairedLosses(report, first, second, { random: seed(report.seed), block });
        expect(shown[cell]).toContain(difference.toFixed(3));
        expect(card["Paired test"]).toContain(`${first} – ${second}, ${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(3)}`);
      }
      for (const { result } of report.entries.filter(({ result }) => result.effort.records))
        expect(card["Effort"]).toContain(`${result.name}: ${result.effort.steps} steps`);
    }
  });
});
