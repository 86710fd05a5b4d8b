/** What a file in src/datasets/data looks like: a module with one text, either the content itself or the content compressed. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { constants, deflateRawSync } from "node:zlib";
import { inflate } from "../../src/datasets/inflate.ts";

/** The text of the module. Compressed content is raw DEFLATE data in base64; the name of its constant ends in `Packed`. */
export function moduleText(name: string, content: string | Uint8Array, { packed }: { packed?: true | undefined } = {}): string {
  const constant = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const value = packed
    ? `${constant}Packed: string =\n  "${deflateRawSync(content, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 }).toString("base64")}"`
    : `${constant}Text = \`${content}\``;
  return `// Made by scripts/data.ts. Do not edit.\nexport const ${value};\n`;
}

/** The content of such a file, `undefined` where there is none yet. */
export async function contentOf(path: string): Promise<string | Uint8Array | undefined> {
  if (!existsSync(path)) return undefined;
  const [[name, value]] = Object.entries((await import(pathToFileURL(path).href)) as Record<string, string>) as [[string, string]];
  return name.endsWith("Packed") ? inflate(value) : value;
}

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
