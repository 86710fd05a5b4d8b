import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { kernelBuild } from "../../../src/build/build.ts";
import { connectNode } from "../../../src/kernel/node/node.ts";
import { Session } from "../../../src/kernel/session/session.ts";
import { sessionCell } from "../../../src/kernel/session/session-cell.ts";

/** Workers that answer whatever a test says: what reader code could send, had it the port. */
const workers = vi.hoisted(() => ({ answer: (_request: { type: string; id: number }): unknown[] => [], ended: 0 }));
vi.mock("node:worker_threads", async (actual) => ({
  ...(await actual<typeof import("node:worker_threads")>()),
  Worker: class extends EventEmitter {
    stdout = { resume() {} };
    stderr = { resume() {} };
    postMessage(request: { type: string; id: number }) {
      queueMicrotask(() => {
        for (const message of workers.answer(request)) this.emit("message", message);
      });
    }
    terminate() {
      workers.ended++;
    }
  },
}));

const honest = ({ type, id }: { type: string; id: number }) => (type === "exec" ? [{ type: "done", id, how: "done", ms: 1 }] : []);

async function open() {
  const session = new Session(connectNode(await kernelBuild()));
  session.setCells([sessionCell("a", "1")]);
  workers.ended = 0;
  return session;
}

it.each<[string, unknown]>([
  ["null", null],
  ["a text", "done"],
  ["an unknown type", { type: "eval", id: 1 }],
  ["outputs that are none", { type: "outputs", id: 1, from: 0, bundles: 5 }],
  ["a problem that is none", { type: "failed", id: 1, problem: "no", ms: 1 }],
])("%s in the place of a message ends the kernel with a sentence, and the next run has a fresh one", async (_, forged) => {
  const session = await open();
  workers.answer = ({ type }) => (type === "exec" ? [forged] : []);
  await session.run(["a"]);
  expect(session.status("a")).toMatchObject({
    state: "failed",
    problem: { name: "KernelError", message: "A cell sent something that no notebook sends, so its kernel was ended.", hint: expect.any(String) },
  });
  expect(workers.ended).toBe(1);
  workers.answer = honest;
  await session.run(["a"]);
  expect(session.status("a").state).toBe("done");
});

it.each<[string, object]>([
  ["of a run that there is not", { type: "failed", id: 999, problem: { name: "Error", message: "forged" }, ms: 1 }],
  ["outputs of a run that there is not", { type: "outputs", id: 999, from: 0, bundles: [{ "text/plain": "forged" }] }],
  ["a patch that nobody asked for", { type: "patch", id: 999, output: 7, view: "wide", parts: [{ path: [9, 9], markup: "<g/>" }] }],
  ["timers of a run that there is not", { type: "ticking", id: 999, ticking: false }],
  ["a late problem of a run that there is not", { type: "late", id: 999, problem: { name: "Error", message: "forged" } }],
])("a message %s is dropped", async (_, forged) => {
  const session = await open();
  workers.answer = (request) => [forged, ...honest(request)];
  await session.run(["a"]);
  expect([session.status("a").state, session.outputs("a"), workers.ended]).toEqual(["done", [], 0]);
});

it("steps that come while one is looked at are none", async () => {
  const session = new Session(connectNode(await kernelBuild()));
  session.setCells([sessionCell("a", "const x = 1"), sessionCell("b", "x")]);
  const runs: number[] = [];
  workers.answer = ({ type, id }) => {
    if (type === "exec") runs.push(id);
    if (type === "exec" && id === 1) return new Array(5).fill({ type: "step", id });
    return type === "continue" ? [{ type: "done", id, how: "done", ms: 1 }] : honest({ type, id });
  };
  await session.run(["a"]);
  expect(runs).toEqual([1, 2, 3]);
});
