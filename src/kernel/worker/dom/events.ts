import { extend } from "./extend.ts";
import { flushFrames } from "./frames.ts";
import type { VirtualWindow } from "./window.ts";

/** An event class that carries whatever it was made with: `clientX`, `pointerType`, `key`, … */
export function eventClass(Base: typeof Event): typeof Event {
  return class extends Base {
    constructor(type: string, init: EventInit = {}) {
      super(type, init);
      const { bubbles, cancelable, composed, ...rest } = init;
      Object.assign(this, rest);
    }
  };
}

/** What an event draws is drawn when its dispatch returns, also what asked for an animation frame. */
export function installEvents(window: VirtualWindow): void {
  const { dispatchEvent } = window.EventTarget.prototype;
  let depth = 0;
  extend(window.Node.prototype, {
    dispatchEvent(event: Event): boolean {
      ++depth;
      try {
        return dispatchEvent.call(this, event);
      } finally {
        if (--depth === 0) flushFrames();
      }
    },
  });
}
