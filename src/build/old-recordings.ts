import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "../recorded/recording.ts";
import { recordingKey, recordingScript } from "./recording-key.ts";

const folder = fileURLToPath(new URL("../recorded/data", import.meta.url));

/** Sentences on those recordings that are older than what they were made from: the pages go on showing them. */
export async function oldRecordings(): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const told = await Promise.all(
    files.map(async (file) => {
      const recording: Recording<unknown> = JSON.parse(await readFile(join(folder, file), "utf8"));
      return ageSentence(recording, await recordingKey(recordingScript(recording.name)));
    }),
  );
  return told.filter((sentence) => sentence !== undefined);
}

/** What to say of a recording where its script, or anything that it imports, has changed. `now`: today's key. */
export function ageSentence({ name, made, key }: Pick<Recording<unknown>, "name" | "made" | "key">, now: string): string | undefined {
  if (key === now) return;
  const contest = /^(.+)-contest$/.exec(name)?.[1];
  const command = contest ? `npm run head-to-head -- ${contest}` : `npm run record -- ${name}`;
  return `src/recorded/data/${name}.json is of ${made}, and older than what it was made from: ${command} makes it again`;
}
