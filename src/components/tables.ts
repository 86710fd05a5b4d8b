import { escapeHtml } from "../kernel/protocol/mime.ts";

/** What a table in a cell's output is called where it scrolls and has no caption, which says it better. */
export const tableOfCell = (cell: string): string => `Table of cell ${cell}`;

/**
 * Gives every table in a page's prose a region of its own, named after the heads of its columns. There it scrolls where it
 * is wider than the page, with a finger and, once Tab has led there, with the arrow keys. All of it is in the markup, so it
 * holds with scripts off. Where there are scripts, `scrolling.ts` takes tables that fit out of the tab order.
 *
 * Tables that are in the tab order already, such as those of cells (`tablesOfCell`), scroll by themselves.
 */
export function tablesInRegions(html: string): string {
  const regions: string[] = [];
  /** For each table that is open here, outermost first, whether it got a region. */
  const open: boolean[] = [];
  return html.replace(/<table\b([^>]*)>|<\/table>/g, (tag, attributes: string | undefined, at: number) => {
    if (attributes === undefined) return open.pop() ? `${tag}</div>` : tag;
    const scrolls = open.length === 0 && !/\stabindex=/.test(attributes);
    open.push(scrolls);
    if (!scrolls) return tag;
    const heads = headsOf(html.slice(at));
    regions.push(heads);
    const same = regions.filter((other) => other === heads).length;
    return `<div class="table-region" role="region" aria-label="Table${same > 1 ? ` ${same}` : ""}${heads && `: ${heads}`}" tabindex="0">${tag}`;
  });
}

/** The words over the columns of the table with which the markup begins, as an attribute's value; "" where it has none. */
function headsOf(html: string): string {
  const [head = ""] = /<thead\b[\s\S]*?<\/thead>/.exec(html.slice(0, html.indexOf("</table>"))) ?? [];
  return [...head.matchAll(/<th\b[^>]*>([\s\S]*?)<\/th>/g)]
    .map(([, cell]) => cell!.replaceAll(/<[^>]*>/g, "").trim())
    .filter((text) => text !== "")
    .join(", ")
    .replaceAll('"', "&quot;");
}

/** The outputs of a cell, as the build writes them, with each table in the tab order: it scrolls by itself (`notebook.css`). */
export function tablesOfCell(html: string, cell: string): string {
  return html.replace(/<table\b(?=[^>]*>(<caption\b)?)/g, (tag, caption: string | undefined) =>
    caption ? `${tag} tabindex="0"` : `${tag} tabindex="0" aria-label="${escapeHtml(tableOfCell(cell))}"`,
  );
}
