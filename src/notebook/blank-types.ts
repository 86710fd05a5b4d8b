import { isTypeOnly, notErasable } from "./erasable.ts";
import { isJavaScript, parseTypeScript, type TypeScriptNode } from "./syntax.ts";
import { TextEdit } from "./text-edit.ts";
import { hasLineBreak, skipTrivia, wordAt } from "./trivia.ts";

/** Fields whose node is a type from end to end. */
const typeFields = ["typeAnnotation", "typeParameters", "typeArguments", "superTypeParameters", "returnType"];
const modifiers = new Set(["public", "protected", "private", "readonly", "override", "abstract", "declare"]);
/** Field names that would take the next member for their own, as in `get` above `x() {}`. */
const prefixes = new Set(["get", "set", "static", "async", "accessor"]);

/**
 * JavaScript of the same length and lines: types become spaces, as in Node's
 * `stripTypeScriptTypes`. A semicolon is written where a type had kept two
 * lines apart that JavaScript would join. Throws a `CellError`.
 */
export function blankTypes(text: string): string {
  const tree = parse(text);
  if (!tree) return text;
  const edit = new TextEdit(text);
  visit(tree, { text, edit });
  return edit.toString();
}

/** The TypeScript parser takes `a ? (b) : c => d` for a typed function: plain JavaScript has the last word. */
function parse(text: string): TypeScriptNode | undefined {
  try {
    return parseTypeScript(text);
  } catch (error) {
    if (isJavaScript(text)) return undefined;
    throw error;
  }
}

interface Source {
  text: string;
  edit: TextEdit;
}

function visit(node: TypeScriptNode, source: Source): void {
  const { text, edit } = source;
  const decorator = nodes(node["decorators"])[0];
  if (decorator) throw notErasable(text, decorator, "Decorator");
  if (isTypeOnly(node)) return blankWhole(node, source);

  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      blankAssertion(node, source);
      return visit(node["expression"] as TypeScriptNode, source);
    case "TSNonNullExpression":
      edit.blank(node.end - 1, node.end);
      return visit(node["expression"] as TypeScriptNode, source);
    case "TSInstantiationExpression":
      break;
    case "TSTypeCastExpression":
      // A type where none belongs, as in `(x: T)`: left standing, it is an error of the JavaScript.
      return visit(node["expression"] as TypeScriptNode, source);
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
      blankTypeSpecifiers(node, source);
      break;
    case "VariableDeclarator":
      blankDefinite(node, source);
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
      blankThisParameter(node, source);
      blankOptionalParameters(node, source);
      break;
    case "ArrowFunctionExpression":
      blankOptionalParameters(node, source);
      blankArrowTypes(node, source);
      break;
    case "ClassDeclaration":
    case "ClassExpression":
      blankClassHead(node, source);
      break;
    case "TSIndexSignature":
      return blankWhole(node, source);
    case "MethodDefinition":
    case "PropertyDefinition":
      if (isAmbientMember(node)) return blankWhole(node, source);
      if (node["accessor"]) throw notErasable(text, node, "Accessor");
      blankModifiers(node, source);
      blankMemberMark(node, source);
      break;
    default:
      if (node.type.startsWith("TS")) throw notErasable(text, node, node.type);
  }

  for (const field of typeFields) {
    for (const type of nodes(node[field])) edit.blank(type.start, type.end);
  }
  for (const [field, value] of Object.entries(node)) {
    if (typeFields.includes(field) || field === "implements") continue;
    for (const child of nodes(value)) visit(child, source);
  }
}

function nodes(value: unknown): TypeScriptNode[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item?.type === "string" && typeof item.start === "number");
}

/** A statement or class member that is all type: the semicolon keeps its neighbours apart. */
function blankWhole({ start, end }: TypeScriptNode, { edit }: Source): void {
  edit.blank(start, end);
  edit.put(start, ";");
}

function blankAssertion(node: TypeScriptNode, { text, edit }: Source): void {
  let keyword = skipTrivia(text, (node["expression"] as TypeScriptNode).end);
  while (text[keyword] === ")") keyword = skipTrivia(text, keyword + 1);
  edit.blank(keyword, node.end);
  const next = skipTrivia(text, node.end);
  if (/[([`]/.test(text[next] ?? "") && hasLineBreak(text, node.end, next)) edit.put(keyword, ";");
}

function blankTypeSpecifiers(node: TypeScriptNode, { text, edit }: Source): void {
  for (const specifier of nodes(node["specifiers"])) {
    if (specifier["importKind"] !== "type" && specifier["exportKind"] !== "type") continue;
    const next = skipTrivia(text, specifier.end);
    edit.blank(specifier.start, text[next] === "," ? next + 1 : specifier.end);
  }
}

/** `let x!: T` */
function blankDefinite(node: TypeScriptNode, { text, edit }: Source): void {
  const { start } = node["id"] as TypeScriptNode;
  const mark = skipTrivia(text, start + wordAt(text, start).length);
  if (node["definite"]) edit.blank(mark, mark + 1);
}

function blankThisParameter(node: TypeScriptNode, { text, edit }: Source): void {
  const [first] = nodes(node["params"]);
  if (first?.type !== "Identifier" || first["name"] !== "this") return;
  const next = skipTrivia(text, first.end);
  edit.blank(first.start, text[next] === "," ? next + 1 : first.end);
}

function blankOptionalParameters(node: TypeScriptNode, { text, edit }: Source): void {
  for (const { type, start, optional } of nodes(node["params"])) {
    if (type !== "Identifier" || !optional) continue;
    const mark = skipTrivia(text, start + wordAt(text, start).length);
    if (text[mark] === "?") edit.blank(mark, mark + 1);
  }
}

/**
 * JavaScript wants no line end between `async` and `(`, or between `)` and `=>`, and after `return` it takes one for the end of the
 * statement: where the types had one inside them, the bracket moves to their other end.
 */
function blankArrowTypes(node: TypeScriptNode, { text, edit }: Source): void {
  const typeParameters = node["typeParameters"] as TypeScriptNode | undefined;
  const returnType = node["returnType"] as TypeScriptNode | undefined;
  const open = skipTrivia(text, typeParameters?.end ?? node.start);
  if (typeParameters && hasLineBreak(text, typeParameters.start, open)) {
    edit.blank(typeParameters.start, open + 1);
    edit.put(typeParameters.start, "(");
    delete node["typeParameters"];
  }
  if (!returnType) return;
  const close = lastBracket(text, nodes(node["params"]).at(-1)?.end ?? open, returnType.start);
  if (!hasLineBreak(text, close, returnType.end)) return;
  edit.blank(close, close + 1);
  edit.blank(returnType.start, returnType.end);
  edit.put(returnType.end - 1, ")");
  delete node["returnType"];
}

/** The last `)` of a stretch in which only words, brackets and comments stand. */
function lastBracket(text: string, start: number, end: number): number {
  let last = start;
  for (let i = skipTrivia(text, start); i < end; i = skipTrivia(text, i + 1)) {
    if (text[i] === ")") last = i;
  }
  return last;
}

/** `abstract` and `implements A, B`. */
function blankClassHead(node: TypeScriptNode, { text, edit }: Source): void {
  if (wordAt(text, node.start) === "abstract") edit.blank(node.start, node.start + "abstract".length);
  const last = nodes(node["implements"]).at(-1);
  if (!last) return;
  const head = ["superTypeParameters", "superClass", "typeParameters", "id"].flatMap((field) => nodes(node[field])).at(0);
  let keyword = skipTrivia(text, head?.end ?? node.start + "class".length);
  while (text[keyword] === ")") keyword = skipTrivia(text, keyword + 1);
  edit.blank(keyword, last.end);
}

/** Members without a body or value of their own: overloads, abstract and declared ones. */
function isAmbientMember(node: TypeScriptNode): boolean {
  const value = node["value"] as TypeScriptNode | null;
  return node["abstract"] === true || node["declare"] === true || value?.type === "TSDeclareMethod";
}

function blankModifiers(node: TypeScriptNode, { text, edit }: Source): void {
  const key = node["key"] as TypeScriptNode;
  for (let i = node.start; i < key.start; ) {
    const word = wordAt(text, i);
    if (modifiers.has(word)) {
      edit.blank(i, i + word.length);
      if (i === node.start) edit.put(i, ";");
    } else if (text[i] === "[") return;
    i = skipTrivia(text, i + (word.length || 1));
  }
}

/** `x?: T`, `x!: T` and `x: T`. */
function blankMemberMark(node: TypeScriptNode, { text, edit }: Source): void {
  const key = node["key"] as TypeScriptNode;
  const type = node["typeAnnotation"] as TypeScriptNode | undefined;
  let mark = skipTrivia(text, key.end);
  while (node["computed"] && /[\])]/.test(text[mark] ?? "")) mark = skipTrivia(text, mark + 1);
  if (node["optional"] || node["definite"]) edit.blank(mark, mark + 1);
  if (!type) return;
  edit.blank(type.start, type.end);
  const swallows = !node["computed"] && prefixes.has(text.slice(key.start, key.end)) && !node["value"];
  if (swallows) edit.put(type.start, ";");
  delete node["typeAnnotation"];
}
