/**
 * Files of tensors in the safetensors format (https://github.com/huggingface/safetensors): eight bytes with the length of a JSON header,
 * the header, which gives each tensor's `dtype`, `shape` and `data_offsets`, then the numbers, little-endian, one tensor after
 * the other. Python's `safetensors` reads what is written here.
 *
 * Int8 tensors are written with a scale for each row, in a tensor of their own: `name` holds −127 … 127, `name.scale` [rows] what to
 * multiply each row with. {@link loadSafetensors} puts them together again; int8 tensors without such scales are whole numbers.
 */
import { lengthOf, type Shape, sameShape, show } from "./shape.ts";
import { fromValues, type Tensor } from "./tensor.ts";

/** How numbers are written: 4, 2 or 1 bytes each. */
export type SafetensorsDtype = "F32" | "F16" | "I8";

export interface SaveOptions {
  /** Default `F32`, which loses nothing. With `I8`, tensors of fewer than two dimensions are written as `F32`: they are small. */
  dtype?: SafetensorsDtype;
  /** Texts about the file, kept in its header. */
  metadata?: Record<string, string>;
}

/** What a file held. */
export interface LoadedSafetensors {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
  /** Names of tensors in float64 some of whose numbers lost digits: they became the nearest float32. */
  rounded: string[];
}

/** As what the numbers of a file lie in memory, which is little-endian wherever WebAssembly and its fallback run. */
const ARRAYS = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};
type Dtype = keyof typeof ARRAYS;
const SCALE = ".scale";
/** A property of this name becomes an object's prototype, and is not seen. */
const RESERVED = "__proto__";

interface Entry {
  name: string;
  dtype: SafetensorsDtype;
  shape: Shape;
  values: Float32Array | Uint16Array | Int8Array;
}

/**
 * Named tensors as a file in the format of Hugging Face's safetensors.
 * @throws RangeError when a number is NaN or infinite, or too large for float16.
 */
export function saveSafetensors(tensors: Record<string, Tensor>, { dtype = "F32", metadata = {} }: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).flatMap(([name, x]) => encoded(name, x, dtype));
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new RangeError(`safetensors: two tensors would be called ${twice}; rename one`);
  // Larger numbers first, so that each begins at a multiple of its size.
  entries.sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  let end = 0;
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const places = entries.map(({ name, dtype: type, shape, values }) => {
    const begin = end;
    end += values.byteLength;
    header[name] = { dtype: type, shape, data_offsets: [begin, end] };
    return begin;
  });
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  for (const [i, { values }] of entries.entries()) bytes.set(new Uint8Array(values.buffer), 8 + headerLength + places[i]!);
  return bytes;
}

/**
 * Reads BOOL, whole numbers, F16, BF16 and F32 as they are, NaN and infinities among them, and F64 to the nearest float32.
 * @throws Error that says what is wrong with the file, and with which tensor; or, for a file that is right, what of it cannot be read:
 * tensors of another dtype, and numbers that float32 has not.
 */
export function loadSafetensors(bytes: Uint8Array): LoadedSafetensors {
  const { header, data } = parse(bytes);
  const { __metadata__, ...infos } = header;
  const entries = Object.entries(infos).map(([name, info]) => ({ name, ...checkedInfo(name, info, data.length) }));
  checkOffsets(entries, data.length);
  const tensors: Record<string, Tensor> = {};
  const rounded: string[] = [];
  for (const entry of entries) {
    const { values, inexact } = decoded(entry, data);
    tensors[entry.name] = fromValues(values, entry.shape);
    if (inexact) rounded.push(entry.name);
  }
  for (const { name, shape } of entries.filter(({ dtype }) => dtype === "I8")) {
    const scale = entries.find((other) => other.name === name + SCALE);
    if (scale?.dtype !== "F32" || !sameShape(scale.shape, shape.slice(0, 1))) continue;
    tensors[name] = unscaled(tensors[name]!, tensors[scale.name]!);
    delete tensors[scale.name];
  }
  return { tensors, metadata: checkedMetadata(__metadata__), rounded };
}

/** The numbers as float32. */
function decoded({ name, dtype, shape, begin, end }: Info & { name: string }, data: Uint8Array): { values: Float32Array; inexact: boolean } {
  // A copy, for numbers must begin at a multiple of their size. (Node's Buffer has a slice that copies nothing.)
  const raw = new ARRAYS[dtype](new Uint8Array(data.subarray(begin, end)).buffer);
  const values = new Float32Array(raw.length);
  // Bfloat16 is the first half of float32.
  const to = dtype === "BF16" ? new Uint32Array(values.buffer) : values;
  const convert =
    dtype === "BF16" ? (bits: unknown) => (bits as number) << 16 : dtype === "F16" ? (bits: unknown) => fromHalf(bits as number) : Number;
  for (let i = 0; i < raw.length; i++) to[i] = convert(raw[i]!);
  if (convert !== Number || dtype === "F32") return { values, inexact: false };
  // Whole numbers of 64 bits are compared as they are; NaN is neither less nor more.
  const differs = (value: number, i: number) => value < raw[i]! || value > raw[i]!;
  const lost = values.findIndex((value, i) => differs(value, i) && (dtype !== "F64" || !Number.isFinite(value)));
  if (lost >= 0)
    throw unsupported(
      `tensor ${name} is ${dtype} and holds ${raw[lost]} at place ${lost} of ${show(shape)}, which float32 cannot hold: save it as F32 if it may be rounded`,
    );
  return { values, inexact: values.some(differs) };
}

function encoded(name: string, x: Tensor, wanted: SafetensorsDtype): Entry[] {
  if (name === "__metadata__" || name === RESERVED) throw new RangeError(`safetensors: a tensor cannot be called ${name}: the header needs the name`);
  const values = x.toFloat32Array();
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`safetensors: ${name} holds ${values[bad]} at place ${bad} of ${show(x.shape)}: it is not worth saving`);
  if (wanted === "I8" && x.ndim >= 2) return quantized(name, x.shape, values);
  const large = wanted === "F16" ? values.findIndex((value) => Math.abs(value) >= 65_520) : -1;
  if (large >= 0) throw new RangeError(`safetensors: ${name} holds ${values[large]} at place ${large}: float16 ends at 65504; save as F32`);
  if (wanted === "F16") return [{ name, dtype: wanted, shape: x.shape, values: Uint16Array.from(values, toHalf) }];
  return [{ name, dtype: "F32", shape: x.shape, values }];
}

/** Each row in 255 steps from −max to max of that row. */
function quantized(name: string, shape: Shape, values: Float32Array): Entry[] {
  const rows = shape[0]!;
  const n = rows > 0 ? values.length / rows : 0;
  const scales = new Float32Array(rows);
  const steps = new Int8Array(values.length);
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * n, (r + 1) * n);
    scales[r] = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0) / 127;
    for (let i = 0; i < n; i++) steps[r * n + i] = scales[r]! > 0 ? Math.round(row[i]! / scales[r]!) : 0;
  }
  return [
    { name, dtype: "I8", shape, values: steps },
    { name: name + SCALE, dtype: "F32", shape: [rows], values: scales },
  ];
}

function unscaled(steps: Tensor, scale: Tensor): Tensor {
  const [values, scales] = [steps.toFloat32Array(), scale.toFloat32Array()];
  const n = values.length / scales.length;
  return fromValues(
    values.map((value, i) => value * scales[Math.floor(i / n)]!),
    steps.shape,
  );
}

function parse(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < 8) throw broken(`it has ${bytes.length} bytes, the length of the header alone takes 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8))
    throw broken(`its header should have ${length} bytes, but only ${bytes.length - 8} follow: it is cut off, or no such file`);
  const end = 8 + Number(length);
  let json = "";
  let header: unknown;
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, end));
    header = JSON.parse(json);
  } catch (error) {
    throw broken(`its header is not JSON: ${(error as Error).message}`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw broken("its header is not a JSON object");
  checkNames(json);
  return { header: header as Record<string, unknown>, data: bytes.subarray(end) };
}

/** Of equal names in an object, JSON.parse keeps the last without a word; and one is that of every object's prototype. */
function checkNames(json: string): void {
  const open: Set<string>[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]+|\\.)*"(?:\s*:)?|[{}]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, -1));
      const names = open.at(-1)!;
      if (names.has(name)) throw broken(`${open.length > 1 ? "an entry of its header has a second" : "a second tensor is called"} ${name}`);
      if (name === RESERVED && open.length === 1) throw unsupported(`the name ${name}; rename the tensor`);
      names.add(name);
    }
  }
}

interface Info {
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

function checkedInfo(name: string, info: unknown, available: number): Info {
  const { dtype, shape, data_offsets: offsets } = (info ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string") throw broken(`${name} has dtype ${JSON.stringify(dtype)}: a text such as "F32" is needed`);
  if (!Object.hasOwn(ARRAYS, dtype))
    throw unsupported(`tensor ${name} has dtype ${dtype}; what can be read is ${Object.keys(ARRAYS).join(", ")}. Save it as F32 or BF16`);
  if (!isSizes(shape)) throw broken(`${name} has shape ${JSON.stringify(shape)}: a list of whole numbers is needed`);
  if (!isSizes(offsets) || offsets.length !== 2) throw broken(`${name} has data_offsets ${JSON.stringify(offsets)}: begin and end are needed`);
  const [begin, end] = offsets as [number, number];
  const type = dtype as Dtype;
  const size = lengthOf(shape) * ARRAYS[type].BYTES_PER_ELEMENT;
  if (end - begin !== size)
    throw broken(`${name} is ${dtype} ${show(shape)}, which takes ${size} bytes, but data_offsets ${show(offsets)} span ${end - begin}`);
  if (end > available) throw broken(`${name} ends at byte ${end} of the data, but only ${available} are there: it is cut off`);
  return { dtype: type, shape, begin, end };
}

/** The format wants tensors to follow each other without gaps, so that nothing can hide between them. */
function checkOffsets(entries: (Info & { name: string })[], available: number): void {
  let end = 0;
  let before = "the header";
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < end) throw broken(`${entry.name} begins at byte ${entry.begin}, but ${before} ends at ${end}: they overlap`);
    if (entry.begin > end) throw broken(`between ${before} and ${entry.name} are ${entry.begin - end} bytes that belong to no tensor`);
    end = entry.end;
    before = entry.name;
  }
  if (end !== available) throw broken(`after ${before} are ${available - end} bytes that belong to no tensor`);
}

function checkedMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined || metadata === null) return {};
  if (typeof metadata !== "object" || Object.values(metadata).some((value) => typeof value !== "string"))
    throw broken("its __metadata__ is not a list of texts by name");
  return { ...(metadata as Record<string, string>) };
}

const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
const broken = (what: string) => new Error(`this safetensors file is damaged: ${what}`);
const unsupported = (what: string) => new Error(`not supported: ${what}`);

/** Float16 has 1 bit for the sign, 5 for the exponent, 10 for the fraction (IEEE 754-2008, binary16). */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest float16 of a number below 65520; of two equally near the even one. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Subnormal numbers are 2⁻²⁴ apart, others by their exponent's 2⁻¹⁰.
  const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
  const fraction = roundHalfToEven((size / 2 ** exponent) * 1024);
  // A fraction rounded up to 2 carries into the exponent by itself.
  return sign + (size < 2 ** -14 ? fraction : ((exponent + 15) << 10) + fraction - 1024);
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
