import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const dist = join(import.meta.dirname, "../../dist");
/** Redirects are no pages to read, and the kernel's frame is no page at all. */
const isPage = (file: string) => !file.startsWith("kernel") && !readFileSync(join(dist, file), "utf8").includes('http-equiv="refresh"');

/** The paths of all pages that were built, under the root of a host: "", "map/", … */
export const pages: readonly string[] = existsSync(dist)
  ? globSync("**/index.html", { cwd: dist })
      .filter(isPage)
      .map((file) => (dirname(file) === "." ? "" : `${dirname(file).replaceAll("\\", "/")}/`))
      .sort()
  : [];
