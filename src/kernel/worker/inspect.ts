import { asWritten } from "../../notebook/late-reads.ts";
import { escapeHtml } from "../protocol/mime.ts";

/** How far a value is unfolded: deeper levels, longer lists and more parts than this are counted, not shown. */
const LIMITS = { depth: 5, entries: 100, parts: 2_000, text: 10_000, characters: 100_000 };
const LINE_WIDTH = 80;

/** A value with a text of its own, such as a tensor, has this method. */
const TEXT = Symbol.for("ml-vs-llm.text");

type Kind = "string" | "number" | "keyword" | "other";

/** A value unfolded into parts: enough to print it as a line, as indented text, or as folding HTML. */
interface Part {
  kind: Kind;
  /** The whole of a simple value, or what stands before the bracket: `Map(2)`. */
  head: string;
  open?: "[" | "{";
  entries: { key?: string; arrow?: boolean; part: Part }[];
  /** Entries that are not shown. */
  more: number;
}

/** A value as text and as HTML in which long and deep parts are folded. */
export function inspect(value: unknown): { text: string; html: string } {
  const part = unfold(value, { depth: 0, seen: [], budget: { parts: LIMITS.parts, characters: LIMITS.characters } });
  return { text: toText(part, ""), html: `<div class="value">${toHtml(part, true)}</div>` };
}

interface Walk {
  depth: number;
  seen: object[];
  /** What may still be shown of the whole value. */
  budget: { parts: number; characters: number };
}

function unfold(value: unknown, walk: Walk): Part {
  let part: Part;
  try {
    if (value === null || typeof value !== "object") part = simple(value, walk.depth);
    else part = walk.seen.includes(value) ? leaf("other", "[circular]") : unfoldObject(value, walk);
  } catch (error) {
    part = leaf("other", `[cannot be shown${reason(error)}]`);
  }
  walk.budget.parts--;
  walk.budget.characters -= part.head.length;
  return part;
}

/** What a getter or a proxy throws may be anything. */
function reason(thrown: unknown): string {
  try {
    const { message } = thrown as Error;
    return typeof message === "string" ? `: ${message}` : "";
  } catch {
    return "";
  }
}

function simple(value: unknown, depth: number): Part {
  switch (typeof value) {
    case "string":
      return { ...leaf("string", ""), head: depth === 0 ? shortened(value) : JSON.stringify(shortened(value)) };
    case "number":
      return leaf("number", Object.is(value, -0) ? "-0" : String(value));
    case "bigint":
      return leaf("number", `${value}n`);
    case "function":
      return leaf("other", functionName(value as (...args: unknown[]) => unknown));
    case "symbol":
      return leaf("other", String(value));
    default:
      return leaf("keyword", String(value));
  }
}

function functionName(f: (...args: unknown[]) => unknown): string {
  const source = Function.prototype.toString.call(f);
  const name = typeof f.name === "string" && f.name !== "" ? f.name : "(anonymous)";
  return /^class\b/.test(source) ? `class ${name}` : `ƒ ${name}()`;
}

function unfoldObject(value: object, walk: Walk): Part {
  if (value instanceof Error) return error(value, walk);
  const text = (value as { [TEXT]?: () => unknown })[TEXT];
  if (typeof text === "function") return leaf("other", String(text.call(value)));
  if (value instanceof Date) return leaf("other", Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString());
  if (value instanceof RegExp) return leaf("other", String(value));
  if (value instanceof Promise) return leaf("other", "Promise");
  if (value instanceof WeakMap || value instanceof WeakSet) return leaf("other", typeName(value));
  if (value instanceof Number || value instanceof String || value instanceof Boolean)
    return leaf("other", `${typeName(value)}(${simple(value.valueOf(), 1).head})`);
  if (value instanceof ArrayBuffer) return leaf("other", `ArrayBuffer(${count(value.byteLength)} bytes)`);
  const inner = deeper(walk, value);
  if (Array.isArray(value)) return list(typeName(value) === "Array" ? "" : typeName(value), value, inner);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return list(`${typeName(value)}(${count((value as Float32Array).length)})`, value as Float32Array, inner);
  if (value instanceof Map) return keyed(`Map(${count(value.size)})`, value, inner);
  if (value instanceof Set) return list(`Set(${count(value.size)})`, [...value], inner, "{");
  return record(value, walk);
}

function error(value: Error, walk: Walk): Part {
  const head = shortened(asWritten(`${value.name || typeName(value)}: ${value.message}`));
  if (value.cause === undefined) return leaf("other", head);
  return { kind: "other", head, open: "{", entries: [{ key: "cause", part: unfold(value.cause, deeper(walk, value)) }], more: 0 };
}

function list(head: string, items: ArrayLike<unknown>, inner: Walk, open: "[" | "{" = "["): Part {
  const single = items instanceof Float32Array;
  const part: Part = { kind: "other", head, open, entries: [], more: 0 };
  for (let i = 0; i < items.length; i++) {
    if (full(part, inner)) break;
    part.entries.push({ part: i in items ? unfold(single ? readable(items[i]) : items[i], inner) : leaf("other", "empty") });
  }
  part.more = items.length - part.entries.length;
  return part;
}

function keyed(head: string, entries: Map<unknown, unknown>, inner: Walk): Part {
  const part: Part = { kind: "other", head, open: "{", entries: [], more: 0 };
  for (const [key, item] of entries) {
    if (full(part, inner)) break;
    part.entries.push({ key: shortened(toLine(unfold(key, inner))), arrow: true, part: unfold(item, inner) });
  }
  part.more = entries.size - part.entries.length;
  return part;
}

function record(value: object, walk: Walk): Part {
  const name = typeName(value);
  const inner = deeper(walk, value);
  const keys = Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  const part: Part = { kind: "other", head: name === "Object" ? "" : name, open: "{", entries: [], more: 0 };
  for (const key of keys) {
    if (full(part, inner)) break;
    const { get, value: item } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    part.entries.push({ key: keyText(key), part: get ? leaf("other", "(getter)") : unfold(item, inner) });
    inner.budget.characters -= String(key).length;
  }
  part.more = keys.length - part.entries.length;
  return part;
}

function keyText(key: string | symbol): string {
  if (typeof key === "symbol") return `[${shortened(String(key))}]`;
  return /^[\w$]+$/.test(key) ? shortened(key) : JSON.stringify(shortened(key));
}

/** A 32-bit float holds seven digits: 0.1, not 0.10000000149011612. */
const readable = (x: unknown) => (x === 0 ? x : Number((x as number).toPrecision(7)));
const full = (part: Part, { depth, budget }: Walk) =>
  depth > LIMITS.depth || part.entries.length >= LIMITS.entries || budget.parts <= 0 || budget.characters <= 0;
const deeper = ({ depth, seen, budget }: Walk, value: object): Walk => ({ depth: depth + 1, seen: [...seen, value], budget });
const leaf = (kind: Kind, head: string): Part => ({ kind, head: shortened(head), entries: [], more: 0 });
const count = (n: number) => n.toLocaleString("en-US");

function shortened(text: string): string {
  const rest = text.length - LIMITS.text;
  return rest > 0 ? `${text.slice(0, LIMITS.text)}… ${count(rest)} more characters` : text;
}

function typeName(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return "Object";
  const name = prototype.constructor?.name;
  return typeof name === "string" && name !== "" ? shortened(name) : "Object";
}

function toLine(part: Part, width = Number.POSITIVE_INFINITY): string {
  if (!part.open) return part.head;
  const close = part.open === "[" ? "]" : "}";
  const items: string[] = [];
  let length = part.head.length + 4;
  for (const { key, arrow, part: item } of part.entries) {
    const text = label(key, arrow) + toLine(item, width - length);
    length += text.length + 2;
    if (length > width) {
      items.push("…");
      return brackets(part, items, close);
    }
    items.push(text);
  }
  if (part.more > 0) items.push(`… ${count(part.more)} more`);
  return brackets(part, items, close);
}

function brackets({ head, open }: Part, items: string[], close: string): string {
  const space = open === "{" && items.length > 0 ? " " : "";
  return `${head}${head ? " " : ""}${open}${space}${items.join(", ")}${space}${close}`;
}

const label = (key: string | undefined, arrow = false) => (key === undefined ? "" : arrow ? `${key} → ` : `${key}: `);

function toText(part: Part, indent: string): string {
  if (!part.open) return part.head;
  const line = toLine(part);
  if (line.length + indent.length <= LINE_WIDTH) return line;
  const inner = `${indent}  `;
  const numbers = part.entries.every(({ key, part: item }) => key === undefined && !item.open);
  const items = part.entries.map(({ key, arrow, part: item }) => label(key, arrow) + toText(item, inner));
  if (part.more > 0) items.push(`… ${count(part.more)} more`);
  const body = numbers ? wrap(items, inner) : items.map((item) => inner + item).join(",\n");
  return `${part.head}${part.head ? " " : ""}${part.open}\n${body}\n${indent}${part.open === "[" ? "]" : "}"}`;
}

/** Short items side by side, as many as fit on a line. */
function wrap(items: string[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item}, ` : item;
    if (line.length + text.length > LINE_WIDTH && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += text;
  });
  return [...lines, line].join("\n");
}

function toHtml(part: Part, top = false): string {
  if (!part.open || (part.entries.length === 0 && part.more === 0)) return span(part.kind, toLine(part));
  const line = toLine(part);
  const flat = part.entries.every(({ part: item }) => !item.open);
  if (flat && line.length <= LINE_WIDTH) return span(part.kind, line);
  const items = part.entries.map(({ key, arrow, part: item }, i) => {
    const name = key === undefined ? `${i}: ` : label(key, arrow);
    return `<li><span class="value-key">${escapeHtml(name)}</span>${toHtml(item)}</li>`;
  });
  if (part.more > 0) items.push(`<li>… ${count(part.more)} more</li>`);
  const open = top && part.entries.length <= 20 && part.more === 0 ? " open" : "";
  return `<details${open}><summary>${escapeHtml(toLine(part, LINE_WIDTH - 8))}</summary><ul>${items.join("")}</ul></details>`;
}

const span = (kind: Kind, text: string) => `<span class="value-${kind}">${escapeHtml(text)}</span>`;
