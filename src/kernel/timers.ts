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

/** `changed` is called when the first begins, and when the last is over. */
export function cellTimers(changed: () => void): CellTimers {
  const running = new Set<Handle>();
  const add = (handle: Handle): Handle => {
    running.add(handle);
    if (running.size === 1) changed();
    return handle;
  };
  const remove = (handle: Handle) => {
    if (running.delete(handle) && running.size === 0) changed();
  };
  const clear = (handle: Handle) => {
    clearTimeout(handle);
    remove(handle);
  };
  return {
    get pending() {
      return running.size > 0;
    },
    clear() {
      for (const handle of [...running]) clear(handle);
    },
    names: {
      setTimeout(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): Handle {
        const handle: Handle = setTimeout(() => {
          // One that begins the next is not the last.
          try {
            callback(...args);
          } finally {
            remove(handle);
          }
        }, ms);
        return add(handle);
      },
      setInterval: (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): Handle => add(setInterval(callback, ms, ...args)),
      clearTimeout: clear,
      clearInterval: clear,
    },
  };
}
