/** How a difference is carried over to another value: what became of `ancestor` in `mine` and in `theirs`, in one. */
export type Merge<T> = (versions: { ancestor: T; mine: T; theirs: T }) => T;

/** One thing that was done: `label` says what, for a button or a sentence. */
export interface Step {
  readonly label: string;
}

interface Recorded<T> extends Step {
  readonly before: T;
  after: T;
  readonly group: string | undefined;
}

/**
 * A value with what was done to it, each step of which can be undone, the latest first or any by itself: what was
 * done after it stays.
 */
export class History<T> {
  readonly #merge: Merge<T>;
  readonly #isSame: (a: T, b: T) => boolean;
  #present: T;
  #done: Recorded<T>[] = [];
  #undone: Recorded<T>[] = [];

  constructor(present: T, { merge, isSame }: { merge: Merge<T>; isSame: (a: T, b: T) => boolean }) {
    this.#present = present;
    this.#merge = merge;
    this.#isSame = isSame;
  }

  get present(): T {
    return this.#present;
  }

  /** The step that `undo()` would take back. */
  get lastDone(): Step | undefined {
    return this.#done.at(-1);
  }

  /** The step that `redo()` would do again. */
  get lastUndone(): Step | undefined {
    return this.#undone.at(-1);
  }

  /** Steps that follow each other with the same `group`, such as typing in one cell, are one. */
  record(label: string, value: T, { group }: { group?: string } = {}): Step {
    const last = this.#done.at(-1);
    const grows = group !== undefined && last?.group === group && last.after === this.#present;
    const step = grows ? last : { label, before: this.#present, after: value, group };
    if (grows) last.after = value;
    else this.#done.push(step);
    this.#undone = [];
    this.#present = value;
    return step;
  }

  /** Take a value that came from elsewhere, such as another tab: no step of the reader's. */
  receive(value: T): void {
    this.#present = value;
  }

  /**
   * Take back a step, the latest where none is named. Does nothing when it is not there to be taken back. Where what was done since leaves nothing
   * to take back, the step is gone: to do it again would do it twice.
   */
  undo(step: Step | undefined = this.lastDone): T {
    const index = this.#done.indexOf(step as Recorded<T>);
    const [undone] = index < 0 ? [] : this.#done.splice(index, 1);
    if (!undone) return this.#present;
    const before = this.#present;
    const now = this.#go(undone.after, undone.before);
    if (!this.#isSame(before, now)) this.#undone.push(undone);
    return now;
  }

  redo(): T {
    const step = this.#undone.pop();
    if (!step) return this.#present;
    this.#done.push(step);
    return this.#go(step.before, step.after);
  }

  #go(from: T, to: T): T {
    this.#present = this.#present === from ? to : this.#merge({ ancestor: from, mine: to, theirs: this.#present });
    return this.#present;
  }
}
