/** Pages that are being written: they open at once, and what their notebooks give comes into them as it is made. */
import { basename, join } from "node:path";
import type { AstroIntegration } from "astro";
import { isRunnableDevEnvironment, type Plugin, type ViteDevServer } from "vite";
import { type CellNews, NEWS, type News, OPEN, type Open } from "../components/dev/messages.ts";
import type { BackgroundRuns, Snapshot } from "./background.ts";

/** News follow each other no faster. */
const NEWS_EVERY_MS = 100;

export function livePages({ background }: { background: BackgroundRuns }): AstroIntegration {
  return {
    name: "live-pages",
    hooks: {
      "astro:config:setup": ({ command, injectScript, updateConfig }) => {
        if (command !== "dev") return;
        injectScript("page", 'import "/src/components/dev/page.ts";');
        // Vite's own search does not follow the editor's worker. What is found later makes it load every page anew.
        updateConfig({ vite: { plugins: [newsPlugin(background)], optimizeDeps: { include: ["typescript"] } } });
      },
    },
  };
}

function newsPlugin(background: BackgroundRuns): Plugin {
  return {
    name: "live-pages",
    configureServer(server) {
      const { config, environments } = server;
      const { hot } = environments.client;
      reloadNothingUnopened(server);
      const fileOf = (notebook: string) => join(config.root, "notebooks", `${basename(notebook)}.ts`);
      const writers = new Map<string, NewsWriter>();
      const writer = (file: string) => writers.get(file) ?? writers.set(file, new NewsWriter(basename(file, ".ts"))).get(file)!;
      const timers = new Set<string>();
      hot.on(OPEN, async ({ notebook, shown }: Open, page) => {
        const file = fileOf(notebook);
        // A file that cannot be read is known by then: the page itself could not be made.
        const snapshot = await background.open(file).catch(() => undefined);
        if (snapshot) page.send(NEWS, writer(file).since(new Map(Object.entries(shown)), snapshot, await cellsModule(server)));
      });
      background.listen((file) => {
        // Where no page listens yet, there is nothing to write.
        if (timers.has(file) || !writers.has(file)) return;
        timers.add(file);
        setTimeout(async () => {
          timers.delete(file);
          const snapshot = background.now(file);
          if (snapshot) hot.send(NEWS, writer(file).next(snapshot, await cellsModule(server)));
        }, NEWS_EVERY_MS);
      });
    },
  };
}

/**
 * Vite keeps a reload that nobody is there to hear, for the page that is opened next; Astro asks for one when it has read the
 * content at its start. A page that is yet to be opened has nothing to reload.
 */
function reloadNothingUnopened({ ws }: ViteDevServer): void {
  const send: (...what: unknown[]) => void = ws.send.bind(ws);
  ws.send = (...what: unknown[]) => {
    const [message] = what;
    if (ws.clients.size === 0 && typeof message === "object" && message && "type" in message && message.type === "full-reload") return;
    send(...what);
  };
}

type CellsModule = typeof import("./cells.ts");

/** What writes cells into pages, as it is now: it may be what is being written. */
async function cellsModule({ environments: { ssr } }: ViteDevServer): Promise<CellsModule> {
  if (!isRunnableDevEnvironment(ssr)) throw new Error("Astro does not run pages in Vite's own process any more");
  return ssr.runner.import<CellsModule>("/src/build/cells.ts");
}

/** Writes what is new in a notebook. */
class NewsWriter {
  readonly #notebook: string;
  /** What was last written of each cell, and what that was made from. */
  readonly #written = new Map<string, { from: string; outputs: unknown; error: unknown; news: CellNews }>();
  /** Cell → the mark of what all pages were told. */
  readonly #told = new Map<string, string>();
  #writtenWith: CellsModule | undefined;

  constructor(notebook: string) {
    this.#notebook = notebook;
  }

  /** All that pages were not told yet. */
  next(snapshot: Snapshot, cells: CellsModule): News {
    const news = this.since(this.#told, snapshot, cells);
    for (const { name, shown } of news.cells) this.#told.set(name, shown);
    return news;
  }

  /** What differs from what a page shows: cell → mark. */
  since(shown: ReadonlyMap<string, string>, snapshot: Snapshot, module: CellsModule): News {
    if (this.#writtenWith !== module) this.#written.clear();
    this.#writtenWith = module;
    const order = snapshot.results.map(({ cell }) => cell);
    const cells = order.map((name) => this.#cell(snapshot, name, module)).filter((cell) => shown.get(cell.name) !== cell.shown);
    return { notebook: this.#notebook, order, cells, run: snapshot.run };
  }

  #cell(snapshot: Snapshot, name: string, { partsOfCell, liveMarkup }: CellsModule): CellNews {
    const { outputs, error } = snapshot.results.find(({ cell }) => cell === name)!;
    const { older, missing, run, cells } = snapshot;
    const running = run.state === "running" && run.cell === name;
    const from = JSON.stringify([cells.find((cell) => cell.name === name), older.includes(name), missing.includes(name), running]);
    const before = this.#written.get(name);
    if (before?.from === from && before.outputs === outputs && before.error === error) return before.news;
    const news = { name, ...liveMarkup(partsOfCell(snapshot, name)) };
    this.#written.set(name, { from, outputs, error, news });
    return news;
  }
}
