import { beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../../src/base/mean.ts";
import { fairContestRows } from "../../../src/components/lesson/fair-contest.ts";
import { entryOf, paired } from "../../../src/contests/paired.ts";
import { pictureCard } from "../../../src/contests/picture-card.ts";
import { PICTURE_PAIRS } from "../../../src/contests/picture-contestants.ts";
import { pictureRows } from "../../../src/contests/picture-rounds.ts";
import { changedRows, PICTURE_CHANGES, type PictureChange } from "../../../src/contests/picture-views.ts";
import { shrinkPicture } from "../../../src/prep/shrink-picture.ts";
import { pictureContest } from "../../../src/recorded/picture-contest.ts";
import { wilsonInterval } from "../../../src/score/intervals.ts";
import { PIXEL_LEVELS } from "../../../src/versus/pixel-networks.ts";
import { holds, shownBy, tableRow } from "./page.ts";

const MINUTES = 60_000;
const report = pictureContest.found;
const { entries, timings } = report;
const idOf = {
  knn: "k nearest neighbours, 64",
  svm: "SVM, 64",
  cnn: "CNN, 64",
  wide: "CNN, wider, 64",
  gpt: "pixel GPT, 64",
  scratch: "transformer from scratch, 64",
} as const;
type Who = keyof typeof idOf;
const of = (who: Who) => entryOf(report, idOf[who]).result;
const pair = (first: Who, second: Who) => paired(report, idOf[first], idOf[second]);
const seconds = (who: Who) => timings.entries[idOf[who]]!.trainSeconds;
const kept = (who: Who) => of(who).size.parameters;
const missed = (who: Who, change: PictureChange) => report.changed[idOf[who]]![change].length;
/** Mistakes in 100 changed pictures. */
const in100 = (who: Who, change: PictureChange) => Math.round((100 * missed(who, change)) / report.firstTest.length);
const fromLabels = (who: Who, labels: number) => entryOf(report, idOf[who]).curve.find((point) => point.labels === labels)!.accuracies;
const tested = report.firstTest.length;
const flat = (who: Who) => of(who).effort.flat;

let shown: Record<string, string> = {};
beforeAll(async () => void (shown = await shownBy("picture")), 10 * MINUTES);

holds(
  "src/content/docs/head-to-head/picture.mdx",
  [
    ["learnsFrom: 8,000 handwritten digits", [8000, of("gpt").labels]],
    [
      "gets 92 of 100 right. A small network that slides filters over the picture has as many numbers, and gets 97 right in a quarter of the time",
      [
        [92, 97],
        [Math.floor(100 * of("gpt").accuracy), Math.floor(100 * of("cnn").accuracy)],
      ],
      [true, Math.abs(kept("cnn") / kept("gpt") - 1) < 0.03 && Math.abs(seconds("cnn") / seconds("gpt") - 0.25) < 0.05],
    ],
    ["A point is a share of mistakes on 2,000 pictures, its line the 95 % interval", [2000, tested]],
    [
      "A GPT that reads 784 pixels one by one takes long. So everybody sees 64: the two outer rows and columns are cut off, and each block of 3 × 3 becomes one pixel, of 16 levels",
      [784, pictureRows().X[0]!.length],
      [64, shrinkPicture(pictureRows().X[0]!).length],
    ],
    [
      "Of the 10,000 pictures, 2,000 are the test, with each digit in its share. From the other 8,000 all learn",
      [
        [10_000, 2000, 8000],
        [report.rows, tested, of("svm").labels],
      ],
    ],
    [
      "No two pictures have the same 64 pixels. Written as 64 letters, one for each level, pictures are near copies if they share 80 % of their pieces of 8 letters. There are none",
      [
        [0.8, 8, 0],
        [report.nearCopies.similarity, report.nearCopies.size, report.nearCopies.pairs],
      ],
    ],
    ["16 levels are 16 words", [16, PIXEL_LEVELS]],
    ["the digit becomes the 65th token"],
    ["it learns to say that one, too (Chen et al. 2020)"],
    ["Three pixels with 0.9, 0.5 and 0.2 have 0.9 · 0.5 · 0.2 = 0.09 together", ["0.09", (0.9 * 0.5 * 0.2).toFixed(2)]],
    [
      "Two equal transformers take 4,000 steps. One spends 2,400 of them on the next pixel, without labels. Then 8,000 labels are there for both",
      [
        [4000, 4000, 2400],
        [of("gpt").effort.steps, of("scratch").effort.steps, report.pretraining.record.steps],
      ],
    ],
    [
      "They make 150 and 155 mistakes on 2,000 pictures: p = 0.72",
      [
        [150, 155],
        [of("gpt").wrong.length, of("scratch").wrong.length],
      ],
      ["0.72", pair("gpt", "scratch").p.toFixed(2)],
    ],
    [
      "**About equal numbers:** the CNN keeps 28,426 and the GPT 27,840. They make 50 and 150 mistakes, and the CNN took a quarter of the time",
      [
        [28_426, 27_840],
        [kept("cnn"), kept("gpt")],
      ],
      [
        [50, 150],
        [of("cnn").wrong.length, of("gpt").wrong.length],
      ],
      [true, pair("cnn", "gpt").p < 0.001],
    ],
    [
      "**About equal seconds:** the wider CNN trains for 92 s, the GPT for 92 s. It makes 46 mistakes",
      [
        [92, 92],
        [Math.round(seconds("wide")), Math.round(seconds("gpt"))],
      ],
      [46, of("wide").wrong.length],
    ],
    [
      "the SVM is done in 5 s. It makes 63 mistakes, which is more than the wider CNN. That the smaller CNN makes fewer may be luck (p = 0.09)",
      [
        [5, 63],
        [Math.round(seconds("svm")), of("svm").wrong.length],
      ],
      ["0.09", pair("svm", "cnn").p.toFixed(2)],
    ],
    [
      "Now 100 pictures have a label. From scratch, the transformer gets 29 of 100 right. And the GPT, which has read 8,000 pictures without labels? 58. Neighbours get 71, the SVM 78 and the CNN 79",
      [[29, 58, 71, 78, 79], (["scratch", "gpt", "knn", "svm", "cnn"] as const).map((who) => Math.round(100 * mean(fromLabels(who, 100))))],
      [8000, report.pretraining.pictures],
    ],
    [
      "Here learning the next pixel pays, for it cost no labels",
      [true, [20, 100, 500].every((labels) => Math.min(...fromLabels("gpt", labels)) > Math.max(...fromLabels("scratch", labels)))],
    ],
    ["With 100 labels and draw 0, they repeat the recording"],
    [
      "The wider CNN is wrong on 2 of 100 pictures, the SVM on 3. All are moved by one of their 64 pixels, to a side that is drawn. On how many is the SVM wrong? 51",
      [
        [2, 3],
        [in100("wide", "as they are"), in100("svm", "as they are")],
      ],
      [51, in100("svm", "shifted by a pixel")],
    ],
    ["The wider CNN is wrong on 18", [18, in100("wide", "shifted by a pixel")]],
    [
      "noise is added to all 64 pixels. Who is then wrong most often? The two transformers. Of 100 noisy pictures the neighbours have 7 wrong, the wider CNN 11, and the two transformers 34 and 39",
      [
        [7, 11, 34, 39],
        [in100("knn", "noisy"), in100("wide", "noisy"), in100("gpt", "noisy"), in100("scratch", "noisy")],
      ],
    ],
    ["the levels 3 and 4 are two different words"],
    [`| numbers kept | ${["svm", "cnn", "gpt"].map((who) => kept(who as Who).toLocaleString("en")).join(" | ")} |`],
    [`| cost | ${["svm", "cnn", "gpt"].map((who) => `${Math.round(seconds(who as Who))} s`).join(" | ")} |`],
    // Chen et al. 2020, abstract: "99.0% accuracy with full fine-tuning" on CIFAR-10.
    ["reached an accuracy of 0.990 on the ten kinds of things of CIFAR-10 (Chen et al. 2020)"],
    // Nguyen et al. 2024, abstract: "highly performant results", "computationally less practical".
    ["call them less practical (Nguyen et al. 2024)"],
    // Yan et al. 2025, abstract and figure 1: "the primary bottleneck is compute"; "10-20× higher optimal token-to-parameter ratio than learning on language tokens".
    ["each number needs 10 to 20 times as many pixels as it would need words (Yan et al. 2025)"],
    ["The transformer uses each number at each of 65 tokens"],
    ["A model has 97 of 100 right"],
    ["On 64 pixels, what looked at all of them at once"],
  ],
  [
    [
      "what looked at all of them at once made fewer mistakes",
      () =>
        (["knn", "svm", "cnn", "wide"] as const).every(
          (who) => pair(who, "gpt").p < 0.001 && pair(who, "scratch").p < 0.001 && of(who).accuracy > of("gpt").accuracy,
        ),
    ],
    ["lets the most alike vote", "definition: k nearest neighbours"],
    [
      "That the smaller CNN makes fewer may be luck",
      () => pair("svm", "cnn").p > 0.05 && of("cnn").wrong.length < of("svm").wrong.length && kept("cnn") < kept("wide"),
    ],
    ["a digit that it has never seen", () => report.completions.every(({ row }) => report.firstTest.includes(row))],
    ["which is more than the wider CNN", () => pair("wide", "svm").p < 0.05 && of("svm").wrong.length > of("wide").wrong.length],
    ["With fewer labels", "construction: the heading of what learns from a part of them"],
    ["What a model has never met", "definition: a score speaks of pictures drawn as those of the test"],
    ["since a transformer uses each number at each token", "construction: every token goes through all blocks"],
    ["With more steps they may come closer", () => !flat("gpt") && !flat("scratch")],
    [
      "Noise costs the neighbours and the SVM least, and both transformers most",
      () => {
        const lost = (who: Who) => missed(who, "noisy") - missed(who, "as they are");
        return (["cnn", "wide"] as const).every(
          (who) => lost(who) > Math.max(lost("knn"), lost("svm")) && lost(who) < Math.min(lost("gpt"), lost("scratch")),
        );
      },
    ],
  ],
);

describe("the contest over pictures", () => {
  it("has a CNN that reaches 0.975", () => {
    expect(of("wide").accuracy).toBeGreaterThanOrEqual(0.975);
  });

  it("has a card that says what each saw, chose and took, and a paired test for each pair", () => {
    const card = Object.fromEntries(fairContestRows(pictureCard(report)));
    expect(card["Same items"]).toContain("2,000 pictures");
    expect(card["Same input"]).toContain("64 pixels of 16 levels");
    for (const { result } of entries.filter(({ result }) => result.effort.records))
      expect(card["Effort"]).toContain(result.effort.records!.at(-1)!.steps.toLocaleString("en"));
    for (const [first, second] of PICTURE_PAIRS) expect(card["Paired test"]).toContain(`${first} – ${second}`);
  });

  it("shows the table, contestant by contestant", () => {
    for (const { result } of entries)
      expect(tableRow(shown["results"]!, `${result.name} `).join(" ")).toContain(`${(100 * result.accuracy).toFixed(1)} (`);
  });

  it("draws all contestants as they are asked first", () => {
    const [best] = changedRows(report, "as they are");
    expect(shown["contest"]).toContain(`lowest ${best!.name}`);
  });

  it("what the page trains agrees with what is kept, within its interval", () => {
    for (const who of ["knn", "svm", "cnn", "scratch"] as const) {
      const row = tableRow(shown["learn-here"]!.slice(shown["learn-here"]!.lastIndexOf("contestant  ")), `${of(who).name} `).join(" ");
      const [right, asked] = /(\d+) of (\d+)/.exec(row)!.slice(1).map(Number) as [number, number];
      const { low, high } = wilsonInterval(right, asked);
      const [before] = fromLabels(who, 100);
      expect(before).toBeGreaterThanOrEqual(low);
      expect(before).toBeLessThanOrEqual(high);
      expect(right / asked).toBe(before);
    }
  });

  it("asks about pictures whose digits are all there", () => {
    expect(new Set(report.firstTest.map((row) => pictureRows().y[row])).size).toBe(10);
    expect(PICTURE_CHANGES).toHaveLength(4);
  });
});
