/**
 * The Astro integration of the notebooks: runs them for the build, gives pages their cells, and puts the kernel's files
 * into the site.
 *
 * - `notebooks/x.ts?prerendered`: cells with their outputs, for the components.
 * - `notebooks/x.ts?compiled`: cells ready to run, loaded by the page when the reader acts.
 * - `virtual:kernel`: where the kernel's files are.
 */
import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import sirv from "sirv";
import type { Plugin } from "vite";
import { kernelBuild } from "./build.ts";
import { sessionCells } from "./node.ts";
import { prerender } from "./prerender.ts";
import { readNotebook } from "./read-notebook.ts";
import type { KernelAssets } from "./sandbox.ts";

const KERNEL = "virtual:kernel";

export function notebooks(): AstroIntegration {
  return {
    name: "notebooks",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        updateConfig({ vite: { plugins: [vitePlugin(config.base.replace(/\/?$/, "/"))] } });
      },
      "astro:build:done": async ({ dir }) => {
        const { folder } = await kernelBuild();
        await cp(folder, fileURLToPath(new URL("kernel/", dir)), { recursive: true, filter: (path) => basename(path) !== "package.json" });
      },
    },
  };
}

function vitePlugin(base: string): Plugin {
  return {
    name: "notebooks",
    enforce: "pre",
    resolveId: (id) => (id === KERNEL ? `\0${KERNEL}` : undefined),
    async load(id) {
      if (id === `\0${KERNEL}`) return `export default ${JSON.stringify(await assets(base))}`;
      const [file, query] = id.split("?") as [string, string?];
      if (query === "compiled") return `export default ${JSON.stringify(await compiled(file))}`;
      if (query !== "prerendered") return undefined;
      for (const source of (await kernelBuild()).sources) if (!source.startsWith("node_modules/")) this.addWatchFile(join(process.cwd(), source));
      return `export default ${JSON.stringify(await prerender(file))}`;
    },
    configureServer(server) {
      server.middlewares.use(`${base}kernel`, (request, response, next) => {
        kernelBuild().then(({ folder }) => sirv(folder, { dev: true })(request, response, next), next);
      });
      server.watcher.on("change", (file) => {
        if (/\/src\/(kernel|notebook|models|datasets|tensor)\//.test(file)) void kernelBuild({ again: true });
      });
    },
  };
}

async function assets(base: string): Promise<KernelAssets> {
  const { worker, manifest } = await kernelBuild();
  return { frame: `${base}kernel/frame.html`, worker: `${base}kernel/${worker}`, modules: `${base}kernel/modules/`, manifest };
}

/** What the page needs of each cell to run and edit it. */
async function compiled(file: string) {
  const { cells: sources } = await readNotebook(file);
  const cells = sessionCells(sources);
  return cells.map((cell) => ({ ...cell, text: sources.find(({ name }) => name === cell.name)!.text }));
}
