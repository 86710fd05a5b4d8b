import axe from "axe-core";
import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { redraw } from "../../../src/kernel/worker/dom/chart-redraw.ts";
import { type NodeLike, serialize } from "../../../src/kernel/worker/dom/serialize.ts";
import { type Drawing, loadDrawing } from "./bundle.ts";
import { animals, gallery, walk } from "./gallery.ts";

let Plot: Drawing["Plot"];
let d3: Drawing["d3"];
let window: Drawing["window"];

beforeAll(async () => {
  ({ Plot, d3, window } = await loadDrawing());
});

const label = (chart: Element) =>
  (chart.localName === "svg" ? chart : [...chart.children].findLast(({ localName }) => localName === "svg")!).getAttribute("aria-label");
const scatter = (options: object = {}) => Plot.dot(animals, { x: "length", y: "mass", fill: "species" }).plot(options);

describe("text alternative", () => {
  test("says what is drawn, against what, from where to where, and what the colours mean", () => {
    const chart = scatter({ x: { label: "bill length (mm)", domain: [32, 60] } });
    expect(label(chart)).toBe(
      "Chart: 90 dots. Horizontal: bill length (mm) from 32 to 60. Vertical: mass from 2931 to 4693. Colours: species: Adelie, Chinstrap, Gentoo.",
    );
    expect(chart.getAttribute("data-alt")).toBe("generated");
  });

  test("counts each kind once over facets, clips and links; one in the singular", () => {
    const chart = Plot.plot({
      marks: [
        Plot.dot(animals, { x: "length", y: "mass", fx: "species", clip: true, href: "island" }),
        Plot.ruleY([3000]),
        Plot.linearRegressionY(animals, { x: "length", y: "mass" }),
      ],
    });
    expect(label(chart)).toMatch(/^Chart: 90 dots, 3 rules, 3 regression lines\./);
    expect(label(Plot.lineY(walk, { x: "date", y: "value" }).plot())).toMatch(/^Chart: 1 line\. Horizontal: date from 2020-01-01 to 2020-12-23\./);
  });

  test("lists eight names and counts the rest", () => {
    expect(
      label(
        Plot.barY(
          Array.from({ length: 26 }, (_, i) => [String.fromCharCode(65 + i), i]),
          { x: "0", y: "1" },
        ).plot(),
      ),
    ).toContain("A, B, C, D, E, F, G, H and 18 more");
  });

  test("leaves the author's own alone", () => {
    const chart = scatter({ ariaLabel: "Mass grows with length", ariaDescription: "Three clouds" });
    expect([label(chart), chart.getAttribute("aria-description"), chart.getAttribute("data-alt")]).toEqual([
      "Mass grows with length",
      "Three clouds",
      null,
    ]);
  });

  test("a description alone gets a name beside it", () => {
    const chart = scatter({ ariaDescription: "Three clouds" });
    expect(chart.getAttribute("aria-description")).toBe("Three clouds");
    expect(label(chart)).toMatch(/^Chart: 90 dots/);
    expect(chart.getAttribute("data-alt")).toBeNull();
  });

  test("is a picture to a screen reader, unless there are links in it", () => {
    expect(scatter().getAttribute("role")).toBe("img");
    expect(Plot.dot(animals, { x: "length", href: "island" }).plot().getAttribute("role")).toBe("group");
  });

  test("axe has nothing to say about the gallery", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const drawings = Object.entries(gallery).filter(([name]) => !/^d3 |^figure of elements/.test(name));
    const markup = drawings.map(([, draw]) => serialize(draw(Plot as never, d3) as unknown as NodeLike));
    const dom = new JSDOM(`<!doctype html><html lang="en"><title>t</title><main>${markup.join("")}</main>`, { runScripts: "outside-only" });
    dom.window.eval(axe.source);
    const { violations, passes } = await (dom.window as unknown as { axe: typeof axe }).axe.run("main", {
      runOnly: [
        "svg-img-alt",
        "role-img-alt",
        "image-alt",
        "nested-interactive",
        "aria-allowed-attr",
        "aria-allowed-role",
        "aria-prohibited-attr",
        "link-name",
      ],
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
    expect(passes.find(({ id }) => id === "svg-img-alt")?.nodes.length).toBeGreaterThan(80);
  }, 120_000);
});

describe("style", () => {
  const style = (chart: Element) => chart.getAttribute("style");

  test("the page's font, 13 px, the page's background behind tips", () => {
    expect(style(scatter())).toBe("font-family: inherit; font-size: 13px; --plot-background: var(--sl-color-bg, Canvas);");
  });

  test("the author's style wins, as an object and as text", () => {
    expect(style(scatter({ style: { fontSize: "16px", backgroundColor: "red" } }))).toBe(
      "font-family: inherit; font-size: 16px; --plot-background: var(--sl-color-bg, Canvas); background-color: red;",
    );
    const text = scatter({ style: "font-size: 16px; color: red" }) as SVGElement;
    expect([text.style.fontSize, text.style.color, text.style.fontFamily]).toEqual(["16px", "red", "inherit"]);
  });

  test("legends, in a figure and by themselves, have the same text", () => {
    const figure = scatter({ color: { legend: true } });
    const swatches = figure.querySelector("div") as HTMLElement;
    const ramp = Plot.legend({ color: { domain: [0, 1] } } as never);
    const ofChart = scatter().legend("color") as HTMLElement;
    for (const { style } of [swatches, ramp, ofChart]) expect([style.fontFamily, style.fontSize]).toEqual(["inherit", "13px"]);
  });
});

describe("width", () => {
  test("a chart is drawn for the page's column and can be drawn again for a phone", () => {
    const chart = scatter({ title: "T", color: { legend: true } });
    const small = redraw(chart, 340)!;
    const widths = [chart, small].map((figure) => [...figure.children].findLast(({ localName }) => localName === "svg")!.getAttribute("width"));
    expect(widths).toEqual(["590", "340"]);
    expect(small.querySelectorAll("circle")).toHaveLength(90);
    expect(small.querySelector("h2")?.textContent).toBe("T");
    expect(Object.keys(chart)).not.toContain("redraw");
    expect(Object.getOwnPropertyDescriptor(chart, Symbol.for("ml-vs-llm.redraw"))?.enumerable).toBe(false);
  });

  test("a width of the author's is kept", () => {
    const chart = scatter({ width: 500 });
    expect(chart.getAttribute("width")).toBe("500");
    expect(redraw(chart, 340)).toBeUndefined();
  });

  test("data that can be read only once and titles that are elements are in both", () => {
    const title = d3.create("h4").text("Own").node()!;
    const chart = Plot.plot({
      title,
      marks: [
        Plot.dot(
          new Map([
            [1, 2],
            [3, 4],
          ]).entries(),
          {},
        ),
      ],
    });
    const small = redraw(chart, 340)!;
    for (const figure of [chart, small]) {
      expect(figure.querySelectorAll("circle")).toHaveLength(2);
      expect(figure.querySelector("h4")?.textContent).toBe("Own");
    }
  });

  test("warnings are given once", () => {
    const warn = vi.spyOn(console, "warn").mockClear();
    // Strings that look like numbers: https://observablehq.com/plot/features/scales
    const chart = Plot.dot([{ x: "1", y: 2 }], { x: "x", y: "y" }).plot();
    const once = warn.mock.calls.length;
    redraw(chart, 340);
    expect(once).toBeGreaterThan(0);
    expect(warn.mock.calls.length).toBe(once);
  });
});

describe("room for labels", () => {
  const specs = {
    numbers: () => scatter(),
    millions: () => Plot.dot(animals, { x: (d) => d.length * 1e6, y: (d) => d.mass * 1000 }).plot({ x: { label: "a length" } }),
    categories: () => Plot.barX(animals, Plot.groupY({ x: "count" }, { y: (d) => `a long name: ${d.species}` })).plot({ y: { label: "species" } }),
    columns: () => Plot.barY(animals, Plot.groupX({ y: "count" }, { x: "species" })).plot(),
    dates: () => Plot.lineY(walk, { x: "date", y: "value" }).plot({ x: { label: "a day of the year" } }),
    facets: () => Plot.dot(animals, { x: "length", y: "mass", fx: "species", fy: "island" }).plot(),
    "axes on the other sides": () => scatter({ x: { axis: "top" }, y: { axis: "right" } }),
    "larger text": () => scatter({ style: { fontSize: "16px" } }),
    rotated: () => Plot.barY(animals, Plot.groupX({ y: "count" }, { x: "species" })).plot({ x: { tickRotate: -90 } }),
    "ends of lines": () =>
      Plot.plot({
        marks: [
          Plot.lineY(walk, { x: "date", y: "value" }),
          Plot.text(walk, Plot.selectLast({ x: "date", y: "value", text: () => "a label at the end", textAnchor: "start" })),
        ],
      }),
  };
  const cases = Object.entries(specs).flatMap(([name, draw]) => [590, 340].map((width) => [name, width, draw] as const));

  test.each(cases)("%s at %i px: nothing is cut off, no axis title touches its ticks", (_, width, draw) => {
    const chart = width === 590 ? draw() : redraw(draw(), width)!;
    const height = Number(chart.getAttribute("height"));
    const labels = [...chart.querySelectorAll("text")].map((text) => ({
      box: text.getBoundingClientRect(),
      kind: text.closest("[aria-label]")!.getAttribute("aria-label")!,
    }));
    expect(labels.length).toBeGreaterThan(3);
    for (const { box, kind } of labels) {
      // DejaVu Sans, which a reader may have for want of another font, makes words 8 % longer.
      const longer = /^(?:f?y-axis tick label|text)$/.test(kind) ? 0.08 * box.width : 0;
      if (!/^text$/.test(kind)) expect(box.left - longer).toBeGreaterThanOrEqual(-1);
      expect(box.right + (kind === "text" ? longer : 0)).toBeLessThanOrEqual(width + 1);
      // Descenders of a title, which Plot puts 3 px above the edge, may go beyond it.
      expect(box.bottom).toBeLessThanOrEqual(height + 2);
    }
    for (const title of labels.filter(({ kind }) => /axis label$/.test(kind))) {
      for (const tick of labels.filter(({ kind }) => kind === title.kind.replace("label", "tick label"))) {
        const apart =
          tick.box.left >= title.box.right ||
          tick.box.right <= title.box.left ||
          tick.box.top >= title.box.bottom ||
          tick.box.bottom <= title.box.top;
        expect(apart, JSON.stringify([title, tick])).toBe(true);
      }
    }
  });

  test("margins of the author's stay as they are", () => {
    const chart = scatter({ marginLeft: 20, margin: 30 });
    expect((chart as ReturnType<typeof scatter>).scale("x")?.range).toEqual([20, 560]);
    expect(scatter({ margin: 5 }).scale("x")?.range).toEqual([5, 585]);
  });
});

describe("pointing", () => {
  const point = (target: Element, type: string, [clientX, clientY]: [number, number], init = {}) =>
    target.dispatchEvent(new window.PointerEvent(type, { clientX, clientY, pointerType: "mouse", bubbles: true, ...init } as PointerEventInit));
  const place = (chart: ReturnType<typeof scatter>, { length, mass }: (typeof animals)[number]): [number, number] => [
    chart.scale("x")!.apply(length),
    chart.scale("y")!.apply(mass),
  ];

  test("shows a tip at the nearest dot and says which, at once; leaving hides it", () => {
    const chart = Plot.dot(animals, { x: "length", y: "mass", tip: true }).plot();
    const values: unknown[] = [];
    chart.addEventListener("input", () => values.push(chart.value));
    const animal = animals[5]!;
    for (const type of ["pointerenter", "pointermove"]) point(chart, type, place(chart, animal));
    const tip = chart.querySelector('[aria-label="tip"]')!;
    expect(tip.textContent).toContain(`length ${animal.length}`);
    expect(tip.getAttribute("visibility")).toBeNull();
    expect(tip.querySelector("path")?.getAttribute("d")).toMatch(/^M0,0/);
    expect(values).toEqual([animal]);
    point(chart, "pointerleave", [0, 0]);
    expect(chart.querySelector('[aria-label="tip"]')!.textContent).toBe("");
    expect(values).toEqual([animal, null]);
  });

  test("works in the facet that is pointed at", () => {
    const chart = Plot.dot(animals, { x: "length", y: "mass", fx: "species", tip: true }).plot();
    const animal = animals[7]!;
    const [x, y] = place(chart, animal);
    const left = chart.scale("fx")!.apply(animal.species) - chart.scale("fx")!.apply("Adelie");
    point(chart, "pointermove", [x + left, y]);
    expect(chart.querySelector('[aria-label="tip"]')!.textContent).toContain(`species ${animal.species}`);
    expect(chart.value).toEqual(animal);
  });

  test("a click holds the tip where it is", () => {
    const chart = Plot.lineY(walk, { x: "date", y: "value", tip: "x" }).plot();
    point(chart, "pointermove", [300, 200]);
    point(chart, "pointerdown", [300, 200]);
    const held = chart.value;
    point(chart, "pointermove", [500, 200]);
    expect(chart.value).toBe(held);
  });

  test("crosshair and pointer transforms draw, too", () => {
    const chart = Plot.plot({ marks: [Plot.dot(animals, { x: "length", y: "mass" }), Plot.crosshair(animals, { x: "length", y: "mass" })] });
    point(chart, "pointermove", place(chart, animals[3]!));
    expect(chart.querySelectorAll('[aria-label="crosshair rule"] line').length).toBe(2);
  });

  test("a tip that is part of the drawing has its place when the chart is returned", () => {
    const tip = gallery["tip"]!(Plot as never, d3).querySelector('[aria-label="tip"]')!;
    expect(tip.getAttribute("visibility")).toBeNull();
    expect(tip.querySelector("path")?.getAttribute("d")).toMatch(/^M0,0/);
  });
});
