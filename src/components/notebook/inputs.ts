import { clamped, type FileKind, type InputSpec, type RunsSpec, sliderText } from "../../kernel/protocol/inputs.ts";
import { INPUT, type MimeBundle } from "../../kernel/protocol/mime.ts";
import { inkHtml, inputHtml, markText, notesHtml, shapeOf } from "../inputs.ts";
import { enableInputs } from "./enable-inputs.ts";
import { pressRuns, showRuns } from "./models/kept-runs.ts";
import { Pad } from "./pad.ts";

/** Text is sent when no key came for so long: a key that is held comes again sooner, a typist's next key does not. So each key is answered, as each place of a slider is. */
const TYPING_MS = 40;

const pads = new WeakMap<Element, Pad>();

/**
 * The control that an output stands for: that which is there, with the new value, or a new one. Undefined for other
 * outputs. The reader's hand comes first: what was changed in the page keeps its value, its focus and its caret.
 */
export function inputControl(bundle: MimeBundle, before: readonly Element[]): HTMLElement | undefined {
  const spec = bundle[INPUT];
  if (!spec) return undefined;
  const old = before.find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset["input"] === spec.id);
  if (old?.dataset["shape"] === shapeOf(spec)) {
    if (spec.kind === "runs") showRuns(old, spec.value);
    else if (old.dataset["touched"] === undefined) setValue(old, spec);
    return old;
  }
  const template = document.createElement("template");
  template.innerHTML = inputHtml(spec);
  enableInputs(template.content);
  const fresh = template.content.firstElementChild as HTMLElement;
  if (spec.kind === "runs") showRuns(fresh, spec.value);
  if (old?.contains(document.activeElement)) queueMicrotask(() => focusable(fresh)?.focus());
  return fresh;
}

const focusable = (root: Element) => root.querySelector<HTMLElement>("input:checked, input:not([type=radio]), select, textarea, button, .pad");

function setValue(root: HTMLElement, spec: Exclude<InputSpec, RunsSpec>): void {
  const field = root.querySelector<HTMLInputElement>("input, select, textarea");
  switch (spec.kind) {
    case "slider":
    case "number":
      if (field!.valueAsNumber !== spec.value) field!.value = field!.defaultValue = String(spec.value);
      if (spec.kind === "slider") showSlider(root);
      break;
    case "select":
    case "text":
      if (field!.value !== spec.value) field!.value = spec.value;
      break;
    case "radio":
      for (const option of radios(root)) option.checked = option.value === spec.value;
      break;
    case "checkbox":
      field!.checked = spec.value;
      break;
    case "button":
      root.querySelector("button")!.dataset["count"] = String(spec.value);
      break;
    case "drawing":
      root.querySelector("svg g")!.innerHTML = spec.value ? inkHtml(spec.value, spec.width) : "";
      pads.delete(root);
      break;
  }
}

const radios = (root: Element) => root.querySelectorAll<HTMLInputElement>("input[type=radio]");

/** The range of a field, from its own attributes. */
function rangeOf({ min, max, step }: HTMLInputElement): { min?: number; max?: number; step?: number } {
  const end = (text: string) => (text === "" || text === "any" ? undefined : Number(text));
  return { min: end(min), max: end(max), step: end(step) };
}

function showSlider(root: HTMLElement): void {
  const field = root.querySelector("input")!;
  root.querySelector("output")!.value = sliderText(field.valueAsNumber, { min: Number(field.min), step: Number(field.step) });
}

/** What a control came to. `later`: nothing that its cell shows changes, and the value is for its next run. */
type Send = (cell: string, id: string, value: unknown, options?: { later: boolean }) => void;

/**
 * Reads the values of a notebook's controls when the reader changes them, and hands them on: sliders and drawings once
 * a frame, text when the keys rest, all else at once.
 */
export class Inputs {
  readonly #send: Send;
  /** Controls with a value that waits to be sent: how to forget about it. */
  readonly #waiting = new Map<HTMLElement, () => void>();
  readonly #sent = new WeakMap<HTMLElement, unknown>();
  /** The file that a control reads now: one that was chosen before and is read later is dropped. */
  readonly #reading = new WeakMap<HTMLElement, File>();

  constructor(send: Send) {
    this.#send = send;
  }

  /** An event whose target lies in a control. */
  handle(event: Event): void {
    const target = event.target as HTMLElement;
    const root = target.closest<HTMLElement>(".out-input")!;
    const button = target.closest<HTMLElement>("[data-do]");
    if (event.type === "click" && button && root.dataset["kind"] === "runs") this.#runs(root, button);
    else if (event.type === "click") this.#click(root, button?.dataset["do"]);
    else if (event.type === "input") this.#input(root);
    else if (event.type === "change") this.#change(root, event);
    else if (target.closest(".pad") && padOf(root).handle(event)) this.#nextFrame(root);
  }

  #input(root: HTMLElement): void {
    if (root.dataset["kind"] === "slider") {
      showSlider(root);
      this.#nextFrame(root);
    } else if (root.dataset["kind"] === "text") {
      const timer = setTimeout(() => this.#now(root), TYPING_MS);
      this.#wait(root, () => clearTimeout(timer));
    }
  }

  #change(root: HTMLElement, event: Event): void {
    const field = root.querySelector<HTMLInputElement>("input");
    if (event.target instanceof HTMLSelectElement && event.target.dataset["model"] !== undefined) void this.#useKept(root, event.target);
    else if (root.dataset["kind"] === "file") void this.#read(root, field!);
    else {
      if (root.dataset["kind"] === "number") settle(field!);
      this.#now(root);
    }
  }

  #click(root: HTMLElement, what: string | undefined): void {
    if (what === "press") {
      const button = root.querySelector("button")!;
      button.dataset["count"] = String(Number(button.dataset["count"]) + 1);
      this.#now(root);
    } else if (what === "remove") {
      this.#reading.delete(root);
      root.querySelector<HTMLElement>(".chosen")!.hidden = true;
      root.querySelector(".notes")!.replaceChildren();
      root.querySelector(".trouble")!.textContent = "";
      root.querySelector("input")!.focus();
      this.#hand(root, null);
    } else if (what === "undo" || what === "clear") {
      padOf(root)[what]();
      this.#nextFrame(root);
    }
  }

  #runs(root: HTMLElement, button: HTMLElement): void {
    const change = pressRuns(root, button);
    if (change) this.#hand(root, change.value, { later: !change.shown });
  }

  /** A model that the reader keeps is read as the file that it was. */
  async #useKept(root: HTMLElement, list: HTMLSelectElement): Promise<void> {
    const name = list.value;
    list.value = "";
    if (name === "") return;
    const { keptFile } = await import("./models/kept-models.ts");
    try {
      await this.#readFile(root, new File([await keptFile(name)], name));
    } catch (error) {
      root.querySelector(".trouble")!.textContent = (error as Error).message;
    }
  }

  async #read(root: HTMLElement, field: HTMLInputElement): Promise<void> {
    const file = field.files?.[0];
    if (!file) return;
    // The same file can be chosen again, after it was changed.
    field.value = "";
    await this.#readFile(root, file);
  }

  async #readFile(root: HTMLElement, file: File): Promise<void> {
    const { readFile } = await import("./csv/read-file.ts");
    this.#reading.set(root, file);
    const trouble = root.querySelector(".trouble")!;
    const { accept, maxSide, grey, model } = root.querySelector("input")!.dataset;
    try {
      const chosen = await readFile(file, {
        accept: accept as FileKind,
        ...(maxSide === undefined ? {} : { maxSide: Number(maxSide) }),
        grey: grey !== undefined,
        ...(model === undefined ? {} : { model }),
      });
      if (this.#reading.get(root) !== file) return;
      trouble.textContent = "";
      const line = root.querySelector<HTMLElement>(".chosen")!;
      line.querySelector("span")!.textContent = markText(chosen);
      line.hidden = false;
      root.querySelector(".notes")!.innerHTML = notesHtml(chosen);
      this.#hand(root, chosen);
    } catch (error) {
      if (this.#reading.get(root) === file) trouble.textContent = (error as Error).message;
    }
  }

  #nextFrame(root: HTMLElement): void {
    if (this.#waiting.has(root)) return;
    const frame = requestAnimationFrame(() => this.#now(root));
    this.#wait(root, () => cancelAnimationFrame(frame));
  }

  #wait(root: HTMLElement, forget: () => void): void {
    this.#waiting.get(root)?.();
    this.#waiting.set(root, forget);
  }

  #now(root: HTMLElement): void {
    this.#waiting.get(root)?.();
    this.#waiting.delete(root);
    const value = valueOf(root);
    if (value !== this.#sent.get(root)) this.#hand(root, value);
  }

  #hand(root: HTMLElement, value: unknown, options?: { later: boolean }): void {
    this.#sent.set(root, value);
    root.dataset["touched"] = "";
    const cell = root.closest<HTMLElement>("ml-cell")?.dataset["cell"];
    if (cell !== undefined) this.#send(cell, root.dataset["input"]!, value, options);
  }
}

/** A number that was typed becomes one that the field can have; what is no number, the one before. */
function settle(field: HTMLInputElement): void {
  const value = field.valueAsNumber;
  field.value = Number.isFinite(value) ? String(clamped(value, rangeOf(field))) : field.defaultValue;
  field.defaultValue = field.value;
}

function valueOf(root: HTMLElement): unknown {
  const field = root.querySelector<HTMLInputElement>("input, select, textarea");
  switch (root.dataset["kind"]) {
    case "slider":
    case "number":
      return field!.valueAsNumber;
    case "radio":
      return [...radios(root)].find(({ checked }) => checked)?.value;
    case "checkbox":
      return field!.checked;
    case "button":
      return Number(root.querySelector("button")!.dataset["count"]);
    case "drawing":
      return padOf(root).picture();
    default:
      return field!.value;
  }
}

function padOf(root: HTMLElement): Pad {
  const pad = pads.get(root) ?? new Pad(root);
  pads.set(root, pad);
  return pad;
}
