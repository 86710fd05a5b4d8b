import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkers, exportTs } from "../../../src/notebook/export-ts.ts";
import { parseNotebook } from "../../../src/notebook/parse.ts";
import type { FileCell } from "../../../src/notebook/types.ts";

const code = (text: string): FileCell => ({ name: "a", kind: "code", tags: [], text });
const readBack = (file: string) => parseNotebook(file).map(({ line: _, ...cell }) => cell);
/** What `parseNotebook` leaves of a text: line ends as one, no blank lines around it. */
const trimmed = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .filter((_, index, lines) => lines.slice(0, index + 1).some((line) => line.trim()) && lines.slice(index).some((line) => line.trim()))
    .join("\n");
const unescaped = (text: string) => text.replace(/^(?: |\$\{""\})(?=\/\/ %%)/gm, "");

describe("exportTs", () => {
  it("writes what the file is above the first cell, as comments that begin no cell", () => {
    const file = exportTs([code("1;")], { header: ["Trees\nand more", "%% odd"] });
    expect(file).toBe("// Trees and more\n//%% odd\n\n// %% a\n1;\n");
    expect(readBack(file)).toEqual([code("1;")]);
  });

  it("keeps one cell of a text that holds a marker, indented where it is a comment", () => {
    expect(readBack(exportTs([code("1;\n// %% b\n/*\n// %% c\n*/\n2;")]))).toEqual([code("1;\n // %% b\n/*\n // %% c\n*/\n2;")]);
  });

  it("keeps the value of a template text that holds a marker", () => {
    const text = 'const name = "x";\nconst file = `// no\n// %% ${name}\n// %% b\n`;\n// %% c\nconst raw = String.raw`\n// %% \\n`;';
    const [cell] = readBack(exportTs([code(text)]));
    const values = (source: string) => new Function(`${source}\nreturn [file, raw];`)() as string[];
    expect(values(text)[0]).toBe("// no\n// %% x\n// %% b\n");
    expect(values(cell!.text)).toEqual(values(text));
    expect(cell!.text).toContain("\n // %% c");
  });

  it("keeps a marker in code that does not parse", () => {
    expect(readBack(exportTs([code("const x = ;\n// %% b")]))).toEqual([code("const x = ;\n // %% b")]);
  });

  it("gives back any cells when parsed, with every character of their texts", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("// %% b", "// %%", "`", "${1}", "/*", "*/", "const a = `", " // %% x", '${""}// %% y', "// %%\r", "\t"),
    );
    const cell = fc.record({
      name: fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
      kind: fc.constantFrom("code" as const, "markdown" as const),
      tags: fc.array(fc.string()),
      text: fc.array(line).map((lines) => lines.join("\n")),
    });
    const header = fc.array(fc.oneof(fc.string(), fc.constantFrom("%% x", "/*", "*/ 1;", "a\nb")), { maxLength: 3 });
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ({ name }) => name, maxLength: 5 }), header, (cells, header) => {
        const back = readBack(exportTs(cells, { header }));
        expect(back.map(({ text: _, ...rest }) => rest)).toEqual(cells.map(({ text: _, ...rest }) => rest));
        for (const [index, { kind, text }] of cells.entries()) {
          const expected = kind === "code" ? trimmed(escapeMarkers(text)) : trimmed(text);
          expect(back[index]!.text).toBe(expected);
          if (kind === "code") expect(unescaped(back[index]!.text)).toBe(unescaped(trimmed(text)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never changes what a program says", () => {
    // Statements each of which adds to `said`, with marker lines wherever a line may begin.
    const marker = fc.constantFrom("// %% b", "// %%", "// %% `${");
    const statement = fc.oneof(
      marker,
      fc
        .tuple(marker, marker)
        .map(([a, b]) => `said.push(\`x\n${a.replaceAll("`${", "\\`\\${")}\n\${1 // c\n+ 1}\n${b.replaceAll("`${", "\\`\\${")}\`);`),
      marker.map((a) => `said.push(String.raw\`\n${a.replaceAll("`${", "")}\\n\`);`),
      marker.map((a) => `/* y\n${a}\n*/ said.push("z");`),
      marker.map((a) => `said.push(/\`/.test("\`") ? 1 :\n${a}\n2);`),
    );
    const run = (source: string) => new Function(`const said = [];\n${source}\nreturn said;`)() as unknown[];
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        const text = statements.join("\n");
        const [cell] = readBack(exportTs([code(text)]));
        expect(run(cell!.text)).toEqual(run(text));
      }),
    );
  });
});
