import type { OpenPage } from "./engines.ts";

/** What every engine must do: the chapter, opened and used. Each check gets a page of its own. */
export interface Check {
  /** A sentence that holds. */
  says: string;
  run(page: OpenPage): Promise<void>;
}

export const CHAPTER = "two-machines/";
/** A cell whose output is one chart, and one that no other cell reads. */
const CHART_CELL = "names-plot";
const SCRATCH_CELL = "pair";
/** A cell whose chart has a legend. */
const LEGEND_CELL = "penguins-plot";

const cell = (name: string) => `ml-cell[data-cell="${name}"]`;
const inState = (name: string, state: string) => `document.querySelector('${cell(name)}')?.dataset.state === "${state}"`;

export const CHECKS: Check[] = [
  {
    says: "the outputs of the build are there before anything runs",
    run: (page) => page.waitFor(`${cell(CHART_CELL)} .output svg`),
  },
  {
    says: "Run puts a new chart in place of the build's",
    run: async (page) => {
      await page.evaluate(`void document.querySelector('${cell(CHART_CELL)} .output svg').setAttribute("data-old", "")`);
      await page.click(`${cell(CHART_CELL)} button[data-action="run"]`);
      await page.waitUntil(inState(CHART_CELL, "done"));
      await page.waitFor(`${cell(CHART_CELL)} .output svg:not([data-old])`);
    },
  },
  {
    says: "an edit runs, and its result is shown",
    run: async (page) => {
      await write(page, SCRATCH_CELL, '[1, 2, 3].map((n) => n ** 2).join(" and ")');
      await page.click(`${cell(SCRATCH_CELL)} button[data-action="run"]`);
      await page.waitUntil(inState(SCRATCH_CELL, "done"));
      await shows(page, `${cell(SCRATCH_CELL)} .output`, "1 and 4 and 9");
    },
  },
  {
    says: "fetch is refused, and the next run works",
    run: async (page) => {
      // A host that answers, so that only the refusal can make it fail.
      await write(page, SCRATCH_CELL, `await fetch("${await page.evaluate("location.href")}")`);
      await page.click(`${cell(SCRATCH_CELL)} button[data-action="run"]`);
      await page.waitUntil(inState(SCRATCH_CELL, "failed"));
      await shows(page, `${cell(SCRATCH_CELL)} .problem`, "Cells have no network");
      await write(page, SCRATCH_CELL, '"well " + "again"');
      await page.click(`${cell(SCRATCH_CELL)} button[data-action="run"]`);
      await page.waitUntil(inState(SCRATCH_CELL, "done"));
      await shows(page, `${cell(SCRATCH_CELL)} .output`, "well again");
    },
  },
  {
    says: "a chart with its legend is saved as SVG and PNG",
    run: async (page) => {
      // The files are looked at in the page: how a browser stores a download is its own affair.
      await page.evaluate(
        `(window.saved = {}, URL.createObjectURL = (blob) => (saved[blob.type] = blob, "#"), HTMLAnchorElement.prototype.click = () => {}, undefined)`,
      );
      const output = `document.querySelector('${cell(LEGEND_CELL)} .output > *')`;
      await page.evaluate(`void ${output}.dispatchEvent(new Event("pointerover", { bubbles: true }))`);
      await page.waitFor(`${cell(LEGEND_CELL)} .saves button + button`);
      await page.evaluate(`document.querySelectorAll('${cell(LEGEND_CELL)} .saves button').forEach((button) => button.click())`);
      await page.waitUntil(`"image/png" in saved && "image/svg+xml" in saved`);
      const svg = await page.evaluate<string>(`saved["image/svg+xml"].text()`);
      for (const word of ["Adelie", "bill length (mm) →"]) if (!svg.includes(`>${word}</text>`)) throw new Error(`the SVG lacks the text ${word}`);
      const odd = /var\(|currentcolor|inherit|class=|context-/i.exec(svg);
      if (odd) throw new Error(`the SVG holds ${odd[0]}`);
      const [width, height, colours] = await page.evaluate<number[]>(`createImageBitmap(saved["image/png"]).then((picture) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
        const context = canvas.getContext("2d");
        context.drawImage(picture, 0, 0);
        return [picture.width, picture.height, new Set(new Uint32Array(context.getImageData(0, 0, picture.width, picture.height).data.buffer)).size];
      })`);
      const [, w, h] = /^<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      if (width !== 2 * Number(w) || height !== 2 * Number(h)) throw new Error(`the PNG is ${width} by ${height} pixels, the SVG ${w} by ${h}`);
      if (colours! < 20) throw new Error(`the PNG has ${colours} colours`);
    },
  },
  {
    says: "an endless loop is stopped",
    run: async (page) => {
      await write(page, SCRATCH_CELL, "while (true) {}");
      await page.click(`${cell(SCRATCH_CELL)} button[data-action="run"]`);
      await page.waitUntil(inState(SCRATCH_CELL, "running"));
      await page.click('.notebook-bar button[data-action="stop"]');
      await page.waitUntil(inState(SCRATCH_CELL, "stopped"));
    },
  },
];

/** Replace a cell's text, through the editor. */
async function write(page: OpenPage, name: string, text: string): Promise<void> {
  const editor = `${cell(name)} .cm-content`;
  if (!(await page.evaluate(`document.querySelector('${editor}') !== null`))) await page.click(`${cell(name)} .code pre`);
  await page.waitFor(editor);
  await page.evaluate(
    `(document.querySelector('${editor}').focus(), document.execCommand("selectAll"), document.execCommand("insertText", false, ${JSON.stringify(text)}))`,
  );
  await page.waitUntil(`document.querySelector('${editor}').innerText.trim() === ${JSON.stringify(text)}`);
}

async function shows(page: OpenPage, selector: string, text: string): Promise<void> {
  const shown = await page.text(selector);
  if (!shown.includes(text)) throw new Error(`expected ${selector} to show ${JSON.stringify(text)}, but it shows ${JSON.stringify(shown)}`);
}
