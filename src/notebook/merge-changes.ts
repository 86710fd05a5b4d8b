import { type AddedCell, type Changes, type Edit, freshName, inPageOrder, own } from "./changes.ts";

export interface Versions {
  /** What both were made from. */
  ancestor: Changes;
  mine: Changes;
  theirs: Changes;
}

/**
 * Two versions of a page's changes, made from the same one, in one. Cell by cell: what only one of them touched is as
 * that one has it. Where both wrote another text, the cell has mine, and theirs stands in an added cell right below
 * it. Where one let go of what the other wrote, the text stays.
 */
export function mergeChanges({ ancestor, mine, theirs }: Versions): Changes {
  const edits: [string, Edit][] = [];
  const added = mergeAdded({ ancestor, mine, theirs });
  const beside = (text: string, after: string, at: number) => {
    const taken = [mine, theirs].flatMap((changes) => [...Object.keys(changes.edits), ...changes.order]);
    const name = freshName([...taken, ...added.map((cell) => cell.name)]);
    added.splice(at, 0, { name, text, after });
  };
  for (const name of new Set([...Object.keys(mine.edits), ...Object.keys(theirs.edits)])) {
    const [before, here, there] = [own(ancestor.edits, name), own(mine.edits, name), own(theirs.edits, name)];
    const one = same(here, before) ? there : same(there, before) ? here : (here ?? there);
    const edit = here && there ? { text: newer(before?.text, here.text, there.text), base: newer(before?.base, here.base, there.base) } : one;
    if (edit) edits.push([name, edit]);
    if (!clash({ before, here, there })) continue;
    const first = added.findIndex(({ after }) => after === name);
    beside(there!.text, name, first < 0 ? added.length : first);
  }
  for (const there of theirs.added) {
    const [before, here] = [ancestor, mine].map((changes) => changes.added.find(({ name }) => name === there.name));
    if (!clash({ before, here, there })) continue;
    const at = added.findIndex(({ name }) => name === there.name);
    beside(there.text, added[at]!.after, at + 1);
  }
  // Before a first step there is no order; something of theirs may be left that needs one.
  const unordered = mine.order.length === 0 && (added.length > 0 || edits.length > 0);
  const order = unordered || mine.order.join() === ancestor.order.join() ? theirs.order : mine.order;
  return { edits: Object.fromEntries(edits), added: inPageOrder(added, order), order };
}

/** True when both versions hold a text of their own, and neither is the one they had before. */
function clash({
  before,
  here,
  there,
}: {
  before: { text: string } | undefined;
  here: { text: string } | undefined;
  there: { text: string } | undefined;
}): boolean {
  return here !== undefined && there !== undefined && new Set([before?.text, here.text, there.text]).size === 3;
}

/** The added cells of both, in the order of the one that moved some (mine, where both did). */
function mergeAdded({ ancestor, mine, theirs }: Versions): AddedCell[] {
  const [inAncestor, inMine, inTheirs] = [ancestor, mine, theirs].map(({ added }) => new Map(added.map((cell) => [cell.name, cell])));
  const merged = (name: string): AddedCell | undefined => {
    const [before, here, there] = [inAncestor!.get(name), inMine!.get(name), inTheirs!.get(name)];
    if (!here || !there) {
      const kept = here ?? there;
      // Gone from one: a removal, unless it is new or was written to in the other.
      return before && before.text === kept?.text ? undefined : kept;
    }
    const place = here.after === before?.after ? there : here;
    return { ...(here.text === before?.text ? there : here), after: place.after };
  };
  const common = ({ added }: Changes) =>
    added.map(({ name }) => name).filter((name) => inAncestor!.has(name) && inMine!.has(name) && inTheirs!.has(name));
  const moved = common(mine).join() !== common(ancestor).join();
  const [first, second] = moved ? [mine, theirs] : [theirs, mine];
  const cells = first.added.flatMap(({ name }) => merged(name) ?? []);
  for (const [index, { name }] of second.added.entries()) {
    const cell = merged(name);
    if (!cell || cells.some((other) => other.name === name)) continue;
    const above = second.added.slice(0, index).findLast((other) => other.after === cell.after && cells.some((there) => there.name === other.name));
    cells.splice(cells.findIndex((other) => other.name === above?.name) + 1, 0, cell);
  }
  return cells;
}

const newer = (before: string | undefined, here: string, there: string) => (here === before ? there : here);

const same = (a: Edit | undefined, b: Edit | undefined) => a?.text === b?.text && a?.base === b?.base;
