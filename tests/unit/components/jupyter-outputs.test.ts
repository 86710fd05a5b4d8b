import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { jupyterOutputs } from "../../../src/components/jupyter-outputs.ts";
import { LIGHT_COLOURS, withLightColours } from "../../../src/components/light-colours.ts";
import type { MimeBundle } from "../../../src/kernel/protocol/mime.ts";
import { toBundle } from "../../../src/kernel/worker/bundle.ts";
import { exportIpynb } from "../../../src/notebook/export-ipynb.ts";
import { nbformatErrors } from "../notebook/nbformat.ts";

const outputs = (...bundles: MimeBundle[]) => {
  const made = jupyterOutputs({ outputs: bundles });
  const cells = [{ name: "a", kind: "code" as const, tags: [], text: "" }];
  const options = { title: "T", source: "x", licence: "MIT", runs: new Map([["a", { outputs: made, order: 1 }]]) };
  expect(nbformatErrors(exportIpynb(cells, options))).toEqual([]);
  return made;
};
const display = (data: Record<string, unknown>) => ({ output_type: "display_data", data, metadata: {} });

describe("a cell's outputs as Jupyter keeps them", () => {
  it("are streams where the cell wrote to the console", () => {
    expect(
      outputs(
        { "text/plain": "one\ntwo", "application/vnd.ml-vs-llm.console+json": { level: "log" } },
        { "text/plain": "oh", "application/vnd.ml-vs-llm.console+json": { level: "warn" } },
      ),
    ).toEqual([
      { output_type: "stream", name: "stdout", text: ["one\n", "two\n"] },
      { output_type: "stream", name: "stderr", text: ["oh\n"] },
    ]);
  });

  it("are text where only this site knows the form", () => {
    expect(outputs({ "text/plain": "3 of 4", "application/vnd.ml-vs-llm.progress+json": { value: 3, max: 4 } })).toEqual([
      display({ "text/plain": ["3 of 4"] }),
    ]);
  });

  it("are tables as HTML and as JSON, and pictures in base64", () => {
    const table = "<table><tr><td>1</td></tr></table>";
    expect(outputs({ "text/plain": "1", "text/html": table, "application/json": [{ a: 1 }] }, { "text/plain": "p", "image/png": "AAAA" })).toEqual([
      display({ "text/plain": ["1"], "text/html": [table], "application/json": [{ a: 1 }] }),
      display({ "text/plain": ["p"], "image/png": "AAAA" }),
    ]);
  });

  it("are charts that are documents of their own, in colours for paper, without the drawing for phones", () => {
    const svg =
      '<svg width="1" style="font-family: inherit; font-size: 13px;"><text fill="var(--ml)">a&nbsp;b</text><use xlink:href="#x"></use></svg>';
    const [output] = outputs({ "text/plain": "c", "image/svg+xml": svg, "image/svg+xml;width=310": "<svg></svg>" });
    const { data } = output as { data: Record<string, string> };
    expect(Object.keys(data)).toEqual(["text/plain", "image/svg+xml"]);
    const { documentElement } = new JSDOM(data["image/svg+xml"]!, { contentType: "image/svg+xml" }).window.document;
    expect([documentElement.namespaceURI, documentElement.textContent]).toEqual(["http://www.w3.org/2000/svg", "a\u00A0b"]);
    expect(documentElement.querySelector("text")!.getAttribute("fill")).toBe(LIGHT_COLOURS["--ml"]);
    expect(documentElement.getAttribute("style")).toBe("font-size: 13px; background: white; color: black; font-family: system-ui, sans-serif");
  });

  it("end with the error, its place and what to try", () => {
    const error = { name: "TypeError", message: "no", line: 2, column: 3, hint: "Try x." };
    expect(jupyterOutputs({ outputs: [{ "text/plain": "1" }], error })).toEqual([
      display({ "text/plain": ["1"] }),
      { output_type: "error", ename: "TypeError", evalue: "no", traceback: ["TypeError: no (line 2, column 3)", "Try x."] },
    ]);
  });
});

describe("the colours of files", () => {
  it("are those of the site's light theme", () => {
    const css = readFileSync(new URL("../../../src/components/site.css", import.meta.url), "utf8");
    const light = /:root\[data-theme="light"\] \{([^}]*)\}/.exec(css)![1]!;
    for (const [, name, value] of light.matchAll(/(--[\w-]+): ([^;]+);/g)) if (name! in LIGHT_COLOURS) expect(LIGHT_COLOURS[name!], name).toBe(value);
    expect(Object.keys(LIGHT_COLOURS).filter((name) => light.includes(`${name}:`))).toEqual(["--ml", "--lm", "--data", "--failed"]);
  });

  it("stand where a name stood, or else its fallback", () => {
    expect(withLightColours('a="var(--ml)" b="var( --x , rgb(1, 2, 3))" c="var(--y)"')).toBe('a="#0072b2" b="rgb(1, 2, 3)" c="var(--y)"');
  });
});

describe("a table's rows", () => {
  const table = (count: number) =>
    toBundle({ [Symbol.for("ml-vs-llm.kind")]: "table", rows: Array.from({ length: count }, (_, n) => ({ n })), options: {} }, "s");

  it("are all in the output, though the page shows ten", () => {
    expect(table(10_000)["application/json"]).toHaveLength(10_000);
    expect(table(10_000)).not.toHaveProperty("application/vnd.ml-vs-llm.table+json");
  });

  it("are counted where they are too many", () => {
    expect(table(10_001)["application/json"]).toHaveLength(10_000);
    expect(table(10_001)["application/vnd.ml-vs-llm.table+json"]).toEqual({ rows: 10_001 });
  });
});
