import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { outputsHtml } from "../../../src/components/output.ts";
import type { Table } from "../../../src/kernel/protocol/api.ts";
import { HTML, JSON_TYPE, NARROW, narrow, PLAIN, PNG, SVG } from "../../../src/kernel/protocol/mime.ts";
import { KIND, toBundle } from "../../../src/kernel/worker/bundle.ts";
import { open, runCell } from "./kernel.ts";

const { document } = new JSDOM().window;
const elements = (html: string) => new JSDOM(html).window.document;
const tagged = (kind: string, value: object) => Object.defineProperty({ ...value }, KIND, { value: kind });
const table = (rows: object[], options: object = {}) => tagged("table", { rows, options }) as Table;

describe("a chart", () => {
  const chart =
    'const Plot = await import("@observablehq/plot");\nPlot.plot({ marks: [Plot.frame(), Plot.line([1, 3, 2], { clip: true, marker: "dot" }), Plot.dotY([1, 3, 2])] })';

  it("is drawn for both widths, with a text alternative", async () => {
    const { outputs } = await runCell(chart);
    const bundle = outputs[0]!;
    const svgs = [bundle[SVG], bundle[narrow(SVG)]].map((markup) => elements(markup as string).querySelector("svg")!);
    expect(svgs[0]!.getAttribute("viewBox")).not.toBe(svgs[1]!.getAttribute("viewBox"));
    expect(svgs[1]!.getAttribute("width")).toBe(`${NARROW}`);
    for (const svg of svgs) {
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.getAttribute("aria-label")).toBeTruthy();
    }
    expect(bundle[PLAIN]).toBe(svgs[0]!.getAttribute("aria-label"));
  });

  it("has the text alternative that display is given", async () => {
    const { outputs } = await runCell(chart.replace("Plot.plot(", "display(Plot.plot(").replace(/\)$/, '), { alt: "Three <points>" })'));
    expect(outputs[0]![PLAIN]).toBe("Three <points>");
    for (const type of [SVG, narrow(SVG)] as const)
      expect(
        elements(outputs[0]![type] as string)
          .querySelector("svg")!
          .getAttribute("aria-label"),
      ).toBe("Three <points>");
  });

  it("has ids of its own, the same in every run and for all that refers to them", async () => {
    const { session, run } = await open(
      `// %% one\n${chart}\n// %% two\n${chart.replace("const Plot = await", "const P = await").replaceAll("Plot.", "P.")}`,
    );
    await session.runAll();
    const first = [session.outputs("one"), session.outputs("two")];
    await run("one", "two");
    expect([session.outputs("one"), session.outputs("two")]).toEqual(first);
    const page = elements(first.map((outputs) => outputsHtml(outputs)).join(""));
    const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(ids.length);
    const used = [...page.body.innerHTML.matchAll(/url\((?:&quot;)?#([^)&]+)/g)].map(([, id]) => id!);
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("of a fixed width is drawn once", async () => {
    const { outputs } = await runCell(chart.replace("Plot.plot({", "Plot.plot({ width: 200,"));
    expect(Object.keys(outputs[0]!)).toEqual([PLAIN, SVG]);
  });
});

describe("an element", () => {
  it("is its markup, with its text", () => {
    const list = document.createElement("ul");
    list.innerHTML = "<li>a &amp; b</li><li>c</li>";
    expect(toBundle(list, "x")).toEqual({ [PLAIN]: "a & b\nc", [HTML]: "<ul><li>a &amp; b</li><li>c</li></ul>" });
  });

  it("keeps text that looks like an id, and changes ids", () => {
    const p = document.createElement("p");
    p.innerHTML = '<b id="a">say id="a" and url(#a) href="#a"</b><a href="#a" title="x > y">up</a><a href="#b">out</a><label for="a">l</label>';
    expect(toBundle(p, "s")[HTML]).toBe(
      '<p><b id="s-w1">say id="a" and url(#a) href="#a"</b><a href="#s-w1" title="x &gt; y">up</a><a href="#b">out</a><label for="s-w1">l</label></p>',
    );
  });

  it("may be a fragment or a text", () => {
    const fragment = document.createDocumentFragment();
    fragment.append(document.createElement("hr"), "t<");
    expect(toBundle(fragment, "x")[HTML]).toBe("<hr>t&lt;");
    expect(toBundle(document.createTextNode("a"), "x")).toEqual({ [PLAIN]: "a", [HTML]: "a" });
  });
});

describe("a table", () => {
  it("has its rows as JSON: what JSON has not, as text", () => {
    const rows = [
      { a: 1, b: NaN, c: new Date(0), d: undefined, e: "x" },
      { a: null, b: true, f: 5n },
    ];
    const bundle = toBundle(table(rows), "x");
    expect(bundle[JSON_TYPE]).toEqual([
      { a: 1, b: null, c: "1970-01-01T00:00:00.000Z", d: "", e: "x", f: "" },
      { a: null, b: true, c: "", d: "", e: "", f: "5n" },
    ]);
    expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
  });

  it("shows the columns asked for, numbers to the right", () => {
    const bundle = toBundle(table([{ a: 1, b: "x", c: 3 }], { columns: ["c", "b"] }), "x");
    expect(bundle[HTML]).toBe(
      '<table><thead><tr><th scope="col" class="number">c</th><th scope="col">b</th></tr></thead><tbody><tr><td class="number">3</td><td>x</td></tr></tbody></table>',
    );
  });

  it("writes numbers as the column's format says, to the right, and keeps them whole for downloads", () => {
    const rows = [
      { model: "a", loss: 1.23456, share: 0.1234, size: 1234567.8 },
      { model: "b", loss: null, share: Number.NaN, size: 2 },
    ];
    const format = { model: (name: string) => name.toUpperCase(), loss: 3, share: ".1%", size: "," };
    const bundle = toBundle(table(rows, { format }), "x");
    expect(bundle[PLAIN].split("\n").slice(1)).toEqual(["A      1.235  12.3 %  1,234,568", "B                NaN          2"]);
    expect(elements(bundle[HTML] as string).querySelectorAll("td.number")).toHaveLength(6);
    expect(bundle[JSON_TYPE]).toMatchObject([{ model: "a", loss: 1.23456, share: 0.1234, size: 1234567.8 }, { loss: null }]);
    expect(toBundle(table([{ share: 0.996 }], { format: { share: "%" } }), "x")[PLAIN]).toBe("share\n100 %");
  });

  it.each([
    ["{ format: 3 }", "format of table(…) names columns and says how each is written: { format: { loss: 3 } }"],
    ["{ format: { los: 3 } }", "format names a column los, which no row has: did you mean loss?"],
    ["{ format: { accuracy: 3 } }", "format names a column accuracy, which no row has: there are loss, word"],
    ["{ format: { loss: 2.5 } }", /^format of the column loss is 2.5: take digits after the point \(3\), "%" or ".1%" for shares, /],
    ['{ format: { loss: ".3f" } }', /^format of the column loss is .*\.3f.*: take digits/],
    ["{ format: { word: 2 } }", /^the column word holds .*hm.*, which is no number: leave its format out, or give a function$/],
    ["{ format: { loss: (value) => value + 1 } }", "the format of the column loss returned 2: it must return a text, as String(value) does"],
  ])("says what is wrong with %s", async (options, message) => {
    const { error } = await runCell(`table([{ loss: 1, word: "hm" }], ${options})`);
    expect(error?.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  it("may have a format before it has rows", async () => {
    expect((await runCell("table([], { format: { loss: 3 } })")).error).toBeUndefined();
  });

  it("shows ten rows and counts the rest, and may be empty", () => {
    const bundle = toBundle(table(Array.from({ length: 1500 }, (_, i) => ({ i }))), "x");
    expect(bundle[PLAIN].split("\n").at(-1)).toBe("… 1,490 more rows");
    expect(toBundle(table([]), "x")[HTML]).toBe("<table><thead><tr></tr></thead><tbody></tbody></table>");
  });

  it("of very many rows shows and keeps 10,000", () => {
    const rows = Array.from({ length: 200_000 }, () => ({ i: 1 }));
    expect(toBundle(table(rows, { rows: 1e9 }), "x")[JSON_TYPE]).toHaveLength(10_000);
  });

  it("escapes column names and captions", () => {
    const html = toBundle(table([{ "<i>": "<b>" }], { caption: "<u>" }), "x")[HTML] as string;
    expect(elements(html).querySelectorAll("i, b, u")).toHaveLength(0);
  });
});

describe("a picture", () => {
  const picture = tagged("image", { width: 3, height: 2, data: [0, 50, 100, 150, 200, 255], scale: 2 });

  it("is a PNG in base64, as Jupyter has it, which the page can show at its size", () => {
    const bundle = toBundle(picture, "x");
    expect(bundle[PNG]).toMatch(/^iVBORw0KGgo/);
    expect(bundle[PLAIN]).toBe("picture of 3 by 2 pixels");
    const img = elements(outputsHtml([bundle])).querySelector("img")!;
    expect([img.width, img.height, img.alt]).toEqual([6, 4, "picture of 3 by 2 pixels"]);
  });

  it("may be ImageData, and takes display's alternative text", () => {
    expect(toBundle({ width: 1, height: 1, data: new Uint8ClampedArray(4) }, "x", { alt: "dot" })).toMatchObject({
      [PLAIN]: "dot",
      [PNG]: expect.stringMatching(/^iVBOR/),
    });
  });
});

describe("anything else", () => {
  it("is text, and folding HTML where there is something to fold", () => {
    expect(toBundle("a\nb", "x")).toEqual({ [PLAIN]: "a\nb" });
    expect(toBundle([1, 2], "x")).toEqual({ [PLAIN]: "[1, 2]" });
    expect(Object.keys(toBundle([[1]], "x"))).toEqual([PLAIN, HTML]);
  });

  it("that only looks like an element is a value", () => {
    expect(toBundle({ nodeType: 1 }, "x")[PLAIN]).toBe("{ nodeType: 1 }");
  });
});
