import { setTimeout as sleep } from "node:timers/promises";
import { makeLink } from "../../src/components/notebook/edits/share-link.ts";
import { noChanges, setText } from "../../src/notebook/changes.ts";
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
    says: "a slider, a box and a menu give the cell their values",
    run: async (page) => {
      await write(
        page,
        SCRATCH_CELL,
        'import { checkbox, select, slider } from "#notebook"; const all = [slider("Size", { min: 1, max: 9 }), checkbox("On"), select("Word", ["one", "two"])]; all.join(" ")',
      );
      await run(page, SCRATCH_CELL);
      await shows(page, `${cell(SCRATCH_CELL)} .output`, "1 false one");
      const change = (control: string, set: string) =>
        `{ const control = document.querySelector('${cell(SCRATCH_CELL)} .output ${control}'); ${set}; for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true })); }`;
      await page.evaluate(`void (() => ${change('input[type="range"]', 'control.value = "7"')})()`);
      await page.waitUntil(says(SCRATCH_CELL, "7 false one"));
      await page.click(`${cell(SCRATCH_CELL)} .output input[type="checkbox"]`);
      await page.waitUntil(says(SCRATCH_CELL, "7 true one"));
      await page.evaluate(`void (() => ${change("select", "control.selectedIndex = 1")})()`);
      await page.waitUntil(says(SCRATCH_CELL, "7 true two"));
    },
  },
  {
    says: "a live value shows its last step, and its bar how far it came",
    run: async (page) => {
      await write(
        page,
        SCRATCH_CELL,
        'import { live as steps, progress as bar } from "#notebook"; steps(function* () { for (let i = 1; i <= 20000; i++) { bar(i, 20000, "steps"); yield i; } })',
      );
      await run(page, SCRATCH_CELL);
      await shows(page, `${cell(SCRATCH_CELL)} .output`, "20000");
      await shows(page, `${cell(SCRATCH_CELL)} .out-progress`, "steps: 20000 of 20000");
    },
  },
  {
    says: "a chart answers the arrow keys and says what it points at",
    run: async (page) => {
      await write(
        page,
        SCRATCH_CELL,
        'Plot.dot([{ a: 1, b: 2 }, { a: 3, b: 5 }], { x: "a", y: "b", tip: true }).plot({ ariaLabel: "two dots", height: 200 })',
      );
      await run(page, SCRATCH_CELL);
      const chart = `${cell(SCRATCH_CELL)} .output svg[data-interactive]`;
      await page.waitFor(chart);
      const visible = `[...document.querySelectorAll('${chart}')].find((svg) => svg.getBoundingClientRect().width > 0)`;
      await page.evaluate(`void (${visible}.focus(), ${visible}.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })))`);
      await page.waitUntil(`${visible}.querySelector('[aria-label="tip"] text') !== null`);
    },
  },
  {
    says: "edits outlive a reload, and a link brings others",
    run: async (page) => {
      await write(page, SCRATCH_CELL, '"kept"');
      await page.evaluate("void setTimeout(() => location.reload(), 10)");
      await sleep(1500);
      await page.waitUntil(`document.querySelector('${cell(SCRATCH_CELL)} .code')?.innerText.includes('"kept"') ?? false`);
      const link = await makeLink("http://site/", setText(noChanges, [{ name: SCRATCH_CELL, text: "" }], SCRATCH_CELL, '"by link"'), {
        notebook: CHAPTER.slice(0, -1),
      });
      if (!link.ok) throw new Error(link.problem);
      await page.evaluate(`void (location.hash = ${JSON.stringify(new URL(link.link).hash)})`);
      await page.waitUntil(`document.querySelector('${cell(SCRATCH_CELL)} .code').innerText.includes('"by link"')`);
      await shows(page, ".notebook-notice", "Nothing of it has run");
    },
  },
  {
    says: "keys run a cell and open the list of commands",
    run: async (page) => {
      await write(page, SCRATCH_CELL, '"by key"');
      const press = (init: string) =>
        page.evaluate(
          `void document.querySelector('${cell(SCRATCH_CELL)} .cm-content').dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ${init} }))`,
        );
      await press('key: "Enter", shiftKey: true');
      await page.waitUntil(says(SCRATCH_CELL, "by key"));
      await press('key: "F2"');
      await page.waitFor("dialog.commands[open] input[type=search]");
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

const says = (name: string, text: string) => `document.querySelector('${cell(name)} .output')?.innerText.includes(${JSON.stringify(text)}) ?? false`;

async function run(page: OpenPage, name: string): Promise<void> {
  await page.click(`${cell(name)} button[data-action="run"]`);
  await page.waitUntil(inState(name, "done"));
}

/** Replace a cell's text, through the editor. */
async function write(page: OpenPage, name: string, text: string): Promise<void> {
  const editor = `${cell(name)} .cm-content`;
  if (!(await page.evaluate(`document.querySelector('${editor}') !== null`))) {
    if (await page.evaluate(`!document.querySelector('${cell(name)} .code').open`)) await page.click(`${cell(name)} .code > summary`);
    await page.click(`${cell(name)} .code pre`);
  }
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
