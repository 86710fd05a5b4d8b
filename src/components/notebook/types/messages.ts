/** What the page and the language service say to each other. All offsets count from the start of a cell's text. */

export interface CellText {
  name: string;
  text: string;
}

export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** Something that can be done about a diagnostic. */
export interface QuickFix {
  /** What a button says: `Change to length`. */
  label: string;
  changes: TextChange[];
}

/** Something wrong with a cell, found without running it. */
export interface CellDiagnostic {
  from: number;
  to: number;
  /** In plain words, a sentence or two. */
  message: string;
  /** What TypeScript itself says, where that differs: `TS2339: Property …`. */
  original?: string;
  fixes: QuickFix[];
}

export interface CompletionItem {
  label: string;
  /** CodeMirror's kinds, which choose the icon. */
  kind: "class" | "constant" | "enum" | "function" | "interface" | "keyword" | "method" | "namespace" | "property" | "text" | "type" | "variable";
  /** -99 to 99: where it stands among those that fit as well. */
  boost: number;
  /** What to write, where that is not the label. */
  insert?: string;
  /** Where writing it begins and ends, where that is not the word at the cursor. */
  replace?: { from: number; to: number };
  /** The module it will be imported from. */
  source?: string;
  /** The line that imports it. */
  changes?: TextChange[];
  /** First sentence of its documentation, where it is known already. */
  doc?: string;
}

export interface Completions {
  /** Where the word at the cursor begins. */
  from: number;
  items: CompletionItem[];
}

/** What is known of a name: its type, as code, and its documentation, as text. */
export interface NameInfo {
  from: number;
  to: number;
  code: string;
  doc: string;
}

/** The call that the cursor is in. */
export interface SignatureInfo {
  /** The signature, cut where the parameter of the cursor begins and ends: `["fit(", "X: Matrix", ", y: …)"]`. */
  parts: [before: string, parameter: string, after: string];
  /** Documentation of the parameter, else of the function. */
  doc: string;
  /** Which one of how many ways to call it, from 1. */
  index: number;
  count: number;
}

/** What can be asked about a cell. */
export interface Questions {
  diagnostics: { ask: { cell: string }; answer: CellDiagnostic[] };
  completions: { ask: { cell: string; at: number }; answer: Completions | undefined };
  completionInfo: { ask: { cell: string; at: number; label: string }; answer: NameInfo | undefined };
  hover: { ask: { cell: string; at: number }; answer: NameInfo | undefined };
  signature: { ask: { cell: string; at: number }; answer: SignatureInfo | undefined };
}

export type QuestionKind = keyof Questions;

export type Question = { [K in QuestionKind]: { kind: K } & Questions[K]["ask"] }[QuestionKind];

export type ToService =
  /** First of all: where the types of everything are, a `TypesBundle` as JSON. */
  | { type: "start"; url: string }
  /** The page's cells as they are from here on. */
  | { type: "cells"; cells: readonly CellText[] }
  | { type: "ask"; id: number; question: Question };

export type FromService =
  | { type: "ready" }
  /** It could not start, and never will. */
  | { type: "broken"; message: string }
  | { type: "answer"; id: number; answer: unknown }
  /** The service failed at this question; the next may work. */
  | { type: "failed"; id: number; message: string };
