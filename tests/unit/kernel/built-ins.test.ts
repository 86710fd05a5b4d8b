import { describe, expect, it } from "vitest";
import { noteBuiltIns } from "../../../src/kernel/worker/built-ins.ts";
import { open, until, wait } from "./kernel.ts";

describe("a built-in is named that", () => {
  const arrays = Object.getPrototypeOf([][Symbol.iterator]());
  const asyncFunctions = Object.getPrototypeOf(async () => {});

  it.each<[name: string, of: object, key: PropertyKey]>([
    ["Array.prototype.push", Array.prototype, "push"],
    ["Array.prototype.join", Array.prototype, "join"],
    ["Array.prototype[Symbol.iterator]", Array.prototype, Symbol.iterator],
    ["Object.getPrototypeOf([][Symbol.iterator]()).next", arrays, "next"],
    ["Map.prototype.get", Map.prototype, "get"],
    ["Map.prototype.size", Map.prototype, "size"],
    ["Promise.prototype.then", Promise.prototype, "then"],
    ["Promise.resolve", Promise, "resolve"],
    ["Promise", globalThis, "Promise"],
    ["JSON.stringify", JSON, "stringify"],
    ["Object.keys", Object, "keys"],
    ["Object", globalThis, "Object"],
    ["Object.prototype.hasOwnProperty", Object.prototype, "hasOwnProperty"],
    ["String.prototype.indexOf", String.prototype, "indexOf"],
    ["RegExp.prototype.exec", RegExp.prototype, "exec"],
    ["RegExp.prototype[Symbol.replace]", RegExp.prototype, Symbol.replace],
    ["Reflect.apply", Reflect, "apply"],
    ["Reflect.getOwnPropertyDescriptor", Reflect, "getOwnPropertyDescriptor"],
    ["Function.prototype.call", Function.prototype, "call"],
    ["Function.prototype.bind", Function.prototype, "bind"],
    ["Object.getPrototypeOf(async () => {}).constructor", asyncFunctions, "constructor"],
    ["Object.getPrototypeOf(Int8Array).prototype.subarray", Object.getPrototypeOf(Int8Array.prototype), "subarray"],
    ["Symbol.prototype.description", Symbol.prototype, "description"],
    ["Error.captureStackTrace", Error, "captureStackTrace"],
    ["MessagePort.prototype.postMessage", MessagePort.prototype, "postMessage"],
    ["EventTarget.prototype.addEventListener", EventTarget.prototype, "addEventListener"],
    ["URL.createObjectURL", URL, "createObjectURL"],
    ["Performance.prototype.now", Performance.prototype, "now"],
    ["setTimeout", globalThis, "setTimeout"],
    ["queueMicrotask", globalThis, "queueMicrotask"],
    ["structuredClone", globalThis, "structuredClone"],
  ])("is %s, replaced, deleted or given a getter", (name, of, key) => {
    const changed = noteBuiltIns();
    const { getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
    const was = getOwnPropertyDescriptor(of, key)!;
    const names: (string | undefined)[] = [changed()];
    defineProperty(of, key, { value: () => {}, configurable: true });
    names[1] = changed();
    defineProperty(of, key, { get: () => was.value, configurable: true });
    names[2] = changed();
    deleteProperty(of, key);
    names[3] = changed();
    defineProperty(of, key, was);
    names[4] = changed();
    expect(names).toEqual([undefined, name, name, name, undefined]);
  });

  it.each<[name: string, of: object, key: string]>([
    ["Object.prototype.then", Object.prototype, "then"],
    ["performance.now", performance, "now"],
    ["Error.prepareStackTrace", Error, "prepareStackTrace"],
  ])("is %s, added where all would meet it", (name, of, key) => {
    const was = Reflect.getOwnPropertyDescriptor(of, key);
    Reflect.deleteProperty(of, key);
    const changed = noteBuiltIns();
    Reflect.defineProperty(of, key, { value: undefined, writable: true, configurable: true });
    const named = changed();
    Reflect.deleteProperty(of, key);
    if (was) Reflect.defineProperty(of, key, was);
    expect(named).toBe(name);
  });

  it("has another prototype", () => {
    const changed = noteBuiltIns();
    Object.setPrototypeOf(Map.prototype, null);
    const named = changed();
    Object.setPrototypeOf(Map.prototype, Object.prototype);
    expect([named, changed()]).toEqual(["Object.getPrototypeOf(Map.prototype)", undefined]);
  });
});

const WELL = '// %% b\n"still " + "here"';

describe("a cell that changes what the kernel works with is told so, and the next run has a fresh kernel:", () => {
  it.each([
    ["by its end", "Array.prototype.map", 'Array.prototype.map = () => "changed"; 1'],
    ["on the way out", "MessagePort.prototype.postMessage", "MessagePort.prototype.postMessage = () => {}"],
    ["for all that is asynchronous", "Promise.prototype.then", "Promise.prototype.then = () => {}; await 1; await fetch('/')"],
    ["for the comparison", "Reflect.getOwnPropertyDescriptor", "Reflect.getOwnPropertyDescriptor = Reflect.ownKeys = () => undefined"],
    ["before it waits for what never comes", "Promise.prototype.then", "Promise.prototype.then = () => {};\nawait new Promise(() => {});"],
    [
      "before it writes to the console",
      "Array.prototype[Symbol.iterator]",
      "Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 };\nconsole.log(1);",
    ],
    ["before it shows something", "Map.prototype.get", 'import { display } from "#notebook"; Map.prototype.get = () => { for (;;); };\ndisplay(1);'],
    [
      "before its last line is shown",
      "Array.prototype[Symbol.iterator]",
      "Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 };\n({ a: [1] })",
    ],
    ["before it throws", "Array.prototype.find", "Array.prototype.find = () => { for (;;); };\nthrow new Error('no');"],
    ["with how errors are written", "Error.prepareStackTrace", "Error.prepareStackTrace = () => { for (;;); };\nthrow new Error('no');"],
    [
      "in a step of a live value",
      "Array.prototype.slice",
      'import { live } from "#notebook"; live(function* () { yield 1; Array.prototype.slice = () => { for (;;); }; for (;;) yield 2; })',
    ],
    [
      "in a promise that nobody waits for",
      "Array.prototype.map",
      "Promise.resolve().then(() => { Array.prototype.map = 1; throw 1; }); await new Promise(() => {});",
    ],
  ])("%s", async (_, name, text) => {
    const { session, run, texts } = await open(`// %% a\n${text}\n${WELL}`);
    await run("a");
    expect(session.status("a")).toMatchObject({
      state: "failed",
      problem: {
        name: "KernelError",
        message: `The cell changed ${name}, which the kernel works with, so its kernel was ended.`,
        hint: expect.stringContaining("Run starts a new kernel"),
      },
    });
    await run("b");
    expect(texts("b")).toEqual(["still here"]);
  });

  it("in a timer, after it was done", async () => {
    const { session, run, texts, kernels } = await open(
      `// %% a\nsetTimeout(() => { Array.prototype.map = 1; }, 30); setInterval(() => {}, 1000);\n${WELL}`,
    );
    await run("a");
    const before = kernels();
    await wait(60);
    await until(() => !session.stoppable);
    await run("b");
    expect([texts("b"), kernels()]).toEqual([["still here"], before + 1]);
  });

  it("in code that nobody waits for: the next run is told that a cell did it, and the one after that works", async () => {
    const { session, run, texts } = await open(
      `// %% a\n(async () => { await 0; await new Promise((r) => queueMicrotask(r)); Array.prototype.map = 1; })();\n${WELL}`,
    );
    await run("a");
    await run("b");
    if (session.status("b").state === "failed") {
      expect(session.status("b")).toMatchObject({ problem: { message: expect.stringMatching(/^A cell changed Array.prototype.map,/) } });
      await run("b");
    }
    expect(texts("b")).toEqual(["still here"]);
  });

  it("and what else is queued runs there, but for what reads the cell", async () => {
    const { session, state, texts, runs, kernels } = await open(
      "// %% above\nconst x = 1;\n// %% bad\nconst y = x + 1; Array.prototype.map = 1;\n// %% below\ny + 1\n// %% both\nx + y\n// %% beside\nx + 10",
    );
    await session.runAll();
    expect(["above", "bad", "below", "both", "beside"].map(state)).toEqual(["done", "failed", "waiting", "waiting", "done"]);
    expect([texts("beside"), runs(), kernels()]).toEqual([["11"], ["above", "bad", "above", "beside"], 2]);
  });
});

it("a cell may add, shadow, freeze and put back, and loop for as long as it likes", async () => {
  const cells = {
    polyfill: ["Array.prototype.second = function () { return this[1] };\n[1, 2].second()", "2"],
    namespace: ["Math.double = (x) => 2 * x;\nMath.double(4)", "8"],
    global: ["globalThis.mine = 5;\nglobalThis.mine", "5"],
    shadow: ["const list = [3];\nlist.map = () => 7;\nlist.map()", "7"],
    restore: ["const { map } = Array.prototype;\nArray.prototype.map = 1;\nArray.prototype.map = map;\n9", "9"],
    limit: ["Error.stackTraceLimit = 3;\n8", "8"],
    freeze: ["for (const it of [Array, Map, Promise]) Object.freeze(it.prototype);\n6", "6"],
    loop: ["const end = performance.now() + 600;\nwhile (performance.now() < end);\n4", "4"],
  };
  const { session, texts, kernels } = await open(
    Object.entries(cells)
      .map(([name, [text]]) => `// %% ${name}\n${text}`)
      .join("\n"),
  );
  await session.runAll();
  for (const [name, [, shown]] of Object.entries(cells)) expect(texts(name), name).toEqual([shown]);
  expect(kernels()).toBe(1);
});
