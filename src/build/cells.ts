import { createHash } from "node:crypto";
import { type CellParts, cellMarkup, lineCount } from "../components/cell-markup.ts";
import { duration } from "../components/duration.ts";
import { foldedCode } from "../components/folded-code.ts";
import { outputsHtml, problemHtml } from "../components/output.ts";
import { tablesOfCell } from "../components/tables.ts";
import { isControls } from "../kernel/protocol/mime.ts";
import { isExpensive } from "../kernel/session/expensive.ts";
import type { Snapshot } from "./background.ts";
import type { Prerendered } from "./prerender.ts";

const PLACE = /<ml-cell data-cell="([^"]*)"([^>]*)><\/ml-cell>/g;

/**
 * Puts each cell's code and outputs where `<Cell name="…" />` stands in a page.
 * @throws unless the page places every cell of the notebook, once each, in the notebook's order.
 */
export function fillCells(html: string, prerendered: Prerendered | Snapshot, { notebook, page }: { notebook: string; page: string }): string {
  const names = prerendered.results.map(({ cell }) => cell);
  const placed: string[] = [];
  const filled = html.replace(PLACE, (_, name: string, attributes: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`${page}: ${notebook} has no cell "${name}"; it has ${names.join(", ")}`);
    if (placed.includes(name)) throw new Error(`${page}: cell "${name}" of ${notebook} is placed twice`);
    const later = placed.find((other) => names.indexOf(other) > index);
    if (later) throw new Error(`${page}: cell "${name}" comes before cell "${later}" in ${notebook}, and must on the page too`);
    placed.push(name);
    const parts = { ...partsOfCell(prerendered, name), attributes };
    return "run" in prerendered ? liveMarkup(parts).html : cellMarkup(parts);
  });
  const missing = names.filter((name) => !placed.includes(name));
  if (missing.length > 0) throw new Error(`${page}: ${notebook} has cells that the page does not place: ${missing.join(", ")}`);
  return filled;
}

/**
 * Where the first picture ends, counted in characters: the first cell, or the first pair of cells, with those before it that are only its controls. 0 where
 * a page begins with something else.
 */
export function openingCells(html: string): number {
  let end = 0;
  for (;;) {
    const begins = /^\s*<(ml-cell|div class="pair")([^>]*)>/.exec(html.slice(end));
    if (!begins) return end;
    end = begins[1] === "ml-cell" ? html.indexOf("</ml-cell>", end) + "</ml-cell>".length : endOfDiv(html, html.indexOf("<div", end));
    if (!/ data-controls\b/.test(begins[2]!)) return end;
  }
}

function endOfDiv(html: string, start: number): number {
  let depth = 0;
  for (const { 0: tag, index } of html.slice(start).matchAll(/<div\b|<\/div>/g)) {
    depth += tag === "</div>" ? -1 : 1;
    if (depth === 0) return start + index + tag.length;
  }
  return html.length;
}

/** What the build, or a run that goes on, knows of a cell. */
export function partsOfCell(prerendered: Prerendered | Snapshot, name: string): CellParts {
  const cell = prerendered.cells.find((cell) => cell.name === name)!;
  const { outputs, error, ms } = prerendered.results.find((result) => result.cell === name)!;
  const unknown = "run" in prerendered && prerendered.missing.includes(name);
  const notes = [
    ...(unknown ? [] : [isExpensive(cell, ms) ? `takes about ${duration(ms)}` : `${duration(ms)} when this page was built`]),
    ...("run" in prerendered ? runNotes(prerendered, name) : []),
  ];
  return {
    name,
    code: coloured(cell.text),
    lines: lineCount(cell.text),
    controls: isControls(outputs),
    outputs: tablesOfCell(outputsHtml(outputs), name),
    ...(error && { problem: problemHtml(error) }),
    note: notes.join(" · "),
  };
}

/** Code is coloured once: a page that is being written is made again and again. */
function coloured(code: string): string {
  const html = colours.get(code) ?? foldedCode(code);
  colours.set(code, html);
  return html;
}

const colours = new Map<string, string>();

/** A cell of a page that is being written, with a mark that differs where what it shows differs. */
export function liveMarkup(parts: CellParts): { html: string; shown: string } {
  const { attributes = "", ...shows } = parts;
  const shown = createHash("sha256").update(JSON.stringify(shows)).digest("hex").slice(0, 12);
  return { html: cellMarkup({ ...shows, attributes: `${attributes} data-shown="${shown}"` }), shown };
}

/** What its author should know of a cell in a page that is being written. */
function runNotes({ older, missing, run }: Snapshot, name: string): string[] {
  if (run.state === "running" && run.cell === name) return ["running"];
  if (missing.includes(name)) return ["not run yet"];
  return older.includes(name) ? ["what is shown is from an earlier run"] : [];
}
