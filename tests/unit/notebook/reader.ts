import fc from "fast-check";
import {
  addCell,
  type Changes,
  type ChapterCell,
  moveCell,
  noChanges,
  pageCells,
  removeCell,
  resetCell,
  setText,
} from "../../../src/notebook/changes.ts";

/** What a reader does to a page, or an author to its chapter. `cell` is a place, taken modulo the number of cells. */
export type Act =
  | { do: "type"; cell: number; end: "\n" | "\r\n" | "\r" | "" }
  | { do: "empty" | "restore" | "reset" | "remove" | "up" | "down"; cell: number }
  | { do: "add"; cell: number; text: boolean }
  | { do: "undo" }
  | { do: "rewrite" | "rename" | "drop" | "swap" | "insert"; cell: number; name: string };

/** Names that a notebook may give a cell, with those that trip a careless record. */
const NAMES = ["fit", "plot", "train-tree", "cell-4", "__proto__", "constructor", "toString", "added-1", "added-2", "hasOwnProperty"];

const place = fc.nat({ max: 30 });
const name = fc.constantFrom(...NAMES);

export const readersAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("type" as const),
      cell: place,
      end: fc.constantFrom("\n" as const, "\r\n" as const, "\r" as const, "" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("empty" as const, "restore" as const, "reset" as const, "remove" as const), cell: place }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("up" as const, "down" as const), cell: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("add" as const), cell: place, text: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: "undo" as const }) },
);

export const authorsAct: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom("rewrite" as const, "rename" as const, "drop" as const, "swap" as const, "insert" as const),
  cell: place,
  name,
});

export const chapters: fc.Arbitrary<ChapterCell[]> = fc.uniqueArray(
  fc.record({ name, text: fc.constantFrom("", "const a = 1;", "fit();\nplot();", "x\r\ny") }),
  { selector: (cell) => cell.name, maxLength: 6 },
);

/** A page with its reader, who knows which texts of theirs must still be there. */
export class Reader {
  chapter: ChapterCell[];
  changes: Changes = noChanges;
  /** Texts that the reader wrote and neither removed nor wrote over. Each is written once. */
  owned: ReadonlySet<string> = new Set();
  readonly #before: { changes: Changes; owned: ReadonlySet<string> }[] = [];
  readonly #hand: string;
  #written = 0;

  constructor(chapter: ChapterCell[], hand = "reader") {
    this.chapter = chapter;
    this.#hand = hand;
  }

  act(act: Act): void {
    const { changes, owned } = this;
    if (act.do === "undo") Object.assign(this, this.#before.pop());
    else if ("name" in act) this.#author(act);
    else this.#reader(act);
    if (act.do !== "undo" && this.changes !== changes) this.#before.push({ changes, owned });
  }

  #reader(act: Exclude<Act, { do: "undo" } | { name: string }>): void {
    const page = pageCells(this.chapter, this.changes);
    const cell = page[act.cell % Math.max(1, page.length)];
    if (act.do === "add") {
      const text = act.text ? this.#write("\n") : undefined;
      this.changes = addCell(this.changes, this.chapter, { after: cell?.name ?? "", ...(text ? { text } : {}) }).changes;
      return;
    }
    if (!cell) return;
    if (act.do === "type") {
      this.#let(cell.text);
      this.changes = setText(this.changes, this.chapter, cell.name, this.#write(act.end));
    } else if (act.do === "empty") {
      this.#let(cell.text);
      this.changes = setText(this.changes, this.chapter, cell.name, "");
    } else if (act.do === "restore" && !cell.added) {
      this.#let(cell.text);
      this.changes = setText(this.changes, this.chapter, cell.name, this.chapter.find((original) => original.name === cell.name)!.text);
    } else if (act.do === "reset" && !cell.added) {
      this.#let(cell.text);
      this.changes = resetCell(this.changes, this.chapter, cell.name);
    } else if (act.do === "remove" && cell.added) {
      this.#let(cell.text);
      this.changes = removeCell(this.changes, this.chapter, cell.name);
    } else if ((act.do === "up" || act.do === "down") && cell.added) this.changes = moveCell(this.changes, this.chapter, cell.name, act.do);
  }

  #author({ do: what, cell, name: wanted }: Extract<Act, { name: string }>): void {
    const cells = [...this.chapter];
    const at = cell % Math.max(1, cells.length);
    const free = cells.every((other) => other.name !== wanted);
    if (what === "insert" && free) cells.splice(at, 0, { name: wanted, text: `the author's ${cell}` });
    else if (cells.length > 0 && what === "drop") cells.splice(at, 1);
    else if (cells.length > 0 && what === "rename" && free) cells[at] = { ...cells[at]!, name: wanted };
    else if (cells.length > 0 && what === "rewrite") cells[at] = { ...cells[at]!, text: `the author's ${cell}` };
    else if (cells.length > 1 && what === "swap") cells.push(...cells.splice(at, 1));
    this.chapter = cells;
  }

  #write(end: string): string {
    const lines = [`the ${this.#hand}'s ${++this.#written}`, "// “ü” \u{1F427}"];
    this.owned = new Set([...this.owned, lines.join("\n") + (end && "\n")]);
    return lines.join(end || "\n") + end;
  }

  #let(text: string): void {
    this.owned = new Set([...this.owned].filter((own) => own !== text));
  }
}
