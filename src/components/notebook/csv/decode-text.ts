export interface DecodedText {
  text: string;
  /** In which encoding it was read, where that was a guess. */
  notes: string[];
}

/**
 * The text of a file: UTF-8, UTF-16 where a byte order mark says so, and Windows-1252 where it is neither.
 * @throws an Error whose message is for the reader: what the file is, and how to get a text of it.
 */
export function decodeText(data: Uint8Array, name: string): DecodedText {
  const kind = binaryKind(data);
  if (kind) throw new Error(`${name} is not text: it is ${kind}.`);
  const wide = data[0] === 0xff && data[1] === 0xfe ? "utf-16le" : data[0] === 0xfe && data[1] === 0xff ? "utf-16be" : undefined;
  const text = decoded(data, wide ?? "utf-8");
  if (text !== undefined && !text.includes("\0")) return { text, notes: [] };
  if (text !== undefined || wide || UNUSED.some((byte) => data.includes(byte)))
    throw new Error(`${name} is not text, or it is damaged. Open it in the program that made it, save it as text or CSV in UTF-8, and choose that.`);
  return {
    text: new TextDecoder("windows-1252").decode(data),
    notes: ["It is not in UTF-8, and was read as Windows-1252. If letters such as é or ä look wrong, save it in UTF-8 (in Excel: “CSV UTF-8”)."],
  };
}

/** Bytes that texts in Windows-1252 do not have: five stand for nothing there, and 0 ends no text. */
const UNUSED = [0, 0x81, 0x8d, 0x8f, 0x90, 0x9d];

function decoded(data: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

const AS_CSV = "choose “CSV UTF-8” under “Save as”, “Export” or “Download”, and choose that file here";
const PACKED = "packed. Unpack it, and choose the file in it";

/** How files of other kinds begin, byte by byte, and what to do with each. */
const KINDS: [begins: RegExp, kind: string][] = [
  [/^PK\x03\x04[^]*xl\//, `an Excel workbook. Open it in Excel, ${AS_CSV}`],
  [/^PK\x03\x04[^]*opendocument\.spreadsheet/, `a spreadsheet of LibreOffice. Open it there, ${AS_CSV}`],
  [/^PK\x03\x04[^]*Index\/Document\.iwa/, `a spreadsheet of Numbers. Open it there, ${AS_CSV}`],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, `an Excel workbook of the older kind. Open it in Excel, ${AS_CSV}`],
  [/^%PDF-\d/, `a PDF. Copy its table into a spreadsheet, ${AS_CSV}`],
  [/^(?:PK(?:\x03\x04|\x05\x06)|\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh\d1AY|\xfd7zXZ\0|\x28\xb5\x2f\xfd)/, PACKED],
  [/^(?:PAR1.*\0|ARROW1\0)/s, "a file of Parquet or Arrow. Write it as CSV where it was made (in pandas: to_csv), and choose that"],
  [/^SQLite format 3\0/, "a database of SQLite. Export a table of it as CSV, and choose that"],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8[79]a.*\0|RIFF.{4}WEBP)/s, "a picture. Choose a text file"],
];

/** So many bytes from both ends are looked at: what lies in a zip is named in both. */
const LOOKED_AT = 4000;

function binaryKind(data: Uint8Array): string | undefined {
  const ends = [data.subarray(0, LOOKED_AT), data.subarray(Math.max(LOOKED_AT, data.length - LOOKED_AT))];
  const text = ends.map((bytes) => String.fromCharCode(...bytes)).join("");
  return KINDS.find(([begins]) => begins.test(text))?.[1];
}
