import type { RenderFunction } from "@observablehq/plot";

/** Draws dots at tenths of a pixel: nobody sees more, and a page of many dots is half as long. */
export const rounded: RenderFunction = (index, scales, values, dimensions, context, next) =>
  next!(index, scales, { ...values, x: tenths(values.x), y: tenths(values.y) } as typeof values, dimensions, context);

/** The places of all dots, where there are any. */
const tenths = (places: ArrayLike<number> | undefined) => (places ? Float64Array.from(places, (place) => Math.round(10 * place) / 10) : places);
