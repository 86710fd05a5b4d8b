/** Where outputs are kept between runs: by all that they depend on, and, for who cannot wait, the last that a notebook had. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DownloadSpec } from "../kernel/protocol/downloads.ts";
import type { KernelBuild } from "../kernel/protocol/manifest.ts";
import { DOWNLOAD } from "../kernel/protocol/mime.ts";
import { moduleFile } from "../kernel/protocol/module-names.ts";
import type { CellResult } from "../kernel/session/run-all.ts";
import { cacheFolder, digest } from "./build.ts";
import { writeWhole } from "./write-whole.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What was kept under a key of `outputsKey`. */
export function readKept(key: string): Promise<CellResult[] | undefined> {
  return read(byKey(key));
}

/** Keep what all cells of a notebook gave. What is handed back is what `readKept` will give. */
export async function keep(key: string, notebook: string, results: CellResult[]): Promise<CellResult[]> {
  const json = JSON.stringify(results, withoutFiles);
  await writeWhole(byKey(key), json);
  await writeWhole(byName(notebook), json);
  return JSON.parse(json) as CellResult[];
}

/** What the cells of a notebook gave when each last ran, whatever the notebook was then. */
export async function readLast(notebook: string): Promise<CellResult[]> {
  return (await read(byName(notebook))) ?? [];
}

/** Keep what cells gave in a run that is good for nothing else: some failed. */
export async function keepLast(notebook: string, results: CellResult[]): Promise<void> {
  await writeWhole(byName(notebook), JSON.stringify(results, withoutFiles));
}

/** What is in files that cells offer: whoever wants one runs the cell. */
export const withoutFiles = (key: string, value: unknown) => (key === DOWNLOAD ? { ...(value as DownloadSpec), base64: undefined } : value);

/** Everything that an output can depend on. File names of modules carry a hash of what is in them. */
export async function outputsKey(text: string, imports: string[], { worker, manifest }: KernelBuild): Promise<string> {
  const files = new Set<string>();
  const visit = (file: string | undefined) => {
    if (file === undefined || files.has(file)) return;
    files.add(file);
    for (const { name } of manifest.files[file] ?? []) visit(name);
  };
  for (const specifier of imports) visit(moduleFile(manifest, specifier));
  return digest(JSON.stringify([text, worker, [...files].sort(), manifest.weights, await hostSources(), process.version]));
}

let sources: Promise<string> | undefined;

/** The code on this side of the kernel that takes part: what compiles and schedules. */
function hostSources(): Promise<string> {
  sources ??= (async () => {
    const texts: string[] = [];
    for (const room of ["notebook", "kernel/protocol", "kernel/session", "kernel/node"])
      for (const file of (await readdir(join(root, "src", room))).sort())
        if (file.endsWith(".ts")) texts.push(await readFile(join(root, "src", room, file), "utf8"));
    return digest(texts.join("\0"));
  })();
  return sources;
}

const byKey = (key: string) => join(cacheFolder, "outputs", `${key}.json`);
const byName = (notebook: string) => join(cacheFolder, "last", `${digest(notebook)}.json`);

async function read(path: string): Promise<CellResult[] | undefined> {
  const kept = await readFile(path, "utf8").catch(() => undefined);
  return kept === undefined ? undefined : (JSON.parse(kept) as CellResult[]);
}
