/** The weights of shipped models, and vocabularies: fetched when a cell asks, told how far they are, and checked before a cell gets them. */
import { nearest } from "../../notebook/nearest.ts";
import type { CellProblem } from "../../notebook/types.ts";

/** Name → what the file must be. `ending`: of its name, where it holds no tensors. */
export type WeightsManifest = Record<string, { bytes: number; sha256: string; ending?: string }>;

export const weightsFile = (name: string, { ending = "safetensors" }: Pick<WeightsManifest[string], "ending">) => `${name}.${ending}`;

/** What to say of weights that are not shipped. */
export function noWeights(name: string, offered: string[]): CellProblem {
  const close = nearest(name, offered);
  return {
    name: "WeightsError",
    message: `there are no weights called "${name}" here`,
    hint: close ? `Did you mean "${close}"?` : `Shipped are ${offered.join(", ") || "none"}.`,
  };
}

/** @throws Error when the file is not the one that was shipped. */
export function checkWeights(name: string, expected: WeightsManifest[string], got: { bytes: number; sha256: string }): void {
  const file = weightsFile(name, expected);
  if (got.bytes !== expected.bytes) throw new Error(`${file} has ${got.bytes} bytes, not ${expected.bytes}: it is cut off, or another file`);
  if (got.sha256 !== expected.sha256) throw new Error(`${file} is damaged: its checksum is not the shipped file's`);
}
