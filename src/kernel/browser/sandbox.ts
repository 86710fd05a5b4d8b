import { notOffered } from "../protocol/import-problems.ts";
import type { ModuleManifest } from "../protocol/manifest.ts";
import type { Connect, ModuleFile, ToKernel } from "../protocol/messages.ts";
import { moduleFile } from "../protocol/module-names.ts";
import { changedBuiltIn, FORGED, readFromFrame, readMessage } from "../protocol/schema.ts";
import { WeightsFetcher } from "./fetch-weights.ts";

/** Where the kernel's files are. Made by the build; addresses are absolute paths of the site. */
export interface KernelAssets {
  /** The document of the sandboxed frame. */
  frame: string;
  /** The worker's script. */
  worker: string;
  /** Folder of the module files. */
  modules: string;
  /** Folder of the weights of shipped models. */
  weights: string;
  manifest: ModuleManifest;
}

/** A frame that has not answered so many pings, a second apart, is dead: its process ran out of memory. */
const PINGS = 5;
const NOBODY_HOME = "The kernel ended by itself. It may have run out of memory.";

/**
 * Connects to a kernel in a worker inside a sandboxed frame of this page. Nothing of the page, its origin or
 * the network can be reached from there.
 */
export class Sandbox {
  readonly #assets: KernelAssets;
  readonly #texts = new Map<string, Promise<string>>();
  readonly #weights: WeightsFetcher;

  constructor(assets: KernelAssets) {
    this.#assets = assets;
    this.#weights = new WeightsFetcher(assets.weights, assets.manifest.weights);
  }

  /** Fetch what a first run will need. */
  warm(specifiers: Iterable<string>): void {
    void this.#text(this.#assets.worker).catch(() => {});
    for (const specifier of specifiers) for (const file of this.#closure(specifier)) void this.#file(file).catch(() => {});
  }

  readonly connect: Connect = (receive, died) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = this.#assets.frame;
    frame.title = "Kernel";
    frame.hidden = true;
    const { port1: port, port2 } = new MessageChannel();
    const runs = new Set<number>();
    let over = false;
    let unanswered = 0;
    // Code that never gives way blocks the worker, not the frame: a frame that is silent is gone.
    const pulse = setInterval(() => {
      if (runs.size === 0) unanswered = 0;
      else if (unanswered++ < PINGS) frame.contentWindow?.postMessage({ type: "ping" }, "*");
      else end(NOBODY_HOME);
    }, 1000);
    const end = (why?: string, byCell?: boolean) => {
      if (over) return;
      over = true;
      clearInterval(pulse);
      removeEventListener("message", hear);
      frame.contentWindow?.postMessage({ type: "terminate" }, "*");
      port.close();
      frame.remove();
      if (why !== undefined) died(why, byCell);
    };
    const hear = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow) return;
      const said = readFromFrame(data);
      if (said?.type === "pong") unanswered = 0;
      else if (said) end(`${NOBODY_HOME} ${said.message ?? ""}`.trim());
    };
    addEventListener("message", hear);
    port.onmessage = ({ data }) => {
      const message = readMessage(data);
      if (!message) end(FORGED, true);
      else if (message.type === "need") void this.#module(message.specifier).then((answer) => over || port.postMessage(answer));
      else if (message.type === "want") void this.#weights.answer(message.name, (answer) => over || port.postMessage(answer));
      else if (message.type === "closed") end("The kernel was closed by a cell.", true);
      else if (message.type === "changed") end(changedBuiltIn(message), true);
      else {
        if (message.type === "done" || message.type === "failed") runs.delete(message.id);
        receive(message);
      }
    };
    port.onmessageerror = () => end(FORGED, true);
    port.addEventListener("close", () => end(NOBODY_HOME));
    const source = this.#text(this.#assets.worker);
    frame.addEventListener(
      "load",
      () =>
        source.then(
          (text) => frame.contentWindow?.postMessage({ type: "start", source: text }, "*", [port2]),
          (error) => end(`The kernel could not be loaded (${error.message}). Check the connection, then press Run again.`),
        ),
      { once: true },
    );
    document.body.append(frame);
    const post = (message: ToKernel) => {
      if (over) return;
      if (message.type === "exec") runs.add(message.id);
      port.postMessage(message);
    };
    return { exports: this.#assets.manifest.exports, post, terminate: () => end() };
  };

  async #module(specifier: string): Promise<ToKernel> {
    const { specifiers, files } = this.#assets.manifest;
    if (moduleFile(this.#assets.manifest, specifier) === undefined)
      return { type: "module", specifier, files: [], problem: notOffered(specifier, Object.keys(specifiers)) };
    try {
      const load = async (name: string): Promise<ModuleFile> => ({ name, imports: files[name] ?? [], text: await this.#file(name) });
      return { type: "module", specifier, files: await Promise.all(this.#closure(specifier).map(load)) };
    } catch (error) {
      const message = `"${specifier}" could not be loaded: ${(error as Error).message}`;
      return { type: "module", specifier, files: [], problem: { name: "Error", message, hint: "Check the connection, then press Run again." } };
    }
  }

  /** The files of a module, dependencies first. */
  #closure(specifier: string): string[] {
    const { files } = this.#assets.manifest;
    const order = new Set<string>();
    const visit = (name: string) => {
      if (order.has(name)) return;
      for (const { name: dependency } of files[name] ?? []) visit(dependency);
      order.add(name);
    };
    const file = moduleFile(this.#assets.manifest, specifier);
    if (file !== undefined) visit(file);
    return [...order];
  }

  #file(name: string): Promise<string> {
    return this.#text(this.#assets.modules + name);
  }

  #text(url: string): Promise<string> {
    let text = this.#texts.get(url);
    if (!text) {
      text = fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${url} answered ${response.status}`);
        return response.text();
      });
      text.catch(() => this.#texts.delete(url));
      this.#texts.set(url, text);
    }
    return text;
  }
}
