import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type Download, expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

/** Saves an output as a reader does: the pointer over it, then the button. `index` counts what can be saved in the cell. */
async function save(chapter: Chapter, cell: string, form: "SVG" | "PNG" | "CSV", index = 0): Promise<Download> {
  const place = chapter.cell(cell);
  await place.locator(".output > :is(.out-chart, .out-html, .out-picture)").nth(index).hover();
  const button = place
    .locator(".saves > div")
    .nth(index)
    .getByRole("button", { name: new RegExp(`^Save .* of cell ${cell} as ${form}$`) });
  const [download] = await Promise.all([chapter.page.waitForEvent("download"), button.click()]);
  return download;
}
const textOf = async (download: Download) => readFile(await download.path(), "utf8");

/** What a browser makes of an SVG file: its root's attributes, what it says, and the colours in it. */
async function readSvg(page: Page, text: string) {
  return page.evaluate((source) => {
    const { documentElement: root } = new DOMParser().parseFromString(source, "image/svg+xml");
    const all = [...root.querySelectorAll("*")];
    return {
      name: root.localName,
      title: root.querySelector(":scope > title")?.textContent,
      width: Number(root.getAttribute("width")),
      height: Number(root.getAttribute("height")),
      viewBox: root.getAttribute("viewBox"),
      texts: all.filter(({ localName }) => localName === "text").map(({ textContent }) => textContent),
      paints: [...new Set(all.flatMap((one) => [one.getAttribute("fill"), one.getAttribute("stroke")]))].filter((paint) => paint !== null),
      foreign: all.filter(({ localName }) => /^(?:style|foreignObject|script)$/.test(localName)).length,
    };
  }, text);
}

/** Size of a PNG, its first pixel, and how many colours it has (up to a thousand). */
async function readPng(page: Page, download: Download) {
  const base64 = (await readFile(await download.path())).toString("base64");
  return page.evaluate(async (data) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${data}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    const context = canvas.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { width: canvas.width, height: canvas.height, first: pixels[0]!.toString(16), colours: Math.min(1000, new Set(pixels).size) };
  }, base64);
}

test.describe("a chart", () => {
  for (const scheme of ["light", "dark"] as const)
    test(`is saved as an SVG that stands by itself, drawn for paper, from the ${scheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      const chapter = await Chapter.open(page);
      const download = await save(chapter, "penguins-plot", "SVG");
      expect(download.suggestedFilename()).toBe("two-machines-penguins-plot.svg");
      const text = await textOf(download);
      expect(text).not.toMatch(/var\(|currentColor|class=|inherit/);
      const svg = await readSvg(page, text);
      expect(svg).toMatchObject({ name: "svg", title: expect.stringMatching(/^Scatter plot of 342 penguins/), foreign: 0 });
      expect(svg.viewBox).toBe(`-10 -10 ${svg.width} ${svg.height}`);
      // The legend's three words stand before the chart's own, and the chart keeps the width for which it was drawn.
      expect(svg.texts.slice(0, 3)).toEqual(expect.arrayContaining([expect.any(String)]));
      for (const word of ["Adelie", "Chinstrap", "Gentoo", "bill length (mm) →", "↑ flipper length (mm)"]) expect(svg.texts).toContain(word);
      expect(svg.width).toBe(590 + 20);
      // Data is grey (--data of the light theme), on white, with dark text.
      expect(svg.paints).toEqual(expect.arrayContaining(["#ffffff", "#6b7280", "none"]));
      expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe(scheme);
    });

  test("is saved as a PNG of two pixels for each of its own, on white", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    const chapter = await Chapter.open(page);
    const svg = await readSvg(page, await textOf(await save(chapter, "tree-map", "SVG")));
    const download = await save(chapter, "tree-map", "PNG");
    expect(download.suggestedFilename()).toBe("two-machines-tree-map.png");
    const png = await readPng(page, download);
    expect([png.width, png.height, png.first]).toEqual([2 * svg.width, 2 * svg.height, "ffffffff"]);
    expect(png.colours).toBeGreaterThan(50);
  });

  test("is saved wide from a phone, too", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    const chapter = await Chapter.open(page);
    expect((await readSvg(page, await textOf(await save(chapter, "names-plot", "SVG")))).width).toBe(610);
  });

  test("looks in its file as it does on the page", async ({ page }) => {
    const chapter = await Chapter.open(page, "two-machines/");
    const text = await textOf(await save(chapter, "bigram-heat", "SVG"));
    const [there, here] = await page.evaluate((source) => {
      const look = (root: Element) =>
        [...root.querySelectorAll("rect, text, path, line")]
          .filter((one) => one.parentElement?.localName === "g")
          .map((one) => {
            const { fill, fillOpacity, stroke, fontSize, fontFamily, textAnchor } = getComputedStyle(one);
            return [one.localName, fill, fillOpacity, stroke, fontSize, [...new Set(fontFamily.split(", "))].join(", "), textAnchor].join(" ");
          });
      const host = document.createElement("div");
      host.innerHTML = source;
      document.body.append(host);
      return [look(host), look(document.querySelector('[data-cell="bigram-heat"] .output .wide svg')!)];
    }, text);
    expect(there!.length).toBeGreaterThan(729);
    expect(there).toEqual(here);
  });

  test("that a reader made, with a title, a caption and odd words, is saved as it stands", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const label = "a <b> & \\u0001 “c”";
    await chapter.try(
      chapter.scratch,
      `Plot.plot({ ariaLabel: "${label}", title: "Big & bold", caption: "${"From many words made. ".repeat(12)}", color: { legend: true },
        marks: [Plot.dot([1, 2, 3], { x: (d) => d, fill: (d) => d, stroke: "color-mix(in srgb, var(--lm) 50%, transparent)" })] })`,
    );
    await chapter.state(chapter.scratch, "done");
    const svg = await readSvg(page, await textOf(await save(chapter, "pair", "SVG")));
    expect(svg.title).toBe("a <b> & \uFFFD “c”");
    expect(svg.texts).toContain("Big & bold");
    expect(svg.texts.filter((text) => text?.includes("many words")).length).toBeGreaterThan(1);
    expect(svg.paints.every((paint) => /^(?:#[0-9a-f]{6}|none)$/.test(paint))).toBe(true);
    expect((await readPng(page, await save(chapter, "pair", "PNG"))).colours).toBeGreaterThan(20);
  });
});

test.describe("a table", () => {
  test("is saved with all its rows before anything runs", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const download = await save(chapter, "penguins-table", "CSV");
    expect(download.suggestedFilename()).toBe("two-machines-penguins-table.csv");
    const lines = (await textOf(download)).split("\r\n");
    // 342 penguins; the first is the first of the data set.
    expect([lines.length, lines[0], lines[1], lines.at(-1)]).toEqual([344, "species,billLength,flipperLength", "Adelie,39.1,181", ""]);
  });

  test("is saved as it is after an edit, each of several under its own name", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(
      chapter.scratch,
      'import { display } from "#notebook";\ndisplay(table([{ a: 1.5, b: "=1+1" }]));\ndisplay("between");\ntable([{ c: "x,y" }, { c: null }])',
    );
    await chapter.state(chapter.scratch, "done");
    const first = await save(chapter, "pair", "CSV");
    expect([first.suggestedFilename(), await textOf(first)]).toEqual(["two-machines-pair.csv", "a,b\r\n1.5,'=1+1\r\n"]);
    const second = await save(chapter, "pair", "CSV", 1);
    expect([second.suggestedFilename(), await textOf(second)]).toEqual(["two-machines-pair-2.csv", 'c\r\n"x,y"\r\n""\r\n']);
  });

  test("has its columns in the order in which they are shown", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, 'table([{ name: "x", 2021: 2, 2020: 1 }], { columns: ["name", "2021", "2020"] })');
    await chapter.state(chapter.scratch, "done");
    expect(await textOf(await save(chapter, "pair", "CSV"))).toBe("name,2021,2020\r\nx,2,1\r\n");
  });

  test("that is too long says in its file's name how much of it there is", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, "table(Array.from({ length: 10_001 }, (_, n) => ({ n })))");
    await chapter.state(chapter.scratch, "done");
    const download = await save(chapter, "pair", "CSV");
    expect(download.suggestedFilename()).toBe("two-machines-pair-first-10000-rows.csv");
    expect((await textOf(download)).split("\r\n").length).toBe(10_002);
  });
});

test("a picture is saved with the pixels that it has", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(
    chapter.scratch,
    'import { image } from "#notebook";\nimage({ width: 3, height: 2, data: [0, 50, 100, 150, 200, 250], scale: 4 })',
  );
  await chapter.state(chapter.scratch, "done");
  expect(await readPng(page, await save(chapter, "pair", "PNG"))).toMatchObject({ width: 12, height: 8, colours: 6 });
});

test.describe("the buttons", () => {
  test("move nothing, and are there by keyboard, named, before the code", LAYOUT, async ({ page }) => {
    const chapter = await Chapter.open(page);
    const cell = chapter.cell("penguins-plot");
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await cell.locator(".code pre").focus();
    await expect(cell.locator(".saves button")).toHaveCount(2);
    expect(await height()).toBe(before);
    const button = cell.getByRole("button", { name: "Save the chart of cell penguins-plot as SVG" });
    for (let i = 0; i < 4 && !(await button.evaluate((one) => one === document.activeElement)); i++) await page.keyboard.press("Shift+Tab");
    await expect(button).toBeFocused();
    await expect(button.locator("..")).toHaveCSS("opacity", "1");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toBe("two-machines-penguins-plot.svg");
    await page.keyboard.press("Tab");
    await expect(cell.getByRole("button", { name: "Save the chart of cell penguins-plot as PNG" })).toBeFocused();
  });

  test("show while the pointer is over the output, inside it, and not on paper", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const group = chapter.cell("names-plot").locator(".saves > div");
    await chapter.output(chapter.cell("names-plot")).hover();
    await expect(group).toHaveCSS("opacity", "1");
    const [output, buttons] = [await chapter.output(chapter.cell("names-plot")).boundingBox(), await group.boundingBox()];
    expect(buttons!.y).toBeGreaterThanOrEqual(output!.y);
    expect(buttons!.x + buttons!.width).toBeLessThanOrEqual(output!.x + output!.width);
    await page.locator("h2").first().hover();
    await expect(group).toHaveCSS("opacity", "0");
    await page.emulateMedia({ media: "print" });
    await expect(group).toBeHidden();
  });

  test("come up at a tap, large enough for a finger", LAYOUT, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL!, hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    const chapter = await Chapter.open(page);
    const cell = chapter.cell("names-plot");
    await chapter.output(cell).tap();
    const button = cell.getByRole("button", { name: /as PNG$/ });
    await expect(button.locator("..")).toHaveCSS("opacity", "1");
    const box = await button.boundingBox();
    expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(44);
    const [download] = await Promise.all([page.waitForEvent("download"), button.tap()]);
    expect(download.suggestedFilename()).toBe("two-machines-names-plot.png");
    await context.close();
  });

  test("are not there with scripts off", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
    const page = await context.newPage();
    await page.goto("two-machines/");
    await expect(page.locator(".saves")).toHaveCount(0);
    await context.close();
  });

  for (const scheme of ["light", "dark"] as const)
    test(`have no fault that axe finds, in ${scheme} mode`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      const chapter = await Chapter.open(page);
      await chapter.output(chapter.cell("penguins-table")).hover();
      await expect(chapter.cell("penguins-table").locator(".saves > div")).toHaveCSS("opacity", "1");
      expect((await new AxeBuilder({ page }).include('ml-cell[data-cell="penguins-table"]').analyze()).violations).toEqual([]);
    });
});

test("the notebook is saved with the outputs of the texts that it holds: a cell that was edited and not run has none", async ({ page }) => {
  const chapter = await Chapter.open(page);
  const cells = async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), chapter.command(undefined, "Download as Jupyter notebook")]);
    const { cells } = JSON.parse(await textOf(download)) as {
      cells: { metadata: { name?: string }; source: string[]; execution_count: number | null; outputs?: object[] }[];
    };
    const code = (name: string) => cells.find(({ metadata }) => metadata.name === name)!;
    const shown = ({ execution_count, outputs, source }: ReturnType<typeof code>) => [
      source.join(""),
      execution_count !== null,
      JSON.stringify(outputs),
    ];
    return { pair: shown(code("pair")), table: shown(code("penguins-table")) };
  };
  const built = await cells();
  expect([built.pair[1], built.pair[2]]).toEqual([true, expect.stringContaining("side by side")]);
  await chapter.write(chapter.cell("pair"), '"mine"');
  expect(await cells()).toEqual({ pair: ['"mine"', false, "[]"], table: built.table });
  await chapter.run(chapter.cell("pair"));
  await chapter.state(chapter.cell("pair"), "done");
  expect((await cells()).pair).toEqual(['"mine"', true, expect.stringContaining('"text/plain":["mine"]')]);
  await chapter.write(chapter.cell("pair"), '"not run"');
  expect((await cells()).pair).toEqual(['"not run"', false, "[]"]);
  await chapter.command(chapter.cell("pair"), "Reset the cell");
  await chapter.state(chapter.cell("pair"), "done");
  expect((await cells()).pair.slice(0, 2)).toEqual([built.pair[0], true]);
});
