/** A thread that reads the sources with TypeScript, for `types-build.ts` and `exports-build.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { readExports } from "./exports-build.ts";
import { makeBundle } from "./types-build.ts";

parentPort!.postMessage(JSON.stringify(await (workerData === "exports" ? readExports() : makeBundle())));
