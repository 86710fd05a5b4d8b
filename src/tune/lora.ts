import { Linear, linear, Module, noGrad, randn, type StateDict, type Tensor, zeros } from "#tensor";
import { checkPositive, checkSize } from "../base/check.ts";
import { type Random, withRandom } from "../base/random.ts";

export interface LoRAOptions {
  /** Draws the first A. */
  random: Random;
  /** r: how many directions in and out each layer may learn. */
  rank: number;
  /** α: what is learnt is scaled by α / r, so that the learning rate need not change with the rank. Default r, a scale of 1. */
  alpha?: number;
  /** Which linear layers are adapted, by their names in the model, such as `h.0.attn.cAttn`. Default all. */
  layers?: (name: string, layer: Linear) => boolean;
}

/**
 * Low-rank adaptation: fine-tuning that leaves a trained model as it is, and learns W + (α / r) B A beside it, with A [r, in] and B [out, r] thin.
 * A layer learns r · (in + out) numbers in place of in · out. B is 0 at first, so the model begins as what it was.
 *
 * ```ts
 * const lora = new LoRA(model, { random, rank: 4 });
 * const optimizer = new AdamW(lora.parameters());
 * // … model.loss(x, y).backward(); optimizer.step();
 * ```
 *
 * From then on, all of the model's own parameters are frozen: they get no gradient, and `model.parameters()`, `model.stateDict()` and `model.loadStateDict()` know
 * the adapters alone, until `detach()`. A model has one LoRA at a time: a new one takes the place of the one before.
 *
 * Source: E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, arXiv 2106.09685, section 4.1.
 */
export class LoRA<M extends Module = Module> extends Module {
  readonly rank: number;
  readonly alpha: number;
  /** The names of the layers that are adapted. */
  readonly layers: readonly string[];
  readonly #model: M;
  readonly #adapted: readonly { name: string; layer: Linear; adapter: LowRank }[];
  /** The model's own parameters, with their names. Empty while they are not frozen. */
  #frozen: [name: string, parameter: Tensor][] = [];

  /**
   * Attaches itself to the model.
   * @throws RangeError when `rank` is not a whole number above 0, `alpha` is not above 0, or no linear layer is chosen.
   */
  constructor(model: M, options: LoRAOptions) {
    super();
    const { random, rank, alpha = rank, layers = () => true } = withRandom(options);
    checkSize(rank, "rank");
    checkPositive(alpha, "alpha");
    const linears = model.namedModules().flatMap(([name, module]) => (module instanceof Linear ? [{ name, layer: module }] : []));
    const chosen = linears.filter(({ name, layer }) => layers(name, layer));
    if (chosen.length === 0)
      throw new RangeError(`no linear layer is chosen: ${linears.length > 0 ? linears.map(({ name }) => name).join(", ") : "the model has none"}`);
    this.rank = rank;
    this.alpha = alpha;
    this.layers = chosen.map(({ name }) => name);
    this.#model = model;
    this.#adapted = chosen.map(({ name, layer }) => ({ name, layer, adapter: new LowRank(layer, { rank, scale: alpha / rank, random }) }));
    this.attach();
  }

  /** Whether the model computes with it. */
  get attached(): boolean {
    return current.get(this.#model) === this;
  }

  /** Freeze the model, and compute with the adapters from now on. One that is attached to the model already is detached. */
  attach(): this {
    if (this.attached) return this;
    current.get(this.#model)?.detach();
    const taken = this.#adapted.find(({ layer }) => layer.adapter);
    if (taken) throw new Error(`${taken.name} has an adapter already, which was attached to another part of the model: detach it first`);
    this.#frozen = this.#model.namedParameters();
    for (const [, parameter] of this.#frozen) {
      parameter.requiresGrad_(false);
      parameter.grad = null;
    }
    for (const { layer, adapter } of this.#adapted) layer.adapter = adapter;
    current.set(this.#model, this);
    return this;
  }

  /** Give the model back as it was, trainable in all its parameters. What was learnt stays here, for `attach()`. */
  detach(): this {
    if (!this.attached) return this;
    for (const { layer } of this.#adapted) layer.adapter = undefined;
    for (const [, parameter] of this.#frozen) parameter.requiresGrad_();
    this.#frozen = [];
    current.delete(this.#model);
    return this;
  }

  /**
   * The weights of the plain model with what was learnt added to them, W + (α / r) B A: for `loadStateDict` of a model of the same shape, which then
   * costs no more than before. Changes nothing here; after `detach()`, the model itself can take them.
   */
  merge(): StateDict {
    const own = this.attached ? this.#frozen : this.#model.namedParameters();
    const names = new Map(own.map(([name, parameter]) => [parameter, name]));
    const state = Object.fromEntries(own.map(([name, parameter]) => [name, parameter.detach()]));
    for (const { name, layer, adapter } of this.#adapted) {
      const weight = names.get(layer.weight);
      if (weight === undefined)
        throw new Error(
          `merge: the weight of ${name || "the layer"} is no parameter of the plain model, it was frozen before: call requiresGrad_() on it first`,
        );
      state[weight] = noGrad(() => state[weight]!.add(adapter.update()));
    }
    return state;
  }

  /** The A and B of each layer, `h.0.attn.cAttn.adapter.A`: named as the model names them. So `stateDict()` is what was learnt, and nothing else. */
  override namedParameters(): [name: string, parameter: Tensor][] {
    return this.#adapted.flatMap(({ name, adapter }) =>
      adapter.namedParameters().map(([own, parameter]): [string, Tensor] => [[name, "adapter", own].filter(Boolean).join("."), parameter]),
    );
  }
}

/** Which LoRA a model computes with. */
const current = new WeakMap<Module, LoRA<Module>>();

/** x ↦ (α / r) B A x. */
class LowRank extends Module {
  /** [r, in], at first normal with σ = 1/√in, so that A x is as large as x. */
  readonly A: Tensor;
  /** [out, r], at first 0. */
  readonly B: Tensor;
  readonly #scale: number;

  constructor({ weight }: Linear, { rank, scale, random }: { rank: number; scale: number; random: Random }) {
    super();
    const [out, inner] = weight.shape as [number, number];
    this.A = randn([rank, inner], random)
      .mul(1 / Math.sqrt(inner))
      .requiresGrad_();
    this.B = zeros([out, rank], { requiresGrad: true });
    this.#scale = scale;
  }

  /** [.., in] → [.., r] → [.., out] */
  forward(x: Tensor): Tensor {
    return linear(linear(x, this.A).mul(this.#scale), this.B);
  }

  /** (α / r) B A: [out, in] */
  update(): Tensor {
    return this.B.matmul(this.A).mul(this.#scale);
  }
}
