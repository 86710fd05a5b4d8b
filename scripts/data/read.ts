import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const readText = (folder: string, file: string): Promise<string> => readFile(join(folder, file), "utf8");

export async function readJson<T>(folder: string, file: string): Promise<T> {
  return JSON.parse(await readText(folder, file)) as T;
}

/** The lines of a file, without the empty one at its end. */
export async function readLines(folder: string, file: string): Promise<string[]> {
  return (await readText(folder, file)).trimEnd().split(/\r?\n/);
}
