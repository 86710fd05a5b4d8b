import { HOOKS } from "@remote-dom/polyfill";
import type { VirtualWindow } from "./window.ts";

/** Under this name a node counts how often its attributes or its text changed. Registered, so that every bundle means the same. */
const VERSION = Symbol.for("ml-vs-llm.version");

type Versioned = Node & { [VERSION]?: number };

/**
 * Lets each element count the changes to its attributes and its text: with that, and the nodes it holds, one can tell
 * what an event changed without writing the whole chart down again.
 */
export function installVersions(window: VirtualWindow): void {
  const count = (node: Versioned | null) => {
    if (node) node[VERSION] = (node[VERSION] ?? 0) + 1;
  };
  Object.assign((window as unknown as { [HOOKS]: object })[HOOKS], {
    setAttribute: count,
    removeAttribute: count,
    setText: (text: Node) => count(text.parentNode),
  });
}
