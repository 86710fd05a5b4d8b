import type { ModuleFile, ToKernel } from "../protocol/messages.ts";
import type { Namespace } from "../worker/executor.ts";

type ModuleAnswer = Extract<ToKernel, { type: "module" }>;

/**
 * Links modules without a network: each file the page hands over becomes a blob, after the names it imports
 * have been replaced by the blobs of those files.
 */
export function linker(need: (specifier: string) => void) {
  const urls = new Map<string, string>();
  const modules = new Map<string, { promise: Promise<Namespace>; resolve: (value: Promise<Namespace>) => void }>();

  function load(specifier: string): Promise<Namespace> {
    let module = modules.get(specifier);
    if (!module) {
      let resolve!: (value: Promise<Namespace>) => void;
      const promise = new Promise<Namespace>((done) => {
        resolve = done;
      });
      module = { promise, resolve };
      modules.set(specifier, module);
      need(specifier);
    }
    return module.promise;
  }

  function receive({ specifier, files, problem }: ModuleAnswer): void {
    const module = modules.get(specifier);
    if (problem) {
      modules.delete(specifier);
      module?.resolve(Promise.reject(Object.assign(new Error(problem.message), problem)));
      return;
    }
    for (const file of files) if (!urls.has(file.name)) urls.set(file.name, blob(file));
    module?.resolve(import(/* @vite-ignore */ urls.get(files.at(-1)!.name)!));
  }

  function blob({ text, imports }: ModuleFile): string {
    let linked = "";
    let from = 0;
    for (const { name, start, end } of imports) {
      linked += text.slice(from, start) + urls.get(name);
      from = end;
    }
    return URL.createObjectURL(new Blob([linked + text.slice(from)], { type: "text/javascript" }));
  }

  return { load, receive };
}
