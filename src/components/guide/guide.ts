/** `<ml-guide>`: what is shown follows from what is chosen, without a script. This says it to those who cannot see it. */
class Guide extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const answer = target.closest(".option")?.querySelector(":scope > .then > .guide-answer");
      this.querySelector("[role=status]")!.textContent = `${answer ? "Use" : "Next question"}: ${target.dataset["next"]}`;
    });
  }
}

customElements.define("ml-guide", Guide);
