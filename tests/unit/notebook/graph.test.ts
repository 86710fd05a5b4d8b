import { describe, expect, it } from "vitest";
import { compileCell } from "../../../src/notebook/compile.ts";
import { buildGraph, type GraphCell } from "../../../src/notebook/graph.ts";

/** Cells from their code, in the order written. */
function graphOf(cells: Record<string, string>) {
  return buildGraph(Object.entries(cells).map(([name, text]) => compileCell({ name, text })));
}

describe("the order of cells", () => {
  it("is the notebook's where nothing depends", () => {
    expect(graphOf({ c: "1", a: "2", b: "3" }).order).toEqual(["c", "a", "b"]);
  });

  it("puts a cell after what it reads, wherever that stands", () => {
    expect(graphOf({ chart: "plot(x + y)", x: "const x = y", free: "1", y: "const y = 1" }).order).toEqual(["free", "y", "x", "chart"]);
  });

  it("keeps the cells of a cycle together, after what they need and before what needs them", () => {
    const { order } = graphOf({ last: "a", one: "const a = b + c", two: "const b = a", base: "const c = 1" });
    expect(order).toEqual(["base", "one", "two", "last"]);
  });
});

describe("what depends on what", () => {
  const graph = graphOf({ d: "const d = b + c", a: "let a = 1", b: "const b = a", c: "const c = a", e: "const e = 1" });

  it("names the cell that each read name comes from", () => {
    expect(graph.reads.get("d")).toEqual(
      new Map([
        ["b", "b"],
        ["c", "c"],
      ]),
    );
    expect(graph.reads.get("a")).toEqual(new Map());
  });

  it("reaches up and down over any number of cells, in dependency order", () => {
    expect(graph.upstream("d")).toEqual(["a", "b", "c"]);
    expect(graph.downstream("a")).toEqual(["b", "c", "d"]);
    expect(graph.upstream("e")).toEqual([]);
    expect(graph.downstream("nowhere")).toEqual([]);
  });

  it("leaves names that no cell declares alone", () => {
    const { reads, problems } = graphOf({ a: "Math.max(nothing)" });
    expect(reads.get("a")).toEqual(new Map());
    expect(problems.size).toBe(0);
  });

  it("takes a read in a function, or under typeof, for a read", () => {
    expect(graphOf({ a: "const a = 1", b: "const b = () => a", c: "typeof a" }).downstream("a")).toEqual(["b", "c"]);
  });
});

describe("the imports of a cell", () => {
  it("are its own and those of other cells that it refers to, without a dependency", () => {
    const graph = graphOf({
      use: "import 'side'; f(g)",
      top: 'import { f } from "x"; import * as g from "y"; import h from "z"; import "only-here"',
    });
    expect(graph.importsOf.get("use")?.map(({ local, imported, specifier, owner }) => [local, imported, specifier, owner])).toEqual([
      ["", "", "side", "use"],
      ["f", "f", "x", "top"],
      ["g", "*", "y", "top"],
    ]);
    expect(graph.importsOf.get("top")).toHaveLength(4);
    expect(graph.order).toEqual(["use", "top"]);
    expect(graph.upstream("use")).toEqual([]);
  });

  it("come from the first cell that has them", () => {
    const graph = graphOf({ a: 'import { f } from "x"', b: 'import { f } from "x"', c: "f" });
    expect(graph.importsOf.get("c")).toMatchObject([{ owner: "a" }]);
    expect(graph.problems.size).toBe(0);
  });
});

describe("a name that one cell imports and another declares", () => {
  it("comes from the declaration", () => {
    const { reads, importsOf } = graphOf({ a: 'import { x } from "m"', b: "const x = 1", c: "x" });
    expect(reads.get("c")).toEqual(new Map([["x", "b"]]));
    expect(importsOf.get("c")).toEqual([]);
  });
});

describe("a name declared in two cells", () => {
  const problem = (line: number, column: number, message: string) => ({
    name: "SyntaxError",
    message,
    hint: "Give one of them another name: the cells of a page share one scope.",
    line,
    column,
  });

  it("is a problem of both, each at its own place, and of no other cell", () => {
    const { problems, reads } = graphOf({ a: "const x = 1", b: "\n  let x = 2", c: "x" });
    const message = "`x` is declared in cells `a` and `b`";
    expect(problems).toEqual(
      new Map([
        ["a", problem(1, 7, message)],
        ["b", problem(2, 7, message)],
      ]),
    );
    expect(reads.get("c")).toEqual(new Map([["x", "a"]]));
  });

  it("names all cells when there are more", () => {
    expect(graphOf({ a: "let x", b: "let x", c: "let x" }).problems.get("b")?.message).toBe("`x` is declared in cells `a`, `b` and `c`");
  });

  it("counts an import and a declaration", () => {
    const message = "`x` is declared in cells `a` and `b`";
    expect(graphOf({ a: 'import { x } from "m"', b: "function x() {}" }).problems).toEqual(
      new Map([
        ["a", problem(1, 10, message)],
        ["b", problem(1, 10, message)],
      ]),
    );
  });

  it("counts imports of different things, and not those of the same", () => {
    expect(graphOf({ a: 'import { x } from "m"', b: 'import { x } from "n"' }).problems.size).toBe(2);
    expect(graphOf({ a: 'import { x } from "m"', b: 'import { y as x } from "m"' }).problems.size).toBe(2);
    expect(graphOf({ a: 'import { x } from "m"', b: 'import { x } from "m"' }).problems.size).toBe(0);
    expect(graphOf({ a: 'import "m"', b: 'import "n"' }).problems.size).toBe(0);
  });
});

describe("cells that wait for each other", () => {
  it("are told of the cycle, each from its own place, and other cells are not", () => {
    const { problems } = graphOf({ a: "const x = z", b: "const y = x", c: "let q;\nconst z = y", d: "x", e: "1" });
    const hint = "Move what both need into a cell of its own.";
    expect(problems).toEqual(
      new Map([
        [
          "a",
          {
            name: "ReferenceError",
            message: "these cells wait for each other: `a` needs `z` from `c`, which needs `y` from `b`, which needs `x` from `a`",
            hint,
            line: 1,
            column: 11,
          },
        ],
        [
          "b",
          {
            name: "ReferenceError",
            message: "these cells wait for each other: `b` needs `x` from `a`, which needs `z` from `c`, which needs `y` from `b`",
            hint,
            line: 1,
            column: 11,
          },
        ],
        [
          "c",
          {
            name: "ReferenceError",
            message: "these cells wait for each other: `c` needs `y` from `b`, which needs `x` from `a`, which needs `z` from `c`",
            hint,
            line: 2,
            column: 11,
          },
        ],
      ]),
    );
  });

  it("are told of the shortest of several cycles", () => {
    const { problems } = graphOf({ a: "const a = b + c", b: "const b = c", c: "const c = a" });
    expect(problems.get("a")?.message).toBe("these cells wait for each other: `a` needs `c` from `c`, which needs `a` from `a`");
    expect(problems.get("b")?.message).toBe(
      "these cells wait for each other: `b` needs `c` from `c`, which needs `a` from `a`, which needs `b` from `b`",
    );
  });

  it("do not include a function that calls itself", () => {
    expect(graphOf({ a: "function f() { return f() }" }).problems.size).toBe(0);
  });
});

describe("an assignment", () => {
  it("to another cell's name is a problem of the cell that assigns", () => {
    expect(graphOf({ a: "let n = 1", b: "f();\nn += 1" }).problems).toEqual(
      new Map([
        [
          "b",
          {
            name: "TypeError",
            message: "`n` belongs to cell `a`: cell `b` can read it but not assign to it",
            hint: "Write a function in cell `a` that assigns to it (`const setN = (value) => { n = value; };`) and call that here, or change a field of an object. For a variable of this cell alone, take another name.",
            line: 2,
            column: 1,
          },
        ],
      ]),
    );
  });

  it("to another cell's import is one too", () => {
    expect(graphOf({ a: 'import { n } from "m"', b: "n = 1" }).problems).toEqual(
      new Map([
        [
          "b",
          {
            name: "TypeError",
            message: "`n` is imported by cell `a`: cell `b` cannot assign to it",
            hint: "Declare a `let` of another name.",
            line: 1,
            column: 1,
          },
        ],
      ]),
    );
  });

  it("to a name of the cell, or of none, is left alone", () => {
    expect(graphOf({ a: "let n; n = 1", b: "globalName = 1" }).problems.size).toBe(0);
  });
});

describe("a live value", () => {
  it("read in its own cell is a problem of that cell", () => {
    expect(graphOf({ a: 'import { live } from "#notebook"; const loss = live(f);\nplot(loss)', b: "loss" }).problems).toEqual(
      new Map([
        [
          "a",
          {
            name: "ReferenceError",
            message: "`loss` is live: its values reach other cells, not the one that makes them",
            hint: "Read `loss` in another cell.",
            line: 2,
            column: 6,
          },
        ],
      ]),
    );
  });

  it("read in another cell is what it is for", () => {
    expect(graphOf({ a: "const loss = live(f)", b: "loss", c: "const live = 1" }).problems.size).toBe(0);
  });
});

describe("a cell that does not compile", () => {
  it("still provides the names that it had", () => {
    const broken: GraphCell = { name: "a", defines: [{ name: "x", line: 1, column: 7 }], references: [], assigns: [], imports: [] };
    const graph = buildGraph([broken, compileCell({ name: "b", text: "x" })]);
    expect(graph.downstream("a")).toEqual(["b"]);
    expect(graph.problems.size).toBe(0);
  });
});
