import { type Diagnostic, forEachDiagnostic, linter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { type EditorState, type Extension, StateField, type Text } from "@codemirror/state";
import { EditorView, keymap, type PluginValue, showPanel, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { withCode } from "./documentation.ts";
import type { CellDiagnostic, QuickFix } from "./messages.ts";
import type { NotebookTypes } from "./notebook-types.ts";

/** Mistakes are read out when the reader has stopped, not at each key. */
const READ_OUT_MS = 600;

/** Marks what is wrong with a cell; says under the code what is wrong at the cursor; F8 goes from one to the next. */
export function mistakes({ cell, notebook }: { cell: string; notebook: NotebookTypes }): Extension {
  return [
    linter(null),
    ViewPlugin.define((view) => shownIn(view, { cell, notebook })),
    atCursor,
    showPanel.of(notePanel),
    readOut,
    keymap.of([
      { key: "F8", run: nextDiagnostic, preventDefault: true },
      { key: "Shift-F8", run: previousDiagnostic, preventDefault: true },
      { key: "Mod-.", run: fixAtCursor },
    ]),
  ];
}

/** Keeps the marks as the service says. What says nothing new is left alone: it would close what the reader looks at. */
function shownIn(view: EditorView, { cell, notebook }: { cell: string; notebook: NotebookTypes }): PluginValue {
  let shown: { doc: Text; json: string } | undefined;
  const destroy = notebook.watch({
    cell,
    show(diagnostics) {
      const { state } = view;
      const json = JSON.stringify(diagnostics);
      if (shown?.doc === state.doc && shown.json === json) return;
      shown = { doc: state.doc, json };
      view.dispatch(setDiagnostics(state, diagnostics.filter(({ to }) => to <= state.doc.length).map(asLint)));
    },
  });
  return { destroy };
}

/** What the note says: the mistakes at the cursor, and how many there are. */
interface Note {
  here: Diagnostic[];
  count: number;
}

const atCursor = StateField.define<Note>({
  create: () => ({ here: [], count: 0 }),
  update: (note, { state }) => {
    const next = noteOf(state);
    return next.count === note.count && next.here.every((diagnostic, i) => diagnostic === note.here[i]) && next.here.length === note.here.length
      ? note
      : next;
  },
});

function noteOf(state: EditorState): Note {
  const { from: start, to: end } = state.selection.main;
  const here: Diagnostic[] = [];
  let count = 0;
  forEachDiagnostic(state, (diagnostic, from, to) => {
    count++;
    if (from <= end && to >= start) here.push(diagnostic);
  });
  return { here, count };
}

/** A line under the code: for those who have no pointer to rest on a mark. */
function notePanel(view: EditorView) {
  const dom = document.createElement("div");
  dom.className = "types-note";
  const write = (state: EditorState) => {
    const { here, count } = state.field(atCursor);
    dom.replaceChildren();
    if (here.length > 0) for (const diagnostic of here) dom.append(withCode(diagnostic.message, document.createElement("p")));
    else if (count > 0) dom.append(goOn(view, count));
  };
  write(view.state);
  return {
    dom,
    update: ({ state, startState }: ViewUpdate) => {
      if (state.field(atCursor) !== startState.field(atCursor)) write(state);
    },
  };
}

function goOn(view: EditorView, count: number): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = count === 1 ? "1 mistake (F8)" : `${count} mistakes (F8)`;
  button.addEventListener("click", () => {
    view.focus();
    nextDiagnostic(view);
  });
  return button;
}

const readOut = ViewPlugin.fromClass(
  class {
    #timer: ReturnType<typeof setTimeout> | undefined;

    update({ view, state, startState }: ViewUpdate) {
      if (state.field(atCursor) === startState.field(atCursor)) return;
      clearTimeout(this.#timer);
      const messages = state.field(atCursor).here.map(({ message }) => message);
      if (messages.length === 0) return;
      this.#timer = setTimeout(() => view.hasFocus && view.dispatch({ effects: EditorView.announce.of(messages.join(" ")) }), READ_OUT_MS);
    }

    destroy() {
      clearTimeout(this.#timer);
    }
  },
);

/** Do the first thing that can be done about the mistake at the cursor. */
function fixAtCursor(view: EditorView): boolean {
  for (const { actions } of view.state.field(atCursor).here) {
    const [action] = actions ?? [];
    if (!action) continue;
    action.apply(view, 0, 0);
    view.dispatch({ effects: EditorView.announce.of(`Done: ${action.name}`) });
    return true;
  }
  return false;
}

function asLint(diagnostic: CellDiagnostic): Diagnostic {
  const { from, to, message, fixes } = diagnostic;
  return { from, to, severity: "error", message, renderMessage: () => messageElement(diagnostic), actions: fixes.map(asAction) };
}

function messageElement({ message, original }: CellDiagnostic): HTMLElement {
  const element = withCode(message);
  if (original === undefined) return element;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "TypeScript's words";
  details.append(summary, original);
  element.append(details);
  return element;
}

function asAction({ label, changes }: QuickFix) {
  return {
    name: label,
    apply: (view: EditorView) => view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true }),
  };
}
