import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { unwrapTypeScript } from "../../../src/build/typescript-module.ts";
import { runNotebook } from "../../../src/kernel/node/node.ts";
import { bundle } from "./service.ts";

describe("the types that the editor reads", () => {
  it("are there for every module that a cell can import", async () => {
    const { manifest } = await kernelBuild();
    expect(Object.keys(bundle.modules).sort()).toEqual(["#notebook", ...Object.keys(manifest.specifiers)].sort());
    for (const [specifier, { exports }] of Object.entries(bundle.modules)) expect(exports.length, specifier).toBeGreaterThan(0);
  });

  it("name nothing that is not there", () => {
    const files = new Map(Object.entries(bundle.files));
    const host: ts.CompilerHost = {
      ...ts.createCompilerHost({}),
      getSourceFile: (path, version) => (files.has(path) ? ts.createSourceFile(path, files.get(path)!, version) : undefined),
      fileExists: (path) => files.has(path),
      readFile: (path) => files.get(path),
      getDefaultLibFileName: () => bundle.globals[0]!,
      getCurrentDirectory: () => "/",
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => ({ resolvedModule: { resolvedFileName: bundle.resolutions[from]![text]!, extension: ts.Extension.Dts } })),
    };
    const roots = [...bundle.globals, ...Object.values(bundle.modules).map(({ path }) => path)];
    const program = ts.createProgram(roots, { ...(bundle.options as ts.CompilerOptions), skipLibCheck: false }, host);
    const found = program
      .getSemanticDiagnostics()
      .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    expect(found).toEqual([]);
  });

  it("declare the globals that a cell has in Node, and no other", async () => {
    const path = bundle.globals[1]!;
    const file = ts.createSourceFile(path, bundle.files[path]!, ts.ScriptTarget.ESNext, true);
    const names = file.statements.flatMap((statement) => {
      if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
      if (ts.isFunctionDeclaration(statement)) return [statement.name!.text];
      return ts.isModuleDeclaration(statement) ? [statement.name.text] : [];
    });
    expect(names.length).toBeGreaterThan(30);
    const text = `[${names.map((name) => `typeof ${name} === "undefined" ? ${JSON.stringify(name)} : ""`).join(", ")}].join("")`;
    const [result] = await runNotebook(await kernelBuild(), [{ name: "globals", kind: "code", tags: [], text, line: 1 }]);
    expect(result).toMatchObject({ ok: true, outputs: [{ "text/plain": "" }] });
  });

  it("hold no text of a program, only declarations", () => {
    expect(Object.keys(bundle.files).filter((path) => !path.endsWith(".d.ts"))).toEqual([]);
    expect(Object.keys(bundle.files).filter((path) => path.includes("/data/"))).toEqual([]);
  });
});

it("TypeScript without its wrappers is the same TypeScript", async () => {
  const text = readFileSync(new URL(import.meta.resolve("typescript")), "utf8");
  const code = unwrapTypeScript(text);
  expect(code).toMatch(/export default typescript_exports;\n$/);
  expect(() => unwrapTypeScript(text.replace("var ts = {};", ""))).toThrow(/another way/);
});
