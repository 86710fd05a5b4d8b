/**
 * The Astro integration of the notebooks: runs them for the build, gives pages their cells, and puts the kernel's files
 * into the site. While a site is being written, no page waits for a run: it gets what there is, and `background` goes on.
 *
 * - `notebooks/x.ts?prerendered`: cells with their outputs, for the components.
 * - `notebooks/x.ts?compiled`: cells ready to run, loaded by the page when the reader acts.
 * - `notebooks/x.ts?outputs`: what the cells showed in the build, loaded when the reader saves or takes away what the page has.
 * - `src/content/docs/x.mdx?prose`: the prose of a page as Markdown, loaded when the reader takes its notebook away.
 * - `virtual:kernel`: where the kernel's files are.
 * - `virtual:exports`: what cells can import, with its docstrings, for the reference.
 * - `virtual:cell-types`: where the types are that the editor reads, loaded when the reader edits.
 */
import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import sirv from "sirv";
import type { Plugin } from "vite";
import type { KernelAssets } from "../kernel/browser/sandbox.ts";
import { sessionCells } from "../kernel/node/node.ts";
import { isExpensive } from "../kernel/session/expensive.ts";
import type { BackgroundRuns } from "./background.ts";
import { kernelBuild } from "./build.ts";
import { exportsBuild, forgetExports } from "./exports-build.ts";
import { oldRecordings } from "./old-recordings.ts";
import { type Prerendered, prerender } from "./prerender.ts";
import { readProse } from "./prose.ts";
import { forgetTypes, typesBuild } from "./types-build.ts";
import { typescriptModule } from "./typescript-module.ts";

const KERNEL = "virtual:kernel";
const TYPES = "virtual:cell-types";
const EXPORTS = "virtual:exports";

interface Options {
  /** Runs the notebooks of the pages that are opened in `astro dev`. */
  background: BackgroundRuns;
}

export function notebooks({ background }: Options): AstroIntegration {
  let base: string;
  return {
    name: "notebooks",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        base = config.base.replace(/\/?$/, "/");
        updateConfig({
          vite: {
            plugins: [vitePlugin(base, background)],
            // A module, so that a worker can begin before all of it is loaded.
            worker: { format: "es", plugins: () => [typescriptModule()] },
          },
        });
      },
      // The first page takes seconds to be put together, from hundreds of modules of Astro and Starlight, and the next ones do not. A
      // server that says it is ready should be.
      "astro:server:start": async ({ address: { address, family, port } }) => {
        await fetch(`http://${family === "IPv6" ? `[${address}]` : address}:${port}${base}`)
          .then((response) => response.text())
          .catch(() => {});
      },
      "astro:build:done": async ({ dir, logger }) => {
        const { folder } = await kernelBuild();
        await cp(folder, fileURLToPath(new URL("kernel/", dir)), { recursive: true, filter: (path) => basename(path) !== "package.json" });
        const types = await typesBuild();
        await cp(join(types.folder, types.name), fileURLToPath(new URL(`kernel/${types.name}`, dir)));
        for (const sentence of await oldRecordings()) logger.warn(sentence);
      },
    },
  };
}

function vitePlugin(base: string, background: BackgroundRuns): Plugin {
  let dev = false;
  return {
    name: "notebooks",
    enforce: "pre",
    configResolved({ command }) {
      dev = command === "serve";
    },
    resolveId: (id) => ([KERNEL, TYPES, EXPORTS].includes(id) ? `\0${id}` : undefined),
    async load(id) {
      const json = (value: unknown) => `export default ${JSON.stringify(value)}`;
      if (id === `\0${KERNEL}`) return json(await assets(base));
      if (id === `\0${TYPES}`) return json(`${base}kernel/${(await typesBuild()).name}`);
      if (id === `\0${EXPORTS}`) return json(await exportsBuild());
      const [file, query] = id.split("?") as [string, string?];
      switch (query) {
        case "prerendered":
          return json(await (dev ? background.open(file) : prerender(file)));
        case "compiled":
          return json(compiled(await (dev ? background.snapshot(file) : prerender(file))));
        case "outputs":
          return json((await (dev ? background.settled(file) : prerender(file))).results);
        case "prose":
          return json(await readProse(file));
        default:
          return undefined;
      }
    },
    configureServer(server) {
      // What every notebook needs takes seconds: it is made beside what Astro does first.
      kernelBuild().catch(() => {});
      server.middlewares.use(`${base}kernel`, (request, response, next) => {
        const folder = request.url?.startsWith("/types-") ? typesBuild() : kernelBuild();
        folder.then(({ folder }) => sirv(folder, { dev: true })(request, response, next), next);
      });
      const forget = (...ids: string[]) => {
        for (const { moduleGraph } of Object.values(server.environments))
          for (const id of ids) {
            const module = moduleGraph.getModuleById(id);
            if (module) moduleGraph.invalidateModule(module);
          }
      };
      background.listen((file) => forget(...OF_A_RUN.map((query) => `${file}?${query}`)));
      const changed = async (file: string) => {
        if (NOTEBOOK.test(file)) return background.fileChanged(file);
        if (!REACHES_CELLS.test(file)) return;
        forgetTypes();
        forgetExports();
        forget(`\0${TYPES}`, `\0${EXPORTS}`);
        const before = await kernelBuild().catch(() => undefined);
        const now = await kernelBuild({ again: true }).catch(() => undefined);
        if (now?.folder === before?.folder) return;
        forget(`\0${KERNEL}`);
        background.kernelChanged();
      };
      for (const event of ["add", "change", "unlink"] as const) server.watcher.on(event, changed);
    },
    // The page hears of it from `background`, and takes it in without a reload.
    hotUpdate: ({ type, file }) => (type === "update" && NOTEBOOK.test(file) ? [] : undefined),
  };
}

const NOTEBOOK = /\/notebooks\/[^/]+\.ts$/;
/** Sources of what runs cells, or of what they import. */
const REACHES_CELLS = /\/src\/(?!build\/|components\/|content\/)/;
/** What changes as a notebook runs. */
const OF_A_RUN = ["prerendered", "compiled", "outputs"];

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
function compiled({ cells: sources, results }: Prerendered) {
  return sessionCells(sources).map((cell, i) => {
    const source = sources.find(({ name }) => name === cell.name)!;
    return { ...cell, text: source.text, tags: source.tags, ...(isExpensive(source, results[i]!.ms) && { expensive: true }) };
  });
}
