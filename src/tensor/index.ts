/**
 * `#tensor`: tensors with gradients, fast enough to train small networks in a page. Names and meaning are PyTorch's where it has them.
 *
 * - `tensor.ts` what a tensor is and can do; `shape.ts` sizes and layouts; `create.ts` new ones
 * - `autograd.ts` how gradients come about; `ops/` one operation or family per file
 * - `memory.ts` where the numbers live, and why nobody has to free anything
 * - `sums.ts` sums of very many numbers
 * - `kernels/` the loops themselves: AssemblyScript for WebAssembly SIMD, and the same in plain TypeScript
 * - `nn.ts` layers; `optim.ts` updates; `safetensors.ts` files
 */
export { type BackwardOptions, inferenceMode, noGrad } from "./autograd.ts";
export { arange, full, ones, type RandomSource, rand, randn, zeros } from "./create.ts";
export type { BackendName } from "./kernels/kernels.ts";
export { backendName, memoryUse, setBackend } from "./memory.ts";
export { type Adapter, Conv2d, Dropout, Embedding, LayerNorm, Linear, type LinearOptions, Module, type StateDict } from "./nn.ts";
export { type AttentionOptions, attentionWeights, scaledDotProductAttention } from "./ops/attention.ts";
export { type ConvolutionOptions, conv2d, maxPool2d, type PoolOptions } from "./ops/convolution.ts";
export { dropout } from "./ops/dropout.ts";
export type { GeluOptions } from "./ops/elementwise.ts";
export { embedding, type Indices, oneHot } from "./ops/indexing.ts";
export { cat, stack } from "./ops/layout.ts";
export { bceWithLogits, type CrossEntropyOptions, crossEntropy, mse } from "./ops/loss.ts";
export { linear } from "./ops/matmul.ts";
export { type LayerNormOptions, layerNorm } from "./ops/norm.ts";
export type { VarianceOptions } from "./ops/reduce.ts";
export {
  Adam,
  type AdamOptions,
  AdamW,
  clipGradNorm,
  decayMatrices,
  Optimizer,
  type ParameterGroup,
  SGD,
  type SGDOptions,
  type WarmupCosineOptions,
  warmupCosine,
} from "./optim.ts";
export { type LoadedSafetensors, loadSafetensors, type SafetensorsDtype, type SaveOptions, saveSafetensors } from "./safetensors.ts";
export type { Shape } from "./shape.ts";
export { type DimOptions, type Nested, Tensor, type TensorOptions, tensor } from "./tensor.ts";
