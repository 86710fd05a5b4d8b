/**
 * Builds what the editor's language service reads: declarations of every module that cells may import, the language's
 * library without a browser's, and the globals of a cell. Runs in Node.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import ts from "typescript";
import type { ExportedName, TypesBundle } from "../components/notebook/types/types-bundle.ts";
import { cacheFolder, digest, insideModules, ownModules } from "./build.ts";
import { writeWhole } from "./write-whole.ts";

/** The repository, as TypeScript names paths: with slashes, and none at the end. */
export const root = fileURLToPath(new URL("../..", import.meta.url))
  .replaceAll(sep, "/")
  .replace(/\/$/, "");
/** Modules whose types come with their packages. */
const PACKAGES = ["@observablehq/plot", "d3"];
const GLOBALS = ["globals", "dom", "canvas"].map((part) => `src/build/cell-types/cell-${part}.d.ts`);
/** Of d3, Plot's types name these. To read all of d3 for them would take a third of the time until the first mistake is found. */
const D3_IN_PLOT: Record<string, string[]> = {
  "d3-shape": ["CurveFactory", "SymbolType"],
  "d3-geo": ["GeoPath", "GeoPermissibleObjects", "GeoStreamWrapper"],
};
const D3_FOR_PLOT = `${root}/d3-for-plot.d.ts`;
const LIBRARY = "lib.d.ts";
const NOTEBOOKS_CONFIG = "notebooks/tsconfig.json";
const LANGUAGE = "es2023";
const ENTRY = `${root}/cells.ts`;

export interface TypesBuild {
  /** `types-HASH.json`, a `TypesBundle`. */
  name: string;
  folder: string;
}

let last: Promise<TypesBuild> | undefined;

/** Build, or take what was built in this process or, from the same sources, in one before. */
export function typesBuild(): Promise<TypesBuild> {
  last ??= make();
  return last;
}

/** The sources are different now. Who next asks waits some seconds for the build: it is not made for nobody. */
export function forgetTypes(): void {
  last = undefined;
}

/** What a build holds. */
export async function readTypes({ folder, name }: TypesBuild): Promise<TypesBundle> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as TypesBundle;
}

async function make(): Promise<TypesBuild> {
  const folder = join(cacheFolder, "types");
  const index = join(folder, `${await sourcesKey()}.txt`);
  const known = await readFile(index, "utf8").catch(() => undefined);
  if (known !== undefined) return { folder, name: known };
  const text = await workAside("types");
  const name = `types-${digest(text)}.json`;
  await writeWhole(join(folder, name), text);
  await writeWhole(index, name);
  return { folder, name };
}

/** What TypeScript reads of the sources, as JSON. In a thread of its own: for seconds, this one could answer nobody. */
export function workAside(task: "types" | "exports"): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./types-worker.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error(`the ${task} of the modules were not read: their thread ended`)));
  });
}

/** Everything that the declarations and docstrings can depend on. */
export async function sourcesKey(): Promise<string> {
  const files = await Promise.all(
    (await readdir(join(root, "src"), { withFileTypes: true }))
      .filter((room) => room.isDirectory() && !["components", "content", "notebook"].includes(room.name))
      .map(async ({ name }) => (await readdir(join(root, "src", name), { recursive: true })).map((file) => join("src", name, file))),
  );
  const sources = files.flat().filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(
    [...sources.sort(), "package-lock.json", "tsconfig.json", NOTEBOOKS_CONFIG].map((file) => readFile(join(root, file), "utf8")),
  );
  return digest(texts.join("\0"));
}

/** The declarations, from the sources as they are now. */
export async function makeBundle(): Promise<TypesBundle> {
  const offered = { "#notebook": "src/kernel/protocol/api.ts", ...(await ownModules()) };
  const inside = await insideModules();
  const own: Record<string, string> = { ...offered, ...inside };
  const declarations = emitDeclarations(Object.values(own), repositoryOptions());
  const files = new Map(declarations);
  files.set(`${root}/${LIBRARY}`, await library(LANGUAGE));
  for (const path of GLOBALS) files.set(`${root}/${path}`, await readFile(join(root, path), "utf8"));
  files.set(
    D3_FOR_PLOT,
    Object.entries(D3_IN_PLOT)
      .map(([part, names]) => `export type { ${names.join(", ")} } from "${part}";`)
      .join("\n"),
  );
  const paths = Object.fromEntries(Object.entries(own).map(([specifier, file]) => [specifier, `${root}/${declarationOf(file)}`]));
  const specifiers = [...Object.keys(offered), ...PACKAGES];
  files.set(ENTRY, [...specifiers, ...Object.keys(inside)].map((specifier, i) => `import * as m${i} from ${JSON.stringify(specifier)};`).join("\n"));
  const resolutions: TypesBundle["resolutions"] = {};
  const made = bundle(readProgram({ files, paths, options: repositoryOptions(NOTEBOOKS_CONFIG), resolutions }), specifiers, resolutions);
  return { ...made, inside: Object.fromEntries(Object.keys(inside).map((name) => [name, shortPath(paths[name]!)])) };
}

/**
 * The repository's own strictness, that of `src` for declarations and that of `notebooks` for cells, so that authors and readers see the same; what
 * only concerns files and output is left out.
 */
export function repositoryOptions(file = "tsconfig.json"): ts.CompilerOptions {
  const config = ts.getParsedCommandLineOfConfigFile(`${root}/${file}`, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} });
  if (!config) throw new Error(`${file} could not be read`);
  const { configFilePath, lib, types, plugins, paths, jsx, allowJs, resolveJsonModule, pathsBasePath, ...options } = config.options;
  return {
    ...options,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: [],
    // No module that cells may import has a default export.
    allowSyntheticDefaultImports: false,
    esModuleInterop: false,
    // A cell is read while it is written, and one cell's end is not the notebook's.
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowUnreachableCode: true,
    allowUnusedLabels: true,
  };
}

/** Declarations of own modules and of all that they import, by absolute path. */
function emitDeclarations(entries: string[], options: ts.CompilerOptions): Map<string, string> {
  const program = ts.createProgram(
    entries.map((file) => `${root}/${file}`),
    {
      ...options,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: root,
      rootDir: root,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    },
  );
  const declarations = new Map<string, string>();
  program.emit(undefined, (path, text) => declarations.set(path, text), undefined, true);
  return declarations;
}

/** One file for the language's whole library: each part is loaded once anyway, and sixty files take longer. */
async function library(part: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(part)) return "";
  seen.add(part);
  const text = await readFile(fileURLToPath(import.meta.resolve(`typescript/lib/lib.${part}.d.ts`)), "utf8");
  const parts = [...text.matchAll(/^\/\/\/ <reference lib="(.+?)" \/>/gm)].map(([, name]) => name!);
  const before: string[] = [];
  for (const name of parts) before.push(await library(name, seen));
  return before.join("") + text.replace(/^\/\*!.*?\*\//s, "").replace(/^\/\/\/ <reference.*\n/gm, "");
}

interface ProgramOptions {
  /** Files that are on no disk, by absolute path. */
  files: Map<string, string>;
  /** Where own modules are. */
  paths: Record<string, string>;
  options: ts.CompilerOptions;
  /** Is filled with what was found. */
  resolutions: TypesBundle["resolutions"];
}

function readProgram({ files, paths, options, resolutions }: ProgramOptions): ts.Program {
  const host = ts.createCompilerHost(options);
  const resolve = (specifier: string, from: string): ts.ResolvedModuleWithFailedLookupLocations => {
    const forPlot = specifier === "d3" && from.includes("/@observablehq/plot/");
    const own = forPlot ? D3_FOR_PLOT : (paths[specifier] ?? declarationOf(posix.join(posix.dirname(from), specifier)));
    if (!files.has(own)) return ts.resolveModuleName(specifier, from, options, host);
    return { resolvedModule: { resolvedFileName: own, extension: ts.Extension.Dts } };
  };
  return ts.createProgram(
    [...[LIBRARY, ...GLOBALS].map((path) => `${root}/${path}`), ENTRY],
    { ...options, noLib: true },
    {
      ...host,
      fileExists: (path) => files.has(path) || host.fileExists(path),
      readFile: (path) => files.get(path) ?? host.readFile(path),
      getSourceFile: (path, version) => {
        const text = files.get(path);
        return text === undefined ? host.getSourceFile(path, version) : ts.createSourceFile(path, text, version);
      },
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => {
          const result = resolve(text, from);
          if (result.resolvedModule) (resolutions[shortPath(from)] ??= {})[text] = shortPath(result.resolvedModule.resolvedFileName);
          return result;
        }),
    },
  );
}

function bundle(program: ts.Program, specifiers: string[], resolutions: TypesBundle["resolutions"]): Omit<TypesBundle, "inside"> {
  const { noEmit, noLib, ...options } = program.getCompilerOptions();
  const { [shortPath(ENTRY)]: ofCells = {}, ...others } = resolutions;
  const files = Object.fromEntries(
    program
      .getSourceFiles()
      .filter(({ fileName }) => fileName !== ENTRY)
      .map(({ fileName, text }) => [shortPath(fileName), text]),
  );
  const checker = program.getTypeChecker();
  for (const file of program.getSourceFiles()) if (file.fileName.includes("/@observablehq/plot/")) checkD3Names(file);
  const modules = Object.fromEntries(
    specifiers.map((specifier) => {
      const path = ofCells[specifier];
      const file = path === undefined ? undefined : program.getSourceFile(root + path);
      if (path === undefined || !file) throw new Error(`the types of "${specifier}" were not found: is the package installed?`);
      return [specifier, { path, exports: exportsOf(file, checker) }];
    }),
  );
  return { options, files, globals: [LIBRARY, ...GLOBALS].map((path) => `/${path}`), resolutions: others, modules };
}

/** @throws Error when a newer Plot names more of d3 than it is given. */
function checkD3Names({ fileName, text }: ts.SourceFile): void {
  const given = new Set(Object.values(D3_IN_PLOT).flat());
  for (const [, names] of text.matchAll(/\{([^}]*)\} from "d3"/g))
    for (const name of names!.split(",").map((part) => part.trim().split(" ")[0]!))
      if (!given.has(name)) throw new Error(`${fileName} names ${name} of d3: add it to D3_IN_PLOT`);
}

function exportsOf(file: ts.SourceFile, checker: ts.TypeChecker): ExportedName[] {
  const symbol = checker.getSymbolAtLocation(file);
  if (!symbol) return [];
  return checker
    .getExportsOfModule(symbol)
    .map((exported) => {
      const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const doc = firstSentence(ts.displayPartsToString(target.getDocumentationComment(checker)));
      return { name: exported.name, kind: kindOf(target), ...(doc && { doc }) };
    })
    .filter(({ name }) => name !== "default");
}

function kindOf({ flags }: ts.Symbol): ExportedName["kind"] {
  if (flags & ts.SymbolFlags.Class) return "class";
  if (flags & ts.SymbolFlags.Function) return "function";
  return flags & ts.SymbolFlags.Value ? "constant" : "type";
}

const firstSentence = (text: string) => /^.*?(?:\.(?=\s|$)|$)/s.exec(text.replace(/\s+/g, " ").trim())![0].slice(0, 200);
const declarationOf = (path: string) => path.replace(/\.ts$/, ".d.ts");
const shortPath = (path: string) => (path.startsWith(root) ? path.slice(root.length) : `/${relative(root, path).replaceAll(sep, "/")}`);
