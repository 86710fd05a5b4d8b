/**
 * What the kernel and the page agree on about files that a cell makes for the reader. Pure, and the same on both sides.
 */

import type { DownloadSpec } from "./schema.ts";

/** A file for the reader to keep. */
export type { DownloadSpec };

/** Larger files are not handed over: as text, they have to fit into one output. */
export const MAX_DOWNLOAD_BYTES = 2_900_000;

/** Kinds of file that a cell may offer: data, which no computer runs by itself. */
const ENDINGS = ["safetensors", "json", "csv", "txt", "bin"];
export const DOWNLOAD_NAME = new RegExp(`^\\w[\\w .()-]{0,80}\\.(?:${ENDINGS.join("|")})$`);

/** @throws TypeError or RangeError when the name or what is to be in the file will not do. */
export function downloadSpec(name: unknown, content: unknown): DownloadSpec {
  if (typeof name !== "string" || !DOWNLOAD_NAME.test(name))
    throw new TypeError(
      `download(…) cannot save as ${JSON.stringify(name)}: give a name of letters, digits, spaces and -_.() that ends in ${ENDINGS.map((ending) => `.${ending}`).join(", ")}`,
    );
  if (!(typeof content === "string" || content instanceof Uint8Array))
    throw new TypeError(`download(…) takes a text or a Uint8Array to save as ${name}`);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (bytes.length > MAX_DOWNLOAD_BYTES)
    throw new RangeError(`${name} is ${megabytes(bytes.length)}: download(…) hands over at most ${megabytes(MAX_DOWNLOAD_BYTES)}. Save a part of it`);
  return { name, size: bytes.length, base64: toBase64(bytes) };
}

export const downloadText = ({ name, size }: DownloadSpec): string => `${name}, ${kilobytes(size)}`;

const kilobytes = (bytes: number) => (bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000).toLocaleString("en-US")} KB`);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** In parts: a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let from = 0; from < bytes.length; from += 8192) binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(binary);
}
