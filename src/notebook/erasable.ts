import { positionAt } from "./position.ts";
import type { TypeScriptNode } from "./syntax.ts";
import { CellError } from "./types.ts";

/** TypeScript that makes code of its own, so that blanking it would change what runs; and what to write instead. */
const instead: Record<string, { what: string; hint: string }> = {
  TSEnumDeclaration: { what: "`enum`", hint: 'Use a union of texts (`type Kind = "a" | "b"`) or a constant object.' },
  TSModuleDeclaration: { what: "a namespace with values", hint: "Use a constant object, or put the names at the top level of the cell." },
  TSParameterProperty: {
    what: "a property declared in a constructor's brackets",
    hint: "Declare the field in the class and assign it in the constructor.",
  },
  TSImportEqualsDeclaration: { what: "`import … =`", hint: 'Use `import … from "…"`.' },
  TSExportAssignment: { what: "`export =`", hint: "Leave it out: cells share their names without `export`." },
  TSNamespaceExportDeclaration: { what: "`export as namespace`", hint: "Leave it out: cells share their names without `export`." },
  TSTypeAssertion: { what: "a type in angle brackets before a value", hint: "Write `value as Type`." },
  Decorator: { what: "a decorator", hint: "Call the function on the class, after its declaration." },
  Accessor: { what: "`accessor`", hint: "Write a `get` and a `set` method." },
};

/** The error for syntax that cannot be blanked. `kind` is a node type, or `Accessor`. */
export function notErasable(text: string, { start }: Pick<TypeScriptNode, "start">, kind: string): CellError {
  const { what, hint } = instead[kind] ?? { what: `this TypeScript (${kind})`, hint: "Write it in plain JavaScript." };
  return new CellError(`${what} does not work in a cell`, { ...positionAt(text, start), hint });
}

/** Whether a statement leaves nothing behind when types are erased. */
export function isTypeOnly(node: TypeScriptNode): boolean {
  switch (node.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
      return true;
    case "TSImportEqualsDeclaration":
      return node["importKind"] === "type";
    case "TSModuleDeclaration":
      return node["declare"] === true || node["global"] === true || isTypeOnly(node["body"] as TypeScriptNode);
    case "TSModuleBlock":
      return (node["body"] as TypeScriptNode[]).every(isTypeOnly);
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return node["importKind"] === "type" || node["exportKind"] === "type";
    case "ExportNamedDeclaration":
      return node["exportKind"] === "type" || (node["declaration"] ? isTypeOnly(node["declaration"] as TypeScriptNode) : false);
    case "ExportDefaultDeclaration":
      return isTypeOnly(node["declaration"] as TypeScriptNode);
    default:
      return node["declare"] === true && /Declaration$/.test(node.type);
  }
}
