import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCell,
  type Changes,
  type ChapterCell,
  isEmpty,
  moveCell,
  noChanges,
  outdated,
  pageCells,
  rebase,
  removeCell,
  resetCell,
  setText,
} from "../../../src/notebook/changes.ts";
import { authorsAct, chapters, Reader, readersAct } from "./reader.ts";

const chapter: ChapterCell[] = [
  { name: "data", text: "const a = 1;" },
  { name: "fit", text: "fit(a);" },
  { name: "plot", text: "plot(a);" },
];

const names = (changes: Changes, of = chapter) => pageCells(of, changes).map(({ name }) => name);
const textOf = (changes: Changes, name: string, of = chapter) => pageCells(of, changes).find((cell) => cell.name === name)?.text;
const add = (changes: Changes, after: string, text = "") => addCell(changes, chapter, { after, text }).changes;

describe("an edit", () => {
  it("is the cell's text on the page, and says so", () => {
    const changes = setText(noChanges, chapter, "fit", "fit(2);");
    expect(pageCells(chapter, changes)[1]).toEqual({ name: "fit", text: "fit(2);", added: false, edited: true });
    expect(isEmpty(changes)).toBe(false);
    expect(pageCells(chapter, noChanges).some(({ edited }) => edited)).toBe(false);
  });

  it("ends with the chapter's own text, whatever its line ends", () => {
    const windows = [{ name: "a", text: "1;\r\n2;" }];
    const edited = setText(noChanges, windows, "a", "1;\r2;\r\n3;");
    expect(textOf(edited, "a", windows)).toBe("1;\n2;\n3;");
    expect(isEmpty(setText(edited, windows, "a", "1;\n2;"))).toBe(true);
  });

  it("may be empty", () => {
    const changes = setText(noChanges, chapter, "fit", "");
    expect(pageCells(chapter, changes)[1]).toMatchObject({ text: "", edited: true });
  });

  it("is not taken from what objects inherit", () => {
    const tricky = ["__proto__", "constructor", "toString"].map((name) => ({ name, text: name }));
    expect(pageCells(tricky, noChanges).map(({ text }) => text)).toEqual(["__proto__", "constructor", "toString"]);
    const changes = setText(noChanges, tricky, "__proto__", "mine");
    expect(textOf(changes, "__proto__", tricky)).toBe("mine");
    expect(Object.getPrototypeOf(changes.edits)).toBe(Object.prototype);
    expect(isEmpty(resetCell(changes, tricky, "__proto__"))).toBe(true);
  });

  it("of a cell that is not there is an error with its name", () => {
    expect(() => setText(noChanges, chapter, "fti", "")).toThrow('no cell "fti"');
  });

  it("leaves the changes from which it was made", () => {
    const before = add(setText(noChanges, chapter, "fit", "1"), "fit");
    const copy = structuredClone(before);
    setText(before, chapter, "fit", "2");
    moveCell(before, chapter, "added-1", "down");
    removeCell(before, chapter, "added-1");
    expect(before).toEqual(copy);
  });
});

describe("an added cell", () => {
  it("stands right below the cell it was added to, also an added one, or at the top", () => {
    const two = add(add(noChanges, "data"), "data");
    expect(names(two)).toEqual(["data", "added-2", "added-1", "fit", "plot"]);
    expect(names(add(add(two, "added-2"), ""))).toEqual(["added-4", "data", "added-2", "added-3", "added-1", "fit", "plot"]);
  });

  it("has a name that neither the chapter nor another added cell has", () => {
    const tricky = [{ name: "added-1", text: "" }];
    expect(addCell(noChanges, tricky, { after: "added-1" }).name).not.toBe("added-1");
    const three = add(add(add(noChanges, "fit"), "fit"), "fit");
    expect(new Set(names(add(removeCell(three, chapter, "added-2"), "fit"))).size).toBe(6);
  });

  it("moves by one place past every cell, and stays at the page's ends", () => {
    const changes = add(add(noChanges, "data"), "data");
    let moved = moveCell(changes, chapter, "added-2", "down");
    expect(names(moved)).toEqual(["data", "added-1", "added-2", "fit", "plot"]);
    for (const expected of [
      ["data", "added-1", "fit", "added-2", "plot"],
      ["data", "added-1", "fit", "plot", "added-2"],
      ["data", "added-1", "fit", "plot", "added-2"],
    ]) {
      moved = moveCell(moved, chapter, "added-2", "down");
      expect(names(moved)).toEqual(expected);
    }
    const top = moveCell(moveCell(moved, chapter, "added-1", "up"), chapter, "added-1", "up");
    expect(names(top)[0]).toBe("added-1");
  });

  it("can be removed; the chapter's cells cannot", () => {
    expect(isEmpty(removeCell(add(noChanges, "fit"), chapter, "added-1"))).toBe(true);
    expect(() => removeCell(noChanges, chapter, "fit")).toThrow('added no cell "fit"');
    expect(() => moveCell(noChanges, chapter, "fit", "up")).toThrow('added no cell "fit"');
  });

  it("can be all that a page has", () => {
    const { changes, name } = addCell(noChanges, [], { after: "", text: "1 + 1" });
    expect(pageCells([], changes)).toEqual([{ name, text: "1 + 1", added: true, edited: false, after: "" }]);
  });
});

describe("when the chapter has changed", () => {
  const edited = setText(noChanges, chapter, "fit", "mine");

  it("an edit of a rewritten cell stays, and is outdated until the reader decides", () => {
    const now = chapter.map((cell) => (cell.name === "fit" ? { name: "fit", text: "fit(b);" } : cell));
    expect(outdated(chapter, edited)).toEqual([]);
    expect(outdated(now, edited)).toEqual([{ kind: "changed", name: "fit", text: "mine", base: "fit(a);", chapter: "fit(b);" }]);
    const typed = setText(edited, now, "fit", "mine too");
    expect(outdated(now, typed)).toMatchObject([{ text: "mine too", base: "fit(a);" }]);
    const kept = rebase(typed, now, "fit", "keep");
    expect([textOf(kept, "fit", now), outdated(now, kept)]).toEqual(["mine too", []]);
    const reset = rebase(typed, now, "fit", "reset");
    expect([textOf(reset, "fit", now), isEmpty(reset)]).toEqual(["fit(b);", true]);
  });

  it("an edit that says what the chapter now says is over", () => {
    const now = chapter.map((cell) => (cell.name === "fit" ? { name: "fit", text: "mine" } : cell));
    expect(outdated(now, edited)).toEqual([]);
    expect(pageCells(now, edited)[1]).toMatchObject({ text: "mine", edited: false });
  });

  it("an edit of a removed cell becomes an added cell where that one stood", () => {
    const below = add(edited, "fit", "below");
    const now = [chapter[0]!, chapter[2]!];
    expect(pageCells(now, below).map(({ text }) => text)).toEqual(["const a = 1;", "mine", "below", "plot(a);"]);
    expect(outdated(now, below)).toEqual([{ kind: "gone", name: "added-2", text: "mine", base: "fit(a);", was: "fit" }]);
    const kept = rebase(below, now, "added-2", "keep");
    expect([textOf(kept, "added-2", now), outdated(now, kept)]).toEqual(["mine", []]);
    expect(names(rebase(below, now, "added-2", "reset"), now)).toEqual(["data", "added-1", "plot"]);
  });

  it("an edit follows a cell that only has another name", () => {
    const now = chapter.map((cell) => (cell.name === "fit" ? { ...cell, name: "fit-tree" } : cell));
    const below = add(edited, "fit");
    expect(names(below, now)).toEqual(["data", "fit-tree", "added-1", "plot"]);
    expect([textOf(below, "fit-tree", now), outdated(now, below)]).toEqual(["mine", []]);
  });

  it("what was added below a removed cell comes below the one before it, also when the first went", () => {
    const changes = add(add(noChanges, "fit"), "data");
    expect(names(changes, [chapter[0]!, chapter[2]!])).toEqual(["data", "added-2", "added-1", "plot"]);
    expect(names(changes, [chapter[2]!])).toEqual(["added-2", "added-1", "plot"]);
    expect(names(changes, [])).toEqual(["added-2", "added-1"]);
  });

  it("what was added moves with the cell above it", () => {
    const changes = add(noChanges, "fit");
    expect(names(changes, [chapter[1]!, chapter[2]!, chapter[0]!])).toEqual(["fit", "added-1", "plot", "data"]);
  });

  it("an added cell whose name the chapter now uses gets another", () => {
    const now = [...chapter, { name: "added-1", text: "the chapter's" }];
    const changes = add(noChanges, "plot", "mine");
    expect(pageCells(now, changes).map(({ text }) => text)).toEqual(["const a = 1;", "fit(a);", "plot(a);", "mine", "the chapter's"]);
    expect(new Set(names(changes, now)).size).toBe(5);
  });
});

describe("whatever is done to a page and its chapter", () => {
  const acts = fc.array(fc.oneof({ weight: 4, arbitrary: readersAct }, { weight: 1, arbitrary: authorsAct }), { maxLength: 40 });

  it("each text that the reader did not let go of is on the page, with the chapter's cells in order", () => {
    fc.assert(
      fc.property(chapters, acts, (start, list) => {
        const reader = new Reader(start);
        for (const act of list) {
          reader.act(act);
          const page = pageCells(reader.chapter, reader.changes);
          const texts = new Set(page.map(({ text }) => text));
          expect([...reader.owned].filter((text) => !texts.has(text))).toEqual([]);
          expect(new Set(page.map(({ name }) => name)).size).toBe(page.length);
          expect(page.filter(({ added }) => !added).map(({ name }) => name)).toEqual(reader.chapter.map(({ name }) => name));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("to reset each cell and remove each added one gives the chapter, exactly", () => {
    fc.assert(
      fc.property(chapters, acts, (start, list) => {
        const reader = new Reader(start);
        for (const act of list) reader.act(act);
        let { changes } = reader;
        for (const { name, added } of pageCells(reader.chapter, changes)) changes = (added ? removeCell : resetCell)(changes, reader.chapter, name);
        expect(isEmpty(changes)).toBe(true);
        expect(pageCells(reader.chapter, changes).map(({ name, text }) => ({ name, text }))).toEqual(reader.chapter);
      }),
      { numRuns: 500 },
    );
  });

  it("a decision about each outdated edit leaves none, and keeping keeps every text", () => {
    fc.assert(
      fc.property(chapters, acts, fc.constantFrom("keep" as const, "reset" as const), (start, list, decision) => {
        const reader = new Reader(start);
        for (const act of list) reader.act(act);
        let { changes } = reader;
        for (const { name } of outdated(reader.chapter, changes)) changes = rebase(changes, reader.chapter, name, decision);
        expect(outdated(reader.chapter, changes)).toEqual([]);
        if (decision === "keep") expect(pageCells(reader.chapter, changes)).toEqual(pageCells(reader.chapter, reader.changes));
      }),
      { numRuns: 500 },
    );
  });
});
