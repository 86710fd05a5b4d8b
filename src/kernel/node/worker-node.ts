/** The kernel in Node: a worker thread that loads the very modules that the browser links. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import nodeProcess from "node:process";
import { setImmediate } from "node:timers";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { notOffered } from "../protocol/import-problems.ts";
import type { ModuleManifest } from "../protocol/manifest.ts";
import type { ToKernel } from "../protocol/messages.ts";
import { moduleFile } from "../protocol/module-names.ts";
import { checkWeights, noWeights, weightsFile } from "../protocol/weights.ts";
import { watchBuiltIns } from "../worker/built-ins.ts";
import { shutIn } from "../worker/cell-globals.ts";
import { Executor, type Host, type Namespace } from "../worker/executor.ts";

const { folder, weights, manifest } = workerData as { folder: string; weights: string; manifest: ModuleManifest };
const port = parentPort!;
let cells = 0;

shutIn({ keep: ["Buffer"] });
const watch = watchBuiltIns(port.postMessage.bind(port));

const host: Host = {
  // A classic script, so that its name in stack traces can be chosen; modules are strict, so it is made so.
  // Buffer is hidden, not deleted: Node's own Response and MessagePort need it.
  async evaluate(source, cell) {
    const url = `cell:${++cells}:${cell}`;
    const run = new Script(`"use strict";(function (Buffer) { return (${source}); })()`, { filename: url }).runInThisContext();
    return { run, url };
  },
  async load(specifier): Promise<Namespace> {
    const file = moduleFile(manifest, specifier);
    if (file === undefined) throw Object.assign(new Error(), notOffered(specifier, Object.keys(manifest.specifiers)));
    return import(pathToFileURL(`${folder}/modules/${file}`).href);
  },
  async weights(name) {
    const expected = Object.hasOwn(manifest.weights, name) ? manifest.weights[name] : undefined;
    if (!expected) throw Object.assign(new Error(), noWeights(name, Object.keys(manifest.weights)));
    const bytes = Uint8Array.from(await readFile(`${weights}/${weightsFile(name, expected)}`));
    checkWeights(name, expected, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    return bytes;
  },
  pause: () => new Promise((resolve) => void setImmediate(resolve)),
  ...watch,
};

const executor = new Executor(host);
port.on("message", (message: ToKernel) => {
  if (!watch.intact()) return;
  watch.received(message.type);
  executor.receive(message);
});
nodeProcess.on("uncaughtException", (error) => watch.intact() && executor.uncaught(error));
nodeProcess.on("unhandledRejection", (reason) => watch.intact() && executor.uncaught(reason));
watch.post({ type: "ready" });
