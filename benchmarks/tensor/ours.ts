import { seed } from "../../src/base/random.ts";
import { GPT } from "../../src/lm/gpt.ts";
import {
  Adam,
  backendName,
  Conv2d,
  crossEntropy,
  embedding,
  Linear,
  layerNorm,
  linear,
  Module,
  maxPool2d,
  noGrad,
  scaledDotProductAttention,
  type Tensor,
  tensor,
} from "../../src/tensor/index.ts";
import { CNN, type Engine, type GPTSize, gptParameters, labels, MLP, noise, type Step, startValues, taskOf, tokens } from "./task.ts";

export const ours: Engine = {
  name: "ours",
  async start() {
    if (backendName() !== "wasm") throw new Error("the benchmark is meant for WebAssembly, which is missing here");
  },
  prepare(task) {
    const { kind, n, gpt } = taskOf(task);
    if (kind === "matmul") return products(n);
    if (kind === "MLP") return mlp();
    if (kind === "CNN") return cnn();
    return gpt ? gptStep(gpt) : generation();
  },
};

function products(n: number): Step {
  const a = tensor(noise(n * n, 1, 1)).view(n, n);
  const b = tensor(noise(n * n, 2, 1)).view(n, n);
  return () => {
    noGrad(() => a.matmul(b));
    return 0;
  };
}

function mlp(): Step {
  const { inputs, hidden, classes, batch } = MLP;
  const first = new Linear(inputs, hidden, seed(1));
  const second = new Linear(hidden, classes, seed(2));
  const x = tensor(noise(batch * inputs, 3, 1)).view(batch, inputs);
  const y = labels(batch, classes);
  return descend([...first.parameters(), ...second.parameters()], () => crossEntropy(second.forward(first.forward(x).relu()), y));
}

class SmallCNN extends Module {
  readonly conv1 = new Conv2d(1, CNN.channels[0], 3, seed(1), { padding: 1 });
  readonly conv2 = new Conv2d(CNN.channels[0], CNN.channels[1], 3, seed(2), { padding: 1 });
  readonly fc = new Linear(CNN.channels[1] * (CNN.size / 4) ** 2, CNN.classes, seed(3));

  /** [N, 1, 28, 28] → [N, 8, 14, 14] → [N, 16, 7, 7] → [N, 10] */
  forward(x: Tensor): Tensor {
    const h = maxPool2d(this.conv1.forward(x).relu(), 2);
    return this.fc.forward(maxPool2d(this.conv2.forward(h).relu(), 2).flatten(1));
  }
}

function cnn(): Step {
  const { size, batch, classes } = CNN;
  const model = new SmallCNN();
  const x = tensor(noise(batch * size * size, 4, 1)).view(batch, 1, size, size);
  const y = labels(batch, classes);
  return descend(model.parameters(), () => crossEntropy(model.forward(x), y));
}

function gptStep(size: GPTSize): Step {
  const { layers, width: C, heads, context: T, batch: B } = size;
  const P = Object.fromEntries(
    gptParameters(size).map(([name, shape, start], i) => [
      name,
      tensor(startValues(shape, start, i))
        .view(...shape)
        .detach()
        .requiresGrad_(),
    ]),
  );
  const p = (name: string) => P[name]!;
  const { x, y } = tokens(size);
  const indices = tensor(x).view(B, T);
  const split = (part: Tensor) => part.view(B, T, heads, C / heads).transpose(1, 2);
  return descend(Object.values(P), () => {
    let h = embedding(indices, p("wte")).add(p("wpe")); // [B, T, C]
    for (let l = 0; l < layers; l++) {
      const [q, k, v] = layerNorm(h, p(`ln1.${l}`), p(`ln1b.${l}`))
        .matmul(p(`qkv.${l}`))
        .split(C, 2)
        .map(split) as [Tensor, Tensor, Tensor];
      const attended = scaledDotProductAttention(q, k, v, { isCausal: true }).transpose(1, 2).reshape(B, T, C);
      h = h.add(attended.matmul(p(`proj.${l}`)));
      const inner = linear(layerNorm(h, p(`ln2.${l}`), p(`ln2b.${l}`)), p(`fc.${l}`).t(), p(`fcb.${l}`)).gelu({ approximate: "tanh" });
      h = h.add(linear(inner, p(`out.${l}`).t(), p(`outb.${l}`)));
    }
    return crossEntropy(layerNorm(h, p("lnf"), p("lnfb")).matmul(p("head")), y);
  });
}

/** A token with the key–value cache, from a GPT of the first size. */
function generation(): Step {
  const random = seed(1);
  const model = new GPT({ vocabSize: 65, blockSize: 64, nLayer: 2, nHead: 4, nEmbd: 64 }, random);
  const text = model.generate([0], random);
  return () => text.next().value as number;
}

function descend(params: Tensor[], loss: () => Tensor): Step {
  const optimizer = new Adam(params, { lr: 1e-3 });
  return () => {
    const value = loss();
    value.backward();
    optimizer.step();
    return value.item();
  };
}
