import ts from "typescript";

/** A name that a cell declares at its top level. */
export interface TopLevelName {
  name: string;
  from: number;
  to: number;
  means: { value: boolean; type: boolean };
  /** `import X specifier`: two imports of the same thing are no conflict. */
  imports?: string;
}

/** Top-level declarations of a cell, its imports and types included, the first of each. */
export function topLevelNames(file: ts.SourceFile): TopLevelName[] {
  const names: TopLevelName[] = [];
  const add = (node: ts.Node | undefined, { value, type, imports }: { value: boolean; type: boolean; imports?: string }) => {
    if (!node || !ts.isIdentifier(node) || node.text === "") return;
    if (names.some(({ name, means }) => name === node.text && ((means.value && value) || (means.type && type)))) return;
    names.push({ name: node.text, from: node.getStart(file), to: node.end, means: { value, type }, ...(imports && { imports }) });
  };
  const addBinding = (name: ts.BindingName) => {
    if (ts.isIdentifier(name)) add(name, { value: true, type: false });
    else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) addBinding(name);
    else if (ts.isFunctionDeclaration(statement)) add(statement.name, { value: true, type: false });
    else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) add(statement.name, { value: true, type: true });
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) add(statement.name, { value: false, type: true });
    else if (ts.isModuleDeclaration(statement)) add(statement.name, { value: true, type: false });
    else if (ts.isImportDeclaration(statement)) {
      const { importClause, moduleSpecifier } = statement;
      const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
      const from = (imported: string) => ({ value: true, type: true, imports: `import ${imported} ${specifier}` });
      add(importClause?.name, from("default"));
      const bindings = importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, from("*"));
      else for (const { name, propertyName } of bindings?.elements ?? []) add(name, from((propertyName ?? name).text));
    }
  }
  return names;
}

/** Whether one text can hold both declarations. Interfaces of one name are one interface. */
export function clash(a: TopLevelName, b: TopLevelName): boolean {
  return a.name === b.name && ((a.means.value && b.means.value) || (a.means.type && b.means.type && (a.means.value || b.means.value)));
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
