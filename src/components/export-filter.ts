/** Leaves of a page of exports those whose names hold what the reader types. Without scripts all of them are there, and no field. */
class ExportFilter extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("input")!.addEventListener("input", ({ target }) => this.#show((target as HTMLInputElement).value.trim().toLowerCase()));
    // A link into the page leads to its place, whatever is left out.
    addEventListener("hashchange", () => {
      const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!place?.closest("[hidden]")) return;
      this.querySelector("input")!.value = "";
      this.#show("");
      place.scrollIntoView();
    });
  }

  #show(wanted: string): void {
    let shown = 0;
    for (const module of document.querySelectorAll<HTMLElement>(".offered-module")) {
      const all = [...module.querySelectorAll<HTMLElement>(".export")];
      for (const entry of all) entry.hidden = !entry.dataset["name"]!.toLowerCase().includes(wanted);
      const left = all.filter(({ hidden }) => !hidden).length;
      module.hidden = left === 0;
      shown += left;
    }
    const count = shown === 1 ? "1 name" : `${shown} names`;
    this.querySelector("[role=status]")!.textContent =
      wanted === "" ? "" : shown === 0 ? "No name on this page holds that. Search the site instead." : count;
  }
}

customElements.define("export-filter", ExportFilter);
