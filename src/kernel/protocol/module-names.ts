import type { ModuleManifest } from "./manifest.ts";

/**
 * Names that modules once had. Readers' kept edits, shared links and notebooks that they took away hold them, so they go on working;
 * nothing lists or proposes them.
 */
const FORMER: Record<string, string> = {
  "#models/map-of-ai": "#datasets/map-of-ai",
  "#models/weight-decay": "#tensor",
  "#datasets/head-to-head": "#recorded/spam-contest",
  "#versus/measured": "#recorded/spam-contest",
};
/** All else of this one room went to others, under the name that it had. */
const FORMER_ROOM = /^#models\/([\w-]+)$/;
/** Those of these rooms that are in others now. */
const LEFT: Record<string, readonly string[]> = { lm: ["tune", "sizes", "words"], versus: ["contests"] };
const OF_A_ROOM = /^#(\w+)\/([\w-]+)$/;
const NOT_FROM_IT = /^#(?:datasets|checkpoints)\//;

/** What a module is called now of which a cell has the former name. `names`: all that there are. */
export function currentName(specifier: string, names: readonly string[]): string | undefined {
  if (Object.hasOwn(FORMER, specifier)) return FORMER[specifier];
  const [, room, left] = OF_A_ROOM.exec(specifier) ?? [];
  if (room && Object.hasOwn(LEFT, room)) return names.find((current) => LEFT[room]!.some((other) => current === `#${other}/${left}`));
  const name = FORMER_ROOM.exec(specifier)?.[1];
  return name === undefined ? undefined : names.find((current) => current.endsWith(`/${name}`) && !NOT_FROM_IT.test(current));
}

/** The file of a module, by the name that a cell has for it. */
export function moduleFile({ specifiers, inside }: Pick<ModuleManifest, "specifiers" | "inside">, specifier: string): string | undefined {
  if (Object.hasOwn(specifiers, specifier)) return specifiers[specifier];
  const name = currentName(specifier, [...Object.keys(specifiers), ...Object.keys(inside)]);
  return name === undefined ? undefined : (specifiers[name] ?? inside[name]);
}
