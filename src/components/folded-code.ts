import { escapeHtml } from "../kernel/protocol/mime.ts";
import { regionsOf, regionTitle } from "../notebook/regions.ts";
import { highlight } from "./highlight.ts";

/**
 * A cell's text as coloured HTML in which each region stands behind a line that opens it. That line says what it hides by an attribute, so that the
 * text of the element stays the cell's own.
 */
export function foldedCode(text: string): string {
  const lines = highlight(text).split("\n");
  for (const region of regionsOf(text)) {
    const title = escapeHtml(regionTitle(region));
    lines[region.first - 1] =
      `<details class="region"><summary aria-label="Code of ${title}" data-title="${title}"></summary>${lines[region.first - 1]}`;
    // The end of the line is in it: below it the next line begins by itself.
    if (region.last < lines.length) lines[region.last] = `</details>${lines[region.last]}`;
    else lines[region.last - 1] += "</details>";
  }
  return lines.join("\n");
}
