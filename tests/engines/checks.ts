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
