import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Write a file, and its folder where there is none. Other processes see all of it or nothing: it is written aside, then moved into place in one step. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, text);
  await rename(`${path}.${process.pid}`, path);
}
