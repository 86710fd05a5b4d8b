import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../../src/notebook/", import.meta.url);

it.each(["graph.ts", "types.ts", "parse.ts", "nearest.ts", "changes.ts", "changes-json.ts", "merge-changes.ts"])(
  "%s brings no parser with it",
  (file) => {
    expect(packagesBehind(file)).toEqual([]);
  },
);

it("compile.ts brings in only the parser", () => {
  expect(packagesBehind("compile.ts")).toEqual(["@sveltejs/acorn-typescript", "acorn"]);
});

/** Packages that a file imports, itself or through others, types aside. */
function packagesBehind(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const source = readFileSync(new URL(file, folder), "utf8");
  const specifiers = [...source.matchAll(/^(?:import|export)(?! type\b)[^;]*? from "([^"]+)"/gm)].map(([, specifier = ""]) => specifier);
  const found = specifiers.flatMap((specifier) => (specifier.startsWith("./") ? packagesBehind(specifier.slice(2), seen) : [specifier]));
  return [...new Set(found)].sort();
}
