import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunLog } from "../../../src/build/run-log.ts";
import type { CellResult } from "../../../src/kernel/session/run-all.ts";

const gave = (cell: string, ms = 0): CellResult => ({ cell, ok: true, outputs: [], ms });

let lines: string[];
let log: RunLog;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  log = new RunLog({ write: (line) => lines.push(line), now: () => Date.now() });
});
afterEach(() => vi.useRealTimers());

describe("the build's log", () => {
  it("says every some seconds which notebook runs, how far it is, and how long is left by the times of the run before", () => {
    for (let i = 0; i < 3; i++) log.expect();
    log.start("first", ["a"], []).done();
    const run = log.start("pretraining", ["data", "train", "plot"], [gave("data", 1000), gave("train", 30_000), gave("plot", 2000)]);
    run.began("data");
    vi.advanceTimersByTime(2000);
    run.ended(gave("data", 2000));
    run.began("train");
    expect(lines).toEqual(["[notebooks] 1 of 3: first: 1 cells in 0.0 s"]);
    vi.advanceTimersByTime(10_000);
    // The times of the run before: 30 s and 2 s are to come. Of the first, 3 s and then 8 s are gone.
    expect(lines.slice(1)).toEqual([
      "[notebooks] 2 of 3: pretraining: cell 2 of 3, 5 s, about 29 s left",
      "[notebooks] 2 of 3: pretraining: cell 2 of 3, 10 s, about 24 s left",
    ]);
    run.ended(gave("train"));
    run.done();
    vi.advanceTimersByTime(60_000);
    expect(lines.slice(3)).toEqual(["[notebooks] 2 of 3: pretraining: 3 cells in 12.0 s"]);
  });

  it("promises nothing where a cell that is to come was not there in the run before", () => {
    log.expect();
    log.start("new", ["a", "b"], [gave("a", 1000)]).began("a");
    vi.advanceTimersByTime(5000);
    expect(lines).toEqual(["[notebooks] 1 of 1: new: cell 1 of 2, 5 s"]);
  });

  it("is silent about a run that is over, and where nothing runs", () => {
    log.expect();
    log.start("broken", ["a"], []).over();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });
});
