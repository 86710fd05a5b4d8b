import { type CommandName, isApple, keyText } from "./commands.ts";

export interface Offer {
  command: CommandName;
  /** Why it cannot be done now, if so. */
  unless?: string;
}

/**
 * All that can be done to a cell and the page, with the keys that do it: a menu for the hand, a list to type into, and the
 * manual of the keys. Resolves with what was chosen.
 */
export function palette(title: string, offers: Offer[]): Promise<CommandName | undefined> {
  const dialog = document.createElement("dialog");
  dialog.className = "notebook-dialog commands not-content";
  dialog.setAttribute("aria-label", title);
  dialog.innerHTML = `<form method="dialog"><p class="head"><label><span></span><input type="search" autocomplete="off" spellcheck="false" placeholder="Type to find a command"></label><button value="" aria-label="Close">×</button></p><ul></ul><p class="none" role="status"></p></form>`;
  dialog.querySelector("span")!.textContent = title;
  const list = dialog.querySelector("ul")!;
  const field = dialog.querySelector("input")!;
  const items = offers.map((offer) => item(offer));
  list.append(...items.map(({ element }) => element));

  const find = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { element, text } of items) element.hidden = !words.every((word) => text.includes(word));
    const shown = items.filter(({ element }) => !element.hidden).length;
    dialog.querySelector(".none")!.textContent = shown === 0 ? "No command has these words." : "";
  };
  field.addEventListener("input", find);
  dialog.addEventListener("keydown", (event) => move(event, dialog));
  // A click beside the list closes it.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  const opener = document.activeElement as HTMLElement | null;
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener?.focus();
      resolve(offers.find(({ command }) => command.id === dialog.returnValue)?.command);
    });
  });
}

function item({ command, unless }: Offer): { element: HTMLLIElement; text: string } {
  const element = document.createElement("li");
  const button = document.createElement("button");
  button.value = command.id;
  button.disabled = unless !== undefined;
  const title = document.createElement("span");
  title.textContent = command.title ?? "";
  const keys = document.createElement("kbd");
  keys.textContent = unless ?? keyText(command, isApple(navigator.platform));
  button.append(title, keys);
  element.append(button);
  return { element, text: `${title.textContent} ${command.id}`.toLowerCase() };
}

/** Arrows go through what is shown; Enter in the field takes the first. */
function move(event: KeyboardEvent, dialog: HTMLDialogElement): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>("input, li:not([hidden]) button:not(:disabled)")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length]?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && at === 0) {
    stops[1]?.click();
    event.preventDefault();
  }
}
