import { checkCount, checkNotNegative } from "../base/check.ts";

/** What a model makes of the tokens so far. */
export interface Reading<State> {
  /** Of the next token: [vocabulary]. −Infinity for what cannot come. */
  logits: ArrayLike<number>;
  /** What it remembers of them, such as keys and values; several continuations share it, so it must never be changed. */
  state: State;
}

export interface BeamSearchOptions<State> {
  /** Before the first token. */
  start: Reading<State>;
  /** One token more. */
  read(token: number, state: State): Reading<State>;
  /** The token that ends a text. Default: none, all go on to `maxTokens`. */
  eosToken?: number;
  /** Unfinished texts that are kept at each length. 1, with an alpha of 0, is greedy decoding: always the likeliest token. */
  beams: number;
  /** Most tokens, the end included. */
  maxTokens: number;
  /** α of {@link lengthPenalty}: 0 scores by probability alone, which favours short texts; 1 nearly by the mean of a token's. Default 0. */
  alpha?: number;
}

/** A finished text. */
export interface Beam {
  /** Without the end. */
  tokens: number[];
  /** ln P of all tokens, the end included. */
  logProbability: number;
  /** `logProbability` / {@link lengthPenalty}: what beams are ranked by. */
  score: number;
  /** Whether it ended, not just ran out of room. */
  finished: boolean;
}

/**
 * ((5 + n) / 6)^α for n tokens, the end included.
 * Source: Y. Wu et al., Google's Neural Machine Translation System, arXiv 1609.08144, 2016, section 7.
 */
export const lengthPenalty = (tokens: number, alpha: number) => ((5 + tokens) / 6) ** alpha;

/**
 * The likeliest texts that a search finds, best first, at most `beams` of them. Greedy decoding takes the likeliest token each time and cannot go
 * back; this keeps the `beams` likeliest beginnings of each length side by side. It ends when no beginning that is left can still beat those that are
 * finished. Sources: B. Lowerre, The Harpy Speech Recognition System, 1976; the ranking by Wu et al., 2016.
 * @throws RangeError when an option is out of its range, or no token is possible.
 */
export function beamSearch<State>({ start, read, eosToken, beams, maxTokens, alpha = 0 }: BeamSearchOptions<State>): Beam[] {
  checkCount(beams, "beams", 1);
  checkCount(maxTokens, "maxTokens", 1);
  if (!Number.isFinite(maxTokens)) throw new RangeError("maxTokens is Infinity: a text that never ends must end somewhere");
  checkNotNegative(alpha, "alpha");
  const finished: Beam[] = [];
  let open: Open<State>[] = [{ tokens: [], logProbability: 0, reading: () => start }];
  for (let length = 1; length <= maxTokens && open.length > 0; length++) {
    const grown: Open<State>[] = [];
    // Of so many at least `beams` go on, for each beginning ends in at most one of them.
    for (const { parent, reading, token, logProbability } of likeliest(open, 2 * beams)) {
      const ends = token === eosToken;
      if (ends) finished.push(beam(parent.tokens, logProbability, lengthPenalty(length, alpha), { finished: true }));
      else if (grown.length < beams) grown.push({ tokens: [...parent.tokens, token], logProbability, reading: () => read(token, reading.state) });
      if (grown.length === beams) break;
    }
    finished.sort((a, b) => b.score - a.score).splice(beams);
    open = grown;
    // Longer ones are less likely, but divided by more.
    const hope = (open[0]?.logProbability ?? Number.NEGATIVE_INFINITY) / lengthPenalty(maxTokens, alpha);
    if (finished.length === beams && finished.at(-1)!.score >= hope) return finished;
  }
  const cut = open.map(({ tokens, logProbability }) => beam(tokens, logProbability, lengthPenalty(maxTokens, alpha), { finished: false }));
  // What has no end is no text, so it stands after those that have one; where no end is asked for, it is all there is.
  return [...finished, ...cut].slice(0, beams);
}

/** A beginning; it is read only when it is continued. */
interface Open<State> {
  tokens: number[];
  logProbability: number;
  reading(): Reading<State>;
}

interface Continuation<State> {
  parent: Open<State>;
  reading: Reading<State>;
  token: number;
  logProbability: number;
}

/** The likeliest continuations by one token, over all beginnings; of equally likely ones the first. */
function likeliest<State>(open: readonly Open<State>[], count: number): Continuation<State>[] {
  const all = open.flatMap((parent) => {
    const reading = parent.reading();
    const logs = logSoftmax(reading.logits);
    const tokens = Array.from(logs.keys()).filter((token) => logs[token]! > Number.NEGATIVE_INFINITY);
    const best = tokens.sort((a, b) => logs[b]! - logs[a]! || a - b).slice(0, count);
    return best.map((token) => ({ parent, reading, token, logProbability: parent.logProbability + logs[token]! }));
  });
  return all.sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
}

const beam = (tokens: number[], logProbability: number, penalty: number, { finished }: Pick<Beam, "finished">): Beam => ({
  tokens,
  logProbability,
  score: logProbability / penalty,
  finished,
});

function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(most))
    throw new RangeError(`the greatest logit is ${most}: at least one token must be possible, and none NaN or infinitely likely`);
  const log = most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return values.map((value) => value - log);
}
