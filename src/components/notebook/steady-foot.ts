/**
 * While a hand is in a cell's bar or editor, these keep their place in the window when the output above them changes its height: the page is scrolled
 * by as much. (Elsewhere it is the other way round: an output stays where it is, and what is below it moves.)
 */
export function keepFootSteady(notebook: HTMLElement): void {
  let heights = new Map<Element, number>();
  const observer = new ResizeObserver((entries) => {
    let grown = 0;
    for (const { target, borderBoxSize } of entries) {
      const height = borderBoxSize[0]!.blockSize;
      grown += height - (heights.get(target) ?? height);
      heights.set(target, height);
    }
    if (grown !== 0) scrollBy({ top: grown, behavior: "instant" });
  });
  notebook.addEventListener("focusin", ({ target }) => {
    const cell = (target as Element).closest(".foot")?.parentElement;
    if (!cell) return;
    // Browsers that keep the place of what is on screen would scroll a second time.
    document.documentElement.style.overflowAnchor = "none";
    for (const above of cell.querySelectorAll(":scope > :is(.output, .problem)")) observer.observe(above);
  });
  notebook.addEventListener("focusout", () => {
    observer.disconnect();
    heights = new Map();
    document.documentElement.style.overflowAnchor = "";
  });
}
