import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCell,
  type Changes,
  type ChapterCell,
  moveCell,
  noChanges,
  pageCells,
  removeCell,
  resetCell,
  setText,
} from "../../../src/notebook/changes.ts";
import { mergeChanges } from "../../../src/notebook/merge-changes.ts";
import { chapters, Reader, readersAct } from "./reader.ts";

const chapter: ChapterCell[] = [
  { name: "data", text: "1;" },
  { name: "fit", text: "2;" },
];

const edit = (changes: Changes, name: string, text: string) => setText(changes, chapter, name, text);
const add = (changes: Changes, text: string, after = "fit") => addCell(changes, chapter, { after, text }).changes;
const merged = (ancestor: Changes, mine: Changes, theirs: Changes) =>
  pageCells(chapter, mergeChanges({ ancestor, mine, theirs })).map(({ text }) => text);

describe("two versions of a page's changes", () => {
  it("that touched different cells give both", () => {
    expect(merged(noChanges, edit(noChanges, "data", "mine"), add(edit(noChanges, "fit", "theirs"), "added"))).toEqual(["mine", "theirs", "added"]);
  });

  it("that wrote to the same cell leave it mine, with theirs right below", () => {
    const before = add(noChanges, "below");
    expect(merged(before, edit(before, "fit", "mine"), edit(before, "fit", "theirs"))).toEqual(["1;", "mine", "theirs", "below"]);
    expect(merged(before, edit(before, "added-1", "mine"), edit(before, "added-1", "theirs"))).toEqual(["1;", "2;", "mine", "theirs"]);
  });

  it("that each added a cell have both, also under the same name", () => {
    expect(merged(noChanges, add(noChanges, "mine"), add(noChanges, "theirs"))).toEqual(["1;", "2;", "mine", "theirs"]);
    expect(merged(noChanges, add(noChanges, "same"), add(noChanges, "same"))).toEqual(["1;", "2;", "same"]);
  });

  it("of which one let go of what the other wrote keep what was written", () => {
    const before = add(edit(noChanges, "fit", "old"), "old too");
    const gone = removeCell(resetCell(before, chapter, "fit"), chapter, "added-1");
    const written = edit(edit(before, "fit", "new"), "added-1", "new too");
    expect(merged(before, gone, written)).toEqual(["1;", "new", "new too"]);
    expect(merged(before, written, gone)).toEqual(["1;", "new", "new too"]);
    expect(merged(before, gone, before)).toEqual(["1;", "2;"]);
    expect(merged(before, before, gone)).toEqual(["1;", "2;"]);
  });

  it("keep a text that one wrote while the other decided about what it was made from", () => {
    const before = edit(noChanges, "fit", "old");
    const rebased = { ...before, edits: { fit: { text: "old", base: "another" } } };
    const both = mergeChanges({ ancestor: before, mine: rebased, theirs: edit(before, "fit", "new") });
    expect(both.edits).toEqual({ fit: { text: "new", base: "another" } });
  });

  it("of which one moved a cell have it moved, with what the other wrote in it", () => {
    const before = add(add(noChanges, "b"), "a");
    const moved = moveCell(before, chapter, "added-2", "down");
    expect(merged(before, moved, edit(before, "added-2", "A"))).toEqual(["1;", "2;", "b", "A"]);
    expect(merged(before, edit(before, "added-2", "A"), moved)).toEqual(["1;", "2;", "b", "A"]);
    const up = moveCell(before, chapter, "added-2", "up");
    expect(merged(before, up, edit(before, "added-2", "A"))).toEqual(["1;", "A", "2;", "b"]);
  });
});

describe("whatever two tabs do from the same start", () => {
  const acts = fc.array(readersAct, { maxLength: 15 });

  it("no text that either wrote is lost, nor one that both left", () => {
    fc.assert(
      fc.property(chapters, acts, acts, acts, (start, before, here, there) => {
        const [mine, theirs] = [new Reader(start, "one"), new Reader(start, "other")];
        for (const act of before) mine.act(act);
        const ancestor = mine.changes;
        const old = mine.owned;
        Object.assign(theirs, { changes: ancestor, owned: old });
        for (const act of here) if (act.do !== "undo") mine.act(act);
        for (const act of there) if (act.do !== "undo") theirs.act(act);
        const both = mergeChanges({ ancestor, mine: mine.changes, theirs: theirs.changes });
        const page = pageCells(start, both);
        const texts = new Set(page.map(({ text }) => text));
        const due = [
          ...[...mine.owned, ...theirs.owned].filter((text) => !old.has(text)),
          ...[...old].filter((text) => mine.owned.has(text) && theirs.owned.has(text)),
        ];
        expect(due.filter((text) => !texts.has(text))).toEqual([]);
        expect(new Set(page.map(({ name }) => name)).size).toBe(page.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("where only one did anything, that is the outcome", () => {
    fc.assert(
      fc.property(chapters, acts, acts, (start, before, after) => {
        const reader = new Reader(start);
        for (const act of before) reader.act(act);
        const ancestor = reader.changes;
        for (const act of after) reader.act(act);
        const { changes } = reader;
        expect(mergeChanges({ ancestor, mine: changes, theirs: ancestor })).toEqual(changes);
        expect(mergeChanges({ ancestor, mine: ancestor, theirs: changes })).toEqual(changes);
      }),
      { numRuns: 500 },
    );
  });
});
