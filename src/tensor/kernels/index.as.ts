/** All kernels, as one module. */
export { addPatches, maxPool, patches } from "./convolution.as";
export {
  add,
  affine,
  div,
  exp,
  gelu,
  geluTanh,
  log,
  mul,
  relu,
  reluBackward,
  sigmoid,
  sub,
  tanh,
} from "./elementwise.as";
export { addStrided, copyStrided, takeRows } from "./layout.as";
export { gemm, scratchBytes, useScratch } from "./matmul.as";
export { layerNorm, layerNormBackward } from "./norm.as";
export { adam, sgd } from "./optimizers.as";
export { sum, sumSquares } from "./reduce.as";
export { crossEntropy, logSoftmax, softmax, softmaxBackward } from "./softmax.as";
