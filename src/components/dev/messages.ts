/** What a page that is being written and its server say to each other, over the connection that Vite has between them. */
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

/** How far a run is. */
export interface RunPlace {
  cell: string;
  /** Its number among the notebook's cells of code, from 1. */
  number: number;
  of: number;
  /** How long the whole run has taken so far. */
  ms: number;
  /** How long it will take, going by the times of an earlier run; undefined where a cell that is still to come has none. */
  leftMs?: number;
}

/** How a notebook stands. */
export type RunState =
  /** Whether the kept outputs hold is being looked up. */
  | { state: "checking" }
  /** Another notebook runs first. */
  | { state: "waiting"; behind?: string }
  | ({ state: "running" } & RunPlace)
  /** `ms`: what the run took; undefined where the outputs were kept. */
  | { state: "done"; cells: number; ms?: number }
  /** `more`: how many further cells did not do as their tags say. */
  | { state: "failed"; sentence: string; cell?: string; more: number };
