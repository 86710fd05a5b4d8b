/**
 * `npm run notebook -- FILE [--json] [--browser]`: runs any notebook file, `.ts` or `.ipynb`, and prints what its cells show.
 * Exit status 1 if a cell failed that is not tagged `raises-exception`, 2 if the file could not be run at all.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { kernelBuild } from "../src/build/build.ts";
import { runNotebook } from "../src/kernel/node/node.ts";
import { openNotebook } from "../src/kernel/node/read-notebook.ts";
import { CONSOLE, PLAIN } from "../src/kernel/protocol/mime.ts";
import type { CellResult } from "../src/kernel/session/run-all.ts";
import type { CellSource } from "../src/notebook/types.ts";

const USAGE = "usage: npm run notebook -- FILE [--json] [--browser]";

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, browser: { type: "boolean", default: false } },
  });
  if (positionals.length !== 1) throw new Error(USAGE);
  // npm runs scripts in the repository's folder; the file was named where the reader stands.
  const file = resolve(process.env["INIT_CWD"] ?? ".", positionals[0]!);
  const cells = await openNotebook(file);
  const run = values.browser ? (await import("./browser-notebook.ts")).runInBrowser : runHere;
  const results = await run(cells);
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else for (const result of results) print(result);
  return results.every((result) => result.ok || meantToFail(cells, result)) ? 0 : 1;
}

const runHere = async (cells: CellSource[]) => runNotebook(await kernelBuild(), cells);

const meantToFail = (cells: CellSource[], { cell }: CellResult) => cells.some(({ name, tags }) => name === cell && tags.includes("raises-exception"));

function print({ cell, ok, outputs, error, ms }: CellResult): void {
  console.log(`── ${cell} ${ok ? "" : "failed "}(${ms} ms)`);
  for (const bundle of outputs) {
    const level = bundle[CONSOLE]?.level;
    console.log(level === "warn" || level === "error" ? `${level}: ${bundle[PLAIN]}` : bundle[PLAIN]);
  }
  if (!error) return;
  console.log(`${error.name}: ${error.message}${error.line === undefined ? "" : ` (line ${error.line}, column ${error.column})`}`);
  if (error.hint) console.log(error.hint);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
