/**
 * What a cell finds besides the language itself: the globals that its worker has in Node and in a browser's sandbox alike.
 * There is no page, no storage and no network. Read by the language service only, in place of lib.dom.d.ts.
 */

/** The console of this cell: what it is told stands under the cell. */
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  dir(value: unknown): void;
  trace(...values: unknown[]): void;
  /** Rows as a table. */
  table(rows: unknown): void;
  /** Says so when `holds` is false. */
  assert(holds: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  groupEnd(): void;
  /** Start a clock; `timeLog` and `timeEnd` say how long it has run. */
  time(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
  timeEnd(label?: string): void;
  clear(): void;
}
declare const console: Console;

interface Performance {
  /** Milliseconds since the kernel started, with fractions. */
  now(): number;
  /** When the kernel started, in milliseconds since 1970. */
  readonly timeOrigin: number;
}
declare const performance: Performance;

/** What a timer is known by. */
type Timer = number & { readonly timer: unique symbol };

/** Call `handler` once, after `milliseconds`. */
declare function setTimeout(handler: (...args: never[]) => void, milliseconds?: number, ...args: unknown[]): Timer;
declare function clearTimeout(timer: Timer | undefined): void;
/** Call `handler` again and again, every `milliseconds`. */
declare function setInterval(handler: (...args: never[]) => void, milliseconds?: number, ...args: unknown[]): Timer;
declare function clearInterval(timer: Timer | undefined): void;
/** Call `callback` when the code that runs now is done. */
declare function queueMicrotask(callback: () => void): void;

interface StructuredSerializeOptions {
  transfer?: object[];
}
/** A deep copy. @throws DataCloneError for functions and other things that cannot be copied. */
declare function structuredClone<T>(value: T, options?: StructuredSerializeOptions): T;

/** Text of which each character is a byte, as base64. */
declare function btoa(bytes: string): string;
/** The opposite of `btoa`. */
declare function atob(base64: string): string;

interface TextEncoder {
  readonly encoding: string;
  /** Text as UTF-8. */
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}
declare var TextEncoder: { prototype: TextEncoder; new (): TextEncoder };

interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  decode(bytes?: ArrayBufferLike | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare var TextDecoder: { prototype: TextDecoder; new (encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder };

interface Crypto {
  /** Fill with random numbers. They differ at each run: `seed` of `#base/random` gives ones that do not. */
  getRandomValues<T extends WholeNumbers>(array: T): T;
}
type WholeNumbers = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;
declare const crypto: Crypto;

interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}
declare var URL: {
  prototype: URL;
  new (url: string | URL, base?: string | URL): URL;
  canParse(url: string | URL, base?: string | URL): boolean;
};

interface URLSearchParams {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, key: string, parent: URLSearchParams) => void): void;
  entries(): ArrayIterator<[string, string]>;
  keys(): ArrayIterator<string>;
  values(): ArrayIterator<string>;
  [Symbol.iterator](): ArrayIterator<[string, string]>;
}
declare var URLSearchParams: {
  prototype: URLSearchParams;
  new (init?: string | Record<string, string> | Iterable<readonly [string, string]>): URLSearchParams;
};

interface Event {
  readonly type: string;
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly defaultPrevented: boolean;
  readonly timeStamp: number;
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
}
interface EventInit {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
}
declare var Event: { prototype: Event; new (type: string, init?: EventInit): Event };

interface CustomEvent<T = any> extends Event {
  readonly detail: T;
}
declare var CustomEvent: { prototype: CustomEvent; new <T>(type: string, init?: EventInit & { detail?: T }): CustomEvent<T> };

type EventListenerOrEventListenerObject = ((event: Event) => void) | { handleEvent(event: Event): void };
interface AddEventListenerOptions {
  capture?: boolean;
  once?: boolean;
  passive?: boolean;
  signal?: AbortSignal;
}
interface EventTarget {
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | { capture?: boolean }): void;
  dispatchEvent(event: Event): boolean;
}
declare var EventTarget: { prototype: EventTarget; new (): EventTarget };

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((event: Event) => void) | null;
  throwIfAborted(): void;
}
declare var AbortSignal: {
  prototype: AbortSignal;
  abort(reason?: unknown): AbortSignal;
  any(signals: AbortSignal[]): AbortSignal;
  timeout(milliseconds: number): AbortSignal;
};
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare var AbortController: { prototype: AbortController; new (): AbortController };

interface DOMException extends Error {
  readonly code: number;
}
declare var DOMException: { prototype: DOMException; new (message?: string, name?: string): DOMException };

interface MessageEvent<T = any> extends Event {
  readonly data: T;
}
interface MessagePort extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer?: object[]): void;
  start(): void;
  close(): void;
}
interface MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}
declare var MessageChannel: { prototype: MessageChannel; new (): MessageChannel };

type BlobPart = ArrayBufferLike | ArrayBufferView | Blob | string;
interface Blob {
  /** Bytes. */
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number, type?: string): Blob;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  text(): Promise<string>;
}
declare var Blob: { prototype: Blob; new (parts?: BlobPart[], options?: { type?: string }): Blob };

interface File extends Blob {
  readonly name: string;
  readonly lastModified: number;
}
declare var File: { prototype: File; new (parts: BlobPart[], name: string, options?: { type?: string; lastModified?: number }): File };

interface ReadableStream<R = any> {
  readonly locked: boolean;
  cancel(reason?: unknown): Promise<void>;
  getReader(): ReadableStreamDefaultReader<R>;
  pipeThrough<T>(transform: { readable: ReadableStream<T>; writable: WritableStream<R> }): ReadableStream<T>;
  pipeTo(destination: WritableStream<R>): Promise<void>;
  tee(): [ReadableStream<R>, ReadableStream<R>];
}
interface ReadableStreamDefaultReader<R = any> {
  readonly closed: Promise<void>;
  cancel(reason?: unknown): Promise<void>;
  read(): Promise<{ done: false; value: R } | { done: true; value: R | undefined }>;
  releaseLock(): void;
}
interface ReadableStreamDefaultController<R = any> {
  readonly desiredSize: number | null;
  close(): void;
  enqueue(chunk: R): void;
  error(reason?: unknown): void;
}
declare var ReadableStream: {
  prototype: ReadableStream;
  new <R = any>(source?: {
    start?(controller: ReadableStreamDefaultController<R>): unknown;
    pull?(controller: ReadableStreamDefaultController<R>): void | PromiseLike<void>;
    cancel?(reason?: unknown): void | PromiseLike<void>;
  }): ReadableStream<R>;
};
interface WritableStream<W = any> {
  readonly locked: boolean;
  abort(reason?: unknown): Promise<void>;
  close(): Promise<void>;
  getWriter(): WritableStreamDefaultWriter<W>;
}
interface WritableStreamDefaultWriter<W = any> {
  readonly closed: Promise<void>;
  readonly ready: Promise<void>;
  abort(reason?: unknown): Promise<void>;
  close(): Promise<void>;
  releaseLock(): void;
  write(chunk: W): Promise<void>;
}
declare var WritableStream: {
  prototype: WritableStream;
  new <W = any>(sink?: {
    write?(chunk: W): void | PromiseLike<void>;
    close?(): void | PromiseLike<void>;
    abort?(reason?: unknown): void | PromiseLike<void>;
  }): WritableStream<W>;
};
interface TransformStream<I = any, O = any> {
  readonly readable: ReadableStream<O>;
  readonly writable: WritableStream<I>;
}
interface TransformStreamDefaultController<O = any> {
  readonly desiredSize: number | null;
  enqueue(chunk: O): void;
  error(reason?: unknown): void;
  terminate(): void;
}
declare var TransformStream: {
  prototype: TransformStream;
  new <I = any, O = any>(transformer?: {
    transform?(chunk: I, controller: TransformStreamDefaultController<O>): void | PromiseLike<void>;
    flush?(controller: TransformStreamDefaultController<O>): void | PromiseLike<void>;
  }): TransformStream<I, O>;
};

type CompressionFormat = "deflate" | "deflate-raw" | "gzip";
type CompressionStream = TransformStream<BufferSource, Uint8Array<ArrayBuffer>>;
declare var CompressionStream: { prototype: CompressionStream; new (format: CompressionFormat): CompressionStream };
type DecompressionStream = TransformStream<BufferSource, Uint8Array<ArrayBuffer>>;
declare var DecompressionStream: { prototype: DecompressionStream; new (format: CompressionFormat): DecompressionStream };
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

/** Reads a stream to its end: `await new Response(stream).text()`. */
interface Response {
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  json(): Promise<any>;
  text(): Promise<string>;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}
declare var Response: { prototype: Response; new (body?: ReadableStream | BufferSource | Blob | string | null): Response };

interface Navigator {
  /** Processor cores of the reader's machine. */
  readonly hardwareConcurrency: number;
  readonly language: string;
  readonly userAgent: string;
}
declare const navigator: Navigator;

declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Add `pages` of 64 KiB; returns how many there were. */
    grow(pages: number): number;
  }
  interface Table {
    readonly length: number;
    get(index: number): any;
    grow(by: number, value?: unknown): number;
    set(index: number, value?: unknown): void;
  }
  interface Global<T = any> {
    value: T;
    valueOf(): T;
  }
  interface Instance {
    readonly exports: Record<string, any>;
  }
  interface ModuleExportDescriptor {
    kind: "function" | "global" | "memory" | "table" | "tag";
    name: string;
  }
  type Imports = Record<string, Record<string, unknown>>;
  var Module: {
    prototype: Module;
    new (bytes: BufferSource): Module;
    exports(module: Module): ModuleExportDescriptor[];
    imports(module: Module): (ModuleExportDescriptor & { module: string })[];
  };
  var Memory: { prototype: Memory; new (descriptor: { initial: number; maximum?: number; shared?: boolean }): Memory };
  var Table: { prototype: Table; new (descriptor: { element: "anyfunc" | "externref"; initial: number; maximum?: number }, value?: unknown): Table };
  var Global: {
    prototype: Global;
    new <T = any>(descriptor: { value: "i32" | "i64" | "f32" | "f64" | "externref"; mutable?: boolean }, value?: T): Global<T>;
  };
  var Instance: { prototype: Instance; new (module: Module, imports?: Imports): Instance };
  var CompileError: ErrorConstructor;
  var LinkError: ErrorConstructor;
  var RuntimeError: ErrorConstructor;
  function compile(bytes: BufferSource): Promise<Module>;
  function instantiate(bytes: BufferSource, imports?: Imports): Promise<{ module: Module; instance: Instance }>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function validate(bytes: BufferSource): boolean;
}
