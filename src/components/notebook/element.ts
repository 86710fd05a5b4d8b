import type { NotebookController } from "./controller.ts";

/**
 * `<ml-notebook>`: the reader's hand on a page's cells. It shows the buttons and listens; everything that runs or
 * edits is loaded when a hand comes near one.
 */
class NotebookElement extends HTMLElement {
  #controller: Promise<NotebookController> | undefined;

  connectedCallback(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[data-action]")) button.hidden = false;
    // What the build drew answers no pointer; who comes by keyboard is told so as well as who points (`notebook.css`).
    for (const chart of this.querySelectorAll("[data-reading] svg[data-interactive]")) {
      chart.setAttribute("tabindex", "0");
      chart.setAttribute("aria-description", "Run the cell to read values off this chart.");
    }
    for (const type of ["pointerover", "focusin"]) this.addEventListener(type, this);
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
  }

  handleEvent(event: Event): void {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLButtonElement>("button[data-action]");
    const code = event.target.closest("ml-cell .code");
    if (!button && !code) return;
    const cell = event.target.closest<HTMLElement>("ml-cell")?.dataset["cell"];
    if (event instanceof KeyboardEvent) {
      if (event.key === "Enter" && event.target.matches("pre")) void this.#act(event.shiftKey ? "run" : "edit", cell);
      return;
    }
    if (event.type !== "click") {
      void this.#load();
      return;
    }
    if (button) void this.#act(button.dataset["action"]!, cell);
    else if (!code!.querySelector(".editor") && getSelection()?.isCollapsed !== false) void this.#act("edit", cell, event as MouseEvent);
  }

  async #act(action: string, cell: string | undefined, at?: MouseEvent): Promise<void> {
    const controller = await this.#load();
    controller.act(action, cell, at);
  }

  #load(): Promise<NotebookController> {
    this.#controller ??= import("./controller.ts").then(({ NotebookController }) => new NotebookController(this));
    // A failed load is tried again at the next click.
    this.#controller.catch(() => {
      this.#controller = undefined;
      this.querySelector(".kernel-state")!.textContent = "The notebook could not be loaded. Check the connection, then press Run again.";
    });
    return this.#controller;
  }
}

customElements.define("ml-notebook", NotebookElement);
