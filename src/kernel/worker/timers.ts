import { timerCallback } from "./code-from-text.ts";

/** The timers that the code of a cell has: those of the worker, but the kernel knows which are still to come. */
export interface CellTimers {
  /** What the cell's code gets in the place of the worker's own. */
  readonly names: Readonly<Record<string, unknown>>;
  /** True while one is still to come. */
  readonly pending: boolean;
  /** End them all. */
  clear(): void;
}

type Handle = ReturnType<typeof setTimeout>;

/** What ends a timer that is still to come, by the number that its cell was given. One cell may end what another began. */
const ends = new Map<number, () => void>();
let last = 0;

/** `changed` is called when the first begins, and when the last is over. */
export function cellTimers(changed: () => void): CellTimers {
  const running = new Set<number>();
  const add = (begin: (id: number) => Handle): number => {
    const id = ++last;
    const handle = begin(id);
    ends.set(id, () => {
      clearTimeout(handle);
      remove(id);
    });
    running.add(id);
    if (running.size === 1) changed();
    return id;
  };
  const remove = (id: number) => {
    ends.delete(id);
    if (running.delete(id) && running.size === 0) changed();
  };
  const clear = (id: number) => ends.get(Number(id))?.();
  return {
    get pending() {
      return running.size > 0;
    },
    clear() {
      for (const id of [...running]) clear(id);
    },
    names: {
      setTimeout(callback: unknown, ms?: number, ...args: unknown[]): number {
        const call = timerCallback("setTimeout", callback);
        return add((id) =>
          setTimeout(() => {
            // One that begins the next is not the last.
            try {
              call(...args);
            } finally {
              remove(id);
            }
          }, ms),
        );
      },
      setInterval(callback: unknown, ms?: number, ...args: unknown[]): number {
        const call = timerCallback("setInterval", callback);
        return add(() => setInterval(call, ms, ...args));
      },
      clearTimeout: clear,
      clearInterval: clear,
    },
  };
}
