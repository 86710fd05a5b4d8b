import { KeptEdits, type KeptEditsOptions } from "../../../src/components/notebook/edits/kept-edits.ts";
import { type Changes, noChanges } from "../../../src/notebook/changes.ts";

export const KEY = "ml-vs-llm:edits:/:notebook";

/** A browser with the storage of one site and tabs that hear of each other's writes when told to. */
export class Browser {
  readonly entries = new Map<string, string>();
  /** Characters that there is room for; `"forbidden"` where the reader forbade sites to keep anything. */
  room: number | "forbidden" = Infinity;
  readonly tabs: Tab[] = [];

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  /** Let every tab hear what the others wrote. */
  hear(): void {
    for (const tab of this.tabs) tab.hear();
  }
}

/** A page's `KeptEdits`, with what the page shows. */
export class Tab {
  readonly kept: KeptEdits;
  readonly loaded: ReturnType<KeptEdits["load"]>;
  shown: Changes = noChanges;
  readonly #events = new EventTarget();
  readonly #unheard: { key: string | null; newValue: string | null }[] = [];

  constructor(browser: Browser) {
    const tell = (key: string | null, newValue: string | null) => {
      for (const tab of browser.tabs) if (tab !== this) tab.#unheard.push({ key, newValue });
    };
    const options: KeptEditsOptions = {
      onChange: (changes) => (this.shown = changes),
      events: this.#events,
      storage: () => {
        if (browser.room === "forbidden") throw new DOMException("The operation is insecure.", "SecurityError");
        return storageOf(browser, tell);
      },
    };
    this.kept = new KeptEdits(KEY, options);
    this.loaded = this.kept.load();
    this.shown = this.loaded.changes;
  }

  save(changes: Changes): ReturnType<KeptEdits["save"]> {
    const saved = this.kept.save(changes);
    this.shown = saved.changes;
    return saved;
  }

  hear(): void {
    for (const { key, newValue } of this.#unheard.splice(0)) this.tell("storage", { key, newValue });
  }

  /** Hear nothing of what was written until now, as a page in the browser's cache. */
  miss(): void {
    this.#unheard.length = 0;
  }

  tell(type: string, fields: object = {}): void {
    this.#events.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

function storageOf({ entries, room }: Browser, tell: (key: string | null, newValue: string | null) => void): Storage {
  const size = () => [...entries].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, value) {
      const before = entries.get(key);
      const grown = before === undefined ? key.length + value.length : value.length - before.length;
      if (size() + grown > Number(room)) throw new DOMException("Setting the value exceeded the quota.", "QuotaExceededError");
      entries.set(key, value);
      if (before !== value) tell(key, value);
    },
    removeItem(key) {
      if (entries.delete(key)) tell(key, null);
    },
    clear() {
      entries.clear();
      tell(null, null);
    },
  };
}
