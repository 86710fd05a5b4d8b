import { escapeHtml } from "../kernel/protocol/mime.ts";
import { roomFor } from "./room.ts";

export interface CellParts {
  name: string;
  /** The code as HTML: coloured by the build, plain where the page makes it. */
  code: string;
  /** What the cell shows, as HTML. */
  outputs?: string;
  problem?: string;
  /** The code stands behind a line that unfolds it. */
  folded?: boolean;
  /** A sentence under the code, as text. */
  note?: string;
  /** Further attributes of the element, as HTML. */
  attributes?: string;
}

/**
 * A cell: its code, its buttons and its outputs. The build writes chapters' cells with it, the page those that a reader
 * adds. Buttons are hidden until scripts are there to answer them.
 */
export function cellMarkup({ name: given, code, outputs = "", problem = "", folded = false, note = "", attributes = "" }: CellParts): string {
  const name = escapeHtml(given);
  const button = (action: string, label: string, text: string, more = "") =>
    `<button type="button" data-action="${action}" aria-label="${label} ${name}"${more} hidden>${text}</button>`;
  const pre = `<pre tabindex="0" role="group" aria-label="Code of cell ${name}" data-pagefind-ignore><code>${code}</code></pre>`;
  const fold = (text: string) => `<details><summary data-pagefind-ignore>Code of ${name}</summary>${text}</details>`;
  return `<ml-cell class="not-content" data-cell="${name}"${attributes} data-state="idle" id="cell-${name}" role="group" aria-label="Cell ${name}">
<div class="code"><div class="hand">${button("edit", "Edit cell", "Edit")}${button("commands", "More for cell", "···")}${button("run", "Run cell", "Run", roomFor("Run", "Stop"))}</div>${folded ? fold(pre) : pre}</div>
<p class="note"><span>${escapeHtml(note)}</span></p>
<div class="problem">${problem}</div>
<div class="output" role="group" aria-label="Output of cell ${name}" data-pagefind-ignore>${outputs}</div></ml-cell>`;
}
