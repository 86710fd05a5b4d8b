import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
  pickedCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { codeElement, documentation } from "./documentation.ts";
import type { CompletionItem } from "./messages.ts";
import type { NotebookTypes } from "./notebook-types.ts";

/** Names that fit at the cursor, those included that the cell would have to import. */
export function completion({ cell, notebook }: { cell: string; notebook: NotebookTypes }): Extension {
  return [
    autocompletion({ override: [(context) => complete(context, cell, notebook)], maxRenderedOptions: 60 }),
    keymap.of([{ key: "Tab", run: (view) => completionStatus(view.state) === "active" && acceptCompletion(view) }]),
  ];
}

async function complete(context: CompletionContext, cell: string, notebook: NotebookTypes): Promise<CompletionResult | null> {
  const { pos, state, explicit } = context;
  if (!explicit && !context.matchBefore(/[\p{ID_Continue}$.]$|["'`#/]$/u)) return null;
  const found = await notebook.ask("completions", { cell, at: pos });
  if (!found || found.items.length === 0 || context.aborted) return null;
  const typed = state.sliceDoc(found.from, pos);
  return {
    from: found.from,
    options: found.items.map((item) => option(item, { cell, notebook, at: pos, length: state.doc.length })),
    // The service leaves out what does not go with the letters typed so far.
    validFor: (text) => /^[\p{ID_Continue}$]*$/u.test(text) && text.startsWith(typed),
  };
}

interface Asked {
  cell: string;
  notebook: NotebookTypes;
  /** Where the cursor was, and how long the text, when the service was asked. */
  at: number;
  length: number;
}

function option(item: CompletionItem, asked: Asked): Completion {
  return {
    label: item.label,
    type: item.kind,
    boost: item.boost,
    ...(item.source && { detail: item.source }),
    info: () => info(item, asked),
    apply: (view, picked, from, to) => apply(view, { item, picked, from, to, asked }),
  };
}

async function info({ label, source, doc }: CompletionItem, { cell, notebook, at }: Asked): Promise<HTMLElement | null> {
  const dom = document.createElement("div");
  if (source) dom.append(documentation([`Imports it from \`${source}\`.`, doc].filter(Boolean).join("\n\n")));
  else {
    const known = await notebook.ask("completionInfo", { cell, at, label });
    if (!known) return null;
    dom.append(codeElement(known.code), documentation(known.doc));
  }
  return dom;
}

interface Picked {
  item: CompletionItem;
  picked: Completion;
  from: number;
  to: number;
  asked: Asked;
}

function apply(view: EditorView, { item, picked, from, to, asked }: Picked): void {
  // The word has grown since the service was asked.
  const grown = view.state.doc.length - asked.length;
  const moved = (position: number) => (position >= asked.at ? position + grown : position);
  const place = item.replace ? { from: item.replace.from, to: moved(item.replace.to) } : { from, to };
  const changes = view.state.changes([
    { ...place, insert: item.insert ?? item.label },
    ...(item.changes ?? []).map((change) => ({ from: moved(change.from), to: moved(change.to), insert: change.insert })),
  ]);
  view.dispatch({
    changes,
    selection: { anchor: changes.mapPos(place.to, 1) },
    scrollIntoView: true,
    userEvent: "input.complete",
    annotations: pickedCompletion.of(picked),
    ...(item.source && { effects: EditorView.announce.of(`Imported from ${item.source}`) }),
  });
}
