/**
 * Where numbers live, so that training is fast and nobody ever has to free anything.
 *
 * The kernels can only reach one block of linear memory. It looks like this:
 *
 *     | scratch | residents | arena: results of this training step →        free |
 *                           ^ base                                  ^ top
 *
 * A tensor's numbers are in one of three places:
 *
 * - **Ordinary memory**: a Float32Array like any other, which JavaScript frees when nobody holds it. What a reader makes, loads, detaches, or
 *   computes without gradients is here. Kernels get a copy of it in the arena.
 * - **The arena**: results that wait for `backward()`. Making room for one is one addition: `top` moves on. When the step is over,
 *   `top` goes back to `base`, and everything is free at once. A step is over when `backward()` has run; but nothing is taken
 *   away before the next step's first result needs the room, so that results can be read after `backward()`, after
 *   `optimizer.step()`, and after the loop.
 * - **Resident**: parameters, their gradients and the optimiser's means stay in linear memory from step to step. Where some were
 *   not used for a number of steps, they move out into ordinary memory. So a model that nobody holds any more leaves with the steps of the next one, or,
 *   where nothing is trained, when so many other models have come.
 *
 * What becomes of a result that a reader kept when its step's memory is used again? Up to {@link SMALL} numbers (a loss, say)
 * it is copied into ordinary memory first. Larger ones are lost, and reading one is an error that says so and what to
 * write instead; it never reads someone else's numbers. This depends only on the program, not on when garbage is collected.
 */
import { type Backend, type BackendName, typescriptBackend, wasmBackend } from "./kernels/kernels.ts";
import { show } from "./shape.ts";

/** A result of at most so many numbers outlives its step. */
export const SMALL = 4096;
/** A resident that so many steps did not use moves out. */
const IDLE_STEPS = 16;
/** Copies for kernels, and results without gradients, may take so much of the arena before it is rewound. */
const REWIND_BYTES = 2 << 20;
/** Residents that came since the last reset may take so much before it is time to look for idle ones. */
const SETTLED_BYTES = 8 << 20;
/** Results that wait for `backward()` may take so much. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** The first addresses stay empty, so that 0 can mean "none". */
const START = 1024;
/** Kernels may read, not write, a vector past the end. */
const TAIL = 64;

/** The numbers that one tensor and its views share. */
export class Storage {
  readonly length: number;
  /** Ordinary memory. Absent while the numbers are in the arena or resident, and when they are lost. */
  array: Float32Array | undefined;
  /** Where in linear memory, if `stamp` is still true. */
  address = 0;
  stamp = -1;
  /** Stays in linear memory from step to step. */
  resident = false;
  /** To become resident when a kernel first needs it. */
  keep = false;
  /** The epoch in which a resident was last used. */
  usedIn = 0;
  /** Counts changes in place, so that `backward` notices them. */
  version = 0;

  /** For messages: the operation whose result it is. */
  madeBy = "tensor";
  /** The result of an operation that was put on the tape; parameters and data are not. */
  tracked = false;
  /** Its place on the tape, plus 1; 0 for what is not, or no longer, there. */
  node = 0;
  gradient: Storage | undefined;
  /** `empty`: adds nothing; `full`: to be added to; `used`: an optimiser took its step, so the next gradient replaces it. */
  gradientState: "empty" | "full" | "used" = "empty";
  /** Keep the gradient of a result that is not a parameter. */
  retainsGradient = false;
  /** Steps that an optimiser took with it. */
  updates = 0;

  constructor(length: number, array?: Float32Array) {
    this.length = length;
    this.array = array;
  }
}

let backend: Backend | undefined;
let base = 0;
let top = 0;
/** Below this, the arena holds what must not be rewound. */
let floor = 0;
/** Counts resets: an address of an arena result is true for one epoch. */
let epoch = 0;
/** Counts resets and rewinds: an address of a copy is true for one. */
let copies = 0;
let over = false;
/** Results without gradients stay in the arena while a {@link scoped} function runs. */
let scope: Storage[] | undefined;
let results: Storage[] = [];
let residents: Storage[] = [];
let residentsChanged = false;
/** Room inside the arena to be used again within the step, by size. */
const recycled = new Map<number, number[]>();
const onReset: (() => void)[] = [];

/** Called when a step's memory is about to be used again. */
export function beforeReset(action: () => void): void {
  onReset.push(action);
}

function start(make: () => Backend): Backend {
  backend = make();
  const { kernels } = backend;
  const scratch = kernels.scratchBytes();
  kernels.useScratch(START);
  base = top = floor = align(START + scratch);
  return backend;
}

function current(): Backend {
  return backend ?? start(preferred);
}

/** WebAssembly where there is any. */
function preferred(): Backend {
  try {
    return wasmBackend();
  } catch {
    return typescriptBackend();
  }
}

export const kernels = () => current().kernels;
/** Linear memory as numbers; do not keep it across {@link allocate}. */
export const floats = () => current().f32;
export const integers = () => current().i32;

/** Which kernels compute: `wasm`, or `typescript` where WebAssembly is missing. */
export const backendName = (): BackendName => current().name;

/** Compute with other kernels from now on. Everything but the results of a step that is under way moves along. */
export function setBackend(name: BackendName): void {
  if (backend?.name === name) return;
  if (backend) {
    for (const storage of residents) storage.usedIn = Number.NEGATIVE_INFINITY;
    reset();
  }
  start(name === "wasm" ? wasmBackend : typescriptBackend);
}

/** Bytes of linear memory in all, of residents in it, and of the step's results so far. */
export function memoryUse(): { bytes: number; residents: number; arena: number } {
  return { bytes: floats().byteLength, residents: residents.reduce((sum, { length }) => sum + 4 * length, 0), arena: top - base };
}

/**
 * To be called as an operation begins, before it asks where its inputs are. `tracked`: its result waits for `backward()`.
 */
export function beginOperation({ tracked }: { tracked: boolean }): void {
  if (tracked && over) reset();
  if (!tracked) sweep();
  if (!tracked && !scope && top - floor > REWIND_BYTES) {
    top = floor;
    copies++;
  }
}

/**
 * Models that are used and never trained would stay for ever, for no step of theirs ends. Where nobody waits for results of a step, and a step's
 * results are not there to be read, nothing is lost by a reset, and it counts.
 */
function sweep(): void {
  if (!scope && results.length === 0 && floor - base > SETTLED_BYTES) reset();
}

/** What has been allocated so far stays until the step is over. */
export function pin(): void {
  floor = top;
}

/** `backward` has run: the next result that waits for gradients may use the memory again. */
export function endStep(): void {
  over = true;
}

/** Room for `length` numbers in the arena; gives its address. What stands there is garbage: whoever asks for it writes all of it. */
export function allocate(length: number): number {
  const { f32, grow } = current();
  const bytes = align(4 * length);
  const again = recycled.get(bytes)?.pop();
  if (again !== undefined) return again;
  const address = top;
  top += bytes;
  if (top + TAIL > f32.byteLength) {
    if (top - base > MOST_BYTES) {
      top = address;
      throw new RangeError(
        `${Math.round((top - base) / 2 ** 20)} MiB of results wait for backward(). Where no gradients are needed, compute inside noGrad(() => …); else make the batch smaller`,
      );
    }
    grow(Math.max(top + TAIL, f32.byteLength * 1.25));
  }
  return address;
}

/** Write zeros. */
export const clear = (address: number, length: number) => floats().fill(0, address / 4, address / 4 + length);

/** Room that {@link allocate} gave for `length` numbers in this step, and that nobody needs any more. */
export function recycle(address: number, length: number): void {
  const bytes = align(4 * length);
  const list = recycled.get(bytes);
  if (list) list.push(address);
  else recycled.set(bytes, [address]);
}

/** Where in linear memory the numbers are; copies them there if need be. @throws Error when they are lost. */
export function locate(storage: Storage): number {
  if (storage.resident) {
    storage.usedIn = epoch;
    return storage.address;
  }
  const { array } = storage;
  if (!array) {
    if (storage.stamp !== epoch) throw lost(storage);
    return storage.address;
  }
  // What is changed in place, as parameters are, must not be a copy: it moves in.
  if (storage.stamp === copies && !storage.keep) return storage.address;
  const address = allocate(storage.length);
  floats().set(array, address / 4);
  storage.address = address;
  storage.stamp = copies;
  if (storage.keep) settle(storage);
  return address;
}

/** Make an arena address the home of `storage`, for as long as steps use it. */
export function settle(storage: Storage): void {
  storage.array = undefined;
  storage.resident = true;
  storage.usedIn = epoch;
  residents.push(storage);
  residentsChanged = true;
  pin();
}

/** The result of an operation stands at `address`. */
export function adopt(storage: Storage, address: number, { tracked }: { tracked: boolean }): void {
  storage.address = address;
  storage.tracked = tracked;
  if (tracked) {
    storage.stamp = epoch;
    results.push(storage);
    pin();
  } else if (scope) {
    storage.stamp = epoch;
    scope.push(storage);
  } else {
    storage.array = copyOut(address, storage.length);
    storage.stamp = copies;
  }
}

/**
 * Run `f`, whose results without gradients then need not be copied one by one: those that `kept` names among what it gave move into
 * ordinary memory, all others are gone. For loops inside the engine and the models, where nobody else holds a result.
 */
export function scoped<T>(f: () => T, kept: (value: T) => Storage[]): T {
  if (scope) return f();
  sweep();
  const made: Storage[] = [];
  scope = made;
  const start = top;
  const below = floor;
  const before = epoch;
  try {
    const value = f();
    for (const storage of kept(value)) if (made.includes(storage)) storage.array = copyOut(storage.address, storage.length);
    return value;
  } finally {
    scope = undefined;
    for (const storage of made) storage.stamp = -1;
    // Room that became someone's home meanwhile is not given back.
    if (floor === below && epoch === before) top = start;
    copies++;
  }
}

/** The numbers, not to be changed, and not to be kept: they may be a part of linear memory. @throws Error when they are lost. */
export function peek(storage: Storage): Float32Array {
  if (storage.array) return storage.array;
  const at = locate(storage) / 4;
  return floats().subarray(at, at + storage.length);
}

/** Replace numbers from `offset` on, wherever they are. */
export function write(storage: Storage, values: Float32Array, offset: number): void {
  storage.version++;
  if (storage.array) {
    storage.array.set(values, offset);
    storage.stamp = -1;
  } else floats().set(values, locate(storage) / 4 + offset);
}

const copyOut = (address: number, length: number) => floats().slice(address / 4, address / 4 + length);
const align = (bytes: number) => (bytes + 63) & ~63;

function lost({ madeBy, length }: Storage): Error {
  return new Error(
    `this result of ${madeBy} (${show([length])} numbers) belonged to a training step (or an inferenceMode) that is over, and its memory is in use again. ` +
      "Keep what you want to look at later with .detach() or .toArray() before the next step; compute it inside noGrad(() => …); or, where two " +
      "losses share it, call backward({ retainGraph: true }) on the first",
  );
}

/** The arena is free again. Small results and idle residents move into ordinary memory, the other residents to the bottom. */
function reset(): void {
  for (const action of onReset) action();
  for (const storage of results) if (storage.length <= SMALL) storage.array = copyOut(storage.address, storage.length);
  results = [];
  const idle = residents.filter(({ usedIn }) => epoch - usedIn > IDLE_STEPS);
  for (const storage of idle) {
    storage.array = copyOut(storage.address, storage.length);
    storage.resident = false;
    storage.stamp = -1;
  }
  if (idle.length > 0) residents = residents.filter(({ resident }) => resident);
  if (residentsChanged || idle.length > 0) moveResidentsDown();
  residentsChanged = false;
  recycled.clear();
  over = false;
  top = floor = base;
  epoch++;
  copies++;
}

function moveResidentsDown(): void {
  const f32 = floats();
  residents.sort((a, b) => a.address - b.address);
  base = align(START + kernels().scratchBytes());
  for (const storage of residents) {
    const from = storage.address / 4;
    f32.copyWithin(base / 4, from, from + storage.length);
    storage.address = base;
    base += align(4 * storage.length);
  }
}
