/**
 * `npm run record -- NAME [--fresh]`: runs `scripts/record/NAME.ts`, trainings that a page cannot wait for, and writes what they found to `src/recorded/data/NAME.json`.
 * Broken off, it goes on with the part that was not done. The same script gives the same figures, but for the seconds.
 */
import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { makeRecording } from "./recording.ts";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { fresh: { type: "boolean", default: false } } });
  const files = await readdir(new URL("record", import.meta.url));
  const names = files.map((file) => file.replace(/\.ts$/, "")).filter((name) => name !== "recorder");
  const [name] = positionals;
  if (positionals.length !== 1 || !names.includes(name!)) throw new Error(`usage: npm run record -- ${names.join("|")} [--fresh]`);
  await makeRecording(name!, values);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
