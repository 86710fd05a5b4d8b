import { typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** Code with the page's colours. */
export function codeElement(code: string): HTMLElement {
  const element = document.createElement("code");
  const put = (text: string, classes: string) => {
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = text;
    element.append(classes ? span : text);
  };
  highlightCode(code, typescriptLanguage.parser.parse(code), classHighlighter, put, () => element.append("\n"));
  return element;
}

/** The text of a doc comment. Of Markdown it knows what doc comments use: paragraphs, lists, code, emphasis; of links, the text. */
export function documentation(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "types-doc";
  for (const [i, part] of text.split(/^```.*\n?/m).entries()) {
    if (i % 2 === 1) {
      const block = document.createElement("pre");
      block.append(codeElement(part.trimEnd()));
      element.append(block);
    } else
      for (const paragraph of part.split(/\n\s*\n|\n(?=\s*[-*] |@)/).filter((words) => words.trim())) element.append(paragraphOf(paragraph.trim()));
  }
  return element;
}

/** A line with `code` in it. */
export function withCode(text: string, element: HTMLElement = document.createElement("span")): HTMLElement {
  for (const [i, part] of text.split("`").entries()) {
    if (i % 2 === 0) element.append(part);
    else {
      const code = document.createElement("code");
      code.textContent = part;
      element.append(code);
    }
  }
  return element;
}

function paragraphOf(text: string): HTMLElement {
  const plain = text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/^[-*] /, "• ")
    .replace(/\*\*?([^*\n]+)\*\*?/g, "`$1`");
  return withCode(plain, document.createElement("p"));
}
