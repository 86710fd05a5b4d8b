import { isExpensive, type Prerendered } from "../kernel/prerender.ts";
import { cellMarkup } from "./cell-markup.ts";
import { duration } from "./duration.ts";
import { highlight } from "./highlight.ts";
import { outputsHtml, problemHtml } from "./output.ts";
import { tablesOfCell } from "./tables.ts";

/** Jupyter Book's tag for a cell whose code is not what the reader came for, such as a long drawing. */
const HIDE_INPUT = "hide-input";

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
    const cell = cells.find((cell) => cell.name === name)!;
    const { outputs, error, ms } = results[index]!;
    return cellMarkup({
      name,
      code: highlight(cell.text),
      folded: cell.tags.includes(HIDE_INPUT),
      outputs: tablesOfCell(outputsHtml(outputs), name),
      ...(error && { problem: problemHtml(error) }),
      ...(isExpensive(cell, ms) && { note: `takes about ${duration(ms)}` }),
      attributes,
    });
  });
  const missing = names.filter((name) => !placed.includes(name));
  if (missing.length > 0) throw new Error(`${page}: ${notebook} has cells that the page does not place: ${missing.join(", ")}`);
  return filled;
}
