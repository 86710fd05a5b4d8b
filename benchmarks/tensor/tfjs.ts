/** The same in TensorFlow.js on its WebAssembly backend, as far as that has gradients: none for conv2d's filters, so no CNN. */
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { type Engine, type GPTSize, gptParameters, labels, MLP, noise, type Step, startValues, taskOf, tokens } from "./task.ts";

/** Where its three WebAssembly files are; with a slash at the end. */
export function tfjs(folder: string): Engine {
  return {
    name: "tfjs-wasm",
    async start() {
      setWasmPaths(folder);
      await tf.setBackend("wasm");
      await tf.ready();
    },
    prepare(task) {
      const { kind, n, gpt } = taskOf(task);
      if (kind === "matmul") return products(n);
      if (kind === "MLP") return mlp();
      return gpt && gptStep(gpt);
    },
  };
}

function products(n: number): Step {
  const a = tf.tensor2d(noise(n * n, 1, 1), [n, n]);
  const b = tf.tensor2d(noise(n * n, 2, 1), [n, n]);
  return () => {
    const c = tf.matMul(a, b);
    c.dataSync();
    c.dispose();
    return 0;
  };
}

function mlp(): Step {
  const { inputs, hidden, classes, batch } = MLP;
  const variable = (shape: number[], seed: number, scale: number) =>
    tf.variable(
      tf.tensor(
        noise(
          shape.reduce((a, b) => a * b),
          seed,
          scale,
        ),
        shape,
      ),
    );
  const [w1, b1, w2, b2] = [
    variable([inputs, hidden], 1, 0.03),
    variable([hidden], 2, 0.03),
    variable([hidden, classes], 3, 0.09),
    variable([classes], 4, 0.09),
  ];
  const x = tf.tensor2d(noise(batch * inputs, 3, 1), [batch, inputs]);
  const y = tf.cast(tf.oneHot(tf.tensor1d(labels(batch, classes), "int32"), classes), "float32");
  return descend(() => crossEntropy(tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1!), b1!)) as tf.Tensor2D, w2!), b2!), y));
}

function gptStep(size: GPTSize): Step {
  const { layers, width: C, heads, context: T, batch: B, vocabulary: V } = size;
  const P = Object.fromEntries(
    gptParameters(size).map(([name, shape, start], i) => [name, tf.variable(tf.tensor(startValues(shape, start, i), shape))]),
  );
  const p = (name: string) => P[name]!;
  const { x, y } = tokens(size);
  const rows = tf.cast(tf.oneHot(tf.tensor1d(x, "int32"), V), "float32");
  const target = tf.cast(tf.oneHot(tf.tensor1d(y, "int32"), V), "float32");
  const mask = tf.tensor(
    new Float32Array(T * T).map((_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0)),
    [1, 1, T, T],
  );
  const d = C / heads;
  const norm = (h: tf.Tensor, g: tf.Tensor, b: tf.Tensor) => {
    const centred = tf.sub(h, tf.mean(h, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5));
    return tf.add(tf.mul(tf.mul(centred, inverse), g), b);
  };
  const gelu = (u: tf.Tensor) => {
    const inner = tf.mul(tf.mul(u, 0.7978845608), tf.add(1, tf.mul(0.044715, tf.mul(u, u))));
    return tf.mul(tf.mul(u, 0.5), tf.add(1, tf.tanh(inner)));
  };
  const split = (part: tf.Tensor) => tf.transpose(tf.reshape(part, [B, T, heads, d]), [0, 2, 1, 3]);
  return descend(() => {
    // [B T, V] × [V, C]: gather has no gradient on this backend.
    let h: tf.Tensor = tf.reshape(tf.add(tf.reshape(tf.matMul(rows, p("wte")), [B, T, C]), p("wpe")), [B * T, C]);
    for (let l = 0; l < layers; l++) {
      const qkv = tf.matMul(norm(h, p(`ln1.${l}`), p(`ln1b.${l}`)), p(`qkv.${l}`));
      const [q, k, v] = tf.split(qkv, 3, -1).map(split) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(d)), mask);
      const attended = tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores, -1), v), [0, 2, 1, 3]), [B * T, C]);
      h = tf.add(h, tf.matMul(attended, p(`proj.${l}`)));
      const inner = gelu(tf.add(tf.matMul(norm(h, p(`ln2.${l}`), p(`ln2b.${l}`)), p(`fc.${l}`)), p(`fcb.${l}`)));
      h = tf.add(h, tf.add(tf.matMul(inner, p(`out.${l}`)), p(`outb.${l}`)));
    }
    return crossEntropy(tf.matMul(norm(h, p("lnf"), p("lnfb")), p("head")), target);
  });
}

function crossEntropy(logits: tf.Tensor, target: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits, -1), target), -1)));
}

function descend(loss: () => tf.Scalar): Step {
  const optimizer = tf.train.adam(1e-3);
  return () => {
    const value = optimizer.minimize(loss, true)!;
    const [number] = value.dataSync();
    value.dispose();
    return number!;
  };
}
