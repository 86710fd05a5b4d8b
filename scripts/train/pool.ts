import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Result, Task, WorkerData } from "./worker.ts";

/** Worker threads that share the shards of a step among them. */
export class WorkerPool {
  readonly parameters: Float32Array;
  readonly #gradients: Float32Array;
  readonly #workers: Worker[];
  readonly #shards: number;

  private constructor(workers: Worker[], parameters: Float32Array, gradients: Float32Array, shards: number) {
    this.#workers = workers;
    this.parameters = parameters;
    this.#gradients = gradients;
    this.#shards = shards;
  }

  /** `length`: numbers in all parameters. */
  static async start(recipe: { module: string; name: string }, { workers, shards, length }: Record<"workers" | "shards" | "length", number>) {
    const parameters = new SharedArrayBuffer(4 * length);
    const gradients = new SharedArrayBuffer(4 * length * shards);
    const workerData = { ...recipe, parameters, gradients } satisfies WorkerData;
    const threads = Array.from({ length: Math.min(workers, shards) }, () => new Worker(new URL("./worker.ts", import.meta.url), { workerData }));
    await Promise.all(threads.map((thread) => once(thread, "message")));
    return new WorkerPool(threads, new Float32Array(parameters), new Float32Array(gradients), shards);
  }

  /** Mean loss of a step; its gradient, averaged over the shards in their order, is `gradient()`. */
  async train(step: number): Promise<number> {
    return mean(await this.#all((shards) => ({ do: "train", step, shards })));
  }

  async evaluate(): Promise<number> {
    return mean(await this.#all((shards) => ({ do: "evaluate", shards })));
  }

  async exam(): Promise<number> {
    return mean(await this.#all((shards) => ({ do: "exam", shards })));
  }

  /** The mean of all shards' gradients. Always summed in the same order, so that the sum is always rounded alike. */
  gradient(): Float32Array {
    const length = this.parameters.length;
    const sum = this.#gradients.slice(0, length);
    for (let shard = 1; shard < this.#shards; shard++) {
      const other = this.#gradients.subarray(shard * length, (shard + 1) * length);
      for (let i = 0; i < length; i++) sum[i]! += other[i]!;
    }
    for (let i = 0; i < length; i++) sum[i]! /= this.#shards;
    return sum;
  }

  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #all(task: (shards: number[]) => Task): Promise<{ shard: number; loss: number; count: number }[]> {
    const results = this.#workers.map((worker, i) => {
      const shards = Array.from({ length: this.#shards }, (_, shard) => shard).filter((shard) => shard % this.#workers.length === i);
      // Rejects when the worker dies.
      const result = once(worker, "message") as Promise<[Result]>;
      worker.postMessage(task(shards));
      return result;
    });
    const all = (await Promise.all(results)).flatMap(([result]) => {
      if ("error" in result) throw new Error(result.error);
      return result;
    });
    return all.sort((a, b) => a.shard - b.shard);
  }
}

function mean(parts: readonly { loss: number; count: number }[]): number {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return parts.reduce((sum, { loss, count: n }) => sum + loss * n, 0) / count;
}
