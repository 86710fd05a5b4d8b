import type { AnyNode, Function as FunctionNode, Identifier, Program } from "acorn";
import type { NameUse } from "./types.ts";

/** The names of a cell, each use in the order of the text. */
export interface CellNames {
  /** Top-level declarations, hoisted `var`s included and imports not; the first of each. */
  defines: NameUse[];
  /** Declarations at any depth, imports included. */
  declarations: NameUse[];
  /** Every read of a name that nothing in the cell declares. */
  freeReads: FreeRead[];
  /** Every write to a name that nothing in the cell declares. */
  freeWrites: NameUse[];
  /** Every read, at any depth, of a top-level name of the cell. */
  ownReads: NameUse[];
  /** Every write to a name that the cell imports. */
  importWrites: NameUse[];
  /** Top-level names that may be assigned to after the cell is done: a function of it writes to them. */
  reassigned: string[];
}

/** A read of a name that nothing in the cell declares, with where it stands in the text. */
export interface FreeRead extends NameUse {
  start: number;
  end: number;
  form: ReadForm;
}

/** `called`: it is called, as in `f(…)`, or tags a template; `shorthand`: key and value at once, as in `{ x }`. */
type ReadForm = "value" | "called" | "shorthand";

interface Scope {
  parent: Scope | undefined;
  /** `var` stops here: a function's body, a static block or the cell. */
  holdsVar: boolean;
  /** What stands in it runs when something else says so, perhaps after the cell is done. */
  later: boolean;
  names: Set<string>;
}

type Use = { scope: Scope; node: Identifier } & ({ kind: "read"; form: ReadForm } | { kind: "write" });

/** Finds what each name in a cell refers to. */
export function findNames(program: Program): CellNames {
  const top: Scope = { parent: undefined, holdsVar: true, later: false, names: new Set() };
  const imports = new Set<string>();
  const declared: { scope: Scope; node: Identifier }[] = [];
  const uses: Use[] = [];

  visit(program, top);

  const inOrder = uses.sort((a, b) => a.node.start - b.node.start);
  const pick = (wanted: (use: Use, owner: Scope | undefined) => boolean): NameUse[] =>
    inOrder.filter((use) => wanted(use, ownerOf(use))).map(({ node }) => nameUse(node));
  const isImport = (node: Identifier, owner: Scope | undefined) => owner === top && imports.has(node.name);
  const ownDeclarations = declared.filter(({ scope, node }) => scope === top && !imports.has(node.name));
  const writtenLater = uses.filter((use) => use.kind === "write" && use.scope.later && ownerOf(use) === top);

  return {
    defines: firstOfEach(ownDeclarations.map(({ node }) => nameUse(node))),
    declarations: declared.map(({ node }) => nameUse(node)),
    freeReads: inOrder.flatMap((use) => (use.kind === "read" && !ownerOf(use) ? [freeRead(use.node, use.form)] : [])),
    freeWrites: pick(({ kind }, owner) => !owner && kind === "write"),
    ownReads: pick(({ kind, node }, owner) => owner === top && kind === "read" && !isImport(node, owner)),
    importWrites: pick(({ kind, node }, owner) => kind === "write" && isImport(node, owner)),
    reassigned: [...new Set(writtenLater.map(({ node }) => node.name))],
  };

  function visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case "Identifier":
        read(node, scope, "value");
        return;
      case "CallExpression":
        if (node.callee.type === "Identifier") read(node.callee, scope, "called");
        else visit(node.callee, scope);
        for (const argument of node.arguments) visit(argument, scope);
        return;
      case "TaggedTemplateExpression":
        if (node.tag.type === "Identifier") read(node.tag, scope, "called");
        else visit(node.tag, scope);
        visit(node.quasi, scope);
        return;
      case "MemberExpression":
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        return;
      case "Property":
        if (node.shorthand) return read(node.value as Identifier, scope, "shorthand");
        if (node.computed) visit(node.key, scope);
        visit(node.value, scope);
        return;
      case "PropertyDefinition":
      case "MethodDefinition":
        if (node.computed) visit(node.key, scope);
        // A field is computed when an object is made, as if by a method.
        if (node.value) visit(node.value, node.static ? scope : scopeIn(scope, { later: true }));
        return;
      case "ImportDeclaration":
        for (const { local } of node.specifiers) {
          imports.add(local.name);
          declare(local, top);
        }
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) visit(node.declaration, scope);
        return;
      case "VariableDeclaration":
        for (const { id, init } of node.declarations) {
          const target = node.kind === "var" ? nearestVarScope(scope) : scope;
          visitPattern(id, scope, (name) => declare(name, target));
          if (init) visit(init, scope);
        }
        return;
      case "AssignmentExpression":
        if (node.operator !== "=" && node.left.type === "Identifier") visit(node.left, scope);
        visitPattern(node.left, scope, (name) => write(name, scope));
        visit(node.right, scope);
        return;
      case "UpdateExpression":
        visit(node.argument, scope);
        if (node.argument.type === "Identifier") write(node.argument, scope);
        return;
      case "ForInStatement":
      case "ForOfStatement": {
        const inner = scopeIn(scope);
        if (node.left.type === "VariableDeclaration") visit(node.left, inner);
        else visitPattern(node.left, inner, (name) => write(name, inner));
        visit(node.right, inner);
        visit(node.body, inner);
        return;
      }
      case "FunctionDeclaration":
        if (node.id) declare(node.id, scope);
        visitFunction(node, scope);
        return;
      case "FunctionExpression": {
        const inner = scopeIn(scope);
        if (node.id) declare(node.id, inner);
        visitFunction(node, inner);
        return;
      }
      case "ArrowFunctionExpression":
        visitFunction(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        const inner = node.type === "ClassExpression" ? scopeIn(scope) : scope;
        if (node.id) declare(node.id, inner);
        if (node.superClass) visit(node.superClass, inner);
        visit(node.body, inner);
        return;
      }
      case "StaticBlock":
        visitChildren(node, scopeIn(scope, { holdsVar: true }));
        return;
      case "SwitchStatement": {
        const inner = scopeIn(scope);
        visit(node.discriminant, scope);
        for (const branch of node.cases) visit(branch, inner);
        return;
      }
      case "BlockStatement":
      case "ForStatement":
        visitChildren(node, scopeIn(scope));
        return;
      case "CatchClause": {
        const inner = scopeIn(scope);
        if (node.param) visitPattern(node.param, inner, (name) => declare(name, inner));
        visit(node.body, inner);
        return;
      }
      case "LabeledStatement":
        visit(node.body, scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
        return;
      default:
        visitChildren(node, scope);
    }
  }

  function visitChildren(node: AnyNode, scope: Scope): void {
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child?.type === "string") visit(child, scope);
      }
    }
  }

  /** Parameters see each other and not the body's `var`s, so they have a scope of their own. */
  function visitFunction(node: FunctionNode, scope: Scope): void {
    const outer = scopeIn(scope, { later: true });
    if (node.type !== "ArrowFunctionExpression") outer.names.add("arguments");
    for (const param of node.params) visitPattern(param, outer, (name) => declare(name, outer));
    if (node.body.type === "BlockStatement") visitChildren(node.body, scopeIn(outer, { holdsVar: true }));
    else visit(node.body, outer);
  }

  /** Calls `onName` for each name that a pattern binds; defaults, computed keys and members are expressions in `scope`. */
  function visitPattern(node: AnyNode, scope: Scope, onName: (name: Identifier) => void): void {
    switch (node.type) {
      case "Identifier":
        onName(node);
        return;
      case "ObjectPattern":
        for (const property of node.properties) visitPattern(property, scope, onName);
        return;
      case "Property":
        if (node.computed) visit(node.key, scope);
        visitPattern(node.value, scope, onName);
        return;
      case "ArrayPattern":
        for (const element of node.elements) if (element) visitPattern(element, scope, onName);
        return;
      case "RestElement":
        visitPattern(node.argument, scope, onName);
        return;
      case "AssignmentPattern":
        visitPattern(node.left, scope, onName);
        visit(node.right, scope);
        return;
      default:
        visit(node, scope);
    }
  }

  function declare(node: Identifier, scope: Scope): void {
    scope.names.add(node.name);
    declared.push({ scope, node });
  }

  function read(node: Identifier, scope: Scope, form: ReadForm): void {
    uses.push({ scope, node, kind: "read", form });
  }

  function write(node: Identifier, scope: Scope): void {
    uses.push({ scope, node, kind: "write" });
  }
}

/** The first use of each name. */
export function firstOfEach(uses: NameUse[]): NameUse[] {
  return [...new Map(uses.toReversed().map((use) => [use.name, use])).values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The place of a node that was parsed with locations. */
function nameUse({ name, loc }: Identifier): NameUse {
  return { name, line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

function freeRead(node: Identifier, form: ReadForm): FreeRead {
  return { ...nameUse(node), start: node.start, end: node.end, form };
}

function scopeIn(parent: Scope, { holdsVar = false, later = parent.later } = {}): Scope {
  return { parent, holdsVar, later, names: new Set() };
}

function nearestVarScope(scope: Scope): Scope {
  return scope.holdsVar || !scope.parent ? scope : nearestVarScope(scope.parent);
}

function ownerOf({ scope, node }: Use): Scope | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.names.has(node.name)) return at;
  return undefined;
}
