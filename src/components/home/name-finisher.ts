import { Bigram } from "../../lm/bigram.ts";
import { finishName } from "./finished-name.ts";

/** `<name-finisher>`: goes on from what is typed. The model has counted its pairs when the site was built. */
class NameFinisher extends HTMLElement {
  readonly #model = new Bigram({ smoothing: 0 });
  readonly #input = this.querySelector("input")!;
  #draw = Number(this.dataset["draw"]);

  connectedCallback(): void {
    this.#model.counts = JSON.parse(this.querySelector("script")!.textContent!) as number[][];
    const again = this.querySelector("button")!;
    this.#input.disabled = again.disabled = false;
    this.#input.addEventListener("input", () => this.#show());
    again.addEventListener("click", () => {
      this.#draw++;
      this.#show();
    });
    // A browser that goes back to the page may have kept what was typed.
    if (this.#input.value !== this.#input.defaultValue) this.#show();
  }

  #show(): void {
    const { html, sentence, ok } = finishName(this.#model, this.#input.value, this.#draw);
    this.querySelector(".answer")!.innerHTML = html;
    const status = this.querySelector("[role=status]")!;
    status.textContent = sentence;
    status.classList.toggle("wrong", !ok);
    this.#input.setAttribute("aria-invalid", String(!ok));
  }
}

customElements.define("name-finisher", NameFinisher);
