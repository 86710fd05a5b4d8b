import { extend } from "./extend.ts";
import { Matrix } from "./matrix.ts";
import { type Point, pathPoints } from "./path.ts";
import { computedStyle } from "./style.ts";
import { ASCENT, DESCENT, textWidth } from "./text-metrics.ts";
import type { VirtualWindow } from "./window.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where things are: a chart's own coordinates are all there are, so the client's are those too. */
export function installGeometry({ Element, SVGElement }: VirtualWindow): void {
  extend(Element.prototype, {
    clientLeft: 0,
    clientTop: 0,
    get clientWidth(): number {
      return length(this, "width");
    },
    get clientHeight(): number {
      return length(this, "height");
    },
    getBoundingClientRect(): DOMRect {
      const { x, y, width, height } = isRoot(this)
        ? { x: 0, y: 0, width: length(this, "width"), height: length(this, "height") }
        : boxIn(this, rootMatrix(this));
      return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height } as DOMRect;
    },
  });
  extend(SVGElement.prototype, {
    get viewBox() {
      const [x = 0, y = 0, width = length(this, "width"), height = length(this, "height")] = numbers(this.getAttribute("viewBox"));
      return { baseVal: { x, y, width, height } };
    },
    get width() {
      return { baseVal: { value: length(this, "width") } };
    },
    get height() {
      return { baseVal: { value: length(this, "height") } };
    },
    get transform() {
      const text = this.getAttribute("transform");
      return { baseVal: { consolidate: () => (text ? { matrix: new Matrix(text) } : null) } };
    },
    getBBox(): Box {
      return boxIn(this, new Matrix());
    },
    getCTM(): Matrix {
      return rootMatrix(this);
    },
    getScreenCTM(): Matrix {
      return rootMatrix(this);
    },
    createSVGPoint() {
      return {
        x: 0,
        y: 0,
        matrixTransform(matrix: Matrix) {
          const [x, y] = matrix.apply(this.x, this.y);
          return { x, y };
        },
      };
    },
    getComputedTextLength(): number {
      return this.getBBox().width;
    },
    getTotalLength(): number {
      return segments(this).reduce((sum, { length }) => sum + length, 0);
    },
    getPointAtLength(distance: number): { x: number; y: number } {
      let left = Math.max(0, distance);
      const parts = segments(this);
      const part = parts.find(({ length }) => left <= length || ((left -= length), false)) ?? parts.at(-1);
      if (!part) return { x: 0, y: 0 };
      const t = part.length ? Math.min(1, left / part.length) : 0;
      return { x: part.from[0] + (part.to[0] - part.from[0]) * t, y: part.from[1] + (part.to[1] - part.from[1]) * t };
    },
  });
}

/** The box of a node and all it holds, in the coordinates that `matrix` leads to. */
export function boxIn(element: Element, matrix: Matrix): Box {
  const points: Point[] = [];
  collect(element, matrix, points);
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x), Math.max(y2, y)];
  }
  return { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
}

/** From a node's own coordinates to those of the chart. */
export function rootMatrix(element: Element): Matrix {
  const own = new Matrix(element.getAttribute("transform") ?? "");
  const parent = element.parentElement;
  return parent && !isRoot(element) ? rootMatrix(parent).multiply(own) : own;
}

function isRoot({ localName, parentElement }: Element): boolean {
  return localName === "svg" && parentElement?.namespaceURI !== "http://www.w3.org/2000/svg";
}

function collect(element: Element, matrix: Matrix, points: Point[]): void {
  const at = (x: number, y: number) => points.push(matrix.apply(x, y));
  const box = (x: number, y: number, width: number, height: number) => {
    at(x, y), at(x + width, y), at(x, y + height), at(x + width, y + height);
  };
  const value = (name: string) => length(element, name);
  switch (element.localName) {
    case "text":
      for (const { x, y, width, height } of textBoxes(element)) box(x, y, width, height);
      return;
    case "tspan": {
      const { fontSize, bold } = font(element);
      box(value("x"), value("y") - ASCENT * fontSize, textWidth(shown(element), bold) * fontSize, (ASCENT + DESCENT) * fontSize);
      return;
    }
    case "rect":
    case "image":
    case "foreignObject":
      box(value("x"), value("y"), value("width"), value("height"));
      return;
    case "circle":
      box(value("cx") - value("r"), value("cy") - value("r"), 2 * value("r"), 2 * value("r"));
      return;
    case "ellipse":
      box(value("cx") - value("rx"), value("cy") - value("ry"), 2 * value("rx"), 2 * value("ry"));
      return;
    case "defs":
    case "clipPath":
    case "marker":
    case "linearGradient":
    case "radialGradient":
    case "pattern":
    case "style":
    case "title":
    case "desc":
    case "mask":
    case "filter":
      return;
    default:
      for (const [x, y] of outline(element).flat()) at(x, y);
      for (const child of element.children) {
        collect(child, matrix.multiply(new Matrix(child.getAttribute("transform") ?? "")), points);
      }
  }
}

function outline(element: Element): Point[][] {
  const value = (name: string) => length(element, name);
  switch (element.localName) {
    case "path":
      return pathPoints(element.getAttribute("d") ?? "");
    case "line":
      return [
        [
          [value("x1"), value("y1")],
          [value("x2"), value("y2")],
        ],
      ];
    case "polyline":
    case "polygon": {
      const list = numbers(element.getAttribute("points"));
      const points = list.flatMap((x, i): Point[] => (i % 2 === 0 ? [[x, list[i + 1] ?? 0]] : []));
      return [element.localName === "polygon" ? [...points, ...points.slice(0, 1)] : points];
    }
    default:
      return [];
  }
}

function segments(element: Element): { from: Point; to: Point; length: number }[] {
  return outline(element).flatMap((points) =>
    points.slice(1).map((to, i) => {
      const from = points[i] ?? to;
      return { from, to, length: Math.hypot(to[0] - from[0], to[1] - from[1]) };
    }),
  );
}

/** One box per line: a `tspan` with a place of its own begins one. */
function textBoxes(text: Element): Box[] {
  const { fontSize, bold } = font(text);
  const anchor = computedStyle(text).getPropertyValue("text-anchor");
  const lines: { x: number; y: number; content: string }[] = [];
  let x = units(text.getAttribute("x"), fontSize) + units(text.getAttribute("dx"), fontSize);
  let y = units(text.getAttribute("y"), fontSize) + units(text.getAttribute("dy"), fontSize);
  let line = { x, y, content: "" };
  for (const child of text.childNodes) {
    const element = child.nodeType === 1 ? (child as Element) : undefined;
    if (element?.localName === "title") continue;
    if (element && ["x", "y", "dy"].some((name) => element.hasAttribute(name))) {
      lines.push(line);
      if (element.hasAttribute("x")) x = units(element.getAttribute("x"), fontSize);
      if (element.hasAttribute("y")) y = units(element.getAttribute("y"), fontSize);
      y += units(element.getAttribute("dy"), fontSize);
      line = { x, y, content: "" };
    }
    line.content += element ? shown(element) : (child.textContent ?? "");
  }
  lines.push(line);
  return lines
    .filter(({ content }) => content !== "")
    .map(({ x, y, content }) => {
      const width = textWidth(content, bold) * fontSize;
      const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
      return { x: x - shift, y: y - ASCENT * fontSize, width, height: (ASCENT + DESCENT) * fontSize };
    });
}

/** The text of an element without its `title`, which is a hint. */
function shown(element: Element): string {
  let text = "";
  for (const child of element.childNodes) {
    if (child.nodeType === 3) text += child.textContent;
    else if (child.nodeType === 1 && (child as Element).localName !== "title") text += shown(child as Element);
  }
  return text;
}

function font(element: Element): { fontSize: number; bold: boolean } {
  const style = computedStyle(element);
  const weight = style.getPropertyValue("font-weight");
  return { fontSize: units(style.getPropertyValue("font-size"), 16) || 16, bold: weight === "bold" || Number(weight) >= 600 };
}

function length(element: Element, name: string): number {
  return units(element.getAttribute(name), 16);
}

/** A length in pixels: "12", "12px", "0.32em" of a font size. */
function units(text: string | null, fontSize: number): number {
  const number = Number.parseFloat(text ?? "");
  if (Number.isNaN(number)) return 0;
  return /r?em$/.test(text ?? "") ? number * fontSize : number;
}

function numbers(text: string | null): number[] {
  return [...(text ?? "").matchAll(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi)].map(Number);
}
