/** What the commands share that let long trainings run and keep what came out: `npm run record` and `npm run head-to-head`. */
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { recordingKey, recordingScript } from "../src/build/recording-key.ts";
import type { Recording } from "../src/recorded/recording.ts";
import type { Record, Recorder } from "./record/recorder.ts";

const path = (place: string) => fileURLToPath(new URL(`../${place}`, import.meta.url));

/** Runs the script of a recording, or goes on with it where an earlier run was broken off, and writes `src/recorded/data/NAME.json`. `fresh`: begins anew. */
export async function makeRecording<Found>(name: string, { fresh }: { fresh: boolean }): Promise<Recording<Found>> {
  const script = recordingScript(name);
  const key = await recordingKey(script);
  const parts = await keptParts(name, key, fresh);
  const { record } = (await import(script)) as { record: Record<Found> };
  const found = await record(parts);
  const recording: Recording<Found> = { name, made: new Date().toISOString().slice(0, 10), key, seconds: Math.round(parts.seconds()), found };
  const file = path(`src/recorded/data/${name}.json`);
  await writeFile(file, `${JSON.stringify(recording)}\n`);
  execFileSync("biome", ["format", "--write", file], { stdio: "inherit", shell: process.platform === "win32" });
  console.error(`wrote src/recorded/data/${name}.json after ${recording.seconds} s of work`);
  return recording;
}

/** Parts that an earlier run of the very same script has left, and those to come. */
async function keptParts(name: string, key: string, fresh: boolean): Promise<Recorder & { seconds: () => number }> {
  const file = path(`.training/record-${name}.json`);
  if (fresh) await rm(file, { force: true });
  await mkdir(path(".training"), { recursive: true });
  const left = await readFile(file, "utf8").then(JSON.parse, () => undefined);
  const parts: { [part: string]: { result: unknown; seconds: number } } = left?.key === key ? left.parts : {};
  return {
    say: (line) => console.error(line),
    seconds: () => Object.values(parts).reduce((sum, { seconds }) => sum + seconds, 0),
    async part(part, make) {
      const began = performance.now();
      if (!Object.hasOwn(parts, part)) {
        const result = await make();
        parts[part] = { result, seconds: (performance.now() - began) / 1000 };
        await writeFile(file, JSON.stringify({ key, parts }));
        console.error(`${part}: ${parts[part].seconds.toFixed(1)} s`);
      }
      return parts[part]!.result as Awaited<ReturnType<typeof make>>;
    },
  };
}
