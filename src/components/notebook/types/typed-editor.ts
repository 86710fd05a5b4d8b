import type { Extension } from "@codemirror/state";
import { EditorView, tooltips } from "@codemirror/view";
import { coveredOnTop } from "../covered.ts";
import { completion } from "./completion.ts";
import { explain } from "./explain.ts";
import { mistakes } from "./mistakes.ts";
import type { NotebookTypes } from "./notebook-types.ts";

/** What ties an editor to the types of its page. */
export interface CellTypes {
  /** The cell's name. */
  cell: string;
  notebook: NotebookTypes;
}

/** Keys that this adds, for those who cannot see that they are there. */
export const TYPES_HELP =
  "Control Space lists what fits, Control Shift Space explains the name or the call at the cursor, F8 goes to the next mistake, Control Period applies its first fix.";

/** An editor that knows types: mistakes, completions, and what names and calls mean. The service loads at the first focus. */
export function typedEditor({ cell, notebook }: CellTypes): Extension {
  return [
    EditorView.domEventHandlers({ focus: () => notebook.wake() }),
    EditorView.updateListener.of(({ docChanged }) => docChanged && notebook.changed()),
    tooltips({ tooltipSpace: besideThePagesBars }),
    mistakes({ cell, notebook }),
    // Explanations get the Escape key first.
    explain({ cell, notebook }),
    completion({ cell, notebook }),
    look,
  ];
}

/** The window without the bars on its top, under which nothing can be read. */
const besideThePagesBars = () => ({ top: coveredOnTop(), left: 4, right: innerWidth - 4, bottom: innerHeight });

const look = EditorView.theme({
  ".cm-tooltip": {
    maxWidth: "min(38rem, calc(100vw - 1rem))",
    border: "1px solid var(--sl-color-gray-5)",
    borderRadius: "0.4rem",
    boxShadow: "0 2px 10px rgb(0 0 0 / 18%)",
    backgroundColor: "var(--sl-color-bg)",
    color: "var(--sl-color-white)",
    fontSize: "var(--sl-text-xs)",
    lineHeight: "1.5",
    overflow: "hidden",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--sl-color-gray-5)" },
  ".cm-tooltip-lint": { listStyle: "none" },
  ".cm-tooltip code": {
    padding: "0",
    background: "none",
    fontFamily: "var(--__sl-font-mono)",
    fontSize: "inherit",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  ".types-info, .cm-tooltip.cm-completionInfo": { padding: "0.4rem 0.6rem", maxHeight: "16rem", overflowY: "auto", whiteSpace: "normal" },
  ".cm-tooltip.cm-completionInfo": { overflowX: "hidden", width: "max-content", maxWidth: "min(24rem, calc(100vw - 2rem))" },
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".types-info > code, .cm-completionInfo code": { display: "inline" },
  ".types-signature b": { color: "var(--tok-name)", textDecoration: "underline" },
  ".types-doc": { fontFamily: "var(--__sl-font)" },
  ".types-doc:not(:empty)": { marginTop: "0.3rem" },
  ".types-doc > *": { margin: "0 0 0.3rem", padding: "0" },
  ".types-doc pre": { padding: "0.3rem 0", border: "0", background: "none", whiteSpace: "pre-wrap", overflowX: "auto" },
  ".cm-diagnostic": {
    padding: "0.4rem 0.6rem",
    borderLeft: "4px solid var(--failed)",
    margin: "0",
    whiteSpace: "normal",
    fontFamily: "var(--__sl-font)",
  },
  ".cm-diagnostic details": { marginTop: "0.3rem", color: "var(--sl-color-gray-2)", whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
  ".cm-diagnostic summary": { cursor: "pointer" },
  ".cm-diagnosticAction": {
    margin: "0.4rem 0.4rem 0 0",
    display: "block",
    backgroundColor: "var(--sl-color-bg)",
    color: "var(--sl-color-white)",
    border: "1px solid var(--sl-color-gray-5)",
    borderRadius: "0.4rem",
    padding: "0.2rem 0.6rem",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed) 1.5px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--failed)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--__sl-font-mono) !important", minWidth: "min(15rem, 80vw) !important" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.15rem 0.5rem 0.15rem 0.25rem !important", lineHeight: "1.5 !important" },
  "& .cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--sl-color-accent-low)", color: "var(--sl-color-white)" },
  ".cm-completionDetail": { color: "var(--sl-color-gray-2)", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-panels": { backgroundColor: "transparent", color: "var(--sl-color-gray-2)", zIndex: "0" },
  ".cm-panels.cm-panels-bottom": { borderTop: "0" },
  ".types-note": { padding: "0 0.9rem", fontSize: "var(--sl-text-xs)", lineHeight: "1.5" },
  ".types-note:not(:empty)": { paddingBottom: "0.4rem" },
  ".types-note p": { margin: "0", overflowWrap: "anywhere" },
  ".types-note p::before": { content: '"▲ "', color: "var(--failed)" },
  ".types-note code": { fontFamily: "var(--__sl-font-mono)", background: "none", padding: "0" },
  // It would lie over the names to choose from.
  "@media (max-width: 30rem)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  "@media (pointer: coarse)": {
    ".cm-tooltip-autocomplete > ul > li": { minHeight: "2.75rem", display: "flex", alignItems: "center" },
    ".cm-diagnosticAction": { minHeight: "2.75rem" },
  },
});
