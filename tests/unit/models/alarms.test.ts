import { describe, expect, it } from "vitest";
import { alarmBill, countAlarms } from "../../../src/score/alarms.ts";

const truth = [0, 1, 0, 1, 0];
const scores = [0.1, 0.9, 0.8, 0.3, 0.2];

describe("counted alarms", () => {
  it("go to the highest scores", () => {
    expect(countAlarms(truth, scores, { positive: 1, alarms: 2 })).toEqual({
      alarmed: [1, 2],
      caught: 1,
      missed: 1,
      falseAlarms: 1,
      precision: 0.5,
      recall: 0.5,
    });
  });

  it("are none, or all", () => {
    expect(countAlarms(truth, scores, { positive: 1, alarms: 0 })).toMatchObject({ caught: 0, missed: 2, precision: 0, recall: 0 });
    expect(countAlarms(truth, scores, { positive: 1, alarms: 99 })).toMatchObject({ caught: 2, falseAlarms: 3, precision: 0.4, recall: 1 });
  });

  it.each([
    ["other lengths", () => countAlarms(truth, [1], { positive: 1, alarms: 1 }), "5"],
    ["half an alarm", () => countAlarms(truth, scores, { positive: 1, alarms: 0.5 }), "alarms is 0.5"],
    ["nothing to warn of", () => countAlarms([0, 0], [1, 2], { positive: 1, alarms: 1 }), "no label is 1"],
  ])("%s is refused in words", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("the bill of a threshold", () => {
  const losses = [7, 7, 7, 100, 7];
  const options = { positive: 1, losses, perFalseAlarm: 2 };

  it("adds what was missed to what false alarms cost, by hand", () => {
    // Above 0.5: 0.9 is caught, 0.8 is a false alarm, the one with 0.3 is lost.
    expect(alarmBill(truth, scores, { ...options, above: 0.5 })).toEqual({ caught: 1, falseAlarms: 1, lost: 100, bill: 102 });
  });

  it("is all that is lost without a filter, and all false alarms where everything is stopped", () => {
    expect(alarmBill(truth, scores, { ...options, above: Number.POSITIVE_INFINITY })).toEqual({ caught: 0, falseAlarms: 0, lost: 107, bill: 107 });
    expect(alarmBill(truth, scores, { ...options, above: 0 })).toEqual({ caught: 2, falseAlarms: 3, lost: 0, bill: 6 });
  });

  it("does not stop what scores just the threshold", () => {
    expect(alarmBill(truth, scores, { ...options, above: 0.9 }).caught).toBe(0);
  });
});
