/** A chapter as files: its prose, its cells as they are now, and what they last showed. Pure; for the page and for Node. */
import type { CellResult } from "../kernel/session/run-all.ts";
import { exportIpynb } from "../notebook/export-ipynb.ts";
import { exportTs } from "../notebook/export-ts.ts";
import { type PageCell, type PageProse, weave } from "../notebook/page-parts.ts";
import { jupyterOutputs } from "./jupyter-outputs.ts";

/** Of the prose and the code of this site. */
const LICENCE = "MIT";

export interface TakeAway {
  /** Name of the notebook: that of its file in `notebooks/`, without the ending. */
  notebook: string;
  prose: Pick<PageProse, "title" | "path" | "parts">;
  /** In the order in which the page shows them. */
  cells: readonly PageCell[];
  /** What cells showed, for those of which this very text ran: in the page, or else in the build. */
  results?: readonly Pick<CellResult, "cell" | "outputs" | "error">[];
  /** Absolute address of the page, where it is known. */
  url?: string;
}

/** The text of a notebook file that `npm run notebook` runs. */
export function notebookFile({ notebook, prose, cells, url }: TakeAway): string {
  const source = url ?? `the page ${prose.path || "/"}`;
  return exportTs(weave(prose.parts, { notebook, cells, ...(url === undefined ? {} : { url }) }), {
    header: [
      prose.title,
      `From ${source}; licence of text and code: ${LICENCE}. Each data set has its own, which its page says.`,
      `Put this file into a copy of the site's repository, where \`npm run notebook -- ${notebook}.ts\` runs it.`,
    ],
  });
}

/** The text of an `.ipynb` file, with the outputs that there are. */
export function jupyterFile({ notebook, prose, cells, results = [], url }: TakeAway): string {
  const runs = new Map(results.map((result, index) => [result.cell, { outputs: jupyterOutputs(result), order: index + 1 }]));
  return exportIpynb(weave(prose.parts, { notebook, cells, ...(url === undefined ? {} : { url }) }), {
    title: prose.title,
    source: url ?? prose.path,
    licence: LICENCE,
    runs,
  });
}
