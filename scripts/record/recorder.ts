/** What a script of a recording is given, and what it is. */

export interface Recorder {
  /**
   * The result of a part, such as one seed. Made once and kept on disk: a run that was broken off goes on with the part after it. The result must be
   * what JSON can hold.
   */
  part<T>(name: string, make: () => T | Promise<T>): Promise<T>;
  /** Say how far it is. */
  say(line: string): void;
}

/** `scripts/record/NAME.ts` exports it as `record`. What it returns becomes `found` in `src/recorded/data/NAME.json`. */
export type Record<Found> = (recorder: Recorder) => Promise<Found>;
