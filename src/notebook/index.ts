export { blankTypes } from "./blank-types.ts";
export { compileCell } from "./compile.ts";
export { buildGraph, type Graph, type GraphCell, type OwnedImport } from "./graph.ts";
export { nearest } from "./nearest.ts";
export { formatNotebook, NotebookError, parseNotebook } from "./parse.ts";
export * from "./types.ts";
