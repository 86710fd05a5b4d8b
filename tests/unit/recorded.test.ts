import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Recording } from "../../src/recorded/recording.ts";

const here = (place: string) => new URL(`../../${place}/`, import.meta.url);
const recorded = readdirSync(here("src/recorded")).filter((file) => file.endsWith(".json"));
const scripts = readdirSync(here("scripts/record")).filter((file) => file !== "recorder.ts" && file !== "key.ts");

describe("what trainings by script found", () => {
  it("has a script each, and each script has been run", () => {
    expect(recorded.map((file) => file.replace(".json", ".ts"))).toEqual(scripts);
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
});
