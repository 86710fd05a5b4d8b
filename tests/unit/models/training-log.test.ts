import { describe, expect, it } from "vitest";
import { TrainingLog } from "../../../src/lm/training-log.ts";
import { tensor } from "../../../src/tensor/index.ts";

describe("the log of a training", () => {
  let now = 0;
  const model = { loss: () => tensor([now]).sum() };
  const held = Array.from({ length: 40 }, (_, i) => i);
  const log = new TrainingLog(model, { held, blockSize: 8, every: 10, write: () => `after ${now}` });
  const news: number[] = [];
  for (now = 1; now <= 60; now++) if (log.add(100 + now)) news.push(now);

  it("has two points each so many steps: of what is held back, and the mean of what was learnt from since", () => {
    expect(log.points.map(({ step }) => step)).toEqual([10, 10, 20, 20, 30, 30, 40, 40, 50, 50, 60, 60]);
    expect(log.points.filter(({ on }) => on === "new text").map(({ loss }) => loss)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(log.points.filter(({ on }) => on === "as it learns").map(({ loss }) => loss)).toEqual([105.5, 115.5, 125.5, 135.5, 145.5, 155.5]);
  });

  it("has what was written after the first step, and whenever the steps had doubled, the newest first", () => {
    expect(log.samples).toEqual([40, 20, 10, 1].map((step) => ({ step, writes: `after ${step}` })));
  });

  it("says when there is something new", () => {
    expect(news).toEqual([1, 10, 20, 30, 40, 50, 60]);
    expect(log.step).toBe(60);
    expect(() => new TrainingLog(model, { held, blockSize: 8, every: 0, write: () => "" })).toThrow("every is 0");
  });
});
