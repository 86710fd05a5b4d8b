/** What a training by script found, where a page cannot wait for it. The page shows it, and says so. */
export interface Recording<Found> {
  /** `npm run record -- NAME` makes it again. */
  name: string;
  /** The day on which it was made, such as "2026-11-28". */
  made: string;
  /** SHA-256 of the script with all that it imports. Where it differs from today's, the recording is older than what it was made from. */
  key: string;
  /** How long it took, all parts together, in seconds of the clock. */
  seconds: number;
  found: Found;
}
