import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/components/notebook/csv/decode-text.ts";

/** Bytes from characters up to U+00FF, one each. */
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const decode = (data: Uint8Array) => decodeText(data, "f.csv");

describe("the text of a file", () => {
  // The same text in bytes, by the Unicode Standard, section 3.10, and the code page at unicode.org (CP1252.TXT).
  it.each([
    ["UTF-8", "a\xc3\xa9\xe2\x82\xac"],
    ["UTF-8 with a byte order mark", "\xef\xbb\xbfa\xc3\xa9\xe2\x82\xac"],
    ["UTF-16, the small end first", "\xff\xfea\0\xe9\0\xac\x20"],
    ["UTF-16, the big end first", "\xfe\xff\0a\0\xe9\x20\xac"],
  ])("is read from %s", (_, data) => {
    expect(decode(bytes(data))).toEqual({ text: "aé€", notes: [] });
  });

  it("that is not in UTF-8 is read as Windows-1252, and that is said", () => {
    const { text, notes } = decode(bytes("caf\xe9,\x80\n"));
    expect(text).toBe("café,€\n");
    expect(notes).toEqual([expect.stringContaining("read as Windows-1252. If letters such as é or ä look wrong, save it in UTF-8")]);
  });

  it.each([
    ["an Excel workbook", "PK\x03\x04\x14\0\x06\0xl/workbook.xml\0"],
    ["a spreadsheet of LibreOffice", "PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"],
    ["a spreadsheet of Numbers", "PK\x03\x04\x14\0\0\0Index/Document.iwa\0"],
    ["an Excel workbook of the older kind", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"],
    ["a PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"],
    ["packed", "PK\x03\x04\x14\0\0\0data.csvPK"],
    ["packed", "\x1f\x8b\x08\0"],
    ["a file of Parquet or Arrow", "PAR1\x15\x04\0"],
    ["a database of SQLite", "SQLite format 3\0"],
    ["a picture", "\x89PNG\r\n\x1a\n\0"],
  ])("is not there in %s: what it is and how to get a text of it is said", (kind, data) => {
    expect(() => decode(bytes(data))).toThrow(new RegExp(`^f\\.csv is not text: it is ${kind}\\b.*\\. [A-Z].+\\.$`));
  });

  it("may begin like a file of another kind", () => {
    expect(decode(bytes("PK,n\n1,2")).text).toBe("PK,n\n1,2");
    expect(decode(bytes("GIF89a,n\n1,2")).text).toBe("GIF89a,n\n1,2");
  });

  it.each([
    ["a 0 in UTF-8", "a,b\n1,\0"],
    ["a 0 far behind", `a,b\n${"1,2\n".repeat(10_000)}\0`],
    ["a 0 in UTF-16", "\xff\xfea\0\0\0"],
    ["half a character in UTF-16", "\xff\xfea\0b"],
    ["a byte that stands for nothing in Windows-1252", "a\x81"],
  ])("is refused with %s", (_, data) => {
    expect(() => decode(bytes(data))).toThrow("f.csv is not text, or it is damaged. Open it in the program that made it");
  });
});
