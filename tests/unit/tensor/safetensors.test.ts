import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSafetensors, ones, saveSafetensors, tensor } from "../../../src/tensor/index.ts";

const file = (header: unknown, data: number[] = []) => {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
};
const info = (dtype: string, shape: unknown, begin: unknown, end: unknown) => ({ dtype, shape, data_offsets: [begin, end] });

describe("the format", () => {
  it("is the length, the header, the numbers, as the format's description has it", () => {
    const bytes = saveSafetensors({ a: tensor([[1, -2]]) }, { metadata: { by: "us" } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header).toEqual({ __metadata__: { by: "us" }, a: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] } });
    // 1.0 and −2.0 in IEEE 754.
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it("is read from a file made by hand, also where it begins in the middle of a buffer", () => {
    const bytes = file({ x: info("F32", [1], 0, 4), h: info("F16", [2], 4, 8) }, [0, 0, 0x80, 0x3f, 0x00, 0x3c, 0x01, 0x80]);
    const inside = new Uint8Array(bytes.length + 3);
    inside.set(bytes, 3);
    const { tensors } = loadSafetensors(inside.subarray(3));
    expect(tensors["x"]!.toArray()).toEqual([1]);
    // 0x3c00 is 1, 0x8001 the smallest number below 0: −2⁻²⁴.
    expect(tensors["h"]!.toArray()).toEqual([1, -(2 ** -24)]);
  });
});

it("names and texts may hold quotes, colons and braces, and tensors be called alike in part", () => {
  const names = ['a"', "a\\", "a:{", "dtype", "shape", "]"];
  const { tensors, metadata } = loadSafetensors(
    saveSafetensors(Object.fromEntries(names.map((name) => [name, ones([1])])), { metadata: { 'x": {"dtype': '"}, "dtype": {' } }),
  );
  expect(Object.keys(tensors)).toEqual(names);
  expect(metadata).toEqual({ 'x": {"dtype': '"}, "dtype": {' });
});

describe("there and back", () => {
  const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -60_000, max: 60_000 }), { minLength: 1, maxLength: 30 });

  it("F32 gives the same numbers, shapes, names and metadata", () => {
    fc.assert(
      fc.property(values, fc.string(), (list, name) => {
        fc.pre(name !== "__metadata__" && name !== "__proto__");
        const { tensors, metadata } = loadSafetensors(saveSafetensors({ [name]: tensor([list, list]) }, { metadata: { name } }));
        expect(tensors[name]!.toArray()).toEqual([list, list]);
        expect(metadata).toEqual({ name });
      }),
    );
  });

  it("F16 gives the nearest of its numbers", () => {
    fc.assert(
      fc.property(values, (list) => {
        const { tensors } = loadSafetensors(saveSafetensors({ x: tensor(list) }, { dtype: "F16" }));
        for (const [i, value] of (tensors["x"]!.toArray() as number[]).entries()) {
          const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(list[i]!) || 1e-30)) - 10));
          expect(Math.abs(value - list[i]!)).toBeLessThanOrEqual(step / 2);
        }
      }),
    );
  });

  it("all 63,488 finite float16 numbers come back as they were", () => {
    const halves = Array.from({ length: 0x10000 }, (_, i) => i).filter((bits) => ((bits >> 10) & 31) < 31);
    const bytes = file(
      { x: info("F16", [halves.length], 0, 2 * halves.length) },
      halves.flatMap((bits) => [bits & 255, bits >> 8]),
    );
    const again = saveSafetensors(loadSafetensors(bytes).tensors, { dtype: "F16" });
    expect(again.slice(-2 * halves.length)).toEqual(bytes.slice(-2 * halves.length));
  });

  it("I8 gives each row to half a step of its own", () => {
    const rows = [
      [0.5, -127, 3],
      [0.001, 0.002, -0.0005],
      [0, 0, 0],
    ];
    const { tensors } = loadSafetensors(saveSafetensors({ w: tensor(rows), b: tensor([1.5]) }, { dtype: "I8" }));
    expect(Object.keys(tensors).sort()).toEqual(["b", "w"]);
    expect(tensors["b"]!.toArray()).toEqual([1.5]);
    for (const [r, row] of rows.entries()) {
      const step = Math.max(...row.map(Math.abs)) / 127;
      for (const [i, value] of row.entries())
        expect(Math.abs((tensors["w"]!.toArray() as number[][])[r]![i]! - value)).toBeLessThanOrEqual(step / 2 + 1e-9);
    }
  });

  it("no tensors are a file, too", () => {
    expect(loadSafetensors(saveSafetensors({})).tensors).toEqual({});
  });
});

describe("a damaged file says what is wrong", () => {
  const good = saveSafetensors({ a: ones([2, 3]), b: ones([4]) });
  const nan = [0, 0, 0xc0, 0x7f];
  it.each<[string, Uint8Array, string]>([
    ["nothing in it", new Uint8Array(), "it has 0 bytes"],
    ["cut off in the header", good.subarray(0, 40), "its header should have"],
    ["cut off in the numbers", good.subarray(0, -1), "b ends at byte 40 of the data, but only 39 are there"],
    ["another kind of file", new TextEncoder().encode("PK this is an archive, not tensors"), "its header should have"],
    ["no JSON", file("{"), "its header is not JSON"],
    ["bytes that are no text", file("{}").fill(0xff, 8), "its header is not JSON"],
    ["a list for a header", file([]), "its header is not a JSON object"],
    ["null for a tensor", file({ a: null }), "a has dtype undefined"],
    ["an unknown dtype", file({ a: info("BF16", [1], 0, 2) }, [0, 0]), 'a has dtype "BF16"'],
    ["a dtype of every object", file({ a: info("toString", [1], 0, 2) }, [0, 0]), 'a has dtype "toString"'],
    ["a shape that is none", file({ a: info("F32", [-1], 0, 4) }, [0, 0, 0, 0]), "a has shape [-1]"],
    ["one offset", file({ a: { dtype: "F32", shape: [1], data_offsets: [0] } }, [0, 0, 0, 0]), "a has data_offsets [0]"],
    ["a wrong length", file({ a: info("F32", [2], 0, 4) }, [0, 0, 0, 0]), "a is F32 [2], which takes 8 bytes, but data_offsets [0, 4] span 4"],
    [
      "an overlap",
      file({ a: info("F32", [1], 0, 4), b: info("F32", [1], 2, 6) }, [0, 0, 0, 0, 0, 0]),
      "b begins at byte 2, but a ends at 4: they overlap",
    ],
    ["a gap", file({ a: info("F32", [1], 4, 8) }, [0, 0, 0, 0, 0, 0, 0, 0]), "between the header and a are 4 bytes"],
    ["something behind", file({ a: info("I8", [], 0, 1), "a.scale": info("I8", [], 1, 2) }, [0, 0, 0]), "after a.scale are 1 bytes"],
    ["NaN", file({ a: info("F32", [2], 0, 8) }, [0, 0, 0, 0, ...nan]), "a holds NaN at place 1 of [2]"],
    ["infinity in float16", file({ a: info("F16", [1], 0, 2) }, [0, 0xfc]), "a holds -Infinity at place 0 of [1]"],
    ["int8 without scales", file({ a: info("I8", [1, 1], 0, 1) }, [1]), "a is I8 and has no scales: a.scale is missing"],
    [
      "two tensors of one name",
      file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "\\u0061" : {"dtype":"F16","shape":[2],"data_offsets":[0,4]}}`, [0, 0, 0, 0]),
      "a second tensor is called a",
    ],
    [
      "a name of every object",
      file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      "a second tensor is called __proto__",
    ],
    [
      "scales in int8",
      file({ a: info("I8", [1], 0, 1), "a.scale": info("I8", [1], 1, 2), "a.scale.scale": info("F32", [1], 2, 6) }, [1, 1, 0, 0, 0x80, 0x3f]),
      "a.scale is I8: scales must not be",
    ],
    ["metadata that is none", file({ __metadata__: { a: 1 } }), "its __metadata__ is not"],
  ])("%s", (_, bytes, message) => {
    expect(() => loadSafetensors(bytes)).toThrow(`this safetensors file is damaged: ${message}`);
  });

  it("any change of one byte is either noticed or gives tensors of the same shapes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = good.slice();
        bytes[at]! ^= change;
        try {
          for (const { shape } of Object.values(loadSafetensors(bytes).tensors)) expect([[2, 3], [3, 2], [4], [6]]).toContainEqual(shape);
        } catch (error) {
          expect((error as Error).message).toMatch(/^this safetensors file is damaged/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["NaN", () => saveSafetensors({ w: tensor([1, Number.NaN]) }), "w holds NaN at place 1"],
    ["too large for float16", () => saveSafetensors({ w: tensor([7e4]) }, { dtype: "F16" }), "w holds 70000"],
    ["the name of the metadata", () => saveSafetensors({ __metadata__: tensor([1]) }), "cannot be called __metadata__"],
    ["a name of every object", () => saveSafetensors(Object.fromEntries([["__proto__", tensor([1])]])), "a tensor cannot be called __proto__"],
    ["the name of scales", () => saveSafetensors({ w: ones([1, 1]), "w.scale": ones([1]) }, { dtype: "I8" }), "two tensors would be called w.scale"],
  ])("%s is not saved", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

// Where Python has the library; the tests above check the format by hand anywhere.
if (spawnSync("python3", ["-c", "import safetensors.numpy"]).status === 0)
  it("Python's safetensors reads the same numbers", () => {
    const bytes = saveSafetensors(
      {
        w: tensor([
          [1.5, -2],
          [3, 0.25],
        ]),
      },
      { dtype: "F16", metadata: { a: "b" } },
    );
    const script = "import sys, safetensors.numpy as s; print(s.load(sys.stdin.buffer.read())['w'].tolist())";
    const { stdout } = spawnSync("python3", ["-c", script], { input: bytes });
    expect(stdout.toString().trim()).toBe("[[1.5, -2.0], [3.0, 0.25]]");
  });
