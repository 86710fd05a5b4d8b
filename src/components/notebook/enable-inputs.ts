/** Controls come from the build disabled: without scripts nobody would answer them. */
export function enableInputs(within: ParentNode): void {
  for (const control of within.querySelectorAll<HTMLInputElement>(".out-input [disabled]")) control.disabled = false;
  const lists = [...within.querySelectorAll<HTMLSelectElement>("select[data-model]")];
  if (lists.length > 0) void import("./models/offer-kept.ts").then(({ offerKept }) => offerKept(lists));
  for (const pad of within.querySelectorAll<HTMLElement>(".out-input .pad")) {
    pad.tabIndex = 0;
    // The arrow keys are the pad's, not the screen reader's.
    pad.setAttribute("role", "application");
    pad.setAttribute("aria-roledescription", "drawing pad");
  }
}

/** Keys that mean something else in a page than on a pad. */
export const isPadKey = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  /^(Arrow(Up|Down|Left|Right)| |Enter|Delete|Backspace)$/.test(key) || ((ctrlKey || metaKey) && key === "z");
