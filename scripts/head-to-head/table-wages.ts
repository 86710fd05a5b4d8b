import { readFile } from "node:fs/promises";
import * as tables from "../../src/contests/table-contestants.ts";
import { type CellsRow, rowText } from "../../src/contests/table-readers.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { contest } from "./contest.ts";
import type { Task } from "./task.ts";

const QUICK = [8, 32, 128].map((labels) => ({ labels, times: 5 }));

/** Which third of the wages is it? 534 workers, five columns, as numbers and as lines of text. */
async function task(): Promise<Task<CellsRow, tables.WageThird>> {
  const line = tables.WAGE_LINE;
  const pretrained = loadGPT(await readFile(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));
  return {
    name: "table-wages",
    data: tables.wageTable,
    folds: 5,
    key: tables.rowKey,
    text: ({ cells }) => rowText(cells),
    entries: [
      ...[tables.tableTree, tables.tableBoosting, tables.tableLogistic, tables.tableNGrams].map((of) => ({
        contestant: of<tables.WageThird>(line),
        draws: QUICK,
      })),
      { contestant: tables.tableFromScratch<tables.WageThird>(line), draws: [] },
      { contestant: tables.tableFineTuned<tables.WageThird>(pretrained, line, 160), draws: [] },
    ],
  };
}

export const record = contest(task);
