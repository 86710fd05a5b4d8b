// Everything that #tensor exports, each function, class and method of a tensor used on a little data: no page shows this, tests run it
// in Node and in browsers.

// %% helpers
import { seed } from "#base/random";
import * as T from "#tensor";

/** Engines differ in the last digits of exp, log and the like, so those are not shown. */
const neat = (value: unknown): unknown => {
  if (value instanceof T.Tensor) return [value.shape, neat(value.toArray())];
  if (typeof value === "number") return Number(value.toPrecision(4));
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, neat);
  if (Array.isArray(value)) return value.map(neat);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, neat(part)]));
};
const a = T.tensor([
  [1, -2, 3],
  [0.5, 4, -1],
]);
const b = T.tensor([
  [2, 1, -1],
  [3, 0.25, 2],
]);
const random = () => seed(7);

// %% made
neat({
  tensor: T.tensor([[[1], [2]]]),
  ofBytes: T.tensor(new Uint8Array([1, 2])),
  zeros: T.zeros([2, 1]),
  ones: T.ones([3]),
  full: T.full([2], 0.5),
  arange: [T.arange(3), T.arange(2, 8, 3)],
  rand: T.rand([3], random()),
  randn: T.randn([3], random()),
  cat: T.cat([a, b], 1),
  stack: T.stack([a, b]),
  oneHot: T.oneHot([2, 0], 3),
});

// %% read
neat({
  ndim: a.ndim,
  numel: a.numel(),
  size: [a.size(0), a.size(-1)],
  item: a.sum().item(),
  toFloat32Array: a.toFloat32Array(),
  toArray: a.toArray(),
  toString: a.toString(),
});

// %% arithmetic
neat({
  add: a.add(b),
  sub: a.sub(1),
  mul: a.mul(T.tensor([1, 2, 3])),
  div: a.div(b),
  neg: a.neg(),
  pow: a.pow(2),
  eq: a.eq(3),
  gt: a.gt(b),
  lt: a.lt(0),
  matmul: a.matmul(b.t()),
  batched: T.ones([2, 2, 3]).matmul(T.full([3, 1], 2)),
});

// %% elementwise
neat({
  exp: a.exp(),
  log: b.abs().log(),
  sqrt: b.abs().sqrt(),
  sin: a.sin(),
  cos: a.cos(),
  clamp: a.clamp(-1, 1),
  tanh: a.tanh(),
  sigmoid: a.sigmoid(),
  relu: a.relu(),
  gelu: [a.gelu(), a.gelu({ approximate: "tanh" })],
  softmax: a.softmax(1),
  logSoftmax: a.logSoftmax(0),
  dropout: T.dropout(T.ones([8]), 0.5, random()),
});

// %% reduced
neat({
  sum: [a.sum(), a.sum(0), a.sum(1, { keepdim: true })],
  mean: [a.mean(), a.mean(1)],
  max: [a.max(), a.max(0)],
  argmax: [a.argmax(), a.argmax(1)],
  var: [a.var(), a.var(0, { correction: 0 })],
  std: [a.std(), a.std(1)],
});

// %% laid-out
neat({
  view: a.view(3, 2),
  reshape: a.t().reshape(-1),
  flatten: T.zeros([2, 3, 4]).flatten(1).shape,
  transpose: a.transpose(0, 1),
  t: a.t(),
  permute: T.arange(6).view(1, 2, 3).permute(2, 0, 1),
  slice: a.slice(1, 1, 3),
  select: a.select(0, -1),
  split: T.arange(5).split(2),
  unsqueeze: a.unsqueeze(0).shape,
  squeeze: a.unsqueeze(0).squeeze(0).shape,
  expand: T.tensor([[1], [2]]).expand(2, 3),
  contiguous: a.t().contiguous(),
  gather: a.gather(
    1,
    T.tensor([
      [2, 0],
      [1, 1],
    ]),
  ),
  maskedFill: a.maskedFill(a.lt(0), 9),
  tril: [T.ones([3, 3]).tril(), T.ones([3, 3]).tril(-1)],
});

// %% in-place
neat({
  copy: T.zeros([2, 3]).copy_(a),
  fill: T.zeros([2]).fill_(3),
  add: T.ones([2]).add_(2),
  sub: T.ones([2]).sub_(T.tensor([1, 2])),
  mul: T.full([2], 3).mul_(2),
});

// %% gradients
const x = T.tensor([1, 2, 3], { requiresGrad: true });
const squares = x.mul(x);
squares.retainGrad();
squares.sum().backward();
const untracked = T.noGrad(() => x.mul(2));
neat({
  grad: x.grad,
  kept: squares.grad,
  detached: x.detach().requiresGrad,
  wanted: T.ones([1]).requiresGrad_().requiresGrad,
  noGrad: untracked.requiresGrad,
  inferenceMode: T.inferenceMode(() => x.mul(2).add(1)),
});

// %% losses
neat({
  crossEntropy: [T.crossEntropy(a, [2, 1]), T.crossEntropy(a, [2, -100], { reduction: "sum" })],
  mse: T.mse(a, b),
  bceWithLogits: T.bceWithLogits(a, a.gt(0)),
});

// %% layers
const picture = T.arange(16).view(1, 1, 4, 4);
neat({
  linear: T.linear(a, b, T.tensor([1, 2])),
  Linear: new T.Linear(3, 2, random()).forward(a),
  embedding: T.embedding([1, 0], a),
  Embedding: new T.Embedding(4, 2, random()).forward([3, 1]),
  layerNorm: T.layerNorm(a, T.ones([3]), T.zeros([3])),
  LayerNorm: new T.LayerNorm(3).forward(a),
  conv2d: T.conv2d(picture, T.ones([1, 1, 2, 2]), T.tensor([1]), { stride: 2, padding: 1 }),
  Conv2d: new T.Conv2d(1, 2, 3, random(), { padding: 1 }).forward(picture),
  maxPool2d: T.maxPool2d(picture, 2),
  Dropout: [new T.Dropout(0.5, random()).forward(T.ones([8])), new T.Dropout(0.5, random()).eval().forward(T.ones([8]))],
  attentionWeights: T.attentionWeights(a, b),
  scaledDotProductAttention: T.scaledDotProductAttention(a, b, b, { isCausal: true }),
});

// %% modules
class Net extends T.Module {
  readonly first = new T.Linear(3, 4, random());
  readonly second = new T.Linear(4, 1, random(), { bias: false });
  forward(rows: T.Tensor): T.Tensor {
    return this.second.forward(this.first.forward(rows).tanh());
  }
}
const net = new Net();
const other = new Net().loadStateDict(net.stateDict());
neat({
  namedParameters: net.namedParameters().map(([name, { shape }]) => [name, shape]),
  parameters: net.parameters().length,
  numParams: net.numParams(),
  namedModules: net.namedModules().map(([name]) => name),
  train: net.train().forward(a),
  eval: other.eval().forward(a),
});

// %% optimisers
const target = T.tensor([[1], [-1]]);
/** The loss before each of some steps. */
function descend(make: (parameters: T.Tensor[]) => T.Optimizer): number[] {
  const trained = new Net();
  const optimizer = make(trained.parameters());
  optimizer.loadStateDict(optimizer.stateDict(), optimizer.steps);
  return Array.from({ length: 4 }, () => {
    optimizer.zeroGrad();
    const loss = T.mse(trained.forward(a), target);
    loss.backward();
    T.clipGradNorm(trained.parameters(), 1);
    optimizer.step();
    return loss.item();
  });
}
const schedule = T.warmupCosine({ lr: 1, warmup: 2, total: 10 });
neat({
  SGD: descend((parameters) => new T.SGD(parameters, { lr: 0.1, momentum: 0.9 })),
  Adam: descend((parameters) => new T.Adam(parameters, { lr: 0.1 })),
  AdamW: descend((parameters) => new T.AdamW([{ params: parameters, weightDecay: 0.1 }], { lr: 0.1 })),
  schedule: [0, 1, 2, 5, 9].map(schedule),
  decayMatrices: T.decayMatrices(net, 0.1).map(({ params, weightDecay }) => [params.length, weightDecay]),
});

// %% files
const saved = T.saveSafetensors({ a, b }, { dtype: "F16", metadata: { by: "a test" } });
const { tensors, metadata } = T.loadSafetensors(saved);
neat({ bytes: saved.length, head: new TextDecoder().decode(saved.slice(8, 60)), names: Object.keys(tensors), a: tensors["a"], metadata });

// %% backends
/** The same numbers from both, to the last bit where nothing is rounded. */
const backend = T.backendName();
const products = (["typescript", "wasm"] as const).map((name) => {
  T.setBackend(name);
  return T.tensor([[1, 2]])
    .matmul(T.tensor([[3], [4]]))
    .item();
});
[backend, products, T.memoryUse().bytes > 0];
