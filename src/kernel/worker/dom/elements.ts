import { extend } from "./extend.ts";
import { parseInto } from "./parse.ts";
import { matches, select, selectAll } from "./selectors.ts";
import { serialize, serializeChildren } from "./serialize.ts";
import type { VirtualWindow } from "./window.ts";

/** How many attributes of one element can be reached by number. */
const INDEXED = 64;

/** What elements and their parents know besides the tree itself. */
export function installElements(window: VirtualWindow): void {
  const { Node, Element, DocumentFragment, Document } = window;
  extend(Node.prototype, nodeMembers);
  for (const { prototype } of [Element, DocumentFragment, Document]) extend(prototype, parentMembers);
  extend(Element.prototype, elementMembers);
  const attributes = window.document.createElement("p").attributes.constructor.prototype;
  for (let i = 0; i < INDEXED; ++i) {
    Object.defineProperty(attributes, i, { get: indexedAttribute(i), configurable: true });
  }
}

function indexedAttribute(index: number): (this: NamedNodeMap) => Attr | undefined {
  return function () {
    return this.item(index) ?? undefined;
  };
}

const nodeMembers = {
  hasChildNodes(this: Node): boolean {
    return this.firstChild !== null;
  },
  isSameNode(this: Node, other: Node | null): boolean {
    return this === other;
  },
  getRootNode(this: Node): Node {
    let root: Node = this;
    while (root.parentNode) root = root.parentNode;
    return root;
  },
  /** 1 apart, 2 before, 4 after, 8 contains, 16 is contained. */
  compareDocumentPosition(this: Node, other: Node): number {
    if (this === other) return 0;
    const [mine, its] = [path(this), path(other)];
    if (mine[0] !== its[0]) return 1 + 32 + 4;
    let depth = 0;
    while (depth < mine.length && mine[depth] === its[depth]) ++depth;
    const [one, two] = [mine[depth], its[depth]];
    if (!one) return 16 + 4;
    if (!two) return 8 + 2;
    for (let node: Node | null = one; node; node = node.nextSibling) if (node === two) return 4;
    return 2;
  },
};

function path(node: Node): Node[] {
  const nodes = [node];
  for (let up = node.parentNode; up; up = up.parentNode) nodes.unshift(up);
  return nodes;
}

const parentMembers = {
  get childElementCount(): number {
    return (this as unknown as ParentNode).children.length;
  },
  querySelector(this: ParentNode, selector: string): Element | null {
    return select(this, selector);
  },
  querySelectorAll(this: ParentNode, selector: string): Element[] {
    // A list, which is an array here, with `item`.
    return Object.assign(selectAll(this, selector), { item: elementAt });
  },
};

function elementAt(this: Element[], index: number): Element | null {
  return this[index] ?? null;
}

const elementMembers = {
  get className(): string {
    return attribute(this, "class");
  },
  set className(value: string) {
    asElement(this).setAttribute("class", value);
  },
  get title(): string {
    return attribute(this, "title");
  },
  set title(value: string) {
    asElement(this).setAttribute("title", value);
  },
  get classList(): ReturnType<typeof tokens> {
    return tokens(asElement(this), "class");
  },
  get dataset(): DOMStringMap {
    return dataset(asElement(this));
  },
  get innerText(): string {
    return asElement(this).textContent ?? "";
  },
  set innerText(text: string) {
    asElement(this).textContent = text;
  },
  get innerHTML(): string {
    return serializeChildren(asElement(this));
  },
  set innerHTML(markup: unknown) {
    const element = asElement(this);
    element.replaceChildren();
    parseInto(element, markup == null ? "" : String(markup));
  },
  get outerHTML(): string {
    return serialize(asElement(this));
  },
  matches(this: Element, selector: string): boolean {
    return matches(this, selector, this);
  },
  closest(this: Element, selector: string): Element | null {
    for (let up: Element | null = this; up; up = up.parentElement) if (matches(up, selector, this)) return up;
    return null;
  },
  hasAttributes(this: Element): boolean {
    return this.attributes.length > 0;
  },
  insertAdjacentElement(this: Element, where: InsertPosition, element: Element): Element {
    insert(this, where, element);
    return element;
  },
  insertAdjacentText(this: Element, where: InsertPosition, text: string): void {
    insert(this, where, this.ownerDocument.createTextNode(text));
  },
  insertAdjacentHTML(this: Element, where: InsertPosition, markup: string): void {
    const outside = /^(?:beforebegin|afterend)$/i.test(where);
    const holder = ((outside && this.parentElement) || this).cloneNode(false) as Element;
    parseInto(holder, markup);
    const fragment = this.ownerDocument.createDocumentFragment();
    fragment.append(...holder.childNodes);
    insert(this, where, fragment);
  },
  // Nothing here has focus or captures a pointer; libraries ask all the same.
  focus(): void {},
  blur(): void {},
  setPointerCapture(): void {},
  releasePointerCapture(): void {},
  hasPointerCapture: (): boolean => false,
};

function asElement(value: unknown): Element {
  return value as Element;
}

function attribute(element: unknown, name: string): string {
  return asElement(element).getAttribute(name) ?? "";
}

function insert(element: Element, where: InsertPosition, node: Node): void {
  const place = where.toLowerCase();
  if (place === "beforebegin") element.before(node);
  else if (place === "afterbegin") element.prepend(node);
  else if (place === "beforeend") element.append(node);
  else element.after(node);
}

/** `classList`: the words of an attribute. */
function tokens(element: Element, name: string) {
  const read = () => new Set(attribute(element, name).split(/\s+/).filter(Boolean));
  const write = (words: Set<string>) => element.setAttribute(name, [...words].join(" "));
  const list = {
    contains: (word: string) => read().has(word),
    add: (...words: string[]) => write(new Set([...read(), ...words])),
    remove: (...words: string[]) => write(new Set([...read()].filter((word) => !words.includes(word)))),
    toggle(word: string, force = !read().has(word)): boolean {
      if (force) list.add(word);
      else list.remove(word);
      return force;
    },
    replace(old: string, word: string): boolean {
      if (!read().has(old)) return false;
      write(new Set([...read()].map((each) => (each === old ? word : each))));
      return true;
    },
    get length() {
      return read().size;
    },
    get value() {
      return attribute(element, name);
    },
    toString: () => attribute(element, name),
    [Symbol.iterator]: () => read()[Symbol.iterator](),
  };
  return list;
}

/** `dataset.someName` is the attribute `data-some-name`. */
function dataset(element: Element): DOMStringMap {
  const name = (key: string | symbol) => `data-${String(key).replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
  return new Proxy<DOMStringMap>(
    {},
    {
      get: (_, key) => element.getAttribute(name(key)) ?? undefined,
      has: (_, key) => element.hasAttribute(name(key)),
      set: (_, key, value) => (element.setAttribute(name(key), String(value)), true),
      deleteProperty: (_, key) => (element.removeAttribute(name(key)), true),
    },
  );
}
