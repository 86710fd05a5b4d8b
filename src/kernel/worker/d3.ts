/** What a cell gets for `d3`: all of it. It draws into the kernel's own document, and reads tables without making code. */
export * from "d3";
export { csvParse, dsvFormat, tsvParse } from "./dsv.ts";
