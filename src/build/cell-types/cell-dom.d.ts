/**
 * The elements that Plot and d3 make and take, as types alone: a cell has no `document` and no `window`. The members are
 * those that the kernel's small DOM has. Read by the language service only, in place of lib.dom.d.ts.
 */

interface Node extends EventTarget {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly ownerDocument: Document | null;
  readonly parentNode: (Node & ParentNode) | null;
  readonly parentElement: Element | null;
  readonly childNodes: NodeListOf<Node>;
  readonly firstChild: Node | null;
  readonly lastChild: Node | null;
  readonly nextSibling: Node | null;
  readonly previousSibling: Node | null;
  textContent: string | null;
  appendChild<T extends Node>(child: T): T;
  cloneNode(deep?: boolean): Node;
  contains(other: Node | null): boolean;
  hasChildNodes(): boolean;
  insertBefore<T extends Node>(child: T, before: Node | null): T;
  removeChild<T extends Node>(child: T): T;
  replaceChild<T extends Node>(child: Node, old: T): T;
}

interface NodeListOf<T> {
  readonly length: number;
  item(index: number): T;
  forEach(callback: (node: T, index: number, parent: NodeListOf<T>) => void): void;
  readonly [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface HTMLCollectionOf<T> {
  readonly length: number;
  item(index: number): T | null;
  readonly [index: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}

interface ParentNode extends Node {
  readonly children: HTMLCollectionOf<Element>;
  readonly childElementCount: number;
  readonly firstElementChild: Element | null;
  readonly lastElementChild: Element | null;
  append(...nodes: (Node | string)[]): void;
  prepend(...nodes: (Node | string)[]): void;
  querySelector<K extends keyof ElementTagNameMap>(selector: K): ElementTagNameMap[K] | null;
  querySelector<E extends Element = Element>(selector: string): E | null;
  querySelectorAll<K extends keyof ElementTagNameMap>(selector: K): NodeListOf<ElementTagNameMap[K]>;
  querySelectorAll<E extends Element = Element>(selector: string): NodeListOf<E>;
  replaceChildren(...nodes: (Node | string)[]): void;
}

interface Element extends ParentNode {
  readonly attributes: { readonly length: number; readonly [index: number]: { name: string; value: string } };
  readonly classList: {
    add(...names: string[]): void;
    contains(name: string): boolean;
    remove(...names: string[]): void;
    toggle(name: string, force?: boolean): boolean;
  };
  className: any;
  id: string;
  innerHTML: string;
  readonly localName: string;
  readonly namespaceURI: string | null;
  readonly nextElementSibling: Element | null;
  readonly outerHTML: string;
  readonly previousElementSibling: Element | null;
  readonly tagName: string;
  after(...nodes: (Node | string)[]): void;
  before(...nodes: (Node | string)[]): void;
  closest<E extends Element = Element>(selector: string): E | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): DOMRect;
  hasAttribute(name: string): boolean;
  matches(selector: string): boolean;
  remove(): void;
  removeAttribute(name: string): void;
  replaceWith(...nodes: (Node | string)[]): void;
  setAttribute(name: string, value: string): void;
  toggleAttribute(name: string, force?: boolean): boolean;
}

interface DOMRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

interface CSSStyleDeclaration {
  cssText: string;
  getPropertyValue(name: string): string;
  removeProperty(name: string): string;
  setProperty(name: string, value: string | null, priority?: string): void;
  [property: string]: any;
}

interface HTMLElement extends Element {
  readonly dataset: Record<string, string | undefined>;
  innerText: string;
  readonly style: CSSStyleDeclaration;
  title: string;
  value?: any;
}
interface HTMLImageElement extends HTMLElement {
  alt: string;
  height: number;
  src: string;
  width: number;
}
interface HTMLCanvasElement extends HTMLElement {
  height: number;
  width: number;
  getContext(kind: "2d"): CanvasRenderingContext2D | null;
  toDataURL(type?: string): string;
}
interface HTMLInputElement extends HTMLElement {
  checked: boolean;
  type: string;
  value: string;
}

interface SVGElement extends Element {
  readonly dataset: Record<string, string | undefined>;
  readonly ownerSVGElement: SVGSVGElement | null;
  readonly style: CSSStyleDeclaration;
  value?: any;
}
interface SVGGraphicsElement extends SVGElement {
  getBBox(): DOMRect;
}
interface SVGSVGElement extends SVGGraphicsElement {
  createSVGPoint?(): { x: number; y: number };
}
interface SVGGElement extends SVGGraphicsElement {}
interface SVGMarkerElement extends SVGElement {}
interface SVGPathElement extends SVGGraphicsElement {}
interface SVGTextElement extends SVGGraphicsElement {}

interface HTMLElementTagNameMap {
  a: HTMLElement;
  b: HTMLElement;
  button: HTMLElement;
  canvas: HTMLCanvasElement;
  div: HTMLElement;
  figcaption: HTMLElement;
  figure: HTMLElement;
  h1: HTMLElement;
  h2: HTMLElement;
  h3: HTMLElement;
  img: HTMLImageElement;
  input: HTMLInputElement;
  label: HTMLElement;
  li: HTMLElement;
  ol: HTMLElement;
  p: HTMLElement;
  pre: HTMLElement;
  span: HTMLElement;
  table: HTMLElement;
  tbody: HTMLElement;
  td: HTMLElement;
  th: HTMLElement;
  thead: HTMLElement;
  tr: HTMLElement;
  ul: HTMLElement;
}
interface SVGElementTagNameMap {
  circle: SVGGraphicsElement;
  clipPath: SVGElement;
  defs: SVGGraphicsElement;
  ellipse: SVGGraphicsElement;
  g: SVGGElement;
  image: SVGGraphicsElement;
  line: SVGGraphicsElement;
  linearGradient: SVGElement;
  marker: SVGMarkerElement;
  path: SVGPathElement;
  polygon: SVGGraphicsElement;
  polyline: SVGGraphicsElement;
  rect: SVGGraphicsElement;
  stop: SVGElement;
  svg: SVGSVGElement;
  text: SVGTextElement;
  title: SVGElement;
  tspan: SVGTextElement;
  use: SVGGraphicsElement;
}
interface ElementTagNameMap extends HTMLElementTagNameMap, SVGElementTagNameMap {}

interface Document extends ParentNode {
  readonly body: HTMLElement;
  readonly documentElement: HTMLElement;
  createElement<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K];
  createElement(name: string): HTMLElement;
  createElementNS(namespace: "http://www.w3.org/2000/svg", name: string): SVGElement;
  createElementNS(namespace: string | null, name: string): Element;
  createTextNode(text: string): Node;
}
interface XMLDocument extends Document {}
interface Window extends EventTarget {
  readonly document: Document;
}

interface UIEvent extends Event {}
interface MouseEvent extends UIEvent {
  readonly altKey: boolean;
  readonly button: number;
  readonly buttons: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly pageX: number;
  readonly pageY: number;
  readonly shiftKey: boolean;
}
interface PointerEvent extends MouseEvent {
  readonly pointerId: number;
  readonly pointerType: string;
}
interface WheelEvent extends MouseEvent {
  readonly deltaMode: number;
  readonly deltaX: number;
  readonly deltaY: number;
}
interface KeyboardEvent extends UIEvent {
  readonly key: string;
}
interface GlobalEventHandlersEventMap {
  change: Event;
  click: PointerEvent;
  input: Event;
  keydown: KeyboardEvent;
  keyup: KeyboardEvent;
  mouseenter: MouseEvent;
  mouseleave: MouseEvent;
  mousemove: MouseEvent;
  mouseout: MouseEvent;
  mouseover: MouseEvent;
  pointerdown: PointerEvent;
  pointerenter: PointerEvent;
  pointerleave: PointerEvent;
  pointermove: PointerEvent;
  pointerout: PointerEvent;
  pointerover: PointerEvent;
  pointerup: PointerEvent;
  wheel: WheelEvent;
}
interface ElementEventMap extends GlobalEventHandlersEventMap {}
interface HTMLElementEventMap extends GlobalEventHandlersEventMap {}
interface SVGElementEventMap extends GlobalEventHandlersEventMap {}
interface DocumentEventMap extends GlobalEventHandlersEventMap {}
interface WindowEventMap extends GlobalEventHandlersEventMap {}

/** Pixels row by row, four bytes each: red, green, blue, opacity. */
interface ImageData {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly height: number;
  readonly width: number;
}
interface CanvasPath {
  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number, counterclockwise?: boolean): void;
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void;
  bezierCurveTo(cp1x: number, cp1y: number, cp2x: number, cp2y: number, x: number, y: number): void;
  closePath(): void;
  ellipse(
    x: number,
    y: number,
    radiusX: number,
    radiusY: number,
    rotation: number,
    startAngle: number,
    endAngle: number,
    counterclockwise?: boolean,
  ): void;
  lineTo(x: number, y: number): void;
  moveTo(x: number, y: number): void;
  quadraticCurveTo(cpx: number, cpy: number, x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
}
interface CanvasRenderingContext2D extends CanvasPath {
  readonly canvas: HTMLCanvasElement;
  fillStyle: string;
  clearRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): ImageData;
  fillRect(x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): ImageData;
  putImageData(image: ImageData, x: number, y: number): void;
}

/** Only d3-fetch takes one, and cells have no network. */
interface RequestInit {
  body?: unknown;
  headers?: Record<string, string>;
  method?: string;
}
