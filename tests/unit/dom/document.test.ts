import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle, type Drawing, loadDrawing } from "./bundle.ts";

let d3: Drawing["d3"];
let document: Drawing["document"];
let window: Drawing["window"];

beforeAll(async () => {
  ({ d3, document, window } = await loadDrawing());
});

test("drawing leaves the globals of a cell as they were", () => {
  for (const name of ["document", "window", "Element", "SVGElement", "requestAnimationFrame"]) expect(name in globalThis, name).toBe(false);
});

test("a bundle that does not draw contains nothing of the DOM", async () => {
  expect((await bundle("export const x = 1")).trim().replace(/^\/\/.*\n/gm, "")).toBe("var x = 1;\nexport {\n  x\n};");
});

describe("selectors find what jsdom finds", () => {
  const markup =
    '<div id="a" class="x y"><p>1</p><p class="y" data-k="one two" lang="en-GB">2<b></b></p><span></span><svg><g class="tick"><text></text></g><g class="tick"><text></text><linearGradient></linearGradient></g></svg></div><ul><li>1</li><li>2</li><li>3</li><li>4</li></ul>';
  const selectors = [
    "p",
    "*",
    "#a",
    ".y",
    "div.x > p",
    "p + p",
    "p ~ span",
    "div svg text",
    "p, li",
    "[data-k]",
    '[data-k~="two"]',
    "[lang|=en]",
    '[data-k^="one"]',
    "[data-k$=two]",
    "[data-k*='e t']",
    '[data-k="ONE TWO" i]',
    "p:first-child",
    "li:last-child",
    "li:nth-child(odd)",
    "li:nth-child(2n)",
    "li:nth-child(-n+2)",
    "li:nth-last-child(1)",
    ".tick:first-of-type text",
    ".tick:not(:first-of-type) text",
    ".tick:last-of-type",
    "b:only-child",
    "span:empty",
    "p:has(b)",
    "div:has(> svg)",
    ":is(p, li):not(.y)",
    "svg g:nth-of-type(2)",
    "linearGradient",
    "li:only-of-type",
    "div > *:not(p, span)",
    ":root",
  ];
  test.each(selectors)("%s", (selector) => {
    const reference = new JSDOM("").window.document;
    const found = [document, reference].map((each) => {
      const root = each.createElement("main");
      root.innerHTML = markup;
      const all = [...root.querySelectorAll("*")];
      const list = [...root.querySelectorAll(selector)];
      expect(root.querySelector(selector)).toBe(list[0] ?? null);
      for (const element of list) expect(element.matches(selector)).toBe(true);
      return list.map((element) => all.indexOf(element));
    });
    expect(found[0]).toEqual(found[1]);
  });

  test.each(["", "p >", "[x", "p,,b", ":nonsense", "p:nth-child(x)", ","])("'%s' is refused", (selector) => {
    expect(() => document.createElement("p").querySelector(selector)).toThrow(/not a valid selector/);
  });

  test("closest looks upwards", () => {
    const root = document.createElement("div");
    root.innerHTML = '<section class="s"><p><b></b></p></section>';
    expect(root.querySelector("b")!.closest(".s")?.localName).toBe("section");
    expect(root.querySelector("b")!.closest(".t")).toBeNull();
  });
});

describe("innerHTML reads as jsdom does", () => {
  test.each([
    "a &amp; b &lt;c&gt; &nbsp;&times;&#65;&#x42; &unknown; 1 < 2 > 3 & 4",
    "<p>one<p>two<ul><li>a<li>b</ul>",
    "<table><tbody><tr><td>a<td>b<tr><th>c</tbody></table>",
    '<a href="?a=1&amp;b=2" title=\'x "y"\' data-n=3 hidden>l</a><br><img alt="" src=x>',
    "<style>a > b { c: '<' }</style><textarea>&lt;b></textarea>",
    '<svg viewBox="0 0 1 1"><linearGradient id="g"/><foreignObject><div>x</div></foreignObject><path d="M0,0"/></svg>',
    "<!-- note --><b>bold</i></b>tail",
    "<h2>T</h2><p>x <em>y</em></p>z",
  ])("%s", (markup) => {
    const reference = new JSDOM("").window.document.createElement("div");
    reference.innerHTML = markup;
    const element = document.createElement("div");
    element.innerHTML = markup;
    const again = new JSDOM("").window.document.createElement("div");
    again.innerHTML = element.innerHTML;
    expect(again.innerHTML).toBe(reference.innerHTML);
  });
});

describe("elements", () => {
  test("classes, data, attributes by number, adjacent markup", () => {
    const element = document.createElement("p");
    element.className = "a b";
    element.classList.add("c");
    element.classList.toggle("a");
    expect([element.className, element.classList.contains("c"), element.attributes[0]?.name]).toEqual(["b c", true, "class"]);
    element.dataset["someName"] = "1";
    expect(element.getAttribute("data-some-name")).toBe("1");
    element.insertAdjacentHTML("beforeend", "<b>x</b>");
    expect(element.outerHTML).toBe('<p class="b c" data-some-name="1"><b>x</b></p>');
  });

  test("style by property, by name and as text; data URLs stay whole", () => {
    const element = document.createElement("p");
    element.style.fontSize = "12px";
    element.style.setProperty("--accent", "red", "important");
    element.style.backgroundImage = 'url("data:image/png;base64,AA==")';
    expect(element.getAttribute("style")).toBe('font-size: 12px; --accent: red !important; background-image: url("data:image/png;base64,AA==");');
    expect([element.style.getPropertyValue("--accent"), element.style.backgroundImage]).toEqual(["red", 'url("data:image/png;base64,AA==")']);
    element.style.fontSize = "";
    (element as { style: unknown }).style = "color: blue";
    expect([element.style.color, element.style.fontSize]).toEqual(["blue", ""]);
    element.style.removeProperty("color");
    expect(element.hasAttribute("style")).toBe(false);
  });

  test("the order of nodes, for d3's sort", () => {
    const list = d3.create("ul");
    list
      .selectAll("li")
      .data([3, 1, 2])
      .join("li")
      .text((d) => d)
      .sort(d3.ascending);
    expect(list.node()!.textContent).toBe("123");
    list
      .selectAll("li")
      .data([3, 2, 1], (d) => d as number)
      .order();
    expect(list.node()!.textContent).toBe("321");
  });

  test("a tree walker stops at the root and passes over what a filter rejects", () => {
    const root = document.createElement("div");
    root.innerHTML = "a<b>b<i>c</i></b>d";
    const texts: string[] = [];
    const walker = document.createTreeWalker(root, window.NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "");
    expect(texts).toEqual(["a", "b", "c", "d"]);
    const chosen = document.createTreeWalker(root, -1, (node) => (node.nodeName === "B" ? 2 : 1));
    const names: string[] = [];
    while (chosen.nextNode()) names.push(chosen.currentNode.nodeName);
    expect(names).toEqual(["#text", "#text"]);
  });

  test("SVG names keep their case", () => {
    expect(document.createElementNS("http://www.w3.org/2000/svg", "clipPath").tagName).toBe("clipPath");
    expect(document.createElement("DIV").tagName).toBe("DIV");
  });
});

describe("geometry", () => {
  const draw = (markup: string) => {
    const holder = document.createElement("div");
    holder.innerHTML = `<svg width="300" height="200" font-size="10">${markup}</svg>`;
    return holder.querySelector<SVGGraphicsElement & SVGPathElement & SVGTextElement>("svg > *")!;
  };

  test("boxes of shapes, paths and groups", () => {
    expect(draw('<rect x="1" y="2" width="3" height="4"/>').getBBox()).toMatchObject({ x: 1, y: 2, width: 3, height: 4 });
    expect(draw('<g><circle r="2"/><line transform="translate(10,0) scale(2)" x2="3" y2="1"/></g>').getBBox()).toMatchObject({
      x: -2,
      y: -2,
      width: 18,
      height: 4,
    });
    const { x, y, width, height } = draw('<path d="M10,0a10,10 0 1 1 -20,0a10,10 0 1 1 20,0"/>').getBBox();
    for (const [value, expected] of [
      [x, -10],
      [y, -10],
      [width, 20],
      [height, 20],
    ] as const)
      expect(value).toBeCloseTo(expected, 1);
  });

  test("text: 20 figures of 10 px are some 110 px wide (Arial: 0.556 em each); lines stack", () => {
    const text = draw('<text text-anchor="middle"><tspan>01234567890123456789</tspan><tspan x="0" dy="1em">01</tspan></text>');
    expect(text.getBBox().width).toBeCloseTo(111.2);
    expect(text.getBBox().x).toBeCloseTo(-55.6);
    expect(text.getBBox().height).toBeCloseTo(21.7);
  });

  test("lengths along paths", () => {
    expect(draw('<path d="M0,0H30v40z"/>').getTotalLength()).toBe(120);
    expect(draw('<path d="M0,0H30v40"/>').getPointAtLength(50)).toEqual({ x: 30, y: 20 });
    expect(draw('<path d="M5,0A5 5 0 0 1-5,0"/>').getTotalLength()).toBeCloseTo(Math.PI * 5, 1);
  });

  test("d3.pointer gives a node's own coordinates", () => {
    const group = draw('<g transform="translate(10,20) scale(2)"/>');
    const event = new window.MouseEvent("click", { clientX: 30, clientY: 60 });
    expect(d3.pointer(event, group)).toEqual([10, 20]);
  });
});

describe("transitions", () => {
  test("run to their end, attributes, styles and transforms", async () => {
    const svg = d3.create("svg");
    const circle = svg.append("circle").attr("r", 0).attr("transform", "translate(0,0)").style("opacity", 1);
    await circle
      .transition()
      .duration(40)
      .attr("r", 10)
      .attr("transform", "translate(10,20) rotate(90)")
      .style("opacity", 0.5)
      .style("transform", "translate(3px, 4px)")
      .end();
    expect(circle.attr("r")).toBe("10");
    expect(circle.style("opacity")).toBe("0.5");
    expect(circle.attr("transform")).toBe("translate(10, 20) rotate(90)");
  });

  test("zoom, brush and drag can be called on a selection", () => {
    const svg = d3.create<SVGSVGElement>("svg").attr("viewBox", "0 0 300 200");
    const zoom = d3.zoom<SVGSVGElement, undefined>();
    svg.call(zoom).call(zoom.scaleBy, 2);
    expect(d3.zoomTransform(svg.node()!).k).toBe(2);
    svg.append("g").call(d3.brushX<undefined>()).call(d3.brushX<undefined>().move, [10, 20]);
    svg.append("circle").call(d3.drag<SVGCircleElement, undefined>());
    expect(svg.selectAll("rect.selection").size()).toBe(1);
  });
});
