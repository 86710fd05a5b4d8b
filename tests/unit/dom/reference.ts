import { JSDOM } from "jsdom";

/** Plot and d3 as they are published, drawing in jsdom. Call before anything else imports them. */
export async function loadReference(): Promise<{ Plot: typeof import("@observablehq/plot"); d3: typeof import("d3") }> {
  const { window } = new JSDOM("");
  // jsdom has no canvas: pictures are compared by themselves, elsewhere.
  const context = {
    createImageData: (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData() {},
    fillRect() {},
  };
  Object.assign(window.HTMLCanvasElement.prototype, { getContext: () => context, toDataURL: () => "data:image/png;base64," });
  Object.assign(globalThis, { window, document: window.document });
  const [Plot, d3] = await Promise.all([import("@observablehq/plot"), import("d3")]);
  return { Plot, d3 };
}
