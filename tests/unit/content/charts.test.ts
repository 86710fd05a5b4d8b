import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { prerender } from "../../../src/build/prerender.ts";
import { HTML, type MimeBundle, narrow, SVG } from "../../../src/kernel/protocol/mime.ts";

const folder = fileURLToPath(new URL("../../../notebooks/", import.meta.url));
const files = (await readdir(folder)).filter((name) => name.endsWith(".ts"));

/** Every picture among the outputs of a cell, with the width it was drawn for. */
function charts(outputs: MimeBundle[]): { svg: Element; small: boolean }[] {
  return outputs.flatMap((bundle) =>
    ([SVG, HTML, narrow(SVG), narrow(HTML)] as const).flatMap((type) => {
      const markup = bundle[type];
      if (typeof markup !== "string") return [];
      const { document } = new JSDOM(markup).window;
      return [...document.querySelectorAll("svg")]
        .filter((svg) => !svg.parentElement?.closest("svg") && svg.getAttribute("aria-hidden") !== "true")
        .map((svg) => ({ svg, small: type.includes("width=") }));
    }),
  );
}

/** Its answers are texts: a text cut into boxes. */
const TEXTS = ["tokens.ts"];

describe.each(files)("charts of %s", async (file) => {
  const { results } = await prerender(folder + file);
  const drawn = results.flatMap(({ cell, outputs }) => charts(outputs).map((chart) => ({ cell, ...chart })));

  test("there are some, unless it has no cells of its own, as the Playground", () => {
    expect(drawn.length > 0).toBe(results.length > 0 && !TEXTS.includes(file));
  });

  test("each has a text alternative that its author or a drawing of #charts wrote", () => {
    for (const { cell, svg } of drawn) {
      expect(svg.getAttribute("role"), cell).toBe("img");
      expect(svg.getAttribute("aria-label")?.length ?? 0, `${cell}: ${svg.getAttribute("aria-label")}`).toBeGreaterThan(20);
      expect(svg.getAttribute("data-alt"), `${cell} has a generated label`).not.toBe("generated");
    }
  });

  test("each is drawn for a wide page and for a phone", () => {
    const cells = new Set(drawn.map(({ cell }) => cell));
    for (const cell of cells) {
      const widths = drawn.filter((chart) => chart.cell === cell).map(({ svg }) => Number(svg.getAttribute("width")));
      expect(Math.min(...widths), cell).toBeLessThanOrEqual(310);
      expect(Math.max(...widths), cell).toBeGreaterThanOrEqual(590);
    }
  });

  test("no text is set smaller than 11 pixels", () => {
    for (const { cell, svg } of drawn) {
      const sizes = [svg, ...svg.querySelectorAll("[font-size], [style*='font-size']")].map((element) => {
        const style = /font-size:\s*([\d.]+)px/.exec(element.getAttribute("style") ?? "")?.[1];
        return Number.parseFloat(style ?? element.getAttribute("font-size") ?? "13");
      });
      expect(Math.min(...sizes), cell).toBeGreaterThanOrEqual(11);
    }
  });
});
