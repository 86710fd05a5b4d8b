import type { Module, ParameterGroup } from "#tensor";

/** For an optimiser: only matrices and kernels decay, as in nanoGPT. A bias, or the gain of a norm, is a place, not a strength. */
export function decayMatrices(model: Module, weightDecay: number): ParameterGroup[] {
  const parameters = model.parameters();
  return [
    { params: parameters.filter(({ ndim }) => ndim > 1), weightDecay },
    { params: parameters.filter(({ ndim }) => ndim <= 1), weightDecay: 0 },
  ];
}
