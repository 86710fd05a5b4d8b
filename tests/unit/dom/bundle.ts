import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const KERNEL = resolve("src/kernel");

/** A module as a cell gets it: bundled with the DOM's names in the place of the browser's globals, then loaded. */
export async function load<T>(source: string): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dom-"));
  try {
    const file = join(folder, "module.mjs");
    await writeFile(file, await bundle(source));
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: KERNEL, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    inject: [join(KERNEL, "worker/dom/globals.ts")],
    write: false,
    logLevel: "error",
  });
  return result.outputFiles[0]?.text ?? "";
}

/** The bundled names under which tests meet the virtual DOM. */
export interface Drawing {
  Plot: typeof import("../../../src/kernel/worker/plot.ts");
  d3: typeof import("d3");
  document: Document;
  window: Window & typeof globalThis;
}

/** What cells import for charts and drawings, in one bundle so that they share the document. */
export function loadDrawing(): Promise<Drawing> {
  return load(
    `export * as Plot from "./worker/plot.ts"; export * as d3 from "./worker/d3.ts"; const d = document, w = window; export { d as document, w as window };`,
  );
}

/** Plot as it is published, in the virtual DOM. */
export function loadPlain(): Promise<Drawing> {
  return load(
    `export * as Plot from "@observablehq/plot"; export * as d3 from "d3"; const d = document, w = window; export { d as document, w as window };`,
  );
}
