/** How long words must stand before a screen reader is given them: a run says many things that the next replaces at once. */
const SETTLE_MS = 700;

type Action = readonly [text: string, action: string];

/** What the notebook says to its reader: one line in its bar, and, above the cells, what the reader should decide. */
export class Notices {
  readonly #root: HTMLElement;
  readonly #line: HTMLElement;
  readonly #spoken: HTMLElement;
  #timer = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#line = root.querySelector<HTMLElement>(".kernel-state")!;
    this.#spoken = root.querySelector<HTMLElement>(".notebook-bar [role=status]")!;
  }

  /** Say a sentence in the bar, with buttons for what can be done about it: `[text, action]`. */
  say(sentence: string, ...actions: Action[]): void {
    if (actions.length === 0 && this.#line.textContent === sentence) return;
    this.#line.replaceChildren(sentence, ...actions.flatMap((action) => [" ", actionButton(action, "link")]));
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#spoken.textContent = sentence;
    }, SETTLE_MS);
  }

  /** Put a notice above the cells. It stays until it is taken away; one with the same `id` takes its place. */
  show(id: string, sentences: (string | Node)[], ...actions: Action[]): void {
    const notice = document.createElement("div");
    notice.className = "notebook-notice not-content";
    notice.dataset["notice"] = id;
    const text = document.createElement("p");
    text.append(...sentences);
    const buttons = document.createElement("p");
    buttons.append(...actions.flatMap((action, i) => (i === 0 ? [actionButton(action)] : [" ", actionButton(action)])));
    notice.append(text, ...(actions.length > 0 ? [buttons] : []));
    this.#notice(id)?.remove();
    this.#root.querySelector(".notebook-bar")!.after(notice);
    this.#spoken.textContent = text.textContent;
  }

  /** A link that the reader has to copy by hand. */
  showLink(sentence: string, link: string): void {
    const field = document.createElement("input");
    Object.assign(field, { type: "text", readOnly: true, value: link });
    field.setAttribute("aria-label", "Link with your edits");
    this.show("link", [sentence, field], ["OK", "dismiss"]);
    field.select();
  }

  /** What this browser kept and cannot read: the reader can at least look at it. */
  damaged(text: string): void {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "What it kept";
    const content = document.createElement("pre");
    content.textContent = text;
    content.tabIndex = 0;
    details.append(summary, content);
    this.#notice("problem")?.append(details);
  }

  take(id: string): void {
    this.#notice(id)?.remove();
  }

  #notice(id: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(`.notebook-notice[data-notice="${id}"]`);
  }
}

function actionButton([text, action]: Action, className = ""): HTMLButtonElement {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: text, className });
  button.dataset["action"] = action;
  return button;
}
