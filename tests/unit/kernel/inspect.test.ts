import fc from "fast-check";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { inspect } from "../../../src/kernel/worker/inspect.ts";

const { DOMParser } = new JSDOM().window;
const text = (value: unknown) => inspect(value).text;
const parse = (html: string) => new DOMParser().parseFromString(html, "text/html").body;

class Point {
  x = 1;
  #hidden = 2;
  get sum() {
    return this.x + this.#hidden;
  }
}
const circular: { list: unknown[] } = { list: [] };
circular.list.push(circular);
const ownMap = new Map<string, unknown>();
ownMap.set("me", ownMap);
const ownSet = new Set<unknown>();
ownSet.add(ownSet);
const sparse = [1, , 3];
const nobody = Object.assign(Object.create(null), { a: 1 });
class Shy {
  static name() {}
}

describe("a value as text is", () => {
  // A loop: in a table, Vitest would read the getters and proxies for the title.
  const cases: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    [0.1, "0.1"],
    [-0, "-0"],
    [NaN, "NaN"],
    [12n, "12n"],
    ["text", "text"],
    [["text", 'quote "'], '["text", "quote \\""]'],
    [Symbol("s"), "Symbol(s)"],
    [() => 1, "ƒ (anonymous)()"],
    [Math.max, "ƒ max()"],
    [Point, "class Point"],
    [Shy, "class (anonymous)"],
    [{}, "{}"],
    [[], "[]"],
    [{ a: 1, "b c": [2, { d: null }] }, '{ a: 1, "b c": [2, { d: null }] }'],
    [{ [Symbol("s")]: 1 }, "{ [Symbol(s)]: 1 }"],
    [new Point(), "Point { x: 1 }"],
    [
      {
        get a() {
          throw new Error("called");
        },
      },
      "{ a: (getter) }",
    ],
    [nobody, "{ a: 1 }"],
    [
      new Map<unknown, unknown>([
        ["a", 1],
        [{ k: 2 }, new Set([3])],
      ]),
      'Map(2) { "a" → 1, { k: 2 } → Set(1) { 3 } }',
    ],
    [new Set(["a", "b"]), 'Set(2) { "a", "b" }'],
    [new Float32Array([0.1, -0, 1 / 3]), "Float32Array(3) [0.1, -0, 0.3333333]"],
    [new Float64Array([0.1]), "Float64Array(1) [0.1]"],
    [new BigInt64Array([1n]), "BigInt64Array(1) [1n]"],
    [new ArrayBuffer(2000), "ArrayBuffer(2,000 bytes)"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(NaN), "Invalid Date"],
    [/a+/gi, "/a+/gi"],
    [new RangeError("far"), "RangeError: far"],
    [new Error("outer", { cause: new Error("inner") }), "Error: outer { cause: Error: inner }"],
    [circular, "{ list: [[circular]] }"],
    [ownMap, 'Map(1) { "me" → [circular] }'],
    [ownSet, "Set(1) { [circular] }"],
    [sparse, "[1, empty, 3]"],
    [Promise.resolve(1), "Promise"],
    [new WeakMap(), "WeakMap"],
    [[new Number(NaN), new String("s"), new Boolean(false)], '[Number(NaN), String("s"), Boolean(false)]'],
    [
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("not yours");
          },
        },
      ),
      "[cannot be shown: not yours]",
    ],
    [
      [
        new Proxy(() => {}, {
          get: () => {
            throw null;
          },
        }),
      ],
      "[[cannot be shown]]",
    ],
    [[[[[[[["deep"]]]]]]], "[[[[[[… 1 more]]]]]]"],
    [{ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }, "{ a: { b: { c: { d: { e: { … 1 more } } } } } }"],
  ];
  for (const [value, expected] of cases) it(expected, () => expect(text(value)).toBe(expected));

  it("shows the same thing twice where it stands twice beside itself", () => {
    const x = { a: 1 };
    expect(text([x, x])).toBe("[{ a: 1 }, { a: 1 }]");
  });

  it("counts what it leaves out of long values", () => {
    expect(text(Array.from({ length: 1234 }, (_, i) => i))).toMatch(/99,\n? *… 1,134 more\n\]$/);
    expect(text(new Set(Array.from({ length: 150 }, (_, i) => i)))).toContain("… 50 more");
    expect(text(new Map(Array.from({ length: 150 }, (_, i) => [i, i])))).toContain("… 50 more");
    expect(text(Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`k${i}`, i])))).toContain("… 50 more");
    expect(text("x".repeat(10_050))).toBe(`${"x".repeat(10_000)}… 50 more characters`);
    expect(text(["x".repeat(10_050)])).toContain('… 50 more characters"');
    expect(text(new Array(1e9))).toContain("… 999,999,900 more");
  });

  it("puts long lists of short things side by side, and long objects one key a line, within 80 columns", () => {
    const lines = text(Array.from({ length: 60 }, (_, i) => i)).split("\n");
    expect(lines.length).toBeLessThan(8);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text({ first: "x".repeat(40), second: "y".repeat(40) })).toBe(`{\n  first: "${"x".repeat(40)}",\n  second: "${"y".repeat(40)}"\n}`);
  });
});

describe("a value as HTML", () => {
  it("folds what is long or deep, and shows what is short as it is", () => {
    expect(parse(inspect([1, 2]).html).querySelectorAll("details")).toHaveLength(0);
    const body = parse(inspect({ list: Array.from({ length: 500 }, (_, i) => i) }).html);
    expect([...body.querySelectorAll("details")].map((details) => details.open)).toEqual([true, false]);
    expect(body.querySelectorAll("li")).toHaveLength(102);
    expect(body.querySelectorAll("li")[101]!.textContent).toBe("… 400 more");
  });

  it("escapes all that is a reader's", () => {
    const evil = "<img src=x onerror=alert(1)>\"'&";
    const value = {
      [evil]: [evil, [evil]],
      map: new Map([[evil, new Error(evil)]]),
      symbol: Symbol(evil),
      f: Object.defineProperty(() => 1, "name", { value: evil }),
    };
    const body = parse(inspect(value).html);
    expect(body.querySelectorAll("img")).toHaveLength(0);
    expect(body.textContent).toContain(evil);
  });
});

const OURS = new Set(["DIV", "DETAILS", "SUMMARY", "UL", "LI", "SPAN"]);
const markup = fc.constantFrom("<b>", "</div>", "<script>", "<!--", "&lt;", '"', "'>", "<details open>", "​", "\0");
const values = fc.anything({
  key: fc.oneof(markup, fc.string()),
  values: [markup, fc.string({ unit: "binary" }), fc.double(), fc.bigInt(), fc.constant(undefined), fc.constant(null), fc.boolean()],
  maxDepth: 8,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
});

describe("any value at all", () => {
  it("gives HTML with no elements or attributes but ours", () => {
    fc.assert(
      fc.property(values, (value) => {
        for (const element of parse(inspect(value).html).querySelectorAll("*")) {
          expect(OURS).toContain(element.tagName);
          for (const { name } of element.attributes) expect(["class", "open"]).toContain(name);
        }
      }),
      { numRuns: 150 },
    );
  });

  const bounded = (value: unknown) => {
    const { text, html } = inspect(value);
    expect(text.length).toBeLessThan(400_000);
    expect(html.length).toBeLessThan(4_000_000);
  };

  it("gives text and HTML of bounded size", () => {
    const long = fc.constantFrom("x", "", "\0".repeat(9999), "<".repeat(30_000), "é\n".repeat(5000));
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        long,
        fc.nat(),
        tie("list"),
        tie("object"),
        tie("map"),
        long.map((text) => new Error(text)),
        long.map(Symbol),
      ),
      list: fc.array(tie("value"), { maxLength: 12, size: "max" }),
      object: fc.dictionary(long, tie("value"), { maxKeys: 5 }),
      map: fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 5 }).map((entries) => new Map(entries)),
    }));
    fc.assert(fc.property(tree.value, bounded), { numRuns: 50 });
  });

  const large: [string, unknown][] = [
    ["many long texts", Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "\0".repeat(10_000)))],
    ["long keys", Object.fromEntries(Array.from({ length: 100 }, (_, i) => [i + "<".repeat(100_000), i]))],
    ["a long key of a map", new Map([["x".repeat(1e7), new Map([[{ a: "y".repeat(1e7) }, 1]])]])],
    ["a long message", new Error("m".repeat(1e7), { cause: new Error("c".repeat(1e7)) })],
    ["a long number", 10n ** 50_000n],
    ["a long boxed text", new String("<".repeat(1e7))],
    ["a long name", new (Object.defineProperty(class {}, "name", { value: "n".repeat(1e7) }))()],
    ["a long pattern", new RegExp("a".repeat(1e6))],
    ["a wide tree", Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ a: 1 }))))],
  ];
  for (const [name, value] of large) it(`is bounded: ${name}`, () => bounded(value));
});
