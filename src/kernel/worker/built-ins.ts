/**
 * Cells and the kernel share one realm: who assigns to `Array.prototype.map` assigns to the kernel's own. Before any cell
 * runs, a kernel notes what its built-ins are; after each run, and every now and then while one goes on, it looks whether
 * they still are. One that was changed or deleted is reported, and the host ends the kernel with a sentence that names it.
 *
 * All of the language counts, and of the platform what the kernel and the way of its messages need. What a library adds is its
 * own business, as polyfills do; but what is added to all objects, or in front of a built-in, is a change.
 *
 * From the report on, and for the comparison itself, nothing is called that a cell could have replaced.
 */

import type { FromKernel, ToKernel } from "../protocol/messages.ts";
import { LANGUAGE } from "./cell-globals.ts";

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { setInterval, clearInterval } = globalThis;
const now = performance.now.bind(performance);

/** What the kernel takes from the platform. */
const PLATFORM =
  "Blob Event EventTarget MessageChannel MessagePort Performance TextDecoder TextEncoder URL atob btoa clearInterval clearTimeout " +
  "performance queueMicrotask setInterval setTimeout structuredClone";

/** For what is left of a kernel that is to be ended. */
export const NEVER = new Promise<never>(() => {});
export const ENDED = new Error("this kernel is being ended");

/** While a cell runs, its built-ins are looked at so often: it may be waiting for what will not come any more. */
const LOOK_EVERY_MS = 250;
/** Of what a run calls of the kernel, so many calls are preceded by a look each; from then on one in so many milliseconds. */
const FIRST_CALLS = 16;
const CALLS_EVERY_MS = 20;

/** One property as it was. */
interface Noted {
  readonly of: object;
  readonly key: PropertyKey;
  readonly name: string;
  /** Undefined where there was none. */
  readonly was: PropertyDescriptor | undefined;
}

/** Takes note of all built-ins, `more` of the platform's among them. What comes of it gives the name of one that is not what it was. */
export function noteBuiltIns(more: readonly string[] = []): () => string | undefined {
  const properties: Noted[] = [];
  const prototypes: { of: object; was: object | null; name: string }[] = [];
  /** Objects to which nothing may be added: all others inherit it, or it would stand in front of what they inherit. */
  const closed: { of: object; keys: PropertyKey[]; name: string }[] = [];
  const seen = new Set<object>();

  const note = (of: object, key: PropertyKey, name: string) => {
    const was = getOwnPropertyDescriptor(of, key);
    // What is neither code nor holds any is nobody's way in: `Error.stackTraceLimit` is there to be set.
    if (!was || was.get || was.set || isObject(was.value)) properties.push({ of, key, name, was });
    return was?.value as unknown;
  };
  const walk = (object: object, name: string) => {
    if (seen.has(object)) return;
    seen.add(object);
    for (const key of ownKeys(object)) {
      const path = `${name}${typeof key === "symbol" ? `[${key.description}]` : `.${key}`}`;
      const value = note(object, key, path);
      if (key !== "constructor" && isObject(value) && (typeof value === "object" || Object.hasOwn(value, "prototype"))) walk(value, path);
    }
    prototypes.push({ of: object, was: getPrototypeOf(object), name: `Object.getPrototypeOf(${name})` });
  };

  for (const [name, object] of HIDDEN()) walk(object, name);
  for (const name of [...`${LANGUAGE} ${PLATFORM}`.split(" "), ...more]) {
    // Some of Node's are made when they are first read.
    const value = (globalThis as unknown as Record<string, unknown>)[name];
    if (value === globalThis || value === undefined) continue;
    // Where a global is inherited, one of the same name would stand in front of it.
    for (let scope: object | null = globalThis; scope; scope = getPrototypeOf(scope)) {
      note(scope, name, name);
      if (Object.hasOwn(scope, name)) break;
    }
    if (isObject(value)) walk(value, name);
  }
  // They come last: most have been met by a name of their own, and the list grows while it is gone through.
  for (const { was, name } of prototypes) if (was) walk(was, name);
  note(Error, "prepareStackTrace", "Error.prepareStackTrace");
  closed.push({ of: Object.prototype, keys: ownKeys(Object.prototype), name: "Object.prototype" });
  closed.push({ of: performance, keys: ownKeys(performance), name: "performance" });

  const count = properties.length;
  return () => {
    for (let i = 0; i < count; i++) {
      const { of, key, name, was } = properties[i]!;
      const is = getOwnPropertyDescriptor(of, key);
      if (is === was) continue;
      if (!is || !was || is.value !== was.value || is.get !== was.get || is.set !== was.set) return name;
    }
    for (let i = 0; i < prototypes.length; i++) {
      const { of, was, name } = prototypes[i]!;
      if (getPrototypeOf(of) !== was) return name;
    }
    for (let i = 0; i < closed.length; i++) {
      const { of, keys, name } = closed[i]!;
      const present = ownKeys(of);
      if (present.length === keys.length) continue;
      // What is added stands before the first that is not in its place any more.
      for (let at = 0; at < present.length; at++)
        if (present[at] !== keys[at]) return typeof present[at] === "string" ? `${name}.${present[at] as string}` : name;
    }
    return undefined;
  };
}

const isObject = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";

/** What no global leads to by properties that are walked: what functions, typed arrays, iterators and generators have in common. */
const HIDDEN = (): [name: string, object: object][] => {
  const samples: [string, object][] = [
    ["Int8Array", Int8Array],
    ["[][Symbol.iterator]()", [][Symbol.iterator]()],
    ["new Map()[Symbol.iterator]()", new Map()[Symbol.iterator]()],
    ["new Set()[Symbol.iterator]()", new Set()[Symbol.iterator]()],
    ['""[Symbol.iterator]()', ""[Symbol.iterator]()],
    ['"".matchAll(/./g)', "".matchAll(/./g)],
    ["async () => {}", async () => {}],
    ["function* () {}", function* () {}],
    ["async function* () {}", async function* () {}],
  ];
  return [
    ["Function.prototype", Function.prototype],
    ...samples.map(([name, of]): [string, object] => [`Object.getPrototypeOf(${name})`, getPrototypeOf(of)!]),
  ];
};

/** Stands at a kernel's port, on the inside. */
export interface Watch {
  /** The way out for what the kernel says. Nothing more goes out after the report of a changed built-in. */
  post(message: FromKernel): void;
  /** A message of this type has come in. */
  received(type: ToKernel["type"]): void;
  /** False where a built-in was changed: the host has been told, and ends this kernel. */
  intact(): boolean;
  /** The same, for what cells call many times a second: mostly without looking. */
  called(): boolean;
}

/** Begins to watch, before any cell runs. `send` must call nothing that a cell could have replaced. */
export function watchBuiltIns(send: (message: FromKernel) => void, more?: readonly string[]): Watch {
  const changed = noteBuiltIns(more);
  let told = false;
  let running = 0;
  /** Runs that are done but have timers that go on. */
  const ticking: Record<number, true> = Object.create(null);
  let watched = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let calls = 0;
  let lookedAt = 0;

  const intact = (): boolean => {
    if (told) return false;
    lookedAt = now();
    const name = changed();
    if (name === undefined) return true;
    told = true;
    send({ type: "changed", name, running: running > 0 });
    return false;
  };
  const watch = (more: number) => {
    watched += more;
    if (watched > 0) timer ??= setInterval(intact, LOOK_EVERY_MS);
    else {
      clearInterval(timer);
      timer = undefined;
    }
  };
  return {
    intact,
    called: () => (++calls > FIRST_CALLS && now() - lookedAt < CALLS_EVERY_MS ? !told : intact()),
    received(type) {
      if (type !== "exec") return;
      running++;
      calls = 0;
      watch(1);
    },
    post(message) {
      const ends = message.type === "done" || message.type === "failed";
      if (ends ? !intact() : told) return;
      if (ends) {
        running--;
        watch(-1);
      } else if (message.type === "ticking" && message.ticking !== message.id in ticking) {
        if (message.ticking) ticking[message.id] = true;
        else delete ticking[message.id];
        watch(message.ticking ? 1 : -1);
      }
      send(message);
    },
  };
}
