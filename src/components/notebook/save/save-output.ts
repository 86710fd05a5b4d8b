import { JSON_TYPE, type MimeBundle, PNG, TABLE } from "../../../kernel/protocol/mime.ts";
import { csvText, toCsv } from "../../to-csv.ts";
import { builtOutputs } from "./chapter-files.ts";
import { saveFile } from "./save-file.ts";

export interface SavesOptions {
  /** Name of the notebook, with which the names of files begin. */
  notebook: string;
  /** What a cell shows now; `undefined` while that is what the build put there. */
  outputsOf: (cell: string) => readonly MimeBundle[] | undefined | Promise<readonly MimeBundle[] | undefined>;
  /** Tells the reader that something could not be saved. */
  say: (sentence: string) => void;
}

/** What an output is, as the reader would call it, and the forms in which it can be saved. */
const FORMS = { chart: ["SVG", "PNG"], picture: ["PNG"], table: ["CSV"] } as const;
type Kind = keyof typeof FORMS;
type Form = (typeof FORMS)[Kind][number];

/**
 * Buttons to save each chart and table of the page, at the corner of its output: shown when a pointer is over it, or the
 * focus on them, and there for the keyboard and for screen readers before that.
 */
export function offerSaves(root: HTMLElement, options: SavesOptions): void {
  const saves = new Map<HTMLElement, CellSaves>();
  const adopt = (cell: HTMLElement | null | undefined) => {
    if (!cell) return undefined;
    if (!saves.has(cell)) saves.set(cell, new CellSaves(cell, options));
    return saves.get(cell);
  };
  let near: HTMLElement | undefined;
  const approach = (target: Element) => {
    const group = adopt(target.closest<HTMLElement>("ml-cell"))?.groupAt(target);
    if (group === near) return;
    near?.removeAttribute("data-near");
    near = group;
    near?.setAttribute("data-near", "");
  };
  for (const cell of root.querySelectorAll<HTMLElement>("ml-cell")) adopt(cell);
  for (const type of ["pointerover", "focusin"] as const) root.addEventListener(type, ({ target }) => target instanceof Element && approach(target));
  // A finger that is lifted leaves, too: what it has brought up stays.
  root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && approach(root));
  const hovered = [...root.querySelectorAll("ml-cell .output > :hover")].at(-1);
  if (hovered) approach(hovered);
}

/** The buttons of one cell: a group for each output that can be saved. */
class CellSaves {
  readonly #cell: HTMLElement;
  readonly #name: string;
  readonly #options: SavesOptions;
  readonly #layer = document.createElement("div");
  #offers: { output: Element; kind: Kind; group: HTMLElement }[] = [];

  constructor(cell: HTMLElement, options: SavesOptions) {
    this.#cell = cell;
    this.#name = cell.dataset["cell"]!;
    this.#options = options;
    this.#layer.className = "saves";
    const output = cell.querySelector(":scope > .output");
    output?.before(this.#layer);
    if (output) new MutationObserver(() => this.#update()).observe(output, { childList: true });
    this.#update();
  }

  /** The group of the output in which an element is, at its place. */
  groupAt(target: Element): HTMLElement | undefined {
    // Between a small output and its buttons lies the ground on which both stand.
    const onGround = target.matches(".output");
    const offer =
      this.#offers.find(({ output, group }) => (onGround ? group.hasAttribute("data-near") : output.contains(target) || group.contains(target))) ??
      (onGround ? this.#offers[0] : undefined);
    if (offer) offer.group.style.top = `${(offer.output as HTMLElement).offsetTop}px`;
    return offer?.group;
  }

  /** Groups stay while there is something of their kind to save: a button that has the focus keeps it. */
  #update(): void {
    const found = [...this.#cell.querySelectorAll(":scope > .output > *")].flatMap((output) => {
      const kind = kindOf(output);
      return kind ? [{ output, kind }] : [];
    });
    const before = this.#offers;
    this.#offers = found.map(({ output, kind }, index) => {
      const old = before[index];
      return { output, kind, group: old?.kind === kind ? old.group : this.#group(kind, index) };
    });
    for (const { group } of before) if (!this.#offers.some((offer) => offer.group === group)) group.remove();
    for (const [index, { group, output }] of this.#offers.entries()) {
      if (this.#layer.children[index] !== group) this.#layer.insertBefore(group, this.#layer.children[index] ?? null);
      group.style.top = `${(output as HTMLElement).offsetTop}px`;
    }
  }

  #group(kind: Kind, index: number): HTMLElement {
    const group = document.createElement("div");
    const what = index === 0 ? `the ${kind}` : `output ${index + 1}, a ${kind},`;
    for (const form of FORMS[kind]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = form;
      button.title = `Save ${what} of cell ${this.#name} as ${form}`;
      button.setAttribute("aria-label", button.title);
      button.addEventListener("click", () => void this.#save(index, form));
      group.append(button);
    }
    return group;
  }

  async #save(index: number, form: Form): Promise<void> {
    const { output, kind } = this.#offers[index]!;
    const stem = [this.#options.notebook, this.#name, ...(index === 0 ? [] : [index + 1])].join("-");
    try {
      const { note, blob } = await this.#file(output, kind, form);
      saveFile(`${stem}${note ? `-${note}` : ""}.${form.toLowerCase()}`, blob);
    } catch (error) {
      this.#options.say(`The ${kind} of cell ${this.#name} could not be saved: ${(error as Error).message}.`);
    }
  }

  /** `note` goes into the file's name: what is missing from it. */
  async #file(output: Element, kind: Kind, form: Form): Promise<{ blob: Blob; note?: string }> {
    if (kind === "picture") return { blob: pixels(output as HTMLImageElement) };
    if (kind === "table") return this.#csv(output);
    const { chartPng, chartSvg } = await import("./chart-file.ts");
    const svg = chartSvg(output, `Chart of cell ${this.#name}`);
    return { blob: form === "SVG" ? new Blob([svg.text], { type: "image/svg+xml" }) : await chartPng(svg) };
  }

  /** All rows, which the output itself has; the page may show fewer. */
  async #csv(output: Element): Promise<{ blob: Blob; note?: string }> {
    const bundle = (await this.#bundles())[[...this.#cell.querySelectorAll(":scope > .output > *")].indexOf(output)];
    const rows = bundle?.[JSON_TYPE];
    const csv = rows ? toCsv(rows, columnsOf(output, rows)) : csvText(shownRows(output));
    const cut = bundle?.[TABLE] && rows;
    return { blob: new Blob([csv], { type: "text/csv;charset=utf-8" }), ...(cut ? { note: `first-${rows.length}-rows` } : {}) };
  }

  async #bundles(): Promise<readonly MimeBundle[]> {
    const now = await this.#options.outputsOf(this.#name);
    return now ?? (await builtOutputs(this.#options.notebook)).find(({ cell }) => cell === this.#name)?.outputs ?? [];
  }
}

function kindOf(output: Element): Kind | undefined {
  if (output.matches(".out-picture")) return "picture";
  if (!output.matches(".out-chart, .out-html")) return undefined;
  if (output.querySelector("svg")) return "chart";
  return output.querySelector(":scope > table") ? "table" : undefined;
}

/** What a table of the author's own markup says. */
/** In the order in which they are shown, which the rows may have lost: an object puts names that are numbers first. */
function columnsOf(output: Element, [row]: readonly object[]): string[] | undefined {
  const columns = [...output.querySelectorAll("thead :is(th, td)")].map(({ textContent }) => textContent ?? "");
  return columns.every((column) => !row || Object.hasOwn(row, column)) ? columns : undefined;
}

function shownRows(output: Element): string[][] {
  return [...output.querySelectorAll("tr")].map((row) => [...row.cells].map(({ textContent }) => (textContent ?? "").trim()));
}

function pixels({ src }: HTMLImageElement): Blob {
  const bytes = Uint8Array.from(atob(src.slice(src.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: PNG });
}
