/**
 * How loss falls as language models grow, and what growing costs. N is the number of parameters, D the number of tokens trained on, C the
 * floating-point operations of the training.
 */
import { checkNotNegative, checkPositive, checkShare } from "../base/check.ts";
import { mean } from "../base/mean.ts";
import { nelderMead } from "../base/nelder-mead.ts";

/** A model, and how long it was trained. */
export interface TrainingSize {
  /** N. */
  parameters: number;
  /** D, tokens seen in training. */
  tokens: number;
}

/** L(N, D) = E + A / N^α + B / D^β. */
export interface LossLaw {
  /** What no model can get below: the entropy of text, in nats per token. */
  E: number;
  A: number;
  B: number;
  alpha: number;
  beta: number;
}

/**
 * J. Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv 2203.15556, section 3.3, equation 10, with the two digits that the paper
 * prints for the exponents. T. Besiroglu et al., arXiv 2404.10102, show that these two digits bend what the law advises.
 */
export const CHINCHILLA: LossLaw = { E: 1.69, A: 406.4, B: 410.7, alpha: 0.34, beta: 0.28 };

/** x_c and α of L(x) = (x_c / x)^α, where nothing but x is scarce. */
export interface PowerLaw {
  /** Where the law says 1 nat. */
  scale: number;
  exponent: number;
}

/** J. Kaplan et al., Scaling Laws for Neural Language Models, arXiv 2001.08361, equations 1.1 to 1.3. */
export const KAPLAN = {
  /** Parameters without those of the embeddings. */
  parameters: { scale: 8.8e13, exponent: 0.076 },
  tokens: { scale: 5.4e13, exponent: 0.095 },
  /** Compute, best spent, in PF-days of {@link PETAFLOP_DAY} operations. */
  petaflopDays: { scale: 3.1e8, exponent: 0.05 },
} as const satisfies Record<string, PowerLaw>;

/** Operations of a day at 10¹⁵ a second. */
export const PETAFLOP_DAY = 1e15 * 86_400;

/**
 * C ≈ 6 N D: each parameter takes part in a multiplication and an addition for each token on the way forward, and in twice as many on the way back.
 * Leaves out attention over the context, which matters where that is long beside the width.
 *
 * Source: J. Kaplan et al., Scaling Laws for Neural Language Models, arXiv 2001.08361, 2020, section 2.1.
 */
export function trainingFlops({ parameters, tokens }: TrainingSize): number {
  checkSize({ parameters, tokens });
  return 6 * parameters * tokens;
}

/**
 * 2 N for each token read or written: the way forward alone.
 * Source: J. Kaplan et al., Scaling Laws for Neural Language Models, arXiv 2001.08361, 2020, section 2.1.
 */
export function inferenceFlops({ parameters, tokens }: TrainingSize): number {
  checkSize({ parameters, tokens });
  return 2 * parameters * tokens;
}

/**
 * 12 L C²: what the blocks of a GPT hold in their matrices, embeddings left out.
 *
 * Source: J. Kaplan et al., Scaling Laws for Neural Language Models, arXiv 2001.08361, 2020, table 1.
 */
export function blockParameters({ nLayer, nEmbd }: { nLayer: number; nEmbd: number }): number {
  checkPositive(nLayer, "nLayer");
  checkPositive(nEmbd, "nEmbd");
  return 12 * nLayer * nEmbd ** 2;
}

/**
 * L(N, D), in nats per token.
 * Source: J. Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv 2203.15556, 2022, section 3.3.
 */
export function expectedLoss({ parameters, tokens }: TrainingSize, { E, A, B, alpha, beta }: LossLaw = CHINCHILLA): number {
  checkSize({ parameters, tokens });
  return E + A / parameters ** alpha + B / tokens ** beta;
}

/**
 * The N and D of least loss among those that cost 6 N D = `flops`: N = G (C/6)^(β/(α+β)), D = (C/6)^(α/(α+β)) / G, with G = (αA / βB)^(1/(α+β)).
 *
 * Source: J. Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv 2203.15556, 2022, equation 4.
 */
export function computeOptimal(flops: number, { A, B, alpha, beta }: LossLaw = CHINCHILLA): TrainingSize {
  checkPositive(flops, "flops");
  const G = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));
  return { parameters: G * (flops / 6) ** (beta / (alpha + beta)), tokens: (flops / 6) ** (alpha / (alpha + beta)) / G };
}

/**
 * (x_c / x)^α: the loss, in nats per token, that a power law such as one of {@link KAPLAN} gives.
 * Source: J. Kaplan et al., Scaling Laws for Neural Language Models, arXiv 2001.08361, 2020.
 */
export function powerLaw({ scale, exponent }: PowerLaw, x: number): number {
  checkPositive(x, "x");
  return (scale / x) ** exponent;
}

/**
 * The power law through measured points, such as parameters and losses of models of one's own: a straight line where both axes are
 * logarithmic, by least squares.
 * @throws RangeError when there are not two different x, a number is not above 0, or y is the same for all.
 */
export function fitPowerLaw(points: readonly { x: number; y: number }[]): PowerLaw {
  for (const { x, y } of points) {
    checkPositive(x, "x");
    checkPositive(y, "y");
  }
  if (new Set(points.map(({ x }) => x)).size < 2)
    throw new RangeError(`${points.length} points with one x or none: a power law needs at least two different x`);
  const [u, v] = [points.map(({ x }) => Math.log(x)), points.map(({ y }) => Math.log(y))];
  const [meanU, meanV] = [mean(u), mean(v)];
  const exponent = -sum(u.map((value, i) => (value - meanU) * (v[i]! - meanV))) / sum(u.map((value) => (value - meanU) ** 2));
  if (exponent === 0) throw new RangeError("y does not change with x: there is no power law to fit");
  return { exponent, scale: Math.exp(meanU + meanV / exponent) };
}

/**
 * L(N, D) through measured points, by least squares of the logarithm of loss. E, A and B are kept above 0. Two starts of the search, the better end.
 *
 * Source: J. Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv 2203.15556, 2022, section 3.3; here without their weights for outliers.
 * @throws RangeError when there are fewer points than the law has numbers, or a number is not above 0.
 */
export function fitLossLaw(points: readonly (TrainingSize & { loss: number })[]): LossLaw {
  if (points.length < 5) throw new RangeError(`${points.length} points: a law of five numbers needs at least five`);
  for (const { parameters, tokens, loss } of points) {
    checkSize({ parameters, tokens });
    checkPositive(loss, "loss");
  }
  const lawOf = ([e, a, b, alpha, beta]: readonly number[]): LossLaw => ({
    E: Math.exp(e!),
    A: Math.exp(a!),
    B: Math.exp(b!),
    alpha: alpha!,
    beta: beta!,
  });
  const error = (at: readonly number[]) => mean(points.map((point) => (Math.log(expectedLoss(point, lawOf(at))) - Math.log(point.loss)) ** 2));
  const search = (start: number[]) => {
    let best = start;
    // A simplex that has shrunk is spread out again where it stands.
    for (let round = 0; round < 8; round++) best = nelderMead(error, best, { step: 0.3, maxRounds: 2000 });
    return best;
  };
  const ends = [search([0, 1, 1, 0.3, 0.3]), search([0, 3, 5, 0.4, 0.5])];
  return lawOf(error(ends[0]!) <= error(ends[1]!) ? ends[0]! : ends[1]!);
}

/** What trains, how fast, and for how much. */
export interface Machine {
  /** Operations a second that the maker promises, such as 312e12 for an A100 in bfloat16. */
  peakFlops: number;
  /** Share of it that training reaches. Default 0.4. */
  utilization?: number;
  /** What an hour of one costs. Default 0. */
  pricePerHour?: number;
}

/** Hours on one machine, and their price: a thousand machines take a thousandth of the time, for the same price. */
export function machineHours(flops: number, { peakFlops, utilization = 0.4, pricePerHour = 0 }: Machine): { hours: number; price: number } {
  checkPositive(flops, "flops");
  checkPositive(peakFlops, "peakFlops");
  checkShare(utilization, "utilization");
  checkNotNegative(pricePerHour, "pricePerHour");
  const hours = flops / (peakFlops * utilization * 3600);
  return { hours, price: hours * pricePerHour };
}

function checkSize({ parameters, tokens }: TrainingSize): void {
  checkPositive(parameters, "parameters");
  checkPositive(tokens, "tokens");
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
