import type { CellResult } from "../kernel/session/run-all.ts";
import { RunProgress } from "./run-progress.ts";

/** Often enough to see that something goes on, and few enough lines to read. */
const EVERY_MS = 5000;

interface RunLogOptions {
  write?: (line: string) => void;
  now?: () => number;
}

/** One notebook in the log. */
export interface LoggedRun {
  began(cell: string): void;
  ended(result: CellResult): void;
  /** All cells have run. */
  done(): void;
  /** It is over, and someone else says why. */
  over(): void;
}

/** Says on the terminal which notebooks run, how far each is and how long is left. Nothing where nothing runs. */
export class RunLog {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  /** What runs, and how lines about it begin. */
  readonly #running = new Map<RunProgress, () => string>();
  #asked = 0;
  #started = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ write = (line) => console.log(line), now = () => performance.now() }: RunLogOptions = {}) {
    this.#write = write;
    this.#now = now;
  }

  /** One more notebook is going to run. */
  expect(): void {
    this.#asked++;
  }

  /** A notebook that was expected begins. `earlier`: what its cells gave the last time. */
  start(name: string, cells: readonly string[], earlier: readonly CellResult[]): LoggedRun {
    const progress = new RunProgress(cells, earlier, this.#now);
    const number = ++this.#started;
    const title = () => `[notebooks] ${number} of ${this.#asked}: ${name}`;
    this.#running.set(progress, title);
    this.#timer ??= setInterval(() => this.#tell(), EVERY_MS).unref();
    const over = () => {
      this.#running.delete(progress);
      if (this.#running.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
    return {
      began: (cell) => progress.began(cell),
      ended: ({ cell }) => progress.ended(cell),
      over,
      done: () => {
        over();
        this.#write(`${title()}: ${cells.length} cells in ${(progress.place.ms / 1000).toFixed(1)} s`);
      },
    };
  }

  #tell(): void {
    for (const [progress, title] of this.#running) {
      const { number, of, ms, leftMs } = progress.place;
      const left = leftMs === undefined ? "" : `, about ${seconds(leftMs)} left`;
      this.#write(`${title()}: cell ${number} of ${of}, ${seconds(ms)}${left}`);
    }
  }
}

const seconds = (ms: number) => `${Math.max(1, Math.round(ms / 1000))} s`;
