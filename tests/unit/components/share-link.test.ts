import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MAX_LINK_CHARACTERS, makeLink, readLink } from "../../../src/components/notebook/edits/share-link.ts";
import { addCell, type Changes, noChanges, pageCells, setText } from "../../../src/notebook/changes.ts";
import { changesToJson } from "../../../src/notebook/changes-json.ts";
import { authorsAct, chapters, Reader, readersAct } from "../notebook/reader.ts";

const URL_OF_PAGE = "https://example.org/docs/two-machines/";
const notebook = "two-machines";
const chapter = [{ name: "fit", text: "fit(1);" }];
const changes = addCell(setText(noChanges, chapter, "fit", "fit(2); // größer"), chapter, { after: "fit", text: "1 + 1" }).changes;

const make = (of: Changes, url = URL_OF_PAGE) => makeLink(url, of, { notebook });
const read = (hash: string) => readLink(hash, { notebook });
const hashOf = (link: string) => new URL(link).hash;
const pack = (json: unknown, deflate = deflateSync) =>
  `#edits=1.${deflate(typeof json === "string" ? json : JSON.stringify(json)).toString("base64url")}`;
const sound = { notebook, ...changesToJson(changes) };

async function linkTo(of: Changes): Promise<string> {
  const made = await make(of);
  if (!made.ok) throw new Error(made.problem);
  return made.link;
}

afterEach(() => vi.unstubAllGlobals());

describe("a link", () => {
  it("carries the changes in the part of the address that no server is sent", async () => {
    const link = await linkTo(changes);
    expect(link).toMatch(/^https:\/\/example\.org\/docs\/two-machines\/#edits=1\.[\w-]+$/);
    expect(await read(hashOf(link))).toEqual({ kind: "changes", changes, hidden: [] });
    // Some programs encode the sign.
    expect(await read(hashOf(link).slice(1).replace("=", "%3D"))).toMatchObject({ kind: "changes" });
  });

  it("takes the place of another in the same address, and is the page's own where there are no changes", async () => {
    const link = await linkTo(changes);
    expect(await make(changes, `${link}x`)).toEqual({ ok: true, link });
    expect(await make(noChanges, link)).toEqual({ ok: true, link: URL_OF_PAGE });
    expect(await make(changes, `${URL_OF_PAGE}?a=b`)).toMatchObject({ link: expect.stringContaining("/two-machines/?a=b#edits=1.") });
  });

  it("gives back whatever a reader can make of a page", async () => {
    const acts = fc.array(fc.oneof({ weight: 4, arbitrary: readersAct }, { weight: 1, arbitrary: authorsAct }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(chapters, acts, async (start, list) => {
        const reader = new Reader(start);
        for (const act of list) reader.act(act);
        const back = await read(new URL(await linkTo(reader.changes)).hash);
        const page = pageCells(reader.chapter, back.kind === "changes" ? back.changes : noChanges);
        expect(page).toEqual(pageCells(reader.chapter, reader.changes));
      }),
      { numRuns: 300 },
    );
  });

  it("that would be too long is not made: its length is said, and the file offered", async () => {
    let text = "";
    for (let i = 0, state = 1; i < 12_000; i++) text += String.fromCharCode(32 + ((state = (state * 48271) % 2147483647) % 95));
    const made = await make(setText(noChanges, chapter, "fit", text));
    expect(made).toMatchObject({ ok: false, problem: expect.stringMatching(/1\d,\d{3} characters.*Download the notebook as a file/) });
    expect(!made.ok && made.characters).toBeGreaterThan(MAX_LINK_CHARACTERS);
  });

  it("is never one that could not be read: much text that packs well and many cells are refused when it is made", async () => {
    expect(await make(setText(noChanges, chapter, "fit", "0".repeat(300_000)))).toMatchObject({
      ok: false,
      problem: expect.stringContaining("too much text"),
    });
    let many = noChanges;
    for (let i = 0; i < 201; i++) many = addCell(many, chapter, { after: "" }).changes;
    expect(await make(many)).toMatchObject({ ok: false, problem: expect.stringContaining("at most 200 cells") });
    expect(await read(pack({ notebook, ...changesToJson(many) }))).toMatchObject({ kind: "problem", problem: expect.stringContaining("more cells") });
  });

  it("can be neither made nor read by a browser without streams of compressed data, which is said", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    vi.stubGlobal("DecompressionStream", undefined);
    expect(await make(changes)).toMatchObject({ ok: false, problem: expect.stringContaining("This browser cannot make links") });
    expect(await read(pack(sound))).toMatchObject({ kind: "problem", problem: expect.stringContaining("This browser cannot read links") });
  });
});

describe("an address", () => {
  it.each(["", "#", "#cell-fit", "#edit=1.x", "#_top", "#:~:text=edits=1.", "#xedits=1."])("%j carries no changes", async (hash) => {
    expect(await read(hash)).toEqual({ kind: "none" });
  });

  it.each([
    ["of another version", pack(sound).replace("1.", "2."), "another version"],
    ["without a version", "#edits=", "another version"],
    ["with nothing in it", "#edits=1.", "damaged"],
    ["with a character lost", pack(sound).slice(0, 60) + pack(sound).slice(61), "damaged"],
    ["with the end lost", pack(sound).slice(0, -5), "damaged"],
    ["with something behind its end", `${pack(sound)}AAAA`, "damaged"],
    ["with a full stop behind it", `${pack(sound)}.`, "damaged"],
    ["without a checksum", pack(sound, deflateRawSync), "damaged"],
    ["that is no base64url", "#edits=1.<script>alert(1)</script>", "damaged"],
    ["that is percent signs", "#edits=1.%%%", "damaged"],
    ["that is no JSON", pack("{"), "damaged"],
    ["that is no text", `#edits=1.${deflateSync(Buffer.from([0x22, 0xff, 0xfe, 0x22])).toString("base64url")}`, "damaged"],
    ["that is null", pack("null"), "damaged"],
    ["that is deep", pack(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), "damaged"],
    ["of another page", pack({ ...sound, notebook: "playground" }), "another page"],
    ["of no page", pack(changesToJson(changes)), "another page"],
    ["whose texts are none", pack({ ...sound, edits: [["fit", { toString: "x" }, 1]] }), "damaged"],
    ["with a field of its own", pack({ ...sound, run: true }), "damaged"],
    ["that would reach a prototype", pack(`{"__proto__":{"run":true},${JSON.stringify(sound).slice(1)}`), "damaged"],
    ["with a name that is markup", pack({ ...sound, added: [["<img onerror=alert(1)>", "", ""]] }), "damaged"],
    ["with a cell twice", pack({ ...sound, added: [sound.added[0], sound.added[0]] }), "damaged"],
    ["longer than any that is made", `#edits=1.${"A".repeat(9000)}`, "longer than any"],
  ])("%s gives a sentence and no changes", async (_, hash, why) => {
    expect(await read(hash)).toEqual({ kind: "problem", problem: expect.stringContaining(why) });
  });

  it("that unpacks to megabytes is given up before it has", async () => {
    const bomb = pack(`{"notebook":"${"0".repeat(5_500_000)}"}`);
    expect(bomb.length).toBeLessThan(MAX_LINK_CHARACTERS);
    const unpacked: number[] = [];
    const Native = DecompressionStream;
    vi.stubGlobal(
      "DecompressionStream",
      class {
        readonly writable: WritableStream;
        readonly readable: ReadableStream;
        constructor(format: CompressionFormat) {
          const { writable, readable } = new Native(format);
          this.writable = writable;
          this.readable = readable.pipeThrough(
            new TransformStream({
              transform(part, controller) {
                unpacked.push(part.length);
                controller.enqueue(part);
              },
            }),
          );
        }
      },
    );
    expect(await read(bomb)).toEqual({ kind: "problem", problem: expect.stringContaining("unpacks to more") });
    expect(unpacked.reduce((sum, length) => sum + length)).toBeLessThan(1_000_000);
  });

  it("with cells called like what objects inherit gives those cells, and changes no prototype", async () => {
    const names = ["__proto__", "constructor", "toString"];
    const answer = await read(pack({ ...sound, edits: names.map((name) => [name, "mine", ""]), added: [] }));
    expect(answer.kind === "changes" && Object.keys(answer.changes.edits).sort()).toEqual([...names].sort());
    expect(answer.kind === "changes" && pageCells(chapter, answer.changes).filter(({ text }) => text === "mine")).toHaveLength(3);
    expect(({} as { text?: string }).text).toBe(undefined);
  });

  it("with characters that hide code gives the code as it is, and names its cells", async () => {
    const trojan = 'if (level !== "user\u202e \u2066// admin\u2069 \u2066") {}';
    const answer = await read(
      pack({
        ...sound,
        edits: [
          ["fit", trojan, "fit(1);"],
          ["plot", "plot()", ""],
        ],
        added: [["added-1", "a\u200b", ""]],
      }),
    );
    expect(answer).toMatchObject({ kind: "changes", hidden: ["fit", "added-1"] });
    expect(answer.kind === "changes" && answer.changes.edits["fit"]!.text).toBe(trojan);
  });
});

describe("1,000 links", () => {
  const answers = async (hash: string) => {
    const answer = await read(hash);
    expect(["none", "changes", "problem"]).toContain(answer.kind);
    if (answer.kind === "problem") expect(answer.problem).toMatch(/^This .* without the link\.$/);
    return answer;
  };

  it("that are random are answered, and none carries changes", async () => {
    const base64url = fc.string({ unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), maxLength: 300 });
    const start = fc.constantFrom("", "#", "edits=", "#edits=", "#edits=1", "#edits=1.", "#edits=1.eJ");
    const hashes = fc.tuple(start, fc.oneof(base64url, fc.string({ maxLength: 300 }))).map(([first, rest]) => first + rest);
    await fc.assert(
      fc.asyncProperty(hashes, async (hash) => {
        expect((await answers(hash)).kind).not.toBe("changes");
      }),
      { numRuns: 500 },
    );
  });

  it("that were mutated are answered, and none carries other changes than it did", async () => {
    const link = hashOf(await linkTo(changes));
    const mutation = fc.record({
      at: fc.nat({ max: link.length }),
      cut: fc.nat({ max: 4 }),
      put: fc.string({ unit: fc.constantFrom(..."Aa0-_.%="), maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const hash = mutations.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), link);
        const answer = await answers(hash);
        if (answer.kind === "changes") expect(answer.changes).toEqual(changes);
      }),
      { numRuns: 1000 },
    );
  });

  it("that hold any JSON are answered", async () => {
    const field = fc.oneof(
      fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text)),
      fc.array(fc.array(fc.string(), { minLength: 3, maxLength: 5 })),
    );
    const json = fc.record({
      notebook: fc.oneof(fc.constant(notebook), field),
      version: fc.oneof(fc.constant(1), field),
      edits: field,
      added: field,
      order: field,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, fc.json()), async (value) => {
        await answers(pack(value));
      }),
      { numRuns: 500 },
    );
  });
});
