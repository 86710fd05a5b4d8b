import { seed } from "../../src/base/random.ts";
import * as who from "../../src/contests/picture-contestants.ts";
import { changedPicture, pictureKey, pictureRows } from "../../src/contests/picture-rounds.ts";
import { asLetters, type Completion, PICTURE_CHANGES, type PictureChange, type PictureContest } from "../../src/contests/picture-views.ts";
import { shrinkPicture } from "../../src/prep/shrink-picture.ts";
import { stratifiedKFold, take } from "../../src/score/cross-validation.ts";
import { type StateDict, type Tensor, tensor } from "../../src/tensor/index.ts";
import { type Competitor, idOf } from "../../src/versus/head-to-head.ts";
import { completePicture, type PretrainedPixels, pretrainOnPixels } from "../../src/versus/pixel-networks.ts";
import type { Record as Recording } from "../record/recorder.ts";
import { contest } from "./contest.ts";
import type { Entry } from "./task.ts";

const SEED = 0;
const FOLDS = 5;
const QUICK = [
  { labels: 20, times: 3 },
  { labels: 100, times: 3 },
  { labels: 500, times: 3 },
  { labels: 2000, times: 2 },
];
const NETWORKS = [
  { labels: 20, times: 3 },
  { labels: 100, times: 3 },
  { labels: 500, times: 2 },
];

interface Pretraining {
  shape: PretrainedPixels["shape"];
  weights: { [name: string]: { shape: number[]; values: string } };
  record: PretrainedPixels["record"];
  flops: number;
  parameters: number;
  pictures: number;
  seconds: number;
  completions: Completion[];
}

/**
 * 10,000 handwritten digits, of which all see the same 64 pixels. The GPT first learns the next pixel of the first fold's training pictures, without their
 * labels. Those who have learnt from all pictures of the first fold are also asked about its test pictures after these were changed.
 */
export const record: Recording<PictureContest> = async ({ part, say }) => {
  const data = pictureRows();
  const [first] = stratifiedKFold(data.y, { folds: FOLDS, random: seed(SEED) });
  const small = data.X.map((row) => shrinkPicture(row));
  const pretraining = await part("the next pixel", () => pretrain(take(small, first!.train), completionsOf(first!.test)));
  const created: Competitor<number[], number>[] = [];
  const entry = (contestant: who.PictureContestant, draws: Entry<number[], number>["draws"]) => ({
    contestant: {
      ...contestant,
      create: (random: Parameters<who.PictureContestant["create"]>[0]) => {
        const model = contestant.create(random);
        created.push(model);
        return model;
      },
    },
    draws,
  });
  const entries = [
    entry(who.neighboursOfPictures, QUICK),
    entry(who.pretrainedTransformer(pretrainedOf(pretraining)), NETWORKS),
    entry(who.smallCNN, NETWORKS),
    entry(who.svmOfPictures, QUICK),
    entry(who.scratchTransformer, NETWORKS),
    entry(who.largeCNN, []),
  ];
  const ids = new Set(entries.map(({ contestant }) => idOf(contestant)));
  const changed: PictureContest["changed"] = {};
  const report = await contest<number[], number>(async () => ({
    name: "picture",
    data,
    folds: FOLDS,
    key: pictureKey,
    text: pictureKey,
    entries,
  }))({
    say,
    part: async <T>(name: string, make: () => T | Promise<T>): Promise<T> => {
      if (!ids.has(name)) return part(name, make);
      const both = await part(name, async () => {
        created.length = 0;
        const result = await make();
        return { result, wrong: wrongWhenChanged(created[0]!) };
      });
      changed[name] = both.wrong;
      return both.result as T;
    },
  });
  const gpt = report.timings.entries["pixel GPT, 64"]!;
  return {
    ...report,
    timings: {
      ...report.timings,
      entries: { ...report.timings.entries, "pixel GPT, 64": { ...gpt, trainSeconds: gpt.trainSeconds + pretraining.seconds } },
    },
    changed,
    pretraining: { record: pretraining.record, parameters: pretraining.parameters, pictures: pretraining.pictures, seconds: pretraining.seconds },
    completions: pretraining.completions,
  };

  function wrongWhenChanged(model: Competitor<number[], number>): Record<PictureChange, number[]> {
    const { test } = first!;
    const wrong = PICTURE_CHANGES.map((change) => {
      const said = model.predict(test.map((row) => changedPicture(data.X[row]!, change, seed(row))));
      return [change, test.filter((row, i) => said[i] !== data.y[row])] as const;
    });
    return Object.fromEntries(wrong) as Record<PictureChange, number[]>;
  }

  /** The first test picture of each digit. */
  function completionsOf(test: readonly number[]): { row: number; label: number }[] {
    return Array.from({ length: 10 }, (_, label) => ({ label, row: test.find((row) => data.y[row] === label)! }));
  }

  function pretrain(pictures: readonly number[][], halves: { row: number; label: number }[]): Pretraining {
    const before = process.cpuUsage();
    const { model, weights, shape, record, flops } = pretrainOnPixels(pictures, { ...who.PICTURE_PRETRAINING, random: seed(SEED) });
    const { user, system } = process.cpuUsage(before);
    const completions = halves.map(({ row, label }) => ({
      row,
      label,
      picture: asLetters(small[row]!),
      drawn: [0, 1, 2, 3].map((draw) => asLetters(completePicture(model, small[row]!.slice(0, 32), seed(10 * label + draw), { temperature: 0.8 }))),
    }));
    return {
      shape,
      weights: packed(weights),
      record,
      flops,
      parameters: model.numParams(),
      pictures: pictures.length,
      seconds: (user + system) / 1e6,
      completions,
    };
  }
};

const pretrainedOf = ({ weights, ...rest }: Pretraining): PretrainedPixels => ({
  ...rest,
  weights: Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      tensor(new Float32Array(Uint8Array.from(Buffer.from(values, "base64")).buffer)).view(...shape),
    ]),
  ),
});

const packed = (weights: StateDict): Pretraining["weights"] =>
  Object.fromEntries(
    Object.entries(weights).map(([name, value]: [string, Tensor]) => [
      name,
      { shape: [...value.shape], values: Buffer.from(Uint8Array.from(new Uint8Array(value.toFloat32Array().slice().buffer))).toString("base64") },
    ]),
  );
