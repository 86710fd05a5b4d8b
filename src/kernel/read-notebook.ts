import { readFile } from "node:fs/promises";
import { NotebookError, parseNotebook } from "../notebook/parse.ts";
import type { CellSource } from "../notebook/types.ts";

/**
 * The text of a notebook file and its cells. `name` is what messages call the file.
 * @throws an Error that names the file, and the line and column of what is wrong in it.
 */
export async function readNotebook(file: string, name = file): Promise<{ text: string; cells: CellSource[] }> {
  const text = await readText(file, name);
  try {
    return { text, cells: parseNotebook(text) };
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const { message, line, column, hint } = error;
    throw new Error(`${name}:${line}:${column}: ${message}${hint ? `\n${hint}` : ""}`);
  }
}

async function readText(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new Error(`${name} cannot be read: ${why}`);
  }
}
