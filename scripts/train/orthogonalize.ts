/** The costly part of Muon's step, on two threads. Imported as a worker, this module is the second. */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { noGrad, type Tensor, tensor } from "../../src/tensor/index.ts";

/** Coefficients of X ← aX + (bXXᵀ + c(XXᵀ)²)X, chosen by K. Jordan so that small singular values grow fast; they end between about 0.7 and 1.2. */
const [NS_A, NS_B, NS_C] = [3.4445, -4.775, 2.0315];
const NS_STEPS = 5;

/** About U Vᵀ of a matrix's singular value decomposition U S Vᵀ, by Newton–Schulz. A matrix of zeros stays as it is. */
export function orthogonalize(matrix: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  if (rows > columns) return orthogonalize(matrix.t()).t();
  // The sum of squares bounds the largest singular value: after this it is at most 1.
  let x = matrix.div(matrix.pow(2).sum().sqrt().item() + 1e-7);
  for (let i = 0; i < NS_STEPS; i++) {
    const a = x.matmul(x.t());
    x = x.mul(NS_A).add(a.mul(NS_B).add(a.matmul(a).mul(NS_C)).matmul(x));
  }
  return x;
}

/** A matrix [rows, columns] in shared memory. */
interface Place {
  numbers: Float32Array;
  rows: number;
  columns: number;
}

interface SecondData {
  places: Place[];
  done: Int32Array;
}

/** Several matrices, in memory that two threads share, that are orthogonalised together. The sums are the same on one thread. */
export class Orthogonalizer {
  /** To be filled before each {@link run}, and read after it. */
  readonly places: readonly Place[];
  readonly #mine: readonly Place[];
  readonly #second: Worker;
  readonly #done = new Int32Array(new SharedArrayBuffer(4));

  constructor(shapes: readonly { rows: number; columns: number }[]) {
    this.places = shapes.map(({ rows, columns }) => ({ rows, columns, numbers: new Float32Array(new SharedArrayBuffer(4 * rows * columns)) }));
    const half = this.places.length >> 1;
    this.#mine = this.places.slice(half);
    const data: SecondData = { places: this.places.slice(0, half), done: this.#done };
    this.#second = new Worker(new URL(import.meta.url), { workerData: data });
    this.#second.unref();
  }

  run(): void {
    Atomics.store(this.#done, 0, 0);
    this.#second.postMessage("go");
    for (const place of this.#mine) inPlace(place);
    Atomics.wait(this.#done, 0, 0);
  }
}

function inPlace({ numbers, rows, columns }: Place): void {
  noGrad(() => numbers.set(orthogonalize(tensor(numbers.slice()).view(rows, columns)).toFloat32Array()));
}

if (!isMainThread && (workerData as SecondData | undefined)?.done) {
  const { places, done } = workerData as SecondData;
  parentPort!.on("message", () => {
    for (const place of places) inPlace(place);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  });
}
