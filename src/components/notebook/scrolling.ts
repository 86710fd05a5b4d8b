/** What a table in an output lies in: it scrolls by itself. Whatever else is wide is scrolled with the output area. */
const REGIONS = ".output table";

/**
 * Gives those outputs a place in the tab order that are wider than their place, and takes it from those that fit: who
 * has no pointer scrolls them with the arrow keys. Sizes are read when the browser has laid out the page, so that an
 * output that is drawn many times a second pays nothing for it.
 */
export function watchScrolling(root: HTMLElement): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!target.isConnected) sizes.unobserve(target);
      else if (target.matches(REGIONS)) mark(target as HTMLElement);
      else mark(target.closest<HTMLElement>(".output")!);
    }
  });
  const watch = (element: Element) => {
    for (const output of element.querySelectorAll(".output")) for (const shown of output.children) sizes.observe(shown);
    if (element.parentElement?.matches(".output")) sizes.observe(element);
    for (const region of element.querySelectorAll(REGIONS)) sizes.observe(region);
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
  if (region.matches(".output") || region.querySelector(":scope > caption")) return;
  region.toggleAttribute("aria-label", scrolls);
  if (scrolls) region.setAttribute("aria-label", `Table of cell ${region.closest<HTMLElement>("ml-cell")?.dataset["cell"]}`);
}
