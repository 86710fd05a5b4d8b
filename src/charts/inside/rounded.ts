import type { RenderFunction } from "@observablehq/plot";

/** Draws dots at tenths of a pixel: nobody sees more, and a page of many dots is half as long. */
export const rounded: RenderFunction = (index, scales, values, dimensions, context, next) =>
  next!(index, scales, { ...values, x: tenths(values.x), y: tenths(values.y) }, dimensions, context);

/** `any`, as in Plot: the positions of all dots, or nothing. */
// biome-ignore lint/suspicious/noExplicitAny: Plot types the values of channels so.
const tenths = (places: any) => (places ? Float64Array.from(places as Iterable<number>, (place) => Math.round(10 * place) / 10) : places);
