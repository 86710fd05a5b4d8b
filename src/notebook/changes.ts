/** A cell as the chapter has it. */
export interface ChapterCell {
  name: string;
  text: string;
}

/** The reader's text of a chapter's cell. */
export interface Edit {
  text: string;
  /** The chapter's text from which it was made. */
  base: string;
}

/** A cell that the reader added. */
export interface AddedCell {
  name: string;
  text: string;
  /** The chapter's cell above it, other added cells aside; `""` at the top of the page. */
  after: string;
  /** Where this was the edit of a cell that the chapter no longer has: that cell. */
  was?: { name: string; base: string };
}

/**
 * What a reader made of a chapter's notebook, relative to the chapter. Never changed in place, so that keeping the
 * value before a step is all that undoing it takes.
 */
export interface Changes {
  readonly edits: Readonly<Record<string, Edit>>;
  /** In page order. */
  readonly added: readonly AddedCell[];
  /** Names of the chapter's cells at the last change: where a cell stood that the chapter has since lost. */
  readonly order: readonly string[];
}

/** A cell as the page shows it. */
export interface PageCell {
  name: string;
  text: string;
  added: boolean;
  /** True when the text is not the chapter's. An added cell is not edited. */
  edited: boolean;
  /** As in `AddedCell`; only where `added`. */
  after?: string;
}

/** An edit that was made from something else than what the chapter says now. `name` is the cell's on the page. */
export type Outdated =
  /** The chapter's cell is now `chapter`. */
  | { kind: "changed"; name: string; text: string; base: string; chapter: string }
  /** The chapter no longer has cell `was`; the reader's text stands in an added cell. */
  | { kind: "gone"; name: string; text: string; base: string; was: string };

export const noChanges: Changes = { edits: {}, added: [], order: [] };

export function isEmpty({ edits, added }: Changes): boolean {
  return added.length === 0 && Object.keys(edits).length === 0;
}

/** The page's cells, in its order. Whatever the chapter became, each edit and added cell is among them. */
export function pageCells(chapter: readonly ChapterCell[], changes: Changes): PageCell[] {
  const { edits, added } = adapt(chapter, changes);
  const addedAfter = byAnchor(added);
  const below = (anchor: string) =>
    (addedAfter.get(anchor) ?? []).map(({ name, text, after }): PageCell => ({ name, text, added: true, edited: false, after }));
  return [
    ...below(""),
    ...chapter.flatMap(({ name, text }): PageCell[] => {
      const edit = own(edits, name);
      return [{ name, text: edit?.text ?? text, added: false, edited: edit !== undefined }, ...below(name)];
    }),
  ];
}

/**
 * Give a cell another text. The chapter's own text ends the edit. Line ends become `\n`, as in the chapter.
 * @throws when the page has no such cell.
 */
export function setText(changes: Changes, chapter: readonly ChapterCell[], name: string, text: string): Changes {
  const current = adapt(chapter, changes);
  const lines = normalLineEnds(text);
  const original = chapter.find((cell) => cell.name === name);
  if (original) return withEdit(current, original, { text: lines, base: own(current.edits, name)?.base ?? normalLineEnds(original.text) });
  addedCell(current, name);
  return { ...current, added: current.added.map((cell) => (cell.name === name ? { ...cell, text: lines } : cell)) };
}

/**
 * Add a cell right below another, the chapter's or an added one, or at the top of the page (`after: ""`).
 * @throws when the page has no cell `after`.
 */
export function addCell(
  changes: Changes,
  chapter: readonly ChapterCell[],
  { after, text = "" }: { after: string; text?: string },
): { changes: Changes; name: string } {
  const current = adapt(chapter, changes);
  const page = pageCells(chapter, current);
  const index = after === "" ? -1 : page.findIndex((cell) => cell.name === after);
  if (after !== "" && index < 0) throw new Error(`there is no cell "${after}" on this page below which to add one`);
  const name = freshName(page.map((cell) => cell.name));
  page.splice(index + 1, 0, { name, text: normalLineEnds(text), added: true, edited: false });
  return { changes: withPage(current, page), name };
}

/**
 * Move an added cell by one place, past the chapter's cells and added ones alike. At the page's end it stays.
 * @throws when there is no such added cell.
 */
export function moveCell(changes: Changes, chapter: readonly ChapterCell[], name: string, direction: "up" | "down"): Changes {
  const current = adapt(chapter, changes);
  addedCell(current, name);
  const page = pageCells(chapter, current);
  const from = page.findIndex((cell) => cell.name === name);
  const to = direction === "up" ? from - 1 : from + 1;
  if (to < 0 || to >= page.length) return current;
  page.splice(to, 0, ...page.splice(from, 1));
  return withPage(current, page);
}

/** @throws when there is no such added cell. The chapter's cells cannot be removed. */
export function removeCell(changes: Changes, chapter: readonly ChapterCell[], name: string): Changes {
  const current = adapt(chapter, changes);
  addedCell(current, name);
  return { ...current, added: current.added.filter((cell) => cell.name !== name) };
}

/** Give a cell of the chapter its own text back. */
export function resetCell(changes: Changes, chapter: readonly ChapterCell[], name: string): Changes {
  const current = adapt(chapter, changes);
  return own(current.edits, name) ? { ...current, edits: without(current.edits, name) } : current;
}

/** The edits of which the reader has to be told: the chapter has changed since. In page order. */
export function outdated(chapter: readonly ChapterCell[], changes: Changes): Outdated[] {
  const current = adapt(chapter, changes);
  const originals = new Map(chapter.map(({ name, text }) => [name, normalLineEnds(text)]));
  return pageCells(chapter, current).flatMap(({ name, text }): Outdated[] => {
    const edit = own(current.edits, name);
    const original = originals.get(name);
    if (edit && original !== undefined) return edit.base === original ? [] : [{ kind: "changed", name, text, base: edit.base, chapter: original }];
    const was = current.added.find((cell) => cell.name === name)?.was;
    return was ? [{ kind: "gone", name, text, base: was.base, was: was.name }] : [];
  });
}

/** What the reader decides about an outdated edit: keep it as made from what the chapter says now, or let it go. */
export function rebase(changes: Changes, chapter: readonly ChapterCell[], name: string, decision: "keep" | "reset"): Changes {
  const current = adapt(chapter, changes);
  const original = chapter.find((cell) => cell.name === name);
  if (!original && decision === "reset") return removeCell(current, chapter, name);
  if (decision === "reset") return resetCell(current, chapter, name);
  const edit = own(current.edits, name);
  if (original) return edit ? withEdit(current, original, { text: edit.text, base: normalLineEnds(original.text) }) : current;
  addedCell(current, name);
  return { ...current, added: current.added.map(({ was, ...cell }) => (cell.name === name || !was ? cell : { ...cell, was })) };
}

/** A name for an added cell that none of `taken` has. */
export function freshName(taken: readonly string[]): string {
  const names = new Set(taken);
  let number = taken.filter((name) => name.startsWith("added-")).length + 1;
  while (names.has(`added-${number}`)) number++;
  return `added-${number}`;
}

/** Text with the line ends that the chapter's cells have. */
export const normalLineEnds = (text: string): string => text.replace(/\r\n?/g, "\n");

/** Added cells sorted by the cells above them; those below the same cell stay as they are. */
export function inPageOrder(added: readonly AddedCell[], order: readonly string[]): AddedCell[] {
  const place = ({ after }: AddedCell) => (after === "" || order.includes(after) ? order.indexOf(after) : order.length);
  return [...added].sort((a, b) => place(a) - place(b));
}

/** The edit of a cell. A cell may be called `constructor`: what an object inherits is no edit. */
export function own(edits: Changes["edits"], name: string): Edit | undefined {
  return Object.hasOwn(edits, name) ? edits[name] : undefined;
}

/**
 * The same changes, of the chapter as it is now. A cell that was only renamed keeps its edit. The edit of a cell that
 * is gone becomes an added cell where it stood; what was added below such a cell comes below the one before it. Edits
 * that say what the chapter now says are over.
 */
function adapt(chapter: readonly ChapterCell[], changes: Changes): Changes {
  const originals = new Map(chapter.map(({ name, text }) => [name, normalLineEnds(text)]));
  const adapted =
    changes.order.length === chapter.length &&
    chapter.every(({ name }, index) => name === changes.order[index]) &&
    Object.entries(changes.edits).every(([name, { text }]) => originals.has(name) && originals.get(name) !== text) &&
    changes.added.every(({ name, after }) => !originals.has(name) && (after === "" || originals.has(after)));
  if (adapted) return changes;

  const nameNow = currentNames(changes, originals);
  const taken = [...originals.keys(), ...changes.added.map(({ name }) => name)];
  const addedAfter = byAnchor(changes.added);
  const edits: [string, Edit][] = [];
  const added: AddedCell[] = [];
  let anchor = "";
  const take = (old: string) => {
    const name = nameNow.get(old);
    const edit = own(changes.edits, old);
    anchor = name ?? anchor;
    if (edit && name === undefined) {
      const fresh = freshName(taken);
      taken.push(fresh);
      added.push({ name: fresh, text: edit.text, after: anchor, was: { name: old, base: edit.base } });
    } else if (edit && name !== undefined && edit.text !== originals.get(name)) edits.push([name, edit]);
    for (const cell of addedAfter.get(old) ?? []) {
      const fresh = originals.has(cell.name) ? freshName(taken) : cell.name;
      taken.push(fresh);
      added.push({ ...cell, name: fresh, after: anchor });
    }
  };
  const placed = new Set(["", ...changes.order]);
  for (const old of placed) take(old);
  // Of these nothing tells where they stood: those the chapter has are below it, the others below the last.
  for (const old of new Set([...Object.keys(changes.edits), ...addedAfter.keys()])) {
    if (placed.has(old)) continue;
    anchor = chapter.at(-1)?.name ?? "";
    take(old);
  }
  const order = chapter.map(({ name }) => name);
  return { edits: Object.fromEntries(edits), added: inPageOrder(added, order), order };
}

/** Name of a cell when the changes were made → its name in the chapter now. Cells that are gone have none. */
function currentNames({ edits, order }: Changes, originals: ReadonlyMap<string, string>): Map<string, string> {
  const names = new Map([...originals.keys()].map((name) => [name, name]));
  const unknown = [...originals].filter(([name]) => !order.includes(name) && !own(edits, name));
  for (const [old, { base }] of Object.entries(edits)) {
    if (originals.has(old) || base === "") continue;
    const index = unknown.findIndex(([, text]) => text === base);
    if (index >= 0) names.set(old, unknown.splice(index, 1)[0]![0]);
  }
  return names;
}

function byAnchor(added: Changes["added"]): Map<string, AddedCell[]> {
  const groups = new Map<string, AddedCell[]>();
  for (const cell of added) groups.set(cell.after, [...(groups.get(cell.after) ?? []), cell]);
  return groups;
}

function withEdit(changes: Changes, original: ChapterCell, edit: Edit): Changes {
  if (edit.text === normalLineEnds(original.text)) return { ...changes, edits: without(changes.edits, original.name) };
  return { ...changes, edits: { ...changes.edits, [original.name]: edit } };
}

/** The changes with the added cells as they stand on a page. */
function withPage(changes: Changes, page: readonly PageCell[]): Changes {
  let after = "";
  const added: AddedCell[] = [];
  for (const { name, text, added: isAdded } of page) {
    if (isAdded) added.push({ ...changes.added.find((cell) => cell.name === name), name, text, after });
    else after = name;
  }
  return { ...changes, added };
}

function without(edits: Changes["edits"], name: string): Changes["edits"] {
  return Object.fromEntries(Object.entries(edits).filter(([other]) => other !== name));
}

function addedCell({ added }: Changes, name: string): AddedCell {
  const cell = added.find((candidate) => candidate.name === name);
  if (!cell) throw noSuchCell(name);
  return cell;
}

const noSuchCell = (name: string) => new Error(`the reader added no cell "${name}" to this page`);
