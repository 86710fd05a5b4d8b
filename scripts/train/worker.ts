/** A worker of the pool: it computes shards. Parameters come, and gradients go, through shared memory. */
import { parentPort, workerData } from "node:worker_threads";
import { readParameters, setUpShards } from "./shard.ts";

export interface WorkerData {
  /** A module that exports the recipe by `name`. */
  module: string;
  name: string;
  /** All parameters; as many gradients for each shard. */
  parameters: SharedArrayBuffer;
  gradients: SharedArrayBuffer;
}

export type Task = { do: "train"; step: number; shards: number[] } | { do: "evaluate" | "exam"; shards: number[] };
/** For each shard of the task its loss, and the tokens it is the mean of. */
export type Result = { shard: number; loss: number; count: number }[] | { error: string };

const { module, name, parameters, gradients } = workerData as WorkerData;
const recipe = (await import(module))[name];
const shards = await setUpShards(recipe);
const shared = new Float32Array(parameters);
const room = (shard: number) => new Float32Array(gradients, 4 * shard * shards.length, shards.length);

parentPort!.on("message", (task: Task) => {
  try {
    readParameters(shards.parameters, shared);
    const result = task.shards.map((shard) =>
      task.do === "train" ? { shard, loss: shards.gradients(task.step, shard, room(shard)), count: 1 } : { shard, ...shards[task.do](shard) },
    );
    parentPort!.postMessage(result satisfies Result);
  } catch (error) {
    parentPort!.postMessage({ error: (error as Error).message } satisfies Result);
  }
});
parentPort!.postMessage([] satisfies Result);
