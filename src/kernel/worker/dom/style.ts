import { extend } from "./extend.ts";
import type { VirtualWindow } from "./window.ts";

type Declarations = Map<string, string>;

const DECLARATION = /([\w-]+)\s*:\s*((?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))*)/g;
/** Of what is not set anywhere, the values that transitions start from. */
const INITIAL: Record<string, string> = { opacity: "1", "fill-opacity": "1", "stroke-opacity": "1", display: "inline" };

/** `element.style`, as d3 and Plot use it: read from and written to the attribute; also assignable as text. */
export function installStyle(window: VirtualWindow): void {
  const styles = new WeakMap<Element, CSSStyleDeclaration>();
  extend(window.Element.prototype, {
    get style(): CSSStyleDeclaration {
      let style = styles.get(this);
      if (!style) styles.set(this, (style = inlineStyle(this)));
      return style;
    },
    set style(text: CSSStyleDeclaration | string) {
      this.setAttribute("style", String(text));
    },
  });
}

/** `getComputedStyle` without style sheets: what the element or an ancestor says of itself. */
export function computedStyle(element: Element): CSSStyleDeclaration {
  return withProperties({
    getPropertyValue(name: string): string {
      for (let up: Element | null = element; up; up = up.parentElement) {
        const value = parse(up).get(name) ?? up.getAttribute(name);
        if (value) return value;
        if (name === "opacity" || name === "display") break; // not inherited
      }
      return INITIAL[name] ?? "";
    },
  });
}

function inlineStyle(element: Element): CSSStyleDeclaration {
  const style = {
    get cssText(): string {
      return element.getAttribute("style") ?? "";
    },
    set cssText(text: string) {
      element.setAttribute("style", text);
    },
    get length(): number {
      return parse(element).size;
    },
    toString(): string {
      return style.cssText;
    },
    getPropertyValue(name: string): string {
      return (
        parse(element)
          .get(name)
          ?.replace(/\s*!important$/, "") ?? ""
      );
    },
    setProperty(name: string, value: unknown, priority?: string): void {
      const declarations = parse(element);
      if (value == null || value === "") declarations.delete(name);
      else declarations.set(name, priority ? `${value} !${priority}` : `${value}`);
      write(element, declarations);
    },
    removeProperty(name: string): string {
      const value = style.getPropertyValue(name);
      style.setProperty(name, null);
      return value;
    },
  };
  return withProperties(style);
}

/** Reach every property by its own name too: `fontSize`, `font-size`, `--accent`. */
function withProperties(methods: Pick<CSSStyleDeclaration, "getPropertyValue">): CSSStyleDeclaration {
  return new Proxy(methods as CSSStyleDeclaration, {
    get: (style, name) => (typeof name === "symbol" || name in style ? Reflect.get(style, name) : style.getPropertyValue(hyphenated(name))),
    set(style, name, value) {
      if (typeof name === "symbol" || name in style) return Reflect.set(style, name, value);
      style.setProperty(hyphenated(name), value);
      return true;
    },
  });
}

function parse(element: Element): Declarations {
  const text = element.getAttribute("style");
  const declarations: Declarations = new Map();
  for (const [, name = "", value = ""] of text?.matchAll(DECLARATION) ?? []) declarations.set(name, value.trim());
  return declarations;
}

function write(element: Element, declarations: Declarations): void {
  const text = [...declarations].map(([name, value]) => `${name}: ${value};`).join(" ");
  if (text) element.setAttribute("style", text);
  else element.removeAttribute("style");
}

function hyphenated(name: string): string {
  if (name === "cssFloat") return "float";
  return name.startsWith("--") ? name : name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
}
