import type { AnyNode, ExpressionStatement, ImportDeclaration, ImportExpression, ModuleDeclaration, Program, Statement } from "acorn";
import { blankTypes } from "./blank-types.ts";
import { findLateReads } from "./late-reads.ts";
import { type CellNames, findNames, firstOfEach } from "./names.ts";
import { parseJavaScript } from "./syntax.ts";
import { TextEdit } from "./text-edit.ts";
import { CellError, type CellSource, type CompiledCell, type ImportBinding, type NameUse, type Position } from "./types.ts";

const show = "await $show((";

/**
 * Makes a cell ready to run: types are blanked, what it declares, reads and imports is found,
 * and its last expression is shown. Throws a `CellError` with a place in `text`.
 */
export function compileCell({ name, text }: Pick<CellSource, "name" | "text">): CompiledCell {
  const script = blankTypes(text);
  const program = parseJavaScript(script);
  const names = findNames(program);
  refuseNames(names);

  const edit = new TextEdit(script);
  const imports = blankImports(program, edit);
  blankExports(program, edit);
  const dynamicImports = renameDynamicImports(program, edit);
  const shown = showLastExpression(program, { script, edit });
  const inBody = (offset: number) => (shown && offset >= shown.start ? offset + show.length : offset);
  const liveReads = findLiveReads(program, names);

  return {
    name,
    body: edit.toString(),
    insertions: shown ? [{ ...place(shown), text: show }] : [],
    defines: names.defines,
    reassigned: names.reassigned,
    references: firstOfEach(names.freeReads).map(({ name, line, column }) => ({ name, line, column })),
    lateReads: findLateReads(names.freeReads, { script, inBody }),
    assigns: firstOfEach(names.freeWrites),
    imports,
    dynamicImports,
    ...(liveReads.length > 0 && { liveReads }),
  };
}

/** Names that would hide what every cell is given, and imports that are written to. */
function refuseNames({ defines, declarations, freeReads, freeWrites, importWrites }: CellNames): void {
  const helper = [...declarations, ...freeWrites].find(({ name }) => /^\$(show|mport|(now|Now|read)$)/.test(name));
  if (helper)
    throw new CellError(`\`${helper.name}\` is a name that cells keep for themselves`, { ...placeOf(helper), hint: "Choose another name." });

  const console = defines.find(({ name }) => name === "console");
  if (console) throw new CellError("every cell has a `console` of its own", { ...placeOf(console), hint: "Choose another name." });

  const written = importWrites[0];
  if (written)
    throw new CellError(`\`${written.name}\` is imported and cannot be assigned to`, {
      ...placeOf(written),
      name: "TypeError",
      hint: "Assign to a `let` of another name.",
    });

  const args = freeReads.find(({ name }) => name === "arguments");
  if (args) throw new CellError("`arguments` only exists inside a function", { ...placeOf(args) });
}

function blankImports(program: Program, edit: TextEdit): ImportBinding[] {
  return program.body
    .filter((node) => node.type === "ImportDeclaration")
    .flatMap((node) => {
      const { attributes } = node;
      if (attributes[0])
        throw new CellError("an import in a cell cannot have attributes", { ...place(attributes[0]), hint: "Leave out `with { … }`." });
      blankStatement(node, edit);
      return importBindings(node);
    });
}

function importBindings(node: ImportDeclaration): ImportBinding[] {
  const specifier = String(node.source.value);
  if (node.specifiers.length === 0) return [{ local: "", imported: "", specifier, ...place(node) }];
  return node.specifiers.map((binding) => ({ local: binding.local.name, imported: importedName(binding), specifier, ...place(binding.local) }));
}

function importedName(binding: ImportDeclaration["specifiers"][number]): string {
  if (binding.type === "ImportDefaultSpecifier") return "default";
  if (binding.type === "ImportNamespaceSpecifier") return "*";
  return binding.imported.type === "Identifier" ? binding.imported.name : String(binding.imported.value);
}

function blankExports(program: Program, edit: TextEdit): void {
  for (const node of program.body) {
    if (node.type === "ExportNamedDeclaration" && !node.source) {
      if (node.declaration) edit.blank(node.start, node.start + "export".length);
      else blankStatement(node, edit);
    } else if (node.type.startsWith("Export")) {
      throw new CellError("cells share their names without `export`", { ...place(node), hint: exportHint(node) });
    }
  }
}

function exportHint({ type }: AnyNode): string {
  return type === "ExportDefaultDeclaration"
    ? "Give the value a name: `const name = …`."
    : 'Write `import { name } from "…"`: other cells can read `name` then.';
}

/** The semicolon keeps the statements before and after it apart. */
function blankStatement({ start, end }: AnyNode, edit: TextEdit): void {
  edit.blank(start, end);
  edit.put(start, ";");
}

/** Writes `$mport` for `import`, and returns the specifiers that are known already. */
function renameDynamicImports(program: Program, edit: TextEdit): string[] {
  const specifiers = new Set<string>();
  for (const node of descendants(program)) {
    if (node.type === "MetaProperty" && node.meta.name === "import") {
      throw new CellError("`import.meta` does not exist in a cell", { ...place(node), hint: 'Name what you need in full: `import("…")`.' });
    }
    if (node.type !== "ImportExpression") continue;
    edit.put(node.start, "$mport");
    const specifier = literalSpecifier(node);
    if (specifier !== undefined) specifiers.add(specifier);
  }
  return [...specifiers];
}

function literalSpecifier({ source }: ImportExpression): string | undefined {
  if (source.type === "Literal" && typeof source.value === "string") return source.value;
  if (source.type === "TemplateLiteral" && source.expressions.length === 0) return source.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function* descendants(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") yield* descendants(child);
    }
  }
}

/** Returns the statement whose value is shown. */
function showLastExpression(program: Program, { script, edit }: { script: string; edit: TextEdit }): ExpressionStatement | undefined {
  const last = program.body.findLast(leavesSomething);
  if (last?.type !== "ExpressionStatement") return undefined;
  edit.insert(last.start, show);
  edit.insert(endOfExpression(last, script), "))");
  return last;
}

/** Whether a statement is more than what is blanked. */
function leavesSomething(node: Statement | ModuleDeclaration): boolean {
  if (node.type === "ExportNamedDeclaration") return Boolean(node.declaration);
  return node.type !== "EmptyStatement" && node.type !== "ImportDeclaration";
}

/** Brackets around the expression are not part of its node, so its end is that of the statement. */
function endOfExpression({ end }: ExpressionStatement, script: string): number {
  return script[end - 1] === ";" ? end - 1 : end;
}

function findLiveReads(program: Program, { defines, ownReads }: CellNames): NameUse[] {
  if (defines.some(({ name }) => name === "live")) return [];
  const live = new Set(program.body.flatMap(liveNames));
  return firstOfEach(ownReads.filter(({ name }) => live.has(name)));
}

function liveNames(node: Statement | ModuleDeclaration): string[] {
  const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
  if (declaration?.type !== "VariableDeclaration") return [];
  return declaration.declarations.flatMap(({ id, init }) => {
    const isLive = init?.type === "CallExpression" && init.callee.type === "Identifier" && init.callee.name === "live";
    return isLive && id.type === "Identifier" ? [id.name] : [];
  });
}

function place({ loc }: AnyNode): Position {
  return { line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

function placeOf({ line, column }: NameUse): Position {
  return { line, column };
}
