import DOMPurify from "dompurify";

/**
 * Markup from a kernel as nodes that can do nothing: no scripts, handlers, frames or forms; styles hold for the
 * output alone; pictures, and what styles name, carry their own pixels, so that showing one asks nobody for anything. What the
 * page's own controls are known by is taken from it: a control is drawn by the page (`inputs.ts`, `download.ts`).
 */
export function sanitize(markup: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markup, {
    RETURN_DOM_FRAGMENT: true,
    ADD_ATTR: ["aria-description"],
    FORBID_TAGS: ["form", "input", "button", "textarea", "select", "dialog", "audio", "video", "picture", "source", "template"],
    FORBID_ATTR: ["tabindex", "autofocus", "accesskey", "srcset", "background"],
  });
  for (const picture of fragment.querySelectorAll("img, image, feImage")) ownPicturesOnly(picture);
  for (const element of fragment.querySelectorAll<HTMLElement | SVGElement>('[style*="("]')) ownStyleOnly(element);
  for (const name of DRAWN_WITH)
    for (const element of fragment.querySelectorAll(`[${name}*="("]`)) if (!isOwn(element.getAttribute(name)!)) element.removeAttribute(name);
  for (const style of fragment.querySelectorAll("style")) scope(style);
  for (const control of fragment.querySelectorAll(".out-input")) control.classList.remove("out-input");
  return fragment;
}

/** Attributes that are read as styles, and may name a picture or a part of another document. */
const DRAWN_WITH = ["fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid", "marker-end"];

const OWN_URL = /url\(\s*(?:"(?:#|data:image\/)[^"]*"|'(?:#|data:image\/)[^']*'|(?:#|data:image\/)[^\s"'()]*)\s*\)/gi;

/**
 * True for a style that names nothing but parts of this page and pictures with their own pixels. A style with an escape could
 * spell anything, and is not looked into.
 */
function isOwn(style: string): boolean {
  const rest = style.replace(OWN_URL, "");
  return !/(?:url|src|image|image-set|cross-fade|element|paint)\(/i.test(rest) && !(rest.includes("\\") && rest.includes("("));
}

function ownStyleOnly(element: HTMLElement | SVGElement): void {
  keepOwn(element.style);
  // As in the attribute: of a shorthand with a variable in it the parts say nothing.
  if (!isOwn(element.getAttribute("style") ?? "")) element.removeAttribute("style");
}

function keepOwn(style: CSSStyleDeclaration): void {
  for (const name of Array.from(style)) if (!isOwn(style.getPropertyValue(name))) style.removeProperty(name);
}

/** A rule of which something is left that is not its own goes as a whole. */
function keepOwnRules(sheet: CSSStyleSheet | CSSGroupingRule): void {
  for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
    const rule = sheet.cssRules[i]!;
    if (rule instanceof CSSStyleRule) keepOwn(rule.style);
    else if (rule instanceof CSSGroupingRule) keepOwnRules(rule);
    if (!isOwn(rule.cssText)) sheet.deleteRule(i);
  }
}

function ownPicturesOnly(picture: Element): void {
  for (const name of ["src", "href", "xlink:href"])
    if (picture.hasAttribute(name) && !/^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(picture.getAttribute(name)!))
      picture.removeAttribute(name);
}

/** Parsed and printed by the browser first, so that no bracket in the text can close the scope. */
function scope(style: HTMLStyleElement | SVGStyleElement): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.textContent ?? "");
  keepOwnRules(sheet);
  style.textContent = `@scope { ${[...sheet.cssRules].map(withRoot).join("\n")} }`;
}

/** A selector in a scope does not reach the root of it, which is where Plot's own style applies. */
function withRoot(rule: CSSRule): string {
  if (!(rule instanceof CSSStyleRule) || /:(?:before|after)|::/.test(rule.selectorText)) return rule.cssText;
  const { selectorText, cssText } = rule;
  return `:where(:scope):is(${selectorText}), ${selectorText}${cssText.slice(selectorText.length)}`;
}
