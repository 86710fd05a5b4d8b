import type { ChosenFile, FileKind } from "../../../kernel/protocol/inputs.ts";
import { bytes, MAX_FILE_BYTES } from "../../inputs.ts";
import { modelKind } from "../models/model-kind.ts";
import { counted } from "./csv-notes.ts";
import { decodeText } from "./decode-text.ts";
import { parseCsv } from "./parse-csv.ts";

interface Wishes {
  accept: FileKind;
  /** Pixels on the longer side of a picture. */
  maxSide?: number;
  grey?: boolean;
  /** What a model must be. */
  model?: string;
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
  return { accept, name, size, ...(await READERS[accept](file, wishes)) };
}

type Read = Pick<ChosenFile, "content" | "detail" | "notes">;

const READERS: Record<FileKind, (file: File, wishes: Wishes) => Promise<Read>> = { csv: readCsv, text: readText, image: readImage, model: readModel };

async function readModel(file: File, { model }: Wishes): Promise<Read> {
  const content = new Uint8Array(await file.arrayBuffer());
  const kind = modelKind(content);
  if (kind !== model)
    throw new Error(
      `${file.name} holds ${kind === undefined ? "no model of this site" : `a model of another kind, ${kind}`}, and a ${model} is needed. Choose a file that a page here offered you.`,
    );
  return { content, detail: kind!, notes: [] };
}

async function readText(file: File): Promise<Read> {
  const { text, notes } = await textOf(file);
  return { content: text, detail: counted(text.length, "character"), notes };
}

async function readCsv(file: File): Promise<Read> {
  const { text, notes } = await textOf(file);
  const csv = parseCsv(text, file.name);
  return {
    content: csv.rows,
    detail: `${counted(csv.rows.length, "row")}, ${counted(csv.columns.length, "column")}`,
    notes: [...notes, ...csv.notes],
  };
}

const textOf = async (file: File) => decodeText(new Uint8Array(await file.arrayBuffer()), file.name);

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
  return { content: { width, height, data: grey ? greyOf(data) : data }, detail: `${width} × ${height} pixels`, notes: [] };
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
