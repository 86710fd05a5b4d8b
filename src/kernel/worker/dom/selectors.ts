/** Selectors as d3 code uses them: lists, combinators, attributes and the structural pseudo-classes. */
type Test = (element: Element, scope: Element | null) => boolean;
type Combinator = " " | ">" | "+" | "~";
/** A compound such as `g.tick`, and how it stands to the one before. */
interface Step {
  readonly combinator: Combinator;
  readonly tests: Test[];
}
type Selector = Step[];

const parsed = /* @__PURE__ */ new Map<string, Selector[]>();
/** Combinator, comma, space, `*`, `#id`, `.class`, `tag`, `[attribute operator value flag]`, `:pseudo(`. */
const TOKENS =
  /\s*([>+~])\s*|\s*(,)\s*|(\s+)|(\*)|#((?:\\.|[\w\u0080-\uffff-])+)|\.((?:\\.|[\w\u0080-\uffff-])+)|((?:\\.|[\w\u0080-\uffff-])+)|\[\s*((?:\w+\|(?!=))?[\w:-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\]\s]+))\s*([is])?\s*)?\]|::?([\w-]+)(\()?/y;

export function matches(element: Element, selector: string, scope: Element | null = null): boolean {
  return parse(selector).some((steps) => matchesSteps(element, steps, steps.length - 1, scope));
}

export function select(root: ParentNode, selector: string): Element | null {
  parse(selector); // an invalid one throws, even where there is nothing to match
  for (const element of descendants(root)) if (matches(element, selector, scopeOf(root))) return element;
  return null;
}

export function selectAll(root: ParentNode, selector: string): Element[] {
  parse(selector);
  return [...descendants(root)].filter((element) => matches(element, selector, scopeOf(root)));
}

function scopeOf(root: ParentNode): Element | null {
  return root.nodeType === 1 ? (root as Element) : null;
}

function* descendants(root: ParentNode): Generator<Element> {
  for (const child of root.children) {
    yield child;
    yield* descendants(child);
  }
}

function matchesSteps(element: Element, steps: Selector, last: number, scope: Element | null): boolean {
  const step = steps[last];
  if (!step) return true;
  if (!step.tests.every((test) => test(element, scope))) return false;
  if (last === 0) return true;
  const far = step.combinator === " " || step.combinator === "~";
  const next = (from: Element) => (step.combinator === " " || step.combinator === ">" ? from.parentElement : from.previousElementSibling);
  for (let other = next(element); other; other = far ? next(other) : null) {
    if (matchesSteps(other, steps, last - 1, scope)) return true;
  }
  return false;
}

function parse(selector: string): Selector[] {
  let selectors = parsed.get(selector);
  if (!selectors) {
    selectors = parseList(selector);
    if (parsed.size > 500) parsed.clear();
    parsed.set(selector, selectors);
  }
  return selectors;
}

function parseList(text: string): Selector[] {
  const source = text.trim();
  let step: Step = { combinator: " ", tests: [] };
  let steps: Selector = [step];
  const list = [steps];
  const next = (combinator: Combinator) => {
    if (step.tests.length === 0) throw invalid(text);
    steps.push((step = { combinator, tests: [] }));
  };
  for (let at = 0; at < source.length; ) {
    TOKENS.lastIndex = at;
    const token = TOKENS.exec(source);
    if (!token) throw invalid(text);
    at = TOKENS.lastIndex; // which an argument's own parsing changes
    const [, combinator, comma, space, any, id, className, tag, attribute, operator, v1, v2, v3, flag, pseudo, open] = token;
    if (combinator) next(combinator as Combinator);
    else if (comma) {
      if (step.tests.length === 0) throw invalid(text);
      list.push((steps = [(step = { combinator: " ", tests: [] })]));
    } else if (space) next(" ");
    else if (any) step.tests.push(() => true);
    else if (id) step.tests.push(attributeTest("id", "=", unescape(id)));
    else if (className) step.tests.push(attributeTest("class", "~=", unescape(className)));
    else if (tag) step.tests.push(tagTest(unescape(tag)));
    else if (attribute) step.tests.push(attributeTest(attribute, operator, v1 ?? v2 ?? v3 ?? "", flag));
    else if (pseudo) {
      let argument = "";
      if (open) {
        const end = closing(source, at);
        argument = source.slice(at, end).trim();
        at = end + 1;
      }
      step.tests.push(pseudoTest(pseudo.toLowerCase(), argument, text));
    }
  }
  if (step.tests.length === 0) throw invalid(text);
  return list;
}

function tagTest(name: string): Test {
  return ({ localName }) => localName === name || (localName === name.toLowerCase() && localName === localName.toLowerCase());
}

function attributeTest(name: string, operator: string | undefined, expected: string, flag = ""): Test {
  const fold = (text: string) => (flag === "i" ? text.toLowerCase() : text);
  const wanted = fold(expected);
  return (element) => {
    const attribute = element.getAttribute(name.replace("|", ":"));
    if (attribute === null) return false;
    const value = fold(attribute);
    switch (operator) {
      case "=":
        return value === wanted;
      case "~=":
        return wanted !== "" && value.split(/\s+/).includes(wanted);
      case "|=":
        return value === wanted || value.startsWith(`${wanted}-`);
      case "^=":
        return wanted !== "" && value.startsWith(wanted);
      case "$=":
        return wanted !== "" && value.endsWith(wanted);
      case "*=":
        return wanted !== "" && value.includes(wanted);
      default:
        return true;
    }
  };
}

function pseudoTest(name: string, argument: string, text: string): Test {
  switch (name) {
    case "root":
      return (element) => element === element.ownerDocument.documentElement;
    case "scope":
      return (element, scope) => (scope ? element === scope : element === element.ownerDocument.documentElement);
    case "empty":
      return (element) => !element.firstChild;
    case "is":
    case "where":
      parse(argument);
      return (element, scope) => matches(element, argument, scope);
    case "not":
      parse(argument);
      return (element, scope) => !matches(element, argument, scope);
    case "has":
      return hasTest(argument);
    case "first-child":
      return nthTest("1");
    case "last-child":
      return nthTest("1", "last");
    case "only-child":
      return both(nthTest("1"), nthTest("1", "last"));
    case "first-of-type":
      return nthTest("1", "type");
    case "last-of-type":
      return nthTest("1", "last type");
    case "only-of-type":
      return both(nthTest("1", "type"), nthTest("1", "last type"));
    case "nth-child":
      return nthTest(argument);
    case "nth-last-child":
      return nthTest(argument, "last");
    case "nth-of-type":
      return nthTest(argument, "type");
    case "nth-last-of-type":
      return nthTest(argument, "last type");
    // Nobody points at, holds or writes in what is drawn here.
    case "hover":
    case "active":
    case "focus":
    case "focus-visible":
    case "focus-within":
    case "target":
    case "visited":
      return () => false;
    case "checked":
    case "disabled":
      return (element) => element.hasAttribute(name);
    case "enabled":
      return (element) => !element.hasAttribute("disabled");
    default:
      throw invalid(text);
  }
}

function hasTest(argument: string): Test {
  const [, combinator, selector = ""] = /^([>+~]?)\s*([^]*)$/.exec(argument) ?? [];
  parse(selector);
  return (element) => {
    if (combinator === ">") return [...element.children].some((child) => matches(child, selector));
    if (!combinator) return select(element, selector) !== null;
    for (let next = element.nextElementSibling; next; next = combinator === "~" ? next.nextElementSibling : null) {
      if (matches(next, selector)) return true;
    }
    return false;
  };
}

/** `2n+1`, `odd`, `3`: counted from the start or the end, among all siblings or those of its type. */
function nthTest(formula: string, among: "" | "last" | "type" | "last type" = ""): Test {
  const text = formula
    .toLowerCase()
    .replace(/\s+/g, "")
    .replace(/^odd$/, "2n+1")
    .replace(/^even$/, "2n");
  const [, step, constant, only] = /^(?:([+-]?\d*)n([+-]\d+)?|([+-]?\d+))$/.exec(text) ?? [];
  if (step === undefined && only === undefined) throw invalid(`:nth-child(${formula})`);
  const a = step === undefined ? 0 : /^[+-]?$/.test(step) ? Number(`${step}1`) : Number(step);
  const b = Number(only ?? constant ?? 0);
  return (element) => {
    const { parentNode, localName } = element;
    if (!parentNode) return a === 0 && b === 1;
    let siblings = [...parentNode.children];
    if (among.includes("type")) siblings = siblings.filter((sibling) => sibling.localName === localName);
    if (among.includes("last")) siblings.reverse();
    const n = siblings.indexOf(element) + 1 - b;
    return a === 0 ? n === 0 : n % a === 0 && n / a >= 0;
  };
}

function both(one: Test, other: Test): Test {
  return (element, scope) => one(element, scope) && other(element, scope);
}

function closing(source: string, start: number): number {
  for (let at = start, depth = 1; at < source.length; ++at) {
    if (source[at] === "(") ++depth;
    else if (source[at] === ")" && --depth === 0) return at;
  }
  throw invalid(source);
}

function unescape(name: string): string {
  return name.replace(/\\(.)/g, "$1");
}

function invalid(selector: string): Error {
  return new DOMException(`'${selector}' is not a valid selector`, "SyntaxError");
}
