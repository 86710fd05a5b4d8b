import type { NotebookController } from "./controller.ts";
import { copyWholeCode } from "./copy-code.ts";
import { dragHandles } from "./drag-handles.ts";
import { hasKept, keptKey, runsKey } from "./edits/kept-key.ts";
import { isPadKey } from "./enable-inputs.ts";
import { showSwitch, toggleCode } from "./show-code.ts";
import { keepFootSteady } from "./steady-foot.ts";
import { welcomeOutputs } from "./welcome-outputs.ts";

const EVENTS = ["pointerover", "focusin", "click", "keydown", "input", "change", "pointerdown", "pointermove", "pointerup", "pointercancel"];

/**
 * `<ml-notebook>`: the reader's hand on a page's cells. It shows the buttons and listens; everything that runs or
 * edits is loaded when a hand comes near one.
 */
class NotebookElement extends HTMLElement {
  #controller: Promise<NotebookController> | undefined;
  #loaded = false;
  #saves: Promise<void> | undefined;

  connectedCallback(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[data-action]")) button.hidden = false;
    welcomeOutputs(this);
    showSwitch(this);
    keepFootSteady(this);
    dragHandles(this);
    for (const type of EVENTS) this.addEventListener(type, this);
    this.addEventListener("copy", copyWholeCode);
    addEventListener("hashchange", () => this.#loadIfChanged());
    this.#loadIfChanged();
  }

  /** What the reader made of the page earlier, or a link brings, is shown at once. */
  #loadIfChanged(): void {
    const kept = [keptKey, runsKey].some((key) => hasKept(key(import.meta.env.BASE_URL, this.dataset["notebook"]!)));
    if (kept || location.hash.startsWith("#edits=") || this.hasAttribute("data-open")) void this.#load();
  }

  handleEvent(event: Event): void {
    if (!(event.target instanceof Element)) return;
    if (event.type === "pointerover" || event.type === "focusin") void this.#offerSaves();
    if (event.target.closest(".out-input")) return this.#input(event, event.target);
    const button = event.target.closest<HTMLButtonElement>("button[data-action]");
    const foot = event.target.closest("ml-cell .foot");
    if (!button && !foot) return;
    const cell = event.target.closest<HTMLElement>("ml-cell")?.dataset["cell"];
    if (event instanceof KeyboardEvent) {
      if (event.key === "Enter" && event.target.matches(event.shiftKey ? "pre, summary" : "pre")) {
        // A line that folds code would also fold and unfold.
        event.preventDefault();
        void this.#act(event.shiftKey ? "run" : "edit", cell);
      }
      // Once the rest is loaded, it hears its keys itself.
      else if (event.key === "F2" && !this.#loaded) void this.#act("commands", cell);
      return;
    }
    if (event.type !== "click") {
      void this.#load();
      return;
    }
    if (button?.dataset["action"] === "show-code") toggleCode(this);
    else if (button) void this.#act(button.dataset["action"]!, cell);
    else if (!event.target.closest(".code pre") || event.target.closest("summary")) return;
    else if (getSelection()?.isCollapsed !== false) void this.#act("edit", cell, event as MouseEvent);
  }

  /** What a hand does to a control, in order, also while the code that answers is still on its way. */
  #input(event: Event, target: Element): void {
    const pad = target.closest(".pad");
    if (event instanceof KeyboardEvent && pad && isPadKey(event)) event.preventDefault();
    if (event.type === "pointermove" && !pad) return;
    void this.#load().then(
      (controller) => controller.input(event),
      () => {},
    );
  }

  async #act(action: string, cell: string | undefined, at?: MouseEvent): Promise<void> {
    const controller = await this.#load();
    controller.act(action, cell, at);
  }

  /** Charts and tables can be saved before anything runs. */
  #offerSaves(): Promise<void> {
    this.#saves ??= import("./save/save-output.ts").then(({ offerSaves }) =>
      offerSaves(this, {
        notebook: this.dataset["notebook"]!,
        outputsOf: async (cell) => (await this.#controller)?.outputsOf(cell),
        say: (sentence) => this.#say(sentence),
      }),
    );
    this.#saves.catch(() => {
      this.#saves = undefined;
    });
    return this.#saves;
  }

  #say(sentence: string): void {
    this.querySelector(".kernel-state")!.textContent = sentence;
  }

  #load(): Promise<NotebookController> {
    this.#controller ??= import("./controller.ts").then(({ NotebookController }) => new NotebookController(this));
    // A failed load is tried again at the next click.
    this.#controller.then(
      () => {
        this.#loaded = true;
      },
      () => {
        this.#controller = undefined;
        this.#say("The notebook could not be loaded. Check the connection, then press Run again.");
      },
    );
    return this.#controller;
  }
}

customElements.define("ml-notebook", NotebookElement);
