/** Where the browser keeps a page's edits. Sites under other paths of the same host share its storage, hence `base`. */
export const keptKey = (base: string, notebook: string): string => `ml-vs-llm:edits:${base}:${notebook}`;

/** True when the browser keeps edits under this key. Small: each page asks before anything else is loaded. */
export function hasKept(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
