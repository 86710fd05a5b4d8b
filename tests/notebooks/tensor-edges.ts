// Where the tensor engine is easily wrong: sums of very many numbers, operations on nothing, and files that others wrote. No page
// shows this; a test holds every cell to the same output in Node and in Chromium.

// %% helpers
import * as t from "#tensor";

/** Numbers from 0 to 1 by a linear congruential generator: drawing millions from `seed` would take longer than summing them. */
function spread(length: number): Float32Array {
  const x = new Float32Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    x[i] = state / 2 ** 32;
  }
  return x;
}

// %% ten-million
const tenths = t.full([10_000_000, 2], 0.1);
({ columns: tenths.mean(0).toArray(), rows: tenths.view(2, 10_000_000).mean(1).toArray(), all: tenths.mean().item() });

// %% each-axis
const cube = t.tensor(spread(3 * 30_011 * 5)).view(3, 30_011, 5);
({
  first: cube.sum(0).sum().item(),
  middle: cube.sum(1).toArray(),
  last: cube.transpose(1, 2).sum(2).toArray(),
  variance: cube.add(10_000).var(1).toArray(),
});

// %% stretched
const grid = t.ones([1, 3, 1], { requiresGrad: true });
const single = t.ones([1], { requiresGrad: true });
cube.transpose(0, 1).mul(grid).mul(single).sum().backward();
[grid.grad!.toArray(), single.grad!.toArray()];

// %% products
const tall = t.tensor(spread(60_022)).view(30_011, 2);
const weight = t.ones([3, 2], { requiresGrad: true });
const bias = t.zeros([3], { requiresGrad: true });
t.linear(tall, weight, bias).sum().backward();
({ product: tall.t().matmul(tall).toArray(), weight: weight.grad!.toArray(), bias: bias.grad!.toArray() });

// %% long-rows
const row = t.tensor(spread(200_003)).view(1, 200_003).detach().requiresGrad_();
const loss = t.crossEntropy(row.softmax(1).log(), [7]);
loss.backward();
({
  loss: loss.item(),
  gradient: row.grad!.slice(1, 5, 9).toArray(),
  normed: t
    .layerNorm(row, t.ones([200_003]), t.zeros([200_003]))
    .slice(1, 0, 3)
    .toArray(),
});

// %% layers
const pictures = t.tensor(spread(100 * 30 * 30)).view(100, 1, 30, 30);
const kernel = t.ones([2, 1, 3, 3], { requiresGrad: true });
const shift = t.zeros([2], { requiresGrad: true });
t.conv2d(pictures, kernel, shift).sum().backward();
const table = t.ones([2, 2], { requiresGrad: true });
t.embedding(new Int32Array(5000), table).mul(0.1).sum().backward();
const scale = t.ones([5], { requiresGrad: true });
t.layerNorm(cube, scale, t.zeros([5]))
  .mul(cube)
  .sum()
  .backward();
({ kernel: kernel.grad!.toArray(), shift: shift.grad!.toArray(), table: table.grad!.toArray(), scale: scale.grad!.toArray() });

// %% nothing
// What stood in memory before must not show.
t.full([4096], 9.25).mul(3).sum().item();
const { zeros, ones } = t;
[
  zeros([2, 0]).matmul(zeros([0, 3])),
  zeros([2, 2, 0]).matmul(zeros([0, 1])),
  t.linear(zeros([2, 0]), zeros([2, 0]), ones([2])),
  t.conv2d(zeros([1, 0, 2, 2]), zeros([1, 0, 1, 1]), ones([1])),
  t.scaledDotProductAttention(ones([2, 3]), ones([0, 3]), ones([0, 2])),
  zeros([2, 0]).sum(1),
  zeros([0, 2]).mean(0),
  t.crossEntropy(zeros([0, 3]), []),
].map(String);

// %% empty-batch
import { seed } from "#base/random";

const dense = new t.Linear(3, 2, seed(1));
const filter = new t.Conv2d(1, 1, 2, seed(1));
dense
  .forward(zeros([0, 3]))
  .sum()
  .backward();
t.maxPool2d(filter.forward(zeros([0, 1, 5, 5])), 2)
  .flatten(1)
  .sum()
  .backward();
[...dense.parameters(), ...filter.parameters()].map(({ grad }) => String(grad));

// %% largest-of-nothing tags=["raises-exception"]
zeros([2, 0]).max(1);

// %% without-webassembly
function onTypeScript<T>(f: () => T): T {
  t.setBackend("typescript");
  const result = f();
  t.setBackend("wasm");
  return result;
}
onTypeScript(() =>
  [t.full([1_000_000, 2], 0.1).mean(0), zeros([2, 0]).matmul(zeros([0, 3])), t.linear(zeros([2, 0]), zeros([2, 0]), ones([2]))].map(String),
);

// %% files
const header = JSON.stringify({
  ids: { dtype: "I64", shape: [2], data_offsets: [0, 16] },
  weight: { dtype: "BF16", shape: [2], data_offsets: [16, 20] },
  mean: { dtype: "F64", shape: [], data_offsets: [20, 28] },
});
const file = new Uint8Array(8 + header.length + 28);
const view = new DataView(file.buffer);
file.set(new TextEncoder().encode(header), 8);
view.setUint32(0, header.length, true);
view.setBigInt64(8 + header.length, 50_256n, true);
view.setBigInt64(16 + header.length, -1n, true);
view.setUint16(24 + header.length, 0x3f80, true);
view.setUint16(26 + header.length, 0xc049, true);
view.setFloat64(28 + header.length, 0.1, true);
const loaded = t.loadSafetensors(file);
({ ...Object.fromEntries(Object.entries(loaded.tensors).map(([name, x]) => [name, String(x)])), rounded: loaded.rounded });

// %% not-supported tags=["raises-exception"]
t.loadSafetensors(new TextEncoder().encode(`\x3d\0\0\0\0\0\0\0{"x":{"dtype":"F8_E5M2","shape":[0,1],"data_offsets":[0,0]}}  `));
