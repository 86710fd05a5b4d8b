import { readFile } from "node:fs/promises";
import { seed } from "../../src/base/random.ts";
import * as tables from "../../src/contests/table-contestants.ts";
import { type CellsRow, rowText } from "../../src/contests/table-readers.ts";
import { type RoundTwoEntry, roundTwo, type TableContest } from "../../src/contests/table-second-round.ts";
import type { Species } from "../../src/datasets/penguins.ts";
import { loadGPT } from "../../src/lm/gpt-file.ts";
import { stratifiedKFold } from "../../src/score/cross-validation.ts";
import type { Record } from "../record/recorder.ts";
import { contest } from "./contest.ts";
import type { Task } from "./task.ts";

const QUICK = [8, 16, 32, 64, 128].map((labels) => ({ labels, times: 5 }));
const SLOW = [8, 32, 128].map((labels) => ({ labels, times: 2 }));
const SLOWEST = [32, 128].map((labels) => ({ labels, times: 1 }));

const penguinGPT = async () => loadGPT(await readFile(new URL("../../public/weights/moby-dick-gpt.safetensors", import.meta.url)));

/** Which penguin is it? 342 rows of four measurements, as numbers and as lines of text. */
async function task(): Promise<Task<CellsRow, Species>> {
  const line = tables.PENGUIN_LINE;
  return {
    name: "table",
    data: tables.penguinTable,
    folds: 5,
    key: tables.rowKey,
    text: ({ cells }) => rowText(cells),
    entries: [
      ...[tables.tableTree, tables.tableBoosting, tables.tableLogistic, tables.tableNGrams].map((of) => ({
        contestant: of<Species>(line),
        draws: QUICK,
      })),
      { contestant: tables.tableFromScratch<Species>(line), draws: SLOW },
      { contestant: tables.tableFineTuned<Species>(await penguinGPT(), line), draws: SLOWEST },
    ],
  };
}

/** The contest, and the second round: all on the first fold, asked about rows that look different. */
export const record: Record<TableContest> = async (recorder) => {
  const { data, entries, folds: count } = await task();
  const report = await contest(task)(recorder);
  const first = stratifiedKFold(data.y, { folds: count, random: seed(report.seed) }).slice(0, 1);
  const second: RoundTwoEntry[] = [];
  for (const { contestant } of entries)
    second.push(
      ...(await recorder.part(`second round, ${contestant.name}`, () => roundTwo(contestant, data, first, { random: seed(1), start: report.seed }))),
    );
  return { ...report, roundTwo: second };
};
