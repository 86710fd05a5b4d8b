import fc from "fast-check";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { type NodeLike, serialize } from "../../../src/kernel/worker/dom/serialize.ts";

const { document } = new JSDOM("").window;
const SVG = "http://www.w3.org/2000/svg";

/** Any text that a document can hold: HTML drops the null character. */
const text = fc
  .string({
    unit: fc.oneof(fc.constantFrom(..."&<>\"'= \n\r\t\u00a0;/-!"), fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
    minLength: 1,
    maxLength: 20,
  })
  .map((value) => value.replaceAll("\0", ""));

function parse(markup: string): Element {
  const holder = document.createElement("div");
  holder.innerHTML = markup;
  return holder.firstElementChild!;
}

const write = (node: Node) => serialize(node as unknown as NodeLike);

describe("serialize", () => {
  test("what is written reads back equal, whatever attributes and text hold", () => {
    fc.assert(
      fc.property(fc.constantFrom("p", "svg", "pre", "textarea", "title"), fc.array(text, { maxLength: 4 }), text, (name, values, content) => {
        const element = name === "svg" ? document.createElementNS(SVG, "svg") : document.createElement(name);
        values.forEach((value, i) => element.setAttribute(`data-a${i}`, value));
        element.append(content);
        const read = parse(write(element));
        expect([...read.attributes].map(({ name, value }) => [name, value])).toEqual([...element.attributes].map(({ name, value }) => [name, value]));
        expect(read.textContent).toBe(element.textContent);
      }),
    );
  });

  test("attributes stand in the order they were set", () => {
    const element = document.createElement("p");
    for (const name of ["z", "a", "m"]) element.setAttribute(name, "1");
    expect(write(element)).toBe('<p z="1" a="1" m="1"></p>');
  });

  test("SVG keeps the case of its names, void elements have no end", () => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 1 1");
    svg.append(document.createElementNS(SVG, "linearGradient"), document.createElementNS(SVG, "foreignObject"));
    svg.lastElementChild!.append(document.createElement("br"));
    expect(write(svg)).toBe('<svg viewBox="0 0 1 1"><linearGradient></linearGradient><foreignObject><br></foreignObject></svg>');
  });

  test("HTML's style is raw text, SVG's is escaped: each as a browser reads it", () => {
    for (const style of [document.createElement("style"), document.createElementNS(SVG, "style")]) {
      style.textContent = "a > b & c { content: '<' }";
      const root = style.namespaceURI === SVG ? document.createElementNS(SVG, "svg") : document.createElement("div");
      root.append(style);
      expect(parse(write(root)).textContent).toBe(style.textContent);
    }
  });

  test("links of SVG have their prefix, as a browser writes them", () => {
    const use = document.createElementNS(SVG, "use");
    use.setAttributeNS("http://www.w3.org/1999/xlink", "href", "#a");
    expect(write(use)).toBe('<use xlink:href="#a"></use>');
  });

  test("a fragment gives its children, a comment itself", () => {
    const fragment = document.createDocumentFragment();
    fragment.append("a", document.createComment(" c "), document.createElement("b"));
    expect(write(fragment)).toBe("a<!-- c --><b></b>");
  });
});
