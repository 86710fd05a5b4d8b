/**
 * Reads what the reference says of the modules that cells may import: every export with its signature, options, members and
 * docstring, from the sources themselves, where declarations no longer have the defaults. Runs in Node.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { cacheFolder, ownModules } from "./build.ts";
import { firstSentence } from "./first-sentence.ts";
import { repositoryOptions, root, sourcesKey, workAside } from "./types-build.ts";
import { writeWhole } from "./write-whole.ts";

/** A module that cells may import. */
export interface OfferedModule {
  specifier: string;
  exports: Documented[];
}

export interface Documented {
  name: string;
  kind: "class" | "function" | "constant" | "interface" | "type";
  /** TypeScript, without what stands in the braces of a body. */
  signature: string;
  /** Markdown: the docstring without its source and tags. */
  doc: string;
  /** Papers, books and programs that it follows. */
  source?: string;
  /** What it throws, and when. */
  throws: string[];
  /** Code that shows it at work, without imports of the module itself. */
  example?: string;
  /** Of an object of options that a constructor or function takes. */
  options: Member[];
  /** Public ones. */
  members: Member[];
  /** Of a class: it can be made without arguments. */
  bare?: boolean;
  /** Of an interface of options: which export of the module lists them. */
  optionsOf?: string;
}

export interface Member {
  /** As in TypeScript: `maxDepth?: number`, `fit(X: DenseMatrix): this`. */
  signature: string;
  name: string;
  /** What the code takes where the option is not given. */
  default?: string;
  doc: string;
}

let last: Promise<OfferedModule[]> | undefined;

/** Read, or take what was read in this process or, from the same sources, in one before. */
export function exportsBuild(): Promise<OfferedModule[]> {
  last ??= make();
  return last;
}

/** The sources are different now. */
export function forgetExports(): void {
  last = undefined;
}

async function make(): Promise<OfferedModule[]> {
  const file = join(cacheFolder, "exports", `${await sourcesKey()}.json`);
  const known = await readFile(file, "utf8").catch(() => undefined);
  const text = known ?? (await workAside("exports"));
  if (known === undefined) await writeWhole(file, text);
  return JSON.parse(text) as OfferedModule[];
}

/** All offered modules, from the sources as they are now. */
export async function readExports(): Promise<OfferedModule[]> {
  const files = { "#notebook": "src/kernel/protocol/api.ts", ...(await ownModules()) };
  const options = { ...repositoryOptions(), lib: ["lib.es2023.d.ts", "lib.dom.d.ts"], noEmit: true };
  return new Reader(
    ts.createProgram(
      Object.values(files).map((file) => `${root}/${file}`),
      options,
    ),
    files,
  ).modules();
}

const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
/** A type that is written out in more characters says less than its name. */
const LONG_TYPE = 300;

class Reader {
  readonly #checker: ts.TypeChecker;
  readonly #program: ts.Program;
  readonly #files: Record<string, string>;
  /** Of every module: these have entries of their own. */
  readonly #offered = new Set<ts.Symbol>();

  constructor(program: ts.Program, files: Record<string, string>) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#files = files;
  }

  modules(): OfferedModule[] {
    const symbols = Object.entries(this.#files).map(([specifier, file]) => ({ specifier, exports: this.#exportsOf(file) }));
    for (const { exports } of symbols) for (const { symbol } of exports) this.#offered.add(symbol);
    return symbols.map(({ specifier, exports }) => {
      const documented = exports.map(({ name, symbol }) => this.#documented(name, symbol));
      for (const { name, taken } of documented)
        for (const one of documented) if (taken.has(one.entry.name) && one.entry.kind === "interface") one.entry.optionsOf ??= name;
      return { specifier, exports: documented.map(({ entry }) => entry) };
    });
  }

  /** Values before types, and what the file declares before what it passes on; then in the file's order, as its author thought best. */
  #exportsOf(file: string): { name: string; symbol: ts.Symbol }[] {
    const source = this.#program.getSourceFile(`${root}/${file}`);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} exports nothing`);
    const place = ({ declarations: [first] = [] }: ts.Symbol) => first?.pos ?? 0;
    return this.#checker
      .getExportsOfModule(module)
      .map((symbol) => ({
        at: place(symbol),
        passedOn: symbol.flags & ts.SymbolFlags.Alias,
        name: symbol.name,
        symbol: symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol,
      }))
      .sort((a, b) => rank(a.symbol) - rank(b.symbol) || a.passedOn - b.passedOn || a.at - b.at);
  }

  #documented(name: string, symbol: ts.Symbol): { name: string; entry: Documented; taken: Set<string> } {
    const kind = kindOf(symbol, this.#checker);
    const { doc, source } = withoutSource(this.#doc(symbol));
    const tags = symbol.getJsDocTags(this.#checker);
    const tag = (wanted: string) => tags.filter(({ name }) => name === wanted).map(({ text }) => oneLine(ts.displayPartsToString(text)));
    const example = tags.find(({ name }) => name === "example");
    const taken = new Set<string>();
    const entry: Documented = {
      name,
      kind,
      signature: "",
      doc,
      ...(source && { source }),
      throws: tag("throws"),
      ...(example && { example: ts.displayPartsToString(example.text).trim() }),
      options: [],
      members: [],
    };
    const callable = this.#callable(symbol, kind);
    const declaration = symbol.declarations?.find((one) => kind !== "class" || ts.isClassDeclaration(one)) ?? symbol.valueDeclaration;
    if (!declaration) throw new Error(`${name} is declared nowhere`);
    if (callable) {
      for (const parameter of callable.parameters) entry.options.push(...this.#optionsOf(parameter, callable, taken));
      const throws = ts.isConstructorDeclaration(callable)
        ? ts
            .getJSDocTags(callable)
            .filter(({ tagName }) => tagName.text === "throws")
            .map(({ comment }) => oneLine(ts.getTextOfJSDocComment(comment) ?? ""))
        : [];
      entry.throws.push(...throws);
    }
    entry.signature = this.#signature(name, symbol, kind, declaration, callable);
    if (kind === "class") {
      entry.bare = !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) && (callable?.parameters ?? []).every(isOptional);
      const optionNames = new Set(entry.options.map((option) => option.name));
      // A field that only keeps an option says nothing new.
      entry.members = this.#members(this.#checker.getDeclaredTypeOfSymbol(symbol), declaration).filter(
        (member) => member.doc !== "" || !optionNames.has(member.name),
      );
    } else if (kind === "interface") entry.members = this.#members(this.#checker.getDeclaredTypeOfSymbol(symbol), declaration);
    else if (kind === "constant" && ts.isVariableDeclaration(declaration) && declaration.initializer)
      entry.members = this.#members(this.#checker.getTypeOfSymbol(symbol), declaration).filter(({ doc }) => doc);
    return { name, entry, taken };
  }

  #signature(name: string, symbol: ts.Symbol, kind: Documented["kind"], declaration: ts.Declaration, callable?: ts.SignatureDeclaration): string {
    if (kind === "class") {
      const { typeParameters, heritageClauses } = declaration as ts.ClassDeclaration;
      const base = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
      const offered = base && this.#offered.has(this.#checker.getTypeAtLocation(base).symbol);
      const abstract = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract;
      const parameters = (callable?.parameters ?? []).map((parameter) => this.#parameter(parameter)).join(", ");
      const text = `${name}${generics(typeParameters)}`;
      return `${abstract ? `abstract class ${text}` : `new ${text}(${parameters})`}${offered ? ` extends ${oneLine(base.getText())}` : ""}`;
    }
    if (callable) return this.#callText(name, callable);
    if (kind === "interface") {
      const { typeParameters, heritageClauses } = declaration as ts.InterfaceDeclaration;
      return `interface ${name}${generics(typeParameters)}${(heritageClauses ?? []).map((clause) => ` ${oneLine(clause.getText())}`).join("")}`;
    }
    if (kind === "type")
      return oneLine(withoutComments(declaration.getText()))
        .replace(/^(?:export |declare )+/, "")
        .replace(/;$/, "");
    return `const ${name}: ${this.#typeText(this.#checker.getTypeOfSymbol(symbol), declaration)}`;
  }

  /** What runs when it is called or made: the constructor may be a base class's. */
  #callable(symbol: ts.Symbol, kind: Documented["kind"]): ts.SignatureDeclaration | undefined {
    if (kind !== "class" && kind !== "function") return undefined;
    const type = this.#checker.getTypeOfSymbol(symbol);
    const [first] = kind === "class" ? type.getConstructSignatures() : type.getCallSignatures();
    const found = first?.getDeclaration() as ts.SignatureDeclaration | undefined;
    return found && !ts.isClassLike(found) ? found : undefined;
  }

  #callText(name: string, callable: ts.SignatureDeclaration): string {
    const parameters = callable.parameters.map((parameter) => this.#parameter(parameter)).join(", ");
    const star = "asteriskToken" in callable && callable.asteriskToken ? "*" : "";
    const signature = this.#checker.getSignatureFromDeclaration(callable);
    const type = callable.type
      ? oneLine(withoutComments(callable.type.getText()))
      : signature
        ? this.#typeText(signature.getReturnType(), callable)
        : "void";
    return `${star}${name}${generics(callable.typeParameters)}(${parameters}): ${type}`;
  }

  #parameter(parameter: ts.ParameterDeclaration): string {
    const name = ts.isIdentifier(parameter.name) ? parameter.name.text : nameByType(parameter.type);
    const type = parameter.type
      ? oneLine(withoutComments(parameter.type.getText()))
      : this.#typeText(this.#checker.getTypeAtLocation(parameter), parameter);
    const initial = parameter.initializer && parameter.initializer.getText() !== "{}" ? ` = ${oneLine(parameter.initializer.getText())}` : "";
    return `${parameter.dotDotDotToken ? "..." : ""}${name}${isOptional(parameter) && !initial ? "?" : ""}: ${type}${initial}`;
  }

  #optionsOf(parameter: ts.ParameterDeclaration, callable: ts.SignatureDeclaration, taken: Set<string>): Member[] {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeAtLocation(parameter));
    const name = (type.aliasSymbol ?? type.symbol)?.name ?? "";
    const pattern = ts.isObjectBindingPattern(parameter.name);
    if (!/Options$/.test(name) && !(pattern && (name === "__type" || type.isIntersection()))) return [];
    taken.add(name);
    const defaults = defaultsOf(parameter, callable);
    return this.#checker.getPropertiesOfType(type).map((property) => {
      const member = this.#member(property, parameter);
      const inCode = defaults.get(property.name);
      const written = inCode ?? documentedDefault(member.doc);
      return { ...member, ...(written !== undefined && { default: written }) };
    });
  }

  #members(type: ts.Type, at: ts.Declaration): Member[] {
    return this.#checker
      .getPropertiesOfType(type)
      .filter((property) => this.#isPublic(property, at))
      .map((property) => this.#member(property, at));
  }

  /** Neither hidden, nor of a class that has its own entry, nor of the language's library. */
  #isPublic({ declarations = [], name }: ts.Symbol, at: ts.Declaration): boolean {
    const [first] = declarations;
    if (!first || name.startsWith("__") || name.startsWith("#")) return false;
    if (ts.getCombinedModifierFlags(first) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return false;
    if (!first.getSourceFile().fileName.startsWith(`${root}/src/`)) return false;
    const owner = first.parent;
    if (owner === at || !(ts.isClassDeclaration(owner) || ts.isInterfaceDeclaration(owner)) || !owner.name) return true;
    const symbol = this.#checker.getSymbolAtLocation(owner.name);
    return !(symbol && this.#offered.has(symbol) && symbol !== this.#checker.getTypeAtLocation(at).symbol);
  }

  #member(property: ts.Symbol, at: ts.Node): Member {
    const declaration = property.valueDeclaration ?? property.declarations?.[0];
    const doc = this.#doc(property).replace(/\s+/g, " ");
    const { name } = property;
    if (declaration && (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration)))
      return { name, signature: this.#callText(name, declaration), doc: firstSentence(doc) };
    const optional = property.flags & ts.SymbolFlags.Optional ? "?" : "";
    const written = declaration && "type" in declaration && declaration.type ? (declaration.type as ts.TypeNode).getText() : undefined;
    const type =
      written === undefined ? this.#typeText(this.#checker.getTypeOfSymbolAtLocation(property, at), at) : oneLine(withoutComments(written));
    return { name, signature: `${name}${optional}: ${type}`, doc };
  }

  #typeText(type: ts.Type, at: ts.Node): string {
    const text = this.#checker.typeToString(type, at, FORMAT);
    if (text.length <= LONG_TYPE) return text;
    return this.#checker.typeToString(type, at);
  }

  #doc(symbol: ts.Symbol): string {
    return ts
      .displayPartsToString(symbol.getDocumentationComment(this.#checker))
      .replace(/\{@link (\S+?)\}/g, "`$1`")
      .trim();
  }
}

/** What readers look for first. */
function rank({ flags }: ts.Symbol): number {
  return flags & ts.SymbolFlags.Value ? 0 : 1;
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): Documented["kind"] {
  if (symbol.flags & ts.SymbolFlags.Class) return "class";
  if (symbol.flags & ts.SymbolFlags.Function) return "function";
  if (symbol.flags & ts.SymbolFlags.Value) return checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0 ? "function" : "constant";
  return symbol.flags & ts.SymbolFlags.Interface ? "interface" : "type";
}

/** Of a parameter that is taken apart where it is declared: `imageSize` for an `ImageSize`. */
function nameByType(type: ts.TypeNode | undefined): string {
  const name = type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : "Options";
  return name.endsWith("Options") ? "options" : name[0]!.toLowerCase() + name.slice(1);
}

const isOptional = ({ questionToken, initializer, dotDotDotToken }: ts.ParameterDeclaration) =>
  Boolean(questionToken ?? initializer ?? dotDotDotToken);

/** Option → what the code takes in its place: `{ a = 1 }`, as parameter or at the beginning of the body, or `options.a ?? 1`. */
function defaultsOf(parameter: ts.ParameterDeclaration, callable: ts.SignatureDeclaration): Map<string, string> {
  const defaults = new Map<string, string>();
  const take = (pattern: ts.ObjectBindingPattern) => {
    for (const { name, propertyName, initializer } of pattern.elements)
      if (initializer) defaults.set((propertyName ?? name).getText(), defaultText(initializer));
  };
  if (ts.isObjectBindingPattern(parameter.name)) take(parameter.name);
  const own = parameter.name.getText();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer?.getText() === own) take(node.name);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
      if (ts.isPropertyAccessExpression(node.left) && node.left.expression.getText() === own)
        defaults.set(node.left.name.text, defaultText(node.right));
    ts.forEachChild(node, visit);
  };
  if ("body" in callable && callable.body) visit(callable.body as ts.Node);
  return defaults;
}

/** As a reader would write it: a constant of the module by its value. */
function defaultText(expression: ts.Expression): string {
  const text = oneLine(expression.getText());
  if (text === "Number.POSITIVE_INFINITY") return "Infinity";
  if (!ts.isIdentifier(expression)) return text;
  const constant = expression
    .getSourceFile()
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === text);
  return constant?.initializer ? oneLine(constant.initializer.getText()) : text;
}

/** The value after "Default" in a docstring, where it is one and not words. */
export function documentedDefault(doc: string): string | undefined {
  const found =
    /\bDefault:? (?:`([^`]+)`|("[^"]*"|\[[^\]]*\]|true|false|[-−]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e-?\d+)?)(?=[.,;:]?(?:\s|$)))(?=[.,;:]|$)/.exec(doc);
  return found ? (found[1] ?? found[2]!.replace("−", "-").replace(/(?<=\d),(?=\d{3})/g, "")) : undefined;
}

/** "Source: …" or "Sources: …" at the beginning of a paragraph or line, to the paragraph's end. */
function withoutSource(text: string): { doc: string; source?: string } {
  const found = /(?:^|\n|(?<=\. ))Sources?: ([\s\S]*?)(?=\n\n|$)/.exec(text);
  if (!found) return { doc: text };
  return { doc: `${text.slice(0, found.index).trimEnd()}${text.slice(found.index + found[0].length)}`.trim(), source: oneLine(found[1]!) };
}

const generics = (parameters?: readonly ts.TypeParameterDeclaration[]) =>
  parameters?.length ? `<${parameters.map((parameter) => oneLine(parameter.getText())).join(", ")}>` : "";
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
