/**
 * `<ml-guess>` (`Guess.astro`): takes the reader's guess, keeps it in the browser, and opens the answer. The words of an option are kept and not
 * its place, so that a guess at a question which has changed since is forgotten.
 */
class Guess extends HTMLElement {
  /** Sites under other paths, and other pages, have other names for it. */
  get #key(): string {
    return `ml-vs-llm:guess:${location.pathname}:${this.dataset["guess"]}`;
  }

  connectedCallback(): void {
    const reply = this.#find(".reply");
    for (const control of this.querySelectorAll<HTMLInputElement>(":disabled")) control.disabled = false;
    this.addEventListener("click", ({ target }) => {
      const button = (target as Element).closest("button");
      if (button?.className.startsWith("again")) {
        this.reset();
        this.#find("input, button").focus();
      } else if (button && !this.#said) this.#say(button.querySelector("span")?.textContent ?? button.textContent, true);
    });
    this.addEventListener("input", ({ target }) => {
      this.#find(".commit span").textContent = this.#words((target as HTMLInputElement).value);
    });
    addEventListener("ml-reset", () => this.reset());
    const kept = storage((all) => all.getItem(this.#key));
    if (kept) this.#say(kept);
    // Only what is said from now on is news.
    reply.role = "status";
  }

  get #said(): boolean {
    return this.hasAttribute("data-said");
  }

  #find(selector: string): HTMLElement {
    return this.querySelector<HTMLElement>(selector)!;
  }

  #words(value: string): string {
    const { unit } = this.dataset;
    return unit ? `${value} ${unit}` : value;
  }

  /** What the reader said, in words; nothing where it can be said no more. */
  #say(words: string, keep = false): void {
    const range = this.querySelector("input");
    const option = [...this.querySelectorAll(".options button")].find((button) => button.textContent === words);
    const value = words.split(" ")[0]!;
    if (range) {
      range.value = value;
      if (range.value !== value) return;
      this.#find(".commit span").textContent = words;
      range.disabled = true;
    } else if (!option) return;
    option?.setAttribute("aria-pressed", "true");
    if (keep) storage((all) => all.setItem(this.#key, words));
    const said = document.createElement("p");
    said.className = "said";
    const right = words === this.dataset["right"];
    said.append("You said ", Object.assign(document.createElement("b"), { textContent: words }), right ? ", and that is right." : ".");
    this.dataset["said"] = right ? "right" : "wrong";
    this.#find(".reply").append(said, " ", this.#find(".answer"));
    this.#find(".again").hidden = false;
  }

  /** Forget what the reader said. */
  reset(): void {
    storage((all) => all.removeItem(this.#key));
    delete this.dataset["said"];
    this.querySelector("[aria-pressed=true]")?.setAttribute("aria-pressed", "false");
    const range = this.querySelector("input");
    if (range) range.disabled = false;
    this.#find("details").append(this.#find(".answer"));
    this.#find(".reply").replaceChildren();
    this.#find(".again").hidden = true;
  }
}

/** Where storage is full or forbidden, a guess lasts as long as the page. */
function storage(use: (all: Storage) => string | null | void): string | null | void {
  try {
    return use(localStorage);
  } catch {}
}

customElements.define("ml-guess", Guess);
