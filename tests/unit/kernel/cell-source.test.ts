import { expect, it } from "vitest";
import { cellSource } from "../../../src/kernel/worker/cell-source.ts";

const cell = { body: "let a = 0; const b = c;", defines: ["a", "b"], reassigned: [] };

it("a cell that has to do with no changing variable is a plain function of plain values", () => {
  expect(cellSource(cell, { values: ["c"], late: [] })).toBe(
    "async function ($show, $mport, console, {c}, $read) {;\nlet a = 0; const b = c;\n;return {a, b};}",
  );
});

it("only what may be assigned to later is given as a function", async () => {
  const source = cellSource({ ...cell, body: "let a = 0; const b = () => ++a;", reassigned: ["a"] }, { values: [], late: [] });
  const { a, b } = await new Function(`return ${source}`)()(null, null, console, {});
  expect([a(), b(), a()]).toEqual([0, 1, 1]);
});

it("a late name is read at each use, from what the run was given", async () => {
  const source = cellSource(
    { ...cell, body: "const a = () => $now.c; const b = () => $read.c();" },
    { values: [], late: ["c", "constructor", "__proto__"] },
  );
  const made = new Function(`return ${source}`)();
  let c = 1;
  const first = await made(null, null, console, {}, { c: () => c });
  const second = await made(null, null, console, {}, { c: () => -c });
  c = 2;
  expect([first.a(), first.b(), second.a(), second.b()]).toEqual([2, 2, -2, -2]);
});
