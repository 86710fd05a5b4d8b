import type { ChosenFile, FileKind } from "../../kernel/inputs.ts";
import { bytes, MAX_FILE_BYTES } from "../inputs.ts";
import { parseCsv } from "./parse-csv.ts";

interface Wishes {
  accept: FileKind;
  /** Pixels on the longer side of a picture. */
  maxSide?: number;
  grey?: boolean;
}

const MAX_SIDE = 1024;

/**
 * Reads a file that the reader has chosen.
 * @throws an Error whose message is for the reader: what is wrong with the file, and what to do.
 */
export async function readFile(file: File, wishes: Wishes): Promise<ChosenFile> {
  const { accept } = wishes;
  const { name, size } = file;
  const most = MAX_FILE_BYTES[accept];
  if (size > most) throw new Error(`${name} has ${bytes(size)}, and ${bytes(most)} is the limit. Choose a smaller file, or a part of this one.`);
  if (size === 0) throw new Error(`${name} is empty. Choose another file.`);
  const read = accept === "image" ? await readImage(file, wishes) : accept === "csv" ? await readCsv(file) : await readText(file);
  return { accept, name, size, ...read };
}

type Read = Pick<ChosenFile, "content" | "detail">;

async function readText(file: File): Promise<Read> {
  const content = await textOf(file);
  return { content, detail: counted(content.length, "character") };
}

async function readCsv(file: File): Promise<Read> {
  const { rows, columns } = parseCsv(await textOf(file), file.name);
  return { content: rows, detail: `${counted(rows.length, "row")}, ${counted(columns.length, "column")}` };
}

async function textOf(file: File): Promise<string> {
  const data = new Uint8Array(await file.arrayBuffer());
  const wide = data[0] === 0xff && data[1] === 0xfe ? "utf-16le" : data[0] === 0xfe && data[1] === 0xff ? "utf-16be" : undefined;
  if (!wide && data.subarray(0, 8000).includes(0))
    throw new Error(`${file.name} is not text: it may be a picture or a spreadsheet. Choose a text file.`);
  try {
    return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(data);
  } catch {
    throw new Error(`${file.name} is not text in UTF-8. Save it with the encoding UTF-8 (in Excel: “CSV UTF-8”), then choose it again.`);
  }
}

async function readImage(file: File, { maxSide = MAX_SIDE, grey = false }: Wishes): Promise<Read> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} could not be read as a picture: it may be damaged or of another kind. Choose a PNG, JPEG or WebP file.`);
  });
  const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { content: { width, height, data: grey ? greyOf(data) : data }, detail: `${width} × ${height} pixels` };
}

/** Brightness as ITU-R BT.601 weighs the channels, on white paper. */
function greyOf(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(rgba.length / 4);
  for (let i = 0; i < grey.length; i++) {
    const [red, green, blue, opacity] = rgba.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    grey[i] = ((0.299 * red + 0.587 * green + 0.114 * blue) * opacity) / 255 + 255 - opacity;
  }
  return grey;
}

const counted = (count: number, what: string) => `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
