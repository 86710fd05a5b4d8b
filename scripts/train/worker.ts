/** One of those who compute shards. Parameters come, and gradients go, through shared memory. */
import { parentPort, workerData } from "node:worker_threads";
import { readParameters, setUpShards } from "./shard.ts";

export interface Hiring {
  /** A module that exports the recipe by `name`. */
  module: string;
  name: string;
  /** All parameters; as many gradients for each shard. */
  parameters: SharedArrayBuffer;
  gradients: SharedArrayBuffer;
}

export type Order = { do: "train"; step: number; shards: number[] } | { do: "evaluate"; shards: number[] };
/** For each shard of the order its loss, and the tokens it is the mean of. */
export type Answer = { shard: number; loss: number; count: number }[] | { error: string };

const { module, name, parameters, gradients } = workerData as Hiring;
const recipe = (await import(module))[name];
const shards = await setUpShards(recipe);
const shared = new Float32Array(parameters);
const room = (shard: number) => new Float32Array(gradients, 4 * shard * shards.length, shards.length);

parentPort!.on("message", (order: Order) => {
  try {
    readParameters(shards.parameters, shared);
    const answer = order.shards.map((shard) =>
      order.do === "train" ? { shard, loss: shards.gradients(order.step, shard, room(shard)), count: 1 } : { shard, ...shards.evaluate(shard) },
    );
    parentPort!.postMessage(answer satisfies Answer);
  } catch (error) {
    parentPort!.postMessage({ error: (error as Error).message } satisfies Answer);
  }
});
parentPort!.postMessage([] satisfies Answer);
