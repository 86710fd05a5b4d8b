const waiting = new Map<number, FrameRequestCallback>();
let last = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** `requestAnimationFrame`, by a timer: there is no screen to wait for. */
export function requestFrame(callback: FrameRequestCallback): number {
  waiting.set(++last, callback);
  timer ??= setTimeout(runFrame, 16);
  return last;
}

export function cancelFrame(id: number): void {
  waiting.delete(id);
}

/**
 * Run now what waits for the next frame, and what that asks for in turn (a tip in a facet takes two
 * frames). So a chart is complete when its drawing or an event's dispatch returns. An animation, which
 * asks for ever more, goes on in its own time.
 */
export function flushFrames(rounds = 3): void {
  for (let round = 0; round < rounds && waiting.size > 0; ++round) runFrame();
}

function runFrame(): void {
  clearTimeout(timer);
  timer = undefined;
  const callbacks = [...waiting];
  const now = performance.now();
  for (const [id, callback] of callbacks) {
    // One may be cancelled by another of the same frame.
    if (waiting.delete(id)) callback(now);
  }
}
