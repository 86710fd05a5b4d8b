import { closeCompletion, completionStatus } from "@codemirror/autocomplete";
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type Command, EditorView, hoverTooltip, keymap, showTooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { codeElement, documentation } from "./documentation.ts";
import type { NameInfo, SignatureInfo } from "./messages.ts";
import type { NotebookTypes } from "./notebook-types.ts";

/** Type and documentation of the name under the pointer, and the signature of the call that is being written; both by one key. */
export function explain({ cell, notebook }: { cell: string; notebook: NotebookTypes }): Extension {
  const hover = hoverTooltip(async (_, at) => {
    const info = await notebook.ask("hover", { cell, at });
    return info ? { pos: info.from, end: info.to, above: true, create: () => ({ dom: infoElement(info) }) } : null;
  });

  /** How often the reader sent explanations away: those that were on their way by then do not come any more. */
  let sentAway = 0;
  /** True as long as an answer to what is asked now would still be wanted. */
  const asking = (view: EditorView) => {
    const { doc, selection } = view.state;
    const before = sentAway;
    return () => view.state.doc === doc && view.state.selection.eq(selection) && sentAway === before;
  };

  /** Shows the call at the cursor, or nothing any more where there is none. */
  const showCall = async (view: EditorView): Promise<SignatureInfo | undefined> => {
    const at = view.state.selection.main.head;
    const wanted = asking(view);
    const info = await notebook.ask("signature", { cell, at });
    if (!wanted()) return undefined;
    const now = view.state.field(shown);
    const key = JSON.stringify(info);
    // What stands there already is not drawn anew at each key.
    if (info && now?.key !== key) show(view, { at: now?.isCall ? now.at : at, isCall: true, key, element: () => callElement(info) });
    else if (!info && now) show(view, undefined);
    return info;
  };

  const explainHere = async (view: EditorView): Promise<void> => {
    const at = view.state.selection.main.head;
    const wanted = asking(view);
    const [name, call] = await Promise.all([notebook.ask("hover", { cell, at }), showCall(view)]);
    if (!wanted()) return;
    if (call) return say(view, callWords(call));
    if (!name) return say(view, "Nothing is known of what stands here.");
    show(view, { at: name.from, isCall: false, key: name.code, element: () => infoElement(name) });
    say(view, `${name.code}. ${name.doc}`);
  };

  const close: Command = (view) => {
    // A list of completions goes first, and stands alone in going.
    if (completionStatus(view.state) === "active") return false;
    sentAway++;
    if (!view.state.field(shown)) return false;
    closeCompletion(view);
    show(view, undefined);
    return true;
  };

  const follow = ViewPlugin.define((view) => ({
    update({ state, startState, transactions, docChanged, selectionSet }: ViewUpdate) {
      const { head } = state.selection.main;
      const typed = transactions.some((transaction) => transaction.isUserEvent("input.type"));
      const begins = docChanged && typed && /[(,]/.test(state.sliceDoc(Math.max(0, head - 1), head));
      if (begins || (startState.field(shown)?.isCall && (docChanged || selectionSet))) void showCall(view);
    },
  }));

  return [
    hover,
    shown,
    follow,
    Prec.high(keymap.of([{ key: "Mod-Shift-Space", run: (view) => Boolean(explainHere(view)), preventDefault: true }])),
    // Before that of completions, which takes the key while it only looks for some.
    Prec.highest(keymap.of([{ key: "Escape", run: close }])),
  ];
}

/** An explanation that stands at the cursor. */
interface Shown {
  /** It does not wander with the cursor. */
  at: number;
  /** Of a call: it follows the parameters. Of a name: it goes when the cursor does. */
  isCall: boolean;
  /** The same for what looks the same. */
  key: string;
  element(): HTMLElement;
}

const setShown = StateEffect.define<Shown | undefined>();

const shown = StateField.define<Shown | undefined>({
  create: () => undefined,
  update(before, { effects, changes, docChanged, selection }) {
    for (const effect of effects) if (effect.is(setShown)) return effect.value;
    if (!before || (!docChanged && !selection)) return before;
    if (!before.isCall) return undefined;
    const at = changes.mapPos(before.at);
    return at === before.at ? before : { ...before, at };
  },
  provide: (field) => showTooltip.from(field, (now) => (now ? { pos: now.at, above: true, create: () => ({ dom: now.element() }) } : null)),
});

const show = (view: EditorView, value: Shown | undefined) => view.dispatch({ effects: setShown.of(value) });
const say = (view: EditorView, text: string) => view.dispatch({ effects: EditorView.announce.of(text) });

function callElement({ parts: [before, parameter, after], doc, index, count }: SignatureInfo): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "types-info types-signature";
  const code = document.createElement("code");
  const active = document.createElement("b");
  active.textContent = parameter;
  code.append(before, active, after);
  dom.append(code);
  if (count > 1) dom.append(` ${index} of ${count}`);
  if (doc) dom.append(documentation(doc));
  return dom;
}

function callWords({ parts: [before, parameter, after], doc, index, count }: SignatureInfo): string {
  const which = count > 1 ? `${index} of ${count}: ` : "";
  return `${which}${before}${parameter}${after}. ${parameter ? `Now ${parameter}. ` : ""}${doc}`;
}

function infoElement({ code, doc }: NameInfo): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "types-info";
  dom.append(codeElement(code), documentation(doc));
  return dom;
}
