/** What Starlight leaves free between its bars and a heading that a link jumps to. */
const GAP_REM = 1.5;

/** Pixels of the window's top that the page's bars lie over. The page says it for jumps to headings, with a gap. */
export function coveredOnTop(): number {
  const { scrollPaddingTop, fontSize } = getComputedStyle(document.documentElement);
  const padding = Number.parseFloat(scrollPaddingTop);
  return Number.isNaN(padding) ? 0 : Math.max(0, padding - GAP_REM * Number.parseFloat(fontSize));
}
