/** Updates of parameters from their gradients, as in `torch.optim`. */
import { addressOf } from "./autograd.ts";
import { beginOperation, kernels, locate, peek, Storage, write } from "./memory.ts";
import type { Module, StateDict } from "./nn.ts";
import { sameShape, show } from "./shape.ts";
import { fromValues, type Tensor } from "./tensor.ts";

/** Parameters that share settings which differ from the others'. */
export interface ParameterGroup {
  params: readonly Tensor[];
  weightDecay?: number;
}

interface Slot {
  parameter: Tensor;
  weightDecay: number;
  /** Running means, one number for each of the parameter's. */
  state: Storage[];
  /** How often it was updated. */
  steps: number;
}

/**
 * What all optimisers share. `step()` updates each parameter that got a gradient since the last step. Unlike in PyTorch no `zeroGrad()` is
 * needed between steps: a gradient that a step has used stays readable, and the next `backward()` replaces it. Several
 * `backward()` before one `step()` add up.
 */
export abstract class Optimizer {
  /** Learning rate; change it as you go, by hand or by a schedule. */
  lr: number;
  /** Steps taken. */
  steps = 0;
  readonly #slots: Slot[];

  constructor(params: readonly Tensor[] | readonly ParameterGroup[], lr: number, weightDecay: number, states: number) {
    checkAtLeastZero("lr", lr);
    this.lr = lr;
    const groups = params.map((item) => ("params" in item ? item : { params: [item] }));
    this.#slots = groups.flatMap((group) =>
      group.params.map((parameter) => {
        checkAtLeastZero("weightDecay", group.weightDecay ?? weightDecay);
        if (!parameter.requiresGrad || !parameter.isContiguous || parameter.length !== parameter.storage.length)
          throw new TypeError(`optimiser: a tensor ${show(parameter.shape)} is not a parameter: it must have requiresGrad and be no view`);
        const state = Array.from({ length: states }, () => zeroState(parameter.length));
        return { parameter, weightDecay: group.weightDecay ?? weightDecay, state, steps: 0 };
      }),
    );
    if (this.#slots.length === 0) throw new RangeError("optimiser: there are no parameters");
  }

  step(): void {
    beginOperation({ tracked: false });
    this.steps++;
    for (const slot of this.#slots) {
      const { parameter, weightDecay, state } = slot;
      const { storage } = parameter;
      if (storage.gradientState !== "full") continue;
      const address = addressOf(parameter);
      slot.steps++;
      this.update({ p: address, g: locate(storage.gradient!), n: storage.length, state: state.map(locate), steps: slot.steps, weightDecay });
      storage.gradientState = "used";
      storage.version++;
      storage.updates = this.steps;
    }
  }

  /** Forget all gradients, also those that no step has used. */
  zeroGrad(): void {
    for (const { parameter } of this.#slots) parameter.grad = null;
  }

  /**
   * Copies of the running means, in the order of the parameters, and how often a parameter was updated, where some steps found no gradient for it:
   * with `steps`, what it takes to go on later as if nothing had been between.
   */
  stateDict(): StateDict {
    return Object.fromEntries(
      this.#slots.flatMap(({ parameter, state, steps }, i) => [
        ...state.map((mean, j) => [`${i}.${j}`, fromValues(peek(mean).slice(), parameter.shape)]),
        ...(steps === this.steps ? [] : [[`${i}.steps`, fromValues(Float32Array.of(steps), [])]]),
      ]),
    );
  }

  /** Take these running means and counts, and go on counting from `steps`. @throws Error when one is missing, RangeError when its shape differs. */
  loadStateDict(state: StateDict, steps: number): this {
    const means = this.#slots.flatMap(({ parameter, state: own }, i) => own.map((mean, j) => ({ mean, parameter, name: `${i}.${j}` })));
    for (const { parameter, name } of means) {
      const given = state[name];
      if (!given) throw new Error(`optimiser: mean ${name} is missing`);
      if (!sameShape(given.shape, parameter.shape))
        throw new RangeError(`optimiser: mean ${name} is ${show(given.shape)}, the parameter ${show(parameter.shape)}`);
    }
    for (const { mean, name } of means) write(mean, state[name]!.toFloat32Array(), 0);
    for (const [i, slot] of this.#slots.entries()) slot.steps = state[`${i}.steps`]?.item() ?? steps;
    this.steps = steps;
    return this;
  }

  protected abstract update(at: Update): void;
}

/** Addresses in linear memory. */
interface Update {
  p: number;
  g: number;
  n: number;
  state: number[];
  /** Updates of this parameter, this one among them. */
  steps: number;
  weightDecay: number;
}

export interface SGDOptions {
  /** Learning rate. */
  lr: number;
  /** Share of the last step that is made again. Default 0. */
  momentum?: number;
  /** λ of λ/2 ‖p‖² added to the loss. Default 0. */
  weightDecay?: number;
}

/** Stochastic gradient descent: v = momentum · v + g, p −= lr · v. B. Polyak, 1964, for the momentum. */
export class SGD extends Optimizer {
  readonly momentum: number;

  constructor(params: readonly Tensor[] | readonly ParameterGroup[], { lr, momentum = 0, weightDecay = 0 }: SGDOptions) {
    super(params, lr, weightDecay, 1);
    checkAtLeastZero("momentum", momentum);
    this.momentum = momentum;
  }

  protected update({ p, g, n, state: [v], weightDecay }: Update): void {
    kernels().sgd(p, g, v!, n, this.lr, this.momentum, weightDecay);
  }
}

export interface AdamOptions {
  /** Learning rate. Default 0.001. */
  lr?: number;
  /** Decay of the running means of g and g². Default [0.9, 0.999]. */
  betas?: readonly [number, number];
  /** Added to the root. Default 1e-8. */
  eps?: number;
  /** Default 0 for Adam, 0.01 for AdamW. */
  weightDecay?: number;
}

/** D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, arXiv 1412.6980, 2014. */
export class Adam extends Optimizer {
  readonly betas: readonly [number, number];
  readonly eps: number;

  constructor(
    params: readonly Tensor[] | readonly ParameterGroup[],
    { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: AdamOptions = {},
  ) {
    super(params, lr, weightDecay, 2);
    for (const beta of betas) if (!(beta >= 0 && beta < 1)) throw new RangeError(`optimiser: beta is ${beta}: it must be from 0 to below 1`);
    this.betas = betas;
    this.eps = eps;
  }

  protected update({ p, g, n, state: [m, v], steps: t, weightDecay }: Update): void {
    const [beta1, beta2] = this.betas;
    const { coupled, keep } = this.decay(weightDecay);
    const lr = this.lr / (1 - beta1 ** t);
    kernels().adam(p, g, m!, v!, n, lr, beta1, beta2, 1 - beta1, 1 - beta2, 1 / (1 - beta2 ** t), this.eps, coupled, keep);
  }

  /** Where the weight decay goes: into the gradient, or onto the parameter itself. */
  protected decay(weightDecay: number): { coupled: number; keep: number } {
    return { coupled: weightDecay, keep: 1 };
  }
}

/** Adam whose weight decay does not pass through the means. I. Loshchilov, F. Hutter, arXiv 1711.05101, 2017. */
export class AdamW extends Adam {
  constructor(params: readonly Tensor[] | readonly ParameterGroup[], { weightDecay = 0.01, ...options }: AdamOptions = {}) {
    super(params, { weightDecay, ...options });
  }

  protected override decay(weightDecay: number): { coupled: number; keep: number } {
    return { coupled: 0, keep: 1 - this.lr * weightDecay };
  }
}

/**
 * Scale all gradients together so that their joint norm is at most `maxNorm`. Gives the norm they had.
 * R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013.
 */
export function clipGradNorm(params: readonly Tensor[], maxNorm: number): number {
  const gradients = params.flatMap(({ storage }) => (storage.gradientState === "full" ? [storage.gradient!] : []));
  const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + kernels().sumSquares(locate(gradient), gradient.length), 0));
  const factor = maxNorm / (norm + 1e-6);
  if (factor < 1) for (const gradient of gradients) kernels().affine(locate(gradient), locate(gradient), factor, 0, gradient.length);
  return norm;
}

/** For an optimiser: only matrices and kernels decay, as in nanoGPT. A bias, or the gain of a norm, is a place, not a strength. */
export function decayMatrices(model: Module, weightDecay: number): ParameterGroup[] {
  const parameters = model.parameters();
  return [
    { params: parameters.filter(({ ndim }) => ndim > 1), weightDecay },
    { params: parameters.filter(({ ndim }) => ndim <= 1), weightDecay: 0 },
  ];
}

export interface WarmupCosineOptions {
  /** The highest rate. */
  lr: number;
  /** Steps until it is reached, in a straight line from 0. */
  warmup: number;
  /** Steps until the lowest is reached, along half a cosine. */
  total: number;
  /** The lowest rate, kept from then on. Default a tenth of the highest. */
  minLr?: number;
}

/**
 * A learning rate for each step, from 0: `optimizer.lr = schedule(step)`.
 * The cosine: I. Loshchilov, F. Hutter, SGDR, arXiv 1608.03983; with warm-up as in nanoGPT.
 */
export function warmupCosine({ lr, warmup, total, minLr = lr / 10 }: WarmupCosineOptions): (step: number) => number {
  if (!(warmup >= 0 && total > warmup)) throw new RangeError(`warmupCosine: warmup is ${warmup}, total ${total}: total must be the larger`);
  return (step) => {
    if (step < warmup) return (lr * (step + 1)) / (warmup + 1);
    const share = Math.min(1, (step - warmup) / (total - warmup));
    return minLr + ((lr - minLr) * (1 + Math.cos(Math.PI * share))) / 2;
  };
}

function zeroState(length: number): Storage {
  const storage = new Storage(length, new Float32Array(length));
  storage.keep = true;
  return storage;
}

function checkAtLeastZero(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`optimiser: ${name} is ${value}: it must be 0 or more`);
}
