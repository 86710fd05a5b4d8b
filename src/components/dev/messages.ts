/** What a page that is being written and its server say to each other, over the connection that Vite has between them. */
import type { RunState } from "../../kernel/background.ts";

/** From a page: it is open. */
export const OPEN = "notebooks:open";
/** To pages: what is new. */
export const NEWS = "notebooks:news";

export interface Open {
  /** Name of the notebook: that of its file in `notebooks/`, without the ending. */
  notebook: string;
  /** Cell → the mark of what the page shows of it. */
  shown: Record<string, string>;
}

export interface News {
  notebook: string;
  /** The cells of code, in the notebook's order. */
  order: string[];
  /** Those that show something else than before. */
  cells: CellNews[];
  run: RunState;
}

export interface CellNews {
  name: string;
  /** The mark of what it shows. */
  shown: string;
  /** The cell as the build would write it. */
  html: string;
}
