/** The notebook as files: what the reader takes away, and what the reader brings. Loaded when either is asked for. */
import type { CellResult } from "../../../kernel/session/run-all.ts";
import { importNotebook } from "../../../notebook/import-file.ts";
import type { NotebookError } from "../../../notebook/parse.ts";
import { jupyterFile, notebookFile } from "../../take-away.ts";
import { builtOutputs, pageProse } from "./chapter-files.ts";
import { saveFile } from "./save-file.ts";

export interface PageNotebook {
  /** Name of the notebook's file in `notebooks/`, without its ending. */
  notebook: string;
  /** The page's file in the repository: its prose goes along. */
  page: string;
  /** As the reader has them, in the page's order. */
  cells: readonly { name: string; text: string; tags: string[]; own: boolean }[];
  /** What the text that a cell has now gave here; undefined while it has not run: then what the chapter's own text gave in the build goes along. */
  resultOf(cell: string): Pick<CellResult, "cell" | "outputs" | "error"> | undefined;
}

/** Give the reader the notebook as a file. Returns its name. */
export async function saveNotebook(form: "ts" | "ipynb", { notebook, page, cells, resultOf }: PageNotebook): Promise<string> {
  const built = await builtOutputs(notebook);
  const results = cells.flatMap(({ name, own }) => resultOf(name) ?? built.find(({ cell }) => cell === name && !own) ?? []);
  const path = location.pathname.slice(import.meta.env.BASE_URL.length);
  const prose = (await pageProse(page)) ?? { title: document.title, path, parts: [] };
  const taken = { notebook, prose, cells, results, url: location.origin + location.pathname };
  const name = `${notebook}.${form}`;
  if (form === "ts") saveFile(name, notebookFile(taken), "text/typescript");
  else saveFile(name, jupyterFile(taken), "application/x-ipynb+json");
  return name;
}

/**
 * Ask for a notebook file of the reader's. Returns its name and the texts of its code cells; undefined where none was chosen.
 * @throws an Error for the reader: which file cannot be opened, and why.
 */
export async function openNotebook(): Promise<{ name: string; texts: string[] } | undefined> {
  const chosen = await chooseFile();
  if (!chosen) return undefined;
  try {
    const cells = importNotebook(new Uint8Array(await chosen.arrayBuffer()), chosen);
    return { name: chosen.name, texts: cells.filter(({ kind, text }) => kind === "code" && text.trim() !== "").map(({ text }) => text) };
  } catch (error) {
    const { message, line, hint } = error as Error & Partial<NotebookError>;
    throw new Error(`${chosen.name} could not be opened: ${message}${line === undefined ? "" : ` (line ${line})`}.${hint ? ` ${hint}` : ""}`);
  }
}

function chooseFile(): Promise<File | undefined> {
  const chooser = document.createElement("input");
  Object.assign(chooser, { type: "file", accept: ".ts,.js,.mts,.ipynb,text/typescript" });
  return new Promise((resolve) => {
    chooser.addEventListener("change", () => resolve(chooser.files?.[0]));
    chooser.addEventListener("cancel", () => resolve(undefined));
    chooser.click();
  });
}
