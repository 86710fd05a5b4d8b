import { escapeHtml } from "../kernel/protocol/mime.ts";
import { roomFor } from "./room.ts";

export interface CellParts {
  name: string;
  /** The code as HTML: coloured by the build, plain where the page makes it. */
  code: string;
  /** What the cell shows, as HTML. */
  outputs?: string;
  problem?: string;
  /** Lines of the code. */
  lines: number;
  /** All that it shows is controls for what comes below: it is drawn as one with that, and its bar comes when its code is asked for. */
  controls?: boolean;
  /** A sentence beside that line, as text. */
  note?: string;
  /** Further attributes of the element, as HTML. With `data-open` the code stands open; else it is behind a line that unfolds it. */
  attributes?: string;
}

export const lineCount = (text: string): number => text.split("\n").length;

/** What the line says that unfolds a cell's code. */
export const codeLine = (lines: number): string => `Code, ${lines} ${lines === 1 ? "line" : "lines"}`;

/**
 * A cell: what it shows, and under it a bar with its code, what became of it, and its buttons. The build writes chapters' cells with it, the page
 * those that a reader adds. Buttons are hidden until scripts are there to answer them.
 */
export function cellMarkup({
  name: given,
  code,
  lines,
  outputs = "",
  problem = "",
  controls = false,
  note = "",
  attributes = "",
}: CellParts): string {
  const name = escapeHtml(given);
  const button = (action: string, label: string, text: string, more = "") =>
    `<button type="button" data-action="${action}" aria-label="${label} ${name}"${more} hidden>${text}</button>`;
  const pre = `<pre tabindex="0" role="group" aria-label="Code of cell ${name}" data-pagefind-ignore><code>${code}</code></pre>`;
  return `<ml-cell class="not-content" data-cell="${name}"${attributes}${controls ? " data-controls" : ""} data-state="idle" id="cell-${name}" role="group" aria-label="Cell ${name}">
<div class="output" role="group" aria-label="Output of cell ${name}" data-pagefind-ignore>${outputs}</div>
<div class="problem">${problem}</div>
<div class="foot"><details class="code"${/ data-open\b/.test(attributes) ? " open" : ""}><summary data-pagefind-ignore>${codeLine(lines)}<span class="sr-only"> of cell ${name}</span></summary>${pre}</details>
<p class="note"><span>${escapeHtml(note)}</span></p>
<div class="hand">${button("edit", "Edit cell", "Edit")}${button("commands", "More for cell", "···")}${button("run", "Run cell", "Run", roomFor("Run", "Stop"))}</div></div></ml-cell>`;
}
