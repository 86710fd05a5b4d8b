import { type Changes, isEmpty, noChanges } from "../../../notebook/changes.ts";
import { type ChangesJson, changesFromJson, changesToJson } from "../../../notebook/changes-json.ts";
import { mergeChanges } from "../../../notebook/merge-changes.ts";

export interface Loaded {
  changes: Changes;
  /** A sentence for the reader: what was kept could not be read, or nothing can be kept here. */
  problem?: string;
  /** What was kept, where it could not be read. It is set aside, not deleted; the page may offer it as a file. */
  damaged?: string;
}

/** `changes` is what the page should now show: `===` to what was given, unless another tab wrote to other cells. */
export type Saved = { ok: true; changes: Changes } | { ok: false; changes: Changes; problem: string };

/** Changes of this page that were put aside for others, such as those of a link. */
export interface Aside {
  id: string;
  changes: Changes;
  /** When, in milliseconds since 1970. */
  at: number;
  /** What they made room for: a link's changes, or others that had been put aside before. */
  for: AsideFor;
}

export type AsideFor = "link" | "aside";

export interface KeptEditsOptions {
  /** Another tab with this page wrote: what this page should now show. */
  onChange(changes: Changes): void;
  /** Where to keep them: `localStorage`. May throw, as that does where storage is forbidden. */
  storage?: () => Storage;
  /** Tells of other tabs, of the page's end and of its return: the window. */
  events?: EventTarget;
}

/**
 * Keeps a page's changes in the browser. Writing is synchronous, so that what was typed outlives a crash, an endless
 * loop and a killed tab. What could not be written is tried again at the next save, and when the page is left.
 *
 * Tabs with the same page share what is kept, cell by cell: each takes over what another wrote when it hears of it,
 * and looks before it writes. Where two wrote to the same cell without having heard of each other, the cell has the
 * text of the tab that writes last, and the other text stands in an added cell below it (`mergeChanges`).
 */
export class KeptEdits {
  readonly #key: string;
  readonly #onChange: (changes: Changes) => void;
  readonly #storage: () => Storage;
  readonly #listening = new AbortController();
  /** What this tab has. */
  #changes = noChanges;
  /** What was stored when this tab last looked or wrote. `#changes` is made from it. */
  #stored: { changes: Changes; text: string | null } = { changes: noChanges, text: null };

  /** @param key as `keptKey` makes it. */
  constructor(key: string, { onChange, storage = () => localStorage, events = window }: KeptEditsOptions) {
    this.#key = key;
    this.#onChange = onChange;
    this.#storage = storage;
    const listen = (type: string, listener: (event: Event) => void) => events.addEventListener(type, listener, { signal: this.#listening.signal });
    listen("storage", (event) => this.#heard(event as StorageEvent));
    // While a page is in the browser's cache it does not hear of other tabs.
    listen("pageshow", (event) => (event as PageTransitionEvent).persisted && this.#catchUp());
    for (const end of ["pagehide", "visibilitychange"]) listen(end, () => this.unsaved && this.#retry());
  }

  /** True while something of this tab is not written: the page may then ask before it is left. */
  get unsaved(): boolean {
    return this.#changes !== this.#stored.changes;
  }

  /** What is kept. Once, before the first save. */
  load(): Loaded {
    try {
      const text = this.#storage().getItem(this.#key);
      const changes = text === null ? noChanges : changesOf(text);
      if (changes === undefined) return this.#loadDamaged(text!);
      this.#stored = { changes, text };
      this.#changes = changes;
      return { changes };
    } catch (error) {
      return { changes: noChanges, problem: problemOf(error) };
    }
  }

  /** Keep these changes; none removes what was kept. Cheap enough for each keystroke. */
  save(changes: Changes): Saved {
    this.#changes = changes;
    try {
      const storage = this.#storage();
      this.#look(storage);
      this.#write(storage);
      return { ok: true, changes: this.#changes };
    } catch (error) {
      return { ok: false, changes: this.#changes, problem: problemOf(error) };
    }
  }

  /**
   * Show other changes, such as those of a link. What the page has is put aside first, and can be brought back; what it
   * shows now is aside no longer. Where that fails the page stays as it is, and `changes` says so.
   */
  replace(changes: Changes, reason: AsideFor = "link"): Saved & { aside?: Aside } {
    let aside: Aside | undefined;
    try {
      const storage = this.#storage();
      this.#look(storage);
      if (!isEmpty(this.#changes) && !isSame(this.#changes, changes)) aside = this.#putAside(storage, reason);
    } catch (error) {
      if (!isEmpty(this.#changes))
        return { ok: false, changes: this.#changes, problem: `Your own edits could not be put aside. ${problemOf(error)}` };
    }
    // What is aside is safe: that leaves the room it had.
    if (aside) this.save(noChanges);
    const saved = this.save(changes);
    if (saved.ok) for (const { id, changes: known } of this.asides()) if (isSame(known, saved.changes)) this.forget(id);
    return { ...saved, ...(aside ? { aside } : {}) };
  }

  /** Show again what was put aside. What the page had until now is put aside in its place. */
  bringBack(id: string): Saved & { aside?: Aside } {
    const wanted = this.asides().find((aside) => aside.id === id);
    if (!wanted)
      return { ok: false, changes: this.#changes, problem: "These edits are not aside any more: they were brought back or deleted before." };
    return this.replace(wanted.changes, "aside");
  }

  /** What was put aside on this page, the latest first. */
  asides(): Aside[] {
    try {
      const storage = this.#storage();
      return this.#keys(storage, "aside")
        .flatMap((id) => asideOf(id, storage.getItem(id)) ?? [])
        .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    } catch {
      return [];
    }
  }

  /** Delete what was put aside: only ever at the reader's wish. */
  forget(id: string): void {
    try {
      const storage = this.#storage();
      if (this.#keys(storage, "aside").includes(id)) storage.removeItem(id);
    } catch {
      // Where storage is forbidden, nothing is aside.
    }
  }

  /** Stop listening. */
  close(): void {
    this.#listening.abort();
  }

  // What other tabs wrote.

  #heard(event: StorageEvent): void {
    // Another tab went back to the chapter. Any other way in which the entry went, such as a cleared storage, takes nothing from the page.
    if (event.key === this.#key && event.newValue === null) this.#catchUp({ text: null, changes: noChanges });
    else if (event.key === this.#key) this.#catchUp();
  }

  #catchUp(gone?: { text: null; changes: Changes }): void {
    const before = this.#changes;
    try {
      const storage = this.#storage();
      // Events come late. What counts is what is there now.
      if (gone && storage.getItem(this.#key) === null) this.#take(gone);
      else this.#look(storage);
    } catch {
      // The next save says what is wrong.
    }
    this.#tell(before);
  }

  #retry(): void {
    const before = this.#changes;
    this.save(before);
    this.#tell(before);
  }

  #tell(before: Changes): void {
    if (!isSame(before, this.#changes)) this.#onChange(this.#changes);
  }

  /** See whether another tab wrote, and take over what it did. */
  #look(storage: Storage): void {
    const text = storage.getItem(this.#key);
    if (text === this.#stored.text) return;
    const changes = text === null ? undefined : changesOf(text);
    if (changes) this.#take({ text, changes });
    else if (text !== null) this.#setDamagedAside(storage, text);
    if (!changes) this.#stored = { text: null, changes: noChanges };
  }

  #take(theirs: { text: string | null; changes: Changes }): void {
    const merged = mergeChanges({ ancestor: this.#stored.changes, mine: this.#changes, theirs: theirs.changes });
    if (!isSame(merged, this.#changes)) this.#changes = merged;
    this.#stored = isSame(merged, theirs.changes) ? { text: theirs.text, changes: this.#changes } : theirs;
  }

  // What this tab writes.

  #write(storage: Storage): void {
    const changes = this.#changes;
    const text = isEmpty(changes) ? null : textOf(changes);
    if (text === null) storage.removeItem(this.#key);
    else if (text !== this.#stored.text) storage.setItem(this.#key, text);
    this.#stored = { changes, text };
  }

  #putAside(storage: Storage, reason: AsideFor): Aside {
    const changes = this.#changes;
    const known = this.asides().find((aside) => isSame(aside.changes, changes));
    if (known) return known;
    const at = Date.now();
    const id = this.#freeKey(storage, "aside");
    storage.setItem(id, JSON.stringify({ at, for: reason, ...changesToJson(changes) }));
    return { id, changes, at, for: reason };
  }

  #loadDamaged(text: string): Loaded {
    const problem = `What this browser kept of your edits of this page cannot be read (${whyUnreadable(text)}).`;
    try {
      const key = this.#setDamagedAside(this.#storage(), text);
      return { changes: noChanges, damaged: text, problem: `${problem} It is set aside in the browser's storage as “${key}”.` };
    } catch (error) {
      return { changes: noChanges, damaged: text, problem: `${problem} ${problemOf(error)}` };
    }
  }

  /** Move an entry that cannot be read out of the way, so that no write goes over it. */
  #setDamagedAside(storage: Storage, text: string): string {
    const key = this.#keys(storage, "damaged").find((known) => storage.getItem(known) === text) ?? this.#freeKey(storage, "damaged");
    storage.removeItem(this.#key);
    try {
      storage.setItem(key, text);
    } catch (error) {
      storage.setItem(this.#key, text);
      throw error;
    }
    return key;
  }

  #keys(storage: Storage, kind: "aside" | "damaged"): string[] {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((key) => key.startsWith(`${this.#key}:${kind}:`));
  }

  #freeKey(storage: Storage, kind: "aside" | "damaged"): string {
    const keys = this.#keys(storage, kind);
    let number = keys.length + 1;
    while (keys.includes(`${this.#key}:${kind}:${number}`)) number++;
    return `${this.#key}:${kind}:${number}`;
  }
}

function changesOf(text: string): Changes | undefined {
  try {
    return changesFromJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function whyUnreadable(text: string): string {
  try {
    changesFromJson(JSON.parse(text));
    return "";
  } catch (error) {
    return error instanceof SyntaxError ? "it is no JSON" : (error as Error).message;
  }
}

function asideOf(id: string, text: string | null): Aside | undefined {
  try {
    const { at, for: reason, ...json } = JSON.parse(text ?? "") as ChangesJson & { at: unknown; for?: unknown };
    return { id, changes: changesFromJson(json), at: Number(at) || 0, for: reason === "aside" ? "aside" : "link" };
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown): string {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  const why = /quota/i.test(name) ? "This browser's storage for this site is full" : "This browser does not let this site keep anything";
  return `${why}, so your latest edits are kept only while this page is open. Copy a link to them or download the notebook.`;
}

const textOf = (changes: Changes) => JSON.stringify(changesToJson(changes));

export const isSame = (a: Changes, b: Changes) => a === b || textOf(a) === textOf(b);
