import { describe, expect, it } from "vitest";
import { exportTs } from "../../../src/notebook/export-ts.ts";
import { type PagePart, weave } from "../../../src/notebook/page-parts.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";

const parts: PagePart[] = [
  { markdown: ["# T"] },
  { cell: "a", notebook: "n" },
  { markdown: ["see [x](", { href: "../x/?q=(1)#h" }, ")"] },
  { cell: "other", notebook: "m" },
  { markdown: ["after"] },
  { cell: "b", notebook: "n" },
  { markdown: ["end"] },
];
const texts = (cells: ReturnType<typeof weave>) => cells.map(({ text }) => text);
const cell = (name: string) => ({ name, text: `${name};` });

describe("weave", () => {
  it("puts prose before the cell before which it stands in the chapter", () => {
    expect(texts(weave(parts, { notebook: "n", cells: [cell("a"), cell("b")] }))).toEqual([
      "# T",
      "a;",
      "see [x](../x/?q=(1)#h)\n\nafter",
      "b;",
      "end",
    ]);
  });

  it("resolves links where the page's address is known, so that no bracket ends them", () => {
    const woven = weave(parts, { notebook: "n", cells: [cell("a"), cell("b")], url: "https://example.org/base/page/" });
    expect(woven[2]!.text).toBe("see [x](https://example.org/base/x/?q=%281%29#h)\n\nafter");
  });

  it("keeps all prose and every cell when cells were added, moved or deleted", () => {
    expect(texts(weave(parts, { notebook: "n", cells: [cell("new"), cell("b"), cell("a"), cell("last")] }))).toEqual([
      "new;",
      "# T\n\nsee [x](../x/?q=(1)#h)\n\nafter",
      "b;",
      "a;",
      "last;",
      "end",
    ]);
    expect(texts(weave(parts, { notebook: "n", cells: [] }))).toEqual(["# T\n\nsee [x](../x/?q=(1)#h)\n\nafter\n\nend"]);
  });

  it("keeps tags", () => {
    expect(weave([], { notebook: "n", cells: [{ ...cell("a"), tags: ["x"] }] })).toEqual([{ name: "a", kind: "code", tags: ["x"], text: "a;" }]);
  });

  it("gives prose names that no cell has, so that the file can be read", () => {
    const woven = weave(parts, { notebook: "n", cells: [cell("cell-1"), cell("a"), cell("text-3"), cell("b"), cell("cell-7")] });
    expect(new Set(woven.map(({ name }) => name)).size).toBe(woven.length);
    expect(parseNotebook(exportTs(woven)).map(({ name, kind, text }) => ({ name, kind, text }))).toEqual(
      woven.map(({ name, kind, text }) => ({ name, kind, text })),
    );
  });
});
