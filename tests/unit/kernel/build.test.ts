import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { linker } from "../../../src/kernel/browser/link.ts";
import type { KernelBuild } from "../../../src/kernel/protocol/manifest.ts";
import type { ModuleFile } from "../../../src/kernel/protocol/messages.ts";

let build: KernelBuild;
const text = (file: string) => readFile(join(build.folder, "modules", file), "utf8");
beforeAll(async () => {
  build = await kernelBuild();
});

/** A module's file and all it imports. */
function closure(specifier: string): Set<string> {
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const { name } of build.manifest.files[file]!) visit(name);
  };
  visit(build.manifest.specifiers[specifier]!);
  return files;
}

describe("the built modules", () => {
  it("say exactly where each names another, and no other import is in them", async () => {
    for (const [file, imports] of Object.entries(build.manifest.files)) {
      const source = await text(file);
      for (const { name, start, end } of imports) {
        expect(source.slice(start - 1, end + 1)).toBe(`"./${name}"`);
        expect(build.manifest.files).toHaveProperty([name]);
      }
      const left = imports.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), source);
      expect(left).not.toMatch(/\b(?:from|import)\s*\(?"\.\//);
    }
  });

  it("share what two of them need", () => {
    const d3 = closure("d3");
    const shared = [...closure("@observablehq/plot")].filter((file) => d3.has(file));
    expect(shared.length).toBeGreaterThan(0);
  });

  it("hold nothing of the DOM where they draw nothing", async () => {
    for (const specifier of Object.keys(build.manifest.specifiers).filter((name) => name.startsWith("#") && name !== "#charts"))
      for (const file of closure(specifier)) expect(await text(file), `${specifier}: ${file}`).not.toContain("createElementNS");
  });

  it("are the same when built again", async () => {
    const again = await kernelBuild({ again: true });
    expect(again).toEqual(build);
  });
});

it("the frame's policy allows its own script, by hash, and no network", async () => {
  const frame = await readFile(join(build.folder, "frame.html"), "utf8");
  const script = /<script>([\s\S]*?)<\/script>/.exec(frame)![1]!;
  expect(frame).toContain(`sha256-${createHash("sha256").update(script).digest("base64")}`);
  expect(frame).toContain("default-src 'none'");
});

describe("linking", () => {
  afterEach(() => vi.restoreAllMocks());

  /** Module files as the page sends them; `@name` in a text stands for an import. */
  function file(name: string, source: string): ModuleFile {
    const imports: ModuleFile["imports"] = [];
    let text = "";
    for (const part of source.split(/(@\w+)/)) {
      if (part.startsWith("@")) imports.push({ name: part.slice(1), start: text.length, end: text.length + 2 + part.length - 1 });
      text += part.startsWith("@") ? `./${part.slice(1)}` : part;
    }
    return { name, text, imports };
  }
  // Node imports data URLs, not blobs: the text of the blob goes into one.
  const asDataUrls = () => {
    vi.stubGlobal(
      "Blob",
      class {
        text: string;
        constructor([text]: [string]) {
          this.text = text;
        }
      },
    );
    return vi
      .spyOn(URL, "createObjectURL")
      .mockImplementation((blob) => `data:text/javascript,${encodeURIComponent((blob as unknown as { text: string }).text)}`);
  };
  afterEach(() => vi.unstubAllGlobals());

  it("puts the dependencies' addresses in the place of their names, each file once", async () => {
    const create = asDataUrls();
    const need = vi.fn();
    const { load, receive } = linker(need);
    const [a, b] = [load("#a"), load("#b")];
    expect(load("#a")).toBe(a);
    expect(need.mock.calls).toEqual([["#a"], ["#b"]]);
    const base = file("base", "export const one = 1; export default 10;");
    receive({
      type: "module",
      specifier: "#a",
      files: [base, file("a", 'import ten, { one } from "@base"; export { one as uno } from "@base"; export const a = one + ten; // "./base"')],
    });
    receive({ type: "module", specifier: "#b", files: [base, file("b", 'export * from "@base"; export const b = 2;')] });
    expect(await a).toMatchObject({ a: 11, uno: 1 });
    expect(await b).toMatchObject({ one: 1, b: 2 });
    expect(create).toHaveBeenCalledTimes(3);
  });

  it("says why there is no module, and asks again the next time", async () => {
    const need = vi.fn();
    const { load, receive } = linker(need);
    const failed = load("#none");
    receive({ type: "module", specifier: "#none", files: [], problem: { name: "ImportError", message: "not here", hint: "elsewhere" } });
    await expect(failed).rejects.toMatchObject({ name: "ImportError", message: "not here", hint: "elsewhere" });
    load("#none").catch(() => {});
    expect(need).toHaveBeenCalledTimes(2);
  });
});
