import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { countColumn, EditorState, type Extension, Prec, RangeSetBuilder, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { coveredOnTop } from "./covered.ts";
import { foldRegions, regionFolds, unfold } from "./region-folds.ts";
import { type CellTypes, TYPES_HELP, typedEditor } from "./types/typed-editor.ts";

export interface EditorOptions {
  text: string;
  /** What a screen reader calls it. */
  label: string;
  onChange(text: string): void;
  onRun(): void;
  /** Which of the text's regions are folded at first, counted from 0. Default: none. */
  folded?: readonly number[];
  /** Further keys. They come before the editor's own. */
  keys?: KeyBinding[];
  /** Which cell of which notebook it is: with it the editor knows types. */
  types?: CellTypes;
}

const HELP = "Tab moves on until you type, then it indents. Escape, then Tab, always leaves. Shift Enter runs the cell.";
let helps = 0;

/**
 * A code editor for one cell. Tab moves the focus on, as everywhere on a page, until the reader types here: then it
 * indents. Escape, then Tab, always leaves.
 */
export class Editor {
  readonly element: HTMLElement;
  readonly #view: EditorView;

  constructor({ text, label, onChange, onRun, folded = [], keys = [], types }: EditorOptions) {
    const run = () => {
      onRun();
      return true;
    };
    const help = helpElement(types ? `${HELP} ${TYPES_HELP}` : HELP);
    this.#view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(keymap.of([...keys, { key: "Shift-Enter", run }, { key: "Mod-Enter", run }])),
          history(),
          // Somebody's link may bring characters that show nothing.
          highlightSpecialChars(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          javascript({ typescript: true }),
          syntaxHighlighting(classHighlighter),
          regionFolds(),
          types ? typedEditor(types) : [],
          tabAfterTyping(),
          markedLine,
          indentation,
          look,
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
          // Added to the element, it would be gone at the next focus: the view writes its classes anew.
          EditorView.editorAttributes.of({ class: "editor" }),
          belowTheBars,
          EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": help.id }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    foldRegions(this.#view, folded);
    this.element = this.#view.dom;
    this.element.append(help);
  }

  /** Focus, with the cursor at a point of the window where one is given. */
  focus(at?: { x: number; y: number }): void {
    this.#view.focus();
    const position = at && this.#view.posAtCoords({ x: at.x, y: at.y });
    if (position != null) this.#view.dispatch({ selection: { anchor: position } });
  }

  setText(text: string): void {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  destroy(): void {
    this.#view.destroy();
  }

  /** Open all that is folded. */
  unfold(): void {
    unfold(this.#view, { from: 0, to: this.#view.state.doc.length });
  }

  /** Mark a line, counted from 1, as the one of an error, or none. The mark stays with its line while the text is edited. */
  markLine(line: number | undefined): void {
    const { doc } = this.#view.state;
    if (line !== undefined && line >= 1 && line <= doc.lines) unfold(this.#view, doc.line(line));
    this.#view.dispatch({ effects: markLine.of(line) });
  }
}

/** Tab belongs to the page until the reader has changed the text since the focus came, and again after Escape. */
function tabAfterTyping(): Extension {
  let typed = false;
  const byHand = (transaction: Transaction) => transaction.docChanged && transaction.annotation(Transaction.userEvent) !== undefined;
  return [
    EditorView.updateListener.of(({ transactions }) => {
      typed ||= transactions.some(byHand);
    }),
    EditorView.domEventObservers({
      focus: () => {
        typed = false;
      },
      keydown: ({ key }) => {
        if (key === "Escape") typed = false;
      },
    }),
    keymap.of([{ key: "Tab", run: (view) => typed && indentMore(view), shift: (view) => typed && indentLess(view) }]),
  ];
}

/** Where the view scrolls to a place, it takes all of the window for free. (Its scroll margins are of what lies over the editor alone.) */
const belowTheBars = EditorView.scrollHandler.of((view, { head }) => {
  view.requestMeasure({
    key: belowTheBars,
    read: () => coveredOnTop() - (view.coordsAtPos(head)?.top ?? Number.POSITIVE_INFINITY),
    write: (hidden) => {
      if (hidden > 0) scrollBy({ top: -hidden - view.defaultLineHeight, behavior: "instant" });
    },
  });
  return false;
});

const markLine = StateEffect.define<number | undefined>();
const errorLine = Decoration.line({ class: "cm-error-line" });

const markedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    for (const effect of effects) {
      if (!effect.is(markLine)) continue;
      const line = effect.value;
      if (line === undefined || line < 1 || line > state.doc.lines) return Decoration.none;
      return Decoration.set(errorLine.range(state.doc.line(line).from));
    }
    return marks.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** How far a line is indented, for what is wrapped of it to stand further in still. */
const indentation = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = indents(view);
    }

    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged || viewportChanged) this.decorations = indents(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function indents({ state, viewport }: EditorView): DecorationSet {
  const set = new RangeSetBuilder<Decoration>();
  for (let at = viewport.from; at <= viewport.to; ) {
    const line = state.doc.lineAt(at);
    const columns = countColumn(/^\s*/.exec(line.text)![0], state.tabSize);
    set.add(line.from, line.from, Decoration.line({ attributes: { style: `--indent: ${columns + 2}ch` } }));
    at = line.to + 1;
  }
  return set.finish();
}

/** On a phone, long lines are wrapped: to push each of them sideways is no way to read. */
const look = EditorView.theme({
  // As the code stood before it was edited, to the pixel.
  ".cm-content, .cm-line": { padding: "0" },
  ".cm-error-line": {
    backgroundColor: "color-mix(in srgb, var(--failed) 14%, transparent)",
    boxShadow: "-0.9rem 0 0 0 color-mix(in srgb, var(--failed) 14%, transparent)",
  },
  "@media (max-width: 30rem)": {
    ".cm-content": { whiteSpace: "break-spaces", overflowWrap: "anywhere", flexShrink: "1", minWidth: "0" },
    ".cm-line": { paddingLeft: "var(--indent)", textIndent: "calc(-1 * var(--indent))" },
  },
});

/** Which keys there are, for a screen reader: it reads it out after the editor's name. */
function helpElement(text: string): HTMLElement {
  const element = document.createElement("p");
  element.id = `editor-help-${++helps}`;
  element.hidden = true;
  element.textContent = text;
  return element;
}
