import DOMPurify from "dompurify";

/**
 * Markup from a kernel as nodes that can do nothing: no scripts, handlers, frames or forms; styles hold for the
 * output alone; pictures carry their own pixels, so that showing one asks nobody for anything.
 */
export function sanitize(markup: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markup, {
    RETURN_DOM_FRAGMENT: true,
    ADD_ATTR: ["aria-description"],
    FORBID_TAGS: ["form", "input", "button", "textarea", "select", "dialog", "audio", "video", "picture", "source"],
    FORBID_ATTR: ["tabindex", "autofocus", "accesskey", "srcset", "background"],
  });
  for (const picture of fragment.querySelectorAll("img, image, feImage")) ownPicturesOnly(picture);
  for (const style of fragment.querySelectorAll("style")) scope(style);
  return fragment;
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
  style.textContent = `@scope { ${[...sheet.cssRules].map(withRoot).join("\n")} }`;
}

/** A selector in a scope does not reach the root of it, which is where Plot's own style applies. */
function withRoot(rule: CSSRule): string {
  if (!(rule instanceof CSSStyleRule) || /:(?:before|after)|::/.test(rule.selectorText)) return rule.cssText;
  const { selectorText, cssText } = rule;
  return `:where(:scope):is(${selectorText}), ${selectorText}${cssText.slice(selectorText.length)}`;
}
