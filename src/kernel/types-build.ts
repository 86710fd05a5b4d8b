/**
 * Builds what the editor's language service reads: declarations of every module that cells may import, the language's
 * library without a browser's, and the globals of a cell. Runs in Node.
 */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { cacheFolder, digest, ownModules } from "./build.ts";
import type { ExportedName, TypesBundle } from "./types-bundle.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replaceAll(sep, "/").replace(/\/$/, "");
/** Modules whose types come with their packages. */
const PACKAGES = ["@observablehq/plot", "d3"];
const GLOBALS = ["src/kernel/cell-types/cell-globals.d.ts", "src/kernel/cell-types/cell-dom.d.ts"];
const LIBRARY = "lib.d.ts";
const LANGUAGE = "es2023";
const ENTRY = `${root}/cells.ts`;

export interface TypesBuild {
  /** `types-HASH.json`, a `TypesBundle`. */
  name: string;
  folder: string;
}

let last: Promise<TypesBuild> | undefined;

/** Build, or take what was built in this process or, from the same sources, in one before. `again` looks at the sources anew. */
export function typesBuild({ again = false } = {}): Promise<TypesBuild> {
  if (again || !last) last = make();
  return last;
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
  const text = JSON.stringify(await makeBundle());
  const name = `types-${digest(text)}.json`;
  await mkdir(folder, { recursive: true });
  for (const [file, content] of [
    [join(folder, name), text],
    [index, name],
  ] as const) {
    await writeFile(`${file}.${process.pid}`, content);
    await rename(`${file}.${process.pid}`, file);
  }
  return { folder, name };
}

/** Everything that the declarations can depend on. */
async function sourcesKey(): Promise<string> {
  const files = await Promise.all(
    (await readdir(join(root, "src"), { withFileTypes: true }))
      .filter((room) => room.isDirectory() && !["components", "content", "notebook"].includes(room.name))
      .map(async ({ name }) => (await readdir(join(root, "src", name), { recursive: true })).map((file) => join("src", name, file))),
  );
  const sources = files.flat().filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all([...sources.sort(), "package-lock.json", "tsconfig.json"].map((file) => readFile(join(root, file), "utf8")));
  return digest(texts.join("\0"));
}

async function makeBundle(): Promise<TypesBundle> {
  const own = { "#notebook": "src/kernel/api.ts", ...(await ownModules()) };
  const options = repositoryOptions();
  const declarations = emitDeclarations(Object.values(own), options);
  const files = new Map(declarations);
  files.set(`${root}/${LIBRARY}`, await library(LANGUAGE));
  for (const path of GLOBALS) files.set(`${root}/${path}`, await readFile(join(root, path), "utf8"));
  const paths = Object.fromEntries(Object.entries(own).map(([specifier, file]) => [specifier, `${root}/${declarationOf(file)}`]));
  const specifiers = [...Object.keys(own), ...PACKAGES];
  files.set(ENTRY, specifiers.map((specifier, i) => `import * as m${i} from ${JSON.stringify(specifier)};`).join("\n"));
  return bundle(readProgram(files, paths, options), specifiers);
}

/** The repository's own strictness, so that authors and readers see the same; what only concerns files and output is left out. */
function repositoryOptions(): ts.CompilerOptions {
  const config = ts.getParsedCommandLineOfConfigFile(`${root}/tsconfig.json`, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} });
  if (!config) throw new Error("tsconfig.json could not be read");
  const { configFilePath, lib, types, plugins, paths, jsx, allowJs, resolveJsonModule, pathsBasePath, ...options } = config.options;
  return {
    ...options,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: [],
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
    { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: root, rootDir: root, lib: ["lib.es2023.d.ts", "lib.dom.d.ts"] },
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

/** A program over files of which some are on no disk. */
function readProgram(files: Map<string, string>, paths: Record<string, string>, options: ts.CompilerOptions): ts.Program {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  const resolved = (path: string): ts.ResolvedModuleWithFailedLookupLocations => ({
    resolvedModule: { resolvedFileName: path, extension: ts.Extension.Dts, isExternalLibraryImport: false },
  });
  return ts.createProgram([...[LIBRARY, ...GLOBALS].map((path) => `${root}/${path}`), ENTRY], { ...options, noLib: true }, {
    ...host,
    fileExists: (path) => files.has(path) || fileExists(path),
    readFile: (path) => files.get(path) ?? readFile(path),
    getSourceFile: (path, version) => {
      const text = files.get(path);
      return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
    },
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const own = paths[text] ?? declarationOf(posix.join(posix.dirname(from), text));
        return files.has(own) ? resolved(own) : ts.resolveModuleName(text, from, options, host);
      }),
  });
}

function bundle(program: ts.Program, specifiers: string[]): TypesBundle {
  const { noEmit, ...options } = program.getCompilerOptions();
  delete options["noLib"];
  const files: TypesBundle["files"] = {};
  const resolutions: TypesBundle["resolutions"] = {};
  const modules: TypesBundle["modules"] = {};
  const pathOf = new Map<string, string>();
  for (const file of program.getSourceFiles()) {
    const found: Record<string, string> = {};
    program.forEachResolvedModule(({ resolvedModule }, name) => {
      if (resolvedModule) found[name] = shortPath(resolvedModule.resolvedFileName);
    }, file);
    if (file.fileName === ENTRY) for (const specifier of specifiers) pathOf.set(specifier, found[specifier]!);
    else {
      files[shortPath(file.fileName)] = file.text;
      if (Object.keys(found).length > 0) resolutions[shortPath(file.fileName)] = found;
    }
  }
  const checker = program.getTypeChecker();
  for (const [specifier, path] of pathOf) modules[specifier] = { path, exports: exportsOf(program.getSourceFile(`${root}${path}`)!, checker) };
  return { options, files, globals: [LIBRARY, ...GLOBALS].map((path) => `/${path}`), resolutions, modules };
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
