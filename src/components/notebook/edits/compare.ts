import { javascript } from "@codemirror/lang-javascript";
import { syntaxHighlighting } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

interface Versions {
  name: string;
  chapter: string;
  mine: string;
  /** The chapter does not have the cell any more. */
  isGone?: boolean;
}

/**
 * Show the reader's text against the chapter's, lines that differ marked in words and colour, and ask which to have.
 * Resolves with undefined where the reader decides nothing.
 */
export function compare({ name, chapter, mine, isGone }: Versions): Promise<"mine" | "chapter" | undefined> {
  const dialog = document.createElement("dialog");
  dialog.className = "notebook-dialog not-content";
  dialog.setAttribute("aria-label", `Cell ${name}: yours against the chapter's`);
  const theirs = isGone ? "the text you started from" : "the chapter's text";
  dialog.innerHTML = `<form method="dialog"><p></p><div class="compared"></div><div class="choices">
<button value="mine">Keep mine</button> <button value="chapter">${isGone ? "Delete mine" : "Take the chapter's"}</button> <button value="">Close</button></div></form>`;
  dialog.querySelector("p")!.textContent =
    chapter === mine ? `Cell ${name} is ${theirs}.` : `Cell ${name}: lines with − are in ${theirs}, lines with + are yours.`;
  const view = new EditorView({
    state: EditorState.create({
      doc: mine,
      extensions: [
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": `Differences in cell ${name}`, tabindex: "0" }),
        EditorView.lineWrapping,
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        unifiedMergeView({ original: chapter, mergeControls: false, gutter: true, highlightChanges: true, syntaxHighlightDeletions: false }),
      ],
    }),
  });
  dialog.querySelector(".compared")!.append(view.dom);
  document.body.append(dialog);
  const opener = document.activeElement as HTMLElement | null;
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      view.destroy();
      dialog.remove();
      opener?.focus();
      resolve(dialog.returnValue === "mine" || dialog.returnValue === "chapter" ? dialog.returnValue : undefined);
    });
  });
}
