import { Window as BareWindow } from "@remote-dom/polyfill";
import { createCanvas } from "./canvas.ts";
import { installElements } from "./elements.ts";
import { eventClass, installEvents } from "./events.ts";
import { cancelFrame, requestFrame } from "./frames.ts";
import { installGeometry } from "./geometry.ts";
import { installListeners } from "./listeners.ts";
import { Matrix } from "./matrix.ts";
import { computedStyle, installStyle } from "./style.ts";
import { createTreeWalker } from "./tree-walker.ts";
import { installVersions } from "./versions.ts";

/** The names of a browser's window, as the libraries that draw know them. */
export type VirtualWindow = Window & typeof globalThis;

/**
 * A window whose document lives in memory: `@remote-dom/polyfill` has the tree and its events; what
 * drawing needs besides is added here. Typed as the browser's own, of which it is a part.
 */
export function createWindow(): VirtualWindow {
  const window = new BareWindow() as unknown as VirtualWindow;
  const { Event, NodeList, HTMLElement } = window;
  const list = NodeList ?? window.document.childNodes.constructor;
  Object.assign(window, {
    // Plot and d3 offset lines by half a pixel on screens of density 1: every host draws for that one.
    devicePixelRatio: 1,
    navigator: { maxTouchPoints: 0, userAgent: "" },
    NodeList: list,
    HTMLCollection: list,
    NodeFilter: { FILTER_ACCEPT: 1, FILTER_REJECT: 2, FILTER_SKIP: 3, SHOW_ALL: 0xffffffff, SHOW_ELEMENT: 1, SHOW_TEXT: 4, SHOW_COMMENT: 128 },
    UIEvent: eventClass(Event),
    MouseEvent: eventClass(Event),
    PointerEvent: eventClass(Event),
    KeyboardEvent: eventClass(Event),
    DOMMatrix: Matrix,
    getComputedStyle: computedStyle,
    requestAnimationFrame: requestFrame,
    cancelAnimationFrame: cancelFrame,
  });
  Object.defineProperty(HTMLElement, Symbol.hasInstance, { value: isHtmlElement });
  installElements(window);
  installStyle(window);
  installGeometry(window);
  installEvents(window);
  installListeners(window);
  installVersions(window);
  installDocument(window.document);
  return window;
}

function installDocument(document: Document): void {
  const { createElement, createTextNode } = document;
  Object.assign(document, {
    createElement(this: Document, name: string) {
      const element = createElement.call(this, name);
      return element.localName === "canvas" ? createCanvas(element as HTMLCanvasElement) : element;
    },
    // Plot hands over numbers.
    createTextNode(this: Document, data: unknown) {
      return createTextNode.call(this, String(data));
    },
    createTreeWalker,
  });
}

function isHtmlElement(value: unknown): boolean {
  return (value as Element | null)?.namespaceURI === "http://www.w3.org/1999/xhtml";
}
