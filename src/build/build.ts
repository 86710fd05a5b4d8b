/**
 * Builds what a kernel loads: the worker's script and the modules that cells may import, each once, for the Node
 * host and the browser alike. Runs in Node.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import type { ModelCard } from "../checkpoints/model-card.ts";
import type { KernelBuild, ModuleManifest } from "../kernel/protocol/manifest.ts";
import type { WeightsManifest } from "../kernel/protocol/weights.ts";
import { vocabularies } from "../lm/ranked-bpe.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Everything made from the sources that can be made again. */
export const cacheFolder = join(root, "node_modules/.cache/ml-vs-llm");

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  write: false,
  logLevel: "silent",
  legalComments: "none",
} as const;

let last: Promise<KernelBuild> | undefined;

/** Build, or take what was built in this process. `again` builds from the sources as they are now. */
export function kernelBuild({ again = false } = {}): Promise<KernelBuild> {
  if (again || !last) last = make();
  return last;
}

async function make(): Promise<KernelBuild> {
  const [worker, nodeWorker, modules] = await Promise.all([buildWorker(), buildNodeWorker(), buildModules()]);
  const frame = await frameDocument();
  const hash = digest(worker + nodeWorker + frame + JSON.stringify(modules.manifest));
  const folder = join(cacheFolder, "kernel", hash);
  const result: KernelBuild = {
    folder,
    worker: `worker-${digest(worker)}.js`,
    nodeWorker: "worker-node.js",
    weights: join(root, "public/weights"),
    manifest: modules.manifest,
  };
  if (!existsSync(folder)) {
    // Another process may be at the same: write aside, then move into place in one step.
    const aside = `${folder}.${process.pid}`;
    await mkdir(join(aside, "modules"), { recursive: true });
    await writeFile(join(aside, "frame.html"), frame);
    await writeFile(join(aside, result.worker), worker);
    await writeFile(join(aside, result.nodeWorker), nodeWorker);
    await writeFile(join(aside, "package.json"), '{"type":"module"}');
    for (const [name, text] of modules.texts) await writeFile(join(aside, "modules", name), text);
    await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  }
  return result;
}

const buildWorker = () => script("src/kernel/browser/worker-browser.ts", { format: "iife" });

/** Node could run the sources, too. But it takes their types off with WebAssembly, in each thread anew, and dies at times when such a thread is ended. */
const buildNodeWorker = () => script("src/kernel/node/worker-node.ts", { platform: "node" });

/** One file, with all that it imports. */
async function script(file: string, options: Pick<BuildOptions, "format" | "platform">): Promise<string> {
  const { outputFiles } = await build({ ...common, ...options, entryPoints: [file] });
  return outputFiles[0]!.text;
}

/** The libraries that draw. They find a small DOM in the place of a browser's. */
const DRAWING = { "@observablehq/plot": "src/kernel/worker/plot.ts", d3: "src/kernel/worker/d3.ts" };

const CHARTS = "#charts";

/** Folders of which each file is a module for cells. What lies `inside/` of one is not. */
const ROOMS = ["base", "score", "prep", "ml", "words", "lm", "sizes", "tune", "versus", "contests", "datasets", "checkpoints", "recorded"];

/** The engine, charts, every model, data set, and card of a shipped model. */
export async function ownModules(): Promise<Record<string, string>> {
  const rooms = await Promise.all(ROOMS.map((room) => modulesIn(room)));
  return Object.assign({ "#tensor": "src/tensor/index.ts", [CHARTS]: "src/charts/index.ts" }, ...rooms);
}

/** What these are made of. */
export async function insideModules(): Promise<Record<string, string>> {
  return Object.assign({}, ...(await Promise.all([...ROOMS, "charts"].map((room) => modulesIn(`${room}/inside`)))));
}

/** What a cell would write → the file. */
async function modulesIn(folder: string): Promise<Record<string, string>> {
  const files = await readdir(join(root, "src", folder)).catch(() => []);
  const modules = files.sort().filter((file) => file.endsWith(".ts"));
  return Object.fromEntries(modules.map((file) => [`#${folder}/${file.slice(0, -3)}`, `src/${folder}/${file}`]));
}

/** What the cards of shipped models say of their files, and those of vocabularies. */
async function shippedWeights(): Promise<WeightsManifest> {
  const folder = join(root, "src/checkpoints");
  const files = (await readdir(folder)).filter((name) => name !== "model-card.ts").sort();
  const cards = await Promise.all(files.map(async (file) => (await import(pathToFileURL(join(folder, file)).href)).card as ModelCard));
  return Object.fromEntries([
    ...cards.map(({ name, bytes, sha256 }) => [name, { bytes, sha256 }]),
    ...Object.values(vocabularies).map(({ name, bytes, sha256 }) => [name, { bytes, sha256, ending: "deflate" }]),
  ]);
}

/** All modules that cells may import. In two groups, for else every module would carry the DOM. */
async function buildModules() {
  const [{ [CHARTS]: charts, ...own }, inside] = await Promise.all([ownModules(), insideModules()]);
  const [drawing, others] = await Promise.all([
    buildGroup({ ...DRAWING, [CHARTS]: charts! }, { inject: ["src/kernel/worker/dom/globals.ts"], plugins: [plotOfCells] }),
    // Readers meet these classes when they display a value: they keep their names.
    buildGroup({ ...own, ...inside }, { keepNames: true }),
  ]);
  const of = <T>(all: Record<string, T>, names: Record<string, string>) => Object.fromEntries(Object.keys(names).map((name) => [name, all[name]!]));
  const manifest: ModuleManifest = {
    specifiers: { ...drawing.specifiers, ...of(others.specifiers, own) },
    inside: of(others.specifiers, inside),
    files: { ...drawing.files, ...others.files },
    weights: await shippedWeights(),
    exports: {
      "#notebook": Object.keys(await import("../kernel/protocol/api.ts")),
      [CHARTS]: drawing.exports[CHARTS]!,
      ...of(others.exports, own),
    },
  };
  return { manifest, texts: new Map([...drawing.texts, ...others.texts]) };
}

/** Charts are made of the very Plot that cells import: their `.plot()` draws for this site's pages even where a cell does not import Plot. */
const plotOfCells: Plugin = {
  name: "plot-of-cells",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@observablehq\/plot$/ }, ({ resolveDir }) =>
      resolveDir === join(root, "src/charts") ? { path: join(root, DRAWING["@observablehq/plot"]) } : undefined,
    ),
};

/** Modules that share files among them. */
async function buildGroup(specifiers: Record<string, string>, options: Pick<BuildOptions, "inject" | "keepNames" | "plugins">) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: Object.entries(specifiers).map(([specifier, file]) => ({ in: file, out: specifier.replace(/^[#@]/, "").replaceAll("/", "-") })),
    outdir: "modules",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    ...options,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [baseName(path), text]));
  const files: ModuleManifest["files"] = {};
  const bySource = new Map<string, string>();
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const name = baseName(path);
    files[name] = importPlaces(name, texts.get(name)!, output);
    if (output.entryPoint) bySource.set(output.entryPoint, name);
  }
  const exportsOf = (file: string) => Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === file)?.exports ?? [];
  const exports = Object.fromEntries(Object.entries(specifiers).map(([specifier, file]) => [specifier, exportsOf(file)]));
  const byName = Object.fromEntries(Object.entries(specifiers).map(([specifier, file]) => [specifier, bySource.get(file)!]));
  return { specifiers: byName, files, exports, texts };
}

/** Where in a built file the names of other files stand. esbuild writes them as `"./name"`. */
function importPlaces(file: string, text: string, output: Metafile["outputs"][string]): ModuleManifest["files"][string] {
  const places = output.imports.flatMap(({ path }) => {
    const name = baseName(path);
    const quoted = `"./${name}"`;
    const found: { name: string; start: number; end: number }[] = [];
    for (let at = text.indexOf(quoted); at >= 0; at = text.indexOf(quoted, at + 1)) found.push({ name, start: at + 1, end: at + quoted.length - 1 });
    if (found.length === 0) throw new Error(`${file} imports ${name}, but does not name it`);
    return found;
  });
  const unique = new Map(places.map((place) => [place.start, place]));
  return [...unique.values()].sort((a, b) => a.start - b.start);
}

async function frameDocument(): Promise<string> {
  const text = await readFile(join(root, "src/kernel/browser/frame.html"), "utf8");
  const script = /<script>([\s\S]*?)<\/script>/.exec(text)![1]!;
  return text.replace("__SCRIPT_HASH__", `sha256-${createHash("sha256").update(script).digest("base64")}`);
}

const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
export const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);
