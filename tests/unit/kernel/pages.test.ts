import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { fillCells } from "../../../src/build/cells.ts";
import { withPolicy } from "../../../src/build/content-security-policy.ts";
import type { Prerendered } from "../../../src/build/prerender.ts";
import { outputsHtml, problemHtml } from "../../../src/components/output.ts";

const where = { notebook: "notebooks/trees.ts", page: "trees.mdx" };
const prerendered = (...names: string[]): Prerendered => ({
  cells: names.map((name, i) => ({ name, kind: "code", tags: [], text: `const ${name} = ${i} < 1;`, line: 1 })),
  imports: [],
  results: names.map((cell) => ({ cell, ok: true, outputs: [{ "text/plain": `out of ${cell} <b>` }], ms: 1 })),
});
const place = (...names: string[]) =>
  `<p>before</p>${names.map((name) => `<ml-cell data-cell="${name}" data-open></ml-cell>`).join("<p>$& between</p>")}`;

describe("a page", () => {
  it("gets each cell's code and output where it places the cell", () => {
    const html = fillCells(place("fit", "score"), prerendered("fit", "score"), where);
    const { document } = new JSDOM(html).window;
    expect([...document.querySelectorAll("ml-cell")].map((cell) => cell.querySelector("code")!.textContent!.trimEnd())).toEqual([
      "const fit = 0 < 1;",
      "const score = 1 < 1;",
    ]);
    expect([...document.querySelectorAll(".output")].map((output) => output.textContent)).toEqual(["out of fit <b>", "out of score <b>"]);
    expect(document.querySelector("ml-cell")!.hasAttribute("data-open")).toBe(true);
    expect(document.body.textContent).toContain("$& between");
  });

  it.each([
    ["misspelt", ["fit", "scor"], 'trees.mdx: notebooks/trees.ts has no cell "scor"; it has fit, score'],
    ["missing", ["fit"], "trees.mdx: notebooks/trees.ts has cells that the page does not place: score"],
    ["placed twice", ["fit", "score", "fit"], 'trees.mdx: cell "fit" of notebooks/trees.ts is placed twice'],
    ["out of order", ["score", "fit"], 'trees.mdx: cell "fit" comes before cell "score" in notebooks/trees.ts, and must on the page too'],
  ])("with a cell that is %s fails, naming page and notebook", (_, names, message) => {
    expect(() => fillCells(place(...names), prerendered("fit", "score"), where)).toThrow(message);
  });

  it("shows the error of a cell that is meant to fail", () => {
    const one = prerendered("a");
    one.results[0] = { cell: "a", ok: false, outputs: [], error: { name: "Error", message: "<no>", line: 2, column: 3, hint: "try" }, ms: 0 };
    expect(new JSDOM(fillCells(place("a"), one, where)).window.document.querySelector(".problem")!.textContent).toBe(
      "Error: <no> line 2, column 3try",
    );
  });
});

describe("outputs as markup", () => {
  it("escape text, console and progress; problems too", () => {
    const evil = '"><img src=x>';
    const html = outputsHtml([
      { "text/plain": evil },
      { "text/plain": evil, "application/vnd.ml-vs-llm.console+json": { level: "log" } },
      { "text/plain": evil, "application/vnd.ml-vs-llm.progress+json": { value: 1, max: 3, label: evil } },
    ]);
    const { document } = new JSDOM(html + problemHtml({ name: evil, message: evil, hint: evil })).window;
    expect(document.querySelectorAll("img")).toHaveLength(0);
    expect(document.querySelectorAll("pre, progress, .out-error")).toHaveLength(4);
  });
});

describe("a page's content security policy", () => {
  const policy = (html: string) => new JSDOM(withPolicy(html)).window.document.querySelector("head > :first-child")!.getAttribute("content")!;
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

  it("allows the scripts written into the page, by hash", () => {
    const found = policy(
      '<html><head><script>a < b;\n</script><script type="module">import 1</script><script type="text/javascript">old</script></head><body><script is:inline data-src="x">last</script></body></html>',
    );
    for (const text of ["a < b;\n", "import 1", "old", "last"]) expect(found).toContain(hash(text));
  });

  it("has no hash for data and for scripts of the site", () => {
    const found = policy(
      '<head><script type="application/ld+json">{}</script><script src="/a.js"></script><script type="module" src="/b.js"></script></head>',
    );
    expect(found).not.toContain("sha256");
    expect(found).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });

  it("names no eval and no other host", () => {
    const found = policy("<head></head>");
    expect(found).not.toMatch(/'unsafe-eval'|https?:|\*/);
    expect(found).toContain("default-src 'self'");
  });
});
