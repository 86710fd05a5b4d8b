import type { ExecRequest } from "../protocol/messages.ts";
import { NEVER } from "./built-ins.ts";
import type { Host } from "./executor.ts";
import type { Outputs } from "./outputs.ts";

/** A generator made by `live(…)`: the kernel, not the cell, takes its values. */
export class Live {
  readonly start: () => AsyncGenerator | Generator;
  /** Its newest value: what other cells see in its place. */
  step: unknown;
  constructor(start: () => AsyncGenerator | Generator) {
    this.start = start;
  }
}

/** What other cells see of a value. */
export const stepOf = (value: unknown) => (value instanceof Live ? value.step : value);

/** What a run that may follow a live value keeps of it. */
export interface LiveRun {
  readonly id: number;
  readonly request: Pick<ExecRequest, "hasDependents">;
  readonly outputs: Outputs;
  stopped: boolean;
  /** Those who look at the present step have seen it. */
  resume?: () => void;
  /** Something else waits for its next step. */
  asked: boolean;
  /**
   * While a live value runs: where its outputs stand, how many this step has and the one before it had, how many more than fit,
   * and whether the next one begins a new step.
   */
  step?: { at: number; count: number; before: number; dropped: number; fresh: boolean };
}

/** Between two steps of a live value the kernel listens for messages at least this often. */
const LISTEN_EVERY_MS = 16;
const STEP_EVERY_MS = 33;

/**
 * Take the values of a generator, `show` each and hand it on, until it ends or the run is stopped. What is shown is drawn
 * when it is sent, at most 30 times a second, and nearly always while the generator rests at its yield: an object that
 * is changed after it was yielded is shown as it was. Where a step takes longer than the one before it, and for
 * what the generator does after its last yield, it is shown as it is by then.
 */
export async function follow(run: LiveRun, live: Live, host: Pick<Host, "post" | "called" | "pause">, show: (value: unknown) => void): Promise<void> {
  if (run.stopped) return;
  run.step = { at: run.outputs.bundles.length, count: 0, before: 0, dropped: 0, fresh: true };
  const generator = live.start();
  let stepDue = 0;
  let listenedAt = performance.now();
  let took = 0;
  try {
    for (;;) {
      run.step.fresh = true;
      const began = performance.now();
      if (began + took >= run.outputs.due) run.outputs.draw();
      const next = await generator.next();
      if (!host.called()) await NEVER;
      if (next.done) break;
      if (run.step.fresh && next.value !== undefined) show(next.value);
      trim(run);
      live.step = next.value;
      const now = performance.now();
      took = now - began;
      if (now >= stepDue) {
        await handOn(run, host);
        // Those who read the value get at most half of the time, however long they take.
        stepDue = performance.now() + Math.max(STEP_EVERY_MS, performance.now() - now);
      }
      if (performance.now() - listenedAt >= LISTEN_EVERY_MS) {
        await host.pause();
        listenedAt = performance.now();
      }
      if (run.stopped) {
        await generator.return?.(undefined);
        break;
      }
    }
  } finally {
    trim(run);
    delete run.step;
  }
}

/**
 * Let the cells that read a live value see it, and others run that have been asked for. The last value is theirs anyway:
 * they run when this cell is done.
 */
async function handOn(run: LiveRun, host: Pick<Host, "post">): Promise<void> {
  if (!(run.request.hasDependents || run.asked) || run.stopped) return;
  run.asked = false;
  run.outputs.flush();
  const resumed = new Promise<void>((resolve) => {
    run.resume = resolve;
  });
  host.post({ type: "step", id: run.id });
  await resumed;
}

/**
 * Where the next output of a run goes; `again`: in the place of what stands there. Within a live value, the first output of a step
 * replaces the step before. Undefined where no more is shown: it is counted.
 */
export function nextPlace({ outputs, step }: LiveRun): { index: number; again: boolean } | undefined {
  if (step?.fresh) {
    if (step.dropped > 0) outputs.count(-step.dropped);
    Object.assign(step, { before: step.count, count: 0, dropped: 0, fresh: false });
  }
  const again = step !== undefined && step.count < step.before;
  if (outputs.full && !again) {
    if (step) step.dropped++;
    outputs.count(1);
    return undefined;
  }
  return { index: step ? step.at + step.count++ : outputs.bundles.length, again };
}

/** A step is over: what the one before it had more goes. Until then it stood, so that nothing on the page came and went. */
function trim({ outputs, step }: LiveRun): void {
  if (!step || step.fresh || step.count >= step.before) return;
  outputs.remove(step.at + step.count, step.before - step.count);
  outputs.count(0);
  step.before = step.count;
}
