/** All kernels, as one module. */
export { attention, attentionBackward } from "./attention.as";
export { addPatches, addToPlanes, maxPool, maxPoolBackward, patches } from "./convolution.as";
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
  sigmoidBackward,
  sub,
  tanh,
  tanhBackward,
} from "./elementwise.as";
export { addRows, addStrided, copyStrided, takeRows } from "./layout.as";
export { gemm, scratchBytes, useScratch } from "./matmul.as";
export { layerNorm, layerNormBackward } from "./norm.as";
export { adam, sgd } from "./optimizers.as";
export { sum, sumSquares } from "./reduce.as";
export { crossEntropy, logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "./softmax.as";
