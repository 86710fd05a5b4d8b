/** Code that is copied is copied whole: what stands behind a line that opens it (`folded-code.ts`) is part of the text, and browsers leave it out. */
export function copyWholeCode(event: ClipboardEvent): void {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const place = range.commonAncestorContainer;
  const within = place instanceof Element ? place : place.parentElement;
  const copied = range.cloneContents();
  if (!within?.closest(".code pre") || !copied.querySelector("details")) return;
  event.clipboardData?.setData("text/plain", copied.textContent);
  event.preventDefault();
}
