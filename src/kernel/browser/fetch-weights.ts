import type { ToKernel } from "../protocol/messages.ts";
import { checkWeights, noWeights, type WeightsManifest, weightsFile } from "../protocol/weights.ts";

type Answer = Extract<ToKernel, { type: "weights" }>;

/** The page's side: each file is fetched once, however often kernels ask; one that fails may be asked for again. */
export class WeightsFetcher {
  readonly #folder: string;
  readonly #manifest: WeightsManifest;
  readonly #files = new Map<string, { loaded: number; listeners: Set<() => void>; bytes: Promise<Uint8Array<ArrayBuffer>> }>();

  /** `folder`: the address where the files lie, with its last slash. */
  constructor(folder: string, manifest: WeightsManifest) {
    this.#folder = folder;
    this.#manifest = manifest;
  }

  /** Answer a kernel: how far it is, again and again, then the bytes, or why there are none. */
  async answer(name: string, post: (answer: Answer) => void): Promise<void> {
    if (!Object.hasOwn(this.#manifest, name)) return post({ type: "weights", name, problem: noWeights(name, Object.keys(this.#manifest)) });
    const total = this.#manifest[name]!.bytes;
    const file = this.#files.get(name) ?? this.#begin(name);
    const tell = () => post({ type: "weights", name, loaded: file.loaded, total });
    file.listeners.add(tell);
    tell();
    try {
      post({ type: "weights", name, loaded: total, total, bytes: await file.bytes });
    } catch (error) {
      const message = `the weights could not be loaded: ${(error as Error).message}`;
      post({ type: "weights", name, problem: { name: "WeightsError", message, hint: "Check the connection, then press Run again." } });
    } finally {
      file.listeners.delete(tell);
    }
  }

  #begin(name: string) {
    const file = { loaded: 0, listeners: new Set<() => void>(), bytes: Promise.resolve(new Uint8Array()) };
    file.bytes = this.#fetch(name, (loaded) => {
      file.loaded = loaded;
      for (const tell of file.listeners) tell();
    });
    file.bytes.catch(() => this.#files.delete(name));
    this.#files.set(name, file);
    return file;
  }

  async #fetch(name: string, progress: (loaded: number) => void): Promise<Uint8Array<ArrayBuffer>> {
    const expected = this.#manifest[name]!;
    // The address changes with the content, so that no cache gives the file of an older site.
    const file = weightsFile(name, expected);
    const response = await fetch(`${this.#folder}${file}?${expected.sha256.slice(0, 8)}`);
    if (!response.ok) throw new Error(`${file} answered ${response.status}`);
    const bytes = await collect(response, progress);
    checkWeights(name, expected, { bytes: bytes.length, sha256: await sha256(bytes) });
    return bytes;
  }
}

async function collect(response: Response, progress: (loaded: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    progress(loaded);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Where a site is served without TLS, the browser's own is not offered. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = crypto.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : (await import("@noble/hashes/sha2.js")).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
