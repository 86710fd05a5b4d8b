/** The trainings of the contest over pictures that a page can run: from a few labels, and a GPT that learns to draw. */
import { seed } from "../base/random.ts";
import { shrinkPicture } from "../prep/shrink-picture.ts";
import { stratifiedKFold, take } from "../score/cross-validation.ts";
import { evenOrder } from "../versus/head-to-head.ts";
import { completePicture, learnPixels } from "../versus/pixel-networks.ts";
import { score } from "./contest-views.ts";
import { neighboursOfPictures, PIXEL_SHAPE, scratchTransformer, smallCNN, svmOfPictures } from "./picture-contestants.ts";
import { pictureRows } from "./picture-rounds.ts";

/** A contestant, how many of the first test it got right, and the interval. */
export interface FewLabelsScore extends ReturnType<typeof score> {
  contestant: string;
}

/** The first fold of the contest: the same rows as in its recording. */
export const pictureFold = (): { train: number[]; test: number[] } => stratifiedKFold(pictureRows().y, { folds: 5, random: seed(0) })[0]!;

/** Four contestants learn from the same few labels and are asked about the first test; yields all that are done. Draws and seeds are those of the recording. */
export function* learnFromFew({ labels, draw }: { labels: number; draw: number }): Generator<FewLabelsScore[]> {
  const { X, y } = pictureRows();
  const { train, test } = pictureFold();
  const few = evenOrder(train, y, seed(draw)).slice(0, labels);
  const seen = (rows: readonly number[]) => take(X, rows).map((row) => shrinkPicture(row));
  const [lessons, exam] = [seen(few), seen(test)];
  const done: FewLabelsScore[] = [];
  for (const { name, create } of [neighboursOfPictures, svmOfPictures, smallCNN, scratchTransformer]) {
    const model = create(seed(draw));
    model.fit(lessons, take(y, few));
    done.push({ contestant: name, ...score(model.predict(exam), take(y, test)) });
    yield [...done];
  }
}

/** Where a GPT is that learns to draw, and what it made of the halves by then. */
export interface DrawingLesson {
  step: number;
  /** In nats a pixel. */
  loss: number;
  /** Whole pictures; absent between two looks. */
  drawn?: number[][];
}

/** A GPT learns the next pixel of so many training pictures; after each `every` steps it draws on from each half. */
export function* learnToDraw(
  halves: readonly (readonly number[])[],
  options: { pictures: number; start: number; steps: number; every: number },
): Generator<DrawingLesson> {
  const { pictures, start, steps, every } = options;
  const { X } = pictureRows();
  const lessons = seed(start)
    .shuffle(pictureFold().train)
    .slice(0, pictures)
    .map((row) => shrinkPicture(X[row]!));
  for (const { model, step, loss } of learnPixels(lessons, { shape: PIXEL_SHAPE, random: seed(start), steps })) {
    if (step % every !== 0) yield { step, loss };
    else yield { step, loss, drawn: halves.map((half, i) => completePicture(model, half, seed(i), { temperature: 0.8 })) };
  }
}
