import { bytes } from "../../inputs.ts";
import { saveFile } from "../save/save-file.ts";
import { deleteModel, type KeptModel, keepModel, keptFile, keptModels, onKeptModels } from "./kept-models.ts";

/** `<ml-kept-models>`: what the reader keeps, in a table. What was deleted can be brought back as long as the page is open. */
class KeptModelsElement extends HTMLElement {
  #stop: (() => void) | undefined;
  #undo: (() => Promise<void>) | undefined;

  connectedCallback(): void {
    this.#stop = onKeptModels(() => void this.#show());
    this.addEventListener("click", this);
    void this.#show();
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }

  handleEvent(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do]");
    if (button) void this.#act(button.dataset["do"]!, button.dataset["name"]!);
  }

  async #act(what: string, name: string): Promise<void> {
    try {
      if (what === "undo") await this.#undo?.();
      else {
        const file = await keptFile(name);
        if (what === "download") return saveFile(`${name.replace(/[^\w .()-]/g, "_")}.safetensors`, new Blob([file]));
        const { model } = (await keptModels()).find((kept) => kept.name === name)!;
        await deleteModel(name);
        this.#undo = () => keepModel({ name, model }, file);
        this.#say(`“${name}” is deleted.`, "Bring it back");
        return;
      }
      this.#say(`“${name}” is back.`);
    } catch (error) {
      this.#say((error as Error).message);
    }
  }

  #say(sentence: string, offer?: string): void {
    const said = this.querySelector(".said")!;
    said.textContent = sentence;
    if (offer === undefined) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: offer });
    button.dataset["do"] = "undo";
    button.dataset["name"] = /“(.*)”/.exec(sentence)?.[1] ?? "";
    said.append(" ", button);
    button.focus();
  }

  async #show(): Promise<void> {
    const said = this.querySelector<HTMLElement>(".said")!;
    try {
      const kept = await keptModels();
      this.querySelector("table")?.remove();
      if (kept.length > 0) said.before(tableOf(kept));
      if (kept.length === 0 && said.childElementCount === 0) said.textContent = "You keep no model in this browser.";
      else if (/^(With scripts|You keep no)/.test(said.textContent)) said.textContent = "";
    } catch (error) {
      said.textContent = (error as Error).message;
    }
  }
}

function tableOf(kept: readonly KeptModel[]): HTMLTableElement {
  const table = document.createElement("table");
  table.innerHTML = "<thead><tr><th>name</th><th>kind</th><th>size</th><th>kept on</th><th>do</th></tr></thead><tbody></tbody>";
  const body = table.tBodies[0]!;
  for (const { name, model, size, at } of kept) {
    const row = body.insertRow();
    for (const text of [name, model, bytes(size), new Date(at).toLocaleDateString("en-GB")]) row.insertCell().textContent = text;
    row.insertCell().append(press("download", "Download", name), " ", press("delete", "Delete", name));
  }
  return table;
}

function press(what: string, text: string, name: string): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, ariaLabel: `${text} ${name}` });
  Object.assign(made.dataset, { do: what, name });
  return made;
}

customElements.define("ml-kept-models", KeptModelsElement);
