/** Where the browser keeps that the reader wants all code open, on every page of the site. */
export const codeKey = (base: string): string => `ml-vs-llm:code:${base}`;

/** The switch says what the page shows: its inline script (`Notebook.astro`) has opened the code of whoever wants it so. */
export function showSwitch(notebook: HTMLElement): void {
  notebook.querySelector('[data-action="show-code"]')!.setAttribute("aria-pressed", String(notebook.dataset["code"] === "shown"));
}

/**
 * Open the code of all cells, or fold what the chapter folds; a cell that the reader has edited stays open. The choice is kept, and it
 * stands in the address, where a link to the page takes it along.
 */
export function toggleCode(notebook: HTMLElement): void {
  const shown = notebook.dataset["code"] !== "shown";
  if (shown) notebook.dataset["code"] = "shown";
  else delete notebook.dataset["code"];
  for (const code of notebook.querySelectorAll<HTMLDetailsElement>("details.code"))
    code.open = shown || code.closest("ml-cell")!.matches("[data-open], [data-edited]");
  showSwitch(notebook);
  const key = notebook.dataset["codeKey"]!;
  try {
    if (shown) localStorage.setItem(key, "shown");
    else localStorage.removeItem(key);
  } catch {
    // Then it holds for this page.
  }
  const address = new URL(location.href);
  // Not by URLSearchParams, which would write `code=`.
  address.search = shown ? "?code" : "";
  history.replaceState(history.state, "", address);
}
