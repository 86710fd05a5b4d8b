/** Muon, and optimisers that step together. Training scripts alone use them, so that no page loads them. */
import { AdamW, type Module, noGrad, type StateDict, type Tensor, tensor, zeros } from "../../src/tensor/index.ts";
import { Orthogonalizer } from "./orthogonalize.ts";

/** What the trainer asks of an optimiser. */
export interface Stepper {
  lr: number;
  step(): void;
  stateDict(): StateDict;
  loadStateDict(state: StateDict, steps: number): unknown;
}

export interface MuonOptions {
  /** Learning rate: each step moves a matrix by `lr` · √max(1, rows / columns) in every direction in which it has a gradient. Default 0.02. */
  lr?: number;
  /** Decay of the running sum of gradients. Default 0.95. */
  momentum?: number;
  /** Each step takes `lr` · `weightDecay` of a parameter away. Default 0.1. */
  weightDecay?: number;
}

/** A matrix to be trained. In some stand several, one above the other, as q, k and v do in an attention's `cAttn`. */
export interface Matrix {
  parameter: Tensor;
  /** How many stand in it. Default 1. */
  parts?: number;
}

/**
 * MomentUm Orthogonalized by Newton–Schulz, for matrices inside a network: the step is Nesterov's, with all its singular values near 1, so that no direction
 * is learnt more slowly than another. Embeddings, norms and biases are left to AdamW.
 * Source: K. Jordan and others, Muon: An optimizer for hidden layers in neural networks, 2024, https://kellerjordan.github.io/posts/muon/
 *
 * @throws RangeError when a parameter is no matrix, or its rows cannot be cut into `parts`.
 */
export class Muon implements Stepper {
  lr: number;
  readonly #momentum: number;
  readonly #weightDecay: number;
  readonly #slots: { parameter: Tensor; rows: number; sum: Tensor; places: readonly { numbers: Float32Array }[] }[];
  readonly #orthogonalizer: Orthogonalizer;

  constructor(matrices: readonly Matrix[], { lr = 0.02, momentum = 0.95, weightDecay = 0.1 }: MuonOptions = {}) {
    this.lr = lr;
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    for (const { parameter, parts = 1 } of matrices) {
      const { shape } = parameter;
      if (shape.length !== 2 || shape[0]! % parts !== 0)
        throw new RangeError(
          `optimiser: Muon updates matrices, and [${shape.join(", ")}] is not ${parts === 1 ? "one" : `${parts} of the same height`}`,
        );
    }
    const shapes = matrices.map(({ parameter: { shape }, parts = 1 }) => ({ rows: shape[0]! / parts, columns: shape[1]!, parts }));
    this.#orthogonalizer = new Orthogonalizer(shapes.flatMap((shape) => Array<typeof shape>(shape.parts).fill(shape)));
    let at = 0;
    this.#slots = matrices.map(({ parameter }, i) => {
      const { rows, parts } = shapes[i]!;
      at += parts;
      return { parameter, rows, sum: zeros(parameter.shape), places: this.#orthogonalizer.places.slice(at - parts, at) };
    });
  }

  step(): void {
    noGrad(() => {
      for (const { parameter, sum, places } of this.#slots) {
        const gradient = parameter.grad;
        if (!gradient) throw new Error("optimiser: Muon needs a gradient for each of its matrices");
        sum.copy_(sum.mul(this.#momentum).add(gradient));
        const wanted = gradient.add(sum.mul(this.#momentum)).toFloat32Array();
        for (const [i, { numbers }] of places.entries()) numbers.set(wanted.subarray(i * numbers.length, (i + 1) * numbers.length));
        parameter.grad = null;
      }
      this.#orthogonalizer.run();
      for (const { parameter, rows, places } of this.#slots) {
        const [, columns] = parameter.shape as [number, number];
        const rate = this.lr * Math.sqrt(Math.max(1, rows / columns));
        const direction = new Float32Array(parameter.length);
        for (const [i, { numbers }] of places.entries()) direction.set(numbers, i * numbers.length);
        parameter.copy_(
          parameter.mul(1 - this.lr * this.#weightDecay).sub(
            tensor(direction)
              .view(...parameter.shape)
              .mul(rate),
          ),
        );
      }
    });
  }

  /** The running sums, in the order of the matrices. */
  stateDict(): StateDict {
    return Object.fromEntries(this.#slots.map(({ sum }, i) => [`${i}`, sum]));
  }

  /** @throws Error when a sum is missing. */
  loadStateDict(state: StateDict): this {
    for (const [i, slot] of this.#slots.entries()) {
      const sum = state[i];
      if (!sum) throw new Error(`optimiser: sum ${i} is missing`);
      slot.sum.copy_(sum);
    }
    return this;
  }
}

/** Optimisers that step together, each for its own parameters, at `factor` times the rate that is set. */
export class Together implements Stepper {
  readonly #members: readonly { optimizer: Stepper; factor: number }[];

  constructor(members: readonly { optimizer: Stepper; factor: number }[]) {
    this.#members = members;
  }

  get lr(): number {
    const [{ optimizer, factor }] = this.#members as [{ optimizer: Stepper; factor: number }];
    return optimizer.lr / factor;
  }

  set lr(lr: number) {
    for (const { optimizer, factor } of this.#members) optimizer.lr = lr * factor;
  }

  step(): void {
    for (const { optimizer } of this.#members) optimizer.step();
  }

  stateDict(): StateDict {
    return Object.fromEntries(
      this.#members.flatMap(({ optimizer }, i) => Object.entries(optimizer.stateDict()).map(([name, x]) => [`${i}/${name}`, x])),
    );
  }

  loadStateDict(state: StateDict, steps: number): this {
    for (const [i, { optimizer }] of this.#members.entries()) {
      const own = Object.entries(state).flatMap(([name, x]) => (name.startsWith(`${i}/`) ? [[name.slice(`${i}/`.length), x] as const] : []));
      optimizer.loadStateDict(Object.fromEntries(own), steps);
    }
    return this;
  }
}

/** Muon for the matrices inside the blocks, at six times the rate; AdamW for all else, which is embeddings (the head among them), norms and biases. */
export function muonForBlocks(model: Module & { readonly h: readonly Module[] }): Stepper {
  const inside = model.h.flatMap((block) => block.namedParameters().filter(([, { ndim }]) => ndim === 2));
  const matrices = inside.map(([name, parameter]) => ({ parameter, parts: name.includes("cAttn") ? 3 : 1 }));
  const others = model.parameters().filter((parameter) => !matrices.some((matrix) => matrix.parameter === parameter));
  const muon = new Muon(matrices);
  const adam = new AdamW(others, { betas: [0.9, 0.99], weightDecay: 0 });
  return new Together([
    { optimizer: adam, factor: 1 },
    { optimizer: muon, factor: 6 },
  ]);
}
