/** What a file in src/datasets/data looks like: a module with one text, either the content itself or the content compressed. And a vocabulary: nothing but the content, compressed. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { inflate } from "../../src/datasets/inflate.ts";

/** The text of the module. Compressed content is raw DEFLATE data in base64; the name of its constant ends in `Packed`. */
export function moduleText(name: string, content: string | Uint8Array, { packed }: { packed?: true | undefined } = {}): string {
  const constant = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const value = packed ? `${constant}Packed: string =\n  "${deflated(content).toString("base64")}"` : `${constant}Text = \`${content}\``;
  return `// Made by scripts/data.ts. Do not edit.\nexport const ${value};\n`;
}

/** The content of such a file, `undefined` where there is none yet. */
export async function contentOf(path: string): Promise<string | Uint8Array | undefined> {
  if (!existsSync(path)) return undefined;
  const [[name, value]] = Object.entries((await import(pathToFileURL(path).href)) as Record<string, string>) as [[string, string]];
  return name.endsWith("Packed") ? inflate(value) : value;
}

/** The bytes of a vocabulary's file: raw DEFLATE data. */
export const vocabularyFile = (content: string | Uint8Array): Uint8Array => deflated(content);

/** The content of such a file, `undefined` where there is none yet. */
export const vocabularyContent = (path: string): Uint8Array | undefined => (existsSync(path) ? inflateRawSync(readFileSync(path)) : undefined);

const deflated = (content: string | Uint8Array) => deflateRawSync(content, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
