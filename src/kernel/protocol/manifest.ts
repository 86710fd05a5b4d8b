import type { ModuleFile } from "./messages.ts";
import type { WeightsManifest } from "./weights.ts";

/** The modules that cells may import, as built. Nothing else reaches a kernel. */
export interface ModuleManifest {
  /** What a cell writes, such as `#ml/decision-tree` → its file. */
  specifiers: Record<string, string>;
  /** The same for parts of these modules that cells are not offered. `moduleFile` finds them by names that they once had. */
  inside: Record<string, string>;
  /** File → the files it imports and where in its text their names stand. */
  files: Record<string, ModuleFile["imports"]>;
  /** What the project's own modules export, for hints. The libraries' names are too many. */
  exports: Record<string, string[]>;
  /** The weights that cells may ask for. */
  weights: WeightsManifest;
}

/** What a kernel is made of, as files. */
export interface KernelBuild {
  /** Holds `frame.html`, the workers' scripts and the folder `modules/`. */
  folder: string;
  worker: string;
  /** The script of a worker thread in Node, in the same folder. */
  nodeWorker: string;
  /** Folder of the weights of shipped models. */
  weights: string;
  manifest: ModuleManifest;
}
