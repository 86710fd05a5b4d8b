/**
 * `npm run export -- [NAME] [--out FOLDER]`: writes the notebook of a chapter, or of every chapter, as `.ts` and `.ipynb`,
 * prose and outputs included. `SITE_URL` and `BASE_PATH`, as for the build, make the links in the prose absolute.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { prerender } from "../src/build/prerender.ts";
import { chapterFiles, readProse } from "../src/build/prose.ts";
import { jupyterFile, notebookFile, type TakeAway } from "../src/components/take-away.ts";
import type { PageProse } from "../src/notebook/page-parts.ts";

const notebooks = fileURLToPath(new URL("../notebooks", import.meta.url));

/** A notebook as a page places it. A page may place several, and several pages the same. */
interface Placed {
  notebook: string;
  prose: PageProse;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string", default: "." } } });
  if (positionals.length > 1) throw new Error("usage: npm run export -- [NAME] [--out FOLDER]");
  const [name] = positionals;
  // npm runs scripts in the repository's folder; the folder was named where the reader stands.
  const folder = resolve(process.env["INIT_CWD"] ?? ".", values.out);
  const all = await placedNotebooks();
  const wanted = name === undefined ? all : all.filter(({ notebook }) => notebook === name);
  if (wanted.length === 0)
    throw new Error(`no chapter has a notebook ${name}; there are ${[...new Set(all.map(({ notebook }) => notebook))].join(", ")}`);
  await mkdir(folder, { recursive: true });
  for (const placed of wanted) {
    const takeAway = await takeAwayOf(placed);
    const stem = join(folder, fileName(placed, all));
    for (const [file, text] of [
      [`${stem}.ts`, notebookFile(takeAway)],
      [`${stem}.ipynb`, jupyterFile(takeAway)],
    ] as const) {
      await writeFile(file, text);
      console.log(file);
    }
  }
}

async function placedNotebooks(): Promise<Placed[]> {
  const pages = await Promise.all((await chapterFiles()).map(readProse));
  return pages.flatMap((prose) => {
    const names = new Set(prose.parts.flatMap((part) => ("cell" in part ? [part.notebook] : [])));
    return [...names].map((notebook) => ({ notebook, prose }));
  });
}

async function takeAwayOf({ notebook, prose }: Placed): Promise<TakeAway> {
  const { cells, results } = await prerender(join(notebooks, `${notebook}.ts`));
  const url = pageUrl(prose.path);
  return { notebook, prose, cells: cells.filter(({ kind }) => kind === "code"), results, ...(url === undefined ? {} : { url }) };
}

function pageUrl(path: string): string | undefined {
  const { SITE_URL, BASE_PATH = "/" } = process.env;
  return SITE_URL ? new URL(path, new URL(BASE_PATH.replace(/\/?$/, "/"), SITE_URL)).href : undefined;
}

function fileName({ notebook, prose }: Placed, all: Placed[]): string {
  const alone = all.filter((other) => other.notebook === notebook).length === 1;
  return alone ? notebook : `${notebook}-${prose.path.replace(/\/$/, "").replaceAll("/", "-") || "index"}`;
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
