/**
 * The same in jax-js, on its WebAssembly backend, each step compiled by `jit`. Its arrays are consumed by what reads them;
 * `.ref` is a copy of the handle for one more reader.
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { CNN, type Engine, type GPTSize, gptParameters, labels, MLP, noise, type Step, startValues, taskOf, tokens } from "./task.ts";

type A = np.Array;
type Params = Record<string, A>;

export const jax: Engine = {
  name: "jax-js",
  async start() {
    await init("wasm");
    defaultDevice("wasm");
  },
  prepare(task) {
    const { kind, n, gpt } = taskOf(task);
    if (kind === "matmul") return products(n);
    if (kind === "MLP") return mlp();
    if (kind === "CNN") return cnn();
    return gpt && gptStep(gpt);
  },
};

const array = (values: Float32Array<ArrayBuffer>, shape: number[]) => np.array(values).reshape(shape);
const oneHot = (indices: Int32Array<ArrayBuffer>, classes: number) => {
  const rows = new Float32Array(indices.length * classes);
  for (const [i, index] of indices.entries()) rows[i * classes + index] = 1;
  return array(rows, [indices.length, classes]);
};

function products(n: number): Step {
  const a = array(noise(n * n, 1, 1), [n, n]);
  const b = array(noise(n * n, 2, 1), [n, n]);
  const f = jit((x: A, y: A) => np.matmul(x, y));
  return async () => {
    const c = await blockUntilReady(f(a.ref, b.ref));
    c.dispose();
    return 0;
  };
}

function mlp(): Step {
  const { inputs, hidden, classes, batch } = MLP;
  const params = {
    w1: array(noise(inputs * hidden, 1, 0.03), [inputs, hidden]),
    b1: array(noise(hidden, 2, 0.03), [hidden]),
    w2: array(noise(hidden * classes, 3, 0.09), [hidden, classes]),
    b2: array(noise(classes, 4, 0.09), [classes]),
  };
  const x = array(noise(batch * inputs, 3, 1), [batch, inputs]);
  const y = oneHot(labels(batch, classes), classes);
  return descend(params, { x, y }, (p, d) => {
    const h = nn.relu(np.add(np.matmul(d["x"]!, p["w1"]!), p["b1"]!));
    return crossEntropy(np.add(np.matmul(h, p["w2"]!), p["b2"]!), d["y"]!);
  });
}

function cnn(): Step {
  const { size, channels, batch, classes } = CNN;
  const [c1, c2] = channels;
  const flat = c2 * (size / 4) ** 2;
  const params = {
    w1: array(noise(c1 * 9, 1, 0.33), [c1, 1, 3, 3]),
    b1: array(noise(c1, 2, 0.33), [1, c1, 1, 1]),
    w2: array(noise(c2 * c1 * 9, 3, 0.12), [c2, c1, 3, 3]),
    b2: array(noise(c2, 4, 0.12), [1, c2, 1, 1]),
    w3: array(noise(flat * classes, 5, 0.03), [flat, classes]),
    b3: array(noise(classes, 6, 0.03), [classes]),
  };
  const x = array(noise(batch * size * size, 4, 1), [batch, 1, size, size]);
  const y = oneHot(labels(batch, classes), classes);
  const pool = (h: A) => lax.reduceWindow(h, (w) => np.max(w), [2, 2], [2, 2]);
  const convolve = (h: A, w: A, b: A) => np.add(lax.conv(h, w, [1, 1], "SAME"), b);
  return descend(params, { x, y }, (p, d) => {
    const h = pool(nn.relu(convolve(d["x"]!, p["w1"]!, p["b1"]!)));
    const flattened = pool(nn.relu(convolve(h, p["w2"]!, p["b2"]!))).reshape([batch, flat]);
    return crossEntropy(np.add(np.matmul(flattened, p["w3"]!), p["b3"]!), d["y"]!);
  });
}

function gptStep(size: GPTSize): Step {
  const { layers, width: C, heads, context: T, batch: B, vocabulary: V } = size;
  const params = Object.fromEntries(gptParameters(size).map(([name, shape, start], i) => [name, array(startValues(shape, start, i), shape)]));
  const { x, y } = tokens(size);
  const mask = new Float32Array(T * T).map((_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0));
  const data = { x: oneHot(x, V), y: oneHot(y, V), mask: array(mask, [1, 1, T, T]) };
  const d = C / heads;
  const norm = (h: A, g: A, b: A) => np.add(np.multiply(nn.standardize(h), g), b);
  const split = (part: A) => np.transpose(part.reshape([B, T, heads, d]), [0, 2, 1, 3]);
  return descend(params, data, (p, { x, y, mask }) => {
    // [B T, V] × [V, C]: its embedding has no faster gradient.
    let h = np.add(np.matmul(x!, p["wte"]!).reshape([B, T, C]), p["wpe"]!);
    for (let l = 0; l < layers; l++) {
      const qkv = np.matmul(norm(h.ref, p[`ln1.${l}`]!, p[`ln1b.${l}`]!), p[`qkv.${l}`]!);
      const [q, k, v] = np.split(qkv, 3, -1).map(split) as [A, A, A];
      const scores = np.add(np.multiply(np.matmul(q, np.transpose(k, [0, 1, 3, 2])), 1 / Math.sqrt(d)), mask!.ref);
      const attended = np.transpose(np.matmul(nn.softmax(scores, -1), v), [0, 2, 1, 3]).reshape([B, T, C]);
      h = np.add(h, np.matmul(attended, p[`proj.${l}`]!));
      const inner = nn.gelu(np.add(np.matmul(norm(h.ref, p[`ln2.${l}`]!, p[`ln2b.${l}`]!), p[`fc.${l}`]!), p[`fcb.${l}`]!));
      h = np.add(np.add(h, np.matmul(inner, p[`out.${l}`]!)), p[`outb.${l}`]!);
    }
    mask!.dispose();
    return crossEntropy(np.matmul(norm(h, p["lnf"]!, p["lnfb"]!), p["head"]!).reshape([B * T, V]), y!);
  });
}

function crossEntropy(logits: A, target: A): A {
  return np.multiply(np.mean(np.sum(np.multiply(nn.logSoftmax(logits, -1), target), -1)), -1);
}

/** Loss, gradients and Adam in one compiled function. */
function descend(params: Params, data: Params, loss: (p: Params, d: Params) => A): Step {
  const [lr, b1, b2] = [1e-3, 0.9, 0.999];
  let m: Params = Object.fromEntries(Object.entries(params).map(([name, p]) => [name, np.zeros(p.shape)]));
  let v: Params = Object.fromEntries(Object.entries(params).map(([name, p]) => [name, np.zeros(p.shape)]));
  let p = params;
  const step = jit((p: Params, m: Params, v: Params, d: Params, c1: A, c2: A) => {
    const refs = Object.fromEntries(Object.entries(p).map(([name, x]) => [name, x.ref]));
    const [value, g] = valueAndGrad(loss)(refs, d) as unknown as [A, Params];
    const next = { p: {} as Params, m: {} as Params, v: {} as Params };
    for (const name of Object.keys(p)) {
      const gradient = g[name]!;
      const first = np.add(np.multiply(m[name]!, b1), np.multiply(gradient.ref, 1 - b1));
      const second = np.add(np.multiply(v[name]!, b2), np.multiply(np.multiply(gradient.ref, gradient), 1 - b2));
      next.m[name] = first.ref;
      next.v[name] = second.ref;
      const root = np.add(np.sqrt(np.multiply(second, c2.ref)), 1e-8);
      next.p[name] = np.subtract(p[name]!, np.divide(np.multiply(first, np.multiply(c1.ref, lr)), root));
    }
    c1.dispose();
    c2.dispose();
    return [value, next.p, next.m, next.v] as [A, Params, Params, Params];
  });
  let t = 0;
  return async () => {
    t++;
    const own = Object.fromEntries(Object.entries(data).map(([name, x]) => [name, x.ref]));
    const scalar = (value: number) => np.array(new Float32Array([value])).reshape([]);
    const [value, ...next] = step(p, m, v, own, scalar(1 / (1 - b1 ** t)), scalar(1 / (1 - b2 ** t)));
    [p, m, v] = next as [Params, Params, Params];
    return (await value.data())[0] as number;
  };
}
