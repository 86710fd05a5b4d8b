import ts from "typescript";

/** A name that a cell declares at its top level. */
export interface TopLevelName {
  name: string;
  from: number;
  to: number;
  /** `open`: a type that another declaration may add to, as an interface is. */
  means: { value?: true; type?: "open" | "closed" };
  /** `import X specifier`: two imports of the same thing are no conflict. */
  imports?: string;
}

/** Top-level declarations of a cell, its imports and types included, the first of each. */
export function topLevelNames(file: ts.SourceFile): TopLevelName[] {
  const names: TopLevelName[] = [];
  const add = (node: ts.Node | undefined, means: TopLevelName["means"], imports?: string) => {
    if (!node || !ts.isIdentifier(node) || node.text === "") return;
    const declared = { name: node.text, from: node.getStart(file), to: node.end, means, ...(imports && { imports }) };
    if (!names.some((other) => clash(other, declared))) names.push(declared);
  };
  const addBinding = (name: ts.BindingName) => {
    if (ts.isIdentifier(name)) add(name, { value: true });
    else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) addBinding(name);
    else if (ts.isFunctionDeclaration(statement) || ts.isModuleDeclaration(statement)) add(statement.name, { value: true });
    else if (ts.isClassDeclaration(statement)) add(statement.name, { value: true, type: "open" });
    else if (ts.isEnumDeclaration(statement)) add(statement.name, { value: true, type: "closed" });
    else if (ts.isInterfaceDeclaration(statement)) add(statement.name, { type: "open" });
    else if (ts.isTypeAliasDeclaration(statement)) add(statement.name, { type: "closed" });
    else if (ts.isImportDeclaration(statement)) {
      const { importClause, moduleSpecifier } = statement;
      const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
      const addImport = (local: ts.Identifier | undefined, imported: string) =>
        add(local, { value: true, type: "closed" }, `import ${imported} ${specifier}`);
      addImport(importClause?.name, "default");
      const bindings = importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) addImport(bindings.name, "*");
      else for (const { name, propertyName } of bindings?.elements ?? []) addImport(name, (propertyName ?? name).text);
    }
  }
  return names;
}

/** Whether no text can hold both declarations. */
export function clash(a: TopLevelName, b: TopLevelName): boolean {
  if (a.name !== b.name) return false;
  if (a.means.value && b.means.value) return true;
  return Boolean(a.means.type && b.means.type && (a.means.type === "closed" || b.means.type === "closed"));
}

/** The text with names replaced wherever they stand for a value or a type, as far as that can be seen without types. */
export function renameIn(file: ts.SourceFile, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return file.text;
  let text = "";
  let done = 0;
  const put = (node: ts.Identifier, replacement: string) => {
    text += file.text.slice(done, node.getStart(file)) + replacement;
    done = node.end;
  };
  const visit = (node: ts.Node): void => {
    const name = ts.isIdentifier(node) ? names.get(node.text) : undefined;
    if (name !== undefined && node.parent) {
      const identifier = node as ts.Identifier;
      const { parent } = node;
      if (isShorthand(identifier)) put(identifier, `${identifier.text}: ${name}`);
      else if (ts.isImportSpecifier(parent) && !parent.propertyName) put(identifier, `${identifier.text} as ${name}`);
      else if (ts.isExportSpecifier(parent)) put(identifier, parent.propertyName ? name : `${name} as ${identifier.text}`);
      else if (!isMemberName(identifier)) put(identifier, name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return text + file.text.slice(done);
}

function isShorthand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && parent.name === node && !parent.propertyName && !parent.dotDotDotToken
  );
}

/** A name of something's member, not of something in scope. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  return (ts.isObjectLiteralElement(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) && parent.name === node;
}
