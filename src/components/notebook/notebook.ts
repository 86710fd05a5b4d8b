/** What the parts of a notebook on a page share: its cells, and one another. */
import type { CellStatus, SessionCell } from "../../kernel/session/session.ts";
import type { CompiledCell } from "../../notebook/types.ts";
import type { CellView } from "./cell-view.ts";
import type { DebouncedState } from "./debounce.ts";
import type { NotebookDocument } from "./document.ts";
import type { ReaderEdits } from "./edits/reader-edits.ts";
import type { Notices } from "./notices.ts";
import type { Runs } from "./runs.ts";
import type { ReaderFiles } from "./save/reader-files.ts";

/** A cell as the build hands it to the page. */
export type BuiltCell = SessionCell & { text: string; tags: string[] };

/** All that the page knows of a cell, but for its place and its text, which are the document's. */
export interface NotebookCell {
  readonly name: string;
  /** What stands on the page: text, editor, mark, outputs. */
  readonly view: CellView;
  /** How its run stands, as the view shows it. */
  readonly mark: DebouncedState<CellStatus>;
  /** What the build made of the chapter's cell of this name; undefined for a cell that the reader added. */
  readonly built?: BuiltCell | undefined;
  /** What it was when it last compiled here, and the text of that: those who read it then know for whom they wait. */
  compiled?: { text: string; cell: SessionCell; last?: CompiledCell | undefined };
  /** The text that the session has of it: while it is queued, the reader may write on. */
  given?: string;
  /** The text with which it last began to run here. */
  ran?: string;
}

export interface Notebook {
  readonly root: HTMLElement;
  /** Name of its file in `notebooks/`, without its ending. */
  readonly name: string;
  readonly cells: ReadonlyMap<string, NotebookCell>;
  readonly document: NotebookDocument;
  readonly notices: Notices;
  readonly runs: Runs;
  readonly edits: ReaderEdits;
  readonly files: ReaderFiles;
  /** Do what a button, a key or a click asks for. `at` is where in the window the code was clicked. */
  act(action: string, cell: string | undefined, at?: { x: number; y: number }): void;
  /** Open the code of all cells, or fold it. */
  showCode(): void;
  /** Show the list of commands: of the cell, where there is one, and of the page. */
  showCommands(cell: NotebookCell | undefined): Promise<void>;
  /** A part of the program that is fetched when it is first wanted; undefined where it cannot be had, and the reader is told. */
  part<T>(loading: Promise<T>): Promise<T | undefined>;
}
