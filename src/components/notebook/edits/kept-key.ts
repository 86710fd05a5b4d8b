/** Where the browser keeps a page's edits. Sites under other paths of the same host share its storage, hence `base`. */
export const keptKey = (base: string, notebook: string): string => `ml-vs-llm:edits:${base}:${notebook}`;

/** Where it keeps the runs of its trainings that the reader wants to compare. */
export const runsKey = (base: string, notebook: string): string => `ml-vs-llm:runs:${base}:${notebook}`;

/** True when the browser keeps something under this key. Small: each page asks before anything else is loaded. */
export function hasKept(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
