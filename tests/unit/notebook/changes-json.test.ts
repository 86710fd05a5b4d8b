import fc from "fast-check";
import { expect, it } from "vitest";
import { noChanges, pageCells } from "../../../src/notebook/changes.ts";
import { changesFromJson, changesToJson } from "../../../src/notebook/changes-json.ts";
import { authorsAct, chapters, Reader, readersAct } from "./reader.ts";

const acts = fc.array(fc.oneof({ weight: 4, arbitrary: readersAct }, { weight: 1, arbitrary: authorsAct }), { maxLength: 30 });

it("gives back whatever changes a reader can make", () => {
  fc.assert(
    fc.property(chapters, acts, (start, list) => {
      const reader = new Reader(start);
      for (const act of list) reader.act(act);
      const back = changesFromJson(JSON.parse(JSON.stringify(changesToJson(reader.changes))));
      expect(back).toEqual(reader.changes);
      expect(pageCells(reader.chapter, back)).toEqual(pageCells(reader.chapter, reader.changes));
    }),
    { numRuns: 300 },
  );
});

it("is the same text for the same changes", () => {
  const [a, b] = [
    { text: "1", base: "" },
    { text: "2", base: "" },
  ];
  expect(JSON.stringify(changesToJson({ ...noChanges, edits: { a, b } }))).toBe(JSON.stringify(changesToJson({ ...noChanges, edits: { b, a } })));
});

it("makes the line ends of foreign texts those of cells", () => {
  expect(changesFromJson({ version: 1, edits: [["a", "1\r\n2\r", "0"]], added: [], order: [] }).edits["a"]!.text).toBe("1\n2\n");
});

const sound = { version: 1, edits: [["a", "1", "0"]], added: [["b", "2", ""]], order: ["a"] };

it.each([
  [null, "it is no object"],
  [[], "it is no object"],
  [{ ...sound, version: 2 }, "its version is 2, and this page reads version 1"],
  [{}, "its version is missing, and this page reads version 1"],
  [{ ...sound, run: true }, 'it has a field "run"'],
  [JSON.parse('{"version":1,"__proto__":{"edits":[]}}'), 'it has a field "__proto__"'],
  [{ ...sound, edits: { a: "1" } }, "its edits are no list"],
  [{ ...sound, edits: [["a", "1"]] }, "edits[0] is no list of 3 texts"],
  [{ ...sound, edits: [["a", 1, "0"]] }, "edits[0] is no list of 3 texts"],
  [{ ...sound, edits: [["a", { toString: "1" }, "0"]] }, "edits[0] is no list of 3 texts"],
  [{ ...sound, edits: [sound.edits[0], ["<img>", "1", "0"]] }, "edits[1] does not name a cell"],
  [{ ...sound, edits: [sound.edits[0], sound.edits[0]] }, "it has cell a twice"],
  [{ ...sound, added: [["b", "2", "", "c"]] }, "added[0] is no list of 3 or 5 texts"],
  [{ ...sound, added: [["b", "2", "not a name"]] }, "added[0] does not name a cell"],
  [{ ...sound, added: [["b", "2", "", "\u202e", ""]] }, "added[0] does not name a cell"],
  [{ ...sound, order: [7] }, "order[0] does not name a cell"],
  [{ ...sound, order: ["a", "a"] }, "it has cell a twice"],
])("says what is wrong with %j", (json, message) => {
  expect(() => changesFromJson(json)).toThrow(new Error(message));
});
