import { fallbackKernels } from "./fallback.ts";
import { WASM } from "./wasm.ts";

/** What computes: the same functions on WebAssembly and in plain TypeScript. Addresses are bytes, sizes count numbers. */
export type Kernels = ReturnType<typeof fallbackKernels>;

/** What computes: WebAssembly with SIMD, or plain TypeScript. */
export type BackendName = "wasm" | "typescript";

/** Kernels and the memory on which they work. */
export interface Backend {
  readonly name: BackendName;
  readonly kernels: Kernels;
  /** The memory as numbers. Anew after each {@link grow}: do not keep it. */
  f32: Float32Array;
  i32: Int32Array;
  /** Make the memory at least this large. */
  grow(bytes: number): void;
}

const PAGE = 65_536;
/** 2 GiB, so that addresses fit a signed 32-bit number. */
const MOST_PAGES = 32_768;

/** @throws Error where WebAssembly or its SIMD is missing or not allowed. */
export function wasmBackend(): Backend {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: MOST_PAGES });
  const module = new WebAssembly.Module(fromHex(WASM));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  const views = () => ({ f32: new Float32Array(memory.buffer), i32: new Int32Array(memory.buffer) });
  const grow = (bytes: number) => {
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE));
    Object.assign(backend, views());
  };
  const backend: Backend = { name: "wasm", kernels, grow, ...views() };
  return backend;
}

/** Slower by about ten times, but it runs anywhere. */
export function typescriptBackend(): Backend {
  const views = (buffer: ArrayBuffer) => ({ f32: new Float32Array(buffer), i32: new Int32Array(buffer) });
  const grow = (bytes: number) => {
    if (bytes > PAGE * MOST_PAGES) throw new RangeError(`${bytes} bytes are more than the engine can address`);
    const larger = views(new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE));
    larger.f32.set(backend.f32);
    Object.assign(backend, larger);
  };
  const backend = { name: "typescript", grow, ...views(new ArrayBuffer(64 * PAGE)) } as Backend & { kernels: Kernels };
  return Object.assign(backend, { kernels: fallbackKernels(backend) });
}

/** A worker that has just begun does not compute fast: where the browser can do this itself, a first product comes milliseconds earlier. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as { fromHex?(text: string): Uint8Array<ArrayBuffer> }).fromHex;
  if (native) return native.call(Uint8Array, text);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
