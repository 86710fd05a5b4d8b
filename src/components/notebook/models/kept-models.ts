/** Models that the reader trained in a page and keeps in this browser. Only the page has them: a cell gets one when the reader chooses it. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { bytes as inWords } from "../../inputs.ts";
import { MAX_NAME } from "./model-kind.ts";

export interface KeptModel {
  /** As the reader calls it; no two have the same. */
  name: string;
  /** What its file's header says it is, such as "GPT". */
  model: string;
  /** Bytes of its file. */
  size: number;
  /** When it was kept, in milliseconds since 1970. */
  at: number;
}

interface Schema extends DBSchema {
  models: { key: string; value: KeptModel };
  /** A safetensors file each, apart from its description: a list of all models reads none of them. */
  files: { key: string; value: Uint8Array<ArrayBuffer> };
}

/** Of all files together: a browser that runs short of room may throw away everything that a site keeps. */
export const MAX_KEPT_BYTES = 24e6;

const NAME = `ml-vs-llm:models:${import.meta.env.BASE_URL}`;
const changed = new EventTarget();
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);
tabs?.addEventListener("message", () => changed.dispatchEvent(new Event("change")));

/** Calls `listener` when a model was kept or deleted, here or in another tab. */
export function onKeptModels(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}

/** All that are kept, or those of one kind; the latest first. @throws Error with a sentence for the reader. */
export async function keptModels(model?: string): Promise<KeptModel[]> {
  const all = await withStore((store) => store.getAll("models"));
  return all.filter((kept) => model === undefined || kept.model === model).sort((a, b) => b.at - a.at);
}

/**
 * Keep a model under a name that no other has.
 * @throws Error with a sentence for the reader: the name is taken, or there is no room.
 */
export async function keepModel(given: { name: string; model: string }, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const name = given.name.trim().slice(0, MAX_NAME);
  if (name === "") throw new Error("Give the model a name.");
  await withStore(async (store) => {
    const transaction = store.transaction(["models", "files"], "readwrite");
    const models = transaction.objectStore("models");
    try {
      const all = await models.getAll();
      if (all.some((kept) => kept.name === name)) throw new Error(`You keep a model called “${name}” already. Give this one another name.`);
      const room = MAX_KEPT_BYTES - all.reduce((sum, { size }) => sum + size, 0);
      if (file.length > room)
        throw new Error(
          `There is room for ${inWords(Math.max(room, 0))} more, and this model has ${inWords(file.length)}. Delete one that you keep, or download this one.`,
        );
      const added = models.add({ name, model: given.model, size: file.length, at: Date.now() });
      // An abort ends it, too; what is said of that is said once, below.
      added.catch(() => {});
      await transaction.objectStore("files").add(file, name);
      await added;
      await transaction.done;
    } catch (error) {
      // All or nothing: a description without its file would be offered, and could not be used.
      await abort(transaction);
      throw error;
    }
  });
  tell();
}

/** The file of a kept model. @throws Error with a sentence for the reader when there is none. */
export async function keptFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await withStore((store) => store.get("files", name));
  if (!file) throw new Error(`“${name}” is not kept any more: it was deleted, perhaps in another tab.`);
  return file;
}

export async function deleteModel(name: string): Promise<void> {
  await withStore(async (store) => {
    const transaction = store.transaction(["models", "files"], "readwrite");
    await Promise.all([transaction.objectStore("models").delete(name), transaction.objectStore("files").delete(name), transaction.done]);
  });
  tell();
}

function tell(): void {
  changed.dispatchEvent(new Event("change"));
  tabs?.postMessage("change");
}

async function abort(transaction: { abort(): void; done: Promise<void> }): Promise<void> {
  transaction.done.catch(() => {});
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}

async function withStore<T>(use: (store: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  let store: IDBPDatabase<Schema> | undefined;
  try {
    store = await openDB<Schema>(NAME, 1, {
      upgrade(database) {
        database.createObjectStore("models", { keyPath: "name" });
        database.createObjectStore("files");
      },
    });
    return await use(store);
  } catch (error) {
    throw error instanceof DOMException ? new Error(sentenceOf(error), { cause: error }) : error;
  } finally {
    store?.close();
  }
}

const sentenceOf = ({ name }: DOMException) =>
  /quota/i.test(name)
    ? "This browser's storage for this site is full. Delete a model that you keep, or download this one."
    : "This browser does not let this site keep anything. Download the file in its place.";
