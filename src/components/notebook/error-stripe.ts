/** Lay a stripe over a line, counted from 1, of code that is not being edited, in place of one laid before; or none. */
export function layErrorStripe(code: HTMLElement, line: number | undefined): void {
  const parent = code.parentElement!;
  parent.querySelector(":scope > .error-line")?.remove();
  const box = line === undefined ? undefined : lineBox(code, line);
  if (!box) return;
  const stripe = document.createElement("div");
  stripe.className = "error-line";
  stripe.style.top = `${box.top - parent.getBoundingClientRect().top}px`;
  stripe.style.height = `${box.height}px`;
  parent.append(stripe);
}

/** Where in the window a line stands, however it is wrapped. */
function lineBox(code: HTMLElement, line: number): DOMRect | undefined {
  const lines = code.textContent.split("\n");
  if (line > lines.length) return undefined;
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const range = document.createRange();
  range.setStart(...textAt(code, start));
  range.setEnd(...textAt(code, start + lines[line - 1]!.length));
  return range.getBoundingClientRect();
}

/** The text node that holds a character, and which of its characters that is. */
function textAt(code: HTMLElement, offset: number): [Node, number] {
  const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = texts.nextNode() as Text | null; node; node = texts.nextNode() as Text | null) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [code, code.childNodes.length];
}
