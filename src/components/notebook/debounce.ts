/** Marks of work that is over sooner than this would only flicker. */
const WAIT_MS = 150;

/**
 * Debounces the states of one thing: those that pass (`queued`, `running`) are shown only when they last. Used for runs that
 * an input began: a slider begins many in a second.
 */
export class DebouncedState<State> {
  readonly #show: (state: State) => void;
  #pending: { state: State; timer: ReturnType<typeof setTimeout> } | undefined;
  /** True from when a passing state was shown until one that lasts: what passes next is shown at once. */
  #shown = false;

  constructor(show: (state: State) => void) {
    this.#show = show;
  }

  /** Show a state that lasts, and drop a passing one that still waits. */
  set(state: State): void {
    clearTimeout(this.#pending?.timer);
    this.#pending = undefined;
    this.#shown = false;
    this.#show(state);
  }

  /** Show a state that another will follow, perhaps at once: after a while, if none has. */
  debounce(state: State): void {
    if (this.#shown) return this.#show(state);
    if (this.#pending) {
      this.#pending.state = state;
      return;
    }
    const timer = setTimeout(() => {
      const { state: latest } = this.#pending!;
      this.#pending = undefined;
      this.#shown = true;
      this.#show(latest);
    }, WAIT_MS);
    this.#pending = { state, timer };
  }
}
