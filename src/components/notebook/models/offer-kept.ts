import { keptModels, onKeptModels } from "./kept-models.ts";

/** Fills lists of kept models to choose from, and fills them anew when one is kept or deleted. */
export async function offerKept(lists: readonly HTMLSelectElement[]): Promise<void> {
  for (const list of lists) {
    await fill(list);
    const stop = onKeptModels(() => (list.isConnected ? void fill(list) : stop()));
  }
}

async function fill(list: HTMLSelectElement): Promise<void> {
  const kept = await keptModels(list.dataset["model"]).catch(() => []);
  const first = new Option(kept.length === 0 ? "none is kept yet" : "choose one", "");
  list.replaceChildren(first, ...kept.map(({ name }) => new Option(name)));
}
