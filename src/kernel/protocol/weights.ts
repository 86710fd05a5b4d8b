/** The weights of shipped models: fetched when a cell asks, told how far they are, and checked before a cell gets them. */
import { nearest } from "../../notebook/nearest.ts";
import type { CellProblem } from "../../notebook/types.ts";

/** Name → what the file must be. */
export type WeightsManifest = Record<string, { bytes: number; sha256: string }>;

export const weightsFile = (name: string) => `${name}.safetensors`;

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
export function checkWeights(name: string, { bytes, sha256 }: WeightsManifest[string], got: { bytes: number; sha256: string }): void {
  if (got.bytes !== bytes) throw new Error(`${weightsFile(name)} has ${got.bytes} bytes, not ${bytes}: it is cut off, or another file`);
  if (got.sha256 !== sha256) throw new Error(`${weightsFile(name)} is damaged: its checksum is not the shipped file's`);
}
