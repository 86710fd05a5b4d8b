import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prerender } from "../../../src/build/prerender.ts";
import { texts } from "./kernel.ts";

let folder: string;
const log = vi.spyOn(console, "log").mockImplementation(() => {});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "notebooks-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => log.mockClear());

/** A notebook that no test ran before. */
async function notebook(text: string): Promise<string> {
  const file = join(folder, "test.ts");
  await writeFile(file, `// ${randomUUID()}\n${text}`);
  return file;
}
const random = async (file: string) => texts((await prerender(file)).results[0]!)[0];

describe("a notebook's outputs", () => {
  it("are made once, with a line that says so, and kept for the next time", async () => {
    const file = await notebook("// %% a\nMath.random()");
    const first = await random(file);
    expect(log.mock.calls).toEqual([[expect.stringMatching(/^\[notebooks\] 1 of 1: .*test\.ts: 1 cells in \d+\.\d s$/)]]);
    expect(await random(file)).toBe(first);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it("are made again when a byte of the notebook changes", async () => {
    const file = await notebook("// %% a\nMath.random()");
    const first = await random(file);
    await writeFile(file, "// %% a\nMath.random() ");
    expect(await random(file)).not.toBe(first);
  });

  it("are made once for those who ask at the same time", async () => {
    const file = await notebook("// %% a\nMath.random()");
    const [first, second] = await Promise.all([random(file), random(file)]);
    expect(second).toBe(first);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it("are the same from the run and from the file that keeps them", async () => {
    const file = await notebook('// %% a\nimport { progress, table } from "#notebook";\nprogress(1, 2);\ntable([{ a: NaN, b: undefined, c: -0 }])');
    expect(await prerender(file)).toEqual(await prerender(file));
  });

  it("hold markdown cells beside, not among, the results", async () => {
    const { cells, results } = await prerender(await notebook("// %% a [markdown]\n// # Hi\n// %% b\n1"));
    expect([cells.length, results.map(({ cell }) => cell)]).toEqual([2, ["b"]]);
  });
});

describe("the build fails", () => {
  it("at a cell that throws, naming file, line, column and what to try", async () => {
    const file = await notebook("// %% a\n1\n\n// %% b\n\nconst x = 2;\n  document.body;");
    await expect(prerender(file)).rejects.toThrow(/test\.ts:8:3: cell b: ReferenceError: document is not defined Cells run in a worker/);
    await expect(prerender(file)).rejects.toThrow("document");
  });

  it("at all that is wrong, at once", async () => {
    const file = await notebook("// %% a\nconst x = ;\n// %% b\nthrow 1;\n// %% c\n3");
    const error: Error = await prerender(file).catch((thrown) => thrown);
    expect(error.message.split("\n")).toEqual([
      expect.stringMatching(/test\.ts:3:11: cell a: SyntaxError/),
      expect.stringMatching(/test\.ts: cell b: Error: the cell threw 1/),
    ]);
  });

  it("at a cell that is tagged raises-exception and runs", async () => {
    await expect(prerender(await notebook('// %% a tags=["raises-exception"]\n1'))).rejects.toThrow("cell a is tagged raises-exception, but it ran");
  });

  it("not at a cell that is tagged raises-exception and throws: that keeps its error", async () => {
    const file = await notebook('// %% a tags=["raises-exception"]\nthrow new Error("meant");');
    for (const { results } of [await prerender(file), await prerender(file)])
      expect(results[0]).toMatchObject({ ok: false, error: { message: "meant", line: 1 } });
  });

  it("not for long, if it failed before", async () => {
    const file = await notebook("// %% a\nif (Date.now() % 1 === 0) throw new Error('x');");
    await expect(prerender(file)).rejects.toThrow();
    await writeFile(file, "// %% a\n1");
    await expect(prerender(file)).resolves.toBeTruthy();
  });
});
