/**
 * Markup into nodes, for `innerHTML` and d3's `html`. Not all of HTML's error recovery: stray brackets are
 * text, forgotten end tags are closed where HTML closes them most, unknown end tags are dropped.
 */
const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";
const TOKEN =
  /<!--([^]*?)(?:-->|$)|<[!?][^>]*>|<\/([a-z][^\s/>]*)[^>]*>|<([a-z][^\s/>]*)((?:\s+|\/(?!>)|[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*(\/?)>/gi;
const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
const RAW = /^(?:style|script|xmp|iframe|noembed|noframes|textarea|title)$/;
/** What an opening tag closes, if it is the innermost open one. */
const CLOSES: Record<string, RegExp> = {
  li: /^li$/,
  dt: /^d[dt]$/,
  dd: /^d[dt]$/,
  option: /^option$/,
  tr: /^t[rdh]$/,
  td: /^t[dh]$/,
  th: /^t[dh]$/,
  tbody: /^(?:t[rdh]|thead|tbody)$/,
  tfoot: /^(?:t[rdh]|thead|tbody)$/,
};
const BLOCK =
  /^(?:address|article|aside|blockquote|details|div|dl|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul)$/;
/** SVG's names that are not all lower case; an HTML parser gives them their case back. */
const CASED =
  "clipPath feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence foreignObject linearGradient radialGradient textPath animateMotion animateTransform viewBox preserveAspectRatio gradientUnits gradientTransform patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY textLength lengthAdjust startOffset stdDeviation spreadMethod pathLength";
let casedNames: Map<string, string> | undefined;

export function parseInto(root: Element, markup: string): void {
  const document = root.ownerDocument;
  let open = root;
  let at = 0;
  const text = (end: number) => {
    if (end > at) open.append(decode(markup.slice(at, end)));
  };
  const close = (element: Element) => {
    open = element.parentElement ?? root;
  };
  TOKEN.lastIndex = 0;
  for (const token of markup.matchAll(TOKEN)) {
    if (token.index < at) continue; // inside raw text
    const [whole, comment, end, start, attributes = "", selfClosing] = token;
    text(token.index);
    at = token.index + whole.length;
    if (comment !== undefined) open.append(document.createComment(comment));
    else if (end) {
      const match = openElement(open, root, end.toLowerCase());
      if (match) close(match);
    } else if (start) {
      const name = start.toLowerCase();
      const svg = name === "svg" || (open.namespaceURI === SVG && !/^(?:foreignObject|desc|title)$/.test(open.localName));
      if (!svg) {
        const closes = CLOSES[name] ?? (BLOCK.test(name) ? /^p$/ : undefined);
        while (closes?.test(open.localName) && open !== root) close(open);
      }
      const element = document.createElementNS(svg ? SVG : HTML, svg ? cased(name) : name);
      const made = svg || name !== "canvas" ? element : document.createElement(name);
      setAttributes(made, attributes, svg);
      open.append(made);
      if (svg ? !selfClosing : !VOID.test(name)) {
        if (!svg && RAW.test(name)) at = rawText(made, markup, at, name);
        else open = made;
      }
    }
  }
  text(markup.length);
}

function setAttributes(element: Element, attributes: string, svg: boolean): void {
  for (const [, name = "", v1, v2, v3] of attributes.matchAll(ATTRIBUTE)) {
    const value = decode(v1 ?? v2 ?? v3 ?? "");
    const own = svg ? cased(name.toLowerCase()) : name.toLowerCase();
    if (svg && own.startsWith("xlink:")) element.setAttributeNS("http://www.w3.org/1999/xlink", own, value);
    else if (!element.hasAttribute(own)) element.setAttribute(own, value);
  }
}

function rawText(element: Element, markup: string, start: number, name: string): number {
  const end = new RegExp(`</${name}[^>]*>|$`, "gi");
  end.lastIndex = start;
  const match = end.exec(markup);
  const stop = match?.index ?? markup.length;
  const text = markup.slice(start, stop);
  if (text) element.append(/^(?:textarea|title)$/.test(name) ? decode(text) : text);
  return stop + (match?.[0].length ?? 0);
}

function openElement(from: Element, root: Element, name: string): Element | undefined {
  for (let up: Element | null = from; up && up !== root; up = up.parentElement) if (up.localName.toLowerCase() === name) return up;
  return undefined;
}

function cased(name: string): string {
  casedNames ??= new Map(CASED.split(" ").map((each) => [each.toLowerCase(), each]));
  return casedNames.get(name) ?? name;
}

/** The names that people write; each is followed by its character. */
const ENTITIES =
  "amp& lt< gt> quot\" apos' nbsp\xa0 shy\xad copy© reg® trade™ deg° plusmn± times× divide÷ minus− middot· bull• hellip… ndash– mdash— lsquo‘ rsquo’ ldquo“ rdquo” laquo« raquo» sect§ para¶ microµ euro€ pound£ cent¢ yen¥ frac12½ frac14¼ frac34¾ sup2² sup3³ le≤ ge≥ ne≠ asymp≈ equiv≡ infin∞ sum∑ prod∏ radic√ int∫ part∂ nabla∇ isin∈ larr← uarr↑ rarr→ darr↓ harr↔ check✓ alpha\u03b1 beta\u03b2 gamma\u03b3 delta\u03b4 epsilon\u03b5 eta\u03b7 theta\u03b8 kappa\u03ba lambda\u03bb mu\u03bc pi\u03c0 rho\u03c1 sigma\u03c3 tau\u03c4 phi\u03c6 chi\u03c7 psi\u03c8 omega\u03c9 Delta\u0394 Sigma\u03a3 Omega\u03a9 zwj\u200d zwnj\u200c thinsp\u2009 ensp\u2002 emsp\u2003";
let entities: Map<string, string> | undefined;

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]\w*));/gi, (whole, decimal, hex, name) => {
    if (name) return named(name) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

function named(name: string): string | undefined {
  entities ??= new Map(ENTITIES.split(" ").map((entry) => [entry.slice(0, -1), entry.slice(-1)]));
  return entities.get(name);
}
