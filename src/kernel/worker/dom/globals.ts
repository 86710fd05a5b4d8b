/**
 * What Plot and d3 find where a browser has its globals. The bundler puts these in the place of the free
 * names (esbuild's `inject`), so that nothing is ever written to `globalThis` and a cell sees no `document`.
 * Every export is pure: a bundle that uses none of them contains nothing of the DOM.
 */
import { createWindow } from "./window.ts";

export const window = /* @__PURE__ */ createWindow();
export const document = /* @__PURE__ */ global("document");
export const navigator = /* @__PURE__ */ global("navigator");

export const Node = /* @__PURE__ */ global("Node");
export const NodeList = /* @__PURE__ */ global("NodeList");
export const NodeFilter = /* @__PURE__ */ global("NodeFilter");
export const HTMLCollection = /* @__PURE__ */ global("HTMLCollection");
export const DocumentFragment = /* @__PURE__ */ global("DocumentFragment");
export const Element = /* @__PURE__ */ global("Element");
export const HTMLElement = /* @__PURE__ */ global("HTMLElement");
export const SVGElement = /* @__PURE__ */ global("SVGElement");

export const Event = /* @__PURE__ */ global("Event");
export const CustomEvent = /* @__PURE__ */ global("CustomEvent");
export const MouseEvent = /* @__PURE__ */ global("MouseEvent");
export const PointerEvent = /* @__PURE__ */ global("PointerEvent");

export const DOMMatrix = /* @__PURE__ */ global("DOMMatrix");
export const getComputedStyle = /* @__PURE__ */ global("getComputedStyle");
export const requestAnimationFrame = /* @__PURE__ */ global("requestAnimationFrame");
export const cancelAnimationFrame = /* @__PURE__ */ global("cancelAnimationFrame");

function global<K extends keyof typeof window>(name: K): (typeof window)[K] {
  return window[name];
}
