/** A thread that makes the declarations that `types-build.ts` keeps. */
import { parentPort } from "node:worker_threads";
import { makeBundle } from "./types-build.ts";

parentPort!.postMessage(JSON.stringify(await makeBundle()));
