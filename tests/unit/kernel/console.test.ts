import { format } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellConsole } from "../../../src/kernel/worker/console.ts";

/** What a console writes, line by line, with the level of each. */
function written(use: (console: ReturnType<typeof cellConsole>) => void): string[] {
  const lines: string[] = [];
  use(cellConsole({ log: (level, text) => void lines.push(`${level} ${text}`), table: (rows) => void lines.push(`table ${rows.length}`) }));
  return lines;
}
const logged = (...values: unknown[]) => written((console) => console.log(...values))[0]!.slice("log ".length);

// Expected texts follow https://console.spec.whatwg.org/#formatter.
describe("the first text of a line takes the values that follow into it:", () => {
  it.each<[text: string, ...values: unknown[]]>([
    ["x is 3", "%s is %d", "x", 3],
    ["1.5", "%s", 1.5],
    ["null", "%s", null],
    ["undefined", "%s", undefined],
    ["Symbol(s)", "%s", Symbol("s")],
    ["5", "%s", 5n],
    ["1,2,3", "%s", [1, [2, 3]]],
    ["Error: far", "%s", new Error("far")],
    ["{}", "%s", Object.create(null)],
    ["42", "%d", 42.9],
    ["-7", "%i", "-7 apples"],
    ["NaN", "%d", "apples"],
    ["NaN", "%d", Symbol("s")],
    ["NaN", "%d", Object.create(null)],
    ["9007199254740992", "%i", 9007199254740993n],
    ["2.5", "%f", "2.50 m"],
    ["0.1", "%f", 0.1],
    ["NaN", "%f", Symbol("s")],
    ['{ a: [1] } and "text"', "%o and %O", { a: [1] }, "text"],
    ["red plain", "%cred%c plain", "color: red", ""],
    ["100% of us", "100%% of %s", "us"],
    ["%s", "%s"],
    ["100%%", "100%%"],
    ["one and %s", "%s and %s", "one"],
    ["one two { three: 3 }", "%s", "one", "two", { three: 3 }],
    ["no place 1 %s 2", "no place", 1, "%s", 2],
    ["%j %x % 1", "%j %x %", 1],
    ["%s 1", "%s", "%s", 1],
    ["5%d 6", "%s%%d", 5, 6],
    ["%5s|%-3d 1", "%5s|%-3d", 1],
    ["{ a: 1 } %s 1", { a: 1 }, "%s", 1],
    ["5 %d 1", 5, "%d", 1],
    ["a\nb", "%s", "a\nb"],
    ["0", "%d", -0],
    [""],
  ])("so as to be %j", (text, ...values) => {
    expect(logged(...values)).toBe(text);
  });

  it("as Node does, where it keeps to the standard", () => {
    // Node rounds no number for %d, and writes objects and bigints its own way.
    const piece = fc.constantFrom("%s", "%i", "%f", "%%", "%c", "%", "% s", "%%s", "%x", "a", " ", "%%%s");
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, 1.5, "12 m", "-3.5e2x", Number.NaN));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(value, { minLength: 1, maxLength: 6 }), (pieces, values) => {
        const text = pieces.join("");
        expect(logged(text, ...values)).toBe(format(text, ...values));
      }),
      { numRuns: 3000 },
    );
  });
});

it("every function that writes a text formats it", () => {
  const lines = written((console) => {
    for (const write of [console.log, console.info, console.warn, console.error, console.debug, console.trace]) write("%s=%d", "a", 1, "b");
    console.assert(true, "%s", "not seen");
    console.assert(false, "%s is %d", "x", 3);
    console.assert(false, { x: 3 }, "%s");
    console.assert(false);
    console.group("group %d", 1);
    console.groupCollapsed("in %s", "it");
    console.log("%d", 2);
    console.groupEnd();
    console.groupEnd();
    console.log("out");
  });
  expect(lines).toEqual([
    "log a=1 b",
    "info a=1 b",
    "warn a=1 b",
    "error a=1 b",
    "debug a=1 b",
    "log a=1 b",
    "error Assertion failed: x is 3",
    "error Assertion failed { x: 3 } %s",
    "error Assertion failed",
    "log group 1",
    "log   in it",
    "log     2",
    "log out",
  ]);
});

it("labels and values by themselves are not formatted", () => {
  const lines = written((console) => {
    console.count("%s");
    console.dir("%d");
    console.table("%i");
    console.table([{ a: 1 }]);
    console.time("%s");
    console.timeLog("%s", "%d", 5);
    console.timeEnd("%s");
  });
  expect(lines.slice(0, 4)).toEqual(["log %s: 1", "log %d", "log %i", "table 1"]);
  expect(lines[4]).toMatch(/^log %s: [\d.]+ ms %d 5$/);
  expect(lines[5]).toMatch(/^log %s: [\d.]+ ms$/);
});
