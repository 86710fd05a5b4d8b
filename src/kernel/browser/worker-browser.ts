/**
 * The kernel in the browser: a worker inside the sandboxed frame. It has no network, no storage and no page;
 * all it can do is compute, and speak through the one port it is handed.
 */

import type { ToKernel } from "../protocol/messages.ts";
import { watchBuiltIns } from "../worker/built-ins.ts";
import { shutIn } from "../worker/cell-globals.ts";
import { Executor, type Host, type Namespace } from "../worker/executor.ts";
import { linker } from "./link.ts";
import { weightsClient } from "./weights-client.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onunhandledrejection: ((event: PromiseRejectionEvent) => void) | null;
  close(): void;
};

scope.onmessage = ({ ports: [port] }) => {
  scope.onmessage = null;
  if (port) start(port);
};

function start(port: MessagePort): void {
  shutIn({ keep: ["close"] });
  const close = scope.close.bind(scope);
  const watch = watchBuiltIns(port.postMessage.bind(port), ["MessageEvent"]);
  const { post } = watch;
  const { load, receive } = linker((specifier) => post({ type: "need", specifier }));
  const weights = weightsClient((name) => post({ type: "want", name }));
  const executor = new Executor({ evaluate, load, weights: weights.load, pause, ...watch });
  port.onmessage = (event: MessageEvent<ToKernel>) => {
    if (!watch.intact()) return;
    const { data } = event;
    watch.received(data.type);
    if (data.type === "module") receive(data);
    else if (data.type === "weights") weights.receive(data);
    else executor.receive(data);
  };
  addEventListener("error", (event) => {
    if (!watch.intact()) return;
    event.preventDefault();
    executor.uncaught((event as ErrorEvent).error ?? new Error((event as ErrorEvent).message));
  });
  addEventListener("unhandledrejection", (event) => {
    if (!watch.intact()) return;
    event.preventDefault();
    executor.uncaught((event as PromiseRejectionEvent).reason);
  });
  // A worker that closes itself says nothing to anyone: say it first.
  scope.close = () => {
    post({ type: "closed" });
    close();
  };
  post({ type: "ready" });
}

/** A cell becomes a module of its own, so that no `eval` is needed and stack traces carry its lines and columns. */
async function evaluate(source: string): ReturnType<Host["evaluate"]> {
  const url = URL.createObjectURL(new Blob([`export default ${source}`], { type: "text/javascript" }));
  const module = (await import(/* @vite-ignore */ url)) as Namespace;
  return { run: module.default as Awaited<ReturnType<Host["evaluate"]>>["run"], url };
}

/** A timer would wait 4 ms once nested. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
