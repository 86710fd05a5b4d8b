import { answerFor, type LearntTree } from "./penguin-answer.ts";

interface Data {
  tree: LearntTree;
  /** One penguin after the other, four numbers each. */
  features: number[];
  /** `[penguins]`: places in the tree's classes. */
  species: number[];
}

/** `<penguin-tree>`: lights the way of the chosen penguin through the tree. The tree has learnt when the site was built. */
class PenguinTree extends HTMLElement {
  readonly #data = JSON.parse(this.#part("script").textContent!) as Data;
  readonly #slider = this.#part<HTMLInputElement>("input");

  connectedCallback(): void {
    const next = this.#part<HTMLButtonElement>("button");
    this.#slider.disabled = next.disabled = false;
    this.#slider.addEventListener("input", () => this.#show());
    next.addEventListener("click", () => {
      let at = this.#slider.valueAsNumber;
      do at = (at % this.#data.species.length) + 1;
      while (this.#answer(at).right);
      this.#slider.valueAsNumber = at;
      this.#show();
    });
    // A browser that goes back to the page may have kept where the slider stood.
    this.#show();
  }

  #answer(number: number) {
    const { tree, features, species } = this.#data;
    return answerFor(tree, features.slice(4 * (number - 1), 4 * number), tree.classes[species[number - 1]!]!);
  }

  #show(): void {
    const number = this.#slider.valueAsNumber;
    const { passed, right, measured, sentence } = this.#answer(number);
    for (const part of this.querySelectorAll<SVGElement>("[data-node]"))
      part.classList.toggle("passed", passed.includes(Number(part.dataset["node"])));
    this.#part(".number").textContent = String(number);
    this.#part(".measured").textContent = measured;
    this.#slider.setAttribute("aria-valuetext", `${number}: ${measured}`);
    const status = this.#part("[role=status]");
    status.textContent = sentence;
    status.classList.toggle("wrong", !right);
  }

  #part<E extends Element = HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector)!;
  }
}

customElements.define("penguin-tree", PenguinTree);
