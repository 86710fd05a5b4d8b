/** Formulas in TeX as MathML, which browsers draw by themselves with the fonts they have. Made by the build; nothing of it reaches a page. */
import temml from "temml";
import { escapeHtml } from "../../kernel/protocol/mime.ts";

/**
 * A formula as a `<math>` element, which carries itself as plain text in `alttext`.
 * @param display in a line of its own, with the limits of sums below and above them.
 * @throws when it is no TeX that can be read.
 */
export function mathml(tex: string, { display = false } = {}): string {
  let html: string;
  try {
    html = temml.renderToString(tex, { displayMode: display, throwOnError: true });
  } catch (error) {
    throw new Error(`The formula ${JSON.stringify(tex)} cannot be read: ${(error as Error).message}`);
  }
  return html.replace("<math", `<math alttext="${escapeHtml(plainText(html))}"`);
}

interface Node {
  name: string;
  text: string;
  children: Node[];
}

/** What a `<math>` element says, in one line of text: `J = ∑_i ‖x_i − μ_(c_i)‖²`. */
export function plainText(html: string): string {
  return say(tree(html)).replace(/ {2,}/g, " ").trim();
}

/** The elements of well-formed markup without comments; attributes are left out. */
function tree(html: string): Node {
  const root: Node = { name: "", text: "", children: [] };
  const open = [root];
  for (const [, close, name, empty, text] of html.matchAll(/<(\/?)([\w-]+)[^>]*?(\/?)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1)!.text += text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    else if (close) open.pop();
    else {
      const node: Node = { name: name!, text: "", children: [] };
      open.at(-1)!.children.push(node);
      if (!empty) open.push(node);
    }
  }
  return root;
}

/** Signs that stand between two things. */
const BETWEEN = /^[=≈≠<>≤≥+−±×·∣|←→∈∼∝]$/;
/** Sums, and functions with a name. */
const OF_WHAT_FOLLOWS = /^(?:[∑∏∫]|\p{L}{2,})$/u;
const RAISED: Record<string, string> = { "2": "²", "3": "³", "⊤": "ᵀ", "′": "′", "″": "″", "−1": "⁻¹" };
const OVER: Record<string, string> = { ˆ: "\u0302", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "˜": "\u0303", "~": "\u0303" };

function say({ name, text, children }: Node): string {
  const [first, second, third] = children.map(say) as [string, string, string];
  switch (name) {
    case "mo":
      // Stands, unseen, between a function and what it is of.
      if (text === "\u2061") return " ";
      if (text === ",") return ", ";
      return BETWEEN.test(text) ? ` ${text} ` : text;
    case "mi":
    case "mn":
    case "mtext":
      return text.replace(/\u00a0/g, " ");
    case "mspace":
      return " ";
    case "msub":
    case "munder":
      return `${first}_${grouped(second)}${OF_WHAT_FOLLOWS.test(first) ? " " : ""}`;
    case "msup":
      return first + raised(second);
    case "msubsup":
    case "munderover":
      return `${first}_${grouped(second)}${raised(third)}${OF_WHAT_FOLLOWS.test(first) ? " " : ""}`;
    case "mover":
      return OVER[second.trim()] ? first + OVER[second.trim()] : `${first}${raised(second)}`;
    case "mfrac":
      return `${grouped(first)} / ${grouped(second)}`;
    case "msqrt":
      return `√${grouped(children.map(say).join(""))}`;
    case "mtr":
      return `${children.map(say).join(" ")}; `;
    default:
      return children.map(say).join("");
  }
}

const raised = (text: string) => RAISED[text.trim()] ?? `^${grouped(text)}`;
/** In brackets, where it is more than one sign, word or number. */
const grouped = (text: string) => (/^√?[\p{L}\p{N}\p{M}.]*$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`);
