import { readFile } from "node:fs/promises";
import { importNotebook } from "../../notebook/import-file.ts";
import { NotebookError, parseNotebook } from "../../notebook/parse.ts";
import { checkRegions } from "../../notebook/regions.ts";
import type { CellSource } from "../../notebook/types.ts";

/**
 * The text of a notebook file and its cells. `name` is what messages call the file.
 * @throws an Error that names the file, and the line and column of what is wrong in it.
 */
export async function readNotebook(file: string, name = file): Promise<{ text: string; cells: CellSource[] }> {
  const text = (await readBytes(file, name)).toString("utf8");
  const parse = () => {
    const cells = parseNotebook(text);
    checkRegions(cells);
    return cells;
  };
  return { text, cells: inFile(name, parse) };
}

/** The cells of any file that a page opens, too: code without cells, or a notebook of Jupyter's. @throws as `readNotebook` does. */
export async function openNotebook(file: string, name = file): Promise<CellSource[]> {
  const bytes = await readBytes(file, name);
  return inFile(name, () => importNotebook(bytes, { name }));
}

function inFile<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const { message, line, column, hint } = error;
    throw new Error(`${name}:${line}:${column}: ${message}${hint ? `\n${hint}` : ""}`);
  }
}

async function readBytes(file: string, name: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new Error(`${name} cannot be read: ${why}`);
  }
}
