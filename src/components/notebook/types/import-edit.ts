import ts from "typescript";
import type { TextChange } from "./messages.ts";

/** What to bring into a cell, from where. `type`: it is a type alone. `name` `"*"` brings in all, under `local`. */
export interface ImportWish {
  name: string;
  local?: string;
  specifier: string;
  type: boolean;
}

/** The change that makes a cell import a name: into the braces of an import that it has, else a line of its own below them, or on top. */
export function importEdit(file: ts.SourceFile, { name, local = name, specifier, type }: ImportWish): TextChange {
  const imports = file.statements.filter(ts.isImportDeclaration);
  const braces = imports
    .filter(({ moduleSpecifier, importClause }) => isText(moduleSpecifier, specifier) && !importClause?.isTypeOnly)
    .map(({ importClause }) => importClause?.namedBindings)
    .find((bindings) => bindings !== undefined && ts.isNamedImports(bindings));
  if (name !== "*" && braces) {
    const written = `${type ? "type " : ""}${name}`;
    const last = braces.elements.at(-1);
    if (last) return { from: last.end, to: last.end, insert: `, ${written}` };
    return { from: braces.getStart(file), to: braces.end, insert: `{ ${written} }` };
  }
  const binding = name === "*" ? `* as ${local}` : `{ ${name} }`;
  const line = `import ${type ? "type " : ""}${binding} from "${specifier}";`;
  const after = imports.at(-1);
  if (after) return { from: after.end, to: after.end, insert: `\n${line}` };
  return { from: 0, to: 0, insert: `${line}\n` };
}

const isText = (node: ts.Expression, text: string) => ts.isStringLiteral(node) && node.text === text;
