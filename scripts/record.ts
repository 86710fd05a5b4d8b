/**
 * `npm run record -- NAME [--fresh]`: runs `scripts/record/NAME.ts`, trainings that a page cannot wait for, and writes what they found to `src/recorded/NAME.json`.
 * Broken off, it goes on with the part that was not done. The same script gives the same figures, but for the seconds.
 */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Recording } from "../src/recorded/recording.ts";
import { recordingKey } from "./record/key.ts";
import type { Record, Recorder } from "./record/recorder.ts";

const path = (place: string) => fileURLToPath(new URL(`../${place}`, import.meta.url));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { fresh: { type: "boolean", default: false } } });
  const names = (await readdir(path("scripts/record")))
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((name) => name !== "recorder" && name !== "key");
  const [name] = positionals;
  if (positionals.length !== 1 || !names.includes(name!)) throw new Error(`usage: npm run record -- ${names.join("|")} [--fresh]`);
  const script = path(`scripts/record/${name}.ts`);
  const key = await recordingKey(script);
  const parts = await keptParts(name!, key, values.fresh);
  const { record } = (await import(script)) as { record: Record<unknown> };
  const found = await record(parts);
  const recording: Recording<unknown> = {
    name: name!,
    made: new Date().toISOString().slice(0, 10),
    key,
    seconds: Math.round(parts.seconds()),
    found,
  };
  const file = path(`src/recorded/${name}.json`);
  await writeFile(file, `${JSON.stringify(recording)}\n`);
  execFileSync("biome", ["format", "--write", file], { stdio: "inherit", shell: process.platform === "win32" });
  console.log(`wrote src/recorded/${name}.json after ${recording.seconds} s of work`);
}

/** Parts that an earlier run of the very same script has left, and those to come. */
async function keptParts(name: string, key: string, fresh: boolean): Promise<Recorder & { seconds: () => number }> {
  const file = path(`.training/record-${name}.json`);
  if (fresh) await rm(file, { force: true });
  await mkdir(path(".training"), { recursive: true });
  const left = await readFile(file, "utf8").then(JSON.parse, () => undefined);
  const parts: { [part: string]: { result: unknown; seconds: number } } = left?.key === key ? left.parts : {};
  return {
    say: (line) => console.log(line),
    seconds: () => Object.values(parts).reduce((sum, { seconds }) => sum + seconds, 0),
    async part(part, make) {
      const began = performance.now();
      if (!Object.hasOwn(parts, part)) {
        const result = await make();
        parts[part] = { result, seconds: (performance.now() - began) / 1000 };
        await writeFile(file, JSON.stringify({ key, parts }));
        console.log(`${part}: ${parts[part].seconds.toFixed(1)} s`);
      }
      return parts[part]!.result as Awaited<ReturnType<typeof make>>;
    },
  };
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
