/**
 * While a hand is in a cell's bar or editor, these keep their place in the window when the output above them changes its height: the page is scrolled
 * by as much. (Elsewhere it is the other way round: an output stays where it is, and what is below it moves.)
 */
export function keepFootSteady(notebook: HTMLElement): void {
  const heights = new Map<Element, number>();
  const observer = new ResizeObserver((entries) => {
    let grown = 0;
    for (const { target, borderBoxSize } of entries) {
      const height = borderBoxSize[0]!.blockSize;
      grown += height - heights.get(target)!;
      heights.set(target, height);
    }
    if (grown !== 0) scrollBy({ top: grown, behavior: "instant" });
  });
  let held: Element | undefined;
  const cellOf = (target: EventTarget | null) => (target as Element | null)?.closest(".foot")?.parentElement ?? undefined;
  notebook.addEventListener("focusin", ({ target }) => {
    const cell = cellOf(target);
    if (!cell || cell === held) return;
    held = cell;
    // Browsers that keep the place of what is on screen would scroll a second time.
    document.documentElement.style.overflowAnchor = "none";
    for (const above of cell.querySelectorAll(":scope > :is(.output, .problem)")) {
      // From now on: what grows before the observer first looks would move a button between the press on it and its release.
      heights.set(above, above.getBoundingClientRect().height);
      observer.observe(above);
    }
  });
  notebook.addEventListener("focusout", ({ relatedTarget }) => {
    // From the editor to a button beside it, say.
    if (held && cellOf(relatedTarget) === held) return;
    held = undefined;
    observer.disconnect();
    heights.clear();
    document.documentElement.style.overflowAnchor = "";
  });
}
