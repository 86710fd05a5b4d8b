import { type Changes, isEmpty } from "../../../notebook/changes.ts";
import { changesFromJson, changesToJson } from "../../../notebook/changes-json.ts";
import { hiddenCharacters } from "../../../notebook/hidden-characters.ts";

export type Link = { ok: true; link: string } | { ok: false; problem: string; characters?: number };

export type ReadLink =
  | { kind: "none" }
  /** `hidden`: cells with characters that show nothing or turn the order of what is shown. The reader has to be warned. */
  | { kind: "changes"; changes: Changes; hidden: string[] }
  | { kind: "problem"; problem: string };

/**
 * The longest link: RFC 9110, section 4.1, recommends that whoever passes addresses on can take at least 8,000 octets.
 * Browsers take far more; chats, mail programs and bookmarks often do not.
 */
export const MAX_LINK_CHARACTERS = 8000;

/** Deflate makes of 6 KB up to 6 MB. Code packs to between a half and a tenth, so that this leaves room. */
const MAX_JSON_BYTES = 200_000;

const MAX_CELLS = 200;

/** The `1` counts the ways in which the rest was written; the JSON in it has a version of its own. */
const PREFIX = "edits=1.";

/**
 * A link to this page that carries the reader's changes, in the part that no server is sent: JSON, compressed with its
 * checksum (RFC 1950), as base64url.
 */
export async function makeLink(url: string, changes: Changes, { notebook }: { notebook: string }): Promise<Link> {
  const page = url.split("#")[0]!;
  if (isEmpty(changes)) return { ok: true, link: page };
  const json = new TextEncoder().encode(JSON.stringify({ notebook, ...changesToJson(changes) }));
  if (cellCount(changes) > MAX_CELLS) return { ok: false, problem: `A link carries at most ${MAX_CELLS} cells. ${OFFER}` };
  if (typeof CompressionStream === "undefined") return { ok: false, problem: `This browser cannot make links that carry edits. ${OFFER}` };
  const link = `${page}#${PREFIX}${toBase64Url(await deflate(json))}`;
  if (link.length <= MAX_LINK_CHARACTERS && json.length <= MAX_JSON_BYTES) return { ok: true, link };
  const size = link.length.toLocaleString("en");
  const problem =
    link.length > MAX_LINK_CHARACTERS
      ? `Your edits make a link of ${size} characters; beyond ${MAX_LINK_CHARACTERS.toLocaleString("en")}, chats and mail programs cut links off. ${OFFER}`
      : `Your edits are too much text for a link. ${OFFER}`;
  return { ok: false, problem, characters: link.length };
}

/**
 * What a link carries. `hash` is the address's, with or without its `#`. Never throws, and runs nothing: whatever is
 * wrong with the link is a sentence.
 */
export async function readLink(hash: string, { notebook }: { notebook: string }): Promise<ReadLink> {
  const carried = hash.replace(/^#/, "").replace(/^edits%3D/i, "edits=");
  if (!carried.startsWith("edits=")) return { kind: "none" };
  const problem = (why: string): ReadLink => ({ kind: "problem", problem: `${why} You see the page as it is without the link.` });
  if (!carried.startsWith(PREFIX)) return problem("This link was made by another version of this site, and this version cannot read it.");
  if (carried.length > MAX_LINK_CHARACTERS) return problem("This link is longer than any that this site makes, so it was not read.");
  if (typeof DecompressionStream === "undefined") return problem("This browser cannot read links that carry edits.");
  try {
    const { notebook: of, ...json } = await inflateJson(carried.slice(PREFIX.length));
    const changes = changesFromJson(json);
    if (of !== notebook) return problem("This link carries edits of another page.");
    if (cellCount(changes) > MAX_CELLS) return problem("This link carries more cells than any that this site makes, so it was not read.");
    return { kind: "changes", changes, hidden: hiddenIn(changes) };
  } catch (error) {
    if (error instanceof TooLarge) return problem("This link unpacks to more than any that this site makes, so it was not read.");
    return problem("This link is damaged: perhaps a part of it was lost when it was copied.");
  }
}

const OFFER = "Download the notebook as a file and send that.";

class TooLarge extends Error {}

function cellCount({ edits, added }: Changes): number {
  return Object.keys(edits).length + added.length;
}

function hiddenIn({ edits, added }: Changes): string[] {
  const texts = [...Object.entries(edits).map(([name, { text }]) => ({ name, text })), ...added];
  return texts.filter(({ text }) => hiddenCharacters(text).length > 0).map(({ name }) => name);
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

async function inflateJson(packed: string): Promise<Record<string, unknown>> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = new Blob([fromBase64Url(packed)]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let size = 0;
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_JSON_BYTES) {
      void reader.cancel().catch(() => {});
      throw new TooLarge();
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return JSON.parse(text + decoder.decode());
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new Error("no base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
