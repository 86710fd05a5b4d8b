import { type AddedCell, type Changes, type Edit, normalLineEnds } from "./changes.ts";

/**
 * Changes as JSON. Lists instead of records, so that a cell may be called `__proto__`; sorted, so that the same
 * changes are the same text.
 */
export interface ChangesJson {
  version: 1;
  /** Name, text, base. */
  edits: [string, string, string][];
  /** Name, text, after; then, of an edit whose cell is gone, that cell's name and base. */
  added: ([string, string, string] | [string, string, string, string, string])[];
  order: string[];
}

export function changesToJson({ edits, added, order }: Changes): ChangesJson {
  return {
    version: 1,
    edits: Object.entries(edits)
      .map(([name, { text, base }]): [string, string, string] => [name, text, base])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    added: added.map(({ name, text, after, was }) => (was ? [name, text, after, was.name, was.base] : [name, text, after])),
    order: [...order],
  };
}

/**
 * The changes that a parsed JSON text holds, of whatever origin.
 * @throws an Error that says what is wrong with it, unless it is what `changesToJson` makes.
 */
export function changesFromJson(json: unknown): Changes {
  if (!isRecord(json)) throw new Error("it is no object");
  const { version, edits, added, order, ...rest } = json;
  if (version !== 1) throw new Error(`its version is ${JSON.stringify(version) ?? "missing"}, and this page reads version 1`);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`it has a field ${JSON.stringify(unknown.slice(0, 40))}`);
  const changes = {
    edits: Object.fromEntries(list(edits, "edits").map((entry, index) => readEdit(entry, `edits[${index}]`))),
    added: list(added, "added").map((entry, index) => readAdded(entry, `added[${index}]`)),
    order: list(order, "order").map((name, index) => cellName(name, `order[${index}]`)),
  };
  checkUnique(list(edits, "edits").map((entry) => (entry as string[])[0]!));
  checkUnique(changes.added.map(({ name }) => name));
  checkUnique(changes.order);
  return changes;
}

function readEdit(entry: unknown, place: string): [string, Edit] {
  const [name, text, base] = strings(entry, place, [3]);
  return [cellName(name, place), { text: text!, base: base! }];
}

function readAdded(entry: unknown, place: string): AddedCell {
  const [name, text, after, was, base] = strings(entry, place, [3, 5]);
  const cell = { name: cellName(name, place), text: text!, after: after === "" ? "" : cellName(after, place) };
  return was === undefined ? cell : { ...cell, was: { name: cellName(was, place), base: base! } };
}

function list(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`its ${place} are no list`);
  return value;
}

function strings(value: unknown, place: string, lengths: number[]): string[] {
  if (Array.isArray(value) && lengths.includes(value.length) && value.every((item) => typeof item === "string")) return value.map(normalLineEnds);
  throw new Error(`${place} is no list of ${lengths.join(" or ")} texts`);
}

/** The names that `parseNotebook` lets a cell have. */
function cellName(value: unknown, place: string): string {
  if (typeof value === "string" && /^[\w-]+$/.test(value)) return value;
  throw new Error(`${place} does not name a cell`);
}

function checkUnique(names: string[]): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new Error(`it has cell ${twice} twice`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
