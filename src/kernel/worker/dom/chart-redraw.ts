/** Under this name a chart remembers how to draw itself for another width. Registered, so that every bundle means the same. */
const REDRAW = Symbol.for("ml-vs-llm.redraw");

type Draw = (width: number) => Element;

/** The same chart drawn for another width in pixels, or undefined where its author fixed the width. */
export function redraw(element: object, width: number): Element | undefined {
  return (element as { [REDRAW]?: Draw })[REDRAW]?.(width);
}

export function rememberRedraw(element: object, draw: Draw): void {
  Object.defineProperty(element, REDRAW, { value: draw });
}
