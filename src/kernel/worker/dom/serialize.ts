/** As much of a DOM node as writing it down takes: any DOM's nodes will do. */
export interface NodeLike {
  readonly nodeType: number;
  readonly localName?: string | null;
  readonly prefix?: string | null;
  readonly namespaceURI?: string | null;
  readonly data?: string;
  readonly attributes?: Iterable<AttributeLike>;
  readonly childNodes?: Iterable<NodeLike>;
}

interface AttributeLike {
  readonly name: string;
  readonly localName?: string | null;
  readonly namespaceURI?: string | null;
  readonly value: string;
}

const ELEMENT = 1;
const TEXT = 3;
const COMMENT = 8;
const HTML = "http://www.w3.org/1999/xhtml";
/** Attributes of these have their prefix, whatever they were set with. */
const PREFIXES: Record<string, string> = { "http://www.w3.org/1999/xlink": "xlink", "http://www.w3.org/XML/1998/namespace": "xml" };
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
const RAW_TEXT = /^(?:style|script|xmp|iframe|noembed|noframes|plaintext)$/;

/**
 * Markup of a node as HTML: attributes in the order they were set, names in their own case (SVG's count),
 * void elements without an end. A document or fragment gives its children.
 * https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
 */
export function serialize(node: NodeLike): string {
  switch (node.nodeType) {
    case ELEMENT:
      return serializeElement(node);
    case TEXT:
      return escapeText(node.data ?? "");
    case COMMENT:
      return `<!--${node.data}-->`;
    default:
      return serializeChildren(node);
  }
}

/** Markup of what a node holds, without the node itself. */
export function serializeChildren({ localName, namespaceURI, childNodes }: NodeLike): string {
  // Only HTML's own style and script hold raw text; SVG's is escaped as any text.
  const raw = namespaceURI === HTML && RAW_TEXT.test(localName ?? "");
  let markup = "";
  for (const child of childNodes ?? []) markup += raw && child.nodeType === TEXT ? child.data : serialize(child);
  return markup;
}

function serializeElement(element: NodeLike): string {
  const { localName, prefix, namespaceURI, attributes } = element;
  const name = prefix ? `${prefix}:${localName}` : `${localName}`;
  let start = `<${name}`;
  for (const attribute of attributes ?? []) start += ` ${attributeName(attribute)}="${escapeAttribute(attribute.value)}"`;
  start += ">";
  if (namespaceURI === HTML && VOID.test(name)) return start;
  // A parser drops the newline that opens these.
  if (/^(?:pre|textarea|listing)$/.test(name) && firstText(element).startsWith("\n")) start += "\n";
  return `${start}${serializeChildren(element)}</${name}>`;
}

function attributeName({ name, localName, namespaceURI }: AttributeLike): string {
  const prefix = namespaceURI && PREFIXES[namespaceURI];
  return prefix ? `${prefix}:${localName}` : name;
}

function firstText({ childNodes }: NodeLike): string {
  for (const child of childNodes ?? []) return child.data ?? "";
  return "";
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\xa0": "&nbsp;", "\r": "&#13;" };

function escapeText(text: string): string {
  return text.replace(/[&<>\xa0\r]/g, (c) => ESCAPES[c] ?? c);
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\xa0\r]/g, (c) => ESCAPES[c] ?? c);
}
