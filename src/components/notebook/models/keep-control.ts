import { bytes } from "../../inputs.ts";
import { MAX_NAME } from "./model-kind.ts";

let forms = 0;

/** A button beside a model's download, and the form that it opens: under which name the reader wants to keep the model in this browser. */
export function keepControl({ name, model }: { name: string; model: string }, file: Uint8Array<ArrayBuffer>): HTMLElement[] {
  const template = document.createElement("template");
  const id = `keep-${++forms}`;
  template.innerHTML = `<button type="button" aria-expanded="false" aria-controls="${id}">Keep in this browser</button><form id="${id}" hidden><label>Name <input maxlength="${MAX_NAME}" autocomplete="off" required></label><button>Keep</button><button type="button" data-do="cancel">Cancel</button><p>${bytes(file.length)}. It stays in this browser and is sent nowhere. Pages that can use it offer it, until you delete it.</p></form><p class="said" role="status"></p>`;
  const [open, form, said] = [...template.content.children] as [HTMLButtonElement, HTMLFormElement, HTMLElement];
  const field = form.querySelector("input")!;
  const show = (shown: boolean): void => {
    form.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (shown) field.select();
  };
  field.value = name;
  open.addEventListener("click", () => show(form.hidden === true));
  form.querySelector('[data-do="cancel"]')!.addEventListener("click", () => {
    show(false);
    open.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      // The store is opened, and other tabs listened to, for readers who keep something.
      const { keepModel } = await import("./kept-models.ts");
      await keepModel({ name: field.value, model }, file);
      said.textContent = `Kept as “${field.value.trim()}”.`;
      show(false);
      open.focus();
    } catch (error) {
      said.textContent = (error as Error).message;
    }
  });
  return [open, form, said];
}
