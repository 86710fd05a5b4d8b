export type ChartStyle = string | Partial<CSSStyleDeclaration> | null | undefined;

/** Text size in pixels, unless the author of a chart says otherwise. Never below 11. */
export const FONT_SIZE = 13;

const DEFAULTS = {
  fontFamily: "inherit",
  fontSize: `${FONT_SIZE}px`,
  // Tips and halos take the page's background, light or dark; Plot says white.
  "--plot-background": "var(--sl-color-bg, Canvas)",
};
const DEFAULT_TEXT = `font-family: ${DEFAULTS.fontFamily}; font-size: ${DEFAULTS.fontSize}; --plot-background: ${DEFAULTS["--plot-background"]};`;

/** The page's font at a readable size; what the author sets wins. */
export function chartStyle(style: ChartStyle): string | Partial<CSSStyleDeclaration> {
  return typeof style === "string" ? `${DEFAULT_TEXT} ${style}` : { ...DEFAULTS, ...style };
}

/** Legends are drawn beside the chart and do not inherit its style. */
export function styleLegend(legend: Element): void {
  const { style } = legend as SVGElement;
  style.fontFamily ||= DEFAULTS.fontFamily;
  style.fontSize ||= DEFAULTS.fontSize;
}

/** The text size of a chart in pixels. */
export function fontSizeOf(svg: SVGElement): number {
  const size = svg.style.fontSize;
  return size.endsWith("px") ? Number.parseFloat(size) || FONT_SIZE : FONT_SIZE;
}
