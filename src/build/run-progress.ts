import type { RunPlace } from "../components/dev/messages.ts";
import type { CellResult } from "../kernel/session/run-all.ts";

/** How far a notebook is that runs. */
export class RunProgress {
  readonly #cells: readonly string[];
  readonly #earlier: ReadonlyMap<string, number>;
  readonly #now: () => number;
  readonly #start: number;
  readonly #over = new Set<string>();
  #cell: string;
  #cellStart: number;

  /** `earlier`: what cells gave in the run before. */
  constructor(cells: readonly string[], earlier: readonly Pick<CellResult, "cell" | "ms">[], now = () => performance.now()) {
    this.#cells = cells;
    this.#earlier = new Map(earlier.map(({ cell, ms }) => [cell, ms]));
    this.#now = now;
    this.#start = this.#cellStart = now();
    this.#cell = cells[0] ?? "";
  }

  began(cell: string): void {
    this.#cell = cell;
    this.#cellStart = this.#now();
  }

  ended(cell: string): void {
    this.#over.add(cell);
  }

  get place(): RunPlace {
    const now = this.#now();
    const left = this.#cells
      .filter((cell) => !this.#over.has(cell))
      .map((cell) => {
        const ms = this.#earlier.get(cell);
        return ms === undefined || cell !== this.#cell ? ms : Math.max(0, ms - (now - this.#cellStart));
      });
    const known = left.filter((ms) => ms !== undefined);
    return {
      cell: this.#cell,
      number: this.#cells.indexOf(this.#cell) + 1,
      of: this.#cells.length,
      ms: now - this.#start,
      ...(known.length === left.length && left.length > 0 && { leftMs: known.reduce((sum, ms) => sum + ms, 0) }),
    };
  }
}
