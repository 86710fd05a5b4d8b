/** All that the language service needs to know of what a cell can use. Made by `types-build.ts`, read where the service runs. */
export interface TypesBundle {
  /** TypeScript's compiler options, those of the repository. */
  options: Record<string, unknown>;
  /** Path → text of a declaration file. */
  files: Record<string, string>;
  /** Those that declare globals. The first is the language's own library. */
  globals: string[];
  /** Path → what it imports, as written there → path. */
  resolutions: Record<string, Record<string, string>>;
  /** What a cell can import, as written there → the module. */
  modules: Record<string, ModuleTypes>;
  /** The same for parts of modules that no cell is offered → the path. Cells have them by names of old. */
  inside: Record<string, string>;
}

export interface ModuleTypes {
  path: string;
  exports: ExportedName[];
}

/** A name that a module exports. */
export interface ExportedName {
  name: string;
  kind: "class" | "constant" | "function" | "type";
  /** First sentence of its doc comment. */
  doc?: string;
}
