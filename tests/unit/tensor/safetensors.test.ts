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

describe("what other programs write", () => {
  /** The bytes of numbers, as they lie in memory. */
  const raw = (...arrays: ArrayBufferView[]) => arrays.flatMap(({ buffer }) => [...new Uint8Array(buffer)]);

  it.each<[string, ArrayBufferView, number[]]>([
    // The first half of float32: 1, −2, 3.140625, 2⁻¹³³ (the smallest above 0), the largest, ∞, −0.
    [
      "BF16",
      Uint16Array.of(0x3f80, 0xc000, 0x4049, 0x0001, 0x7f7f, 0x7f80, 0x8000),
      [1, -2, 3.140625, 2 ** -133, 255 * 2 ** 120, Number.POSITIVE_INFINITY, -0],
    ],
    ["F16", Uint16Array.of(0x3c00, 0xfc00, 0x7bff), [1, Number.NEGATIVE_INFINITY, 65_504]],
    ["F32", Float32Array.of(1.5, Number.NaN, Number.NEGATIVE_INFINITY), [1.5, Number.NaN, Number.NEGATIVE_INFINITY]],
    ["F64", Float64Array.of(0.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** -149), [0.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** -149]],
    ["I64", BigInt64Array.of(-1n, 50_256n, -(2n ** 63n), 2n ** 24n), [-1, 50_256, -(2 ** 63), 2 ** 24]],
    ["U64", BigUint64Array.of(0n, 2n ** 63n), [0, 2 ** 63]],
    ["I32", Int32Array.of(-5, -(2 ** 31), 2 ** 30 + 128), [-5, -(2 ** 31), 2 ** 30 + 128]],
    ["U32", Uint32Array.of(7, 2 ** 31), [7, 2 ** 31]],
    ["I16", Int16Array.of(-32_768, 32_767), [-32_768, 32_767]],
    ["U16", Uint16Array.of(65_535), [65_535]],
    ["I8", Int8Array.of(-128, 127), [-128, 127]],
    ["U8", Uint8Array.of(0, 255), [0, 255]],
    ["BOOL", Uint8Array.of(0, 1, 1), [0, 1, 1]],
  ])("%s is read as it is", (dtype, numbers, expected) => {
    const bytes = file({ x: info(dtype, [expected.length], 0, numbers.byteLength) }, raw(numbers));
    // Where the numbers begin at any byte, and where a part of a Buffer is given, whose slice is no copy.
    for (const shift of [0, 1, 2, 3]) {
      const inside = Buffer.alloc(bytes.length + shift);
      inside.set(bytes, shift);
      const { tensors, rounded } = loadSafetensors(inside.subarray(shift));
      expect(tensors["x"]!.toArray()).toEqual(expected);
      expect(rounded).toEqual([]);
    }
  });

  it("float64 becomes the nearest float32, and the file's reader is told", () => {
    const numbers = Float64Array.of(0.1, 1 + 2 ** -24, 1 + 3 * 2 ** -24, 1e-300, 3.40282356e38);
    const { tensors, rounded } = loadSafetensors(
      file(
        { x: info("F64", [5], 0, 40), y: info("F64", [], 40, 48), z: info("F32", [1], 48, 52) },
        raw(numbers, Float64Array.of(2), Float32Array.of(0.1)),
      ),
    );
    // Halfway goes to the even one; the last is nearer to the largest float32 than to what would follow it.
    expect(tensors["x"]!.toArray()).toEqual([Math.fround(0.1), 1, 1 + 2 ** -22, 0, 3.4028234663852886e38]);
    expect(tensors["y"]!.toArray()).toBe(2);
    expect(rounded).toEqual(["x"]);
  });

  it("all finite and infinite bfloat16 numbers are those whose bits they begin", () => {
    const halves = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((bits) => (bits & 0x7f80) !== 0x7f80 || (bits & 0x7f) === 0);
    const { tensors } = loadSafetensors(file({ x: info("BF16", [halves.length], 0, 2 * halves.length) }, raw(halves)));
    const bits = new Uint32Array(tensors["x"]!.toFloat32Array().buffer);
    expect(bits.every((value, i) => value === halves[i]! * 65_536)).toBe(true);
  });

  it("tensors of one number, of none, and of names in any order, padded headers, and metadata of null", () => {
    const header = { __metadata__: null, b: info("I64", [], 2, 10), empty: info("F32", [3, 0], 2, 2), a: info("U8", [1, 2], 0, 2) };
    const { tensors, metadata } = loadSafetensors(file(`${JSON.stringify(header)}   `, raw(Uint8Array.of(1, 2), BigInt64Array.of(-3n))));
    expect(Object.entries(tensors).map(([name, x]) => [name, x.shape, x.toArray()])).toEqual([
      ["b", [], -3],
      ["empty", [3, 0], [[], [], []]],
      ["a", [1, 2], [[1, 2]]],
    ]);
    expect(metadata).toEqual({});
  });

  it("int8 is multiplied with scales only where they are such: one float32 for each row", () => {
    const rows = Int8Array.of(1, 2, 3, 4);
    const load = (scale: object, numbers: ArrayBufferView) =>
      loadSafetensors(file({ w: info("I8", [2, 2], 0, 4), "w.scale": scale }, raw(rows, numbers))).tensors;
    expect(load(info("F32", [2], 4, 12), Float32Array.of(0.5, 2))["w"]!.toArray()).toEqual([
      [0.5, 1],
      [6, 8],
    ]);
    for (const tensors of [
      load(info("F32", [], 4, 8), Float32Array.of(0.5)),
      load(info("F32", [1, 2], 4, 12), Float32Array.of(0.5, 2)),
      load(info("F16", [2], 4, 8), Uint16Array.of(0x3c00, 0x3c00)),
      load(info("I8", [2], 4, 6), Int8Array.of(1, 1)),
    ]) {
      expect(tensors["w"]!.toArray()).toEqual([
        [1, 2],
        [3, 4],
      ]);
      expect(Object.keys(tensors)).toEqual(["w", "w.scale"]);
    }
  });

  const number = (dtype: string, value: ArrayBufferView) => file({ ids: info(dtype, [1], 0, value.byteLength) }, raw(value));
  const cannot = (dtype: string, value: string) =>
    `not supported: tensor ids is ${dtype} and holds ${value} at place 0 of [1], which float32 cannot hold`;
  it.each<[string, Uint8Array, string]>([
    ["a whole number above 2²⁴", number("I32", Int32Array.of(16_777_217)), cannot("I32", "16777217")],
    ["the largest of 32 bits", number("U32", Uint32Array.of(2 ** 32 - 1)), cannot("U32", "4294967295")],
    // As a float64 it would be 2⁵³, and seem right.
    ["one above 2⁵³", number("I64", BigInt64Array.of(2n ** 53n + 1n)), cannot("I64", "9007199254740993")],
    ["the largest of 64 bits", number("U64", BigUint64Array.of(2n ** 64n - 1n)), cannot("U64", "18446744073709551615")],
    ["a float64 past the end of float32", number("F64", Float64Array.of(-1e39)), cannot("F64", "-1e+39")],
    ["float8", number("F8_E4M3", Uint8Array.of(0)), "not supported: tensor ids has dtype F8_E4M3; what can be read is F64, F32, F16, BF16, I64"],
    ["complex numbers", number("C64", Float32Array.of(0, 0)), "not supported: tensor ids has dtype C64"],
    ["numbers of four bits", file({ ids: info("F4", [2], 0, 1) }, [0]), "not supported: tensor ids has dtype F4"],
    ["a dtype of every object", number("toString", Uint8Array.of(0)), "not supported: tensor ids has dtype toString"],
    [
      "a name of every object",
      file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [0]),
      "not supported: the name __proto__; rename the tensor",
    ],
  ])("%s is not supported, which is not called damage", (_, bytes, message) => {
    expect(() => loadSafetensors(bytes)).toThrow(message);
  });
});

describe("a damaged file says what is wrong", () => {
  const good = saveSafetensors({ a: ones([2, 3]), b: ones([4]) });
  it.each<[string, Uint8Array, string]>([
    ["nothing in it", new Uint8Array(), "it has 0 bytes"],
    ["cut off in the header", good.subarray(0, 40), "its header should have"],
    ["cut off in the numbers", good.subarray(0, -1), "b ends at byte 40 of the data, but only 39 are there"],
    ["another kind of file", new TextEncoder().encode("PK this is an archive, not tensors"), "its header should have"],
    ["no JSON", file("{"), "its header is not JSON"],
    ["bytes that are no text", file("{}").fill(0xff, 8), "its header is not JSON"],
    ["a list for a header", file([]), "its header is not a JSON object"],
    ["null for a tensor", file({ a: null }), "a has dtype undefined"],
    [
      "a number for a dtype",
      file({ a: { dtype: 32, shape: [1], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      'a has dtype 32: a text such as "F32" is needed',
    ],
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
    ["an end before the beginning", file({ a: info("I8", [0], 1, 0) }, [0]), "a is I8 [0], which takes 0 bytes, but data_offsets [1, 0] span -1"],
    [
      "nothing in the middle of something",
      file({ a: info("I16", [1], 0, 2), b: info("F32", [0], 1, 1) }, [0, 0]),
      "b begins at byte 1, but a ends at 2",
    ],
    [
      "an entry with two dtypes",
      file('{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', [1]),
      "an entry of its header has a second dtype",
    ],
    [
      "two tensors of one name",
      file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "\\u0061" : {"dtype":"F16","shape":[2],"data_offsets":[0,4]}}`, [0, 0, 0, 0]),
      "a second tensor is called a",
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
          // Another dtype, for one, may be right.
          expect((error as Error).message).toMatch(/^(this safetensors file is damaged|not supported): /);
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
