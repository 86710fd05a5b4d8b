import ts from "typescript";
import { notOffered, withoutDefault } from "../../../kernel/protocol/import-problems.ts";
import { moduleFile } from "../../../kernel/protocol/module-names.ts";
import type { CellProblem, Position } from "../../../notebook/types.ts";
import { awaitEdit } from "./await-edit.ts";
import { importEdit } from "./import-edit.ts";
import type { CellDiagnostic, CellText, CompletionItem, Completions, NameInfo, QuickFix, SignatureInfo, TextChange } from "./messages.ts";
import { NotebookText, type Place } from "./notebook-text.ts";
import { inPlainWords, proposalIn } from "./plain-words.ts";
import type { ExportedName, TypesBundle } from "./types-bundle.ts";

/** Modules that are imported whole, under the name that their documentation uses. */
const WHOLE: Record<string, string> = { "@observablehq/plot": "Plot", d3: "d3" };

/** Names that are there, but in another cell below: the order of cells on the page is not that in which they run. */
const USED_BEFORE = new Set([2448, 2449, 2450, 2454]);
const NAME_IS_MISSING = new Set([2304, 2503, 2552, 2693, 18004]);
const NO_SUCH_MODULE = new Set([2307, 2591, 2792, 2882]);
const HAS_IT_BY_NAME = 2613;
const NO_DEFAULT_EXPORT = new Set([1192, HAS_IT_BY_NAME]);
/** Told by the notebook's own compiler, with what to write instead. */
const NOT_ERASABLE = 1294;
/** What TypeScript's own fixes are asked about: they look through the whole program for some others. */
const FIXED_BY_TYPESCRIPT = new Set([1308, 1484, 4114]);
const FIXES = new Set(["convertToTypeOnlyImport", "fixAwaitInSyncFunction", "fixOverrideModifier"]);
/** Stands beside a mistake that waiting for a promise would mend. */
const FORGOT_TO_AWAIT = 2773;
const MAX_IMPORT_FIXES = 3;

const FORMAT: ts.FormatCodeSettings = { ...ts.getDefaultFormatCodeSettings("\n"), indentSize: 2 };

/** What TypeScript knows of a notebook. Cells are named as on their page; offsets count from the start of a cell's text. */
export class TypeService {
  readonly #bundle: TypesBundle;
  readonly #notebook = new NotebookText();
  readonly #versions = new Map<string, { text: string; version: number; snapshot: ts.IScriptSnapshot }>();
  readonly #service: ts.LanguageService;
  #version = 0;

  constructor(bundle: TypesBundle) {
    this.#bundle = bundle;
    this.#service = ts.createLanguageService(this.#host());
  }

  setCells(cells: readonly CellText[]): void {
    this.#notebook.setCells(cells);
    this.#version++;
    for (const [path, text] of this.#notebook.files) {
      if (this.#versions.get(path)?.text !== text)
        this.#versions.set(path, { text, version: this.#version, snapshot: ts.ScriptSnapshot.fromString(text) });
    }
  }

  /** What is wrong with a cell, in the order of its text. */
  diagnostics(cell: string): CellDiagnostic[] {
    const place = this.#notebook.place(cell);
    if (!place) return [];
    const found = this.#notebook.parses(cell) ? this.#semantic(cell, place) : this.#syntactic(cell, place);
    return found.sort((a, b) => a.from - b.from || a.to - b.to);
  }

  completions(cell: string, at: number): Completions | undefined {
    const { place, file } = this.#where(cell);
    if (!place || !file) return undefined;
    const inSpecifier = this.#specifiers(file.text, at);
    if (inSpecifier) return inSpecifier;
    const info = this.#service.getCompletionsAtPosition(place.path, place.from + at, {
      includeCompletionsWithInsertText: true,
      includeAutomaticOptionalChainCompletions: true,
    });
    if (!info) return undefined;
    const word = /[\p{ID_Continue}$]*$/u.exec(file.text.slice(0, at))![0];
    const own = info.entries
      .filter(({ name, kind }) => kind !== ts.ScriptElementKind.warning && !this.#notebook.isStandIn(name) && startsLike(name, word))
      .map((entry) => ownItem(entry, place));
    const known = new Set(info.entries.map(({ name }) => name));
    const inScope = info.isGlobalCompletion || known.has("Array");
    const imports = inScope && word !== "" && !inImport(file.text, at) ? this.#importable(word, known, file) : [];
    return { from: at - word.length, items: [...own, ...imports] };
  }

  /** More about a completion that the reader looks at. */
  completionInfo(cell: string, at: number, label: string): NameInfo | undefined {
    const { place } = this.#where(cell);
    const details = place && this.#service.getCompletionEntryDetails(place.path, place.from + at, label, undefined, undefined, undefined, undefined);
    return details && { from: at, to: at, code: codeOf(details.displayParts), doc: docOf(details) };
  }

  /** The name at an offset. */
  hover(cell: string, at: number): NameInfo | undefined {
    const { place } = this.#where(cell);
    const info = place && this.#service.getQuickInfoAtPosition(place.path, place.from + at);
    const code = codeOf(info?.displayParts);
    if (!place || !info || code === "") return undefined;
    const from = info.textSpan.start - place.from;
    return { from, to: from + info.textSpan.length, code, doc: docOf(info) };
  }

  /** The call around an offset. */
  signature(cell: string, at: number): SignatureInfo | undefined {
    const { place } = this.#where(cell);
    const help = place && this.#service.getSignatureHelpItems(place.path, place.from + at, undefined);
    const item = help?.items[help.selectedItemIndex];
    if (!help || !item) return undefined;
    const active = Math.min(help.argumentIndex, item.parameters.length - 1);
    const texts = item.parameters.map(({ displayParts }) => textOf(displayParts));
    const between = textOf(item.separatorDisplayParts);
    const before = texts.slice(0, Math.max(0, active)).map((text) => text + between);
    const after = texts.slice(active + 1).map((text) => between + text);
    return {
      parts: [textOf(item.prefixDisplayParts) + before.join(""), texts[active] ?? "", after.join("") + textOf(item.suffixDisplayParts)],
      doc: textOf(item.parameters[active]?.documentation) || textOf(item.documentation),
      index: help.selectedItemIndex + 1,
      count: help.items.length,
    };
  }

  #where(cell: string) {
    return { place: this.#notebook.place(cell), file: this.#notebook.file(cell) };
  }

  #host(): ts.LanguageServiceHost {
    const { options, files, globals, resolutions, modules, inside } = this.#bundle;
    const paths: Record<string, string> = Object.fromEntries(Object.entries(modules).map(([name, { path }]) => [name, path]));
    const library = new Map<string, ts.IScriptSnapshot>();
    const textAt = (path: string) => this.#versions.get(path)?.text ?? files[path];
    return {
      getProjectVersion: () => String(this.#version),
      getScriptFileNames: () => [...globals, ...this.#notebook.files.keys()],
      getScriptVersion: (path) => String(this.#versions.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const own = this.#versions.get(path);
        if (own) return own.snapshot;
        const text = files[path];
        if (text === undefined) return undefined;
        if (!library.has(path)) library.set(path, ts.ScriptSnapshot.fromString(text));
        return library.get(path);
      },
      getCurrentDirectory: () => "/",
      getCompilationSettings: () => options as ts.CompilerOptions,
      getDefaultLibFileName: () => globals[0]!,
      fileExists: (path) => textAt(path) !== undefined,
      readFile: textAt,
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => {
          const path = this.#notebook.files.has(from) ? moduleFile({ specifiers: paths, inside }, text) : resolutions[from]?.[text];
          return { resolvedModule: path === undefined ? undefined : { resolvedFileName: path, extension: ts.Extension.Dts } };
        }),
    };
  }

  #syntactic(cell: string, place: Place): CellDiagnostic[] {
    const problem = this.#notebook.problem(cell);
    const found = this.#service.getSyntacticDiagnostics(place.path).filter(({ start }) => start >= place.from);
    const originals = found.map(original);
    // The notebook's own parser stops at the first mistake and says it plainly.
    if (problem) return [this.#problemIn(cell, problem, originals[0])];
    const length = place.to - place.from;
    return found.slice(0, 1).map((diagnostic) => ({
      from: Math.min(diagnostic.start - place.from, length),
      to: Math.min(diagnostic.start - place.from + diagnostic.length, length),
      message: messageOf(diagnostic),
      fixes: [],
    }));
  }

  #semantic(cell: string, place: Place): CellDiagnostic[] {
    const { path, from, to } = place;
    const problem = this.#notebook.problem(cell) ?? this.#notebook.conflict(cell);
    const concernsCell = (diagnostic: ts.Diagnostic) =>
      diagnostic.category === ts.DiagnosticCategory.Error &&
      diagnostic.start !== undefined &&
      diagnostic.start >= from &&
      diagnostic.start <= to &&
      !(problem && diagnostic.code === NOT_ERASABLE) &&
      !this.#isBetweenCells(cell, place, diagnostic);
    const diagnostics = this.#regionDiagnostics(path, { pos: from, end: to })
      .filter(concernsCell)
      .map((diagnostic) => this.#explained(cell, place, diagnostic));
    const redeclared = this.#notebook.redeclared(cell).map((name) => ({
      from: name.from,
      to: name.to,
      message: `\`${name.name}\` is declared in cell \`${name.cell}\` already. Give one of them another name: the cells of a page share one scope.`,
      fixes: [],
    }));
    const own = problem ? [this.#problemIn(cell, problem)] : [];
    const told = [...redeclared, ...own];
    return [...told, ...diagnostics.filter((diagnostic) => !told.some((other) => other.from === diagnostic.from))];
  }

  /** The types of the cell alone: the rest of the notebook is checked as far as they need it. */
  #regionDiagnostics(path: string, range: ts.TextRange): readonly ts.Diagnostic[] {
    // Not in TypeScript's published types; its editor server checks what is on the screen first by it.
    const service = this.#service as ts.LanguageService & {
      getRegionSemanticDiagnostics?(path: string, ranges: ts.TextRange[]): { diagnostics: ts.Diagnostic[] } | undefined;
    };
    return service.getRegionSemanticDiagnostics?.(path, [range])?.diagnostics ?? service.getSemanticDiagnostics(path);
  }

  /** Whether it is about the order of cells, which is not that of their texts. */
  #isBetweenCells(cell: string, place: Place, diagnostic: ts.Diagnostic): boolean {
    if (!USED_BEFORE.has(diagnostic.code)) return false;
    const declared = diagnostic.relatedInformation?.[0]?.start;
    if (declared !== undefined) return declared < place.from || declared > place.to;
    const name = this.#versions.get(place.path)?.text.slice(diagnostic.start!, diagnostic.start! + diagnostic.length!);
    return !this.#notebook.declares(cell, name ?? "");
  }

  #explained(cell: string, place: Place, diagnostic: ts.Diagnostic): CellDiagnostic {
    const from = diagnostic.start! - place.from;
    const to = Math.min(from + diagnostic.length!, place.to - place.from);
    const marked = this.#notebook.file(cell)!.text.slice(from, to);
    const own = messageOf(diagnostic);
    const missing =
      NO_SUCH_MODULE.has(diagnostic.code) && /^["']/.test(marked) ? notOffered(marked.slice(1, -1), Object.keys(this.#bundle.modules)) : undefined;
    const message = missing
      ? `${missing.message}. ${missing.hint}`
      : (this.#noDefault(cell, to, diagnostic.code) ?? inPlainWords(diagnostic.code, own));
    return {
      from,
      to,
      message,
      ...(message !== own && { original: original(diagnostic) }),
      fixes: [
        ...proposedFixes({ from, to, marked, own, message }),
        ...this.#importFixes(cell, diagnostic.code, marked),
        ...awaitFixes(this.#notebook.file(cell)!, { from, to, diagnostic }),
        ...this.#ownFixes(place, diagnostic),
      ],
    };
  }

  /** What to write in the place of an import of a default export, whose name ends at `to`. */
  #noDefault(cell: string, to: number, code: number): string | undefined {
    if (!NO_DEFAULT_EXPORT.has(code)) return undefined;
    const { text } = this.#notebook.file(cell)!;
    const local = /[\p{ID_Continue}$]+$/u.exec(text.slice(0, to))?.[0] ?? "name";
    const specifier = /\bfrom\s*["'](.+?)["']/.exec(text.slice(to))?.[1] ?? "…";
    const exported = code === HAS_IT_BY_NAME ? [local] : [];
    return `"${specifier}" has no default export. ${withoutDefault(specifier, local, exported)}`;
  }

  #problemIn(cell: string, { message, hint, line = 1, column = 1 }: CellProblem, originalText?: string): CellDiagnostic {
    const { text } = this.#notebook.file(cell)!;
    const from = Math.min(offsetAt(text, { line, column }), text.length);
    const word = /^[\p{ID_Continue}$]+/u.exec(text.slice(from))?.[0] ?? "";
    const to = Math.min(from + Math.max(1, word.length), text.length);
    return {
      from,
      to,
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.${hint ? ` ${hint}` : ""}`,
      ...(originalText && { original: originalText }),
      fixes: [],
    };
  }

  #importFixes(cell: string, code: number, name: string): QuickFix[] {
    const file = this.#notebook.file(cell);
    if (!file || !NAME_IS_MISSING.has(code)) return [];
    return this.#offers(name)
      .slice(0, MAX_IMPORT_FIXES)
      .map(({ specifier, local, exported }) => ({
        label: `Import from ${specifier}`,
        changes: [importEdit(file, { name: exported?.name ?? "*", local, specifier, type: exported?.kind === "type" })],
      }));
  }

  /** Fixes that TypeScript has, where all that they change is in the cell. */
  #ownFixes(place: Place, { code, start, length }: ts.Diagnostic): QuickFix[] {
    if (!FIXED_BY_TYPESCRIPT.has(code)) return [];
    return this.#service
      .getCodeFixesAtPosition(place.path, start!, start! + length!, [code], FORMAT, {})
      .flatMap(({ fixName, description, changes }) => {
        const edits = changes.flatMap(({ textChanges }) => textChanges);
        const within = edits.every(({ span }) => span.start >= place.from && span.start + span.length <= place.to);
        return FIXES.has(fixName) && within ? [{ label: description.replaceAll("'", ""), changes: edits.map((edit) => moved(edit, place)) }] : [];
      });
  }

  /** Modules that export a name, or that are known by it; the notebook's own first. */
  #offers(name: string): { specifier: string; local: string; exported?: ExportedName }[] {
    return Object.entries(this.#bundle.modules).flatMap(([specifier, { exports }]) => {
      if (WHOLE[specifier] === name) return [{ specifier, local: name }];
      const exported = exports.find((candidate) => candidate.name === name);
      return exported ? [{ specifier, local: name, exported }] : [];
    });
  }

  /** Names that the cell could import, among those that begin like the word at the cursor. */
  #importable(word: string, known: Set<string>, file: ts.SourceFile): CompletionItem[] {
    return Object.entries(this.#bundle.modules).flatMap(([specifier, { exports }]) => {
      const whole = WHOLE[specifier];
      const names: { name: string; kind: CompletionItem["kind"]; doc?: string; wish: Parameters<typeof importEdit>[1] }[] = [];
      if (whole) names.push({ name: whole, kind: "namespace", wish: { name: "*", local: whole, specifier, type: false } });
      for (const { name, kind, doc } of exports)
        if (!whole || kind !== "type") names.push({ name, kind, doc, wish: { name, specifier, type: kind === "type" } });
      return names
        .filter(({ name }) => !known.has(name) && name.toLowerCase().startsWith(word.toLowerCase()))
        .map(({ name, kind, doc, wish }) => ({
          label: name,
          kind,
          boost: whole && name !== whole ? -60 : -30,
          source: specifier,
          changes: [importEdit(file, wish)],
          ...(doc && { doc }),
        }));
    });
  }

  /** Completions of the module's name in an import. */
  #specifiers(text: string, at: number): Completions | undefined {
    const begun = /(?:\bfrom|\bimport)\s*\(?\s*(["'`])([^"'`\n]*)$/.exec(text.slice(0, at));
    if (!begun) return undefined;
    const [, quote, word] = begun as unknown as [string, string, string];
    const rest = text.slice(at, text.indexOf("\n", at) < 0 ? undefined : text.indexOf("\n", at));
    const close = rest.indexOf(quote);
    const to = at + (close < 0 ? 0 : close);
    return {
      from: at - word.length,
      items: Object.keys(this.#bundle.modules).map((label) => ({ label, kind: "namespace", boost: 0, replace: { from: at - word.length, to } })),
    };
  }
}

function ownItem({ name, kind, sortText, insertText, replacementSpan, isRecommended }: ts.CompletionEntry, place: Place): CompletionItem {
  const from = replacementSpan && replacementSpan.start - place.from;
  return {
    label: name,
    kind: KINDS[kind] ?? "text",
    boost: isRecommended ? 50 : boostOf(sortText),
    ...(insertText !== undefined && insertText !== name && { insert: insertText }),
    ...(from !== undefined && { replace: { from, to: from + replacementSpan!.length } }),
  };
}

/** TypeScript sorts by a text that begins with two digits: own names 10 and 11, optional members 12, globals 15. */
function boostOf(sortText: string): number {
  const rank = Number.parseInt(sortText, 10);
  return Number.isNaN(rank) ? 0 : Math.max(-50, 20 - 4 * (rank - 10));
}

const KINDS: Record<string, CompletionItem["kind"]> = {
  class: "class",
  "local class": "class",
  const: "constant",
  alias: "variable",
  enum: "enum",
  "enum member": "constant",
  function: "function",
  "local function": "function",
  interface: "interface",
  keyword: "keyword",
  method: "method",
  construct: "method",
  module: "namespace",
  property: "property",
  getter: "property",
  setter: "property",
  string: "text",
  type: "type",
  "type parameter": "type",
  "primitive type": "type",
  let: "variable",
  var: "variable",
  "local var": "variable",
  parameter: "variable",
};

/** Whether the reader may mean this name: its letters begin with the first one typed, or hold all of them in order. */
function startsLike(name: string, word: string): boolean {
  const letters = name.toLowerCase();
  let at = -1;
  for (const letter of word.toLowerCase()) if ((at = letters.indexOf(letter, at + 1)) < 0) return false;
  return true;
}

/** Whether the cursor is among the names of an `import`. */
function inImport(text: string, at: number): boolean {
  return /(?:^|[\n;])\s*import\b[^"'();]*$/.test(text.slice(0, at));
}

function proposedFixes({ from, to, marked, own, message }: { from: number; to: number; marked: string; own: string; message: string }): QuickFix[] {
  const specifier = /Did you mean "(.+)"\?/.exec(message)?.[1];
  const insert = specifier === undefined ? proposalIn(own) : `"${specifier}"`;
  return insert === undefined || insert === marked ? [] : [{ label: `Change to ${specifier ?? insert}`, changes: [{ from, to, insert }] }];
}

function awaitFixes(file: ts.SourceFile, { from, to, diagnostic }: { from: number; to: number; diagnostic: ts.Diagnostic }): QuickFix[] {
  if (!diagnostic.relatedInformation?.some(({ code }) => code === FORGOT_TO_AWAIT)) return [];
  const changes = awaitEdit(file, from, to);
  return changes.length > 0 ? [{ label: "Add await", changes }] : [];
}

function moved({ span, newText }: ts.TextChange, place: Place): TextChange {
  const from = span.start - place.from;
  return { from, to: from + span.length, insert: newText };
}

const textOf = (parts: ts.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts);

/** What a name is. That it was imported says the cell. */
const codeOf = (parts: ts.SymbolDisplayPart[] | undefined) => textOf(parts).replace(/^\(alias\) |\nimport .*$/g, "");

/** Documentation with its tags, as text. */
function docOf({ documentation, tags }: { documentation?: ts.SymbolDisplayPart[]; tags?: ts.JSDocTagInfo[] }): string {
  const lines = (tags ?? [])
    .filter(({ name }) => !["template", "internal", "link"].includes(name))
    .map(({ name, text }) => (name === "param" ? textOf(text) : `@${name} ${textOf(text)}`.trim()));
  return [textOf(documentation), ...lines].filter(Boolean).join("\n");
}

/** Where a line and column, both from 1, stand in a text. */
function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

const messageOf = ({ messageText }: ts.Diagnostic) => ts.flattenDiagnosticMessageText(messageText, "\n");
const original = (diagnostic: ts.Diagnostic) => `TS${diagnostic.code}: ${messageOf(diagnostic)}`;
