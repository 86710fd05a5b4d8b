import { codeFolding, foldEffect, foldedRanges, foldKeymap, foldService, unfoldEffect } from "@codemirror/language";
import { type EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { type Region, regionsOf, regionTitle } from "../../notebook/regions.ts";

type Range = { from: number; to: number };

/** Regions fold, as does what the language's own syntax folds, with the editor's usual keys. A folded one is a line that a press, Enter or Space opens. */
export function regionFolds(): Extension {
  return [
    foldService.of((state, from) => {
      const region = regionsOf(state.doc.toString()).find(({ first }) => state.doc.line(first).from === from);
      return region ? rangeOf(state, region) : null;
    }),
    codeFolding({ preparePlaceholder: titleOf, placeholderDOM: placeholder }),
    Prec.low(keymap.of(foldKeymap)),
    // The cursor steps over what is folded, and does not open it by passing.
    EditorView.atomicRanges.of((view) => foldedRanges(view.state)),
    look,
  ];
}

/** Fold the regions of those places, counted from 0. */
export function foldRegions(view: EditorView, places: readonly number[]): void {
  const regions = regionsOf(view.state.doc.toString()).filter((_, index) => places.includes(index));
  view.dispatch({ effects: regions.map((region) => foldEffect.of(rangeOf(view.state, region))) });
}

/** Open what is folded between two places of the text. */
export function unfold(view: EditorView, { from, to }: Range): void {
  const folded: Range[] = [];
  foldedRanges(view.state).between(from, to, (from, to) => {
    folded.push({ from, to });
  });
  if (folded.length > 0) view.dispatch({ effects: folded.map((range) => unfoldEffect.of(range)) });
}

const rangeOf = ({ doc }: EditorState, { first, last }: Region): Range => ({ from: doc.line(first).from, to: doc.line(last).to });

function titleOf(state: EditorState, { from, to }: Range): string {
  const [first, last] = [from, to].map((at) => state.doc.lineAt(at).number) as [number, number];
  const region = regionsOf(state.doc.toString()).find((region) => region.first === first && region.last === last);
  return regionTitle(region ?? { first, last, name: "" });
}

function placeholder(view: EditorView, onclick: (event: Event) => void, title: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "cm-foldPlaceholder";
  element.textContent = title;
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-expanded", "false");
  element.setAttribute("aria-label", `Code of ${title}`);
  const open = (event: Event) => {
    onclick(event);
    // The button is gone: what it had of the focus goes to the text that it hid.
    view.focus();
  };
  element.addEventListener("click", open);
  element.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(event);
  });
  return element;
}

const look = EditorView.theme({
  ".cm-foldPlaceholder": {
    margin: "0",
    padding: "0",
    border: "0",
    background: "none",
    color: "var(--sl-color-gray-2)",
    fontFamily: "var(--__sl-font)",
    fontSize: "var(--sl-text-sm)",
    // No higher than the line of code in whose place it is.
    lineHeight: "1",
    verticalAlign: "middle",
    cursor: "pointer",
  },
  ".cm-foldPlaceholder::before": { content: '"▸ "' },
  ".cm-foldPlaceholder:focus-visible": { outline: "2px solid var(--sl-color-accent)" },
});
