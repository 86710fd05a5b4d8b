import { inkHtml } from "../inputs.ts";
import { type Point, stroke } from "./stroke.ts";

const MAX_UNDO = 200;
/** Pixels that an arrow key moves while Shift is held. */
const STRIDE = 4;

/** A sheet to draw on by pointer or by keys. The sheet shows the very pixels that the cell gets. */
export class Pad {
  readonly #element: HTMLElement;
  readonly #said: Element;
  readonly #size: { width: number; height: number };
  #pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly #history: Uint8ClampedArray<ArrayBuffer>[] = [];
  /** Where each pen that is down was last. */
  readonly #pointers = new Map<number, Point>();
  /** The pixel under the pen that the keys move, and whether it is down. */
  #cursor: Point;
  #penDown = false;
  #byKeys = false;

  constructor(root: HTMLElement) {
    this.#element = root.querySelector<HTMLElement>(".pad")!;
    this.#said = root.querySelector(".said")!;
    const { width, height } = this.#element.dataset;
    this.#size = { width: Number(width), height: Number(height) };
    this.#pixels = pixelsOf(this.#element, this.#size);
    this.#cursor = { x: Math.floor(this.#size.width / 2), y: Math.floor(this.#size.height / 2) };
  }

  /** The drawing as it is now. */
  picture(): { width: number; height: number; data: Uint8ClampedArray } {
    return { ...this.#size, data: this.#pixels.slice() };
  }

  /** True when the drawing is another one now. */
  handle(event: Event): boolean {
    if (event instanceof KeyboardEvent) return this.#key(event);
    return event instanceof PointerEvent && this.#pointer(event);
  }

  undo(): void {
    const before = this.#history.pop();
    if (!before) return this.#say("There is nothing to undo.");
    this.#pixels = before;
    this.#penDown = false;
    this.#show();
    this.#say("The last stroke is undone.");
  }

  clear(): void {
    this.#remember();
    this.#pixels = new Uint8ClampedArray(this.#pixels.length);
    this.#penDown = false;
    this.#show();
    this.#say("The drawing is cleared.");
  }

  #pointer(event: PointerEvent): boolean {
    const { type, pointerId, button } = event;
    if (type === "pointerdown" && button === 0) {
      this.#byKeys = false;
      this.#element.focus({ preventScroll: true });
      // The pointer may be gone, where the page was still loading when it came.
      tryTo(() => this.#element.setPointerCapture(pointerId));
      this.#remember();
      const at = this.#place(event);
      this.#pointers.set(pointerId, at);
      return this.#draw(at, at);
    }
    const last = this.#pointers.get(pointerId);
    if (!last) return false;
    if (type === "pointerup" || type === "pointercancel") this.#pointers.delete(pointerId);
    if (type !== "pointermove") return false;
    const events = event.getCoalescedEvents();
    let from = last;
    for (const step of events.length > 0 ? events : [event]) {
      const to = this.#place(step);
      stroke(this.#pixels, this.#size, from, to);
      from = to;
    }
    this.#pointers.set(pointerId, from);
    this.#show();
    return true;
  }

  #key(event: KeyboardEvent): boolean {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if ((ctrlKey || metaKey) && key === "z") {
      this.undo();
      return true;
    }
    if (key === "Delete" || key === "Backspace") {
      this.clear();
      return true;
    }
    if (key === " " || key === "Enter") {
      this.#byKeys = true;
      this.#penDown = !this.#penDown;
      if (this.#penDown) this.#remember();
      this.#sayPlace();
      if (this.#penDown) return this.#draw(this.#middle, this.#middle);
      this.#show();
      return false;
    }
    const [dx, dy] = ARROWS[key] ?? [0, 0];
    if (dx === 0 && dy === 0) return false;
    this.#byKeys = true;
    const before = this.#middle;
    const stride = shiftKey ? STRIDE : 1;
    const { width, height } = this.#size;
    this.#cursor = { x: inside(this.#cursor.x + stride * dx, width), y: inside(this.#cursor.y + stride * dy, height) };
    this.#sayPlace();
    if (this.#penDown) return this.#draw(before, this.#middle);
    this.#show();
    return false;
  }

  get #middle(): Point {
    return { x: this.#cursor.x + 0.5, y: this.#cursor.y + 0.5 };
  }

  #draw(from: Point, to: Point): boolean {
    stroke(this.#pixels, this.#size, from, to);
    this.#show();
    return true;
  }

  /** A point of the window in pixels of the sheet. */
  #place({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = this.#element.querySelector("svg")!.getBoundingClientRect();
    return { x: ((clientX - left) / width) * this.#size.width, y: ((clientY - top) / height) * this.#size.height };
  }

  #remember(): void {
    this.#history.push(this.#pixels.slice());
    if (this.#history.length > MAX_UNDO) this.#history.shift();
  }

  #show(): void {
    const { x, y } = this.#cursor;
    const cursor = this.#byKeys ? `<rect class="cursor" data-down="${this.#penDown}" x="${x - 0.5}" y="${y - 0.5}" width="2" height="2"/>` : "";
    this.#element.querySelector("svg g")!.innerHTML = inkHtml(this.#pixels, this.#size.width) + cursor;
  }

  #sayPlace(): void {
    this.#say(`Row ${this.#cursor.y + 1}, column ${this.#cursor.x + 1}, pen ${this.#penDown ? "down" : "up"}.`);
  }

  #say(sentence: string): void {
    this.#said.textContent = sentence;
  }
}

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at));

/** What stands on the sheet already, as `inkHtml` wrote it. */
function pixelsOf(pad: Element, { width, height }: { width: number; height: number }): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height);
  for (const path of pad.querySelectorAll("path"))
    for (const [, x, y, length] of (path.getAttribute("d") ?? "").matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      const from = Number(y) * width + Number(x);
      pixels.fill(Number(path.dataset["grey"]), from, from + Number(length));
    }
  return pixels;
}

function tryTo(act: () => void): void {
  try {
    act();
  } catch {}
}
