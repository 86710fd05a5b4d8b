import { refuseCodeFromText } from "./code-from-text.ts";

/** The language's own: ECMA-262 and ECMA-402, but for memory that workers share. */
export const LANGUAGE =
  "AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error " +
  "EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map " +
  "Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError " +
  "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape " +
  "eval globalThis isFinite isNaN parseFloat parseInt undefined unescape";

/** What the workers of browsers and of Node have alike, and that needs neither a page, a network nor a store. */
const PLATFORM =
  "AbortController AbortSignal Blob ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto CustomEvent DOMException " +
  "DecompressionStream Event EventTarget File FormData Headers MessageChannel MessageEvent MessagePort Performance PerformanceEntry PerformanceMark " +
  "PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming ReadableByteStreamController ReadableStream " +
  "ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader Request Response TextDecoder " +
  "TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController URL URLPattern URLSearchParams WebAssembly " +
  "WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob btoa clearInterval clearTimeout console crypto fetch navigator " +
  "performance queueMicrotask setInterval setTimeout structuredClone";

/** Pictures. Browsers only: a cell that the build runs does without. */
const PICTURES =
  "CanvasGradient CanvasPattern ImageBitmap ImageData OffscreenCanvas OffscreenCanvasRenderingContext2D Path2D TextMetrics createImageBitmap";

export const CELL_GLOBALS: ReadonlySet<string> = new Set(`${LANGUAGE} ${PLATFORM} ${PICTURES}`.split(" "));

/**
 * Leaves a worker with the globals that cells have everywhere (the types are in `cell-types/`), so that what runs in Node
 * runs in a page, and the other way round. `keep` is what this host cannot do without.
 */
export function shutIn({ keep }: { keep: readonly string[] }): void {
  // What the prototypes of events and objects have belongs to other objects, too.
  const shared: object[] = [EventTarget.prototype, Object.prototype];
  for (let scope: object = globalThis; !shared.includes(scope); scope = Object.getPrototypeOf(scope))
    for (const name of Object.getOwnPropertyNames(scope))
      if ((!CELL_GLOBALS.has(name) || name === "fetch") && !keep.includes(name) && name !== "constructor") Reflect.deleteProperty(scope, name);
  // Where a page is served without TLS, its crypto has no more.
  for (const name of Object.getOwnPropertyNames(Crypto.prototype))
    if (!["constructor", "getRandomValues"].includes(name)) Reflect.deleteProperty(Crypto.prototype, name);
  // There is no network to ask, whatever the address: the browser's own, which may be inherited, is gone.
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  refuseCodeFromText();
}
