/** A place in a cell's own text. Lines and columns count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** One cell as it stands in a notebook file. */
export interface CellSource {
  /** Unique in its notebook; `cell-3` where the author gave none. */
  name: string;
  kind: "code" | "markdown";
  /** Jupyter's cell tags, such as `raises-exception`. */
  tags: string[];
  /** The cell's own text, without its `// %%` line. */
  text: string;
  /** Line of the file on which `text` begins, from 1. */
  line: number;
}

/** A cell to be written to a notebook file, wherever it comes to stand there. */
export type FileCell = Omit<CellSource, "line"> & { line?: number };

/** A name that an `import` in a cell brings in. `imported` is `"*"` for a namespace, `"default"` for the default export. */
export interface ImportBinding extends Position {
  local: string;
  imported: string;
  specifier: string;
}

/** A top-level name with the place where it is declared, read or written. */
export interface NameUse extends Position {
  name: string;
}

/** Text that stands in a cell's `body` and not in the cell, in front of the character that the cell has at this place. */
export interface Insertion extends Position {
  text: string;
  /** Where an error is that an engine finds at that very character. Default: there. */
  of?: Position;
}

/** What `body` lacks, at one of its characters, for a read of a free name to give the present value, and not one handed over before. */
export interface LateRead extends Insertion {
  name: string;
  at: number;
}

/**
 * A cell ready to be linked and run. The page makes one from the reader's text,
 * the build from the author's, with the same function.
 */
export interface CompiledCell {
  name: string;
  /**
   * JavaScript: the body of an async function. Same lines and columns as the source, because types, `import`
   * declarations and `export` keywords are blanked out, except for `insertions`.
   * May call `$show(value)` (around the last expression, awaited) and `$mport(specifier, options?)` (in place of
   * `import(…)`: a name of the same six letters' length, so that columns stay true).
   */
  body: string;
  /** What moves columns of `body`: `await $show((`, where it shows something. In the order of the text. */
  insertions: Insertion[];
  /** Top-level declarations of the cell, imports not included. */
  defines: NameUse[];
  /** Those of `defines` that may change after the cell is done: a function of it assigns to them. */
  reassigned: string[];
  /** Free names that the cell reads: other cells' names, imports of other cells, globals. First use each. */
  references: NameUse[];
  /** What to insert where one of `references` may change while this cell holds it. In the order of the text. See `readLate`. */
  lateReads: LateRead[];
  /** Free names that the cell assigns to. First use each. */
  assigns: NameUse[];
  /** What the cell imports, bare imports (`import "x"`) included with an empty `local`. */
  imports: ImportBinding[];
  /** Specifiers of dynamic imports that are string literals. */
  dynamicImports: string[];
  /** Reads of a `const x = live(…)` in the cell that declares it: its values reach other cells only. */
  liveReads?: NameUse[];
}

/** What is wrong with a cell, said for the person who wrote it. */
export interface CellProblem extends Partial<Position> {
  /** `SyntaxError`, `TypeError`, … */
  name: string;
  message: string;
  /** What to try, one sentence. */
  hint?: string;
}

/** A mistake found before anything ran. Carries its place. */
export class CellError extends Error implements CellProblem, Position {
  readonly line: number;
  readonly column: number;
  readonly hint?: string;

  constructor(message: string, { line, column, hint, name = "SyntaxError" }: Position & { hint?: string; name?: string }) {
    super(message);
    this.name = name;
    this.line = line;
    this.column = column;
    if (hint !== undefined) this.hint = hint;
  }
}
