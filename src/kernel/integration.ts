/**
 * The Astro integration of the notebooks: runs them for the build, gives pages their cells, and puts the kernel's files
 * into the site.
 *
 * - `notebooks/x.ts?prerendered`: cells with their outputs, for the components.
 * - `notebooks/x.ts?compiled`: cells ready to run, loaded by the page when the reader acts.
 * - `notebooks/x.ts?outputs`: what the cells showed in the build, loaded when the reader saves or takes away what the page has.
 * - `src/content/docs/x.mdx?prose`: the prose of a page as Markdown, loaded when the reader takes its notebook away.
 * - `virtual:kernel`: where the kernel's files are.
 * - `virtual:cell-types`: where the types are that the editor reads, loaded when the reader edits.
 */
import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import sirv from "sirv";
import type { Plugin } from "vite";
import { kernelBuild } from "./build.ts";
import { sessionCells } from "./node.ts";
import { isExpensive, prerender } from "./prerender.ts";
import { readProse } from "./prose.ts";
import type { KernelAssets } from "./sandbox.ts";
import { typesBuild } from "./types-build.ts";
import { typescriptModule } from "./typescript-module.ts";

const KERNEL = "virtual:kernel";
const TYPES = "virtual:cell-types";

export function notebooks(): AstroIntegration {
  return {
    name: "notebooks",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [vitePlugin(config.base.replace(/\/?$/, "/"))],
            // A module, so that a worker can begin before all of it is loaded.
            worker: { format: "es", plugins: () => [typescriptModule()] },
          },
        });
      },
      "astro:build:done": async ({ dir }) => {
        const { folder } = await kernelBuild();
        await cp(folder, fileURLToPath(new URL("kernel/", dir)), { recursive: true, filter: (path) => basename(path) !== "package.json" });
        const types = await typesBuild();
        await cp(join(types.folder, types.name), fileURLToPath(new URL(`kernel/${types.name}`, dir)));
      },
    },
  };
}

function vitePlugin(base: string): Plugin {
  return {
    name: "notebooks",
    enforce: "pre",
    resolveId: (id) => (id === KERNEL || id === TYPES ? `\0${id}` : undefined),
    async load(id) {
      if (id === `\0${KERNEL}`) return `export default ${JSON.stringify(await assets(base))}`;
      if (id === `\0${TYPES}`) return `export default ${JSON.stringify(`${base}kernel/${(await typesBuild()).name}`)}`;
      const [file, query] = id.split("?") as [string, string?];
      if (query === "compiled") return `export default ${JSON.stringify(await compiled(file))}`;
      if (query === "prose") return `export default ${JSON.stringify(await readProse(file))}`;
      if (query !== "prerendered" && query !== "outputs") return undefined;
      for (const source of (await kernelBuild()).sources) if (!source.startsWith("node_modules/")) this.addWatchFile(join(process.cwd(), source));
      const prerendered = await prerender(file);
      return `export default ${JSON.stringify(query === "outputs" ? prerendered.results : prerendered)}`;
    },
    configureServer(server) {
      server.middlewares.use(`${base}kernel`, (request, response, next) => {
        const folder = request.url?.startsWith("/types-") ? typesBuild() : kernelBuild();
        folder.then(({ folder }) => sirv(folder, { dev: true })(request, response, next), next);
      });
      server.watcher.on("change", (file) => {
        if (/\/src\/(kernel|notebook|models|datasets|checkpoints|tensor)\//.test(file))
          void Promise.all([kernelBuild({ again: true }), typesBuild({ again: true })]);
      });
    },
  };
}

async function assets(base: string): Promise<KernelAssets> {
  const { worker, manifest } = await kernelBuild();
  return {
    frame: `${base}kernel/frame.html`,
    worker: `${base}kernel/${worker}`,
    modules: `${base}kernel/modules/`,
    weights: `${base}weights/`,
    manifest,
  };
}

/** What the page needs of each cell to run and edit it. */
async function compiled(file: string) {
  const { cells: sources, results } = await prerender(file);
  return sessionCells(sources).map((cell, i) => {
    const source = sources.find(({ name }) => name === cell.name)!;
    return { ...cell, text: source.text, tags: source.tags, ...(isExpensive(source, results[i]!.ms) && { expensive: true }) };
  });
}
