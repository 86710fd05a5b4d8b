import { readFileSync } from "node:fs";

/** What scikit-learn or PyTorch says: a file made by make.py or transformers.py, which tell how. */
export function reference(name: "classifiers" | "counts" | "regressors" | "texts" | "metrics" | "folds" | "transformers") {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));
}

/** The greatest distance between numbers in the same place of two nested lists. */
export function farthest(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b);
  const [x, y] = [a as ArrayLike<unknown>, b as ArrayLike<unknown>];
  if (x.length !== y.length) throw new Error(`${x.length} numbers against ${y.length}`);
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, farthest(x[i], y[i]));
  return most;
}
