/**
 * The colours of charts on a light background, by the names that cells use, for files that leave the site. The same as
 * in `site.css`; a test holds them together.
 */
export const LIGHT_COLOURS: Readonly<Record<string, string>> = {
  "--ml": "#0072b2",
  "--lm": "#c24e00",
  "--data": "#6b7280",
  "--failed": "#b3261e",
  "--sl-color-bg": "#ffffff",
  "--plot-background": "#ffffff",
};

const VARIABLE = /var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)/g;

/** Markup in which the site's colours have their light values; a name that the site does not have takes its fallback. */
export function withLightColours(markup: string): string {
  return markup.replace(VARIABLE, (all, name: string, fallback: string | undefined) => LIGHT_COLOURS[name] ?? fallback?.trim() ?? all);
}
