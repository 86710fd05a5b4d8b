import { type EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { activateHover, EditorView, hoverTooltip, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { codeElement, documentation } from "./documentation.ts";
import type { NameInfo, SignatureInfo } from "./messages.ts";
import type { NotebookTypes } from "./notebook-types.ts";

/** Type and documentation of the name under the pointer, and the signature of the call that is being written; both by one key. */
export function explain({ cell, notebook }: { cell: string; notebook: NotebookTypes }): Extension {
  const hover = hoverTooltip(async (_, at) => {
    const info = await notebook.ask("hover", { cell, at });
    return info ? { pos: info.from, end: info.to, above: true, create: () => ({ dom: infoElement(info) }) } : null;
  });

  const askSignature = async (view: EditorView): Promise<SignatureInfo | undefined> => {
    const { state } = view;
    const at = state.selection.main.head;
    const info = await notebook.ask("signature", { cell, at });
    if (view.state.doc !== state.doc || view.state.selection.main.head !== at) return undefined;
    const shown = view.state.field(signature);
    if (info || shown) view.dispatch({ effects: setSignature.of(info ? { info, at: shown?.at ?? at } : undefined) });
    return info;
  };

  const follow = ViewPlugin.define((view) => ({
    update({ state, startState, transactions, docChanged, selectionSet }: ViewUpdate) {
      const typed = transactions.some((transaction) => transaction.isUserEvent("input.type"));
      const before = state.sliceDoc(state.selection.main.head - 1, state.selection.main.head);
      const begins = docChanged && typed && /[(,]/.test(before);
      if (begins || (startState.field(signature) && (docChanged || selectionSet))) void askSignature(view);
    },
  }));

  const explainHere = (view: EditorView): boolean => {
    void explainAt(view, view.state.selection.main.head);
    return true;
  };

  const explainAt = async (view: EditorView, at: number): Promise<void> => {
    const [name, call] = await Promise.all([notebook.ask("hover", { cell, at }), askSignature(view)]);
    if (call) return say(view, signatureWords(call));
    if (!name) return say(view, "Nothing is known of what stands here.");
    activateHover(view, at, 1, { tooltip: hover, until: ({ docChanged, selection }) => docChanged || Boolean(selection) });
    say(view, `${name.code}. ${name.doc}`);
  };

  return [
    hover,
    signature,
    follow,
    Prec.high(
      keymap.of([
        { key: "Mod-Shift-Space", run: explainHere, preventDefault: true },
        { key: "Escape", run: closeSignature },
      ]),
    ),
  ];
}

interface ShownSignature {
  info: SignatureInfo;
  /** Where it stands: it does not wander with the cursor. */
  at: number;
}

const setSignature = StateEffect.define<ShownSignature | undefined>();

const signature = StateField.define<ShownSignature | undefined>({
  create: () => undefined,
  update(shown, { effects, changes }) {
    for (const effect of effects) if (effect.is(setSignature)) return effect.value;
    return shown && !changes.empty ? { ...shown, at: changes.mapPos(shown.at) } : shown;
  },
  provide: (field) => showTooltip.from(field, (shown) => (shown ? signatureTooltip(shown) : null)),
});

function closeSignature({ state, dispatch }: { state: EditorState; dispatch: EditorView["dispatch"] }): boolean {
  if (!state.field(signature)) return false;
  dispatch({ effects: setSignature.of(undefined) });
  return true;
}

function signatureTooltip({ info, at }: ShownSignature): Tooltip {
  return { pos: at, above: true, create: () => ({ dom: signatureElement(info) }) };
}

function signatureElement({ parts: [before, parameter, after], doc, index, count }: SignatureInfo): HTMLElement {
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

function signatureWords({ parts: [before, parameter, after], doc, index, count }: SignatureInfo): string {
  const which = count > 1 ? `${index} of ${count}: ` : "";
  return `${which}${before}${parameter}${after}. ${parameter ? `Now ${parameter}. ` : ""}${doc}`;
}

function infoElement({ code, doc }: NameInfo): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "types-info";
  dom.append(codeElement(code), documentation(doc));
  return dom;
}

function say(view: EditorView, text: string): void {
  view.dispatch({ effects: EditorView.announce.of(text) });
}
