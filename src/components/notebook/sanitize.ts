import DOMPurify from "dompurify";

/**
 * Markup from a kernel as nodes that can do nothing: no scripts, handlers, frames or forms; styles hold for the
 * output alone. What a picture may load is left to the page's content security policy.
 */
export function sanitize(markup: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markup, {
    RETURN_DOM_FRAGMENT: true,
    ADD_ATTR: ["aria-description"],
    FORBID_TAGS: ["form", "input", "button", "textarea", "select", "dialog"],
    FORBID_ATTR: ["tabindex", "autofocus", "accesskey"],
  });
  for (const style of fragment.querySelectorAll("style")) scope(style);
  return fragment;
}

/** Parsed and printed by the browser first, so that no bracket in the text can close the scope. */
function scope(style: HTMLStyleElement | SVGStyleElement): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.textContent ?? "");
  style.textContent = `@scope { ${[...sheet.cssRules].map(({ cssText }) => cssText).join("\n")} }`;
}
