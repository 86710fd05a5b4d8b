import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KeptEdits } from "../../../src/components/notebook/edits/kept-edits.ts";
import { hasKept, keptKey } from "../../../src/components/notebook/edits/kept-key.ts";
import { addCell, type Changes, noChanges, pageCells, resetCell, setText } from "../../../src/notebook/changes.ts";
import { authorsAct, chapters, Reader, readersAct } from "../notebook/reader.ts";
import { Browser, KEY } from "./browser.ts";

const chapter = [
  { name: "data", text: "1;" },
  { name: "fit", text: "2;" },
];

const edit = (changes: Changes, name: string, text: string) => setText(changes, chapter, name, text);
const texts = (changes: Changes) => pageCells(chapter, changes).map(({ text }) => text);
const inNewTab = (browser: Browser) => texts(browser.open().shown);

afterEach(() => vi.unstubAllGlobals());

describe("kept edits", () => {
  it("are there when the page is opened again, whatever they are", () => {
    const acts = fc.array(fc.oneof({ weight: 4, arbitrary: readersAct }, { weight: 1, arbitrary: authorsAct }), { maxLength: 25 });
    fc.assert(
      fc.property(chapters, acts, (start, list) => {
        const browser = new Browser();
        const tab = browser.open();
        const reader = new Reader(start);
        for (const act of list) {
          reader.act(act);
          expect(tab.save(reader.changes)).toEqual({ ok: true, changes: reader.changes });
        }
        const again = browser.open();
        expect(again.loaded).not.toHaveProperty("problem");
        expect(pageCells(reader.chapter, again.shown)).toEqual(pageCells(reader.chapter, reader.changes));
      }),
      { numRuns: 300 },
    );
  });

  it("leave nothing behind when there are none any more", () => {
    const browser = new Browser();
    const tab = browser.open();
    tab.save(edit(noChanges, "fit", "mine"));
    expect([...browser.entries.keys()]).toEqual([KEY]);
    tab.save(resetCell(tab.shown, chapter, "fit"));
    expect([...browser.entries.keys()]).toEqual([]);
  });

  it("are found by a page before it has loaded anything, and kept apart by page and by the site's path", () => {
    const there = new Map([[keptKey("/docs/", "fit"), "…"]]);
    vi.stubGlobal("localStorage", { getItem: (key: string) => there.get(key) ?? null });
    expect([hasKept(keptKey("/docs/", "fit")), hasKept(keptKey("/docs/", "plot")), hasKept(keptKey("/", "fit"))]).toEqual([true, false, false]);
    vi.stubGlobal("localStorage", null);
    expect(hasKept(keptKey("/", "fit"))).toBe(false);
  });
});

describe("where nothing can be kept", () => {
  it("a full storage is said, loses nothing that was kept, and is tried again at each save", () => {
    const browser = new Browser();
    const tab = browser.open();
    tab.save(edit(noChanges, "fit", "short"));
    browser.room = 200;
    const failed = tab.save(edit(tab.shown, "fit", "long ".repeat(100)));
    expect(failed).toMatchObject({ ok: false, problem: expect.stringContaining("storage for this site is full") });
    expect([failed.changes === tab.shown, tab.kept.unsaved]).toEqual([true, true]);
    expect(inNewTab(browser)).toEqual(["1;", "short"]);
    browser.room = Infinity;
    expect(tab.save(edit(tab.shown, "data", "3;"))).toMatchObject({ ok: true });
    expect(tab.kept.unsaved).toBe(false);
    expect(inNewTab(browser)).toEqual(["3;", "long ".repeat(100)]);
  });

  it.each(["pagehide", "visibilitychange"])("it is tried once more at %s", (end) => {
    const browser = new Browser();
    const tab = browser.open();
    browser.room = 0;
    tab.save(edit(noChanges, "fit", "mine"));
    browser.room = Infinity;
    tab.tell(end);
    expect(inNewTab(browser)).toEqual(["1;", "mine"]);
  });

  it("a forbidden storage is said at once, and the page has its edits for as long as it is open", () => {
    const browser = new Browser();
    browser.room = "forbidden";
    const tab = browser.open();
    expect(tab.loaded.problem).toContain("does not let this site keep anything");
    const saved = tab.save(edit(noChanges, "fit", "mine"));
    expect(saved).toMatchObject({ ok: false, problem: expect.stringContaining("only while this page is open") });
    expect([texts(saved.changes), tab.kept.asides()]).toEqual([["1;", "mine"], []]);
    // Some browsers have no storage at all instead.
    const without = new KeptEdits(KEY, { onChange: () => {}, events: new EventTarget(), storage: () => null as unknown as Storage });
    expect(without.load().problem).toContain("does not let this site keep anything");
  });
});

describe("a damaged entry", () => {
  const damages = [
    "",
    "{",
    "null",
    "[]",
    '{"version":1}',
    '{"version":2,"edits":[],"added":[],"order":[]}',
    "\u0000",
    '{"version":1,"edits":[["fit",1,2]]}',
  ];

  it.each(damages)("%j is set aside and reported, and the page starts from the chapter", (damaged) => {
    const browser = new Browser();
    browser.entries.set(KEY, damaged);
    const tab = browser.open();
    expect(tab.loaded).toMatchObject({ changes: noChanges, damaged, problem: expect.stringContaining("cannot be read") });
    tab.save(edit(noChanges, "fit", "mine"));
    expect([...browser.entries.values()]).toContain(damaged);
    expect(inNewTab(browser)).toEqual(["1;", "mine"]);
    expect(browser.open().loaded).not.toHaveProperty("problem");
  });

  it("does not push out another, and is set aside once", () => {
    const browser = new Browser();
    for (const damaged of ["a", "b", "a"]) {
      browser.entries.set(KEY, damaged);
      browser.open();
    }
    expect([...browser.entries.values()].sort()).toEqual(["a", "b"]);
  });

  it("stays where it is, and is not written over, while there is no room to set it aside", () => {
    const browser = new Browser();
    browser.entries.set(KEY, "{damaged");
    browser.room = KEY.length + "{damaged".length;
    const tab = browser.open();
    expect(tab.loaded).toMatchObject({ damaged: "{damaged", problem: expect.stringContaining("is full") });
    expect(tab.save(edit(noChanges, "fit", "mine")).ok).toBe(false);
    expect([...browser.entries]).toEqual([[KEY, "{damaged"]]);
    browser.room = Infinity;
    expect(tab.save(tab.shown).ok).toBe(true);
    expect([...browser.entries.values()]).toContain("{damaged");
    expect(inNewTab(browser)).toEqual(["1;", "mine"]);
  });

  it("that comes while the page is open takes nothing from it", () => {
    const browser = new Browser();
    const tab = browser.open();
    tab.save(edit(noChanges, "fit", "mine"));
    browser.entries.set(KEY, "{damaged");
    tab.tell("storage", { key: KEY, newValue: "{damaged" });
    tab.save(edit(tab.shown, "data", "3;"));
    expect(texts(tab.shown)).toEqual(["3;", "mine"]);
    expect([...browser.entries.values()]).toContain("{damaged");
  });
});

describe("two tabs with the same page", () => {
  function two(start: Changes = noChanges) {
    const browser = new Browser();
    browser.open().save(start);
    const [one, other] = [browser.open(), browser.open()];
    return { browser, one, other };
  }

  it("show what the other writes", () => {
    const { browser, one, other } = two();
    one.save(edit(one.shown, "fit", "one"));
    browser.hear();
    expect(texts(other.shown)).toEqual(["1;", "one"]);
    other.save(edit(other.shown, "fit", "one and other"));
    browser.hear();
    expect([texts(one.shown), texts(other.shown), inNewTab(browser)]).toEqual(Array(3).fill(["1;", "one and other"]));
    expect([one.kept.unsaved, other.kept.unsaved]).toEqual([false, false]);
  });

  it("each keep what the other wrote to other cells before it was heard", () => {
    const { browser, one, other } = two();
    one.save(edit(one.shown, "fit", "one"));
    const saved = other.save(edit(other.shown, "data", "other"));
    expect([saved.ok, texts(saved.changes)]).toEqual([true, ["other", "one"]]);
    browser.hear();
    expect([texts(one.shown), inNewTab(browser)]).toEqual(Array(2).fill(["other", "one"]));
  });

  it("lose no text where both wrote to a cell before they heard: the later has it, the other stands below", () => {
    const { browser, one, other } = two();
    one.save(edit(one.shown, "fit", "one"));
    other.save(edit(other.shown, "fit", "other"));
    other.save(edit(other.shown, "fit", "other still types"));
    browser.hear();
    expect([texts(one.shown), texts(other.shown)]).toEqual(Array(2).fill(["1;", "other still types", "one"]));
  });

  it("do not take a change twice when the other cannot write", () => {
    const { browser, one, other } = two();
    one.save(edit(one.shown, "fit", "one"));
    browser.room = 0;
    for (const text of ["o", "ot", "other"]) other.save(edit(other.shown, "fit", text));
    browser.room = Infinity;
    other.save(edit(other.shown, "data", "3;"));
    expect(texts(other.shown)).toEqual(["3;", "other", "one"]);
  });

  it("both go back to the chapter when one does, but for what the other has not written", () => {
    const { browser, one, other } = two(edit(noChanges, "fit", "old"));
    browser.room = 0;
    other.save(edit(other.shown, "data", "unwritten"));
    browser.room = Infinity;
    one.save(noChanges);
    browser.hear();
    expect(texts(other.shown)).toEqual(["unwritten", "2;"]);
  });

  it("lose nothing when the storage is cleared under them", () => {
    const { browser, one } = two(edit(noChanges, "fit", "old"));
    browser.entries.clear();
    one.tell("storage", { key: null, newValue: null });
    one.save(edit(one.shown, "data", "new"));
    expect(inNewTab(browser)).toEqual(["new", "old"]);
  });

  it("see what was written while one was in the browser's cache", () => {
    const { browser, one, other } = two();
    other.save(edit(other.shown, "fit", "other"));
    one.miss();
    one.tell("pageshow", { persisted: true });
    expect(texts(one.shown)).toEqual(["1;", "other"]);
    browser.hear();
    expect(texts(one.shown)).toEqual(["1;", "other"]);
  });

  it("stop hearing when they are closed", () => {
    const { browser, one, other } = two();
    one.kept.close();
    other.save(edit(other.shown, "fit", "other"));
    browser.hear();
    expect(texts(one.shown)).toEqual(["1;", "2;"]);
  });

  it("lose no text, whatever is done in which, heard late, and with a storage that is now and then full", () => {
    const step = fc.record({
      act: readersAct.filter((act) => act.do !== "undo"),
      tab: fc.nat({ max: 1 }),
      hears: fc.constantFrom("none", "one", "both"),
      full: fc.boolean(),
    });
    fc.assert(
      fc.property(chapters, fc.array(step, { maxLength: 30 }), (start, steps) => {
        const browser = new Browser();
        const hands = ["one", "other"].map((hand) => ({ tab: browser.open(), reader: new Reader(start, hand) }));
        let owned: ReadonlySet<string> = new Set();
        for (const { act, tab: number, hears, full } of steps) {
          const { tab, reader } = hands[number]!;
          browser.room = full ? 0 : Infinity;
          Object.assign(reader, { changes: tab.shown, owned });
          reader.act(act);
          owned = reader.owned;
          tab.save(reader.changes);
          if (hears === "both") browser.hear();
          else if (hears === "one") tab.hear();
        }
        browser.room = Infinity;
        for (const { tab } of hands) tab.tell("pagehide");
        browser.hear();
        for (const { tab } of hands) tab.tell("pagehide");
        browser.hear();
        for (const { tab } of [...hands, { tab: browser.open() }]) {
          const texts = new Set(pageCells(start, tab.shown).map(({ text }) => text));
          expect([...owned].filter((text) => !texts.has(text))).toEqual([]);
          expect(tab.kept.unsaved).toBe(false);
          expect(pageCells(start, tab.shown)).toEqual(pageCells(start, hands[0]!.tab.shown));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("edits put aside for others, such as those of a link", () => {
  const mine = edit(noChanges, "fit", "mine");
  const link = addCell(edit(noChanges, "fit", "the link's"), chapter, { after: "fit", text: "added" }).changes;

  function withLink() {
    const browser = new Browser();
    const tab = browser.open();
    tab.save(mine);
    const replaced = tab.kept.replace(link);
    return { browser, tab, replaced };
  }

  it("are kept, and can be brought back, with the others put aside in turn", () => {
    const { browser, tab, replaced } = withLink();
    expect([replaced.ok, texts(replaced.changes), inNewTab(browser)]).toEqual([true, ["1;", "the link's", "added"], ["1;", "the link's", "added"]]);
    expect(tab.kept.asides()).toEqual([replaced.aside]);
    const back = browser.open().kept.bringBack(replaced.aside!.id);
    expect([back.ok, texts(back.changes), inNewTab(browser)]).toEqual([true, ["1;", "mine"], ["1;", "mine"]]);
    expect(tab.kept.asides().map(({ changes }) => texts(changes))).toEqual([["1;", "the link's", "added"]]);
    expect(tab.kept.bringBack(replaced.aside!.id)).toMatchObject({ ok: false, problem: expect.stringContaining("not aside any more") });
  });

  it("are none where the page had none, or the same", () => {
    const tab = new Browser().open();
    expect(tab.kept.replace(link)).toEqual({ ok: true, changes: link });
    expect(tab.kept.replace(structuredClone(link))).not.toHaveProperty("aside");
    expect(tab.kept.asides()).toEqual([]);
  });

  it("are aside no longer once the page shows the same, however that came", () => {
    const { browser, tab, replaced } = withLink();
    const again = tab.kept.replace(structuredClone(mine), "aside");
    expect(tab.kept.asides()).toEqual([{ id: expect.any(String), at: expect.any(Number), changes: link, for: "aside" }]);
    expect([replaced.aside!.for, again.aside!.for, inNewTab(browser)]).toEqual(["link", "aside", ["1;", "mine"]]);
  });

  it("are listed with the latest first, and only deleted one by one", () => {
    const { tab, replaced } = withLink();
    const other = edit(noChanges, "fit", "another link's");
    tab.save(edit(tab.shown, "data", "3;"));
    const second = tab.kept.replace(other).aside!;
    expect(tab.kept.asides().map(({ id }) => id)).toEqual([second.id, replaced.aside!.id]);
    tab.kept.forget(KEY);
    tab.kept.forget(replaced.aside!.id);
    expect(tab.kept.asides().map(({ id }) => id)).toEqual([second.id]);
    expect(tab.kept.load().changes).toEqual(other);
  });

  it("stay on the page, with the reason, where there is no room to put them aside", () => {
    const browser = new Browser();
    const tab = browser.open();
    tab.save(mine);
    browser.room = 150;
    const replaced = tab.kept.replace(link);
    expect(replaced).toMatchObject({ ok: false, changes: mine, problem: expect.stringContaining("could not be put aside") });
    expect(inNewTab(browser)).toEqual(["1;", "mine"]);
  });

  it("give way to a link where nothing can be kept but there is nothing to lose", () => {
    const browser = new Browser();
    browser.room = "forbidden";
    expect(browser.open().kept.replace(link)).toMatchObject({
      ok: false,
      changes: link,
      problem: expect.stringContaining("only while this page is open"),
    });
  });
});
