import { readFile } from "node:fs/promises";
import type { Label } from "../../src/base/estimator.ts";
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
      { contestant: remembering(tables.tableFineTuned<Species>(await penguinGPT(), line, 1200)), draws: [] },
    ],
  };
}

/** The same contestant, which does not train again where it gets the same rows again, as the second round does. */
function remembering<L extends Label>(contestant: tables.TableContestant<L>): tables.TableContestant<L> {
  const trained = new Map<string, ReturnType<typeof contestant.create>>();
  return {
    ...contestant,
    create(random) {
      let model = contestant.create(random);
      return {
        get classes() {
          return model.classes;
        },
        fit(X, y) {
          const rows = JSON.stringify([X, y]);
          const before = trained.get(rows);
          if (before) model = before;
          else model.fit(X, y);
          trained.set(rows, model);
        },
        predict: (X) => model.predict(X),
        scores: (X) => model.scores(X),
        size: () => model.size(),
        effort: () => model.effort(),
      };
    },
  };
}

/** The contest, and the second round: all on the first fold, asked about rows that look different. */
export const record: Record<TableContest> = async (recorder) => {
  const made = await task();
  const { data, entries, folds: count } = made;
  const report = await contest(async () => made)(recorder);
  const first = stratifiedKFold(data.y, { folds: count, random: seed(report.seed) }).slice(0, 1);
  const second: RoundTwoEntry[] = [];
  for (const { contestant } of entries)
    second.push(
      ...(await recorder.part(`second round, ${contestant.name}`, () => roundTwo(contestant, data, first, { random: seed(1), start: report.seed }))),
    );
  return { ...report, roundTwo: second };
};
