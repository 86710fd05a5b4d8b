/** Docstrings as HTML: paragraphs, lists, indented formulas and code. Signs such as `*` and `_` mean themselves, as in a formula. */
export function docstringHtml(text: string, { inline = false } = {}): string {
  if (inline) return spans(text);
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== "")
    .map(block)
    .join("");
}

function block(text: string): string {
  if (text.split("\n").every((line) => /^ {4}|^\s*$/.test(line))) return `<pre>${spans(text.replace(/^ {4}/gm, ""))}</pre>`;
  const [before, ...items] = text.split(/(?:^|\n)\s*- /);
  const paragraph = before!.trim() === "" ? "" : `<p>${spans(before!)}</p>`;
  return items.length === 0 ? paragraph : `${paragraph}<ul>${items.map((item) => `<li>${spans(item)}</li>`).join("")}</ul>`;
}

function spans(text: string): string {
  return text
    .trim()
    .replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!)
    .replace(/`([^`]+)`/g, "<code>$1</code>");
}
