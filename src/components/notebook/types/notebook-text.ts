import ts from "typescript";
import { compileCell } from "../../../notebook/compile.ts";
import { buildGraph, type GraphCell } from "../../../notebook/graph.ts";
import { CellError, type CellProblem, type CompiledCell } from "../../../notebook/types.ts";
import type { CellText } from "./messages.ts";
import { clash, renameIn, type TopLevelName, topLevelNames } from "./top-level-names.ts";

/** Where a cell's text stands among the service's files. */
export interface Place {
  path: string;
  from: number;
  to: number;
}

/** A name that an earlier cell has already. */
export interface Redeclaration extends TopLevelName {
  /** The earlier cell. */
  cell: string;
}

/** A cell as it is now, and as the other cells see it. */
interface Part {
  name: string;
  file: ts.SourceFile;
  names: TopLevelName[];
  parses: boolean;
  /** Its newest text that could be read. */
  seen: ts.SourceFile;
  seenNames: TopLevelName[];
  compiled: CompiledCell | undefined;
  problem: CellProblem | undefined;
}

const SHARED = "/notebook.ts";
const BETWEEN = "\n;\n";

/**
 * A notebook as modules that TypeScript can check. One module holds all cells, each after those it reads from, so that
 * types and narrowings reach from cell to cell. A cell that cannot stand in it (it has a syntax error, or declares a name
 * that another cell has) gets a module of its own, in which it comes last; in the others its newest readable text stands
 * for it, with other names for what is declared twice.
 */
export class NotebookText {
  #parts: Part[] = [];
  #graph = buildGraph([]);
  #files = new Map<string, string>();
  #places = new Map<string, Place>();

  /** Path → text of all modules. */
  get files(): ReadonlyMap<string, string> {
    return this.#files;
  }

  place(cell: string): Place | undefined {
    return this.#places.get(cell);
  }

  /** The parser's tree of a cell alone. */
  file(cell: string): ts.SourceFile | undefined {
    return this.#part(cell)?.file;
  }

  /** What keeps the cell from being compiled. */
  problem(cell: string): CellProblem | undefined {
    return this.#part(cell)?.problem;
  }

  /** Whether TypeScript can read the cell. */
  parses(cell: string): boolean {
    return this.#part(cell)?.parses ?? true;
  }

  /** What keeps a cell from running among the others, apart from names that are declared twice. */
  conflict(cell: string): CellProblem | undefined {
    return this.redeclared(cell).length > 0 || this.#parts.some((part) => this.#redeclared(part, part.names).some((name) => name.cell === cell))
      ? undefined
      : this.#graph.problems.get(cell);
  }

  declares(cell: string, name: string): boolean {
    return this.#part(cell)?.names.some((declared) => declared.name === name) ?? false;
  }

  /** Names that the cell declares and an earlier one does too. The same import in both is none. */
  redeclared(cell: string): Redeclaration[] {
    const part = this.#part(cell);
    return part ? this.#redeclared(part, part.names) : [];
  }

  /** Whether a name was made up here, for one that two cells declare. */
  isStandIn(name: string): boolean {
    return /\$\d+$/.test(name) && !this.#parts.some(({ file }) => file.text.includes(name));
  }

  setCells(cells: readonly CellText[]): void {
    const before = new Map(this.#parts.map((part) => [part.name, part]));
    this.#parts = cells.map(({ name, text }) => {
      const old = before.get(name);
      return old?.file.text === text ? old : makePart({ name, text }, old);
    });
    this.#graph = buildGraph(this.#parts.map(graphCell));
    this.#join();
  }

  #part(cell: string): Part | undefined {
    return this.#parts.find(({ name }) => name === cell);
  }

  #redeclared(part: Part, names: TopLevelName[]): Redeclaration[] {
    const earlier = this.#parts.slice(0, this.#parts.indexOf(part));
    return names.flatMap((name) => {
      for (const { name: cell, seenNames } of earlier) {
        const other = seenNames.find((candidate) => clash(candidate, name));
        if (other && !(other.imports && other.imports === name.imports)) return [{ ...name, cell }];
      }
      return [];
    });
  }

  #join(): void {
    const order = this.#graph.order.map((name) => this.#part(name)!);
    const repeats = new Map(this.#parts.map((part, index) => [part, repeatedNames(part, this.#parts.slice(0, index))]));
    this.#files = new Map();
    this.#places = new Map();
    let shared = "";
    let between = BETWEEN;
    for (const part of order) {
      const renamed = repeats.get(part)!;
      if (part.parses && renamed.size === 0)
        this.#places.set(part.name, { path: SHARED, from: shared.length, to: shared.length + part.file.text.length });
      between += widened(part, renamed);
      shared += (renamed.size === 0 ? withoutExits(part.seen) : renameIn(part.seen, renamed)) + between;
    }
    this.#files.set(SHARED, shared);
    for (const [index, part] of this.#parts.entries()) {
      if (this.#places.has(part.name)) continue;
      // The others give way: in this module the cell's own names are its own.
      const yielded = new Map(part.names.filter(({ name }) => declaredElsewhere(name, part, this.#parts)).map(({ name }) => [name, `${name}$0`]));
      let text = "";
      let between = BETWEEN;
      for (const other of order) {
        if (other === part) continue;
        const renamed = new Map([...yielded, ...repeats.get(other)!]);
        between += widened(other, renamed);
        text += renameIn(other.seen, renamed) + between;
      }
      const path = `/cell-${index}.ts`;
      this.#files.set(path, text + part.file.text);
      this.#places.set(part.name, { path, from: text.length, to: text.length + part.file.text.length });
    }
  }
}

function makePart({ name, text }: CellText, old: Part | undefined): Part {
  const file = ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
  const names = topLevelNames(file);
  const parses = (file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length === 0;
  const seen = parses ? file : (old?.seen ?? declarationsOnly(names));
  const { compiled, problem } = compile({ name, text });
  return { name, file, names, parses, seen, seenNames: seen === file ? names : topLevelNames(seen), compiled: compiled ?? old?.compiled, problem };
}

function compile(cell: CellText): { compiled?: CompiledCell; problem?: CellProblem } {
  try {
    return { compiled: compileCell(cell) };
  } catch (error) {
    if (error instanceof CellError) return { problem: error };
    throw error;
  }
}

function graphCell({ name, compiled }: Part): GraphCell {
  return compiled ?? { name, defines: [], references: [], assigns: [], imports: [] };
}

/**
 * Ends, between cells, the narrowings of variables that a function of the cell assigns to: by the time another cell reads them, it may have
 * been called. What is given a value of any type has its declared type again.
 */
function widened({ compiled, seenNames }: Part, renamed: ReadonlyMap<string, string>): string {
  const names = (compiled?.reassigned ?? []).filter((name) => seenNames.some((seen) => seen.name === name));
  return names.map((name) => `${renamed.get(name) ?? name} = null as any;\n`).join("");
}

/** What stands for a cell that could never be read: its names, of any type. */
function declarationsOnly(names: TopLevelName[]): ts.SourceFile {
  const lines = names.map(({ name, means }) =>
    [means.value && `declare const ${name}: any;`, means.type && `type ${name} = any;`].filter(Boolean).join("\n"),
  );
  return ts.createSourceFile("unread.ts", lines.join("\n"), ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

/** Names that stand in an earlier cell too, each with one that stands nowhere. */
function repeatedNames(part: Part, earlier: Part[]): Map<string, string> {
  const repeated = part.seenNames.filter((name) => earlier.some(({ seenNames }) => seenNames.some((other) => clash(other, name))));
  return new Map(repeated.map(({ name }) => [name, `${name}$${earlier.length}`]));
}

function declaredElsewhere(name: string, part: Part, parts: Part[]): boolean {
  return parts.some((other) => other !== part && other.seenNames.some((declared) => declared.name === name));
}

/** A cell that ends by an error does not end the cells after it: `throw` becomes an expression of the same length. */
function withoutExits(file: ts.SourceFile): string {
  let { text } = file;
  for (const statement of file.statements)
    if (ts.isThrowStatement(statement) || ts.isReturnStatement(statement)) {
      const from = statement.getStart(file);
      const word = ts.isThrowStatement(statement) ? "throw" : "return";
      if (!statement.expression) continue;
      text = text.slice(0, from) + "void".padEnd(word.length) + text.slice(from + word.length);
    }
  return text;
}
