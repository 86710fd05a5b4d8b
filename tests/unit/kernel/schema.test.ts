import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { downloadSpec } from "../../../src/kernel/protocol/downloads.ts";
import type { InputSpec } from "../../../src/kernel/protocol/inputs.ts";
import { CONSOLE, DOWNLOAD, INPUT, JSON_TYPE, MAX_OUTPUT_CHARACTERS, PLAIN, PNG, PROGRESS, TABLE, VIEW } from "../../../src/kernel/protocol/mime.ts";
import { readFromFrame, readMessage } from "../../../src/kernel/protocol/schema.ts";

const problem = { name: "Error", message: "no" };
const outputs = (...bundles: unknown[]) => ({ type: "outputs", id: 1, from: 0, bundles });
const output = (form: object) => outputs({ [PLAIN]: "", ...form });
/** A PNG of one pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

describe("a message from a kernel", () => {
  it.each<[string, object]>([
    ["that it is ready", { type: "ready" }],
    ["that it was closed", { type: "closed" }],
    ["of a changed built-in", { type: "changed", name: "Array.prototype.map", running: true }],
    ["for a module", { type: "need", specifier: "d3" }],
    ["for weights", { type: "want", name: "digits" }],
    ["with text", outputs({ [PLAIN]: "1" }, { [PLAIN]: "2", [VIEW]: "narrow" })],
    ["with a picture", output({ [PNG]: PIXEL })],
    ["with a table", output({ [JSON_TYPE]: [{ a: 1, b: "x", c: null, d: true }], [TABLE]: { rows: 20_000 } })],
    ["with progress", output({ [PROGRESS]: { value: 1, max: 2, label: "steps" } })],
    ["with a line of the console", output({ [CONSOLE]: { level: "warn" } })],
    ["with a file", output({ [DOWNLOAD]: downloadSpec("a.txt", "hello") })],
    ["with timers", { type: "ticking", id: 3, ticking: false }],
    ["with a part of a chart", { type: "patch", id: 3, output: 0, view: "wide", parts: [{ path: [0, 1], markup: "<g></g>" }], said: "2" }],
    ["of a step", { type: "step", id: 3 }],
    ["of a run that is done", { type: "done", id: 3, how: "stopped", ms: 0.5 }],
    ["of a run that failed", { type: "failed", id: 3, ms: 1, problem: { ...problem, hint: "try", line: 1, column: 2 } }],
    ["of an error that came late", { type: "late", id: 3, problem }],
  ])("%s is read as it is", (_, message) => {
    expect(readMessage(message)).toEqual(message);
  });

  const deep: unknown[] = [];
  for (let level = deep, i = 0; i < 5000; i++) level.push((level = []));
  const cyclic: Record<string, unknown> = { type: "ready" };
  cyclic["self"] = cyclic;

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "ready"],
    ["a list", [{ type: "ready" }]],
    ["an unknown type", { type: "eval" }],
    ["a type that is no text", { type: { toString: () => "ready" } }],
    ["a type of all objects", { type: "toString" }],
    ["a field that no message has", { type: "ready", run: "me" }],
    ["a cycle", cyclic],
    ["a depth without an end", outputs(deep)],
    ["no id", { type: "done", how: "done", ms: 1 }],
    ["NaN for an id", { type: "step", id: Number.NaN }],
    ["a text for an id", { type: "step", id: "1" }],
    ["an end that there is not", { type: "done", id: 1, how: "lost", ms: 1 }],
    ["a time that is none", { type: "done", id: 1, how: "done", ms: Number.NaN }],
    ["a time before the beginning", { type: "done", id: 1, how: "done", ms: -1 }],
    ["no problem", { type: "failed", id: 1, ms: 1 }],
    ["a problem that is a text", { type: "late", id: 1, problem: "no" }],
    ["a message that is no text", { type: "late", id: 1, problem: { ...problem, message: {} } }],
    ["a hint that is no text", { type: "late", id: 1, problem: { ...problem, hint: ["<b>"] } }],
    ["markup for a line", { type: "late", id: 1, problem: { ...problem, line: "<b>" } }],
    ["a module that is no text", { type: "need", specifier: {} }],
    ["weights that are no text", { type: "want", name: 5 }],
    ["ticking that is no truth", { type: "ticking", id: 1, ticking: 1 }],
    ["outputs that are none", { type: "outputs", id: 1, from: 0, bundles: "12" }],
    ["outputs from before the first", { ...outputs(), from: -1 }],
    ["outputs from far beyond the last", { ...outputs(), from: 1e9 }],
    ["more outputs than a cell shows", outputs(...new Array(1000).fill({ [PLAIN]: "" }))],
    ["an output that is null", outputs(null)],
    ["an output that is a text", outputs("text")],
    ["an output without a text", outputs({})],
    ["an output of an unknown form", output({ "text/x-script": "" })],
    ["an output larger than a page bears", outputs({ [PLAIN]: "x".repeat(MAX_OUTPUT_CHARACTERS + 1) })],
    ["a picture that is no base64", output({ [PNG]: '"><script>' })],
    ["a picture of another kind", output({ [PNG]: btoa("GIF89a".repeat(20)) })],
    ["a picture that is cut off", output({ [PNG]: PIXEL.slice(0, 24) })],
    ["a picture of a broken length", output({ [PNG]: PIXEL.slice(0, -1) })],
    ["a progress that is a text", output({ [PROGRESS]: "half" })],
    ["a progress of NaN", output({ [PROGRESS]: { value: Number.NaN, max: 1 } })],
    ["a level that there is not", output({ [CONSOLE]: { level: '"><b>' } })],
    ["no level", output({ [CONSOLE]: null })],
    ["a view that there is not", output({ [VIEW]: '"><b>' })],
    ["a table of lists", output({ [JSON_TYPE]: [[1]] })],
    ["a table of tables", output({ [JSON_TYPE]: [{ a: { b: 1 } }] })],
    ["a table with holes", output({ [JSON_TYPE]: new Array(5) })],
    ["a table without an end", output({ [JSON_TYPE]: new Array(1e6).fill({}) })],
    ["rows that are no number", output({ [TABLE]: { rows: "<b>" } })],
    ["a part that is null", { type: "patch", id: 1, output: 0, view: "wide", parts: [null] }],
    ["a path that is no list", { type: "patch", id: 1, output: 0, view: "wide", parts: [{ path: "0", markup: "" }] }],
    ["a path with holes", { type: "patch", id: 1, output: 0, view: "wide", parts: [{ path: new Array(3), markup: "" }] }],
  ])("with %s is not read", (_, message) => {
    expect(readMessage(message)).toBeUndefined();
  });

  it("is a copy: names that every object has bring nothing along", () => {
    const forged = JSON.parse('{ "type": "step", "id": 1, "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }');
    const read = readMessage(forged);
    expect(read === undefined || Object.keys(read).join() === "type,id").toBe(true);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect((read as unknown as Record<string, unknown> | undefined)?.["polluted"]).toBeUndefined();
  });

  it("may be a table with any names of columns, which change nothing", () => {
    const row = JSON.parse('{ "__proto__": "x", "constructor": 1 }');
    expect(readMessage(output({ [JSON_TYPE]: [row] }))).toBeDefined();
    expect(({} as Record<string, unknown>)["0"]).toBeUndefined();
  });
});

describe("an input in a message", () => {
  const good: InputSpec = { kind: "slider", id: "c.a", label: "a", min: 0, max: 1, step: 0.1, value: 0 };
  const { min: _, max: __, step: ___, ...plain } = good;

  it.each<[string, object]>([
    ["a slider", good],
    ["a number", { ...plain, kind: "number", value: 5 }],
    ["a menu", { ...plain, kind: "select", options: ["x", "y"], value: "y" }],
    ["a choice", { ...plain, kind: "radio", options: ["x", "y"], value: "y", hint: "one" }],
    ["a box", { ...plain, kind: "checkbox", value: true }],
    ["a text", { ...plain, kind: "text", rows: 3, placeholder: "name", value: "" }],
    ["a button", { ...plain, kind: "button", value: 3 }],
    ["a file", { ...plain, kind: "file", accept: "csv", value: { name: "n", size: 1, detail: "2 rows", notes: ["read as it is"] } }],
    ["a drawing", { ...plain, kind: "drawing", width: 1, height: 2, value: [0, 255] }],
    ["runs", { ...plain, kind: "runs", value: { settings: "rate 1", points: [{ step: 1, loss: null }], drawn: ["rate 2"] } }],
  ])("that is %s is read as it is", (_, spec) => {
    expect(readMessage(output({ [INPUT]: spec }))).toEqual(output({ [INPUT]: spec }));
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a text", "slider"],
    ["of an unknown kind", { ...good, kind: "iframe" }],
    ["with markup for an id", { ...good, id: '"><script>' }],
    ["with a label that is no text", { ...good, label: { toString: "<b>" } }],
    ["with a label without an end", { ...good, label: "a".repeat(1e6) }],
    ["with markup for a number", { ...good, min: '"><script>alert(1)</script>' }],
    ["with NaN", { ...good, value: Number.NaN }],
    ["with a value beyond its ends", { ...good, value: 2 }],
    ["without steps", { ...good, step: 0 }],
    ["with a handler", { ...good, onclick: "alert(1)" }],
    ["with options that are no texts", { ...plain, kind: "select", options: [{}], value: {} }],
    ["with more options than a page bears", { ...plain, kind: "select", options: new Array(5000).fill("x"), value: "x" }],
    ["with a value that is no option", { ...plain, kind: "radio", options: ["x"], value: "y" }],
    ["with rows without an end", { ...plain, kind: "text", rows: 1e9, value: "" }],
    ["pressed less than never", { ...plain, kind: "button", value: -1 }],
    ["of a run of points that are lists", { ...plain, kind: "runs", value: { settings: "", points: [[1]], drawn: [] } }],
    ["of a run with markup for a number", { ...plain, kind: "runs", value: { settings: "", points: [{ step: { a: "<b>" } }], drawn: [] } }],
    ["of a run of NaN", { ...plain, kind: "runs", value: { settings: "", points: [{ step: Number.NaN }], drawn: [] } }],
    ["of a run without an end", { ...plain, kind: "runs", value: { settings: "", points: new Array(1e6).fill({}), drawn: [] } }],
    ["of runs without an end", { ...plain, kind: "runs", value: { settings: "", points: [], drawn: new Array(100).fill("a") } }],
    ["of settings that are no text", { ...plain, kind: "runs", value: { settings: {}, points: [], drawn: [] } }],
    ["of too large a sheet", { ...plain, kind: "drawing", width: 1e5, height: 1e5, value: null }],
    ["of pixels that are none", { ...plain, kind: "drawing", width: 1, height: 1, value: ["<b>"] }],
    ["of too few pixels", { ...plain, kind: "drawing", width: 2, height: 1, value: [0] }],
    ["of a file without a name", { ...plain, kind: "file", accept: "csv", value: { size: 1 } }],
    ["of notes that are no texts", { ...plain, kind: "file", accept: "csv", value: { name: "n", size: 1, detail: "", notes: [{}] } }],
    [
      "of notes without an end",
      { ...plain, kind: "file", accept: "csv", value: { name: "n", size: 1, detail: "", notes: new Array(5000).fill("x") } },
    ],
    ["of notes that are a text", { ...plain, kind: "file", accept: "csv", value: { name: "n", size: 1, detail: "", notes: "read" } }],
    ["of another kind of file", { ...plain, kind: "file", accept: "exe", value: null }],
  ])("%s is not read", (_, spec) => {
    expect(readMessage(output({ [INPUT]: spec }))).toBeUndefined();
  });
});

describe("a file in a message", () => {
  const spec = downloadSpec("a.txt", "hello");

  it.each<[string, object]>([
    ["with a name that could leave the folder", { ...spec, name: "../a.txt" }],
    ["with a name with markup", { ...spec, name: "<img>.txt" }],
    ["that is a program", { ...spec, name: "a.html" }],
    ["with bytes that are not base64", { ...spec, base64: "<script>" }],
    ["with another size than its bytes have", { ...spec, size: 500 }],
    ["one byte shorter than it says", { ...spec, size: 6 }],
    ["with a size that is no number", { ...spec, size: "5" }],
  ])("%s is not read", (_, given) => {
    expect(readMessage(output({ [DOWNLOAD]: given }))).toBeUndefined();
  });
});

it("what the frame says is read, and nothing else", () => {
  expect(readFromFrame({ type: "pong" })).toEqual({ type: "pong" });
  expect(readFromFrame({ type: "kernel-error", message: "no" })).toEqual({ type: "kernel-error", message: "no" });
  for (const forged of [null, 5, "pong", {}, { type: "kernel-error", message: {} }, { type: "terminate" }])
    expect(readFromFrame(forged)).toBeUndefined();
});

describe("what a port does to a message on its way", () => {
  const { port1, port2 } = new MessageChannel();
  afterAll(() => port1.close());
  const across = (message: unknown) => {
    port1.postMessage(message);
    return receiveMessageOnPort(port2)!.message;
  };

  it("leaves nothing that could act when it is read", () => {
    expect(readMessage(across(Object.defineProperty({ type: "step" }, "id", { get: () => 1, enumerable: true })))).toEqual({ type: "step", id: 1 });
    expect(readMessage(across(new Map([["type", "ready"]])))).toBeUndefined();
    expect(readMessage(across(outputs(new Error("no"))))).toBeUndefined();
  });
});
