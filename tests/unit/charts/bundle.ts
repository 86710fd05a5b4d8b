import { load } from "../dom/bundle.ts";

/** `#charts` and the wrapped Plot, in one bundle as cells get them. */
export interface Charts {
  C: typeof import("../../../src/charts/index.ts");
  Plot: typeof import("../../../src/kernel/worker/plot.ts");
}

export const loadCharts = (): Promise<Charts> => load(`export * as Plot from "./worker/plot.ts"; export * as C from "../charts/index.ts";`);
