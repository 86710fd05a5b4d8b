import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { addCell, noChanges, pageCells, resetCell, setText } from "../../../src/notebook/changes.ts";
import { History } from "../../../src/notebook/history.ts";
import { mergeChanges } from "../../../src/notebook/merge-changes.ts";

const chapter = [
  { name: "data", text: "1;" },
  { name: "fit", text: "2;" },
];
const isSame = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);
const start = () => new History(noChanges, { merge: mergeChanges, isSame });
const edit = (history: ReturnType<typeof start>, name: string, text: string, group?: string) =>
  history.record(`Edit ${name}`, setText(history.present, chapter, name, text), group ? { group } : {});
const texts = (history: ReturnType<typeof start>) => pageCells(chapter, history.present).map(({ text }) => text);

describe("a history", () => {
  it("takes back the latest step first, and does it again", () => {
    const history = start();
    edit(history, "data", "a");
    edit(history, "fit", "b");
    expect(history.lastDone?.label).toBe("Edit fit");
    history.undo();
    expect([texts(history), history.lastUndone?.label]).toEqual([["a", "2;"], "Edit fit"]);
    history.undo();
    expect([texts(history), history.lastDone]).toEqual([["1;", "2;"], undefined]);
    history.redo();
    history.redo();
    expect(texts(history)).toEqual(["a", "b"]);
    expect([history.undo(), history.redo(), history.redo()].length).toBe(3);
    expect(texts(history)).toEqual(["a", "b"]);
  });

  it("leaves a cell that was written to since it was added, and does not add it twice", () => {
    const history = start();
    const { changes, name } = addCell(history.present, chapter, { after: "data" });
    history.record("Add", changes);
    history.receive(setText(history.present, chapter, name, "mine"));
    history.undo();
    expect(texts(history)).toEqual(["1;", "mine", "2;"]);
    expect(history.lastUndone).toBeUndefined();
    history.redo();
    expect(texts(history)).toEqual(["1;", "mine", "2;"]);
  });

  it("takes what is typed in one cell as one step, until something else is done", () => {
    const history = start();
    for (const text of ["a", "ab", "abc"]) edit(history, "data", text, "data");
    edit(history, "fit", "b", "fit");
    edit(history, "data", "abcd", "data");
    history.undo();
    expect(texts(history)).toEqual(["abc", "b"]);
    history.undo();
    history.undo();
    expect([texts(history), history.lastDone]).toEqual([["1;", "2;"], undefined]);
  });

  it("takes back a reset and leaves what was typed elsewhere since", () => {
    const history = start();
    edit(history, "data", "mine");
    const reset = history.record("Reset data", resetCell(history.present, chapter, "data"));
    edit(history, "fit", "typed since");
    history.undo(reset);
    expect(texts(history)).toEqual(["mine", "typed since"]);
    history.undo(reset);
    expect(texts(history)).toEqual(["mine", "typed since"]);
  });

  it("takes back a reset of the page and loses nothing of what was written in its place", () => {
    const history = start();
    edit(history, "data", "mine");
    const reset = history.record("Reset the page", noChanges);
    edit(history, "data", "other");
    history.undo(reset);
    expect(texts(history)).toEqual(["mine", "other", "2;"]);
  });

  it("takes back a step of this tab and leaves what another tab did", () => {
    const history = start();
    edit(history, "data", "mine");
    history.receive(addCell(history.present, chapter, { after: "fit", text: "theirs" }).changes);
    history.undo();
    expect(texts(history)).toEqual(["1;", "2;", "theirs"]);
  });

  it("forgets what was undone when something new is done", () => {
    const history = start();
    edit(history, "data", "a");
    history.undo();
    edit(history, "fit", "b");
    expect([history.lastUndone, history.redo() === history.present]).toEqual([undefined, true]);
    expect(texts(history)).toEqual(["1;", "b"]);
  });
});
