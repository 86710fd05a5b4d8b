import { describe, expect, it } from "vitest";
import type { PointerAct, PointerStep } from "../../../src/kernel/protocol/messages.ts";
import { SVG } from "../../../src/kernel/protocol/mime.ts";
import type { ChartPatch } from "../../../src/kernel/session/session.ts";
import { open, type TestSession, until } from "./kernel.ts";

const IMPORTS = 'import * as Plot from "@observablehq/plot";\nimport * as d3 from "d3";\nimport { display, live } from "#notebook";';
/** 400 wide and without margins: a unit of x or y is 40 pixels, and y counts upward. */
const PLANE = "width: 400, height: 400, margin: 0, x: { domain: [0, 10] }, y: { domain: [0, 10] }";
const at = (x: number, y: number) => ({ x: 40 * x, y: 400 - 40 * y });

/** A cell that shows charts, and a hand on them. */
async function chart(code: string) {
  const session = await open(`// %% imports\n${IMPORTS}\n// %% chart\n${code}`);
  await session.run("chart");
  expect(session.session.status("chart").state).toBe("done");
  const act = (what: PointerAct, view: "wide" | "narrow" = "wide", output = 0) =>
    answer(session, () => session.session.point("chart", output, view, what));
  return {
    ...session,
    markup: () => String(session.session.outputs("chart")[0]![SVG]),
    act,
    move: (place: { x: number; y: number }, more: object = {}, view?: "wide" | "narrow") =>
      act({ event: "pointermove", ...place, pointerType: "mouse", buttons: 0, target: [], ...more }, view),
    click: (place: { x: number; y: number }) => act({ event: "pointerdown", ...place, pointerType: "mouse", buttons: 1, target: [] }),
    leave: () => act({ event: "pointerleave", x: 0, y: 0, pointerType: "mouse", buttons: 0, target: [] }),
    step: (to: PointerStep) => act({ event: "step", to }),
  };
}

async function answer({ heard }: TestSession, ask: () => boolean): Promise<Omit<ChartPatch, "bundle">> {
  const patches = () => heard.filter((message) => message.type === "patch");
  const before = patches().length;
  expect(ask()).toBe(true);
  await until(() => patches().length > before);
  const { parts, said, view } = patches().at(-1)!;
  return { parts, view, said };
}

const words = ({ parts }: Pick<ChartPatch, "parts">) =>
  parts
    .map(({ markup }) =>
      markup
        .replace(/<[^>]*>/g, " ")
        .replace(/[\u200b\s]+/g, " ")
        .trim(),
    )
    .filter(Boolean)
    .join(" | ");

describe("a chart under the pointer", () => {
  it("shows the tip of the nearest datum, in a patch of that part alone", async () => {
    const { move, leave, markup } = await chart(`Plot.dot([[2, 3], [7, 8]], { tip: true }).plot({ ${PLANE} })`);
    expect(markup()).toContain("data-interactive");
    const shown = await move(at(2.2, 3));
    expect(words(shown)).toBe("x 2 y 3");
    expect(shown.parts).toHaveLength(1);
    expect(shown.parts[0]!.markup).toMatch(/^<g aria-label="tip"/);
    expect(shown.parts[0]!.path).toHaveLength(1);
    expect(shown.parts[0]!.markup.length).toBeLessThan(markup().length / 2);
    expect(words(await move(at(7, 8)))).toBe("x 7 y 8");
    expect((await move(at(7.1, 8))).parts).toEqual([]);
    const hidden = await leave();
    expect(hidden.parts).toHaveLength(1);
    expect(words(hidden)).toBe("");
  });

  it("keeps a tip that was clicked until the next click", async () => {
    const { move, click, leave } = await chart(`Plot.dot([[2, 3], [7, 8]], { tip: true }).plot({ ${PLANE} })`);
    await move(at(2, 3));
    await click(at(2, 3));
    expect(words(await move(at(7, 8)))).toBe("");
    expect(words(await leave())).toBe("");
    const clicked = await click(at(7, 8));
    expect(clicked.parts).toHaveLength(1);
    expect(words(await move(at(7, 8)))).toBe("x 7 y 8");
  });

  it("stays clicked where the click is on the tip itself", async () => {
    const { move, click, act } = await chart(`Plot.dot([[2, 3], [7, 8]], { tip: true }).plot({ ${PLANE} })`);
    const { parts } = await move(at(2, 3));
    await click(at(2, 3));
    const on = { ...at(2, 4), pointerType: "mouse", buttons: 1, target: [...parts[0]!.path, 0] };
    expect((await act({ event: "pointerdown", ...on })).parts).toEqual([]);
    expect((await move(at(7, 8))).parts).toEqual([]);
  });

  it("answers a finger, whose tip stays until the page takes it away", async () => {
    const { move, leave } = await chart(`Plot.dot([[2, 3]], { tip: true }).plot({ ${PLANE} })`);
    expect(words(await move(at(2, 3), { pointerType: "touch", buttons: 1 }))).toBe("x 2 y 3");
    expect((await leave()).parts).toHaveLength(1);
  });

  it.each([
    ["pointerX", "Plot.lineY([1, 5, 2], { tip: 'x' })", at(1, 9), "x 1 y 5"],
    ["pointerY", "Plot.dot([[1, 1], [2, 6]], { tip: 'y' })", at(9, 6), "x 2 y 6"],
    ["a tip of one's own", "Plot.tip([[1, 1]], Plot.pointer({ title: () => 'here I am' }))", at(1, 1), "here I am"],
    ["a crosshair", "Plot.crosshair([[1, 1], [2, 6]], { x: '0', y: '1' })", at(2, 6), "2 | 6"],
    ["a highlight", "Plot.text([[1, 1], [2, 6]], Plot.pointer({ text: (d) => 'at ' + d }))", at(2, 6), "at 2,6"],
  ])("answers through %s", async (_, mark, place, text) => {
    const { move } = await chart(`Plot.plot({ ${PLANE}, marks: [${mark}] })`);
    expect(words(await move(place))).toBe(text);
  });

  it("answers in figures with titles and legends, and in facets, where the nearest facet alone answers", async () => {
    const { session, move } = await chart(
      `Plot.plot({ title: "T", color: { legend: true }, height: 200, marginLeft: 0, marginRight: 0, width: 400, x: { domain: [0, 10] }, y: { domain: [0, 10] }, marks: [Plot.dot([{ a: 5, b: 5, f: "p" }, { a: 5, b: 5, f: "q" }], { x: "a", y: "b", fx: "f", fill: "f", tip: true })] })`,
    );
    expect(session.outputs("chart")[0]!["text/html"]).toContain("<figure");
    expect(words(await move({ x: 100, y: 100 }))).toBe("f p ■ a 5 b 5");
    const other = await move({ x: 300, y: 100 });
    expect(words(other)).toBe("f q ■ a 5 b 5");
  });

  it("answers in both drawings, each in its own coordinates", async () => {
    const { move, session } = await chart("Plot.dot([[0, 0], [10, 10]], { tip: true }).plot({ margin: 0, height: 100 })");
    const widths = Object.entries(session.outputs("chart")[0]!).map(([, svg]) => /width="(\d+)"/.exec(String(svg))?.[1]);
    const [wide, narrow] = [Math.max(...widths.map(Number).filter(Boolean)), Math.min(...widths.map(Number).filter(Boolean))];
    expect(narrow).toBeLessThan(wide);
    expect(words(await move({ x: wide, y: 0 }, {}, "wide"))).toBe("x 10 y 10");
    expect(words(await move({ x: narrow, y: 0 }, {}, "narrow"))).toBe("x 10 y 10");
  });

  it("has ids in its patches that are as unique as those of the whole", async () => {
    const arrow = "Plot.link([[1, 1], [9, 9]], OPTIONS({ x1: '0', y1: '1', x2: 5, y2: 5, markerEnd: 'arrow', clip: 'frame' }))";
    const { move, markup } = await chart(
      `Plot.plot({ ${PLANE}, marks: [${arrow.replace("OPTIONS", "")}, ${arrow.replace("OPTIONS", "Plot.pointer")}] })`,
    );
    const ids = (text: string) => [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    const used = (text: string) => [...text.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id!);
    const whole = ids(markup());
    for (const place of [at(3, 3), at(7, 7)]) {
      const patch = (await move(place)).parts.map(({ markup }) => markup).join("");
      const own = ids(patch);
      expect(own).toHaveLength(1);
      for (const id of [...own, ...used(patch)]) expect(id).toMatch(/^chart-1-w\d+$/);
      expect(whole).not.toContain(own[0]);
      // The arrow's head is the patch's own, the frame that clips is the chart's.
      expect(used(patch).filter((id) => !own.includes(id) && !whole.includes(id))).toEqual([]);
      expect(used(patch)).toContain(own[0]);
      expect(used(patch).some((id) => whole.includes(id))).toBe(true);
    }
  });

  it("lets d3's own listeners change what they like, and sends just that", async () => {
    const { act, markup } = await chart(
      'const svg = d3.create("svg").attr("width", 100).attr("height", 50);\nsvg.append("g");\nsvg.append("circle").attr("r", 5).on("pointerenter", function () { d3.select(this).attr("r", 9) }).on("mouseleave", function () { d3.select(this).attr("r", 5) });\nsvg.append("text").text("still");\nsvg.node()',
    );
    expect(markup()).toContain("data-interactive");
    const on = { x: 0, y: 0, pointerType: "mouse", buttons: 0 };
    expect((await act({ event: "pointermove", ...on, target: [1] })).parts).toEqual([{ path: [1], markup: '<circle r="9"></circle>' }]);
    expect((await act({ event: "pointermove", ...on, target: [2] })).parts).toEqual([{ path: [1], markup: '<circle r="5"></circle>' }]);
  });

  it("that nobody listens to is not called interactive, and changes nothing", async () => {
    const { markup, move } = await chart(`Plot.dot([[2, 3]]).plot({ ${PLANE} })`);
    expect(markup()).not.toContain("data-interactive");
    expect((await move(at(2, 3))).parts).toEqual([]);
  });

  it("is written without its tip where it is shown again", async () => {
    const { move, session, edit, run } = await chart(`const c = Plot.dot([[2, 3]], { tip: true }).plot({ ${PLANE} });\ndisplay(c);`);
    const before = String(session.outputs("chart")[0]![SVG]);
    expect(words(await move(at(2, 3)))).toBe("x 2 y 3");
    edit("again", "c");
    await run("again");
    expect(String(session.outputs("again")[0]![SVG]).replaceAll("again-", "chart-")).toBe(before);
  });

  it("is let go when its cell runs again, and when its kernel ends", async () => {
    const { move, edit, run, session, kill, heard } = await chart(`Plot.dot([[2, 3]], { tip: true }).plot({ ${PLANE} })`);
    const [old] = heard.filter((message) => message.type === "done").slice(-1);
    edit("chart", '"no chart"');
    await run("chart");
    expect((await move(at(2, 3))).parts).toEqual([]);
    expect(heard.findLast((message) => message.type === "patch")).not.toMatchObject({ id: old!.id });
    kill();
    expect(session.point("chart", 0, "wide", { event: "step", to: "right" })).toBe(false);
  });

  it("is not held by a cell that never gives way: the pointer waits, and the cell goes on", async () => {
    const { session, edit, run, heard } = await chart(`Plot.dot([[2, 3]], { tip: true }).plot({ ${PLANE} })`);
    edit("busy", "for (const end = performance.now() + 300; performance.now() < end; );");
    const running = run("busy");
    await until(() => session.status("busy").state === "running");
    session.point("chart", 0, "wide", { event: "pointermove", ...at(2, 3), pointerType: "mouse", buttons: 0, target: [] });
    await running;
    await until(() => heard.some((message) => message.type === "patch"));
    expect(words(heard.find((message) => message.type === "patch")!)).toBe("x 2 y 3");
  });
});

describe("a chart under the keyboard", () => {
  it("goes through each datum in order, from left to right, and from the bottom up", async () => {
    const { step } = await chart(`Plot.dot([[2, 3], [9, 1], [5, 8], [2, 6]], { tip: true }).plot({ ${PLANE} })`);
    const said = async (...tos: PointerStep[]) => {
      const all: (string | undefined)[] = [];
      for (const to of tos) all.push((await step(to)).said);
      return all;
    };
    expect(await said("right", "right", "right", "right", "right")).toEqual(["x 2, y 6", "x 2, y 3", "x 5, y 8", "x 9, y 1", "x 9, y 1"]);
    expect(await said("left", "first", "last")).toEqual(["x 5, y 8", "x 2, y 6", "x 9, y 1"]);
    expect(await said("up", "up", "up", "up", "down")).toEqual(["x 2, y 3", "x 2, y 6", "x 5, y 8", "x 5, y 8", "x 2, y 6"]);
  });

  it("goes through bars and facets, with names and values in words", async () => {
    const { step } = await chart(
      `Plot.plot({ x: { label: "fruit" }, marks: [Plot.barY([{ f: "apple", n: 3, g: "u" }, { f: "pear", n: 5, g: "u" }, { f: "apple", n: 4, g: "v" }], { x: "f", y: "n", fx: "g", tip: true })] })`,
    );
    const said: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) said.push((await step("right")).said);
    expect(said.map((text) => text?.replace(/, g .*/, ""))).toEqual(["n 3, fruit apple", "n 5, fruit pear", "n 4, fruit apple"]);
  });

  it("goes on from where the pointer was, and from a tip that a click holds", async () => {
    const { move, click, step } = await chart(`Plot.dot([[1, 3], [5, 1], [9, 8]], { tip: true }).plot({ ${PLANE} })`);
    await move(at(5, 1));
    await click(at(5, 1));
    expect((await step("right")).said).toBe("x 9, y 8");
  });

  it("says the value where there is no text", async () => {
    const { step } = await chart(`Plot.dot([{ a: 1, b: 3 }], Plot.pointer({ x: "a", y: "b", r: 9 })).plot({ ${PLANE} })`);
    expect((await step("right")).said).toBe("{ a: 1, b: 3 }");
  });

  it("moves the pointer a little where the data are not known", async () => {
    const { step } = await chart(
      'const svg = d3.create("svg").attr("viewBox", "0 0 100 50");\nsvg.append("text");\nsvg.on("pointermove", (event) => svg.select("text").text(d3.pointer(event).join(" and ")));\nsvg.node()',
    );
    expect([(await step("right")).said, (await step("down")).said, (await step("first")).said]).toEqual(["60 and 25", "60 and 35", "0 and 25"]);
  });
});
