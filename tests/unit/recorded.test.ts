import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ageSentence } from "../../src/build/old-recordings.ts";
import { recordingKey, recordingScript } from "../../src/build/recording-key.ts";
import type { Recording } from "../../src/recorded/recording.ts";
import type { Effort } from "../../src/versus/head-to-head.ts";

const here = (place: string) => new URL(`../../${place}/`, import.meta.url);
const recorded = readdirSync(here("src/recorded/data"));
const scriptsIn = (folder: string, others: string[]) => readdirSync(here(folder)).filter((file) => !others.includes(file));
const scripts = [
  ...scriptsIn("scripts/record", ["recorder.ts"]),
  ...scriptsIn("scripts/head-to-head", ["contest.ts", "task.ts"]).map((file) => file.replace(".ts", "-contest.ts")),
].sort();

describe("what trainings by script found", () => {
  it("has a script each, and each script has been run", () => {
    expect(recorded.map((file) => file.replace(".json", ".ts"))).toEqual(scripts);
    for (const file of recorded) expect(existsSync(recordingScript(file.replace(".json", "")))).toBe(true);
  });

  it.each(recorded)("%s is offered by a module of its name, and says when it was made, of what, and how long that took", async (file) => {
    const name = file.replace(".json", "");
    const module: Record<string, Recording<unknown>> = await import(new URL(`${name}.ts`, here("src/recorded")).href);
    const recordings = Object.values(module).filter((value) => value?.name === name);
    expect(recordings).toHaveLength(1);
    expect(recordings[0]!.made).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(recordings[0]!.key).toMatch(/^[0-9a-f]{64}$/);
    expect(recordings[0]!.seconds).toBeGreaterThan(0);
  });

  it.each(recorded.filter((file) => file.endsWith("-contest.json")))(
    "%s: of each rate that was tried, the loss on held-back rows was looked at",
    (file) => {
      const { found } = JSON.parse(readFileSync(new URL(file, here("src/recorded/data")), "utf8")) as Recording<{
        entries: { id: string; result: { effort: Effort } }[];
      }>;
      // More steps than those of the one that went on: another was tried, and a trial without a look chooses nothing.
      for (const { id, result } of found.entries)
        for (const { steps, allSteps, curve } of result.effort.records ?? [])
          if (allSteps > steps) expect(new Set(curve.map(({ learningRate }) => learningRate)).size, id).toBeGreaterThan(1);
    },
  );

  it("is said to be old by the build where what it was made from has changed", async () => {
    const recording = { name: "scaling", made: "2026-11-28", key: "a" };
    expect(ageSentence(recording, "a")).toBeUndefined();
    expect(ageSentence(recording, "b")).toBe(
      "src/recorded/data/scaling.json is of 2026-11-28, and older than what it was made from: npm run record -- scaling makes it again",
    );
    expect(ageSentence({ ...recording, name: "spam-contest" }, "b")).toMatch(/npm run head-to-head -- spam makes it again$/);
    const key = await recordingKey(recordingScript("scaling"));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await recordingKey(recordingScript("spam-contest"))).not.toBe(key);
  });
});
