import { typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { escapeHtml } from "../kernel/protocol/mime.ts";

/** TypeScript as HTML, one `<span class="tok-…">` per token: the editor's own parser and classes, so nothing moves when it opens. */
export function highlight(code: string): string {
  let html = "";
  highlightCode(
    code,
    typescriptLanguage.parser.parse(code),
    classHighlighter,
    (text, classes) => {
      html += classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text);
    },
    () => {
      html += "\n";
    },
  );
  return html;
}
