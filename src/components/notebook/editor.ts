import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

interface EditorOptions {
  text: string;
  /** What a screen reader calls it. */
  label: string;
  onChange(text: string): void;
  onRun(): void;
}

/** A code editor for one cell. Tab indents; Escape, then Tab, leaves (CodeMirror's own rule). */
export class Editor {
  readonly element: HTMLElement;
  readonly #view: EditorView;

  constructor({ text, label, onChange, onRun }: EditorOptions) {
    const run = () => {
      onRun();
      return true;
    };
    this.#view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: "Shift-Enter", run },
              { key: "Mod-Enter", run },
            ]),
          ),
          history(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          javascript({ typescript: true }),
          syntaxHighlighting(classHighlighter),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    this.element = this.#view.dom;
    this.element.classList.add("editor");
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
}
