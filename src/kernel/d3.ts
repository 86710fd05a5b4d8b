/** What a cell gets for `d3`: all of it. It draws into the kernel's own document. */
export * from "d3";
