/** What the build knows of a chapter and the page loads only when the reader saves something or takes the notebook away. */
import type { CellResult } from "../../../kernel/session/run-all.ts";
import type { PageProse } from "../../../notebook/page-parts.ts";

const outputs = import.meta.glob<CellResult[]>("/notebooks/*.ts", { query: "?outputs", import: "default" });
const prose = import.meta.glob<PageProse>("/src/content/docs/**/*.mdx", { query: "?prose", import: "default" });

/** What each cell of a notebook showed in the build. */
export async function builtOutputs(notebook: string): Promise<CellResult[]> {
  return (await outputs[`/notebooks/${notebook}.ts`]?.()) ?? [];
}

/** The prose of a page. `page` is its file in the repository, `data-page` of its `<ml-notebook>`. */
export async function pageProse(page: string): Promise<PageProse | undefined> {
  return prose[`/${page}`]?.();
}
