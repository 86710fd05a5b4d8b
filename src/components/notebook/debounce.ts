/** Marks of work that is over sooner than this would only flicker. */
const SHOWN_AFTER_MS = 150;

/**
 * Shows states of things, the passing ones (`queued`, `running`) only when they last. Used for runs that an input began:
 * a slider begins many in a second.
 */
export class Calm<State> {
  readonly #show: (name: string, state: State) => void;
  readonly #held = new Map<string, { state: State; timer: ReturnType<typeof setTimeout> }>();
  readonly #passing = new Set<string>();

  constructor(show: (name: string, state: State) => void) {
    this.#show = show;
  }

  /** A state that lasts. */
  set(name: string, state: State): void {
    clearTimeout(this.#held.get(name)?.timer);
    this.#held.delete(name);
    this.#passing.delete(name);
    this.#show(name, state);
  }

  /** A state that another will follow, perhaps at once. */
  pass(name: string, state: State): void {
    if (this.#passing.has(name)) return this.#show(name, state);
    const held = this.#held.get(name);
    if (held) {
      held.state = state;
      return;
    }
    const timer = setTimeout(() => {
      const { state } = this.#held.get(name)!;
      this.#held.delete(name);
      this.#passing.add(name);
      this.#show(name, state);
    }, SHOWN_AFTER_MS);
    this.#held.set(name, { state, timer });
  }
}
