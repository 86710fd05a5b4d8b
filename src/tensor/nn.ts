/** Layers with parameters, as in `torch.nn`: the same names, shapes and initial values (drawn from the source that is passed in). */
import { noGrad } from "./autograd.ts";
import { ones, type RandomSource, rand, randn, zeros } from "./create.ts";
import { type ConvolutionOptions, conv2d } from "./ops/convolution.ts";
import { dropout } from "./ops/dropout.ts";
import { embedding, type Indices } from "./ops/indexing.ts";
import { linear } from "./ops/matmul.ts";
import { type LayerNormOptions, layerNorm } from "./ops/norm.ts";
import { type Shape, sameShape, show } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** Tensors by name: what a model has learnt. */
export type StateDict = Record<string, Tensor>;

/**
 * A part of a model. Its parameters are the tensors with `requiresGrad` among its fields, and those of the modules among its fields, also
 * in lists; they are named by the way to them, `blocks.0.attention.weight`.
 */
export abstract class Module {
  /** Whether it is being trained: dropout works only then. */
  training = true;

  /** Each parameter once, with the first name under which it is found. */
  namedParameters(): [name: string, parameter: Tensor][] {
    const found = new Map<Tensor["storage"], [string, Tensor]>();
    for (const [name, value] of parts(this, ""))
      if (value instanceof Tensor && value.requiresGrad && !found.has(value.storage)) found.set(value.storage, [name, value]);
    return [...found.values()];
  }

  parameters(): Tensor[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** How many numbers they hold. A parameter that is used in two places counts once. */
  numParams(): number {
    return this.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  }

  /** Itself, under the name "", and each module in it, once, with the first name under which it is found. */
  namedModules(): [name: string, module: Module][] {
    const found = new Map<Module, string>();
    for (const [name, part] of parts(this, "")) if (part instanceof Module && !found.has(part)) found.set(part, name);
    return Array.from(found, ([module, name]) => [name, module]);
  }

  /** Copies of all parameters, in ordinary memory: safe to keep, to save, and to load later. */
  stateDict(): StateDict {
    return Object.fromEntries(this.namedParameters().map(([name, parameter]) => [name, parameter.detach()]));
  }

  /**
   * Take these values for the parameters; all or none.
   * @throws Error when one is missing or too many, RangeError when a shape differs.
   */
  loadStateDict(state: StateDict): this {
    const own = this.namedParameters();
    const missing = own.filter(([name]) => !state[name]).map(([name]) => name);
    const unknown = Object.keys(state).filter((name) => !own.some(([other]) => other === name));
    if (missing.length + unknown.length > 0)
      throw new Error(
        `loadStateDict: ${[...missing.map((name) => `${name} is missing`), ...unknown.map((name) => `${name} is not of this model`)].join(", ")}`,
      );
    for (const [name, { shape }] of own)
      if (!sameShape(shape, state[name]!.shape))
        throw new RangeError(`loadStateDict: ${name} is ${show(shape)} here and ${show(state[name]!.shape)} there`);
    noGrad(() => {
      for (const [name, parameter] of own) parameter.copy_(state[name]!);
    });
    return this;
  }

  train(): this {
    return this.#set(true);
  }

  eval(): this {
    return this.#set(false);
  }

  #set(training: boolean): this {
    for (const [, part] of parts(this, "")) if (part instanceof Module) part.training = training;
    return this;
  }
}

/** A module and everything in it, with names. */
function* parts(value: unknown, name: string): Generator<[string, unknown]> {
  yield [name, value];
  if (value instanceof Module || Array.isArray(value))
    for (const [key, part] of Object.entries(value)) if (typeof part === "object" && part !== null) yield* parts(part, name ? `${name}.${key}` : key);
}

export interface LinearOptions {
  /** Whether there is a bias. Default true. */
  bias?: boolean;
}

/** What may be added to the result of a {@link Linear} layer: [.., inFeatures] → [.., outFeatures]. */
export interface Adapter extends Module {
  forward(x: Tensor): Tensor;
}

/** y = x Wᵀ + b. */
export class Linear extends Module {
  /** [outFeatures, inFeatures], at first uniform within ±1/√inFeatures. */
  readonly weight: Tensor;
  /** [outFeatures], at first the same. */
  readonly bias: Tensor | undefined;
  /** Where there is one, y = x Wᵀ + b + adapter(x): to fine-tune a layer whose weights stay as they are. */
  adapter: Adapter | undefined;

  constructor(inFeatures: number, outFeatures: number, random: RandomSource, { bias = true }: LinearOptions = {}) {
    super();
    const bound = inFeatures && 1 / Math.sqrt(inFeatures);
    this.weight = uniform([outFeatures, inFeatures], bound, random);
    this.bias = bias ? uniform([outFeatures], bound, random) : undefined;
  }

  /** [.., inFeatures] → [.., outFeatures] */
  forward(x: Tensor): Tensor {
    const y = linear(x, this.weight, this.bias);
    return this.adapter ? y.add(this.adapter.forward(x)) : y;
  }
}

/** One vector for each of a number of things. */
export class Embedding extends Module {
  /** [count, size], at first standard normal. */
  readonly weight: Tensor;

  constructor(count: number, size: number, random: RandomSource) {
    super();
    this.weight = randn([count, size], random, { requiresGrad: true });
  }

  /** [..] whole numbers → [.., size] */
  forward(indices: Indices): Tensor {
    return embedding(indices, this.weight);
  }
}

/** Each row to mean 0 and variance 1, then scaled and shifted by what is learnt. */
export class LayerNorm extends Module {
  /** [size], at first 1. */
  readonly weight: Tensor;
  /** [size], at first 0. */
  readonly bias: Tensor;
  readonly eps: number;

  constructor(size: number, { eps = 1e-5 }: LayerNormOptions = {}) {
    super();
    this.weight = ones([size], { requiresGrad: true });
    this.bias = zeros([size], { requiresGrad: true });
    this.eps = eps;
  }

  /** [.., size] → [.., size] */
  forward(x: Tensor): Tensor {
    return layerNorm(x, this.weight, this.bias, { eps: this.eps });
  }
}

/** Slides small filters over pictures: [B, inChannels, H, W] → [B, outChannels, H′, W′]. */
export class Conv2d extends Module {
  /** [outChannels, inChannels, k, k], at first uniform within ±1/√(inChannels k²). */
  readonly weight: Tensor;
  /** [outChannels], at first the same. */
  readonly bias: Tensor;
  readonly stride: number;
  readonly padding: number;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    random: RandomSource,
    { stride = 1, padding = 0 }: ConvolutionOptions = {},
  ) {
    super();
    const bound = inChannels && 1 / Math.sqrt(inChannels * kernelSize ** 2);
    this.weight = uniform([outChannels, inChannels, kernelSize, kernelSize], bound, random);
    this.bias = uniform([outChannels], bound, random);
    this.stride = stride;
    this.padding = padding;
  }

  /** [N, inChannels, H, W] → [N, outChannels, oh, ow] */
  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, this.bias, { stride: this.stride, padding: this.padding });
  }
}

/** Zeroes some numbers while training. */
export class Dropout extends Module {
  readonly p: number;
  readonly #random: RandomSource;

  constructor(p: number, random: RandomSource) {
    super();
    this.p = p;
    this.#random = random;
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.p, this.#random) : x;
  }
}

const uniform = (shape: Shape, bound: number, random: RandomSource) =>
  rand(shape, random)
    .mul(2 * bound)
    .sub(bound)
    .requiresGrad_();
