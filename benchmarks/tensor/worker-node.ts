import { parentPort } from "node:worker_threads";
import { answer } from "./answer.ts";

parentPort!.on("message", async (question) => parentPort!.postMessage(await answer(question)));
