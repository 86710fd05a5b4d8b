import { sigmoid } from "./softmax.ts";

/** Sums, products and bends of numbers of some kind: of plain ones on a {@link Tape}, or of tensors. */
export interface Arithmetic<T> {
  add(a: T, b: T | number): T;
  mul(a: T, b: T | number): T;
  /** `a` to the power `n`, which is no number of the tape. */
  power(a: T, n: number): T;
  relu(a: T): T;
}

/**
 * An expression of two numbers that uses everything an {@link Arithmetic} has, some of it twice. At a = −4, b = 2 it is 24.7041, with the slopes 138.8338 and
 * 645.5773.
 *
 * Source: A. Karpathy, micrograd, 2020, README.
 */
export function microgradExample<T>(on: Arithmetic<T>, a: T, b: T): T {
  const minus = (one: T) => on.mul(one, -1);
  let c = on.add(a, b);
  let d = on.add(on.mul(a, b), on.power(b, 3));
  c = on.add(c, on.add(c, 1));
  c = on.add(on.add(on.add(c, 1), c), minus(a));
  d = on.add(on.add(d, on.mul(d, 2)), on.relu(on.add(b, a)));
  d = on.add(on.add(d, on.mul(d, 3)), on.relu(on.add(b, minus(a))));
  const f = on.power(on.add(c, minus(d)), 2);
  return on.add(on.mul(f, 0.5), on.mul(on.power(f, -1), 10));
}

/** A number on a tape. */
export interface Line {
  /** What wrote it, such as "mul", or what it was called. */
  name: string;
  value: number;
  /** The numbers that it was made of, each with its own slope: how much this line moves when that number moves by 1. */
  from: readonly (readonly [Line, slope: number])[];
  /** How much the end moves when this number moves by 1. 0 until the tape has been read backwards. */
  slope: number;
}

/**
 * Single numbers, each written on a line when it is made, with what it was made of. Read from its end, the tape gives the slope of the last number for every
 * other one: reverse-mode automatic differentiation. For learning how it works; networks are trained by `#tensor`, which writes a line for a whole layer.
 *
 * Sources: S. Linnainmaa, The representation of the cumulative rounding error of an algorithm as a Taylor expansion of the local rounding errors, 1970; A.
 * Karpathy, micrograd, 2020.
 *
 * @example
 * import { Tape } from "#base/scalar-tape";
 * const tape = new Tape();
 * const w = tape.write("w", 3);
 * tape.backward(tape.power(tape.add(w, -1), 2));
 * w.slope;
 */
export class Tape implements Arithmetic<Line> {
  /** In the order in which they were written: a line is made of earlier ones alone. */
  readonly lines: Line[] = [];

  /** A number to begin with; or one that was made of others, each with its own slope. */
  write(name: string, value: number, from: readonly (readonly [Line, slope: number])[] = []): Line {
    const line = { name, value, from, slope: 0 };
    this.lines.push(line);
    return line;
  }

  add(a: Line, b: Line | number): Line {
    const other = this.#line(b);
    return this.write("add", a.value + other.value, [
      [a, 1],
      [other, 1],
    ]);
  }

  mul(a: Line, b: Line | number): Line {
    const other = this.#line(b);
    return this.write("mul", a.value * other.value, [
      [a, other.value],
      [other, a.value],
    ]);
  }

  power(a: Line, n: number): Line {
    return this.write("power", a.value ** n, [[a, n * a.value ** (n - 1)]]);
  }

  relu(a: Line): Line {
    return this.write("relu", Math.max(0, a.value), [[a, a.value > 0 ? 1 : 0]]);
  }

  tanh(a: Line): Line {
    const value = Math.tanh(a.value);
    return this.write("tanh", value, [[a, 1 - value * value]]);
  }

  sigmoid(a: Line): Line {
    const value = sigmoid(a.value);
    return this.write("sigmoid", value, [[a, value * (1 - value)]]);
  }

  /** ln(1 + eᵃ): what a score `a` for the wrong one of two classes costs. */
  softplus(a: Line): Line {
    const value = Math.max(0, a.value) + Math.log1p(Math.exp(-Math.abs(a.value)));
    return this.write("softplus", value, [[a, sigmoid(a.value)]]);
  }

  /** Read the tape from its end: afterwards each line's `slope` is that of `end`. @throws RangeError when `end` is not on this tape. */
  backward(end: Line): void {
    const at = this.lines.lastIndexOf(end);
    if (at < 0) throw new RangeError(`backward: the number ${end.value} is not on this tape`);
    for (const line of this.lines) line.slope = 0;
    end.slope = 1;
    for (let i = at; i >= 0; i--) {
      const { from, slope } = this.lines[i]!;
      for (const [input, own] of from) input.slope += own * slope;
    }
  }

  #line(a: Line | number): Line {
    return typeof a === "number" ? this.write("number", a) : a;
  }
}
