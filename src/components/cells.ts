import { escapeHtml } from "../kernel/mime.ts";
import type { Prerendered } from "../kernel/prerender.ts";
import type { CellResult } from "../kernel/run-all.ts";
import { highlight } from "./highlight.ts";
import { outputsHtml, problemHtml } from "./output.ts";

const PLACE = /<ml-cell data-cell="([^"]*)"([^>]*)><\/ml-cell>/g;

/**
 * Puts each cell's code and outputs where `<Cell name="…" />` stands in a page.
 * @throws unless the page places every cell of the notebook, once each, in the notebook's order.
 */
export function fillCells(html: string, { cells, results }: Prerendered, { notebook, page }: { notebook: string; page: string }): string {
  const names = results.map(({ cell }) => cell);
  const placed: string[] = [];
  const filled = html.replace(PLACE, (_, name: string, attributes: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`${page}: ${notebook} has no cell "${name}"; it has ${names.join(", ")}`);
    if (placed.includes(name)) throw new Error(`${page}: cell "${name}" of ${notebook} is placed twice`);
    const later = placed.find((other) => names.indexOf(other) > index);
    if (later) throw new Error(`${page}: cell "${name}" comes before cell "${later}" in ${notebook}, and must on the page too`);
    placed.push(name);
    return cellHtml(cells.find((cell) => cell.name === name)!.text, results[index]!, attributes);
  });
  const missing = names.filter((name) => !placed.includes(name));
  if (missing.length > 0) throw new Error(`${page}: ${notebook} has cells that the page does not place: ${missing.join(", ")}`);
  return filled;
}

/** A cell: its code, its buttons and its outputs, as the build computed them. */
function cellHtml(code: string, { cell, outputs, error }: CellResult, attributes: string): string {
  const name = escapeHtml(cell);
  return `<ml-cell class="not-content" data-cell="${name}"${attributes} data-state="idle" id="cell-${name}" role="group" aria-label="Cell ${name}">
<div class="code"><div class="hand"><button type="button" data-action="edit" aria-label="Edit cell ${name}" hidden>Edit</button><button type="button" data-action="run" aria-label="Run cell ${name}" hidden>Run</button></div><pre tabindex="0" role="group" aria-label="Code of cell ${name}" data-pagefind-ignore><code>${highlight(code)}</code></pre></div>
<p class="note"></p>
<div class="problem">${error ? problemHtml(error) : ""}</div>
<div class="output" role="group" aria-label="Output of cell ${name}" data-pagefind-ignore>${outputsHtml(outputs)}</div></ml-cell>`;
}
