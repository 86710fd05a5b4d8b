/** What to say of imports that cannot be: the few names that may be meant, never all. */
import { nearestFew } from "../../notebook/nearest.ts";
import { CellError, type CellProblem, type ImportBinding } from "../../notebook/types.ts";

/** Parts of d3 that have packages of their own. */
const PART_OF_D3 =
  /^d3-(?:array|axis|brush|chord|color|contour|delaunay|dispatch|drag|dsv|ease|fetch|force|format|geo|hierarchy|interpolate|path|polygon|quadtree|random|scale|scale-chromatic|selection|shape|time|time-format|timer|transition|zoom)$/;
const OF_NODE =
  /^(?:node:|(?:fs|path|os|http|https|net|crypto|child_process|stream|util|url|events|buffer|process|worker_threads|zlib|assert)(?:\/|$))/;

/** What to say of an import of a module that no cell can have. `offered` are those that cells can. */
export function notOffered(specifier: string, offered: Iterable<string>): CellProblem {
  const modules = [...new Set(["#notebook", ...offered])];
  return {
    name: "ImportError",
    message: `"${specifier.length > 100 ? `${specifier.slice(0, 100)}…` : specifier}" is not offered here`,
    hint: insteadOf(specifier, modules),
  };
}

function insteadOf(specifier: string, modules: string[]): string {
  if (PART_OF_D3.test(specifier)) return 'Did you mean "d3"? All of it is there.';
  if (OF_NODE.test(specifier)) return `Cells have nothing of Node. ${whatIs(modules)}`;
  if (/^\.{0,2}\//.test(specifier)) return `Cells have no files beside them, but each can read what another declares. ${whatIs(modules)}`;
  const written = specifier.replace(/^npm:|(?<=.)@[\d.]+$|\.[jt]s$/g, "");
  const near = nearestFew(written, modules);
  // Who knows the model may not know its room.
  const close = near.length > 0 || !/^#\w+\/./.test(written) ? near : nearestIn(modules, written.slice(written.indexOf("/") + 1));
  if (close.length > 0)
    return `Did you mean ${listed(
      close.map((module) => `"${module}"`),
      "or",
    )}?`;
  if (/^\w+:/.test(specifier) && !/^(?:npm|jsr):/.test(specifier)) return `Cells have no network. ${whatIs(modules)}`;
  return `Cells cannot install packages. ${whatIs(modules)}`;
}

/** The modules of any room whose own name is near. */
function nearestIn(modules: readonly string[], name: string): string[] {
  const inRooms = modules.filter((module) => /^#\w+\//.test(module));
  const near = nearestFew(name, new Set(inRooms.map(lastPart)));
  return inRooms.filter((module) => near.includes(lastPart(module))).slice(0, 3);
}

const lastPart = (module: string) => module.slice(module.lastIndexOf("/") + 1);

/** The modules in a sentence: those of a room such as `#ml/` are too many to be named. */
function whatIs(modules: string[]): string {
  const rooms = new Set(modules.flatMap((module) => /^#\w+\//.exec(module) ?? []));
  const single = modules.filter((module) => !/^#\w+\//.test(module));
  return `Cells can import ${single.join(", ")} and what is under ${listed([...rooms], "and")}. The page "What cells can import" lists all of it.`;
}

/** What to say of a name that a module does not export. */
export function notExported({ specifier, imported, local, line, column }: ImportBinding, exported: readonly string[]): CellError {
  if (imported === "default")
    return new CellError(`"${specifier}" has no default export`, { line, column, hint: withoutDefault(specifier, local, exported) });
  const close = nearestFew(imported, exported);
  const meant = close.length > 0 ? `Did you mean ${listed(close, "or")}?` : allOf(specifier, exported);
  const maybeType = /^[A-Z]/.test(imported) && !/^[A-Z]/.test(close[0] ?? "");
  const hint = maybeType ? `${meant} If ${imported} is a type, write import type.` : meant;
  return new CellError(`"${specifier}" does not export ${imported}`, { line, column, hint });
}

/** The import that was meant by one of the default, under the name `local`. */
export function withoutDefault(specifier: string, local: string, exported: readonly string[]): string {
  // Who writes a capital means a class, or all of the module: Plot is not its plot.
  const meant = (name: string) => /^\p{Ll}/u.test(local) && name.toLowerCase() === local.toLowerCase();
  const named = exported.includes(local) ? local : exported.find(meant);
  if (named === undefined) return `Write import * as ${local} from "${specifier}".`;
  return `Write import { ${named === local ? local : `${named} as ${local}`} } from "${specifier}".`;
}

function allOf(specifier: string, exported: readonly string[]): string {
  if (exported.length === 0) return "It exports types alone.";
  if (exported.length <= 8) return `It exports ${listed(exported, "and")}.`;
  const name = /\w+$/.exec(specifier)?.[0] ?? "all";
  return `It exports ${exported.length} names: after import * as ${name} from "${specifier}", the editor lists them when you type ${name} and a dot.`;
}

const listed = (names: readonly string[], word: "and" | "or") =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1)}`;
