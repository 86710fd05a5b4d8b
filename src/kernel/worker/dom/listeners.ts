import { extend } from "./extend.ts";
import type { VirtualWindow } from "./window.ts";

/** Under this name an element counts its listeners for the pointer. Registered, so that every bundle means the same. */
const LISTENERS = Symbol.for("ml-vs-llm.listeners");
const BY_HAND = /^(?:pointer|mouse)|^click$/;

type Listening = EventTarget & { [LISTENERS]?: number };

/** How many listeners for the pointer an element was ever given. */
export function pointerListeners(element: EventTarget): number {
  return (element as Listening)[LISTENERS] ?? 0;
}

/** Lets elements know that somebody listens for the pointer, so that the page need not send what nobody hears. */
export function installListeners({ Element }: VirtualWindow): void {
  const { addEventListener } = Element.prototype;
  extend(Element.prototype, {
    addEventListener(this: Listening, type: string, ...rest: [never]) {
      if (BY_HAND.test(type)) this[LISTENERS] = pointerListeners(this) + 1;
      addEventListener.call(this, type, ...rest);
    },
  });
}
