import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The script that makes `src/recorded/data/NAME.json`, by NAME. */
export function recordingScript(name: string): string {
  const contest = /^(.+)-contest$/.exec(name)?.[1];
  return join(root, contest ? `scripts/head-to-head/${contest}.ts` : `scripts/record/${name}.ts`);
}

/** SHA-256 of a script with all of this project that it imports, without comments and spaces. What it was made from has changed where this has. */
export async function recordingKey(script: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [script],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    packages: "external",
    minify: true,
    loader: { ".wasm": "binary" },
  });
  return createHash("sha256").update(outputFiles[0]!.contents).digest("hex");
}
