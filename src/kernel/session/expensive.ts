import type { CellSource } from "../../notebook/types.ts";

/** A cell that took this long when it last ran counts as expensive. */
export const EXPENSIVE_MS = 2_000;

/** True for a cell that its author marks as expensive, or that took long when the build ran it: it runs when the reader says so. */
export const isExpensive = ({ tags }: Pick<CellSource, "tags">, ms: number) => tags.includes("expensive") || ms >= EXPENSIVE_MS;
