import { tableOfCell } from "./tables.ts";

/** What scrolls by itself. Whatever else is wide in an output is scrolled with the output area. */
const REGIONS = ".table-region, .output table";

/**
 * Gives what is wider than its place, of a page's tables and outputs, a place in the tab order, and takes it from what
 * fits: who has no pointer scrolls it with the arrow keys. Sizes are read when the browser has laid out the page, so that
 * an output that is drawn many times a second pays nothing for it.
 */
export function watchScrolling(root: Element): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!target.isConnected) sizes.unobserve(target);
      else mark(target.closest<HTMLElement>(`${REGIONS}, .output`)!);
    }
  });
  const watch = (element: Element) => {
    for (const output of element.querySelectorAll(".output")) for (const shown of output.children) sizes.observe(shown);
    if (element.parentElement?.matches(".output")) sizes.observe(element);
    for (const region of element.querySelectorAll(REGIONS)) sizes.observe(region);
    // A region is as wide as the page, whatever its table is.
    for (const table of element.querySelectorAll(".table-region > table")) sizes.observe(table);
  };
  watch(root);
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element && (node.localName === "ml-cell" || (target as Element).matches(".output"))) watch(node);
  }).observe(root, { childList: true, subtree: true });
}

function mark(region: HTMLElement): void {
  const scrolls = region.scrollWidth > region.clientWidth + 1;
  // To take it from where the focus is would send the reader back to the top of the page.
  if (scrolls === region.hasAttribute("tabindex") || (!scrolls && region === document.activeElement)) return;
  region.toggleAttribute("tabindex", scrolls);
  if (scrolls) region.tabIndex = 0;
  if (!region.matches(".output table") || region.querySelector(":scope > caption")) return;
  region.toggleAttribute("aria-label", scrolls);
  if (scrolls) region.setAttribute("aria-label", tableOfCell(region.closest<HTMLElement>("ml-cell")?.dataset["cell"] ?? ""));
}
