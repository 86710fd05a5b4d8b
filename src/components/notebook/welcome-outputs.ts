import { enableInputs } from "./enable-inputs.ts";

/** Makes outputs that come from the build ready for a reader who has scripts. */
export function welcomeOutputs(within: ParentNode): void {
  // What the build drew answers no pointer; who comes by keyboard is told so as well as who points (`notebook.css`).
  for (const chart of within.querySelectorAll("[data-reading] svg[data-interactive]")) {
    chart.setAttribute("tabindex", "0");
    chart.setAttribute("aria-description", "Run the cell to read values off this chart.");
  }
  enableInputs(within);
}
