import { describe, expectTypeOf, it } from "vitest";
import {
  button,
  type CsvRow,
  checkbox,
  drawing,
  file,
  number,
  type Picture,
  radio,
  runs,
  select,
  slider,
  type Table,
  table,
  text,
} from "../../../src/kernel/protocol/api.ts";

// Never called: `tsc` is the test.
const types = () => {
  expectTypeOf(slider("a", { min: 0, max: 1, step: 0.1, value: 0 })).toEqualTypeOf<number>();
  expectTypeOf(number("a")).toEqualTypeOf<number>();
  expectTypeOf(checkbox("a", { value: true })).toEqualTypeOf<boolean>();
  expectTypeOf(text("a", { placeholder: "b", rows: 2 })).toEqualTypeOf<string>();
  expectTypeOf(button("a")).toEqualTypeOf<number>();
  expectTypeOf(drawing("a", { centre: true })).toEqualTypeOf<Picture>();

  expectTypeOf(select("a", ["x", "y"])).toEqualTypeOf<"x" | "y">();
  expectTypeOf(select("a", [1, 2], { value: 2 })).toEqualTypeOf<1 | 2>();
  expectTypeOf(select("a", { one: 1, two: "zwei" })).toEqualTypeOf<1 | "zwei">();
  expectTypeOf(radio("a", ["x", "y"] as const)).toEqualTypeOf<"x" | "y">();
  expectTypeOf(radio("a", new Map([["none", undefined as Date | undefined]]))).toEqualTypeOf<Date | undefined>();
  const words: string[] = [];
  expectTypeOf(select("a", words)).toEqualTypeOf<string>();

  expectTypeOf(file("a", { accept: "csv" })).toEqualTypeOf<CsvRow[] | undefined>();
  expectTypeOf(file("a", { accept: "text" })).toEqualTypeOf<string | undefined>();
  expectTypeOf(file("a", { accept: "image", grey: true })).toEqualTypeOf<Picture | undefined>();
  expectTypeOf(file("a", { accept: "text", value: "" })).toEqualTypeOf<string>();
  expectTypeOf(file("a", { accept: "csv", value: [{ n: 1 }] })).toEqualTypeOf<CsvRow[] | { n: number }[]>();

  interface Point {
    step: number;
  }
  const points: Point[] = [];
  expectTypeOf(runs("a", points, { settings: { rate: 1, rule: "b", warm: true } })).toEqualTypeOf<(Point & { run: string; kept: boolean })[]>();
  // @ts-expect-error a run has settings
  runs("a", points, {});
  // @ts-expect-error a setting is written beside a curve
  runs("a", points, { settings: { sizes: [1] } });

  const rows: { model: string; loss: number; share?: number }[] = [];
  expectTypeOf(table(rows, { columns: ["loss"], format: { loss: 3, share: ".1%", model: (name) => name.toUpperCase() } })).toEqualTypeOf<Table>();
  table([{ a: 1 }, { b: "c" }], { format: { a: "%", b: (text) => text.trim() } });
  table(rows as object[], { columns: ["any"], format: { any: "," } });
  table([] as Record<string, number>[], { format: { any: (value) => value.toFixed(2) } });

  // @ts-expect-error no such column
  table(rows, { format: { los: 3 } });
  // @ts-expect-error no such column
  table(rows, { columns: ["los"] });
  // @ts-expect-error no such format
  table(rows, { format: { loss: ".3f" } });
  // @ts-expect-error a format makes a text
  table(rows, { format: { loss: (value) => value + 1 } });
  // @ts-expect-error a slider has ends
  slider("a");
  // @ts-expect-error the other end
  slider("a", { min: 0 });
  // @ts-expect-error no such option
  slider("a", { min: 0, max: 1, label: "b" });
  // @ts-expect-error a number is no text
  number("a", { value: "1" });
  // @ts-expect-error none of the options
  select("a", ["x", "y"], { value: "z" });
  // @ts-expect-error none of the values
  radio("a", { one: 1, two: 2 }, { value: 3 });
  // @ts-expect-error objects have no label
  select("a", [{ x: 1 }]);
  // @ts-expect-error no such kind of file
  file("a", { accept: "pdf" });
  // @ts-expect-error grey is of images
  file("a", { accept: "csv", grey: true });
  // @ts-expect-error a label comes first
  checkbox({ value: true });
};

describe("the types of inputs and tables", () => {
  it("are those of their values and columns", () => {
    expectTypeOf(types).toBeFunction();
  });
});
