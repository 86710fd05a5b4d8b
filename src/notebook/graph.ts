import type { CellProblem, CompiledCell, ImportBinding, NameUse, Position } from "./types.ts";

/** What the graph needs to know of a cell. One that did not compile has its last known `defines` and nothing else. */
export type GraphCell = Pick<CompiledCell, "name" | "defines" | "references" | "assigns" | "imports" | "liveReads">;

/** An import with the cell in which it is written. */
export interface OwnedImport extends ImportBinding {
  owner: string;
}

/** How the cells of a notebook depend on each other. */
export interface Graph {
  /** All cells, each after those it reads from; in the notebook's order where that leaves a choice. */
  order: string[];
  /** Names that a cell reads, with the cell that defines each. */
  reads: Map<string, Map<string, string>>;
  /** The imports that a cell needs: its own, and those of other cells that it refers to. */
  importsOf: Map<string, OwnedImport[]>;
  /** The first thing wrong with each cell that something is wrong with. */
  problems: Map<string, CellProblem>;
  /** All cells whose values reach this one, in the order in which they run. */
  upstream(cell: string): string[];
  /** All cells that this one's values reach, in the order in which they run. */
  downstream(cell: string): string[];
}

/** Works out who reads from whom, and what cannot run. */
export function buildGraph(cells: GraphCell[]): Graph {
  const definerOf = firstOwners(cells, ({ defines }) => defines.map(({ name }) => name));
  const importerOf = firstOwners(cells, ({ imports }) => imports.map(({ local }) => local).filter(Boolean));

  const reads = new Map(cells.map((cell) => [cell.name, readsOf(cell, definerOf)]));
  const providers = new Map([...reads].map(([name, from]) => [name, new Set(from.values())]));
  const upstream = new Map(cells.map(({ name }) => [name, reachable(name, providers)]));
  const order = dependencyOrder(cells, upstream);

  return {
    order,
    reads,
    importsOf: new Map(cells.map((cell) => [cell.name, importsOf(cell, { cells, definerOf, importerOf })])),
    problems: findProblems(cells, { definerOf, importerOf, reads, upstream }),
    upstream: (cell) => order.filter((other) => other !== cell && upstream.get(cell)?.has(other)),
    downstream: (cell) => order.filter((other) => other !== cell && upstream.get(other)?.has(cell)),
  };
}

type Owners = Map<string, string>;
type Reads = Map<string, Map<string, string>>;
type Reach = Map<string, Set<string>>;

function firstOwners(cells: GraphCell[], namesOf: (cell: GraphCell) => string[]): Owners {
  const owners: Owners = new Map();
  for (const cell of cells) {
    for (const name of namesOf(cell)) if (!owners.has(name)) owners.set(name, cell.name);
  }
  return owners;
}

function readsOf(cell: GraphCell, definerOf: Owners): Map<string, string> {
  const reads = new Map<string, string>();
  for (const { name } of cell.references) {
    const definer = definerOf.get(name);
    if (definer !== undefined && definer !== cell.name) reads.set(name, definer);
  }
  return reads;
}

/** Every cell on a path from `start`, itself only if it stands in a cycle. */
function reachable(start: string, next: Reach): Set<string> {
  const found = new Set<string>();
  const waiting = [...(next.get(start) ?? [])];
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    if (found.has(cell)) continue;
    found.add(cell);
    waiting.push(...(next.get(cell) ?? []));
  }
  return found;
}

/** Cells of a cycle count as one: they come together, after all that any of them needs from outside. */
function dependencyOrder(cells: GraphCell[], upstream: Reach): string[] {
  const needs = (a: string, b: string) => upstream.get(a)?.has(b) ?? false;
  const order: string[] = [];
  let left = cells.map(({ name }) => name);
  while (left.length > 0) {
    const ready = left.find((cell) => left.every((other) => !needs(cell, other) || needs(other, cell)));
    const group = left.filter((cell) => cell === ready || (ready !== undefined && needs(cell, ready) && needs(ready, cell)));
    order.push(...group);
    left = left.filter((cell) => !group.includes(cell));
  }
  return order;
}

function importsOf(cell: GraphCell, { cells, definerOf, importerOf }: { cells: GraphCell[]; definerOf: Owners; importerOf: Owners }): OwnedImport[] {
  const own = cell.imports.map((binding) => ({ ...binding, owner: cell.name }));
  const borrowed = cell.references.flatMap(({ name }) => {
    const owner = definerOf.has(name) ? undefined : importerOf.get(name);
    if (owner === undefined || owner === cell.name) return [];
    const binding = cells.find((other) => other.name === owner)?.imports.find(({ local }) => local === name);
    return binding ? [{ ...binding, owner }] : [];
  });
  return [...own, ...borrowed];
}

interface Known {
  definerOf: Owners;
  importerOf: Owners;
  reads: Reads;
  upstream: Reach;
}

function findProblems(cells: GraphCell[], known: Known): Map<string, CellProblem> {
  const duplicates = duplicateNames(cells);
  const problems = new Map<string, CellProblem>();
  for (const cell of cells) {
    const problem = duplicates.get(cell.name) ?? foreignAssignment(cell, known) ?? cycleThrough(cell, known) ?? liveRead(cell);
    if (problem) problems.set(cell.name, problem);
  }
  return problems;
}

interface Declaration {
  cell: string;
  place: Position;
  /** Two imports of the same thing have the same source; a definition is like no other. */
  source: string;
}

function duplicateNames(cells: GraphCell[]): Map<string, CellProblem> {
  const problems = new Map<string, CellProblem>();
  for (const [name, declarations] of declarationsByName(cells)) {
    if (new Set(declarations.map(({ source }) => source)).size < 2) continue;
    const owners = declarations.map(({ cell }) => cell);
    for (const { cell, place } of declarations) {
      if (problems.has(cell)) continue;
      const message = `\`${name}\` is declared in cells ${listed(owners)}`;
      problems.set(cell, { name: "SyntaxError", message, hint: "Give one of them another name: the cells of a page share one scope.", ...place });
    }
  }
  return problems;
}

function declarationsByName(cells: GraphCell[]): Map<string, Declaration[]> {
  const byName = new Map<string, Declaration[]>();
  const add = (name: string, declaration: Declaration) => byName.set(name, [...(byName.get(name) ?? []), declaration]);
  for (const { name: cell, defines, imports } of cells) {
    for (const { name, line, column } of defines) add(name, { cell, place: { line, column }, source: `cell ${cell}` });
    for (const { local, imported, specifier, line, column } of imports) {
      if (local) add(local, { cell, place: { line, column }, source: `import ${imported} ${specifier}` });
    }
  }
  return byName;
}

function foreignAssignment(cell: GraphCell, { definerOf, importerOf }: Known): CellProblem | undefined {
  for (const { name, line, column } of cell.assigns) {
    const definer = definerOf.get(name);
    const importer = importerOf.get(name);
    if (definer !== undefined && definer !== cell.name) {
      const message = `\`${name}\` belongs to cell \`${definer}\`: cell \`${cell.name}\` can read it but not assign to it`;
      const setter = `const set${name.charAt(0).toUpperCase()}${name.slice(1)} = (value) => { ${name} = value; };`;
      const hint = `Write a function in cell \`${definer}\` that assigns to it (\`${setter}\`) and call that here, or change a field of an object. For a variable of this cell alone, take another name.`;
      return { name: "TypeError", message, hint, line, column };
    }
    if (definer === undefined && importer !== undefined) {
      const message = `\`${name}\` is imported by cell \`${importer}\`: cell \`${cell.name}\` cannot assign to it`;
      return { name: "TypeError", message, hint: "Declare a `let` of another name.", line, column };
    }
  }
  return undefined;
}

function cycleThrough(cell: GraphCell, { reads, upstream }: Known): CellProblem | undefined {
  if (!upstream.get(cell.name)?.has(cell.name)) return undefined;
  const steps = shortestCycle(cell.name, reads);
  const path = steps.map(({ name, provider }) => `needs \`${name}\` from \`${provider}\``).join(", which ");
  const { line, column } = cell.references.find(({ name }) => name === steps[0]?.name) ?? ({} as Partial<NameUse>);
  return {
    name: "ReferenceError",
    message: `these cells wait for each other: \`${cell.name}\` ${path}`,
    hint: "Move what both need into a cell of its own.",
    line,
    column,
  };
}

interface Step {
  name: string;
  provider: string;
}

/** Breadth first: from `start`, over the cells it reads from, back to it. */
function shortestCycle(start: string, reads: Reads): Step[] {
  const seen = new Set<string>();
  const paths: Step[][] = [[]];
  for (let path = paths.shift(); path; path = paths.shift()) {
    const at = path.at(-1)?.provider ?? start;
    for (const [name, provider] of reads.get(at) ?? []) {
      const longer = [...path, { name, provider }];
      if (provider === start) return longer;
      if (!seen.has(provider)) paths.push(longer);
      seen.add(provider);
    }
  }
  return [];
}

function liveRead({ liveReads }: GraphCell): CellProblem | undefined {
  const [read] = liveReads ?? [];
  if (!read) return undefined;
  const { name, line, column } = read;
  return {
    name: "ReferenceError",
    message: `\`${name}\` is live: its values reach other cells, not the one that makes them`,
    hint: `Read \`${name}\` in another cell.`,
    line,
    column,
  };
}

function listed(cells: string[]): string {
  const names = [...new Set(cells)].map((cell) => `\`${cell}\``);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
