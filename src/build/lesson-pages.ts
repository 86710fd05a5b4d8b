/** Which pages are lessons, and where each of them is. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const DOCS = "src/content/docs/";
const root = fileURLToPath(new URL("../../", import.meta.url));

/** What stands between the two lines of a page's head. */
export const FRONT_MATTER = /^---\n([\s\S]*?)\n---/;

/** True when a page is a lesson: its front matter says so. */
export const isLesson = (source: string): boolean => /^lesson:/m.test(FRONT_MATTER.exec(source)?.[1] ?? "");

/** The lessons of the site, as paths in the repository. */
export const lessons: readonly string[] = globSync("**/*.{md,mdx}", { cwd: root + DOCS })
  .map((page) => DOCS + page.replaceAll("\\", "/"))
  .filter((path) => isLesson(readFileSync(root + path, "utf8")))
  .sort();

/** A page's address within the site, from its path in the repository. */
export const address = (path: string): string => {
  const page = path.replace(DOCS, "").replace(/(?:index)?\.mdx?$/, "");
  return page === "" || page.endsWith("/") ? page : `${page}/`;
};
